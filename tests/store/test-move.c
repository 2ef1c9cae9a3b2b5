/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights between tills: given once, taken once, never in two places, whatever gets lost. */
#include <string.h>
#include "tests/store/street.h"

#define CASH_HELD "SELECT coalesce (sum (remaining_minor), 0) FROM entitlement"

static HufuBasket *
redeem (HufuStreet *street, HufuStreetTill till, HufuTestVoucher which, gint64 amount_minor,
        HufuReason expected, HufuId *ret_use_id)
{
  HufuBasket *basket = hufu_books_make_basket (street->till[till], 3);

  g_assert_cmpint (hufu_books_redeem (street->till[till], which, amount_minor, &basket, ret_use_id),
                   ==, expected);
  return basket;
}

static HufuReason
undo (HufuStreet *street, HufuStreetTill till, const HufuId *use_id)
{
  HufuBooks *books = street->till[till];
  const HufuUndo wanted = hufu_books_make_undo (books, use_id);
  g_autoptr (HufuBasket) after = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_use_undo (books->db, &wanted, &reason, &after, &error));
  g_assert_no_error (error);
  return reason;
}

static HufuDebit
read_debit (GBytes *document)
{
  HufuDebit debit;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (document, &size);

  g_assert_true (hufu_debit_decode (bytes, size, &debit));
  return debit;
}

/* Terminal 1 holds the voucher, the customer stands at terminal 2. */
static void
test_move (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) at_b = NULL, at_a = NULL;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_DEAL), ==, HUFU_RECEIVE_CREDITED);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
  g_assert_cmpint (hufu_street_held (street, B), ==, 1);
  at_a = redeem (street, A, HUFU_TEST_DEAL, 0, HUFU_R07_OWNER_UNREACHABLE, NULL);
  at_b = redeem (street, B, HUFU_TEST_DEAL, 0, HUFU_R02_OK_TRANSFERRED, NULL);
  g_assert_cmpint (hufu_street_events (street, A, "right.debited"), ==, 1);
  g_assert_cmpint (hufu_street_events (street, B, "right.received"), ==, 1);
  hufu_street_assert_whole (street);
}

/* The answer is lost; both restart; the same request has the same answer, and one right moved. */
static void
test_lost_answer (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) first = NULL, second = NULL;
  HufuRequest request, again;

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &first), ==, HUFU_DEBIT_DEBITED);
  hufu_books_reopen (street->till[A]);
  hufu_books_reopen (street->till[B]);
  again = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  g_assert_true (hufu_id_equal (&again.request_id, &request.request_id));
  g_assert_cmpuint (again.asker_seq, ==, request.asker_seq);
  g_assert_cmpint (hufu_street_answer (street, A, &again, &second), ==, HUFU_DEBIT_DEBITED);
  g_assert_true (g_bytes_equal (first, second));
  g_assert_cmpint (hufu_street_held (street, A), ==, 4);
  g_assert_cmpint (hufu_street_events (street, A, "right.debited"), ==, 1);
  g_assert_cmpint (hufu_street_receive (street, B, second), ==, HUFU_RECEIVE_CREDITED);
  g_assert_cmpint (hufu_street_receive (street, B, first), ==, HUFU_RECEIVE_KNOWN);
  g_assert_cmpint (hufu_street_held (street, B), ==, 1);
}

/* Used, and then the answer comes once more: what was used does not come back. */
static void
test_credit_twice (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) basket = NULL;
  g_autoptr (GBytes) document = NULL;
  HufuRequest request;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_CREDITED);
  basket = redeem (street, B, HUFU_TEST_DEAL, 0, HUFU_R02_OK_TRANSFERRED, NULL);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_KNOWN);
  g_assert_cmpint (hufu_street_held (street, B), ==, 0);
  g_assert_cmpint (hufu_street_events (street, B, "right.received"), ==, 1);
}

/* The customer paid otherwise and terminal 2 gave its request up; then the answer comes. */
static void
test_credit_after_close (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL;
  HufuRequest request;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  for (int i = 0; i < 2; i++)
    g_assert_true (hufu_request_close (street->till[B]->db, &request.request_id, NULL));
  g_assert_cmpint (hufu_street_events (street, B, "request.closed"), ==, 1);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_NO_REQUEST);
  g_assert_cmpint (hufu_street_held (street, B), ==, 0);
  /* The right is in flight for ever between the two: the platform brings it back. */
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
}

/* A new question is a new request: what was given for the old one is not given again. */
static void
test_debit_twice (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) first = NULL, second = NULL;
  HufuRequest request, other;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &first), ==, HUFU_DEBIT_DEBITED);
  g_assert_true (hufu_request_close (street->till[B]->db, &request.request_id, NULL));
  other = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_false (hufu_id_equal (&request.request_id, &other.request_id));
  g_assert_cmpint (hufu_street_answer (street, A, &other, &second), ==, HUFU_DEBIT_NOT_HELD);
  g_assert_cmpint (hufu_street_events (street, A, "right.debited"), ==, 1);
}

/* Who did not ask gets nothing by it, whoever shows the answer. */
static void
test_not_asked (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL, other = NULL;
  HufuRequest request;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  g_assert_cmpint (hufu_street_receive (street, C, document), ==, HUFU_RECEIVE_NO_REQUEST);
  g_assert_cmpint (hufu_street_receive (street, A, document), ==, HUFU_RECEIVE_NO_REQUEST);
  /* Nor is the answer told to a third who repeats the request under its own name, or for another
   * voucher. */
  request.asker_terminal = hufu_books_terminal_id (3);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &other), ==, HUFU_DEBIT_STRANGER);
  request.asker_terminal = hufu_books_terminal_id (2);
  request.cti = hufu_books_cti (HUFU_TEST_CASH);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &other), ==, HUFU_DEBIT_STRANGER);
  request.cti = hufu_books_cti (HUFU_TEST_DEAL);
  request.generation = 2;
  g_assert_cmpint (hufu_street_answer (street, A, &request, &other), ==, HUFU_DEBIT_STRANGER);
  /* Nor to the successor of who asked. */
  request.generation = 1;
  request.asker_incarnation = street->incarnation[B] = 2;
  hufu_street_enlist (street, HUFU_STREET_ALL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &other), ==, HUFU_DEBIT_STRANGER);
}

/* A request with numbers that no till has is refused as a whole. */
static void
test_impossible_request (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  HufuDebitOutcome outcome;
  HufuRequest request;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  request.asker_seq = (guint64)G_MAXUINT32 + 1;
  g_assert_false (hufu_right_debit (street->till[A]->db, &request, street->keys[A], &outcome,
                                    &document, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  g_assert_null (document);
  g_assert_cmpint (hufu_street_held (street, A), ==, 1);
}

static void
assert_same_request (const HufuRequest *a, const HufuRequest *b)
{
  g_assert_true (hufu_id_equal (&a->request_id, &b->request_id));
  g_assert_true (hufu_id_equal (&a->cti, &b->cti));
  g_assert_cmpuint (a->generation, ==, b->generation);
  g_assert_true (hufu_id_equal (&a->owner_terminal, &b->owner_terminal));
  g_assert_cmpuint (a->owner_incarnation, ==, b->owner_incarnation);
  g_assert_true (hufu_id_equal (&a->asker_terminal, &b->asker_terminal));
  g_assert_cmpuint (a->asker_incarnation, ==, b->asker_incarnation);
  g_assert_cmpuint (a->asker_seq, ==, b->asker_seq);
  g_assert_cmpint (memcmp (a->asker_hash, b->asker_hash, sizeof a->asker_hash), ==, 0);
  g_assert_cmpuint (a->platform_epoch, ==, b->platform_epoch);
}

/* Requests survive a restart, oldest first, each as it was stored. */
static void
test_open_requests (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBooks) nobody = hufu_books_new_empty (9);
  HufuRequest deal = hufu_street_ask (street, B, A, HUFU_TEST_DEAL), cash, other;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GError) error = NULL;

  hufu_test_host_advance_ms (street->till[B]->world, 1);
  cash = hufu_street_ask (street, B, C, HUFU_TEST_CASH);
  hufu_books_reopen (street->till[B]);
  open = hufu_request_list_open (street->till[B]->db, &error);
  g_assert_cmpuint (open->len, ==, 2);
  assert_same_request (g_ptr_array_index (open, 0), &deal);
  assert_same_request (g_ptr_array_index (open, 1), &cash);
  g_assert_false (
      hufu_request_open (nobody->db, &deal.cti, 1, &deal.owner_terminal, 1, &other, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
}

/* --- platform epochs ------------------------------------------------------------------------- */

static void
set_platform_epoch (HufuStreet *street, HufuStreetTill till, guint64 epoch)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_terminal_set_platform_epoch (street->till[till]->db, epoch, &error));
  g_assert_no_error (error);
}

/* One end has heard of the restored platform, the other has not: nothing moves across. */
static void
test_platform_epochs (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL, refused = NULL;
  g_autoptr (GPtrArray) open = NULL;
  HufuRequest request, later;

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  set_platform_epoch (street, B, 2);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_MISMATCH);
  open = hufu_request_list_open (street->till[B]->db, NULL);
  g_assert_cmpuint (open->len, ==, 0);
  later = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  g_assert_false (hufu_id_equal (&later.request_id, &request.request_id));
  g_assert_cmpint (hufu_street_answer (street, A, &later, &refused), ==, HUFU_DEBIT_WRONG_EPOCH);
  /* Now both know; what terminal 1 holds is of before. */
  set_platform_epoch (street, A, 2);
  g_assert_cmpint (hufu_street_answer (street, A, &later, &refused), ==, HUFU_DEBIT_WRONG_EPOCH);
  /* Not even what was answered before is told across. */
  g_assert_cmpint (hufu_street_answer (street, A, &request, &refused), ==, HUFU_DEBIT_WRONG_EPOCH);
  g_assert_cmpint (hufu_street_held (street, A), ==, 4);
}

/* --- uses ------------------------------------------------------------------------------------ */

/* 50.00: part used here, the rest goes to the neighbour and back; the sum is never more. */
static void
test_cash_in_two_places (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) first = NULL, second = NULL, third = NULL, fourth = NULL;
  HufuId at_a, at_b, at_a_again;

  hufu_books_grant (street->till[A], HUFU_TEST_CASH, 1);
  first = redeem (street, A, HUFU_TEST_CASH, 2000, HUFU_R00_OK_HELD, &at_a);
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_CASH), ==, HUFU_RECEIVE_CREDITED);
  g_assert_cmpint (hufu_books_count (street->till[B], CASH_HELD), ==, 3000);
  /* The rest is at terminal 2: terminal 1 may not take its part back. */
  g_assert_cmpint (undo (street, A, &at_a), ==, HUFU_R29_CONDITIONS_NOT_MET);
  second = redeem (street, B, HUFU_TEST_CASH, 1000, HUFU_R02_OK_TRANSFERRED, &at_b);
  g_assert_cmpint (hufu_street_move (street, A, B, HUFU_TEST_CASH), ==, HUFU_RECEIVE_CREDITED);
  g_assert_cmpint (hufu_books_count (street->till[A], CASH_HELD), ==, 2000);
  /* Here again, but at another hop: neither part is undone by the row of now. */
  g_assert_cmpint (undo (street, A, &at_a), ==, HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpint (undo (street, B, &at_b), ==, HUFU_R29_CONDITIONS_NOT_MET);
  third = redeem (street, A, HUFU_TEST_CASH, 2000, HUFU_R02_OK_TRANSFERRED, &at_a_again);
  g_assert_cmpint (undo (street, A, &at_a_again), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_count (street->till[A], CASH_HELD), ==, 2000);
  hufu_street_assert_whole (street);
}

/* Five uses, taken one by one at both tills: five and no more. */
static void
test_pass_in_two_places (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1);
  for (int i = 0; i < 5; i++) {
    g_autoptr (HufuBasket) basket = NULL;
    HufuStreetTill till = i % 2 == 0 ? A : B;

    if (till == B)
      g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_PASS), ==, HUFU_RECEIVE_CREDITED);
    basket = redeem (street, till, HUFU_TEST_PASS, 0,
                     till == A ? HUFU_R00_OK_HELD : HUFU_R02_OK_TRANSFERRED, NULL);
  }
  for (HufuStreetTill till = A; till <= B; till++) {
    g_autoptr (HufuBasket) basket =
        redeem (street, till, HUFU_TEST_PASS, 0, HUFU_R11_ALREADY_REDEEMED_HERE, NULL);

    g_assert_cmpint (hufu_street_held (street, till), ==, 0);
  }
  hufu_street_assert_whole (street);
}

/* Used and undone at two tills, then given to a third: the debit says which uses do not count, as
 * their undoing may reach the platform last. */
static void
test_undone_travels (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) first = NULL, second = NULL;
  g_autoptr (GBytes) document = NULL;
  HufuRequest request;
  HufuId at_a, at_b;
  HufuDebit debit;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  first = redeem (street, A, HUFU_TEST_DEAL, 0, HUFU_R00_OK_HELD, &at_a);
  g_assert_cmpint (undo (street, A, &at_a), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_DEAL), ==, HUFU_RECEIVE_CREDITED);
  second = redeem (street, B, HUFU_TEST_DEAL, 0, HUFU_R02_OK_TRANSFERRED, &at_b);
  g_assert_cmpint (undo (street, B, &at_b), ==, HUFU_R27_UNDONE_IN_WINDOW);
  request = hufu_street_ask (street, C, B, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, B, &request, &document), ==, HUFU_DEBIT_DEBITED);
  debit = read_debit (document);
  g_assert_cmpuint (debit.n_undone, ==, 2);
  g_assert_true (hufu_debit_has_undone (&debit, &at_a) && hufu_debit_has_undone (&debit, &at_b));
  g_assert_cmpuint (debit.hop, ==, 2);
}

/* More undone uses than a debit has room for: the right stays, and is good here. */
static void
test_undone_too_often (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) basket = NULL;
  g_autoptr (GBytes) document = NULL;
  HufuRequest request;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  for (guint i = 0; i <= HUFU_DEBIT_UNDONE_MAX; i++) {
    g_autoptr (HufuBasket) each = NULL;
    HufuId use_id;

    each = redeem (street, A, HUFU_TEST_DEAL, 0, HUFU_R00_OK_HELD, &use_id);
    g_assert_cmpint (undo (street, A, &use_id), ==, HUFU_R27_UNDONE_IN_WINDOW);
  }
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_FULL);
  g_assert_cmpint (hufu_street_held (street, A), ==, 1);
  basket = redeem (street, A, HUFU_TEST_DEAL, 0, HUFU_R00_OK_HELD, NULL);
}

/* A voucher that terminal 2 has never heard of can be redeemed only if terminal 1 says what it is;
 * what the platform has said of it is not overwritten. */
static void
test_what_it_is (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuVoucher) wrong = hufu_books_make_voucher (HUFU_TEST_DEAL);
  g_autoptr (HufuVoucher) older = hufu_books_make_voucher (HUFU_TEST_PASS);
  g_autoptr (HufuBasket) basket = NULL, other = NULL;
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  HufuReceiveOutcome outcome;
  HufuRequest request;
  gsize size;
  const guint8 *bytes;

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  bytes = g_bytes_get_data (document, &size);
  g_assert_true (hufu_right_receive (street->till[B]->db, bytes, size, wrong, &outcome, &error));
  g_assert_cmpint (outcome, ==, HUFU_RECEIVE_CREDITED);
  g_assert_cmpint (hufu_books_count (street->till[B], "SELECT count(*) FROM voucher"), ==, 0);
  basket = redeem (street, B, HUFU_TEST_PASS, 0, HUFU_R07_OWNER_UNREACHABLE, NULL);
  older->generation = 0;
  for (int i = 0; i < 2; i++) {
    request = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
    g_clear_pointer (&document, g_bytes_unref);
    g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
    bytes = g_bytes_get_data (document, &size);
    g_assert_true (hufu_right_receive (street->till[B]->db, bytes, size, i == 0 ? NULL : older,
                                       &outcome, &error));
    g_assert_cmpint (outcome, ==, HUFU_RECEIVE_CREDITED);
    g_assert_cmpint (hufu_books_count (street->till[B], "SELECT count(*) FROM voucher"), ==, 0);
  }
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_PASS), ==, HUFU_RECEIVE_CREDITED);
  other = redeem (street, B, HUFU_TEST_PASS, 0, HUFU_R02_OK_TRANSFERRED, NULL);
  hufu_books_tamper (street->till[B], "UPDATE voucher_terms SET title_en = 'as the platform says'");
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_PASS), ==, HUFU_RECEIVE_CREDITED);
  g_assert_cmpint (hufu_books_count (street->till[B],
                                     "SELECT count(*) FROM voucher JOIN voucher_terms"
                                     " USING (terms_no)"
                                     " WHERE title_en = 'as the platform says'"),
                   ==, 1);
  /* What was made from its code alone is. */
  hufu_books_tamper (street->till[A], "UPDATE voucher SET short_code = '';"
                                      " UPDATE voucher_terms SET title_en = 'a code'");
  g_assert_cmpint (hufu_street_move (street, A, B, HUFU_TEST_PASS), ==, HUFU_RECEIVE_CREDITED);
  g_assert_cmpint (hufu_books_count (street->till[A],
                                     "SELECT count(*) FROM voucher JOIN voucher_terms"
                                     " USING (terms_no) WHERE title_en = 'a code'"),
                   ==, 0);
}

/* Round and round under one epoch: each hop is one more, and old answers stay old. */
static void
test_round_and_round (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  for (guint i = 0; i < 9; i++) {
    HufuStreetTill owner = (HufuStreetTill)(i % 3), asker = (HufuStreetTill)((i + 1) % 3);
    HufuRequest request = hufu_street_ask (street, asker, owner, HUFU_TEST_DEAL);
    GBytes *document = NULL;
    HufuDebit debit;

    g_assert_cmpint (hufu_street_answer (street, owner, &request, &document), ==,
                     HUFU_DEBIT_DEBITED);
    g_ptr_array_add (documents, document);
    debit = read_debit (document);
    g_assert_cmpuint (debit.hop, ==, i + 1);
    g_assert_cmpint (hufu_street_receive (street, asker, document), ==, HUFU_RECEIVE_CREDITED);
    for (guint old = 0; old <= i; old++)
      for (HufuStreetTill till = A; till <= C; till++)
        g_assert_cmpint (hufu_street_receive (street, till, g_ptr_array_index (documents, old)), ==,
                         till == (old + 1) % 3 ? HUFU_RECEIVE_KNOWN : HUFU_RECEIVE_NO_REQUEST);
    g_assert_cmpint (hufu_street_held (street, A) + hufu_street_held (street, B) +
                         hufu_street_held (street, C),
                     ==, 1);
  }
  hufu_street_assert_whole (street);
}

static void
test_names (void)
{
  HufuDebitOutcome found;

  for (HufuDebitOutcome outcome = HUFU_DEBIT_DEBITED; outcome <= HUFU_DEBIT_FULL; outcome++) {
    g_assert_true (hufu_debit_outcome_find (hufu_debit_outcome_name (outcome), &found));
    g_assert_cmpint (found, ==, outcome);
  }
  g_assert_false (hufu_debit_outcome_find ("Debited", &found));
  g_assert_false (hufu_debit_outcome_find (NULL, &found));
  g_assert_cmpstr (hufu_receive_outcome_name (HUFU_RECEIVE_CREDITED), ==, "credited");
  g_assert_cmpstr (hufu_receive_outcome_name (HUFU_RECEIVE_FROZEN), ==, "frozen");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/move/move", test_move);
  g_test_add_func ("/store/move/lost-answer", test_lost_answer);
  g_test_add_func ("/store/move/credit-twice", test_credit_twice);
  g_test_add_func ("/store/move/credit-after-close", test_credit_after_close);
  g_test_add_func ("/store/move/debit-twice", test_debit_twice);
  g_test_add_func ("/store/move/not-asked", test_not_asked);
  g_test_add_func ("/store/move/impossible-request", test_impossible_request);
  g_test_add_func ("/store/move/open-requests", test_open_requests);
  g_test_add_func ("/store/move/platform-epochs", test_platform_epochs);
  g_test_add_func ("/store/move/cash-in-two-places", test_cash_in_two_places);
  g_test_add_func ("/store/move/pass-in-two-places", test_pass_in_two_places);
  g_test_add_func ("/store/move/undone-travels", test_undone_travels);
  g_test_add_func ("/store/move/undone-too-often", test_undone_too_often);
  g_test_add_func ("/store/move/what-it-is", test_what_it_is);
  g_test_add_func ("/store/move/round-and-round", test_round_and_round);
  g_test_add_func ("/store/move/names", test_names);
  return g_test_run ();
}
