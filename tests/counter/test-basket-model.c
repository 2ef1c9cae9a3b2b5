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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basket-model/fact", test_fact);
  return g_test_run ();
}
