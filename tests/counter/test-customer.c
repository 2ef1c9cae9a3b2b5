/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the customer reads on a display of their own, from one sale to the next. */
#include "tests/counter/shop.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)

static void
is_in (HufuShop *shop, HufuCustomerState state)
{
  g_assert_cmpint (hufu_shop_number (shop, "customer.state"), ==, state);
}

static void
test_one_sale (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  is_in (shop, HUFU_CUSTOMER_IDLE);
  sees ("customer.greeting", "Corner shop");
  sees ("customer.note", "Tea of the day");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  is_in (shop, HUFU_CUSTOMER_BUYING);
  sees ("customer.label", "To pay");
  sees ("customer.amount", "12.90");
  sees ("customer.saved", "");
  hufu_shop_act (shop, HUFU_ACT_PAY);
  is_in (shop, HUFU_CUSTOMER_PAYING);
  sees ("customer.amount", "12.90");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("customer.label", "应付");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_cash_pad_set_received (hufu_counter_get_cash_pad (shop->counter), 2000);
  hufu_shop_act (shop, HUFU_ACT_FINISH);
  is_in (shop, HUFU_CUSTOMER_THANKS);
  sees ("customer.label", "Your change");
  sees ("customer.amount", "7.10");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  is_in (shop, HUFU_CUSTOMER_BUYING);
}

/* What is paid ahead is asked for, and nobody is promised the change of the customer before. */
static void
test_deposit (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_pay_cash (shop, 2000);
  sees ("customer.amount", "7.10");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_DEPOSIT);
  sees ("customer.amount", "12.90"); /* no sum is known yet */
  hufu_shop_type (shop, "5");
  sees ("customer.label", "Deposit to pay now");
  sees ("customer.amount", "5.00");
  sees ("customer.note", "Left to pay when you take the goods: 7.90.");
  hufu_shop_act (shop, HUFU_ACT_TAKE_DEPOSIT);
  is_in (shop, HUFU_CUSTOMER_THANKS);
  sees ("customer.label", "");
  sees ("held.0.hint", "Deposit 5.00, left to pay 7.90");
}

/* Who waits at a till that nobody serves is told so; what lies in its basket is nobody's business.
 */
static void
test_nobody_serves (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_SIGN_OUT);
  is_in (shop, HUFU_CUSTOMER_AWAY);
  sees ("customer.note", "This till is closed for the moment.");
  sees ("customer.amount", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/customer/one-sale", test_one_sale);
  g_test_add_func ("/customer/deposit", test_deposit);
  g_test_add_func ("/customer/nobody-serves", test_nobody_serves);
  return g_test_run ();
}
