/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code printed under a voucher's QR: 9 Crockford base-32 characters and a check character
 * (mod 37 restricted to the 32 by re-rolling), read with the usual tolerance (o=0, i=l=1, case,
 * '-'). Pure; no heap. */
#pragma once

#include <glib.h>

#define HUFU_SHORT_CODE_CHARS 10
#define HUFU_SHORT_CODE_SIZE 11

/* Makes a code from 45 random bits; FALSE if the check would fall outside the 32 characters: the
 * caller rolls again. */
gboolean hufu_short_code_make (guint64 random45, char ret_code[HUFU_SHORT_CODE_SIZE]);
/* Normalises typed text; FALSE if it is no short code or its check character is wrong, ret_code is
 * then undefined. */
gboolean hufu_short_code_read (const char *text, gsize length, char ret_code[HUFU_SHORT_CODE_SIZE]);
/* It may be one with a slip of the hand: as long as one and of its characters, and the check
 * character is wrong. */
gboolean hufu_short_code_is_misread (const char *text, gsize length);
