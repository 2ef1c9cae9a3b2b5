/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be shown of a text that nobody knows: cut, printable, never a whole phone or card
 * number. */
#pragma once

#include <glib.h>

/* `length` bytes of anything. Free with g_free. */
char *hufu_shown_code (const char *text, gsize length);
/* The eleven digits of a mainland mobile number, written in any way; NULL if it is none. */
char *hufu_shown_code_dup_phone (const char *text, gsize length);
/* Looks like a payment card's number, written in any way. */
gboolean hufu_shown_code_is_card (const char *text, gsize length);
