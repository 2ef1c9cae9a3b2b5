/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/pin.h"

#include <sodium.h>
#include <string.h>

#include "core/base64url.h"
#include "crypto/ready.h"
#include "crypto/seal.h"
#include "crypto/sha256.h"

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

/* The key itself is for another use: each use has its own. */
static void
make_key (const guint8 store_key[32], guint8 ret_key[HUFU_SEAL_KEY_BYTES])
{
  guint8 message[40] = "HUFUPIN1";

  memcpy (message + 8, store_key, 32);
  hufu_sha256 (message, sizeof message, ret_key);
}

char *
hufu_pin_seal (const guint8 store_key[32], const char *hash)
{
  guint8 key[HUFU_SEAL_KEY_BYTES];
  g_autoptr (GBytes) sealed = NULL;

  make_key (store_key, key);
  sealed = hufu_seal (key, (const guint8 *)hash, strlen (hash));
  return hufu_base64url_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
}

char *
hufu_pin_open (const guint8 store_key[32], const char *text)
{
  guint8 key[HUFU_SEAL_KEY_BYTES], sealed[HUFU_PIN_SEALED_MAX];
  g_autoptr (GBytes) plain = NULL;
  g_autofree char *hash = NULL;
  gsize size;

  if (strlen (text) > HUFU_PIN_SEALED_MAX ||
      !hufu_base64url_decode (text, strlen (text), sealed, sizeof sealed, &size))
    return NULL;
  make_key (store_key, key);
  plain = hufu_seal_open (key, sealed, size);
  if (plain == NULL || g_bytes_get_size (plain) >= HUFU_PIN_HASH_SIZE)
    return NULL;
  hash = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  return g_str_has_prefix (hash, "$argon2id$") ? g_steal_pointer (&hash) : NULL;
}
