/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taxes in the books: rules that come, change and go, and what sales keep of them. */
#include <string.h>

#include "store/change-store.h"
#include "store/shift.h"
#include "store/tax-store.h"
#include "store/today.h"
#include "tests/store/books.h"

static gboolean
put (HufuBooks *books, const char *body)
{
  g_autoptr (GError) error = NULL;
  json_auto_t *changes =
      json_pack ("[{s:s, s:s, s:s, s:o}]", "kind", "tax", "op", body == NULL ? "delete" : "put",
                 "key", "store", "data", body == NULL ? json_null () : json_loads (body, 0, NULL));
  gboolean done = hufu_change_apply (books->db, changes, "c", &error);

  if (!done)
    g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  return done;
}

#define HEAD(prices)                                                                               \
  "{\"jurisdiction\": \"X-1\", \"prices\": \"" prices "\", \"round\": \"line\","                   \
  " \"rounding\": \"half_up\", \"classes\": "
#define NAMED "\"name_en\": \"Tax\", \"name_zh\": \"税\""
#define CONTAINED                                                                                  \
  HEAD ("inclusive")                                                                               \
  "[{\"id\": \"all\", \"taxes\": [{\"id\": \"vat\", " NAMED ", \"rate_ppm\": 90000}]}]}"
#define ADDED                                                                                      \
  HEAD ("exclusive")                                                                               \
  "[{\"id\": \"all\", \"taxes\": [{\"id\": \"state\", " NAMED                                      \
  ", \"rate_ppm\": 65000}, {\"id\": \"county\", " NAMED ", \"rate_ppm\": 38500}]}]}"

/* A sale of n lines of 12.90 by the rules of now. */
static HufuBasket *
begin (HufuBooks *books, guint n_lines)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuTaxRules) rules = hufu_tax_rules_load (books->db, -1, &error);
  HufuBasket *basket = hufu_books_make_basket (books, n_lines);

  g_assert_no_error (error);
  if (rules != NULL)
    hufu_basket_set_taxes (basket, rules);
  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, NULL));
  return basket;
}

static gint64
gross (const HufuBasket *basket)
{
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  return totals.gross_minor;
}

/* 38.70 plus 10.35 %, each line rounded: 3 x 1.34 (1.33515 up); the parts 2.52 and 1.50. */
static void
test_added (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = NULL;
  g_auto (HufuFinished) finished = {0};
  g_autofree char *receipt = NULL;

  g_assert_true (put (books, ADDED));
  basket = begin (books, 3);
  g_assert_cmpint (gross (basket), ==, 3870 + 402);
  hufu_books_finish (books, basket, &finished);
  g_assert_cmpint (hufu_books_balance (books, "output_tax"), ==, -402);
  g_assert_cmpint (hufu_books_balance (books, "revenue"), ==, -3870);
  g_assert_cmpint (
      hufu_books_count (books, "SELECT taxes = '[[\"state\",65000,3870,252],"
                               "[\"county\",38500,3870,150]]' FROM sale WHERE state = 'finished'"),
      ==, 1);
  g_assert_cmpint (
      hufu_books_count (books, "SELECT json_extract (body, '$.tax_rules.prices') = 'exclusive'"
                               " AND json_extract (body, '$.taxes[0].tax_minor') = 252"
                               " FROM journal WHERE kind = 'sale.finished'"),
      ==, 1);
  receipt = hufu_receipt_to_text (finished.document);
  g_assert_nonnull (strstr (receipt, "38.70"));
  g_assert_nonnull (strstr (receipt, "6.5%"));
  g_assert_null (strstr (receipt, "Tax contained"));
  hufu_books_assert_whole (books->db);
}

/* The rules change and go while the sale is open: it is taxed as it was begun. */
static void
test_sale_keeps_its_rules (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = NULL, opened = NULL, next = NULL;
  g_autoptr (HufuTaxRules) none = NULL;
  g_auto (HufuFinished) finished = {0};

  g_assert_true (put (books, ADDED));
  basket = begin (books, 1);
  g_assert_true (put (books, CONTAINED));
  hufu_books_reopen (books);
  opened = hufu_sale_load_open (books->db, NULL);
  g_assert_true (opened->taxes->added);
  g_assert_cmpint (gross (opened), ==, 1290 + 134);
  hufu_books_finish (books, opened, &finished);
  g_assert_cmpint (hufu_books_balance (books, "output_tax"), ==, -134);
  next = begin (books, 1);
  g_assert_cmpint (gross (next), ==, 1290);
  g_assert_cmpint (g_array_index (next->tax_sums, HufuTaxSum, 0).tax_minor, ==, 107);
  g_assert_true (put (books, NULL));
  none = hufu_tax_rules_load (books->db, -1, NULL);
  g_assert_null (none);
  hufu_books_assert_whole (books->db);
}

/* The same rules again are no other rules. */
static void
test_same_again (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  g_assert_true (put (books, ADDED));
  g_assert_true (put (books, ADDED));
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM tax_rules"), ==, 1);
}

static void
assert_sum (const HufuTaxSum *sum, const char *id, gint64 net_minor, gint64 tax_minor)
{
  g_assert_cmpstr (sum->id, ==, id);
  g_assert_cmpint (sum->net_minor, ==, net_minor);
  g_assert_cmpint (sum->tax_minor, ==, tax_minor);
}

/* The report of the shift and the page for today have each tax and rate of all sales. */
static void
test_reports (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (HufuToday) today = NULL;
  HufuShiftReport report;

  g_assert_true (put (books, CONTAINED));
  for (guint i = 0; i < 2; i++) {
    g_autoptr (HufuBasket) basket = begin (books, 1);
    g_auto (HufuFinished) finished = {0};

    hufu_books_finish (books, basket, &finished);
  }
  g_assert_true (put (books, NULL));
  for (guint i = 0; i < 1; i++) {
    g_autoptr (HufuBasket) basket = begin (books, 1);
    g_auto (HufuFinished) finished = {0};

    hufu_books_finish (books, basket, &finished);
  }
  g_assert_true (hufu_shift_report_load (books->db, &report, NULL));
  g_assert_cmpuint (report.n_taxes, ==, 2);
  assert_sum (&report.taxes[0], "vat", 2366, 214);
  assert_sum (&report.taxes[1], "tax", 1142, 148);
  g_assert_cmpint (report.tax_minor, ==, 214 + 148);
  today = hufu_today_load (books->db, zone, NULL);
  g_assert_cmpuint (today->n_taxes, ==, 2);
  assert_sum (&today->taxes[0], "vat", 2366, 214);
  assert_sum (&today->taxes[1], "tax", 1142, 148);
}

static void
test_bad (void)
{
#define CLASS(taxes) HEAD ("inclusive") "[{\"id\": \"all\", \"taxes\": [" taxes "]}]}"
#define TAX(id, rest) "{\"id\": \"" id "\", " NAMED ", " rest "}"
  static const char *const bodies[] = {
      "{}",
      "[]",
      HEAD ("inclusive") "[]}",
      HEAD ("inclusive") "{}}",
      HEAD ("both") "[{\"id\": \"all\", \"taxes\": []}]}",
      HEAD ("inclusive") "[{\"id\": \"all\"}]}",
      HEAD ("inclusive") "[{\"id\": \"a\", \"taxes\": []}, {\"id\": \"b\", \"taxes\": []}]}",
      HEAD ("inclusive") "[{\"id\": \"All\", \"taxes\": []}]}",
      CLASS (TAX ("vat", "\"rate_ppm\": 1000001")),
      CLASS (TAX ("vat", "\"rate_ppm\": -1")),
      CLASS (TAX ("vat", "\"rate_ppm\": 1.5")),
      CLASS (TAX ("exempt", "\"rate_ppm\": 0")),
      CLASS (TAX ("va t", "\"rate_ppm\": 0")),
      CLASS ("{\"id\": \"vat\", \"rate_ppm\": 1}"),
      CLASS (TAX ("a", "\"rate_ppm\": 600000") ", " TAX ("b", "\"rate_ppm\": 500000")),
      CLASS (TAX ("a", "\"rate_ppm\": 1") ", " TAX ("a", "\"rate_ppm\": 2")),
      CLASS (TAX ("a", "\"rate_ppm\": 1, \"until_utc_s\": 9") ", " TAX (
          "a", "\"rate_ppm\": 2, \"from_utc_s\": 8")),
      CLASS (TAX ("a", "\"rate_ppm\": 1") ", " TAX ("b", "\"rate_ppm\": 1") ", " TAX (
          "c", "\"rate_ppm\": 1") ", " TAX ("d", "\"rate_ppm\": 1") ", " TAX ("e",
                                                                              "\"rate_ppm\": 1")),
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    g_assert_false (put (books, bodies[i]));
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM tax_rules"), ==, 0);
  g_assert_true (put (books, CLASS (TAX ("a", "\"rate_ppm\": 1, \"until_utc_s\": 9") ", " TAX (
                                 "a", "\"rate_ppm\": 2, \"from_utc_s\": 9"))));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/tax/added", test_added);
  g_test_add_func ("/store/tax/sale-keeps-its-rules", test_sale_keeps_its_rules);
  g_test_add_func ("/store/tax/same-again", test_same_again);
  g_test_add_func ("/store/tax/reports", test_reports);
  g_test_add_func ("/store/tax/bad", test_bad);
  return g_test_run ();
}
