/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A held sale that went to another till is there what it was here, column by column of the books.
 * Who gives a sale or a line a new column, or a table of its own, is told here: put it into the
 * message (store/basket-json.c) and on the sale below, or say in `own` why it does not go.
 */
#include <sqlite3.h>

#include "store/basket-move.h"
#include "store/change-store.h"
#include "store/option-json.h"
#include "store/promotion-store.h"
#include "store/tax-store.h"
#include "tests/store/street.h"

/* What is a till's own: of no held sale that can go, or another thing at each till. */
static const struct {
  const char *column;
  const char *why;
} own[] = {
    {"sale.sale_no", "each till counts its own"},
    {"sale.sale_id", "the one that came is another sale"},
    {"sale.state", "void where it was, held where it is"},
    {"sale.created_utc_us", "by each till's own clock; its age goes along"},
    {"sale.promotion_list", "each till numbers its own lists; the list goes along"},
    {"sale.tax_rules", "the same of the tax rules"},
    {"sale.business_day", "of a finished sale"},
    {"sale.day_no", "of a finished sale"},
    {"sale.receipt_no", "of a finished sale"},
    {"sale.receipt", "of a finished sale"},
    {"sale.shift_id", "of a finished sale"},
    {"sale.staff_id", "of a finished sale"},
    {"sale.gross_minor", "of a finished sale"},
    {"sale.tax_minor", "of a finished sale"},
    {"sale.saved_minor", "of a finished sale"},
    {"sale.taxes", "of a finished sale"},
    {"sale.finished_utc_us", "of one that is no longer held"},
    {"sale_line.sale_no", "each till counts its own"},
    {"sale_line.kind", "a prepaid line is of a voucher, which stays"},
    {"sale_line.use_id", "a voucher stays"},
    {"sale_line.paid_online_minor", "a voucher stays"},
    {"sale_markdown.sale_no", "each till counts its own"},
};

/* Tables of sales that a held sale has no rows in, or stays by (store/basket-give.c find_stay), or
 * that are of its journey. */
static const char *const other_tables[] = {
    "basket_moved", "basket_refused", "basket_request", "deposit",     "payment",
    "print_job",    "sale_tender",    "sale_discount",  "voucher_use", NULL,
};

static gboolean
is_own (const char *table, const char *column)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", table, column);

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_str_equal (own[i].column, name))
      return TRUE;
  return FALSE;
}

/* ---- a sale with something in every column ---- */

static void
put (HufuBooks *books, const char *kind, const char *key, const char *body)
{
  g_autoptr (GError) error = NULL;
  json_auto_t *changes = json_pack ("[{s:s, s:s, s:s, s:o}]", "kind", kind, "op", "put", "key", key,
                                    "data", json_loads (body, 0, NULL));

  g_assert_true (hufu_change_apply (books->db, changes, "c", &error));
  g_assert_no_error (error);
}

static void
begin (HufuBooks *books, HufuBasket *basket)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (HufuPromotionSet) set = NULL;
  g_autoptr (HufuTaxRules) taxes = NULL;
  gint64 list_no;

  put (books, "promotion", "sale",
       "{\"id\": \"sale\", \"version\": 1, \"kind\": \"percent\", \"name_en\": \"Sale\","
       " \"name_zh\": \"促销\", \"percent\": 10}");
  put (books, "tax", "store",
       "{\"jurisdiction\": \"X\", \"prices\": \"exclusive\", \"round\": \"line\","
       " \"rounding\": \"half_up\", \"classes\": [{\"id\": \"all\", \"taxes\": [{\"id\": \"vat\","
       " \"name_en\": \"Tax\", \"name_zh\": \"税\", \"rate_ppm\": 60000}]}]}");
  g_assert_true (hufu_promotion_get_list_no (books->db, &list_no, NULL));
  list = hufu_promotion_list (books->db, list_no, NULL);
  set = hufu_promotion_set_new (list, list_no, 1000, 61);
  hufu_basket_set_promotions (basket, set);
  taxes = hufu_tax_rules_load (books->db, -1, NULL);
  g_assert_nonnull (taxes);
  hufu_basket_set_taxes (basket, taxes);
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static HufuLine *
make_line (HufuBooks *books)
{
  HufuLine *line = hufu_line_new ();

  line->product_id = 70;
  line->category_id = 7;
  line->gtin = 6901234567892;
  set_text (&line->sku, "SKU-1");
  set_text (&line->name_en, "Ham");
  set_text (&line->name_zh, "火腿");
  set_text (&line->variant_en, "smoked");
  set_text (&line->variant_zh, "熏");
  set_text (&line->icon, "food");
  line->by_weight = TRUE;
  line->qty_milli = 355;
  line->list_price_minor = 4990;
  line->member_price_minor = 4490;
  line->label_total_minor = 1771;
  line->tax_ppm = 130000;
  line->trace = (HufuTrace){"L1", "S1", 20270101};
  line->asks = HUFU_DETAIL_DUE;
  line->due = (HufuDue){20270102, 9 * 60};
  line->left_out_by = books->staff_id;
  line->options = hufu_offer_from_text (
      "[{\"name_en\": \"Cut\", \"name_zh\": \"切法\", \"choices\": ["
      "{\"id\": \"thin\", \"name_en\": \"Thin\", \"name_zh\": \"薄切\", \"price_minor\": 50}]}]");
  line->chosen = 1;
  set_text (&line->note, "no onions, 不要葱");
  return line;
}

static HufuBasket *
make_sale (HufuBooks *books)
{
  HufuBasket *basket = hufu_basket_new (156);
  g_autoptr (HufuLine) line = make_line (books);
  const HufuId member = {{9, 9}};
  const HufuMarkdown off = {.kind = HUFU_MARKDOWN_PERCENT,
                            .value = 30,
                            .reason = "damaged",
                            .note = "scratched",
                            .staff_id = books->staff_id,
                            .approved_by = {{4, 4}},
                            .approved_no = "01"};

  basket->id = hufu_host_make_id (hufu_db_get_host (books->db));
  begin (books, basket);
  g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_mark_down (basket, 1, &off), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_member (basket, &member, "138****2706", 40), ==, HUFU_EDIT_OK);
  basket->member_level = 2;
  hufu_basket_reckon (basket);
  basket->hold_name = g_strdup ("Table 7");
  return basket;
}

/* From till A to till B. */
static void
send (HufuStreet *street)
{
  g_autoptr (HufuBasket) basket = make_sale (street->till[A]);
  const HufuId owner = hufu_books_terminal_id (1), asker = hufu_books_terminal_id (2);
  g_autoptr (HufuPeer) taker = hufu_roster_find (street->till[A]->db, &asker, 1, NULL);
  g_auto (HufuGift) gift = {0};
  HufuBasketRequest request;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_sale_save (street->till[A]->db, basket, HUFU_SALE_HELD, &error));
  g_assert_true (
      hufu_basket_request_open (street->till[B]->db, &owner, 1, &basket->id, &request, &error));
  g_assert_true (hufu_basket_give (street->till[A]->db, taker, &request.request_id, &basket->id,
                                   &gift, &error));
  g_assert_cmpint (gift.giving, ==, HUFU_GIVING_MOVED);
  g_assert_true (
      hufu_basket_receive (street->till[B]->db, &request.request_id, gift.basket, &error));
  g_assert_no_error (error);
}

/* ---- both books side by side: `main` is till A's, `there` is till B's ---- */

static sqlite3 *
open_both (HufuStreet *street)
{
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS there", street->till[B]->path);
  sqlite3 *books = NULL;

  g_clear_pointer (&street->till[A]->db, hufu_db_close);
  g_clear_pointer (&street->till[B]->db, hufu_db_close);
  g_assert_cmpint (sqlite3_open (street->till[A]->path, &books), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (books, attach, NULL, NULL, NULL), ==, SQLITE_OK);
  return books;
}

static sqlite3_stmt *
query (sqlite3 *books, const char *sql)
{
  sqlite3_stmt *rows = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (books, sql, -1, &rows, NULL), ==, SQLITE_OK);
  return rows;
}

static int
count (sqlite3 *books, const char *sql)
{
  sqlite3_stmt *rows = query (books, sql);
  int n;

  g_assert_cmpint (sqlite3_step (rows), ==, SQLITE_ROW);
  n = sqlite3_column_int (rows, 0);
  sqlite3_finalize (rows);
  return n;
}

/* `none`: what a column has that nobody wrote to, as SQL. */
static void
check_column (sqlite3 *books, const char *table, const char *column, const char *none)
{
  g_autofree char *set = g_strdup_printf (
      "SELECT count(*) FROM %s WHERE %s IS NOT NULL AND %s IS NOT %s", table, column, column, none);
  g_autofree char *same = g_strdup_printf ("SELECT (SELECT group_concat (quote (%s)) FROM main.%s)"
                                           " IS (SELECT group_concat (quote (%s)) FROM there.%s)",
                                           column, table, column, table);

  if (count (books, set) == 0)
    g_error ("the sale of this test has nothing in %s.%s: it cannot tell whether it goes along",
             table, column);
  if (count (books, same) == 0)
    g_error ("%s.%s did not go along, or is another at the other till", table, column);
}

static void
check_table (sqlite3 *books, const char *table)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT name, coalesce (dflt_value, iif (type = 'INTEGER', '0', '''''')) FROM"
      " pragma_table_info ('%s')",
      table);
  sqlite3_stmt *rows = query (books, sql);
  guint n = 0;

  for (; sqlite3_step (rows) == SQLITE_ROW; n++) {
    const char *column = (const char *)sqlite3_column_text (rows, 0);

    if (!is_own (table, column))
      check_column (books, table, column, (const char *)sqlite3_column_text (rows, 1));
  }
  g_assert_cmpuint (n, >, 0);
  sqlite3_finalize (rows);
}

static void
test_every_column_goes_along (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  sqlite3 *books;

  send (street);
  books = open_both (street);
  check_table (books, "sale");
  check_table (books, "sale_line");
  check_table (books, "sale_markdown");
  g_assert_cmpint (count (books, "SELECT min (promotion_list) > -1 AND min (tax_rules) > 0"
                                 " FROM main.sale"),
                   ==, 1);
  g_assert_cmpint (sqlite3_close (books), ==, SQLITE_OK);
  hufu_books_reopen (street->till[A]);
  hufu_books_reopen (street->till[B]);
}

/* Each table that has rows of a sale is one of those above, or known not to matter. */
static void
test_every_table_is_known (void)
{
  static const char *const going[] = {"sale", "sale_line", "sale_markdown", NULL};
  g_autoptr (HufuStreet) street = hufu_street_new ();
  sqlite3 *books = open_both (street);
  sqlite3_stmt *rows =
      query (books, "SELECT DISTINCT m.name FROM main.sqlite_schema m, pragma_table_info (m.name) c"
                    " WHERE m.type = 'table' AND c.name IN ('sale_no', 'sale_id')");
  guint n = 0;

  for (; sqlite3_step (rows) == SQLITE_ROW; n++) {
    const char *table = (const char *)sqlite3_column_text (rows, 0);

    if (!g_strv_contains (going, table) && !g_strv_contains (other_tables, table))
      g_error ("%s is of sales: does it go along with a held one, or keep it where it is?", table);
  }
  g_assert_cmpuint (n, >=, 3);
  sqlite3_finalize (rows);
  g_assert_cmpint (sqlite3_close (books), ==, SQLITE_OK);
  hufu_books_reopen (street->till[A]);
  hufu_books_reopen (street->till[B]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basket-columns/all-go-along", test_every_column_goes_along);
  g_test_add_func ("/basket-columns/all-tables-known", test_every_table_is_known);
  return g_test_run ();
}
