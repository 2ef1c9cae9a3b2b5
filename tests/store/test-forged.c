/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Debits that are damaged, forged, of other keys, or true and not what was asked for: none of them
 * credits a right, and none leaves a trace. */
#include <string.h>
#include "tests/store/street.h"

static HufuDebit
read_debit (GBytes *document)
{
  HufuDebit debit;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (document, &size);

  g_assert_true (hufu_debit_decode (bytes, size, &debit));
  return debit;
}

static GBytes *
seal (const HufuDebit *debit, HufuKeyPair *keys)
{
  guint8 bytes[HUFU_DEBIT_MAX_BYTES];
  gsize size = hufu_debit_seal (debit, hufu_crypto_sign, keys, bytes);

  g_assert_cmpuint (size, >, 0);
  return g_bytes_new (bytes, size);
}

static gint64
count_events (HufuStreet *street, HufuStreetTill till)
{
  return hufu_books_count (street->till[till], "SELECT count(*) FROM journal");
}

/* Cut anywhere or changed in any bit, it credits nothing and leaves nothing. */
static void
test_damaged (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL;
  HufuRequest request;
  gint64 before;
  gsize size;
  const guint8 *bytes;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  bytes = g_bytes_get_data (document, &size);
  before = count_events (street, B);
  for (gsize length = 0; length < size; length++) {
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (document, 0, length);

    g_assert_cmpint (hufu_street_receive (street, B, cut), ==, HUFU_RECEIVE_FORGED);
  }
  for (gsize i = 0; i < size; i++) {
    g_autofree guint8 *changed = g_memdup2 (bytes, size);
    g_autoptr (GBytes) lie = NULL;
    HufuReceiveOutcome outcome;

    changed[i] ^= (guint8)(1 << i % 8);
    lie = g_bytes_new (changed, size);
    outcome = hufu_street_receive (street, B, lie);
    g_assert_true (outcome == HUFU_RECEIVE_FORGED || outcome == HUFU_RECEIVE_NO_REQUEST);
  }
  g_assert_cmpint (count_events (street, B), ==, before);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_CREDITED);
}

/* Signed by another till of the store, by one of another store: not the owner's word. */
static void
test_other_keys (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuKeyPair) stranger = hufu_key_pair_make ();
  HufuKeyPair *const signers[] = {stranger, street->keys[C], street->keys[B]};
  g_autoptr (GBytes) document = NULL;
  HufuRequest request;
  HufuDebit debit;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  debit = read_debit (document);
  for (gsize i = 0; i < G_N_ELEMENTS (signers); i++) {
    g_autoptr (GBytes) forged = seal (&debit, signers[i]);

    g_assert_cmpint (hufu_street_receive (street, B, forged), ==, HUFU_RECEIVE_FORGED);
  }
  g_assert_cmpint (hufu_street_held (street, B), ==, 0);
}

/* Well signed by the owner, and not what was asked for. */
static void
test_mismatch (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL;
  HufuRequest request;
  HufuDebit good, lies[10];

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  good = read_debit (document);
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    lies[i] = good;
  lies[0].from_terminal = hufu_books_terminal_id (3);
  lies[1].from_incarnation = 2;
  lies[2].to_terminal = hufu_books_terminal_id (3);
  lies[3].to_incarnation = 2;
  lies[4].to_seq++;
  lies[5].key.cti = hufu_books_cti (HUFU_TEST_CASH);
  lies[6].key.generation = 2;
  lies[7].epoch.platform_epoch = 2;
  lies[8].epoch.platform_epoch = 9;
  lies[9].to_seq = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++) {
    g_autoptr (GBytes) lie = seal (&lies[i], street->keys[A]);

    g_test_message ("lie %zu", i);
    g_assert_cmpint (hufu_street_receive (street, B, lie), ==, HUFU_RECEIVE_MISMATCH);
  }
  g_assert_cmpint (hufu_street_held (street, B), ==, 0);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_CREDITED);
  /* Another answer to the same request, now that it is credited. */
  good.key.k = 1;
  {
    g_autoptr (GBytes) second = seal (&good, street->keys[A]);

    g_assert_cmpint (hufu_street_receive (street, B, second), ==, HUFU_RECEIVE_NO_REQUEST);
  }
}

/* Rows that no act writes: nothing is believed on their word alone. */
static void
test_tampered (void)
{
  static const struct {
    const char *sql;
    HufuReceiveOutcome expected;
  } rows[] = {
      {"DELETE FROM peer", HUFU_RECEIVE_FORGED},
      {"UPDATE right_request SET incarnation = 9", HUFU_RECEIVE_MISMATCH},
      {"UPDATE right_request SET platform_epoch = 9", HUFU_RECEIVE_MISMATCH},
      {"UPDATE credited SET hop = 9", HUFU_RECEIVE_CREDITED},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuStreet) street = hufu_street_new ();
    g_autoptr (GBytes) document = NULL;
    HufuRequest request;

    hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
    request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
    g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
    hufu_books_tamper (street->till[B], rows[i].sql);
    g_assert_cmpint (hufu_street_receive (street, B, document), ==, rows[i].expected);
  }
}

/* A till whose journal has no head does nothing more. */
static void
test_no_head (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  HufuRequest request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  HufuDebitOutcome outcome;

  hufu_books_tamper (street->till[A], "UPDATE terminal SET last_hash = x'00'");
  g_assert_false (hufu_right_debit (street->till[A]->db, &request, street->keys[A], &outcome,
                                    &document, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CORRUPT);
}

/* The owner is a copy of itself and gives what terminal 2 has had, or has yet. */
static void
test_passed (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL, at_hop_1 = NULL, at_hop_9 = NULL;
  HufuRequest request;
  HufuDebit debit;

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1);
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_PASS), ==, HUFU_RECEIVE_CREDITED);
  request = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  debit = read_debit (document);
  g_assert_cmpuint (debit.key.k, ==, 1);
  debit.key.k = 0;
  debit.epoch.counter = 1;
  at_hop_1 = seal (&debit, street->keys[A]);
  g_assert_cmpint (hufu_street_receive (street, B, at_hop_1), ==, HUFU_RECEIVE_MISMATCH);
  debit.hop = 9;
  at_hop_9 = seal (&debit, street->keys[A]);
  g_assert_cmpint (hufu_street_receive (street, B, at_hop_9), ==, HUFU_RECEIVE_MISMATCH);
  g_assert_cmpint (hufu_street_held (street, B), ==, 1);
  /* The request is open yet, for the true answer. */
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_CREDITED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/forged/damaged", test_damaged);
  g_test_add_func ("/store/forged/other-keys", test_other_keys);
  g_test_add_func ("/store/forged/mismatch", test_mismatch);
  g_test_add_func ("/store/forged/passed", test_passed);
  g_test_add_func ("/store/forged/tampered", test_tampered);
  g_test_add_func ("/store/forged/no-head", test_no_head);
  return g_test_run ();
}
