/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products of which something may be chosen, at the counter. */
#include <string.h>

#include "counter/counter-private.h"
#include "store/sql.h"
#include "tests/counter/shop-fill.h"
#include "tests/lib/await.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)
#define said(words) g_assert_nonnull (strstr (shop->notices->str, words))

#define SUGAR                                                                                      \
  "{\"name_en\": \"Sugar\", \"name_zh\": \"糖\", \"least\": 1, \"choices\": ["                    \
  "{\"id\": \"full\", \"name_en\": \"Full sugar\", \"name_zh\": \"全糖\", \"standard\": true},"  \
  "{\"id\": \"less\", \"name_en\": \"Less sugar\", \"name_zh\": \"少糖\"}]}"
#define TOPPINGS                                                                                    \
  "{\"name_en\": \"Toppings\", \"name_zh\": \"加料\", \"most\": 2, \"choices\": ["                \
  "{\"id\": \"pearls\", \"name_en\": \"Pearls\", \"name_zh\": \"珍珠\", \"price_minor\": 200},"   \
  "{\"id\": \"oat\", \"name_en\": \"Oat milk\", \"name_zh\": \"燕麦奶\", \"price_minor\": 300}," \
  "{\"id\": \"jelly\", \"name_en\": \"Jelly\", \"name_zh\": \"冻\", \"price_minor\": 150}]}"
#define CUP                                                                                        \
  "{\"name_en\": \"Cup\", \"name_zh\": \"杯型\", \"least\": 1, \"choices\": ["                   \
  "{\"id\": \"paper\", \"name_en\": \"Paper cup\", \"name_zh\": \"纸杯\"},"                      \
  "{\"id\": \"own\", \"name_en\": \"Own cup\", \"name_zh\": \"自带杯\"}]}"

/* The tea (5.03) offers. */
static HufuShop *
shop_new_offering (const char *options)
{
  HufuShop *shop = hufu_shop_new_selling ();

  hufu_shop_offer (shop, 2, options, NULL);
  return shop;
}

static void
choose (HufuShop *shop, guint32 line_no, const char *text)
{
  hufu_counter_choose (shop->counter, line_no, text);
  hufu_shop_settle (shop);
}

/* Who is in a hurry scans and takes the money: what is standard is chosen. */
static void
test_standard (void)
{
  g_autoptr (HufuShop) shop = shop_new_offering ("[" SUGAR ", " TOPPINGS "]");

  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  sees ("panel.kind", "options");
  sees ("panel.options.0.group", "Sugar: one");
  sees ("panel.options.2.group", "Toppings: at most 2");
  sees ("panel.options.3.price", "+3.00");
  sees ("basket.rows.0.variant", "Full sugar");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  sees ("panel.kind", "");
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  counts ("basket.rows", 3); /* each may be another */
  hufu_shop_pay_cash (shop, 5000);
  sees ("panel.kind", "done");
}

/* By touch (a number), by digits and by id; each is told with what it costs. */
static void
test_chosen (void)
{
  g_autoptr (HufuShop) shop = shop_new_offering ("[" SUGAR ", " TOPPINGS "]");

  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_type (shop, "2 4");
  sees ("basket.rows.0.variant", "Less sugar · Oat milk");
  sees ("basket.rows.0.amount", "8.03");
  sees ("basket.rows.0.detail", "1 × 8.03 = 8.03. Store price 5.03.\nOat milk: 3.00");
  sees ("panel.kind", "options");
  choose (shop, 0, "3");
  sees ("basket.rows.0.amount", "10.03");
  choose (shop, 0, "5");
  said ("As many are chosen as may be");
  sees ("basket.rows.0.amount", "10.03");
  choose (shop, 1, "pearls jelly");
  sees ("basket.rows.0.variant", "Less sugar · Oat milk · Jelly");
  choose (shop, 1, "full salt"); /* all or nothing */
  said ("offers no such choice");
  sees ("basket.rows.0.variant", "Less sugar · Oat milk · Jelly");
  hufu_shop_type (shop, "17");
  said ("offers no such choice");
  choose (shop, 9, "1");
  said ("no longer in this sale");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  choose (shop, 2, "1");
  said ("offers no such choice");
  hufu_counter_set_qty (shop->counter, 1, 2000);
  hufu_shop_settle (shop);
  sees ("basket.rows.0.amount", "19.06");
}

/* A group that has no standard stops paying, with its name. */
static void
test_required (void)
{
  g_autoptr (HufuShop) shop = shop_new_offering ("[" SUGAR ", " CUP "]");

  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  sees ("basket.rows.0.why", "Cup: not chosen yet");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_PAY);
  said ("Line 1, Green tea: Cup has to be chosen");
  sees ("screen", "sell");
  sees ("panel.kind", "options");
  hufu_shop_act (shop, HUFU_ACT_PAY_CARD);
  said ("Cup has to be chosen");
  hufu_shop_type (shop, "4");
  sees ("basket.rows.0.variant", "Full sugar · Own cup");
  hufu_shop_pay_cash (shop, 5000);
  sees ("panel.kind", "done");
}

/* The same button asks for the choices and then for the rest. */
static void
test_with_a_due_date (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_offer (shop, 2, "[" CUP "]", "due");
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  sees ("panel.kind", "options");
  hufu_shop_type (shop, "1");
  sees ("panel.kind", "detail");
  hufu_shop_act (shop, HUFU_ACT_DUE_TOMORROW);
  sees ("panel.kind", "");
  hufu_shop_act (shop, HUFU_ACT_SHOW_DETAIL);
  sees ("panel.kind", "options");
  hufu_shop_act (shop, HUFU_ACT_SHOW_DETAIL);
  sees ("panel.kind", "detail");
  hufu_shop_pay_cash (shop, 5000);
  sees ("panel.kind", "done");
}

/* What a line offers and what it costs stays as it was when it came, also over a kill. */
static void
test_kept (void)
{
  g_autoptr (HufuShop) shop = shop_new_offering ("[" TOPPINGS "]");

  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  choose (shop, 1, "oat");
  hufu_shop_offer (shop, 2, "[" CUP "]", NULL);
  hufu_shop_close (shop);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  sees ("basket.rows.0.variant", "Oat milk");
  sees ("basket.rows.0.amount", "8.03");
  sees ("basket.rows.0.new_price", "");
  choose (shop, 1, "pearls");
  sees ("basket.rows.0.amount", "10.03");
  hufu_shop_reprice (shop, 2, 603, 0);
  sees ("basket.rows.0.new_price", "11.03");
  hufu_counter_take_price (shop->counter, 1);
  hufu_shop_settle (shop);
  sees ("basket.rows.0.amount", "11.03");
}

static gpointer
spoil (HufuDb *db, gpointer data, GError **error)
{
  return HUFU_RUN (db, error, "UPDATE product SET options = '[{}]' WHERE id = ?", SQL_INT (2))
             ? data
             : NULL;
}

static void
on_spoilt (HufuCounter *counter, gpointer answer, const GError *error)
{
  g_assert_no_error (error);
}

/* A whole signed catalogue that was made elsewhere: what cannot be read is said, the sale goes on,
 * and the manager has it counted. */
static void
test_unreadable (void)
{
  g_autoptr (HufuShop) shop = shop_new_offering ("[" SUGAR "]");

  hufu_counter_ask (shop->counter, shop->counter->catalog, spoil, shop, NULL, NULL, on_spoilt);
  hufu_shop_settle (shop);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  said ("The options of this product cannot be read");
  sees ("basket.rows.0.amount", "5.03");
  hufu_await (hufu_shop_count (shop, "manager.cases") == 1, 20000);
  sees ("manager.cases.0.kind", "product");
  g_string_truncate (shop->notices, 0);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  counts ("basket.rows", 2);
  g_assert_null (strstr (shop->notices->str, "cannot be read"));
}

/* The same in a page of changes; once it is told well nothing is said any more. */
static void
test_told_badly (void)
{
  g_autoptr (HufuShop) shop = shop_new_offering ("[{}]");

  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  said ("The options of this product cannot be read");
  hufu_await (hufu_shop_count (shop, "manager.cases") == 1, 20000);
  hufu_shop_offer (shop, 2, "[" SUGAR "]", NULL);
  hufu_await (hufu_shop_count (shop, "manager.cases") == 0, 20000);
  g_string_truncate (shop->notices, 0);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  sees ("panel.kind", "options");
  g_assert_null (strstr (shop->notices->str, "cannot be read"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/options/standard", test_standard);
  g_test_add_func ("/options/chosen", test_chosen);
  g_test_add_func ("/options/required", test_required);
  g_test_add_func ("/options/with-a-due-date", test_with_a_due_date);
  g_test_add_func ("/options/kept", test_kept);
  g_test_add_func ("/options/unreadable", test_unreadable);
  g_test_add_func ("/options/told-badly", test_told_badly);
  return g_test_run ();
}
