/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices and discounts by hand at the counter, while nobody answers: clerk 03 may take 10 % off a
 * line, 5 % off a sale; manager 01 approves, but not more than half of a sale. */
#include <string.h>

#include "tests/counter/shop-fill.h"
#include "tests/counter/shop.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define amounts(path, n) g_assert_cmpint (hufu_shop_number (shop, path), ==, n)
#define says(words) g_assert_nonnull (strstr (shop->notices->str, words))

/* What the cashier types and chooses, then the primary act. */
static void
change (HufuShop *shop, guint32 line_no, HufuMarkdownKind kind, const char *keys,
        const char *reason)
{
  HufuPricePad *pad = hufu_counter_get_price_pad (shop->counter);

  hufu_counter_change_price (shop->counter, line_no);
  hufu_shop_settle (shop);
  hufu_price_pad_set_kind (pad, kind);
  for (const char *key = keys; *key != '\0'; key++) {
    const char one[] = {*key, '\0'};
    hufu_price_pad_press (pad, one);
  }
  hufu_price_pad_set_reason (pad, reason);
  g_string_truncate (shop->notices, 0);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
}

static void
approve (HufuShop *shop, const char *no, const char *pin)
{
  g_string_truncate (shop->notices, 0);
  hufu_counter_approve_price (shop->counter, no, pin);
  hufu_shop_settle (shop);
}

static void
test_within_rights (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  change (shop, 1, HUFU_MARKDOWN_PERCENT, "5", "damaged");
  sees ("screen", "sell");
  amounts ("basket.due_minor", 9405);
  sees ("basket.rows.0.amount", "94.05");
  sees ("basket.rows.0.struck", "99.00");
  sees ("basket.rows.0.why", "5% off, Damaged goods");
  change (shop, 0, HUFU_MARKDOWN_AMOUNT, "4.45", "goodwill");
  amounts ("basket.due_minor", 8960);
  sees ("basket.rows.1.kind", "discount");
  sees ("basket.rows.1.amount", "−4.45");
  g_assert_nonnull (strstr (hufu_shop_text (shop, "basket.rows.0.detail"), "In the end 89.60"));
  /* What is there can be taken away again. */
  hufu_counter_change_price (shop->counter, 1);
  hufu_shop_settle (shop);
  hufu_shop_act (shop, HUFU_ACT_KEEP_PRICE);
  sees ("screen", "sell");
  amounts ("basket.due_minor", 9455);
  hufu_shop_pay_cash (shop, 10000);
  sees ("panel.kind", "done");
  hufu_shop_assert_whole (shop);
}

static void
test_beyond (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  change (shop, 1, HUFU_MARKDOWN_PRICE, "50", "tag");
  says ("a manager approves it");
  sees ("screen", "price");
  sees ("price.preview", "99.00 becomes 50.00: 49.00 less");
  amounts ("basket.due_minor", 9900);
  approve (shop, "03", HUFU_SHOP_PIN);
  says ("A manager has to approve this.");
  for (guint left = 4; left > 0; left--) {
    g_autofree char *words = g_strdup_printf ("%u tries left", left);
    approve (shop, "01", "9999");
    says (words);
  }
  approve (shop, "01", "9999");
  says ("locked for a minute");
  approve (shop, "01", HUFU_SHOP_PIN);
  says ("locked for a minute");
  amounts ("basket.due_minor", 9900);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  sees ("screen", "sell");
}

static void
test_approved (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  gint64 before;

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  before = hufu_shop_books (shop, "journal");
  change (shop, 1, HUFU_MARKDOWN_PRICE, "50", "tag");
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, before);
  approve (shop, "01", "9999");
  approve (shop, "01", HUFU_SHOP_PIN);
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, before + 1);
  sees ("screen", "sell");
  amounts ("basket.due_minor", 5000);
  sees ("basket.rows.0.why", "Price set to 50.00, Wrong price tag, approved by 01");
  /* It was approved for one. */
  hufu_counter_set_qty (shop->counter, 1, 2000);
  hufu_shop_settle (shop);
  says ("approved for this quantity");
  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  amounts ("basket.due_minor", 14900);
  /* More than the manager may approve. */
  change (shop, 0, HUFU_MARKDOWN_PERCENT, "60", "goodwill");
  approve (shop, "01", HUFU_SHOP_PIN);
  says ("more than this person may approve");
  amounts ("basket.due_minor", 14900);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  /* A till that is killed opens with it. */
  hufu_shop_close (shop);
  hufu_shop_open (shop);
  hufu_counter_sign_in (shop->counter, "03", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 14900);
  sees ("basket.rows.0.why", "Price set to 50.00, Wrong price tag, approved by 01");
}

/* Each is within the rights, together they are not; nor does what a manager approved grow by a
 * smaller one on top. */
static void
test_together (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  change (shop, 1, HUFU_MARKDOWN_PERCENT, "10", "damaged");
  amounts ("basket.due_minor", 8910);
  change (shop, 0, HUFU_MARKDOWN_PERCENT, "5", "goodwill");
  says ("With what is taken off already");
  amounts ("basket.due_minor", 8910);
  approve (shop, "01", HUFU_SHOP_PIN);
  amounts ("basket.due_minor", 8464);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  change (shop, 1, HUFU_MARKDOWN_PERCENT, "9", "damaged");
  says ("With what is taken off already");
  approve (shop, "01", HUFU_SHOP_PIN);
  sees ("screen", "sell");
}

static void
test_dearer (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  change (shop, 1, HUFU_MARKDOWN_PRICE, "198", "tag");
  amounts ("basket.due_minor", 19800);
  change (shop, 1, HUFU_MARKDOWN_PRICE, "198.01", "tag");
  says ("more than twice the price: a manager");
  amounts ("basket.due_minor", 19800);
  approve (shop, "01", HUFU_SHOP_PIN);
  amounts ("basket.due_minor", 19801);
  change (shop, 1, HUFU_MARKDOWN_PRICE, "990.01", "tag");
  says ("more than ten times the price");
  sees ("primary.act", "mark-down"); /* nobody approves it */
  amounts ("basket.due_minor", 19801);
}

/* 5 % off an agreed price would be dearer than the price: the till says what stands there. */
static void
test_price_or_discount (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  change (shop, 1, HUFU_MARKDOWN_PRICE, "90", "match");
  amounts ("basket.due_minor", 9000);
  change (shop, 1, HUFU_MARKDOWN_PERCENT, "5", "goodwill");
  says ("This line has a price by hand. Take that away first");
  sees ("screen", "price");
  sees ("price.preview", "This line has a price by hand. Take that away first, or enter another "
                         "price.");
  amounts ("basket.due_minor", 9000);
  hufu_shop_act (shop, HUFU_ACT_KEEP_PRICE);
  amounts ("basket.due_minor", 9900);
  change (shop, 1, HUFU_MARKDOWN_PERCENT, "5", "goodwill");
  amounts ("basket.due_minor", 9405);
  change (shop, 1, HUFU_MARKDOWN_PRICE, "95", "match");
  says ("This line has a discount by hand. Take that away first");
  amounts ("basket.due_minor", 9405);
}

static void
test_refused (void)
{
  static const struct {
    HufuMarkdownKind kind;
    const char *keys, *reason, *words;
  } rows[] = {
      {HUFU_MARKDOWN_PERCENT, "", "damaged", "1 to 100 percent"},
      {HUFU_MARKDOWN_PERCENT, "0", "damaged", "1 to 100 percent"},
      {HUFU_MARKDOWN_AMOUNT, "0.00", "damaged", "above 0"},
      {HUFU_MARKDOWN_PERCENT, "5", "", "choose a reason"},
      {HUFU_MARKDOWN_PERCENT, "5", "other", "needs a few words"},
      {HUFU_MARKDOWN_AMOUNT, "12.91", "damaged", "more than there is to pay"},
  };
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_act (shop, HUFU_ACT_CHANGE_SALE);
  says ("Nothing is in this sale yet.");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    change (shop, 1, rows[i].kind, rows[i].keys, rows[i].reason);
    says (rows[i].words);
    sees ("screen", "price");
    amounts ("basket.due_minor", 1290);
  }
  /* The next scan goes on with the sale. */
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  sees ("screen", "sell");
}

/* Only numbers of its kind can be typed; each change asks anew. */
static void
test_pad (void)
{
  static const struct {
    HufuMarkdownKind kind;
    const char *keys, *entered;
  } rows[] = {
      {HUFU_MARKDOWN_PERCENT, "150", "15"},    {HUFU_MARKDOWN_PERCENT, "1.5", "15"},
      {HUFU_MARKDOWN_PERCENT, "100", "100"},   {HUFU_MARKDOWN_AMOUNT, "12.345", "12.34"},
      {HUFU_MARKDOWN_AMOUNT, "1.2.3", "1.23"}, {HUFU_MARKDOWN_PRICE, "x-7", "7"},
  };
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  HufuPricePad *pad = hufu_counter_get_price_pad (shop->counter);

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_CHANGE_PRICE);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    hufu_price_pad_set_kind (pad, rows[i].kind);
    hufu_price_pad_set_entered (pad, "");
    for (const char *key = rows[i].keys; *key != '\0'; key++) {
      const char one[] = {*key, '\0'};
      hufu_price_pad_press (pad, one);
    }
    sees ("price.entered", rows[i].entered);
  }
  hufu_price_pad_backspace (pad);
  sees ("price.entered", "");
  hufu_shop_act (shop, HUFU_ACT_CHANGE_SALE);
  hufu_price_pad_set_kind (pad, HUFU_MARKDOWN_PRICE);
  amounts ("price.kind", HUFU_MARKDOWN_PERCENT);
}

static void
test_note (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_counter_set_note (shop->counter, 1, "gift wrap");
  hufu_shop_settle (shop);
  sees ("basket.rows.0.why", "gift wrap");
  hufu_counter_set_note (shop->counter, 1, "4111 1111 1111 1111");
  hufu_shop_settle (shop);
  says ("no card number");
  sees ("basket.rows.0.why", "gift wrap");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  sees ("basket.rows.1.qty", "1");
}

/* A promotion is explained on its line, and a sale keeps it when it is gone. */
static void
test_promotion (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  hufu_shop_promote (
      shop, "p",
      "{\"id\": \"p\", \"version\": 3, \"kind\": \"buy-get\", \"buy\": 2, \"get\": 1,"
      " \"percent\": 50, \"name_en\": \"3rd at half price\", \"name_zh\": \"第 3 件半价\"}");
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  for (guint i = 0; i < 3; i++)
    hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  amounts ("basket.due_minor", 3 * 1290 - 645);
  sees ("basket.rows.0.why", "3rd at half price, saves 6.45");
  sees ("basket.rows.0.struck", "38.70");
  g_assert_nonnull (
      strstr (hufu_shop_text (shop, "basket.rows.0.detail"), "3rd at half price: -6.45"));
  hufu_shop_close (shop);
  hufu_shop_promote (shop, "p", NULL);
  hufu_shop_open (shop);
  hufu_counter_sign_in (shop->counter, "03", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 3 * 1290 - 645);
  hufu_shop_pay_cash (shop, 4000);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_counter_set_qty (shop->counter, 1, 3000);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 3 * 1290);
  hufu_shop_assert_whole (shop);
}

/* Of several the row says what they save together, and does not call it the first one's. */
static void
test_two_promotions (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  hufu_shop_promote (shop, "p",
                     "{\"id\": \"p\", \"version\": 1, \"kind\": \"percent\", \"percent\": 10,"
                     " \"name_en\": \"Tea time\", \"name_zh\": \"下午茶\"}");
  hufu_shop_promote (shop, "q",
                     "{\"id\": \"q\", \"version\": 1, \"kind\": \"amount\", \"amount_minor\": 100,"
                     " \"name_en\": \"One off\", \"name_zh\": \"减一元\"}");
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  amounts ("basket.due_minor", 9900 - 990 - 100);
  sees ("basket.rows.0.why", "Tea time and 1 more, save 10.90");
  g_assert_nonnull (strstr (hufu_shop_text (shop, "basket.rows.0.detail"), "Tea time: -9.90"));
  g_assert_nonnull (strstr (hufu_shop_text (shop, "basket.rows.0.detail"), "One off: -1.00"));
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("basket.rows.0.why", "下午茶，另 1 项，共省 10.90");
}

/* The till is off while the shelf changes. */
static void
while_off (HufuShop *shop, int product_id, int price_minor)
{
  hufu_shop_close (shop);
  hufu_shop_reprice (shop, product_id, price_minor, 0);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
}

/* A product repriced while in a basket: the basket keeps its price and says so, and one touch takes
 * the new one. */
static void
test_shelf_changed (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_counter_set_qty (shop->counter, 1, 2000);
  hufu_shop_settle (shop);
  sees ("basket.rows.0.new_price", "");
  while_off (shop, 1, 1490);
  amounts ("basket.due_minor", 2 * 1290);
  sees ("basket.rows.0.why", "Now 14.90; this line keeps its price");
  sees ("basket.rows.0.new_price", "14.90");
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS); /* one more at the price of now stands alone */
  amounts ("basket.due_minor", 2 * 1290 + 1490);
  sees ("basket.rows.1.new_price", "");
  hufu_counter_take_price (shop->counter, 1);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 3 * 1490);
  sees ("basket.rows.0.new_price", "");
  g_string_truncate (shop->notices, 0);
  hufu_counter_take_price (shop->counter, 1); /* nothing new any more */
  hufu_shop_settle (shop);
  says ("no other price for this line");
  hufu_shop_close (shop); /* what was taken is stored */
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  amounts ("basket.due_minor", 3 * 1490);
  hufu_shop_pay_cash (shop, 5000);
  hufu_shop_assert_whole (shop);
}

/* The same while somebody sells: the till says so at once, and each customer's own price counts. */
static void
test_shelf_live (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  g_autoptr (HufuHeldItem) held = NULL;

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_reprice (shop, 1, 1290, 990); /* for members alone, and this customer is none */
  sees ("basket.rows.0.new_price", "");
  hufu_shop_reprice (shop, 1, 1490, 990);
  says ("The price of Crisps has changed. This sale keeps the old one; see its line.");
  sees ("basket.rows.0.new_price", "14.90");
  sees ("basket.rows.1.new_price", "");
  hufu_shop_type (shop, HUFU_SHOP_PHONE);
  sees ("basket.rows.0.new_price", "9.90");
  sees ("basket.rows.0.why", "Now 9.90; this line keeps its price");
  hufu_counter_hold (shop->counter, "back soon");
  hufu_shop_settle (shop);
  hufu_shop_reprice (shop, 2, 603, 0); /* while nobody looks */
  held = g_list_model_get_item (hufu_counter_get_held (shop->counter), 0);
  g_string_truncate (shop->notices, 0);
  hufu_counter_resume (shop->counter, &held->sale_id);
  hufu_shop_settle (shop);
  says ("2 lines differ from the catalogue. This sale keeps their prices.");
  sees ("basket.rows.1.new_price", "6.03");
  hufu_counter_take_price (shop->counter, 1);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 990 + 503);
  sees ("basket.rows.1.new_price", "6.03");
  hufu_shop_assert_whole (shop);
}

/* A product deleted while in a basket: its line stays, says so, and is sold. */
static void
test_shelf_gone (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  while_off (shop, 1, 0);
  amounts ("basket.due_minor", 1290);
  sees ("basket.rows.0.why", "No longer in the catalogue; price kept");
  sees ("basket.rows.0.new_price", "");
  hufu_shop_pay_cash (shop, 1300);
  hufu_shop_assert_whole (shop);
}

/* A price by hand, and one that is asked, are no prices of the shelf. */
static void
test_shelf_not_asked (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  change (shop, 1, HUFU_MARKDOWN_PERCENT, "10", "damaged");
  while_off (shop, 3, 8900);
  sees ("basket.rows.0.why", "10% off, Damaged goods");
  sees ("basket.rows.0.new_price", "");
  amounts ("basket.due_minor", 8910);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/price/within-rights", test_within_rights);
  g_test_add_func ("/counter/price/beyond", test_beyond);
  g_test_add_func ("/counter/price/together", test_together);
  g_test_add_func ("/counter/price/dearer", test_dearer);
  g_test_add_func ("/counter/price/approved", test_approved);
  g_test_add_func ("/counter/price/price-or-discount", test_price_or_discount);
  g_test_add_func ("/counter/price/refused", test_refused);
  g_test_add_func ("/counter/price/pad", test_pad);
  g_test_add_func ("/counter/price/note", test_note);
  g_test_add_func ("/counter/price/promotion", test_promotion);
  g_test_add_func ("/counter/price/two-promotions", test_two_promotions);
  g_test_add_func ("/counter/price/shelf-changed", test_shelf_changed);
  g_test_add_func ("/counter/price/shelf-live", test_shelf_live);
  g_test_add_func ("/counter/price/shelf-gone", test_shelf_gone);
  g_test_add_func ("/counter/price/shelf-not-asked", test_shelf_not_asked);
  return g_test_run ();
}
