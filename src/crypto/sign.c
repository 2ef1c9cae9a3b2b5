/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/sign.h"

#include <sodium.h>

#include "core/token.h"
#include "crypto/ready.h"
#include "crypto/secret-file.h"

G_STATIC_ASSERT (HUFU_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (HUFU_SECRET_KEY_BYTES == crypto_sign_SECRETKEYBYTES);
G_STATIC_ASSERT (HUFU_SIGNATURE_BYTES == crypto_sign_BYTES);
G_STATIC_ASSERT (HUFU_SEED_BYTES == crypto_sign_SEEDBYTES);
G_STATIC_ASSERT (HUFU_PUBLIC_KEY_BYTES == HUFU_TOKEN_KEY_BYTES);
G_STATIC_ASSERT (HUFU_SIGNATURE_BYTES == HUFU_TOKEN_SIGNATURE_BYTES);
G_STATIC_ASSERT (HUFU_SEED_BYTES == HUFU_SECRET_BYTES);

static HufuKeyPair *
key_pair_new (void)
{
  HufuKeyPair *pair;

  hufu_crypto_ensure_ready ();
  pair = sodium_malloc (sizeof *pair);
  if (pair == NULL)
    g_error ("No memory for a key");
  return pair;
}

HufuKeyPair *
hufu_key_pair_make (void)
{
  HufuKeyPair *pair = key_pair_new ();

  g_assert (crypto_sign_keypair (pair->public_key, pair->secret_key) == 0);
  return pair;
}

HufuKeyPair *
hufu_key_pair_from_seed (const guint8 seed[HUFU_SEED_BYTES])
{
  HufuKeyPair *pair = key_pair_new ();

  g_assert (crypto_sign_seed_keypair (pair->public_key, pair->secret_key, seed) == 0);
  return pair;
}

static HufuKeyPair *
take_seed (gboolean good, guint8 seed[HUFU_SEED_BYTES])
{
  HufuKeyPair *pair = good ? hufu_key_pair_from_seed (seed) : NULL;

  hufu_secret_wipe (seed, HUFU_SEED_BYTES);
  return pair;
}

HufuKeyPair *
hufu_key_pair_load (const char *path, GError **error)
{
  guint8 seed[HUFU_SEED_BYTES];

  return take_seed (hufu_secret_file_load (path, seed, error), seed);
}

HufuKeyPair *
hufu_key_pair_load_or_make (const char *path, GError **error)
{
  guint8 seed[HUFU_SEED_BYTES];

  return take_seed (hufu_secret_file_load_or_make (path, seed, error), seed);
}

void
hufu_key_pair_free (HufuKeyPair *pair)
{
  sodium_free (pair);
}

gboolean
hufu_crypto_verify (const guint8 signature[HUFU_SIGNATURE_BYTES], const guint8 *message, gsize size,
                    const guint8 public_key[HUFU_PUBLIC_KEY_BYTES])
{
  hufu_crypto_ensure_ready ();
  return crypto_sign_verify_detached (signature, message, size, public_key) == 0;
}

void
hufu_crypto_sign (gpointer key_pair, const guint8 *message, gsize size,
                  guint8 ret_signature[HUFU_SIGNATURE_BYTES])
{
  const HufuKeyPair *pair = key_pair;

  g_assert (crypto_sign_detached (ret_signature, NULL, message, size, pair->secret_key) == 0);
}
