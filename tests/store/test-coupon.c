/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coupons and vouchers of other merchants in the books: what is taken off, undone, booked. */
#include <string.h>

#include "store/change-store.h"
#include "store/coupon-json.h"
#include "store/sale.h"
#include "tests/store/books.h"

static HufuTotals
totals_of (const HufuBasket *basket)
{
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  return totals;
}

static HufuReason
undo (HufuBooks *books, const HufuId *use_id, HufuBasket **basket)
{
  const HufuUndo wanted = hufu_books_make_undo (books, use_id);
  g_autoptr (GError) error = NULL;
  HufuBasket *after = NULL;
  HufuReason reason;

  g_assert_true (hufu_use_undo (books->db, &wanted, &reason, &after, &error));
  g_assert_no_error (error);
  hufu_basket_free (*basket);
  *basket = after;
  return reason;
}

static void
test_held (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_auto (HufuFinished) finished = {0};
  g_autofree char *receipt = NULL;
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_COUPON, 1);
  /* 12.90 is too little: nothing is used. */
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_COUPON, 0, &basket, &use_id), ==,
                   HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM entitlement"), ==, 1);
  g_clear_pointer (&basket, hufu_basket_free);
  basket = hufu_books_make_basket (books, 2);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_COUPON, 0, &basket, &use_id), ==,
                   HUFU_R00_OK_HELD);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 2 * 1290 - 500);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM entitlement"), ==, 0);
  /* A killed till opens with it. */
  hufu_books_reopen (books);
  g_clear_pointer (&basket, hufu_basket_free);
  basket = hufu_sale_load_open (books->db, NULL);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 2 * 1290 - 500);
  g_assert_cmpint (undo (books, &use_id, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 2 * 1290);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM sale_discount"), ==, 0);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_COUPON, 0, &basket, &use_id), ==,
                   HUFU_R00_OK_HELD);
  hufu_books_finish (books, basket, &finished);
  receipt = hufu_receipt_to_text (finished.document);
  g_assert_nonnull (strstr (receipt, "-5.00"));
  /* Less revenue, and the tax of what was paid alone. */
  g_assert_cmpint (hufu_books_balance (books, "cash"), ==, 20000 + 2080);
  g_assert_cmpint (hufu_books_balance (books, "revenue") + hufu_books_balance (books, "output_tax"),
                   ==, -2080);
  g_assert_cmpint (hufu_books_count (books,
                                     "SELECT count(*) FROM journal WHERE kind = 'sale.finished'"
                                     " AND json_extract (body, '$.discounts[0].amount_minor')"
                                     " = 500"),
                   ==, 1);
  g_assert_cmpint (
      hufu_books_count (books, "SELECT sum (json_extract (value, '$.total_minor')) FROM journal,"
                               " json_each (body, '$.lines') WHERE kind = 'sale.finished'"),
      ==, 2080);
  hufu_books_assert_whole (books->db);
}

/* The sale shrinks: the coupon stays until it is undone, and takes nothing off meanwhile. */
static void
test_lapsed (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 2);
  g_autoptr (GError) error = NULL;
  const HufuLine *line;
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_COUPON, 1);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_COUPON, 0, &basket, &use_id), ==,
                   HUFU_R00_OK_HELD);
  line = g_ptr_array_index (basket->lines, 0);
  if (line->qty_milli > 1000)
    g_assert_cmpint (hufu_basket_set_qty (basket, line->line_no, 1000), ==, HUFU_EDIT_OK);
  else
    g_assert_cmpint (hufu_basket_remove (basket, line->line_no), ==, HUFU_EDIT_OK);
  g_assert_nonnull (hufu_basket_find_lapsed (basket, 0));
  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error));
  g_assert_no_error (error);
  g_assert_cmpint (undo (books, &use_id, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 1290);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM entitlement"), ==, 1);
  hufu_books_assert_whole (books->db);
}

/* Asked of the platform: pending until its answer, given back if the sale no longer fits. */
static void
test_online (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_COUPON);

  for (guint fits = 0; fits < 2; fits++) {
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 2);
    g_autoptr (HufuBasket) asked = NULL, answered = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (HufuUse) use = NULL;
    HufuRedemption redemption = hufu_books_make_redemption (books, HUFU_TEST_COUPON, 0, basket);
    HufuUseAnswer answer = {.use_id = redemption.use_id,
                            .redeemed = TRUE,
                            .reason = HUFU_R01_OK_ONLINE,
                            .voucher = voucher,
                            .key = {voucher->cti, 1, 0},
                            .amount_minor = 500,
                            .undo_until_utc_us = G_MAXINT64};

    g_assert_true (hufu_use_ask (books->db, &redemption, voucher, "{}", &asked, &error));
    g_assert_no_error (error);
    g_assert_cmpint (totals_of (asked).gross_minor, ==, 2 * 1290);
    if (!fits) {
      const HufuLine *line = g_ptr_array_index (asked->lines, 0);

      g_assert_cmpint (line->qty_milli > 1000 ? hufu_basket_set_qty (asked, line->line_no, 1000)
                                              : hufu_basket_remove (asked, line->line_no),
                       ==, HUFU_EDIT_OK);
      g_assert_true (hufu_sale_save (books->db, asked, HUFU_SALE_OPEN, &error));
    }
    g_assert_true (hufu_use_answer (books->db, &answer, &answered, &error));
    g_assert_no_error (error);
    use = hufu_use_find (books->db, &redemption.use_id, NULL);
    g_assert_cmpint (use->state, ==, fits ? HUFU_USE_REDEEMED : HUFU_USE_UNDOING);
    g_assert_cmpint (totals_of (answered).gross_minor, ==, fits ? 2 * 1290 - 500 : 1290);
    g_assert_true (hufu_sale_save (books->db, answered, HUFU_SALE_HELD, &error));
  }
  hufu_books_assert_whole (books->db);
}

/* A voucher that another merchant sold is owed by that merchant. */
static void
test_alliance (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_auto (HufuFinished) finished = {0};
  HufuId use_id;

  hufu_books_tamper (books, "INSERT INTO policy (one, body) VALUES (1, '{\"issuer\":\"house\"}')"
                            " ON CONFLICT DO UPDATE SET body = excluded.body");
  hufu_books_grant (books, HUFU_TEST_DEAL, 1); /* issued by "demo" */
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_DEAL, 0, &basket, &use_id), ==,
                   HUFU_R00_OK_HELD);
  g_assert_cmpint (hufu_books_balance (books, "alliance_claim:demo"), ==, 8800);
  g_assert_cmpint (hufu_books_balance (books, "voucher_liability"), ==, 0);
  g_assert_cmpint (undo (books, &use_id, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_balance (books, "alliance_claim:demo"), ==, 0);
  hufu_books_grant (books, HUFU_TEST_CASH, 20);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_CASH, 1290, &basket, &use_id), ==,
                   HUFU_R00_OK_HELD);
  hufu_books_finish (books, basket, &finished);
  g_assert_cmpint (hufu_books_balance (books, "alliance_claim:demo"), ==, 1290);
  g_assert_cmpint (hufu_books_balance (books, "voucher_suspense"), ==, 0);
  hufu_books_assert_whole (books->db);
}

static void
test_json (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } texts[] = {
      {"", TRUE},
      {"{}", TRUE},
      {"null", FALSE},
      {"[]", FALSE},
      {"{\"days\":[1,7]}", TRUE},
      {"{\"days\":[0]}", FALSE},
      {"{\"from_minute\":1441}", FALSE},
      {"{\"products\":[-1]}", FALSE},
      {"{\"min_level\":null}", TRUE},
      {"{\"min_level\":10}", FALSE},
      {"{\"alone\":1}", FALSE},
      {"{\"off_percent\":99}", TRUE},
      {"{\"off_percent\":100}", FALSE},
      {"{\"off_percent\":-1}", FALSE},
      {"{\"off_percent\":12.5}", FALSE},
      {"{\"categories\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}", FALSE},
      {"{\"target_en\":"
       "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
       "aaaaaaaaaaaaaaaaaaaaaaa\"}",
       FALSE},
  };
  HufuCouponTerms terms, again;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_test_message ("%s", texts[i].text);
    g_assert_cmpint (hufu_coupon_terms_from_text (texts[i].text, &terms), ==, texts[i].good);
  }
  terms = (HufuCouponTerms){.off_minor = 1,
                            .off_percent = 15,
                            .min_spend_minor = 2,
                            .products = {3, 4},
                            .categories = {5},
                            .n_products = 2,
                            .n_categories = 1,
                            .target_en = "snacks",
                            .target_zh = "零食",
                            .days = 65,
                            .from_minute = 840,
                            .to_minute = 1020,
                            .min_level = 2,
                            .alone = TRUE};
  text = hufu_coupon_terms_to_text (&terms);
  g_assert_true (hufu_coupon_terms_from_text (text, &again));
  g_assert_cmpint (memcmp (&again, &terms, sizeof terms), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coupon/held", test_held);
  g_test_add_func ("/coupon/lapsed", test_lapsed);
  g_test_add_func ("/coupon/online", test_online);
  g_test_add_func ("/coupon/json", test_json);
  g_test_add_func ("/alliance/owed", test_alliance);
  return g_test_run ();
}
