/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 128-bit identifiers: UUIDv7 (RFC 9562 5.7) for events, sales, uses and print jobs, random bits
 * for vouchers. An id is made and stored before it is sent, printed or charged.
 */
#pragma once

#include <glib.h>

#define HUFU_ID_BYTES 16
#define HUFU_ID_TEXT_SIZE 37 /* 8-4-4-4-12 lower-case hex and NUL */

typedef struct {
  guint8 bytes[HUFU_ID_BYTES];
} HufuId;

/* Makes a UUIDv7 from utc_ms (0 .. 2^48 - 1, asserted) and ten random bytes. */
HufuId hufu_id_make_v7 (gint64 utc_ms, const guint8 random[10]);

/* All bits zero: "no id". */
gboolean hufu_id_is_zero (const HufuId *id);
/* Not constant-time: ids are no secrets. */
gboolean hufu_id_equal (const HufuId *a, const HufuId *b);

/* Writes the canonical text form. */
void hufu_id_format (const HufuId *id, char ret_text[HUFU_ID_TEXT_SIZE]);

/* Reads the canonical text form; FALSE and *ret_id untouched for anything else. */
gboolean hufu_id_parse (const char *text, HufuId *ret_id);
