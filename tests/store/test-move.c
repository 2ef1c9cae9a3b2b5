/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights between tills: given once, taken once, never in two places, whatever gets lost. */
#include <string.h>
#include "tests/store/street.h"

static HufuBasket *
redeem (HufuStreet *street, HufuStreetTill till, HufuTestVoucher which, gint64 amount_minor,
        HufuReason expected)
{
  HufuBasket *basket = hufu_books_make_basket (street->till[till], 3);

  g_assert_cmpint (hufu_books_redeem (street->till[till], which, amount_minor, &basket, NULL), ==,
                   expected);
  return basket;
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
  at_a = redeem (street, A, HUFU_TEST_DEAL, 0, HUFU_R07_OWNER_UNREACHABLE);
  at_b = redeem (street, B, HUFU_TEST_DEAL, 0, HUFU_R02_OK_TRANSFERRED);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/move/move", test_move);
  g_test_add_func ("/store/move/lost-answer", test_lost_answer);
  return g_test_run ();
}
