/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be changed of a product at the counter, and within which bounds. */
#include <string.h>

#include "core/product.h"

static const struct {
  const char *what, *name, *code; /* "" = good */
} names[] = {
    {"letters", "Filter coffee 250 g (dark)", ""},
    {"hanzi and signs", "手冲咖啡 · 大杯 ×2", ""},
    {"Hebrew", "קפה", ""},
    {"33 hanzi", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三", ""},
    {"nothing", "", "product_no_name"},
    {"spaces", "   ", "product_no_name"},
    {"34 hanzi", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四",
     "product_bad_name"},
    {"turned to right-to-left", "Coffee \u202eeeffoC", "product_bad_name"},
    {"of no width", "Cof\u200bfee", "product_bad_name"},
    {"two lines", "Coffee\nTea", "product_bad_name"},
    {"a bell", "Coffee\a", "product_bad_name"},
    {"no UTF-8", "Coffee\xff", "product_bad_name"},
    {"a card number", "Card 4111 1111 1111 1111", "product_bad_name"},
};

static void
test_names (void)
{
  g_autofree char *huge = g_strnfill (10 * 1024, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s", names[i].what);
    g_assert_cmpstr (hufu_product_fault_code (hufu_product_check_name (names[i].name)), ==,
                     names[i].code);
  }
  g_assert_cmpint (hufu_product_check_name (huge), ==, HUFU_PRODUCT_BAD_NAME);
  g_assert_cmpint (hufu_product_check_name (NULL), ==, HUFU_PRODUCT_NO_NAME);
}

static void
test_prices (void)
{
  static const struct {
    gint64 minor;
    gboolean good;
  } rows[] = {{1, TRUE},          {HUFU_PRODUCT_PRICE_MAX_MINOR, TRUE},      {0, FALSE},
              {-1, FALSE},        {HUFU_PRODUCT_PRICE_MAX_MINOR + 1, FALSE}, {G_MAXINT64, FALSE},
              {G_MININT64, FALSE}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_product_check_price (rows[i].minor) == HUFU_PRODUCT_OK, ==, rows[i].good);
}

/* Of a wish only what it names is looked at. */
static void
test_wish (void)
{
  char bad[] = "a\nb", good[] = "Tea";
  HufuProductWish wish = {.name_en = bad, .name_zh = good, .member_price_minor = -1};

  g_assert_cmpint (hufu_product_wish_check (&wish), ==, HUFU_PRODUCT_OK);
  wish.fields = 1u << HUFU_PRODUCT_NAME_ZH | 1u << HUFU_PRODUCT_MEMBER_PRICE;
  g_assert_cmpint (hufu_product_wish_check (&wish), ==, HUFU_PRODUCT_OK);
  wish.member_price_minor = 0;
  g_assert_cmpint (hufu_product_wish_check (&wish), ==, HUFU_PRODUCT_BAD_MEMBER_PRICE);
  wish.fields = 1u << HUFU_PRODUCT_NAME_EN;
  g_assert_cmpint (hufu_product_wish_check (&wish), ==, HUFU_PRODUCT_BAD_NAME);
  wish.fields = 1u << HUFU_PRODUCT_PRICE;
  g_assert_cmpint (hufu_product_wish_check (&wish), ==, HUFU_PRODUCT_BAD_PRICE);
}

/* One's own id is out of the way of every catalogue's, and a number that JSON keeps whole. */
static void
test_own (void)
{
  static const struct {
    guint64 random;
    const char *sku;
  } rows[] = {{0, "N00000000000"},
              {31, "N0000000000Z"},
              {G_MAXUINT64, "N3ZZZZZZZZZZ"},
              {32, "N00000000010"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 id = hufu_product_make_id (rows[i].random);
    char sku[HUFU_PRODUCT_SKU_SIZE];

    g_assert_true (hufu_product_is_own_id (id));
    g_assert_cmpint (id, <, G_GINT64_CONSTANT (1) << 53);
    hufu_product_make_sku (id, sku);
    g_assert_cmpstr (sku, ==, rows[i].sku);
  }
  g_assert_false (hufu_product_is_own_id (HUFU_PRODUCT_OWN_MIN - 1));
  g_assert_false (hufu_product_is_own_id (2 * HUFU_PRODUCT_OWN_MIN));
}

static void
test_words (void)
{
  for (gint lang = 0; lang < HUFU_LANG_COUNT; lang++)
    for (gint fault = HUFU_PRODUCT_OK + 1; fault < HUFU_PRODUCT_FAULT_COUNT; fault++) {
      g_assert_true (
          g_str_has_prefix (hufu_product_fault_code ((HufuProductFault)fault), "product_"));
      g_assert_cmpuint (
          strlen (hufu_product_fault_sentence ((HufuProductFault)fault, (HufuLang)lang)), >, 4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/product/names", test_names);
  g_test_add_func ("/product/prices", test_prices);
  g_test_add_func ("/product/wish", test_wish);
  g_test_add_func ("/product/own", test_own);
  g_test_add_func ("/product/words", test_words);
  return g_test_run ();
}
