/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What looks like the number of a payment card: such text is never stored, sent or logged. Pure. */
#pragma once

#include <glib.h>

/* TRUE for 13-19 digits that start like a card's (Visa, Mastercard, American Express, Discover,
 * Diners, JCB, UnionPay) and have a good check digit (ISO/IEC 7812-1 annex B, Luhn). A tenth of all
 * numbers of that shape have one: ask only where a card number has no business. */
gboolean hufu_card_like (const char *text, gsize length);
