/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uses that were asked of the platform: unknown until the answer, whatever happens to the sale
 * meanwhile. */
#include "store/payment.h"
#include "store/sql.h"
#include "tests/store/books.h"

static HufuId
ask (HufuBooks *books, HufuTestVoucher which, gint64 amount_minor, HufuBasket **basket)
{
  HufuRedemption redemption = hufu_books_make_redemption (books, which, amount_minor, *basket);
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (which);
  g_autoptr (GError) error = NULL;
  HufuBasket *after = NULL;

  g_assert_true (hufu_use_ask (books->db, &redemption, voucher, "{\"x\":1}", &after, &error));
  hufu_basket_free (*basket);
  *basket = after;
  return redemption.use_id;
}

static void
answer (HufuBooks *books, HufuTestVoucher which, const HufuId *use_id, gboolean redeemed,
        gint64 amount_minor, HufuBasket **basket)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (which);
  HufuUseAnswer said = {
      .use_id = *use_id,
      .redeemed = redeemed,
      .reason = redeemed ? HUFU_R01_OK_ONLINE : HUFU_R12_ALREADY_REDEEMED_ELSEWHERE,
      .voucher = redeemed ? voucher : NULL,
      .key = {voucher->cti, 1, 0},
      .amount_minor = amount_minor,
      .undo_until_utc_us = (HUFU_TEST_START_UTC_S + 3600) * G_USEC_PER_SEC,
  };
  g_autoptr (GError) error = NULL;
  HufuBasket *after = NULL;

  g_assert_true (hufu_use_answer (books->db, &said, &after, &error));
  g_assert_no_error (error);
  hufu_books_assert_whole (books->db);
  if (after != NULL) {
    hufu_basket_free (*basket);
    *basket = after;
  }
}

static HufuUseState
get_state (HufuBooks *books, const HufuId *use_id)
{
  g_autoptr (HufuUse) use = hufu_use_find (books->db, use_id, NULL);

  return use->state;
}

/* A deal without an answer is seen in its sale wherever that is read, and nowhere stored twice. */
static void
test_awaited_deal (void)
{
  for (guint redeemed = 0; redeemed < 3; redeemed++) {
    g_autoptr (HufuBooks) books = hufu_books_new (1);
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 2);
    g_autoptr (HufuBasket) open = NULL;
    g_autoptr (GError) error = NULL;
    HufuId use_id = ask (books, HUFU_TEST_DEAL, 0, &basket);
    const HufuAwaited *awaited = basket->awaited->pdata[0];

    g_assert_true (hufu_id_equal (&awaited->use_id, &use_id));
    g_assert_cmpstr (awaited->label_en, !=, "");
    g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error));
    hufu_books_reopen (books);
    open = hufu_sale_load_open (books->db, &error);
    g_assert_cmpuint (open->awaited->len, ==, 1);
    g_assert_cmpuint (open->lines->len, ==, 2);
    if (redeemed == 2) {
      hufu_basket_free (g_steal_pointer (&basket));
      g_assert_true (hufu_use_give_back (books->db, &use_id, &basket, &error));
    } else {
      answer (books, HUFU_TEST_DEAL, &use_id, redeemed == 1, 6800, &basket);
    }
    g_assert_cmpuint (basket->awaited->len, ==, 0);
    g_assert_cmpuint (basket->lines->len, ==, redeemed == 1 ? 3 : 2);
  }
}

/* No answer: the tender waits on the sale, is not deducted, and the sale is held meanwhile. */
static void
test_asked_and_answered (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (GPtrArray) open = NULL;
  g_auto (HufuFinished) finished = {{0}};
  HufuFinish finish = hufu_books_make_finish (books);
  g_autoptr (GError) error = NULL;
  HufuTotals totals;
  HufuId use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);

  hufu_basket_get_totals (basket, &totals);
  g_assert_cmpint (totals.pending_minor, ==, 2000);
  g_assert_cmpint (totals.due_minor, ==, 3870);
  g_assert_false (hufu_sale_finish (books->db, basket, &finish, &finished, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_HELD, &error));
  g_assert_true (hufu_use_count_try (books->db, &use_id, &error));
  hufu_books_reopen (books);
  open = hufu_use_list_open (books->db, &error);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpstr (((HufuUse *)g_ptr_array_index (open, 0))->request, ==, "{\"x\":1}");
  g_assert_cmpuint (((HufuUse *)g_ptr_array_index (open, 0))->tries, ==, 1);
  for (int i = 0; i < 2; i++)
    answer (books, HUFU_TEST_CASH, &use_id, TRUE, 2000, &basket);
  hufu_basket_get_totals (basket, &totals);
  g_assert_cmpint (totals.due_minor, ==, 1870);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM journal"
                                            " WHERE kind = 'voucher.redeemed'"),
                   ==, 1);
  hufu_books_finish (books, basket, &finished);
  hufu_books_assert_whole (books->db);
}

static void
test_asked_and_refused (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  HufuId use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);

  answer (books, HUFU_TEST_CASH, &use_id, FALSE, 0, &basket);
  g_assert_cmpuint (basket->tenders->len, ==, 0);
  g_assert_cmpint (get_state (books, &use_id), ==, HUFU_USE_REFUSED);
}

/* The customer paid in cash and left; then the answer comes: it is given back, without a trace in
 * ledger and sale. */
static void
test_given_back (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (HufuBasket) after = NULL;
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;
  HufuId use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);

  g_assert_true (hufu_use_give_back (books->db, &use_id, &after, &error));
  g_assert_cmpuint (after->tenders->len, ==, 0);
  hufu_books_finish (books, after, &finished);
  answer (books, HUFU_TEST_CASH, &use_id, TRUE, 2000, &basket);
  g_assert_cmpint (get_state (books, &use_id), ==, HUFU_USE_UNDOING);
  g_assert_true (hufu_use_undone (books->db, &use_id, 1, TRUE, NULL, &error));
  g_assert_cmpint (get_state (books, &use_id), ==, HUFU_USE_UNDONE);
  g_assert_cmpint (hufu_books_balance (books, "voucher_liability"), ==, 0);
  hufu_books_assert_whole (books->db);
}

/* Throwing away a sale with an unanswered voucher gives it back. */
static void
test_void_gives_back (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (GError) error = NULL;
  HufuId use_id = ask (books, HUFU_TEST_DEAL, 0, &basket);

  g_assert_true (
      hufu_sale_void (books->db, &basket->id, &books->staff_id, HUFU_VOID_CUSTOMER, &error));
  answer (books, HUFU_TEST_DEAL, &use_id, TRUE, 10000, &basket);
  g_assert_cmpint (get_state (books, &use_id), ==, HUFU_USE_UNDOING);
}

static void
test_undo_online (void)
{
  static const gboolean answers[] = {TRUE, FALSE};

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (HufuBooks) books = hufu_books_new (1);
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
    g_autoptr (HufuBasket) after = NULL;
    g_autoptr (GError) error = NULL;
    HufuId use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);
    HufuTotals totals;

    answer (books, HUFU_TEST_CASH, &use_id, TRUE, 2000, &basket);
    g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R28_OUTCOME_UNKNOWN);
    hufu_basket_get_totals (basket, &totals);
    g_assert_cmpint (totals.pending_minor, ==, 2000);
    g_assert_true (hufu_use_undone (books->db, &use_id, 1, answers[i], &after, &error));
    hufu_books_assert_whole (books->db);
    g_assert_cmpuint (after->tenders->len, ==, answers[i] ? 0 : 1);
    g_assert_cmpint (get_state (books, &use_id), ==,
                     answers[i] ? HUFU_USE_UNDONE : HUFU_USE_REDEEMED);
    g_assert_cmpint (hufu_books_balance (books, "voucher_suspense"), ==, answers[i] ? 0 : -2000);
  }
}

static void
test_undo_of_nothing (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  HufuId nobody = {{9}}, use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (hufu_books_undo (books, &nobody, &basket), ==, HUFU_R29_CONDITIONS_NOT_MET);
  /* No answer yet; then the undo itself waits for its answer, and is asked for once. */
  g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R29_CONDITIONS_NOT_MET);
  answer (books, HUFU_TEST_CASH, &use_id, TRUE, 2000, &basket);
  for (int i = 0; i < 2; i++)
    g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R28_OUTCOME_UNKNOWN);
  /* An answer to an undo that nobody asked for changes nothing. */
  g_assert_true (hufu_use_undone (books->db, &nobody, 1, TRUE, NULL, &error));
  g_assert_no_error (error);
}

/* Two vouchers on one sale: the undo of one leaves the tender of the other alone. */
static void
test_undo_of_one_of_two (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 9);
  g_autoptr (HufuBasket) after = NULL;
  HufuId first, second;
  HufuTotals totals;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  hufu_books_redeem (books, HUFU_TEST_CASH, 1000, &basket, &first);
  second = ask (books, HUFU_TEST_CASH, 2000, &basket);
  answer (books, HUFU_TEST_CASH, &second, TRUE, 2000, &basket);
  g_assert_cmpint (hufu_books_undo (books, &second, &basket), ==, HUFU_R28_OUTCOME_UNKNOWN);
  hufu_basket_get_totals (basket, &totals);
  g_assert_cmpint (totals.pending_minor, ==, 2000);
  /* What refuses an attempt that is not this one says nothing of it. */
  g_assert_true (hufu_use_undone (books->db, &second, 0, FALSE, NULL, NULL));
  g_assert_cmpint (get_state (books, &second), ==, HUFU_USE_UNDOING);
  g_assert_true (hufu_use_undone (books->db, &second, 1, FALSE, &after, NULL));
  hufu_basket_get_totals (after, &totals);
  g_assert_cmpint (totals.pending_minor, ==, 0);
  g_assert_cmpint (hufu_books_undo (books, &first, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
}

/* Given back, and the platform keeps it all the same: it stays on record for a person to look at.
 */
static void
test_given_back_and_kept (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (HufuBasket) after = NULL;
  g_autoptr (GError) error = NULL;
  HufuId use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);

  g_assert_true (hufu_use_give_back (books->db, &use_id, &after, &error));
  answer (books, HUFU_TEST_CASH, &use_id, TRUE, 2000, &basket);
  g_assert_true (hufu_use_undone (books->db, &use_id, 1, FALSE, NULL, &error));
  g_assert_cmpint (get_state (books, &use_id), ==, HUFU_USE_REDEEMED);
  g_assert_cmpuint (basket->tenders->len, ==, 0);
}

/* The same while the sale goes on, and the platform takes it back: it has left the sale before. */
static void
test_given_back_and_undone (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (HufuBasket) after = NULL, undone = NULL;
  g_autoptr (GError) error = NULL;
  HufuId use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);

  g_assert_true (hufu_use_give_back (books->db, &use_id, &after, &error));
  answer (books, HUFU_TEST_CASH, &use_id, TRUE, 2000, &basket);
  g_assert_true (hufu_use_undone (books->db, &use_id, 1, TRUE, &undone, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_state (books, &use_id), ==, HUFU_USE_UNDONE);
  g_assert_cmpuint (undone->lines->len, ==, 3);
  g_assert_cmpuint (undone->tenders->len, ==, 0);
  g_assert_cmpint (
      hufu_books_count (books, "SELECT count(*) FROM journal WHERE kind = 'voucher.undone'"), ==,
      0);
  hufu_books_assert_whole (books->db);
}

/* A coupon takes nothing off while its undo waits for the answer, and again what it took if the
 * platform keeps it. */
static void
test_undo_of_a_coupon (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 2), after = NULL;
  g_autoptr (GError) error = NULL;
  HufuId use_id = ask (books, HUFU_TEST_COUPON, 0, &basket);
  HufuTotals totals;

  answer (books, HUFU_TEST_COUPON, &use_id, TRUE, 500, &basket);
  hufu_basket_get_totals (basket, &totals);
  g_assert_cmpint (totals.gross_minor, ==, 2 * 1290 - 500);
  g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R28_OUTCOME_UNKNOWN);
  hufu_basket_get_totals (basket, &totals);
  g_assert_cmpint (totals.gross_minor, ==, 2 * 1290);
  g_assert_true (hufu_use_undone (books->db, &use_id, 1, FALSE, &after, &error));
  hufu_basket_get_totals (after, &totals);
  g_assert_cmpint (totals.gross_minor, ==, 2 * 1290 - 500);
}

/* The id of a use that the platform decided is not one for a right that is held here. */
static void
test_id_of_an_online_use (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (GError) error = NULL;
  HufuId use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);
  HufuRedemption redemption;
  HufuReason reason;

  answer (books, HUFU_TEST_CASH, &use_id, TRUE, 2000, &basket);
  hufu_books_grant (books, HUFU_TEST_PASS, 1);
  redemption = hufu_books_make_redemption (books, HUFU_TEST_PASS, 0, basket);
  redemption.use_id = use_id;
  g_assert_false (hufu_use_redeem_held (books->db, &redemption, &reason, NULL, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM entitlement"), ==, 5);
}

/* A part was paid by card: the undo of the voucher leaves that tender alone. */
static void
test_undo_beside_a_card (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 9);
  g_autoptr (HufuBasket) asked = NULL, paid = NULL, after = NULL;
  HufuId use_id = ask (books, HUFU_TEST_CASH, 2000, &basket);
  HufuPayment payment = {.payment_id = hufu_host_make_id (hufu_test_host_get (books->world)),
                         .sale_id = basket->id,
                         .staff_id = books->staff_id,
                         .kind = HUFU_TENDER_CARD,
                         .way = HUFU_PAYMENT_BY_TERMINAL,
                         .amount_minor = 1000};
  const HufuPaymentAnswer said = {.payment_id = payment.payment_id,
                                  .state = HUFU_PAYMENT_PAID,
                                  .paid_minor = 1000,
                                  .reference = "A1B2C3",
                                  .last_four = "1234"};
  g_autoptr (GError) error = NULL;
  HufuTotals totals;

  answer (books, HUFU_TEST_CASH, &use_id, TRUE, 2000, &basket);
  g_assert_true (hufu_payment_ask (books->db, &payment, basket, &asked, &error));
  g_assert_true (hufu_payment_answer (books->db, &said, &paid, &error));
  hufu_basket_get_totals (paid, &totals);
  g_assert_cmpint (totals.due_minor, ==, 9 * 1290 - 3000);
  g_assert_cmpint (hufu_books_undo (books, &use_id, &paid), ==, HUFU_R28_OUTCOME_UNKNOWN);
  hufu_basket_get_totals (paid, &totals);
  g_assert_cmpint (totals.pending_minor, ==, 2000);
  g_assert_cmpint (totals.due_minor, ==, 9 * 1290 - 1000);
  g_assert_true (hufu_use_undone (books->db, &use_id, 1, TRUE, &after, &error));
  g_assert_cmpuint (after->tenders->len, ==, 1);
  g_assert_cmpint (((HufuTender *)after->tenders->pdata[0])->kind, ==, HUFU_TENDER_CARD);
  hufu_books_assert_whole (books->db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/awaited-deal", test_awaited_deal);
  g_test_add_func ("/store/asked/asked-and-answered", test_asked_and_answered);
  g_test_add_func ("/store/asked/asked-and-refused", test_asked_and_refused);
  g_test_add_func ("/store/asked/given-back", test_given_back);
  g_test_add_func ("/store/asked/void-gives-back", test_void_gives_back);
  g_test_add_func ("/store/asked/undo-online", test_undo_online);
  g_test_add_func ("/store/asked/undo-of-nothing", test_undo_of_nothing);
  g_test_add_func ("/store/asked/undo-of-one-of-two", test_undo_of_one_of_two);
  g_test_add_func ("/store/asked/given-back-and-kept", test_given_back_and_kept);
  g_test_add_func ("/store/asked/given-back-and-undone", test_given_back_and_undone);
  g_test_add_func ("/store/asked/undo-of-a-coupon", test_undo_of_a_coupon);
  g_test_add_func ("/store/asked/id-of-an-online-use", test_id_of_an_online_use);
  g_test_add_func ("/store/asked/undo-beside-a-card", test_undo_beside_a_card);
  return g_test_run ();
}
