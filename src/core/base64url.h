/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base64url without padding (RFC 4648 section 5): how bytes travel in JSON and in links. Pure. */
#pragma once

#include <glib.h>

/* Characters of `size` bytes. */
#define HUFU_BASE64URL_LENGTH(size) (((size)*4 + 2) / 3)

/* Never NULL; free with g_free. */
char *hufu_base64url_encode (const guint8 *bytes, gsize size);

/* Reads exactly one spelling of each value: FALSE for any other character, padding, a length that
 * no bytes have, unused bits that are not zero, or more than `max` bytes. No heap. */
gboolean hufu_base64url_decode (const char *text, gsize length, guint8 *ret_bytes, gsize max,
                                gsize *ret_size) G_GNUC_WARN_UNUSED_RESULT;
