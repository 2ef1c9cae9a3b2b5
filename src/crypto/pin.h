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

/* TRUE if `hash` is of this PIN; FALSE for a wrong PIN, a too long one and a malformed hash. */
gboolean hufu_pin_check (const char *pin, const char *hash);
