/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices and discounts by hand in the books: kept, approved, told, booked. */
#include <string.h>

#include "store/change-store.h"
#include "tests/store/books.h"

#define MANAGER_ID "00000000-0000-4000-8000-0000000000a1"

static HufuId
add_manager (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  json_auto_t *changes =
      json_pack ("[{s:s, s:s, s:s, s:{s:s, s:s, s:s, s:s, s:s, s:s, s:{s:i, s:i, s:i}}}]", "kind",
                 "staff", "op", "put", "key", MANAGER_ID, "data", "staff_id", MANAGER_ID, "no",
                 "01", "name_en", "M", "name_zh", "M", "role", "manager", "pin_hash", "x",
                 "price_rights", "line_percent", 90, "basket_percent", 50, "price_percent", 80);
  HufuId id;

  g_assert_true (hufu_change_apply (books->db, changes, "c", &error));
  g_assert_no_error (error);
  g_assert_true (hufu_id_parse (MANAGER_ID, &id));
  return id;
}

static HufuMarkdown
make (HufuBooks *books, HufuMarkdownKind kind, gint64 value, const HufuId *approved_by)
{
  HufuMarkdown markdown = {.kind = kind,
                           .value = value,
                           .reason = "other",
                           .note = "Box is dented",
                           .staff_id = books->staff_id};

  if (approved_by != NULL) {
    markdown.approved_by = *approved_by;
    g_strlcpy (markdown.approved_no, "01", sizeof markdown.approved_no);
  }
  return markdown;
}

static gint64
gross (const HufuBasket *basket)
{
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  return totals.gross_minor;
}

static void
mark_down (HufuBooks *books, HufuBasket *basket, guint32 line_no, HufuMarkdown markdown)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (hufu_basket_mark_down (basket, line_no, &markdown), ==, HUFU_EDIT_OK);
  g_assert_true (hufu_sale_mark_down (books->db, basket, line_no, &error));
  g_assert_no_error (error);
}

static void
test_story (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 2), opened = NULL;
  g_auto (HufuFinished) finished = {0};
  HufuId manager = add_manager (books);
  guint32 line_no = ((HufuLine *)basket->lines->pdata[0])->line_no;
  g_autofree char *receipt = NULL;

  hufu_books_tamper (books, "UPDATE staff SET failed = 3 WHERE no = '01'");
  mark_down (books, basket, line_no, make (books, HUFU_MARKDOWN_PERCENT, 50, &manager));
  g_assert_cmpint (hufu_books_count (books, "SELECT failed FROM staff WHERE no = '01'"), ==, 0);
  mark_down (books, basket, 0, make (books, HUFU_MARKDOWN_AMOUNT, 100, NULL));
  g_assert_cmpint (hufu_basket_set_note (basket, line_no, "gift"), ==, HUFU_EDIT_OK);
  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, NULL));
  /* A killed till opens with all of it. */
  hufu_books_reopen (books);
  opened = hufu_sale_load_open (books->db, NULL);
  g_assert_cmpint (gross (opened), ==, gross (basket));
  g_assert_cmpstr (hufu_basket_find_line (opened, line_no)->note, ==, "gift");
  g_assert_cmpstr (opened->markdown.note, ==, "Box is dented");
  hufu_books_finish (books, opened, &finished);
  receipt = hufu_receipt_to_text (finished.document);
  g_assert_nonnull (strstr (receipt, "减 50%, Box is dented (01)"));
  g_assert_nonnull (strstr (receipt, "-1.00"));
  g_assert_nonnull (strstr (receipt, "gift"));
  g_assert_cmpint (hufu_books_balance (books, "cash") + hufu_books_balance (books, "cash_rounding"),
                   ==, 20000 + gross (opened));
  g_assert_cmpint (hufu_books_balance (books, "discount_given"), >, 0);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM journal"
                                            " WHERE kind = 'price.changed'"),
                   ==, 2);
  g_assert_cmpint (
      hufu_books_count (books, "SELECT sum (json_extract (value, '$.total_minor')) FROM journal,"
                               " json_each (body, '$.lines') WHERE kind = 'sale.finished'"),
      ==, gross (opened));
  g_assert_cmpint (hufu_books_count (books, "SELECT json_extract (body, '$.markdown.off_minor')"
                                            " FROM journal WHERE kind = 'sale.finished'"),
                   ==, 100);
  hufu_books_assert_whole (books->db);
}

/* Only a manager approves, whatever the caller says; nothing of it is kept. */
static void
test_no_manager (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_autoptr (GError) error = NULL;
  HufuMarkdown markdown = make (books, HUFU_MARKDOWN_PERCENT, 50, &books->staff_id);
  gint64 events = hufu_books_count (books, "SELECT count(*) FROM journal");

  hufu_books_tamper (books, "UPDATE staff SET role = 'clerk'");
  g_assert_cmpint (hufu_basket_mark_down (basket, 0, &markdown), ==, HUFU_EDIT_OK);
  g_assert_false (hufu_sale_mark_down (books->db, basket, 0, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM sale_markdown"), ==, 0);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM journal"), ==, events);
}

/* Rights are the person's own, or those of the role; what is none is refused. */
static void
test_rights (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } rows[] = {
      {"{\"line_percent\": 1, \"basket_percent\": 2, \"price_percent\": 3}", TRUE},
      {"{\"line_percent\": 0, \"basket_percent\": 0, \"price_percent\": 100}", TRUE},
      {"{\"line_percent\": 101, \"basket_percent\": 0, \"price_percent\": 0}", FALSE},
      {"{\"line_percent\": -1, \"basket_percent\": 0, \"price_percent\": 0}", FALSE},
      {"{\"line_percent\": 1, \"basket_percent\": 2}", FALSE},
      {"[]", FALSE},
      {"", FALSE},
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GPtrArray) staff = NULL;
  g_auto (HufuPolicy) policy = {0};
  HufuPriceRights rights;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_price_rights_from_text (rows[i].text, &rights), ==, rows[i].good);
  add_manager (books);
  staff = hufu_staff_list (books->db, NULL);
  g_assert_true (((HufuStaff *)staff->pdata[0])->has_rights);
  g_assert_cmpint (((HufuStaff *)staff->pdata[0])->rights.basket_percent, ==, 50);
  g_assert_true (hufu_policy_load (books->db, &policy, NULL));
  g_assert_cmpint (policy.price_rights[HUFU_ROLE_CLERK].line_percent, ==, 0);
  g_assert_cmpint (policy.price_rights[HUFU_ROLE_MANAGER].line_percent, ==, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/markdown/story", test_story);
  g_test_add_func ("/store/markdown/no-manager", test_no_manager);
  g_test_add_func ("/store/markdown/rights", test_rights);
  return g_test_run ();
}
