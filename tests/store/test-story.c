/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One story an act: what a cashier does, and what is in the books afterwards. */
#include <string.h>
#include "store/print-store.h"
#include "tests/store/books.h"

static void
test_sale (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error));
  hufu_books_finish (books, basket, &finished);
  g_assert_cmpstr (finished.receipt_no, ==, "001-01-20260105-0001");
  g_assert_nonnull (finished.document);
  g_assert_false (hufu_id_is_zero (&finished.job_id));
  g_assert_cmpint (hufu_books_balance (books, "cash"), ==, 3870);
  g_assert_cmpint (hufu_books_balance (books, "revenue"), ==, -(3870 - 3 * 148));
  g_assert_cmpint (hufu_books_balance (books, "output_tax"), ==, -3 * 148);
  hufu_books_assert_whole (books->db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/story/sale", test_sale);
  return g_test_run ();
}
