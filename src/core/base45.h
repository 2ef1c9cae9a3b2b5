/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base45 (RFC 9285): bytes in the alphabet of QR's alphanumeric mode. Strict: each byte string has
 * one text, upper case only. No heap. Pure. */
#pragma once

#include <glib.h>

/* Characters of `size` bytes. */
#define HUFU_BASE45_LENGTH(size) ((size) / 2 * 3 + (size) % 2 * 2)

/* ret_text has room for HUFU_BASE45_LENGTH (size) + 1 and ends in NUL. */
void hufu_base45_encode (const guint8 *bytes, gsize size, char *ret_text);

/* FALSE for a character outside the alphabet, a length or a group that no bytes have, or more than
 * `max` bytes. */
gboolean hufu_base45_decode (const char *text, gsize length, guint8 *ret_bytes, gsize max,
                             gsize *ret_size) G_GNUC_WARN_UNUSED_RESULT;
