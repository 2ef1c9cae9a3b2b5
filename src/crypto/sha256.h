/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256 (FIPS 180-4) by OpenSSL, which uses the processor's instructions for it where there are
 * any: the journal is hashed at each sale, and whole when it is verified. Any thread.
 *
 *   hufu_journal_hash (hufu_sha256, prev, &event, hash);
 */
#pragma once

#include <glib.h>

#define HUFU_SHA256_BYTES 32

/* Never fails: a library without SHA-256 is a bug of the build and asserts. */
void hufu_sha256 (const guint8 *bytes, gsize size, guint8 ret_hash[HUFU_SHA256_BYTES]);
