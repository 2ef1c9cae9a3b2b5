/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything can be scanned: it is named, shown masked and cut, and changes nothing. */
#include <string.h>

#include "core/short-code.h"
#include "store/wrong-code.h"
#include "tests/counter/shop.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)

static void
test_meanings (void)
{
  static const struct {
    const char *text, *kind, *headline, *title;
  } rows[] = {
      {"6999999999997", "message", "Unknown code", "6999999999997"},
      {"6999999999999", "ambiguous", "Product or voucher?", "6999999999999"}, /* mistyped */
      {"690123456789", "ambiguous", "Product or voucher?", "690123456789"},   /* a digit missing */
      {"6901234567", "ambiguous", "Product or voucher?", "6901234567"},
      {"6901234", "ambiguous", "Product or voucher?", "6901234"},
      {"134567890123456789", "message", "Wallet payment code", ""},
      {"4111111111111111", "message", "Unknown code", "**** 1111"},
      {"4111 1111 1111 1111", "message", "Unknown code", "**** 1111"},
      {"https://example.com/pay?x=1", "message", "Unknown code", "https://example.com/pay?x=1"},
      {"<b>bold</b> & co", "message", "Unknown code", "<b>bold</b> & co"},
      {"\x1b@\x1dV\x01", "message", "Unknown code", "\357\277\275@\357\277\275V\357\277\275"},
      {"\xff\xfe\x80", "message", "Unknown code", "\357\277\275\357\277\275\357\277\275"},
      {"*", "message", "Unknown code", "*"},
  };
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  gint64 journal = hufu_shop_books (shop, "journal");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    hufu_shop_scan (shop, rows[i].text);
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    sees ("panel.kind", rows[i].kind);
    sees ("panel.headline", rows[i].headline);
    sees ("panel.title", rows[i].title);
  }
  hufu_shop_scan (shop, rows[0].text);
  sees ("panel.sentence", "A product barcode that is not in the catalogue. Search by name.");
  counts ("basket.rows", 0);
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, journal);
}

static void
test_long_code (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  g_autofree char *text = g_strnfill (10240, 'A');

  hufu_shop_scan (shop, text);
  sees ("panel.headline", "Unknown code");
  g_assert_cmpuint (strlen (hufu_shop_text (shop, "panel.title")), <, 100);
  memcpy (text, "OV1:", 4);
  hufu_shop_scan (shop, text);
  g_assert_cmpuint (strlen (hufu_shop_text (shop, "panel.title")), <, 100);
  counts ("basket.rows", 0);
}

static void
test_ambiguous (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_type (shop, "6999999999999");
  g_assert_true (hufu_shop_offers (shop, HUFU_ACT_AS_VOUCHER));
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("panel.headline", "商品还是券？");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_shop_act (shop, HUFU_ACT_AS_VOUCHER); /* nobody answers */
  sees ("panel.reason", "R07");
  hufu_shop_act (shop, HUFU_ACT_AS_VOUCHER); /* is no longer offered */
  g_assert_nonnull (strstr (shop->notices->str, "not offered"));
}

/* What may be a voucher's short code says so when a character of it is wrong. */
static void
test_misread (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_type (shop, "00000017JD");
  sees ("panel.kind", "ambiguous");
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "a character of it is wrong"));
  hufu_shop_type (shop, "6999999999999");
  g_assert_null (strstr (hufu_shop_text (shop, "panel.sentence"), "wrong"));
}

static void
test_recognised (void)
{
  static const struct {
    HufuTokenKind kind;
    const char *panel, *headline, *title, *headline_zh;
  } rows[] = {
      {HUFU_TOKEN_PICKUP, "pickup", "Ready to collect", "2 × Crisps", "可以提货"},
      {HUFU_TOKEN_RESERVATION, "reservation", "Reservation", "Reservation",
       "预约"}, /* not known here */
      {HUFU_TOKEN_REFERRAL, "referral", "Referral code", "Referral code", "推荐码"},
      {HUFU_TOKEN_VISIT, "referral", "Visit or rating code", "Visit or rating code",
       "到店或评价码"},
  };
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  gint64 journal = hufu_shop_books (shop, "journal");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HufuShopVoucher voucher = {.id = "f1", .kind = rows[i].kind};
    g_autofree char *code = hufu_shop_make_code (shop, &voucher);

    hufu_shop_scan (shop, code);
    sees ("panel.kind", rows[i].panel);
    sees ("panel.headline", rows[i].headline);
    sees ("panel.title", rows[i].title);
    g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "othing was changed"));
    g_assert_cmpstr (shop->sounds->str, ==, "?");
    hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
    hufu_shop_settle (shop);
    sees ("panel.headline", rows[i].headline_zh);
    g_assert_cmpstr (shop->sounds->str, ==, "?"); /* the same news, no second sound */
    hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
    hufu_shop_settle (shop);
  }
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, journal);
}

/* Digits that are no code of anything are sent nowhere and are no guess at a voucher, unless the
 * cashier says that they are one. */
static void
test_typing_errors (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  char code[HUFU_SHORT_CODE_SIZE];
  gint64 before = hufu_shop_books (shop, "journal");

  for (int i = 0; i < 3 * HUFU_WRONG_CODES_MAX; i++) {
    hufu_shop_type (shop, "690123456789");
    sees ("panel.kind", "ambiguous");
  }
  g_assert_true (hufu_short_code_make (G_GUINT64_CONSTANT (1) << 40, code));
  hufu_shop_type (shop, code);
  g_assert_cmpstr (hufu_shop_text (shop, "panel.headline"), !=, "Too many wrong codes");
  for (int i = 0; i < HUFU_WRONG_CODES_MAX; i++) {
    hufu_shop_type (shop, "690123456789");
    hufu_shop_act (shop, HUFU_ACT_AS_VOUCHER);
    sees ("panel.reason", "R07");
  }
  hufu_shop_type (shop, code);
  sees ("panel.headline", "Too many wrong codes");
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, before + 1);
}

/* What cannot be a quantity is told so, whether or not a line is selected, and changes none. */
static void
test_quantities_out_of_range (void)
{
  static const char *const rows[] = {"*0", "*-1", "*20000", "*1.5", "*1.2345"};
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    hufu_counter_select_line (shop->counter, 1);
    hufu_shop_type (shop, rows[i]);
    g_test_message ("%s", rows[i]);
    g_assert_nonnull (strstr (shop->notices->str, "Quantities go from 1 to 10,000"));
    sees ("panel.kind", "");
    sees ("basket.rows.0.qty", "1");
  }
  hufu_counter_select_line (shop->counter, 0);
  hufu_shop_type (shop, "*0");
  g_assert_nonnull (strstr (shop->notices->str, "Quantities go from 1 to 10,000"));
}

/* The time that is left is worked out whenever it is shown. */
static void
test_the_wait_grows_shorter (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  gint64 end_us = g_get_monotonic_time () + G_GINT64_CONSTANT (20) * G_USEC_PER_SEC;
  const char *first;

  for (int i = 0; i <= HUFU_WRONG_CODES_MAX; i++)
    hufu_shop_type (shop, "0000000000");
  sees ("panel.headline", "Too many wrong codes");
  first = hufu_shop_text (shop, "panel.sentence");
  while (strcmp (hufu_shop_text (shop, "panel.sentence"), first) == 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_main_context_iteration (NULL, TRUE);
  }
  sees ("panel.headline", "Too many wrong codes");
}

/* Whoever guesses gets some tries, then none for a while; the journal says so, and no code. */
static void
test_a_thousand_guesses (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  gint64 before = hufu_shop_books (shop, "journal"), n_pauses;
  guint n_looked_up = 0;

  for (guint64 i = 0; i < 1000; i++) {
    char code[HUFU_SHORT_CODE_SIZE];

    if (!hufu_short_code_make (G_GUINT64_CONSTANT (1) << 40 | i, code))
      continue;
    hufu_shop_scan (shop, code);
    g_assert_cmpstr (hufu_shop_text (shop, "panel.reason"), ==, "R07");
    g_assert_null (strstr (hufu_shop_text (shop, "panel.say"), "not been used"));
    if (strcmp (hufu_shop_text (shop, "panel.headline"), "Too many wrong codes") != 0)
      n_looked_up++;
  }
  n_pauses = hufu_shop_books (shop, "journal") - before;
  g_assert_cmpint (n_pauses, >=, 1);
  g_assert_cmpint (n_looked_up, >=, HUFU_WRONG_CODES_MAX * n_pauses);
  g_assert_cmpint (n_looked_up, <, HUFU_WRONG_CODES_MAX * (n_pauses + 1));
  g_assert_cmpstr (hufu_shop_text (shop, "basket.rows.0.kind"), ==, "");
  hufu_shop_assert_whole (shop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/meanings", test_meanings);
  g_test_add_func ("/counter/long-code", test_long_code);
  g_test_add_func ("/counter/ambiguous", test_ambiguous);
  g_test_add_func ("/counter/misread", test_misread);
  g_test_add_func ("/counter/recognised", test_recognised);
  g_test_add_func ("/counter/a-thousand-guesses", test_a_thousand_guesses);
  g_test_add_func ("/counter/typing-errors", test_typing_errors);
  g_test_add_func ("/counter/quantities-out-of-range", test_quantities_out_of_range);
  g_test_add_func ("/counter/the-wait-grows-shorter", test_the_wait_grows_shorter);
  return g_test_run ();
}
