/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pays for a basket: vouchers, what has no answer yet, cash. */
#include "tests/unit/baskets.h"

/* What has no answer yet costs nothing, and stays whatever else is done to the sale. */
static void
test_awaited_leaves_only_by_its_answer (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  g_autoptr (HufuBasket) copy = NULL;
  HufuId first = make_use (1), second = make_use (2);

  add (basket, 1, 1000, -1, 1000);
  g_ptr_array_add (basket->awaited, hufu_awaited_new (&first, "Tea for two", "双人下午茶"));
  g_assert_true (hufu_basket_has_redeemed (basket));
  g_assert_cmpint (totals_of (basket).due_minor, ==, 1000);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 1000, 1, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_PENDING);
  copy = hufu_basket_copy (basket);
  g_assert_false (hufu_basket_remove_use (basket, &second));
  g_assert_true (hufu_basket_remove_use (basket, &first));
  g_assert_cmpint (hufu_basket_pay_cash (basket, 1000, 1, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (copy->awaited->len, ==, 1);
  g_assert_cmpstr (((HufuAwaited *)copy->awaited->pdata[0])->label_zh, ==, "双人下午茶");
  hufu_awaited_free (NULL);
}

static void
test_voucher_tenders (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  HufuId first = make_use (1), second = make_use (2), third = make_use (3);
  guint32 shirt = add (basket, 1, 20000, 15000, 1000), socks = add (basket, 2, 1000, -1, 1000);

  g_assert_cmpint (add_voucher (basket, 1, 21001, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OVER_DUE);
  g_assert_cmpint (add_voucher (basket, 1, 0, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OVER_DUE);
  g_assert_cmpint (add_voucher (basket, 1, 10000, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (add_voucher (basket, 1, 10000, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).due_minor, ==, 11000); /* one use counts once */

  /* A pending voucher is not deducted, but its room is kept. */
  g_assert_cmpint (add_voucher (basket, 2, 9000, HUFU_TENDER_PENDING), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).due_minor, ==, 11000);
  g_assert_cmpint (add_voucher (basket, 3, 2001, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OVER_DUE);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 50000, 1, HUFU_ROUND_FLOOR), ==,
                   HUFU_EDIT_PENDING);

  /* Nothing may make the sale cheaper than what is paid or may yet be. */
  g_assert_cmpint (hufu_basket_remove (basket, shirt), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (hufu_basket_remove (basket, socks), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_member (basket, &first, "138****2706", 0), ==,
                   HUFU_EDIT_BELOW_TAKEN);
  g_assert_false (basket->has_member);

  g_assert_false (hufu_basket_take_pending (basket, &third));
  g_assert_true (hufu_basket_take_pending (basket, &second));
  g_assert_false (hufu_basket_take_pending (basket, &second));
  g_assert_cmpint (totals_of (basket).due_minor, ==, 1000);
  g_assert_true (hufu_basket_remove_use (basket, &second));
  g_assert_cmpint (totals_of (basket).due_minor, ==, 10000);
}

/* A voucher for the products 1 to `n`, or for category 7 where n is 0. */
static HufuEdit
add_limited (HufuBasket *basket, guint8 use, gint64 n, gint64 amount_minor)
{
  g_autoptr (HufuTender) tender = hufu_tender_new ();

  tender->kind = HUFU_TENDER_VOUCHER;
  tender->state = HUFU_TENDER_TAKEN;
  tender->amount_minor = amount_minor;
  tender->use_id = make_use (use);
  tender->terms.n_products = (gsize)n;
  for (gint64 i = 0; i < n; i++)
    tender->terms.products[i] = i + 1;
  tender->terms.n_categories = n == 0;
  tender->terms.categories[0] = 7;
  return hufu_basket_add_tender (basket, tender);
}

/* Goods of 10.00 and 20.00, and others: vouchers for the first, and for both. */
static void
test_vouchers_for_some_goods (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  g_autoptr (HufuDiscount) coupon = hufu_discount_new ();
  const HufuMarkdown cheaper = {HUFU_MARKDOWN_AMOUNT, 500, 0, "expiring", ""};
  HufuCouponTerms first = {.products = {1}, .n_products = 1}, all = {0};
  guint32 one, two;

  one = add (basket, 1, 1000, -1, 1000);
  two = add (basket, 2, 2000, 500, 1000);
  add (basket, 3, 5000, -1, 1000);
  g_assert_cmpint (add_prepaid (basket, 8, NULL), ==, HUFU_EDIT_OK); /* nothing is due for it */
  g_assert_true (hufu_basket_is_covered (basket));
  g_assert_cmpint (hufu_basket_find_room (basket, &first), ==, 1000);
  g_assert_cmpint (hufu_basket_find_room (basket, &all), ==, 8000);
  g_assert_cmpint (add_limited (basket, 1, 0, 1), ==, HUFU_EDIT_OVER_DUE); /* nothing of those */
  g_assert_cmpint (add_limited (basket, 1, 1, 1001), ==, HUFU_EDIT_OVER_DUE);
  g_assert_cmpint (add_limited (basket, 1, 2, 2500), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_find_room (basket, &first), ==, 500); /* both pay for the first */
  g_assert_cmpint (add_limited (basket, 2, 1, 501), ==, HUFU_EDIT_OVER_DUE);
  g_assert_cmpint (add_limited (basket, 2, 1, 500), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_find_room (basket, &first), ==, 0);
  g_assert_cmpint (hufu_basket_find_room (basket, &all), ==, 5000);
  /* The sale costs enough without them, but nothing of it is theirs. */
  g_assert_cmpint (hufu_basket_remove (basket, one), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (hufu_basket_remove (basket, two), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (hufu_basket_set_member (basket, &(HufuId){{1}}, "138****2706", 0), ==,
                   HUFU_EDIT_BELOW_TAKEN);
  coupon->state = HUFU_TENDER_TAKEN;
  coupon->use_id = make_use (9);
  coupon->terms.off_minor = 500;
  coupon->terms.products[0] = 2;
  coupon->terms.n_products = 1;
  g_assert_cmpint (hufu_basket_add_discount (basket, coupon), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpuint (basket->discounts->len, ==, 0);
  g_assert_cmpint (hufu_basket_mark_down (basket, two, &cheaper), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (add_voucher (basket, 3, 5000, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_find_room (basket, &first), ==, 0);
  g_assert_cmpint (hufu_basket_find_room (basket, &all), ==, 0);
}

static void
test_so_many_vouchers_for_some_goods (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);

  add (basket, 1, 100000, -1, 1000);
  for (guint8 i = 1; i <= HUFU_BASKET_LIMITED_MAX; i++)
    g_assert_cmpint (add_limited (basket, i, 1, 100), ==, HUFU_EDIT_OK);
  g_assert_cmpint (add_limited (basket, 99, 1, 100), ==, HUFU_EDIT_OVER_DUE);
  g_assert_cmpint (add_voucher (basket, 99, 100, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
}

static void
test_one_place_is_kept_for_cash (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);

  add (basket, 1, 100000, -1, 1000);
  for (guint8 i = 1; i < HUFU_BASKET_TENDERS_MAX; i++)
    g_assert_cmpint (add_voucher (basket, i, 100, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (add_voucher (basket, 99, 100, HUFU_TENDER_TAKEN), ==,
                   HUFU_EDIT_TOO_MANY_TENDERS);
  g_assert_true (hufu_basket_has_redeemed (basket));
  g_assert_cmpint (hufu_basket_pay_cash (basket, 100000, 10, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  add (basket, 2, 100, -1, 1000); /* one thing more after paying: its cash joins what is there */
  g_assert_cmpint (hufu_basket_pay_cash (basket, 100, 10, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (basket->tenders->len, ==, HUFU_BASKET_TENDERS_MAX);
}

static void
test_quantity_below_what_is_paid (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  guint32 socks = add (basket, 1, 1000, 400, 3000);

  g_assert_cmpint (add_voucher (basket, 1, 2000, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_qty (basket, socks, 1000), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (hufu_basket_find_line (basket, socks)->qty_milli, ==, 3000);
  g_assert_cmpint (hufu_basket_set_qty (basket, socks, 2000), ==, HUFU_EDIT_OK);
  /* A basket that is below already, however that came about, may still grow out of it. */
  basket->has_member = TRUE;
  g_assert_cmpint (hufu_basket_set_qty (basket, socks, 3000), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_qty (basket, socks, 2000), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (totals_of (basket).due_minor, ==, 0);
}

static void
test_cash (void)
{
  static const struct {
    gint64 price, received, increment;
    HufuRounding rounding;
    HufuEdit expected;
    gint64 change, rounded;
  } rows[] = {
      {1000, 1000, 1, HUFU_ROUND_FLOOR, HUFU_EDIT_OK, 0, 0},
      {1000, 5000, 1, HUFU_ROUND_FLOOR, HUFU_EDIT_OK, 4000, 0},
      {1000, 999, 1, HUFU_ROUND_FLOOR, HUFU_EDIT_NOT_COVERED, 0, 0},
      {1003, 1000, 10, HUFU_ROUND_FLOOR, HUFU_EDIT_OK, 0, -3},
      {1005, 1010, 10, HUFU_ROUND_HALF_UP, HUFU_EDIT_OK, 0, 5},
      {1005, 1009, 10, HUFU_ROUND_HALF_UP, HUFU_EDIT_NOT_COVERED, 0, 0},
      {4, 0, 10, HUFU_ROUND_FLOOR, HUFU_EDIT_OK, 0, -4}, /* all of it rounds away, and is posted */
      {1000, -1, 1, HUFU_ROUND_FLOOR, HUFU_EDIT_NOT_COVERED, 0, 0},
      {1000, 1001000, 1, HUFU_ROUND_FLOOR, HUFU_EDIT_OK, HUFU_CASH_ABOVE_DUE_MAX_MINOR, 0},
      {1000, 1001001, 1, HUFU_ROUND_FLOOR, HUFU_EDIT_CASH_TOO_MUCH, 0, 0},
      {1000, 999999999900, 1, HUFU_ROUND_FLOOR, HUFU_EDIT_CASH_TOO_MUCH, 0, 0},
      {1000, G_MAXINT64, 1, HUFU_ROUND_FLOOR, HUFU_EDIT_CASH_TOO_MUCH, 0, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);

    g_assert_cmpint (hufu_basket_pay_cash (basket, 0, 1, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_EMPTY);
    add (basket, 1, rows[i].price, -1, 1000);
    g_assert_cmpint (
        hufu_basket_pay_cash (basket, rows[i].received, rows[i].increment, rows[i].rounding), ==,
        rows[i].expected);
    if (rows[i].expected == HUFU_EDIT_OK) {
      const HufuTender *cash = g_ptr_array_index (basket->tenders, 0);

      g_assert_cmpint (cash->change_minor, ==, rows[i].change);
      g_assert_cmpint (cash->rounding_minor, ==, rows[i].rounded);
    } else
      g_assert_cmpuint (basket->tenders->len, ==, 0);
  }
}

/* Cash comes in parts and is one tender; what it pays is no more than what is due. */
static void
test_cash_in_parts (void)
{
  static const struct {
    gint64 received;
    HufuEdit expected;
    gint64 due; /* of 180.04 after it */
  } parts[] = {
      {0, HUFU_EDIT_NOT_COVERED, 18004}, {-100, HUFU_EDIT_NOT_COVERED, 18004},
      {5005, HUFU_EDIT_NO_COIN, 18004},  {18010, HUFU_EDIT_OVER_DUE, 18004},
      {5000, HUFU_EDIT_OK, 13004},       {13004, HUFU_EDIT_OVER_DUE, 13004},
      {1000, HUFU_EDIT_OK, 12004},       {G_MAXINT64, HUFU_EDIT_CASH_TOO_MUCH, 12004},
  };
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  g_autoptr (HufuBasket) back = NULL;
  guint32 line = add (basket, 1, 18004, -1, 1000);
  const HufuTender *cash;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_assert_cmpint (hufu_basket_pay_part (basket, parts[i].received, 10), ==, parts[i].expected);
    g_assert_cmpint (totals_of (basket).due_minor, ==, parts[i].due);
  }
  g_assert_cmpint (hufu_basket_cash_minor (basket), ==, 6000);
  g_assert_cmpint (hufu_basket_remove (basket, line), ==, HUFU_EDIT_BELOW_TAKEN);
  back = hufu_basket_copy (basket);

  g_assert_cmpint (add_voucher (basket, 1, 5000, HUFU_TENDER_PENDING), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_pay_part (basket, 1000, 10), ==, HUFU_EDIT_PENDING);
  hufu_basket_remove_use (basket, &((HufuTender *)basket->tenders->pdata[1])->use_id);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 20000, 10, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (basket->tenders->len, ==, 1);
  cash = basket->tenders->pdata[0];
  g_assert_cmpint (cash->received_minor, ==, 26000);
  g_assert_cmpint (cash->amount_minor, ==, 18000);
  g_assert_cmpint (cash->change_minor, ==, 8000);
  g_assert_cmpint (cash->rounding_minor, ==, -4);
  g_assert_cmpint (totals_of (basket).due_minor, ==, 0);

  g_assert_cmpint (hufu_basket_give_cash_back (back), ==, 6000);
  g_assert_cmpint (hufu_basket_give_cash_back (back), ==, 0);
  g_assert_cmpint (totals_of (back).due_minor, ==, 18004);
}

static void
test_nothing_due_needs_no_cash (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);

  g_assert_cmpint (add_prepaid (basket, 1, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 0, 10, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (basket->tenders->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basket/voucher-tenders", test_voucher_tenders);
  g_test_add_func ("/basket/place-for-cash", test_one_place_is_kept_for_cash);
  g_test_add_func ("/basket/quantity-below-paid", test_quantity_below_what_is_paid);
  g_test_add_func ("/basket/cash", test_cash);
  g_test_add_func ("/basket/cash-in-parts", test_cash_in_parts);
  g_test_add_func ("/basket/awaited", test_awaited_leaves_only_by_its_answer);
  g_test_add_func ("/basket/some-goods", test_vouchers_for_some_goods);
  g_test_add_func ("/basket/so-many", test_so_many_vouchers_for_some_goods);
  g_test_add_func ("/basket/nothing-due", test_nothing_due_needs_no_cash);
  return g_test_run ();
}
