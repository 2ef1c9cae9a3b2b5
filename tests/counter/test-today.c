/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's view of today, beside selling, while nobody answers. */
#include <string.h>

#include "tests/counter/shop.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)

static void
sign_in_as (HufuShop *shop, const char *no)
{
  hufu_shop_act (shop, HUFU_ACT_SIGN_OUT);
  hufu_counter_sign_in (shop->counter, no, HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
}

static void
sell (HufuShop *shop, const char *code)
{
  hufu_shop_scan (shop, code);
  hufu_shop_pay_cash (shop, 10000);
}

static const char *
find_issue (HufuShop *shop, const char *title)
{
  for (guint i = 0; i < hufu_shop_count (shop, "today.issues"); i++) {
    g_autofree char *title_path = g_strdup_printf ("today.issues.%u.title", i);
    g_autofree char *hint_path = g_strdup_printf ("today.issues.%u.hint", i);

    if (g_str_has_prefix (hufu_shop_text (shop, title_path), title))
      return hufu_shop_text (shop, hint_path);
  }
  return "";
}

/* What a manager sees is what was sold, each figure with what it is made of. */
static void
test_sums (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_shop_settle (shop);
  sell (shop, HUFU_SHOP_CRISPS);
  sell (shop, HUFU_SHOP_TEA);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  sign_in_as (shop, "01");
  hufu_shop_act (shop, HUFU_ACT_SHOW_TODAY);
  sees ("today.figures.0.value", "17.93");
  sees ("today.figures.1.value", "2");
  sees ("today.figures.1.hint", "8.97 on average = 17.93 / 2");
  sees ("today.figures.2.value", "0");
  sees ("today.figures.4.label", "Tax");
  sees ("today.figures.4.value", "2.06");
  sees ("today.figures.4.hint", "Tax 13%: 2.06");
  counts ("today.hours", 1);
  sees ("today.hours.0.amount", "17.93");
  counts ("today.clerks", 1);
  sees ("today.clerks.0.amount", "17.93");
  sees ("today.tenders.0.label", "Cash");
  sees ("today.tenders.0.hint", "2");
  g_assert_nonnull (strstr (find_issue (shop, "Not sent"), "elling goes on"));
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("today.figures.1.value", "2 单");
  hufu_shop_assert_whole (shop);
}

/* What the drawer should hold follows from it, so it is the manager's alone, as X is. */
static void
test_manager_alone (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  gboolean shown = FALSE;

  sell (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  sign_in_as (shop, "03");
  hufu_shop_act (shop, HUFU_ACT_SHOW_TODAY);
  counts ("today.figures", 0);
  g_assert_nonnull (strchr (shop->sounds->str, 'r'));
  sign_in_as (shop, "01");
  hufu_shop_act (shop, HUFU_ACT_SHOW_MANAGER);
  counts ("today.figures", 5);
  g_object_get (hufu_counter_get_today (shop->counter), "shown", &shown, NULL);
  g_assert_true (shown);
  hufu_shop_act (shop, HUFU_ACT_SHOW_MANAGER);
  g_object_get (hufu_counter_get_today (shop->counter), "shown", &shown, NULL);
  g_assert_false (shown);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  counts ("today.figures", 0);
  sign_in_as (shop, "03");
  counts ("today.figures", 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/today/sums", test_sums);
  g_test_add_func ("/today/manager-alone", test_manager_alone);
  return g_test_run ();
}
