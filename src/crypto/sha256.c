/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/sha256.h"

#include <openssl/evp.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

/* Looking the algorithm up by its name takes longer than hashing a sale. */
static gpointer
fetch (gpointer unused)
{
  EVP_MD *md = EVP_MD_fetch (NULL, "SHA256", NULL);

  g_assert (md != NULL);
  return md;
}

void
hufu_sha256 (const guint8 *bytes, gsize size, guint8 ret_hash[HUFU_SHA256_BYTES])
{
  static GOnce once = G_ONCE_INIT;
  const EVP_MD *md = g_once (&once, fetch, NULL);
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();

  g_assert (context != NULL);
  g_assert (EVP_DigestInit_ex2 (context, md, NULL) == 1);
  g_assert (EVP_DigestUpdate (context, bytes, size) == 1);
  g_assert (EVP_DigestFinal_ex (context, ret_hash, NULL) == 1);
}
