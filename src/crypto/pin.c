/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/pin.h"

#include <sodium.h>
#include <string.h>

#include "crypto/ready.h"

/* libsodium's interactive limits (64 MiB, 2 passes) cost a till too much memory for one sign-in.
 * 19 MiB is the least that OWASP's password storage guide names for argon2id; passes make up the
 * time. */
#define PIN_PASSES 4
#define PIN_MEMORY_BYTES ((gsize)19 * 1024 * 1024)

G_STATIC_ASSERT (HUFU_PIN_HASH_SIZE == crypto_pwhash_STRBYTES);

void
hufu_pin_hash (const char *pin, char ret_hash[HUFU_PIN_HASH_SIZE])
{
  gsize length = strlen (pin);

  g_assert (length >= 1 && length <= HUFU_PIN_MAX);
  hufu_crypto_ensure_ready ();
  if (crypto_pwhash_str (ret_hash, pin, length, PIN_PASSES, PIN_MEMORY_BYTES) != 0)
    g_error ("No memory to hash a PIN");
}

gboolean
hufu_pin_check (const char *pin, const char *hash)
{
  gsize length = strlen (pin);

  hufu_crypto_ensure_ready ();
  return length >= 1 && length <= HUFU_PIN_MAX && strlen (hash) < HUFU_PIN_HASH_SIZE &&
         crypto_pwhash_str_verify (hash, pin, length) == 0;
}
