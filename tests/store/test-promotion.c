/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promotions in the books: dated lists, and sales that keep the one they were begun by. */
#include <string.h>

#include "store/change-store.h"
#include "store/promotion-store.h"
#include "tests/store/books.h"

static gboolean
put (HufuBooks *books, const char *body)
{
  g_autoptr (GError) error = NULL;
  json_auto_t *changes = json_pack ("[{s:s, s:s, s:s, s:o}]", "kind", "promotion", "op",
                                    body == NULL ? "delete" : "put", "key", "sale", "data",
                                    body == NULL ? json_null () : json_loads (body, 0, NULL));
  gboolean done = hufu_change_apply (books->db, changes, "c", &error);

  if (!done)
    g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  return done;
}

#define TEN                                                                                        \
  "{\"id\": \"sale\", \"version\": 1, \"kind\": \"percent\", \"name_en\": \"Ten\","                \
  " \"name_zh\": \"Ten\", \"percent\": 10}"
#define HALF                                                                                       \
  "{\"id\": \"sale\", \"version\": 2, \"kind\": \"percent\", \"name_en\": \"Half\","               \
  " \"name_zh\": \"Half\", \"percent\": 50}"

static HufuPromotionSet *
choose (HufuBooks *books)
{
  g_autoptr (GPtrArray) list = NULL;
  gint64 list_no;

  g_assert_true (hufu_promotion_get_list_no (books->db, &list_no, NULL));
  list = hufu_promotion_list (books->db, list_no, NULL);
  g_assert_nonnull (list);
  return hufu_promotion_set_new (list, list_no, 1000, 0);
}

static gint64
gross (const HufuBasket *basket)
{
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  return totals.gross_minor;
}

/* It changes and vanishes while the sale is open: the sale is reckoned as it was begun. */
static void
test_sale_keeps_its_promotions (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1), opened = NULL;
  g_autoptr (HufuPromotionSet) ten = NULL, half = NULL, none = NULL;
  g_auto (HufuFinished) finished = {0};
  g_autofree char *receipt = NULL;

  g_assert_true (put (books, TEN));
  ten = choose (books);
  hufu_basket_set_promotions (basket, ten);
  g_assert_cmpint (gross (basket), ==, 1161);
  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, NULL));
  g_assert_true (put (books, HALF));
  half = choose (books);
  g_assert_cmpint (((HufuPromotion *)half->promotions->pdata[0])->percent, ==, 50);
  g_assert_true (put (books, NULL));
  none = choose (books);
  g_assert_cmpuint (none->promotions->len, ==, 0);
  hufu_books_reopen (books);
  opened = hufu_sale_load_open (books->db, NULL);
  g_assert_cmpint (gross (opened), ==, 1161);
  hufu_books_finish (books, opened, &finished);
  receipt = hufu_receipt_to_text (finished.document);
  g_assert_nonnull (strstr (receipt, "Ten"));
  g_assert_nonnull (strstr (receipt, "-1.29"));
  g_assert_cmpint (
      hufu_books_count (books, "SELECT json_extract (body, '$.lines[0].promotions[0].version')"
                               " FROM journal WHERE kind = 'sale.finished'"),
      ==, 1);
  hufu_books_assert_whole (books->db);
}

static void
test_bad (void)
{
  static const char *const bodies[] = {
      "{}",
      "[]",
      "{\"id\": \"other\", \"kind\": \"percent\", \"percent\": 10}",
      "{\"id\": \"sale\", \"kind\": \"gift\", \"percent\": 10}",
      "{\"id\": \"sale\", \"kind\": \"percent\", \"percent\": 0}",
      "{\"id\": \"sale\", \"kind\": \"percent\", \"percent\": 101}",
      "{\"id\": \"sale\", \"kind\": \"percent\", \"percent\": -1}",
      "{\"id\": \"sale\", \"kind\": \"buy-get\", \"percent\": 50, \"buy\": 2}",
      "{\"id\": \"sale\", \"kind\": \"threshold\", \"amount_minor\": 100}",
      "{\"id\": \"sale\", \"kind\": \"threshold\", \"min_spend_minor\": 1, \"amount_minor\": 1,"
      " \"percent\": 1}",
      "{\"id\": \"sale\", \"kind\": \"percent\", \"percent\": 10, \"days\": [8]}",
      "{\"id\": \"sale\", \"kind\": \"percent\", \"percent\": 10, \"parts\": [{}, {}]}",
      "{\"id\": \"sale\", \"kind\": \"bundle\", \"parts\": []}",
      "{\"id\": \"sale\", \"kind\": \"percent\", \"percent\": 10, \"to_minute\": 1441}",
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    g_assert_false (put (books, bodies[i]));
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM promotion"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/promotion/sale-keeps-its-promotions", test_sale_keeps_its_promotions);
  g_test_add_func ("/store/promotion/bad", test_bad);
  return g_test_run ();
}
