/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands at the till, and what happens when nobody does. */
#include <string.h>

#include "store/sql.h"
#include "tests/counter/shop-fill.h"
#include "tests/counter/shop.h"
#include "tests/lib/await.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)

static HufuShop *
open_with_lock (void)
{
  HufuShop *shop = hufu_shop_new ();
  g_autoptr (HufuDb) db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      HUFU_ACT_RUN (db, &error, "UPDATE policy SET body = json_set (body, '$.auto_lock_s', 1)"));
  g_assert_no_error (error);
  g_clear_pointer (&db, hufu_db_close);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  return shop;
}

/* The basket waits for whoever signs in next. */
static void
test_auto_lock (void)
{
  g_autoptr (HufuShop) shop = open_with_lock ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_await (hufu_counter_get_screen (shop->counter) == HUFU_SCREEN_SIGN_IN, 30000);
  g_assert_nonnull (strstr (shop->notices->str, "Nothing is lost"));
  hufu_counter_sign_in (shop->counter, "01", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  sees ("screen", "sell");
  sees ("basket.rows.0.name", "Crisps");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people/auto-lock", test_auto_lock);
  return g_test_run ();
}
