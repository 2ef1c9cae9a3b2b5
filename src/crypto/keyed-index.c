/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/keyed-index.h"

#include <sodium.h>
#include <string.h>

#include "crypto/ready.h"

void
hufu_keyed_index (const guint8 key[HUFU_INDEX_KEY_BYTES], const char *domain, const guint8 *data,
                  gsize size, guint8 ret_index[HUFU_INDEX_BYTES])
{
  crypto_generichash_state state;

  hufu_crypto_ensure_ready ();
  crypto_generichash_init (&state, key, HUFU_INDEX_KEY_BYTES, HUFU_INDEX_BYTES);
  /* The domain goes in with its NUL, so that no domain is the start of another's input. */
  crypto_generichash_update (&state, (const guint8 *)domain, strlen (domain) + 1);
  crypto_generichash_update (&state, data, size);
  crypto_generichash_final (&state, ret_index, HUFU_INDEX_BYTES);
}
