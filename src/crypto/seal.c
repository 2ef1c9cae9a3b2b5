/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/seal.h"

#include <sodium.h>

#include "crypto/ready.h"

G_STATIC_ASSERT (HUFU_SEAL_OVERHEAD == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES);

GBytes *
hufu_seal (const guint8 key[HUFU_SEAL_KEY_BYTES], const guint8 *plain, gsize size)
{
  guint8 *sealed = g_malloc (size + HUFU_SEAL_OVERHEAD);

  hufu_crypto_ensure_ready ();
  randombytes_buf (sealed, crypto_secretbox_NONCEBYTES);
  g_assert (
      crypto_secretbox_easy (sealed + crypto_secretbox_NONCEBYTES, plain, size, sealed, key) == 0);
  return g_bytes_new_take (sealed, size + HUFU_SEAL_OVERHEAD);
}

GBytes *
hufu_seal_open (const guint8 key[HUFU_SEAL_KEY_BYTES], const guint8 *sealed, gsize size)
{
  g_autofree guint8 *plain = NULL;

  hufu_crypto_ensure_ready ();
  if (size < HUFU_SEAL_OVERHEAD)
    return NULL;
  /* One byte more: an empty text is bytes, not NULL. */
  plain = g_malloc (size - HUFU_SEAL_OVERHEAD + 1);
  if (crypto_secretbox_open_easy (plain, sealed + crypto_secretbox_NONCEBYTES,
                                  size - crypto_secretbox_NONCEBYTES, sealed, key) != 0)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&plain), size - HUFU_SEAL_OVERHEAD);
}
