/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cashier's day at the counter: signing in, selling, holding, members. */
#include <string.h>

#include "counter/cash-pad-private.h"
#include "tests/counter/shop.h"
#include "tests/lib/await.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)
#define amounts(path, n) g_assert_cmpint (hufu_shop_number (shop, path), ==, n)

/* ---- who stands here ---- */

static void
test_sign_in (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  hufu_shop_open (shop);
  sees ("screen", "sign-in");
  counts ("people", 2);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  g_assert_nonnull (strstr (shop->notices->str, "sign in"));
  counts ("basket.rows", 0);
  hufu_shop_sign_in (shop);
  sees ("status.clerk-text", "Lin");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_SIGN_OUT);
  sees ("screen", "sign-in");
  hufu_shop_sign_in (shop); /* the shift is still open, and so is the sale */
  amounts ("basket.due_minor", 1290);
}

static void
test_wrong_pin (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  hufu_shop_open (shop);
  for (int tries = 1; tries <= 5; tries++) {
    g_string_truncate (shop->notices, 0);
    hufu_counter_sign_in (shop->counter, "03", "0000");
    hufu_shop_settle (shop);
    g_assert_nonnull (strstr (shop->notices->str, tries < 5 ? "Wrong PIN" : "locked"));
  }
  hufu_counter_sign_in (shop->counter, "03", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  sees ("screen", "sign-in");
  hufu_counter_sign_in (shop->counter, "99", HUFU_SHOP_PIN);
  hufu_counter_sign_in (shop->counter, "01", "12");
  hufu_shop_settle (shop);
  sees ("screen", "sign-in");
  hufu_counter_sign_in (shop->counter, "01", HUFU_SHOP_PIN); /* another one is not locked */
  hufu_shop_settle (shop);
  sees ("screen", "open-shift");
}

static void
test_bad_shift (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  hufu_shop_open (shop);
  hufu_counter_sign_in (shop->counter, "03", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  hufu_counter_open_shift (shop->counter, -1, NULL);
  hufu_counter_open_shift (shop->counter, 100, "2026-02-30");
  hufu_shop_settle (shop);
  sees ("screen", "open-shift");
  hufu_counter_open_shift (shop->counter, 100, NULL);
  hufu_shop_settle (shop);
  sees ("screen", "sell");
}

/* What was scanned while the books were being opened is answered, not lost. */
static void
test_early_input (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  const HufuCounterOptions options = {.data_dir = shop->data_dir,
                                      .platform_url = "http://127.0.0.1:1"};

  hufu_shop_close (shop);
  shop->counter = hufu_counter_new (&options);
  hufu_counter_start (shop->counter);
  hufu_counter_sign_in (shop->counter, "03", HUFU_SHOP_PIN);
  hufu_counter_input (shop->counter, HUFU_SHOP_CRISPS, -1, HUFU_INPUT_SCAN);
  sees ("screen", "starting");
  hufu_shop_settle (shop);
  sees ("screen", "sell");
  amounts ("basket.due_minor", 1290);
}

/* ---- selling ---- */

static void
test_three_products (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_L);
  counts ("basket.rows", 3);
  amounts ("basket.due_minor", 1290 + 503 + 9900);
  g_assert_cmpstr (shop->sounds->str, ==, "i");
  hufu_shop_type (shop, "*3"); /* the selected line is the last one */
  amounts ("basket.due_minor", 1290 + 503 + 3 * 9900);
  hufu_counter_set_qty (shop->counter, 1, 2000);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 2 * 1290 + 503 + 3 * 9900);
  hufu_counter_delete_line (shop->counter, 3);
  hufu_shop_settle (shop);
  amounts ("selected_line", 0);
  amounts ("basket.due_minor", 2 * 1290 + 503);
  hufu_shop_type (shop, "*4"); /* nothing is selected: of the next one */
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  amounts ("basket.due_minor", 2 * 1290 + 5 * 503);
  hufu_counter_delete_line (shop->counter, 77);
  hufu_counter_set_qty (shop->counter, 1, -5);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 2 * 1290 + 5 * 503);
}

static void
test_cash (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_TEA); /* 5.03, rounded to 5.00 in cash */
  hufu_shop_act (shop, HUFU_ACT_PAY);
  hufu_cash_pad_set_received (hufu_counter_get_cash_pad (shop->counter), 400);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("screen", "tender"); /* a part */
  sees ("cash_pad.part-text", "4.00 in cash, 1.03 still to pay.");
  hufu_cash_pad_set_received (hufu_counter_get_cash_pad (shop->counter), 2000);
  amounts ("cash_pad.change-minor", 1900);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("screen", "sell");
  sees ("panel.kind", "done");
  sees ("panel.facts.0.value", "19.00");
  g_assert_true (g_str_has_suffix (hufu_shop_text (shop, "panel.facts.1.value"), "-0001"));
  counts ("basket.rows", 0);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  sees ("panel.kind", ""); /* old news folds away */
  hufu_shop_act (shop, HUFU_ACT_PAY);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY); /* the first touch fills in the exact sum */
  sees ("screen", "tender");
  amounts ("cash_pad.received-minor", 1290);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  g_assert_true (g_str_has_suffix (hufu_shop_text (shop, "panel.facts.1.value"), "-0002"));
  hufu_shop_act (shop, HUFU_ACT_FINISH); /* there is nothing to finish */
  hufu_shop_act (shop, HUFU_ACT_PAY);
  sees ("screen", "sell");
  hufu_shop_assert_whole (shop);
}

/* What is rounded up is never called taken off. */
static void
test_rounding_says_which_way (void)
{
  static const struct {
    gint64 due_minor;
    HufuLang lang;
    const char *text;
  } rows[] = {
      {70507, HUFU_LANG_EN, "rounding +0.03"},
      {70507, HUFU_LANG_ZH, "进位 +0.03"},
      {70503, HUFU_LANG_EN, "rounding -0.03"},
      {70503, HUFU_LANG_ZH, "抹零 -0.03"},
      {70510, HUFU_LANG_EN, ""},
      {70510, HUFU_LANG_ZH, ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuCashPad) pad = hufu_cash_pad_new ();
    g_autofree char *text = NULL;
    hufu_cash_pad_ask (pad, rows[i].due_minor, 0, 10, HUFU_ROUND_HALF_UP, rows[i].lang);
    g_object_get (pad, "rounding-text", &text, NULL);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_labels (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan_label (shop, HUFU_SHOP_CHEESE_12345, "12345", 1234);
  amounts ("basket.due_minor", 1234);
  hufu_shop_scan_label (shop, HUFU_SHOP_APPLES_54321, "54321", 1500); /* 1.5 kg at 10.00 */
  amounts ("basket.due_minor", 1234 + 1500);
  hufu_shop_scan_label (shop, HUFU_SHOP_APPLES_54321, "99999", 1500);
  sees ("panel.headline", "Unknown code");
  hufu_counter_add_product (shop->counter, 6);
  hufu_shop_settle (shop);
  g_assert_nonnull (strstr (shop->notices->str, "weigh"));
  amounts ("basket.due_minor", 1234 + 1500);
}

/* What a GS1 code tells of the piece stands on its line; a piece past its date is not sold. */
static void
test_gs1 (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, "]C10106901234567892172912311021A\x1d"
                        "21S1");
  sees ("basket.rows.0.name", "Crisps");
  sees ("basket.rows.0.variant", "Lot 21A · Serial no. S1 · Use by 2029-12-31");
  hufu_shop_scan (shop, "(01)06901234567892(21)S1");
  counts ("basket.rows", 1);
  g_assert_nonnull (strstr (shop->notices->str, "serial number"));
  hufu_shop_scan (shop, "(01)06901234567892(21)S2");
  counts ("basket.rows", 2);
  hufu_shop_close (shop);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  sees ("basket.rows.0.variant", "Lot 21A · Serial no. S1 · Use by 2029-12-31");
  hufu_shop_scan (shop, "(01)06901234567892(17)250131");
  sees ("panel.headline", "Past its date");
  sees ("panel.sentence",
        "Its last day was 2025-01-31. Take another piece and put this one aside.");
  counts ("basket.rows", 2);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
}

/* Anybody can make a code with a price in it: it counts where the price differs from piece to
 * piece, not where the product has one, and an open price keeps its limit. */
static void
test_price_in_code (void)
{
  static const struct {
    const char *code, *amount, *panel; /* amount "": nothing came */
    gboolean told;
  } rows[] = {
      {"https://id.gs1.org/01/06901234567908?3922=0450", "5.03", "", TRUE},
      {"(01)06901234567908(3922)1", "5.03", "", TRUE},
      {"(01)06901234567908(3922)0", "5.03", "", TRUE},
      {"(01)06901234567939(3922)4999", "49.99", "", FALSE}, /* asked, at most 50.00 */
      {"(01)06901234567939(3922)5001", "", "price", FALSE},
      {"(01)06901234567939(3922)0", "", "price", FALSE},
      {"(01)96901234567895(3922)777", "7.77", "", FALSE}, /* GS1 2.1.10: of variable measure */
      {"(01)96901234567895(3922)0", "20.00", "", TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

    g_test_message ("%s", rows[i].code);
    hufu_shop_scan (shop, rows[i].code);
    sees ("panel.kind", rows[i].panel);
    counts ("basket.rows", *rows[i].amount == '\0' ? 0 : 1);
    if (*rows[i].amount != '\0')
      sees ("basket.rows.0.amount", rows[i].amount);
    g_assert_cmpint (strstr (shop->notices->str, "The price in the code does not count") != NULL,
                     ==, rows[i].told);
  }
}

static void
test_variants (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_counter_add_product (shop->counter, 3);
  hufu_shop_settle (shop);
  sees ("panel.kind", "variants");
  counts ("panel.products", 2);
  hufu_counter_add_product (shop->counter, 4);
  hufu_shop_settle (shop);
  sees ("panel.kind", "");
  sees ("basket.rows.0.variant", "L");
}

static void
test_search (void)
{
  static const struct {
    const char *words;
    guint n;
    gint64 product_id;
  } rows[] = {
      {"green tea", 1, 2}, {"绿茶", 1, 2}, {"CRISPS", 1, 1}, {"shirt", 2, 0}, {"衬衫", 2, 0},
  };
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    hufu_shop_type (shop, rows[i].words);
    sees ("panel.kind", "search");
    counts ("panel.products", rows[i].n);
    if (rows[i].product_id != 0)
      amounts ("panel.products.0.product_id", rows[i].product_id);
  }
  hufu_counter_add_product (shop->counter,
                            3); /* the tile found names the size: that one is added */
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 9900);
  hufu_counter_delete_line (shop->counter, 1);
  hufu_shop_type (shop, "crisps");
  hufu_counter_add_product (shop->counter, 1);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 1290);
  hufu_shop_type (shop, "SKU2");
  amounts ("basket.due_minor", 1290 + 503);
  hufu_shop_type (shop, "no such thing");
  sees ("panel.headline", "Unknown code");
}

static void
test_hold (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  HufuId first;

  hufu_shop_act (shop, HUFU_ACT_HOLD);
  counts ("held", 0); /* nothing to hold */
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_counter_hold (shop->counter, "Wang\342\200\256gnoL"); /* U+202E turns the text round */
  hufu_shop_settle (shop);
  counts ("held", 0);
  g_assert_nonnull (strstr (shop->notices->str, "The name has to be one line"));
  hufu_counter_hold (shop->counter, "Wang");
  hufu_shop_settle (shop);
  counts ("basket.rows", 0);
  sees ("held.0.name", "Wang");
  sees ("primary.act", "show-held");
  hufu_shop_act (shop, HUFU_ACT_SHOW_HELD);
  sees ("primary.act", "back"); /* where it led to it leads no more */
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.kind", "");
  g_assert_true (hufu_id_parse (hufu_shop_text (shop, "held.0.sale_id"), &first));
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_counter_resume (shop->counter, &first); /* the open sale is held first */
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 1290);
  counts ("held", 1);
  sees ("held.0.amount", "5.03");
  hufu_shop_pay_cash (shop, 1290);
  hufu_counter_resume (shop->counter, &first); /* sold meanwhile */
  hufu_shop_settle (shop);
  counts ("basket.rows", 0);
  counts ("held", 1);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_counter_resume (shop->counter, &first); /* and what is open stays as it is */
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 503);
  counts ("held", 1);
  hufu_counter_hold (shop->counter, "4111 1111 1111 1111");
  hufu_shop_settle (shop);
  counts ("held", 1); /* no card numbers in names */
}

static void
test_member (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  const HufuShopVoucher code = {.id = "e1", .kind = HUFU_TOKEN_MEMBER};
  g_autofree char *token = hufu_shop_make_code (shop, &code);

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_type (shop, "13911112222");
  g_assert_nonnull (strstr (shop->notices->str, "No such member"));
  hufu_shop_type (shop, HUFU_SHOP_PHONE);
  sees ("basket.member", "138****8000");
  amounts ("basket.due_minor", 1190);
  amounts ("basket.saved_minor", 100);
  hufu_shop_act (shop, HUFU_ACT_REMOVE_MEMBER);
  amounts ("basket.due_minor", 1290);
  hufu_shop_scan (shop, token);
  sees ("basket.member", "138****8000");
  hufu_shop_act (shop, HUFU_ACT_REMOVE_MEMBER);
  hufu_shop_type (shop, "+86 138-0013-8000");
  amounts ("basket.due_minor", 1190);
}

static void
test_void (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_VOID);
  counts ("basket.rows", 1);
  hufu_shop_scan (shop, HUFU_SHOP_TEA); /* something else lies between: asked again */
  hufu_shop_act (shop, HUFU_ACT_VOID);
  counts ("basket.rows", 2);
  hufu_shop_act (shop, HUFU_ACT_VOID);
  counts ("basket.rows", 0);
}

static void
test_burst (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  for (int i = 0; i < 200; i++)
    hufu_counter_input (shop->counter, i % 2 == 0 ? HUFU_SHOP_CRISPS : HUFU_SHOP_TEA, -1,
                        HUFU_INPUT_SCAN);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 100 * (1290 + 503));
  hufu_shop_close (shop);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  amounts ("basket.due_minor", 100 * (1290 + 503));
}

static void
test_language (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  g_assert_cmpuint (shop->restarts, ==, 1);
  sees ("basket.rows.0.name", "薯片");
  amounts ("basket.due_minor", 1290);
  hufu_shop_pay_cash (shop, 2000);
  sees ("panel.sentence", "收款完成。");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_shop_settle (shop);
  sees ("panel.sentence", "Sale complete.");
  sees ("panel.headline", "Give back 7.10");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_counter_set_volume (shop->counter, "loud");
  hufu_shop_close (shop);
  hufu_shop_open (shop); /* kept over a restart, whatever the option says */
  sees ("lang", "zh");
  g_assert_cmpstr (hufu_counter_get_volume (shop->counter), ==, "loud");
}

static void
look_ahead (HufuShop *shop, const char *text)
{
  g_string_truncate (shop->sounds, 0);
  hufu_counter_look_ahead (shop->counter, text);
  hufu_shop_settle (shop);
}

/* What is typed shows its products; they go with the words and cover nothing else. */
static void
test_look_ahead (void)
{
  static const char *const no_words[] = {"*3", "6901234567892", "4556737586899855", "138001380"};
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  look_ahead (shop, "cri");
  sees ("panel.kind", "search");
  counts ("panel.products", 1);
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("panel.subtitle", "点一个加入。");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  for (gsize i = 0; i < G_N_ELEMENTS (no_words); i++) {
    look_ahead (shop, "cri");
    sees ("panel.kind", "search");
    look_ahead (shop, no_words[i]);
    g_assert_null (hufu_counter_get_panel (shop->counter));
  }
  look_ahead (shop, "nothing like it");
  sees ("panel.kind", "search");
  sees ("panel.title", "nothing like it");
  sees ("panel.subtitle",
        "No product has these words. Try fewer or other words, or scan its barcode.");
  counts ("panel.products", 0);
  look_ahead (shop, "没有的东西");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("panel.title", "没有的东西");
  sees ("panel.subtitle", "没有找到这样的商品。请少输几个字或换个说法，也可以扫商品条码。");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  look_ahead (shop, "");
  g_assert_null (hufu_counter_get_panel (shop->counter));
  counts ("basket.rows", 0);
  hufu_shop_scan (shop, "OV1:HELLO");
  look_ahead (shop, "cri");
  sees ("panel.kind", "verdict");
  hufu_shop_act (shop, HUFU_ACT_BACK);
  look_ahead (shop, "cri");
  hufu_shop_type (shop, "crisps"); /* Enter: the words are no longer being typed */
  look_ahead (shop, "");
  sees ("panel.kind", "search");
  g_assert_cmpstr (shop->sounds->str, ==, "");
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_pay_cash (shop, 500);
  look_ahead (shop, "cri"); /* the next customer has come */
  sees ("panel.kind", "search");
}

/* The price is asked, within the product's limit; whatever else is scanned meanwhile is scanned. */
static void
test_open_price (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, "6901234567939");
  sees ("panel.kind", "price");
  sees ("panel.subtitle", "Its price is asked here: type it, at most 50.00, then Enter.");
  counts ("basket.rows", 0);
  hufu_shop_type (shop, "50.01");
  g_assert_nonnull (strstr (shop->notices->str, "from 0.01 to 50.00"));
  hufu_shop_type (shop, "0");
  sees ("panel.kind", "price");
  hufu_shop_type (shop, "12.5");
  amounts ("basket.due_minor", 1250);
  hufu_counter_add_product (shop->counter, 7);
  hufu_shop_settle (shop);
  sees ("panel.kind", "price");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  amounts ("basket.due_minor", 1250 + 1290);
  hufu_shop_type (shop, "8");
  amounts ("basket.due_minor", 1250 + 1290); /* nothing is asked any more */
}

/* The grid grows as somebody looks on, each design once. */
static void
test_grid (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  GListModel *tiles = G_LIST_MODEL (hufu_counter_get_products (shop->counter));

  hufu_product_model_set_category (HUFU_PRODUCT_MODEL (tiles), 1);
  hufu_await (g_list_model_get_n_items (tiles) == 7, 20000); /* the two shirts are one design */
  for (guint i = 0; i < 7; i++) {
    static const gint64 ids[] = {8, 7, 6, 5, 4, 2, 1};
    g_autoptr (HufuTile) tile = g_list_model_get_item (tiles, i);

    g_assert_true (tile->ready);
    g_assert_cmpint (tile->product_id, ==, ids[i]);
  }
}

/* Enter means what the button names: the only product found, or the one that the keys selected. */
static void
test_take_found (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  look_ahead (shop, "c"); /* two of them by their names, three by pinyin */
  counts ("panel.products", 5);
  sees ("panel.products.0.name", "Cheese"); /* sells most */
  sees ("primary.act", "none");
  hufu_shop_type (shop, "c");
  counts ("basket.rows", 0); /* not clear which */
  look_ahead (shop, "cs");
  counts ("panel.products", 2);
  g_assert_true (hufu_counter_step_found (shop->counter, 1));
  sees ("primary.label", "Add Shirt L");
  g_assert_true (hufu_counter_step_found (shop->counter, 1));
  g_assert_true (hufu_counter_step_found (shop->counter, 1)); /* the last one stays */
  sees ("primary.label", "Add Shirt S");
  hufu_shop_type (shop, "cs");
  sees ("basket.rows.0.variant", "S");
  look_ahead (shop, "cs");
  g_assert_true (hufu_counter_step_found (shop->counter, -1));
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("basket.rows.1.variant", "L");
  look_ahead (shop, "lc");
  sees ("primary.label", "Add Green tea");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("primary.label", "加入 绿茶");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_shop_settle (shop);
  hufu_shop_type (shop, "lcx"); /* other words than those that are shown */
  sees ("panel.headline", "Unknown code");
  hufu_shop_type (shop, "sku1"); /* a SKU in small letters */
  counts ("basket.rows", 3);
  g_assert_false (hufu_counter_step_found (shop->counter, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/sign-in", test_sign_in);
  g_test_add_func ("/counter/wrong-pin", test_wrong_pin);
  g_test_add_func ("/counter/bad-shift", test_bad_shift);
  g_test_add_func ("/counter/early-input", test_early_input);
  g_test_add_func ("/counter/three-products", test_three_products);
  g_test_add_func ("/counter/cash", test_cash);
  g_test_add_func ("/counter/rounding", test_rounding_says_which_way);
  g_test_add_func ("/counter/labels", test_labels);
  g_test_add_func ("/counter/gs1", test_gs1);
  g_test_add_func ("/counter/price-in-code", test_price_in_code);
  g_test_add_func ("/counter/variants", test_variants);
  g_test_add_func ("/counter/search", test_search);
  g_test_add_func ("/counter/look-ahead", test_look_ahead);
  g_test_add_func ("/counter/take-found", test_take_found);
  g_test_add_func ("/counter/open-price", test_open_price);
  g_test_add_func ("/counter/grid", test_grid);
  g_test_add_func ("/counter/hold", test_hold);
  g_test_add_func ("/counter/member", test_member);
  g_test_add_func ("/counter/void", test_void);
  g_test_add_func ("/counter/burst", test_burst);
  g_test_add_func ("/counter/language", test_language);
  return g_test_run ();
}
