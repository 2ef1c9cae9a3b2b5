/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products that ask for a serial number, a lot or a due date, at the counter. */
#include <string.h>

#include "tests/counter/shop-fill.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)
#define said(words) g_assert_nonnull (strstr (shop->notices->str, words))

#define CRISPS_IN_GS1 "(01)06901234567892"

/* The crisps ask. */
static HufuShop *
shop_new_asking (const char *asks)
{
  HufuShop *shop = hufu_shop_new_selling ();

  hufu_shop_ask (shop, 1, asks);
  return shop;
}

static void
sign_in (HufuShop *shop, const char *staff_no)
{
  hufu_shop_act (shop, HUFU_ACT_SIGN_OUT);
  hufu_counter_sign_in (shop->counter, staff_no, HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
}

/* What the code of the piece tells is not asked. */
static void
test_scanned_with_it (void)
{
  g_autoptr (HufuShop) shop = shop_new_asking ("serial");

  hufu_shop_scan (shop, CRISPS_IN_GS1 "(21)77");
  sees ("panel.kind", "");
  sees ("basket.rows.0.variant", "Serial no. 77");
  hufu_shop_scan (shop, CRISPS_IN_GS1 "(21)77");
  said ("in the sale already");
  counts ("basket.rows", 1);
  hufu_shop_pay_cash (shop, 1290);
  sees ("panel.kind", "done");
}

/* The line is there at once, and the panel asks; the answer is scanned as it is printed, or typed.
 */
static void
test_asked (void)
{
  g_autoptr (HufuShop) shop = shop_new_asking ("serial");

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  sees ("panel.kind", "detail");
  sees ("panel.title", "Crisps");
  sees ("basket.rows.0.why", "Serial no.: not said yet");
  hufu_shop_act (shop, HUFU_ACT_PAY);
  said ("Line 1, Crisps, has no serial number yet");
  sees ("screen", "sell");
  hufu_shop_scan (shop, "SN 77");
  said ("1 to 20 letters");
  sees ("panel.kind", "detail");
  hufu_shop_scan (shop, "SN77");
  sees ("panel.kind", "");
  sees ("basket.rows.0.variant", "Serial no. SN77");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_type (shop, "SN77");
  said ("in the sale already");
  hufu_shop_type (shop, "6901234567977"); /* as long as a product's number, and of none */
  sees ("basket.rows.1.variant", "Serial no. 6901234567977");
  hufu_shop_pay_cash (shop, 2580);
  sees ("panel.kind", "done");
}

/* Whatever else is scanned meanwhile is scanned; what is missing is asked before anything is paid,
 * one after the other. */
static void
test_one_after_the_other (void)
{
  g_autoptr (HufuShop) shop = shop_new_asking ("serial");

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  sees ("panel.kind", "");
  counts ("basket.rows", 2);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  sees ("panel.kind", "");
  hufu_shop_act (shop, HUFU_ACT_PAY_CARD);
  said ("Line 1, Crisps");
  hufu_shop_type (shop, "A");
  sees ("panel.kind", "detail");
  hufu_shop_type (shop, "B");
  sees ("panel.kind", "");
  sees ("basket.rows.0.variant", "Serial no. A");
  sees ("basket.rows.2.variant", "Serial no. B");
  /* To say something else: the line is asked again. */
  hufu_counter_select_line (shop->counter, 1);
  hufu_shop_act (shop, HUFU_ACT_SHOW_DETAIL);
  sees ("panel.facts.0.value", "Serial no. A");
  hufu_shop_type (shop, "C");
  sees ("basket.rows.0.variant", "Serial no. C");
  hufu_counter_select_line (shop->counter, 2);
  hufu_shop_act (shop, HUFU_ACT_SHOW_DETAIL);
  said ("asks for nothing more");
}

/* A code of the same product that tells of the piece answers, it is not one more. */
static void
test_answered_by_a_code (void)
{
  g_autoptr (HufuShop) shop = shop_new_asking ("lot");

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  sees ("panel.kind", "detail");
  hufu_shop_scan (shop, CRISPS_IN_GS1 "(17)991231(10)A1");
  counts ("basket.rows", 1);
  sees ("basket.rows.0.variant", "Lot A1 · Use by 2099-12-31");
  hufu_shop_scan (shop, CRISPS_IN_GS1 "(17)200131(10)A1");
  sees ("panel.headline", "Past its date");
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_counter_answer (shop->counter, 1, "B2 2020-01-31");
  hufu_shop_settle (shop);
  said ("past its date");
  hufu_counter_answer (shop->counter, 1, "B2 2098-02-30");
  hufu_shop_settle (shop);
  said ("no such day");
  hufu_counter_answer (shop->counter, 1, "B2 2098-02-28");
  hufu_shop_settle (shop);
  sees ("basket.rows.0.variant", "Lot B2 · Use by 2098-02-28");
}

/* A label that cannot be read: a manager sells without it, a cashier is told so. */
static void
test_left_out (void)
{
  g_autoptr (HufuShop) shop = shop_new_asking ("serial");

  sign_in (shop, "03");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  g_assert_false (hufu_shop_offers (shop, HUFU_ACT_LEAVE_OUT));
  sees ("panel.note", "It cannot be read?");
  hufu_shop_act (shop, HUFU_ACT_LEAVE_OUT);
  said ("not offered");
  sign_in (shop, "01");
  hufu_counter_select_line (shop->counter, 1);
  hufu_shop_act (shop, HUFU_ACT_SHOW_DETAIL);
  hufu_shop_act (shop, HUFU_ACT_LEAVE_OUT);
  hufu_shop_pay_cash (shop, 1290);
  sees ("panel.kind", "done");
}

/* Made to order: the usual days are one touch, any other is typed; none is left out, and none is in
 * the past. */
static void
test_due (void)
{
  g_autoptr (HufuShop) shop = shop_new_asking ("due");

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  sees ("panel.choices.1.label", "Tomorrow");
  g_assert_false (hufu_shop_offers (shop, HUFU_ACT_LEAVE_OUT));
  hufu_shop_type (shop, "2-30");
  said ("no such day or time");
  hufu_shop_type (shop, "2020-01-01");
  said ("in the past");
  hufu_shop_type (shop, "2099-01-01");
  said ("more than a year");
  hufu_shop_act (shop, HUFU_ACT_PAY);
  said ("has no due date yet");
  hufu_shop_act (shop, HUFU_ACT_DUE_WEEK);
  sees ("panel.kind", "");
  g_assert_true (g_str_has_prefix (hufu_shop_text (shop, "basket.rows.0.variant"), "Ready on 20"));
  hufu_shop_act (shop, HUFU_ACT_DUE_WEEK);
  said ("not offered");
  hufu_counter_answer (shop->counter, 1, "+3 9:05");
  hufu_shop_settle (shop);
  g_assert_true (g_str_has_suffix (hufu_shop_text (shop, "basket.rows.0.variant"), " 09:05"));
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_type (shop, HUFU_SHOP_TEA); /* a product's number is one */
  counts ("basket.rows", 3);
}

/* A till that was killed asks on. */
static void
test_kept (void)
{
  g_autoptr (HufuShop) shop = shop_new_asking ("due");

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_DUE_TOMORROW);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_close (shop);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  counts ("basket.rows", 2);
  g_assert_true (g_str_has_prefix (hufu_shop_text (shop, "basket.rows.0.variant"), "Ready on 20"));
  sees ("basket.rows.1.why", "Due date: not said yet");
  hufu_shop_act (shop, HUFU_ACT_PAY);
  said ("Line 2, Crisps");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detail/scanned-with-it", test_scanned_with_it);
  g_test_add_func ("/detail/asked", test_asked);
  g_test_add_func ("/detail/one-after-the-other", test_one_after_the_other);
  g_test_add_func ("/detail/answered-by-a-code", test_answered_by_a_code);
  g_test_add_func ("/detail/left-out", test_left_out);
  g_test_add_func ("/detail/due", test_due);
  g_test_add_func ("/detail/kept", test_kept);
  return g_test_run ();
}
