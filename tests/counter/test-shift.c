/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawer and the end of a shift at the counter, while nobody answers. */
#include <string.h>

#include "counter/typed-sum.h"
#include "tests/counter/shop.h"
#include "tests/lib/await.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)
#define amounts(path, n) g_assert_cmpint (hufu_shop_number (shop, path), ==, n)
#define says(words) g_assert_nonnull (strstr (shop->notices->str, words))

static void
move (HufuShop *shop, HufuCashKind kind, gint64 amount_minor, const char *reason, const char *note)
{
  g_string_truncate (shop->notices, 0);
  hufu_counter_move_cash (shop->counter, kind, amount_minor, reason, note);
  hufu_shop_settle (shop);
}

static void
sign_in_as (HufuShop *shop, const char *no)
{
  hufu_shop_act (shop, HUFU_ACT_SIGN_OUT);
  hufu_counter_sign_in (shop->counter, no, HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
}

/* So many hundreds and single yuan. */
static void
count (HufuShop *shop, guint32 yuan)
{
  HufuCountPad *pad = hufu_counter_get_count_pad (shop->counter);

  hufu_count_pad_set_pieces (pad, 0, yuan / 100);
  hufu_count_pad_set_pieces (pad, 5, yuan % 100);
}

static void
close_with (HufuShop *shop, guint32 yuan)
{
  hufu_shop_act (shop, HUFU_ACT_CLOSE_SHIFT);
  sees ("screen", "close-shift");
  count (shop, yuan);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
}

static const char *
find_line (HufuShop *shop, const char *label)
{
  for (guint i = 0; i < hufu_shop_count (shop, "panel.lines"); i++) {
    g_autofree char *label_path = g_strdup_printf ("panel.lines.%u.label", i);
    g_autofree char *value_path = g_strdup_printf ("panel.lines.%u.value", i);

    if (strcmp (hufu_shop_text (shop, label_path), label) == 0)
      return hufu_shop_text (shop, value_path);
  }
  return "";
}

/* ---- the drawer ---- */

static void
test_moves (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  gint64 before = hufu_shop_books (shop, "journal");

  move (shop, HUFU_CASH_IN, 5000, "change", "");
  says ("Cash in 50.00: Change brought in. Booked.");
  move (shop, HUFU_CASH_OUT, 1250, "expense", "Tape");
  says ("Cash out 12.50");
  move (shop, HUFU_CASH_NO_SALE, 0, "check", NULL);
  says ("It is in the journal.");
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, before + 3);
  move (shop, HUFU_CASH_OUT, 1250, "expense", "");
  says ("needs a few words");
  move (shop, HUFU_CASH_OUT, 0, "safe", "");
  says ("above 0");
  move (shop, HUFU_CASH_OUT, 100000001, "safe", "");
  says ("at most 1,000,000.00");
  move (shop, HUFU_CASH_OUT, 100, "nothing", "");
  says ("choose a reason");
  move (shop, HUFU_CASH_OUT, 100, "safe", "4111 1111 1111 1111");
  says ("card number");
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, before + 3);
  hufu_shop_assert_whole (shop);
}

/* The page of the drawer: the sale waits, a scan is not taken for money, the reason is asked for.
 */
static void
test_page (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  HufuDrawerPad *pad = hufu_counter_get_drawer_pad (shop->counter);
  gint64 before = hufu_shop_books (shop, "journal");

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_SHOW_DRAWER);
  sees ("screen", "drawer");
  sees ("primary.label", "Type the amount");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  says ("cash is being booked");
  counts ("basket.rows", 1);
  hufu_drawer_pad_set_kind (pad, HUFU_CASH_OUT);
  hufu_drawer_pad_press (pad, "12.5");
  sees ("primary.label", "Cash out 12.50");
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  says ("choose a reason");
  hufu_drawer_pad_step (pad, 1);
  hufu_drawer_pad_step (pad, 1);
  sees ("drawer.reason", "expense");
  hufu_drawer_pad_step (pad, -1);
  sees ("drawer.reason", "safe");
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  says ("Cash out 12.50: To the safe or bank. Booked.");
  sees ("screen", "sell");
  counts ("basket.rows", 1);
  hufu_shop_act (shop, HUFU_ACT_SHOW_DRAWER);
  sees ("drawer.amount-text", "0.00");
  hufu_drawer_pad_set_kind (pad, HUFU_CASH_NO_SALE);
  hufu_drawer_pad_press (pad, "5");
  amounts ("drawer.amount-minor", 0);
  sees ("primary.label", "Open the drawer");
  hufu_shop_act (shop, HUFU_ACT_BACK);
  sees ("screen", "sell");
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, before + 1);
}

/* What keys make of a sum on every pad. */
static void
test_typed_sum (void)
{
  static const struct {
    const char *keys, *typed;
    gint64 minor;
  } rows[] = {
      {"", "", 0},
      {"5", "5", 500},
      {"1 2 . 5", "12.5", 1250},
      {".", ".", 0},
      {". 5", ".5", 50},
      {"1 . 2 3 4", "1.23", 123},
      {"1 . . 2", "1.2", 120},
      {"- 7", "7", 700},
      {"9 00 00 00 00 00", "900000000", 90000000000},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuTypedSum sum = {0};
    g_auto (GStrv) keys = g_strsplit (rows[i].keys, " ", -1);

    for (char **key = keys; *key != NULL; key++)
      hufu_typed_sum_press (&sum, *key);
    g_assert_cmpstr (sum.text, ==, rows[i].typed);
    g_assert_cmpint (hufu_typed_sum_get_minor (&sum), ==, rows[i].minor);
  }
}

/* The slip, which opens the drawer, goes the way of the receipts. */
static void
test_slip (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  shop->printer_uri = g_strdup_printf ("file:%s/paper", shop->data_dir);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  move (shop, HUFU_CASH_NO_SALE, 0, "check", "");
  hufu_await (g_file_test (shop->printer_uri + strlen ("file:"), G_FILE_TEST_IS_DIR) &&
                  hufu_shop_books (shop, "waiting_prints") == 0,
              20000);
}

/* ---- X ---- */

static void
test_x_is_for_managers (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_pay_cash (shop, 2000);
  move (shop, HUFU_CASH_OUT, 10000, "safe", "");
  hufu_shop_act (shop, HUFU_ACT_SHOW_X);
  says ("a manager signs in");
  sees ("panel.kind", "done");
  sign_in_as (shop, "01");
  hufu_shop_act (shop, HUFU_ACT_SHOW_X);
  sees ("panel.kind", "report");
  g_assert_cmpstr (find_line (shop, "Sales"), ==, "1");
  g_assert_cmpstr (find_line (shop, "Gross"), ==, "12.90");
  g_assert_cmpstr (find_line (shop, "Expected in the drawer"), ==, "112.90");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  g_assert_cmpstr (find_line (shop, "应有现金"), ==, "112.90");
}

/* Who sold how much, who threw sales away; one who did nothing is not named. */
static void
test_x_by_clerk (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_pay_cash (shop, 1290);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_act (shop, HUFU_ACT_VOID);
  hufu_shop_act (shop, HUFU_ACT_REASON_MISTAKE);
  sign_in_as (shop, "01");
  hufu_shop_act (shop, HUFU_ACT_SHOW_X);
  g_assert_cmpstr (find_line (shop, "Lin (1)"), ==, ""); /* it is all hers */
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_pay_cash (shop, 2580);
  hufu_shop_act (shop, HUFU_ACT_SHOW_X);
  g_assert_cmpstr (find_line (shop, "Sales"), ==, "2");
  g_assert_cmpstr (find_line (shop, "Chen (1)"), ==, "25.80");
  g_assert_cmpstr (find_line (shop, "Lin (1)"), ==, "12.90");
  g_assert_cmpstr (find_line (shop, "  Sales thrown away"), ==, "1");
}

/* Nothing that a cashier sees before the count tells what there should be. */
static void
test_the_count_is_blind (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  g_autofree char *json = NULL;

  move (shop, HUFU_CASH_OUT, 4321, "safe", "");
  hufu_shop_act (shop, HUFU_ACT_CLOSE_SHIFT);
  hufu_shop_settle (shop);
  json = hufu_counter_to_json (shop->counter);
  g_assert_null (strstr (json, "156.79"));
  g_assert_null (strstr (json, "15679"));
}

/* ---- closing ---- */

static void
test_close (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_pay_cash (shop, 2000);
  close_with (shop, 213); /* 0.10 over */
  sees ("screen", "sign-in");
  sees ("panel.headline", "Shift closed");
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "213.00 counted, 0.10 over"));
  g_assert_true (g_str_has_suffix (hufu_shop_text (shop, "shift.last_z_no"), "-Z0001"));
  sees ("status.shift-text", "No shift");
  g_string_truncate (shop->notices, 0);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  says ("sign in and open the shift first");
  hufu_counter_sign_in (shop->counter, "03", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  sees ("screen", "open-shift");
  hufu_shop_assert_whole (shop);
}

static void
test_whose_shift (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  hufu_shop_open (shop);
  hufu_counter_sign_in (shop->counter, "01", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  hufu_counter_open_shift (shop->counter, 100000001, "2026-01-05");
  says ("at most 1,000,000.00");
  hufu_counter_open_shift (shop->counter, 20000, "2026-01-05");
  hufu_shop_settle (shop);
  sign_in_as (shop, "03");
  hufu_shop_act (shop, HUFU_ACT_CLOSE_SHIFT);
  says ("Chen or a manager closes it");
  sees ("screen", "sell");
  sign_in_as (shop, "01");
  close_with (shop, 200);
  sees ("screen", "sign-in");
}

static void
test_beyond (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  close_with (shop, 150);
  sees ("screen", "close-shift");
  sees ("panel.headline", "50.00 short");
  sees ("count.difference-text", "50.00 short");
  hufu_shop_act (shop, HUFU_ACT_HAND_IN);
  says ("Choose the reason");
  hufu_shop_act (shop, HUFU_ACT_BACK); /* counted again */
  sees ("screen", "close-shift");
  count (shop, 160);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.headline", "40.00 short");
  hufu_counter_approve_count (shop->counter, "other", "", "01", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  says ("needs a few words");
  hufu_counter_approve_count (shop->counter, "unknown", "", "03", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  says ("A manager has to approve");
  hufu_counter_approve_count (shop->counter, "unknown", "", "01", "0000");
  hufu_shop_settle (shop);
  says ("Wrong PIN. 4 tries left.");
  sees ("screen", "close-shift");
  hufu_counter_approve_count (shop->counter, "unknown", "", "01", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  sees ("screen", "sign-in");
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "40.00 short"));
  hufu_shop_assert_whole (shop);
}

/* A till that is killed between the count and the approval is counted once more, and says so. */
static void
test_killed_while_counting (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  close_with (shop, 150);
  hufu_shop_close (shop);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  close_with (shop, 200);
  sees ("panel.headline", "to the cent");
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "An earlier count"));
  hufu_counter_approve_count (shop->counter, "unknown", "", "01", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  sees ("screen", "sign-in");
  hufu_shop_assert_whole (shop);
}

/* Odoo 40053 and its like: an open sale is no reason not to go home. */
static void
test_open_sales_stay (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_HOLD);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_act (shop, HUFU_ACT_CLOSE_SHIFT);
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "open sales: 2"));
  count (shop, 200);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "open sales: 2"));
  hufu_shop_sign_in (shop);
  amounts ("basket.due_minor", 503);
  counts ("held", 1);
}

static void
test_back_to_the_sale (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_act (shop, HUFU_ACT_CLOSE_SHIFT);
  g_string_truncate (shop->notices, 0);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  says ("the drawer is being counted");
  hufu_shop_act (shop, HUFU_ACT_PAY);
  sees ("screen", "close-shift");
  hufu_shop_act (shop, HUFU_ACT_BACK);
  sees ("screen", "sell");
  amounts ("basket.due_minor", 503);
}

/* What one counted the next one begins with, without counting again. */
static void
test_handover (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_act (shop, HUFU_ACT_CLOSE_SHIFT);
  count (shop, 200);
  hufu_count_pad_set_handover (hufu_counter_get_count_pad (shop->counter), TRUE);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "takes it over"));
  amounts ("shift.left_minor", 20000);
  hufu_counter_sign_in (shop->counter, "01", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  sees ("screen", "open-shift");
  hufu_counter_open_shift (shop->counter, hufu_counter_get_left_minor (shop->counter), NULL);
  hufu_shop_settle (shop);
  amounts ("shift.left_minor", 0);
  hufu_shop_act (shop, HUFU_ACT_SHOW_X);
  g_assert_cmpstr (find_line (shop, "Expected in the drawer"), ==, "200.00");
  hufu_shop_assert_whole (shop);
}

/* ---- the pad ---- */

static void
test_pad (void)
{
  static const struct {
    const char *keys;
    gint64 total_minor;
  } rows[] = {
      {"3", 30000}, {"12", 120000}, {"1x.", 10000}, {"100000", 100000000}, {"", 0},
  };
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  HufuCountPad *pad = hufu_counter_get_count_pad (shop->counter);

  hufu_shop_act (shop, HUFU_ACT_CLOSE_SHIFT);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    hufu_count_pad_set_pieces (pad, 0, 0);
    for (const char *key = rows[i].keys; *key != '\0'; key++) {
      const char one[] = {*key, '\0'};
      hufu_count_pad_press (pad, one);
    }
    amounts ("count.total-minor", rows[i].total_minor);
  }
  hufu_count_pad_select (pad, 99);
  amounts ("count.selected", 7);
  hufu_count_pad_press (pad, "25");
  sees ("count.total-text", "2.50");
  hufu_count_pad_backspace (pad);
  sees ("count.total-text", "0.20");
  sees ("count.rows.7.label", "1 jiao");
  sees ("primary.label", "Hand in 0.20");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/shift/moves", test_moves);
  g_test_add_func ("/counter/shift/page", test_page);
  g_test_add_func ("/counter/shift/typed-sum", test_typed_sum);
  g_test_add_func ("/counter/shift/slip", test_slip);
  g_test_add_func ("/counter/shift/x-is-for-managers", test_x_is_for_managers);
  g_test_add_func ("/counter/shift/x-by-clerk", test_x_by_clerk);
  g_test_add_func ("/counter/shift/the-count-is-blind", test_the_count_is_blind);
  g_test_add_func ("/counter/shift/close", test_close);
  g_test_add_func ("/counter/shift/whose-shift", test_whose_shift);
  g_test_add_func ("/counter/shift/beyond", test_beyond);
  g_test_add_func ("/counter/shift/killed-while-counting", test_killed_while_counting);
  g_test_add_func ("/counter/shift/open-sales-stay", test_open_sales_stay);
  g_test_add_func ("/counter/shift/back-to-the-sale", test_back_to_the_sale);
  g_test_add_func ("/counter/shift/handover", test_handover);
  g_test_add_func ("/counter/shift/pad", test_pad);
  return g_test_run ();
}
