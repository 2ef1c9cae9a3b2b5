/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the total of a sale. */
#include "counter/basket-model.h"
#include "tests/unit/baskets.h"

static void
sees (const HufuBasket *basket, const char *english, const char *chinese)
{
  g_autoptr (HufuBasketModel) model = hufu_basket_model_new ();
  g_autofree char *en = NULL, *zh = NULL;

  hufu_basket_model_show (model, basket, HUFU_LANG_EN);
  g_object_get (model, "fact", &en, NULL);
  hufu_basket_model_show (model, basket, HUFU_LANG_ZH);
  g_object_get (model, "fact", &zh, NULL);
  g_assert_cmpstr (en, ==, english);
  g_assert_cmpstr (zh, ==, chinese);
}

/* A voucher of 1,000.00 without an answer for goods of 4,180.00. */
static void
test_fact (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  HufuId use = make_use (1);

  sees (basket, "", "");
  add (basket, 1, 418000, -1, 1000);
  sees (basket, "incl. tax 480.88", "含税 480.88");
  g_assert_cmpint (add_voucher (basket, 1, 100000, HUFU_TENDER_PENDING), ==, HUFU_EDIT_OK);
  sees (basket, "3,180.00 if it succeeds", "若成功，应收 3,180.00");
  g_assert_true (hufu_basket_take_pending (basket, &use));
  sees (basket, "Total 4,180.00, paid 1,000.00", "合计 4,180.00，已付 1,000.00");
  g_assert_cmpint (add_voucher (basket, 2, 318000, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  sees (basket, "Nothing to collect", "无需收款");
}

/* Why a line costs what it costs: each coupon by its name, and together they are what it lost. */
static void
test_coupons (void)
{
  static const char *const names[] = {"10 off", "20 off"};
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  g_autoptr (GPtrArray) rows = NULL;

  add (basket, 1, 10000, -1, 1000);
  add (basket, 2, 30000, -1, 1000);
  for (guint8 i = 0; i < 2; i++) {
    g_autoptr (HufuDiscount) discount = hufu_discount_new ();

    discount->use_id = make_use ((guint8)(i + 1));
    discount->state = HUFU_TENDER_TAKEN;
    discount->terms.off_minor = (i + 1) * 1000;
    g_free (discount->label_en);
    discount->label_en = g_strdup (names[i]);
    g_assert_cmpint (hufu_basket_add_discount (basket, discount), ==, HUFU_EDIT_OK);
  }
  rows = hufu_basket_row_list (basket, HUFU_LANG_EN);
  g_assert_cmpstr (((HufuBasketRow *)rows->pdata[0])->detail, ==,
                   "1 × 100.00 = 100.00. Store price 100.00.\n10 off: -2.50\n20 off: -5.00\nIn the "
                   "end 92.50");
  hufu_basket_remove_use (basket, &((HufuDiscount *)basket->discounts->pdata[0])->use_id);
  g_ptr_array_unref (rows);
  rows = hufu_basket_row_list (basket, HUFU_LANG_EN);
  g_assert_cmpstr (((HufuBasketRow *)rows->pdata[0])->detail, ==,
                   "1 × 100.00 = 100.00. Store price 100.00.\n20 off: -5.00\nIn the end 95.00");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basket-model/fact", test_fact);
  g_test_add_func ("/basket-model/coupons", test_coupons);
  return g_test_run ();
}
