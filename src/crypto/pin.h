/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Staff PINs as argon2id hashes (RFC 9106), by libsodium. A PIN is short: the hash slows down
 * somebody who has the database; wrong tries at the counter are limited elsewhere. Blocks for
 * 50-100 ms on a small till: call it from a worker thread. Any thread.
 */
#pragma once

#include <glib.h>

#define HUFU_PIN_HASH_SIZE 128 /* "$argon2id$v=19$m=...,t=...,p=1$salt$hash" and NUL */
#define HUFU_PIN_MAX 64        /* bytes of a PIN or pass phrase */

/* Hashes a PIN with a random salt. pin: 1..HUFU_PIN_MAX bytes (asserted). */
void hufu_pin_hash (const char *pin, char ret_hash[HUFU_PIN_HASH_SIZE]);

/* The hash as it goes through the journal, base64url: sealed under the store's key, which its tills
 * and the platform have, so that who reads a journal or an export has nothing to try PINs on. Free
 * with g_free. */
#define HUFU_PIN_SEALED_MAX 240 /* characters */
char *hufu_pin_seal (const guint8 store_key[32], const char *hash);
/* NULL: sealed under another key, damaged, or no hash of a PIN. Free with g_free. */
char *hufu_pin_open (const guint8 store_key[32], const char *sealed);

/* TRUE if `hash` is of this PIN; FALSE for a wrong PIN, a too long one and a malformed hash. */
gboolean hufu_pin_check (const char *pin, const char *hash);
