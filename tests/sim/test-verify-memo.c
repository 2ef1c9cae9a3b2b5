/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the simulator remembers of signatures (verify-memo.c) is what libsodium would say. */
#include <string.h>
#include "crypto/sign.h"

static const guint8 message[] = "redeem V3.1 at till 2";

/* Asked again, it says the same. */
static void
assert_both (gboolean good, const guint8 *signature, const guint8 *text, gsize size,
             const guint8 *public_key)
{
  for (guint times = 0; times < 3; times++)
    g_assert_cmpint (hufu_crypto_verify (signature, text, size, public_key), ==, good);
}

static void
test_memo (void)
{
  const guint8 seed[HUFU_SEED_BYTES] = {7}, other_seed[HUFU_SEED_BYTES] = {8};
  HufuKeyPair *pair = hufu_key_pair_from_seed (seed), *other = hufu_key_pair_from_seed (other_seed);
  guint8 signature[HUFU_SIGNATURE_BYTES], forged[HUFU_SIGNATURE_BYTES], changed[sizeof message];

  hufu_crypto_sign (pair, message, sizeof message, signature);
  assert_both (TRUE, signature, message, sizeof message, pair->public_key);
  assert_both (FALSE, signature, message, sizeof message, other->public_key);
  assert_both (FALSE, signature, message, sizeof message - 1, pair->public_key);
  for (gsize i = 0; i < sizeof message; i++) {
    memcpy (changed, message, sizeof message);
    changed[i] ^= 1;
    assert_both (FALSE, signature, changed, sizeof changed, pair->public_key);
  }
  for (gsize i = 0; i < sizeof signature; i++) {
    memcpy (forged, signature, sizeof forged);
    forged[i] ^= 1;
    assert_both (FALSE, forged, message, sizeof message, pair->public_key);
  }
  assert_both (TRUE, signature, message, sizeof message, pair->public_key);
  hufu_key_pair_free (pair);
  hufu_key_pair_free (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/verify-memo", test_memo);
  return g_test_run ();
}
