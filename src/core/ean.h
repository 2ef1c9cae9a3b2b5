/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bars of EAN-13 and EAN-8 (GS1 General Specifications, 5.2.1 and 5.2.2). Pure. */
#pragma once

#include <glib.h>

#define HUFU_EAN_MODULES_MAX 95

/* digits: 8 or 13 with a good check digit. '1' a dark module, '0' a light one, from left to right,
 * without quiet zones; FALSE for anything else. */
gboolean hufu_ean_draw (const char *digits, char ret_modules[HUFU_EAN_MODULES_MAX + 1]);
