/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Personal data at rest: XSalsa20-Poly1305 (libsodium's secretbox) under one key. Any thread. */
#pragma once

#include <glib.h>

#define HUFU_SEAL_KEY_BYTES 32
#define HUFU_SEAL_OVERHEAD 40 /* a random nonce of 24 bytes before, a tag of 16 within */

/* size + HUFU_SEAL_OVERHEAD bytes that only the key opens; different each time. */
GBytes *hufu_seal (const guint8 key[HUFU_SEAL_KEY_BYTES], const guint8 *plain, gsize size);

/* What was sealed; NULL if it was changed, cut or sealed with another key. */
GBytes *hufu_seal_open (const guint8 key[HUFU_SEAL_KEY_BYTES], const guint8 *sealed, gsize size);
