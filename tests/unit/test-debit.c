/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A debit says one thing in one spelling, and is believed only if its owner signed it. */
#include "core/debit.h"

#include <string.h>
#include "core/cbor.h"
#include "core/money.h"
#include "crypto/sign.h"
#include "tests/lib/assert-bytes.h"

static HufuId
make_id (guint8 last)
{
  HufuId id = {{0}};

  id.bytes[0] = 0x40;
  id.bytes[15] = last;
  return id;
}

static HufuDebit
make_debit (void)
{
  HufuDebit debit = {
      .request_id = make_id (1),
      .key = {make_id (2), 3, 4},
      .epoch = {1, 700},
      .hop = 2,
      .remaining_minor = 5000,
      .from_terminal = make_id (5),
      .from_incarnation = 1,
      .from_seq = 90,
      .to_terminal = make_id (6),
      .to_incarnation = 2,
      .to_seq = 80,
  };

  memset (debit.from_hash, 0xab, sizeof debit.from_hash);
  return debit;
}

static HufuKeyPair *
make_keys (guint8 first)
{
  guint8 seed[HUFU_SEED_BYTES] = {first};

  return hufu_key_pair_from_seed (seed);
}

static gsize
seal (const HufuDebit *debit, guint8 ret_document[HUFU_DEBIT_MAX_BYTES])
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);

  return hufu_debit_seal (debit, hufu_crypto_sign, keys, ret_document);
}

static void
assert_same (const HufuDebit *a, const HufuDebit *b)
{
  g_assert_true (hufu_id_equal (&a->request_id, &b->request_id));
  g_assert_true (hufu_id_equal (&a->key.cti, &b->key.cti));
  g_assert_cmpuint (a->key.generation, ==, b->key.generation);
  g_assert_cmpuint (a->key.k, ==, b->key.k);
  g_assert_cmpint (hufu_epoch_compare (&a->epoch, &b->epoch), ==, 0);
  g_assert_cmpuint (a->hop, ==, b->hop);
  g_assert_cmpint (a->remaining_minor, ==, b->remaining_minor);
  g_assert_true (hufu_id_equal (&a->from_terminal, &b->from_terminal));
  g_assert_cmpuint (a->from_incarnation, ==, b->from_incarnation);
  g_assert_cmpuint (a->from_seq, ==, b->from_seq);
  hufu_assert_bytes (a->from_hash, sizeof a->from_hash, b->from_hash, sizeof b->from_hash);
  g_assert_true (hufu_id_equal (&a->to_terminal, &b->to_terminal));
  g_assert_cmpuint (a->to_incarnation, ==, b->to_incarnation);
  g_assert_cmpuint (a->to_seq, ==, b->to_seq);
  hufu_assert_bytes (a->undone, a->n_undone * sizeof (HufuId), b->undone,
                     b->n_undone * sizeof (HufuId));
}

static void
test_there_and_back (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);
  g_autoptr (HufuKeyPair) others = make_keys (2);
  HufuDebit debit = make_debit (), read;
  guint8 document[HUFU_DEBIT_MAX_BYTES];
  gsize size;

  for (guint8 i = 0; i < 3; i++)
    g_assert_true (hufu_debit_add_undone (&debit, &(HufuId){{9, i}}));
  size = seal (&debit, document);
  g_assert_true (hufu_debit_decode (document, size, &read));
  assert_same (&debit, &read);
  g_assert_true (hufu_debit_verify (document, size, keys->public_key, hufu_crypto_verify));
  g_assert_false (hufu_debit_verify (document, size, others->public_key, hufu_crypto_verify));
}

/* The longest one there can be fits. */
static void
test_longest (void)
{
  HufuDebit debit = make_debit (), read;
  guint8 document[HUFU_DEBIT_MAX_BYTES];
  gsize size;

  debit.key.generation = debit.epoch.platform_epoch = debit.epoch.counter = G_MAXINT64;
  debit.key.k = 999;
  debit.hop = G_MAXUINT32;
  debit.remaining_minor = HUFU_MONEY_MAX_MINOR;
  debit.from_incarnation = debit.to_incarnation = G_MAXINT32;
  debit.from_seq = debit.to_seq = G_MAXUINT32;
  for (guint8 i = 0; i < HUFU_DEBIT_UNDONE_MAX; i++)
    g_assert_true (hufu_debit_add_undone (&debit, &(HufuId){{9, i}}));
  size = seal (&debit, document);
  g_assert_cmpuint (size, ==, 1327);
  g_assert_true (hufu_debit_decode (document, size, &read));
  assert_same (&debit, &read);
}

/* Each bit counts: changed, the document is no debit, or not the owner's. */
static void
test_every_bit (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);
  HufuDebit debit = make_debit (), read;
  guint8 document[HUFU_DEBIT_MAX_BYTES];
  gsize size;

  g_assert_true (hufu_debit_add_undone (&debit, &(HufuId){{9}}));
  size = seal (&debit, document);
  for (gsize bit = 0; bit < size * 8; bit++) {
    document[bit / 8] ^= (guint8)(1 << bit % 8);
    g_assert_false (hufu_debit_decode (document, size, &read) &&
                    hufu_debit_verify (document, size, keys->public_key, hufu_crypto_verify));
    document[bit / 8] ^= (guint8)(1 << bit % 8);
  }
}

/* Cut anywhere, or with something behind it, it is no document. */
static void
test_every_length (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);
  HufuDebit debit = make_debit (), read;
  guint8 document[HUFU_DEBIT_MAX_BYTES + 1] = {0};
  gsize size = seal (&debit, document);

  for (gsize length = 0; length <= sizeof document; length++) {
    if (length == size)
      continue;
    g_assert_false (hufu_debit_decode (document, length, &read));
    g_assert_false (hufu_debit_verify (document, length, keys->public_key, hufu_crypto_verify));
  }
}

/* What no honest owner writes is neither sealed nor read. */
static void
test_limits (void)
{
  HufuDebit good = make_debit ();
  HufuDebit bad[14];
  guint8 document[HUFU_DEBIT_MAX_BYTES];

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    bad[i] = good;
  bad[0].request_id = (HufuId){{0}};
  bad[1].key.cti = (HufuId){{0}};
  bad[2].key.k = 1000;
  bad[3].epoch.platform_epoch = 0;
  bad[4].epoch.counter = 0;
  bad[5].hop = 0;
  bad[6].remaining_minor = -1;
  bad[7].remaining_minor = HUFU_MONEY_MAX_MINOR + 1;
  bad[8].from_incarnation = 0;
  bad[9].to_incarnation = 0;
  bad[10].to_terminal = bad[10].from_terminal;
  bad[10].to_incarnation = bad[10].from_incarnation;
  bad[11].from_seq = (guint64)G_MAXUINT32 + 1;
  bad[12].n_undone = 1; /* of a zero id */
  bad[13].n_undone = 2; /* twice the same */
  bad[13].undone[0] = bad[13].undone[1] = make_id (9);
  g_assert_cmpuint (seal (&good, document), >, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("limit %zu", i);
    g_assert_cmpuint (seal (&bad[i], document), ==, 0);
  }
}

/* A till may have been enrolled anew on both sides of a debit. */
static void
test_from_an_earlier_self (void)
{
  HufuDebit debit = make_debit ();
  guint8 document[HUFU_DEBIT_MAX_BYTES];

  debit.to_terminal = debit.from_terminal;
  g_assert_cmpuint (debit.to_incarnation, !=, debit.from_incarnation);
  g_assert_cmpuint (seal (&debit, document), >, 0);
}

/* The list is a set in ascending order, whatever order it was filled in; the 65th does not fit, one
 * that is in it already does. */
static void
test_undone (void)
{
  HufuDebit debit = make_debit ();
  HufuId first;

  for (guint i = 0; i < HUFU_DEBIT_UNDONE_MAX; i++) {
    HufuId id = {{7, (guint8)(i * 37 % HUFU_DEBIT_UNDONE_MAX)}};

    g_assert_false (hufu_debit_has_undone (&debit, &id));
    g_assert_true (hufu_debit_add_undone (&debit, &id));
    g_assert_true (hufu_debit_add_undone (&debit, &id));
    g_assert_cmpuint (debit.n_undone, ==, i + 1);
  }
  for (guint i = 1; i < HUFU_DEBIT_UNDONE_MAX; i++)
    g_assert_cmpint (memcmp (&debit.undone[i - 1], &debit.undone[i], sizeof (HufuId)), <, 0);
  first = debit.undone[0];
  g_assert_false (hufu_debit_add_undone (&debit, &(HufuId){{8}}));
  g_assert_true (hufu_debit_add_undone (&debit, &first));
  g_assert_false (hufu_debit_has_undone (&debit, &(HufuId){{8}}));
  g_assert_cmpuint (debit.n_undone, ==, HUFU_DEBIT_UNDONE_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/debit/there-and-back", test_there_and_back);
  g_test_add_func ("/debit/longest", test_longest);
  g_test_add_func ("/debit/every-bit", test_every_bit);
  g_test_add_func ("/debit/every-length", test_every_length);
  g_test_add_func ("/debit/limits", test_limits);
  g_test_add_func ("/debit/from-an-earlier-self", test_from_an_earlier_self);
  g_test_add_func ("/debit/undone", test_undone);
  return g_test_run ();
}
