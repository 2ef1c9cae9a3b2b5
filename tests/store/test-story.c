/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One story an act: what a cashier does, and what is in the books afterwards. */
#include <string.h>
#include "store/print-store.h"
#include "store/sql.h"
#include "tests/store/books.h"

static void
save (HufuBooks *books, const HufuBasket *basket, HufuSaleState state)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_sale_save (books->db, basket, state, &error));
  g_assert_no_error (error);
}

static void
assert_refused (gboolean done, GError **error, HufuStoreError code)
{
  g_assert_false (done);
  g_assert_error (*error, HUFU_STORE_ERROR, (gint)code);
  g_clear_error (error);
}

/* TRUE if the one job that waits is a copy. */
static gboolean
waits_as_copy (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = hufu_print_list_waiting (books->db, &error);
  const HufuPrintJob *job;
  const HufuBlock *block;

  g_assert_no_error (error);
  g_assert_cmpuint (jobs->len, ==, 1);
  job = jobs->pdata[0];
  block = job->document->blocks->pdata[0];
  return g_strcmp0 (block->left, "COPY 副本") == 0;
}

static void
test_sale (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;

  save (books, basket, HUFU_SALE_OPEN);
  hufu_books_finish (books, basket, &finished);
  g_assert_cmpstr (finished.receipt_no, ==, "001-01-20260105-0001");
  g_assert_cmpint (hufu_books_balance (books, "cash"), ==, 20000 + 3870);
  g_assert_cmpint (hufu_books_balance (books, "revenue"), ==, -(3870 - 3 * 148));
  g_assert_cmpint (hufu_books_balance (books, "output_tax"), ==, -3 * 148);
  /* The receipt waits for the printer, and is printed once; what may be on paper is a copy. */
  g_assert_false (waits_as_copy (books));
  g_assert_true (hufu_print_begin (books->db, &finished.job_id, &error));
  g_assert_true (waits_as_copy (books));
  g_assert_true (hufu_print_done (books->db, &finished.job_id, &error));
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM print_job"), ==, 0);
  hufu_books_assert_whole (books->db);
}

static void
test_finished_twice (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_auto (HufuFinished) finished = {{0}}, again = {{0}};
  HufuFinish finish = hufu_books_make_finish (books);
  g_autoptr (GError) error = NULL;

  hufu_books_finish (books, basket, &finished);
  assert_refused (hufu_sale_finish (books->db, basket, &finish, &again, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  assert_refused (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  assert_refused (
      hufu_sale_void (books->db, &basket->id, &books->staff_id, HUFU_VOID_CUSTOMER, &error), &error,
      HUFU_STORE_ERROR_CONFLICT);
  g_assert_null (hufu_sale_load (books->db, &basket->id, &error));
  g_assert_no_error (error);
}

static void
test_not_paid (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_auto (HufuFinished) finished = {{0}};
  HufuFinish finish = hufu_books_make_finish (books);
  g_autoptr (GError) error = NULL;

  assert_refused (hufu_sale_finish (books->db, basket, &finish, &finished, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  /* A number that a refused sale would have had goes to the next one. */
  hufu_books_finish (books, basket, &finished);
  g_assert_cmpstr (finished.receipt_no, ==, "001-01-20260105-0001");
}

/* Books of before resuming took the emptied sale into account: two are open, and the newer one was
 * sold on. The other one is held again, under its number. */
static void
test_surplus_open_is_held (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) lost = hufu_books_make_basket (books, 1);
  g_autoptr (HufuBasket) newer = hufu_books_make_basket (books, 2);
  g_autoptr (HufuBasket) found = NULL;
  g_autoptr (GPtrArray) held = NULL;
  g_autoptr (GError) error = NULL;

  save (books, lost, HUFU_SALE_OPEN);
  save (books, newer, HUFU_SALE_OPEN);
  hufu_books_tamper (books, "PRAGMA user_version = 27");
  found = hufu_sale_load_open (books->db, &error);
  g_assert_true (hufu_id_equal (&found->id, &newer->id));
  held = hufu_sale_list_held (books->db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (held->len, ==, 1);
  g_assert_true (hufu_id_equal (&((HufuHeldSale *)held->pdata[0])->sale_id, &lost->id));
  g_assert_cmpstr (((HufuHeldSale *)held->pdata[0])->name, ==, "No. 1");
}

/* An emptied sale that is newer does not hide the one that was resumed, nor is it resumed if the
 * sale is gone. */
static void
test_resumed_survives (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_autoptr (HufuBasket) other = hufu_books_make_basket (books, 1);
  g_autoptr (HufuBasket) resumed = NULL, found = NULL;
  g_autoptr (GError) error = NULL;

  save (books, basket, HUFU_SALE_HELD);
  save (books, other, HUFU_SALE_OPEN);
  g_assert_cmpint (hufu_basket_remove (other, 1), ==, HUFU_EDIT_OK);
  save (books, other, HUFU_SALE_OPEN);
  resumed = hufu_sale_resume (books->db, &basket->id, NULL, &error);
  g_assert_nonnull (resumed);
  hufu_books_reopen (books);
  found = hufu_sale_load_open (books->db, &error);
  g_assert_true (hufu_id_equal (&found->id, &basket->id));
  g_assert_null (hufu_sale_resume (books->db, &books->staff_id, other, &error));
  g_assert_no_error (error);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM sale WHERE state = 'held'"), ==,
                   0);
}

/* A killed till opens with the basket as it was, member, quantities and order. */
static void
test_open_basket_survives (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (HufuBasket) found = NULL;
  g_autoptr (GError) error = NULL;
  HufuTotals before, after;

  save (books, basket, HUFU_SALE_OPEN);
  g_assert_cmpint (hufu_basket_set_qty (basket, 2, 4000), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_remove (basket, 3), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_member (basket, &books->staff_id, "138****2706", 86), ==,
                   HUFU_EDIT_OK);
  save (books, basket, HUFU_SALE_OPEN);
  hufu_books_reopen (books);
  found = hufu_sale_load_open (books->db, &error);
  g_assert_nonnull (found);
  hufu_basket_get_totals (basket, &before);
  hufu_basket_get_totals (found, &after);
  g_assert_true (memcmp (&before, &after, sizeof before) == 0);
  g_assert_cmpuint (found->lines->len, ==, 2);
  g_assert_cmpuint (found->next_line_no, ==, 4);
  g_assert_cmpstr (found->member_label, ==, "138****2706");
  g_assert_cmpint (hufu_basket_find_line (found, 2)->qty_milli, ==, 4000);
}

/* What an act wrote that was taken back is written again by the next one. */
static void
test_saved_after_refusal (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 2);
  HufuFinish finish = hufu_books_make_finish (books);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;

  save (books, basket, HUFU_SALE_OPEN);
  g_assert_cmpint (hufu_basket_set_qty (basket, 1, 5000), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 100000, 10, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
  finish.business_day = "2026-01-06";
  assert_refused (hufu_sale_finish (books->db, basket, &finish, &finished, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  save (books, basket, HUFU_SALE_OPEN);
  g_assert_cmpint (hufu_books_count (books, "SELECT sum (qty_milli) FROM sale_line"), ==, 6000);
}

static void
test_hold_and_void (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 2);
  g_autoptr (GPtrArray) held = NULL;
  g_autoptr (GError) error = NULL;
  HufuHeldSale *first;

  basket->hold_name = g_strdup ("20:41");
  save (books, basket, HUFU_SALE_HELD);
  held = hufu_sale_list_held (books->db, &error);
  g_assert_cmpuint (held->len, ==, 1);
  first = g_ptr_array_index (held, 0);
  g_assert_cmpstr (first->name, ==, "20:41");
  g_assert_cmpint (first->gross_minor, ==, 2580);
  g_assert_false (first->pending);
  g_assert_null (hufu_sale_load_open (books->db, &error));
  g_assert_true (
      hufu_sale_void (books->db, &basket->id, &books->staff_id, HUFU_VOID_CUSTOMER, &error));
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM journal"
                                            " WHERE kind = 'sale.voided'"),
                   ==, 1);
}

static void
test_receipt_numbers (void)
{
  static const struct {
    const char *day, *number;
  } rows[] = {
      {"2026-01-05", "001-01-20260105-0001"}, {"2026-01-05", "001-01-20260105-0002"},
      {"2026-01-06", "001-01-20260106-0001"}, {"2026-01-05", "001-01-20260105-0003"},
      {"2026-01-06", "001-01-20260106-0002"},
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
    g_auto (HufuFinished) finished = {{0}};
    HufuFinish finish = hufu_books_make_finish (books);
    g_autoptr (GError) error = NULL;

    g_assert_true (
        HUFU_RUN (books->db, &error, "UPDATE shift SET business_day = ?", SQL_TEXT (rows[i].day)));
    finish.business_day = rows[i].day;
    g_assert_cmpint (hufu_basket_pay_cash (basket, 1290, 1, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
    g_assert_true (hufu_sale_finish (books->db, basket, &finish, &finished, &error));
    g_assert_cmpstr (finished.receipt_no, ==, rows[i].number);
  }
}

static void
test_reprint (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_autoptr (HufuReceipt) copy = NULL;
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;
  HufuBlock *top;
  HufuId job_id;

  assert_refused (hufu_sale_reprint_last (books->db, &job_id, &copy, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  hufu_books_finish (books, basket, &finished);
  for (int i = 0; i < 2; i++) {
    g_clear_pointer (&copy, hufu_receipt_free);
    g_assert_true (hufu_sale_reprint_last (books->db, &job_id, &copy, &error));
    top = g_ptr_array_index (copy->blocks, 0);
    g_assert_cmpstr (top->left, ==, "COPY 副本");
    for (guint b = 0; b < copy->blocks->len; b++)
      g_assert_cmpint (((HufuBlock *)g_ptr_array_index (copy->blocks, b))->kind, !=,
                       HUFU_BLOCK_DRAWER);
  }
}

/* 500 lines are one event, and one event is one batch. */
static void
test_largest_sale (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, HUFU_BASKET_LINES_MAX);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (HufuBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  gint64 bytes;

  for (guint i = 0; i < basket->lines->len; i++) {
    HufuLine *line = g_ptr_array_index (basket->lines, i);

    g_free (line->sku);
    line->sku = g_strnfill (40, 'W');
    line->product_id = G_MAXINT64 - i;
    line->gtin = 99999999999999;
    line->list_price_minor = 1000000000;
  }
  save (books, basket, HUFU_SALE_OPEN);
  g_assert_cmpint (
      hufu_basket_pay_cash (basket, 500 * G_GINT64_CONSTANT (1000000000), 1, HUFU_ROUND_FLOOR), ==,
      HUFU_EDIT_OK);
  hufu_books_finish (books, basket, &finished);
  bytes = hufu_books_count (books, "SELECT max (length (CAST (body AS BLOB))) FROM journal");
  g_test_message ("500 lines: %" G_GINT64_FORMAT " bytes", bytes);
  g_assert_cmpint (bytes, <=, HUFU_ACT_BODY_MAX);
  hufu_books_assert_whole (books->db);
  batch = hufu_journal_next_batch (books->db, &error);
  g_assert_cmpuint (batch->events->len, >=, 1);
}

static void
test_wrong_pins_lock (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < HUFU_PIN_TRIES; i++) {
    g_autoptr (GPtrArray) staff = hufu_staff_list (books->db, &error);

    g_assert_cmpint (((HufuStaff *)g_ptr_array_index (staff, 0))->locked_until_utc_us, ==, 0);
    g_assert_true (hufu_staff_record_pin (books->db, &books->staff_id, FALSE, &error));
  }
  hufu_books_reopen (books);
  g_assert_cmpint (hufu_books_count (books, "SELECT locked_until_utc_us FROM staff"), ==,
                   hufu_host_utc_us (hufu_test_host_get (books->world)) + HUFU_PIN_LOCK_US);
  g_assert_true (hufu_staff_record_pin (books->db, &books->staff_id, TRUE, &error));
  g_assert_cmpint (hufu_books_count (books, "SELECT locked_until_utc_us FROM staff"), ==, 0);
}

static void
test_one_shift (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GError) error = NULL;
  HufuShift shift;

  assert_refused (hufu_shift_open (books->db, &books->staff_id, "2026-01-06", 0, &shift, &error),
                  &error, HUFU_STORE_ERROR_CONFLICT);
  assert_refused (hufu_shift_open (books->db, &books->staff_id, "6 January", 0, &shift, &error),
                  &error, HUFU_STORE_ERROR_INVALID);
  g_assert_true (hufu_shift_load (books->db, &shift, &error));
  g_assert_true (shift.open);
  g_assert_cmpuint (shift.shift_no, ==, 1);
  g_assert_cmpstr (shift.business_day, ==, HUFU_TEST_DAY);
}

static void
test_finished_never_changes (void)
{
  static const char *const statements[] = {
      "UPDATE sale SET gross_minor = 1",
      "DELETE FROM sale",
      "UPDATE sale_line SET qty_milli = 1",
      "DELETE FROM sale_line",
      "INSERT INTO sale_markdown SELECT sale_no, 0, 'amount', 1, 1, 'tag', '', zeroblob (16), "
      "NULL, '' FROM sale",
      "INSERT INTO sale_line (sale_no, line_no, kind, product_id, gtin, sku, name_en, name_zh,"
      " variant_en, variant_zh, icon, by_weight, qty_milli, list_price_minor, member_price_minor,"
      " label_total_minor, tax_ppm) SELECT sale_no, 99, kind, product_id, gtin, sku, name_en,"
      " name_zh, variant_en, variant_zh, icon, by_weight, qty_milli, list_price_minor,"
      " member_price_minor, label_total_minor, tax_ppm FROM sale_line",
      "UPDATE sale_tender SET amount_minor = 1",
      "DELETE FROM sale_tender",
      "UPDATE journal SET body = ''",
      "DELETE FROM journal",
      "UPDATE ledger_entry SET debit_minor = 1",
      "DELETE FROM ledger_entry",
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_auto (HufuFinished) finished = {{0}};

  hufu_books_finish (books, basket, &finished);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (GError) error = NULL;

    assert_refused (hufu_sql_script (books->db, statements[i], &error), &error,
                    HUFU_STORE_ERROR_CONFLICT);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/story/sale", test_sale);
  g_test_add_func ("/store/story/finished-twice", test_finished_twice);
  g_test_add_func ("/store/story/not-paid", test_not_paid);
  g_test_add_func ("/store/story/open-basket-survives", test_open_basket_survives);
  g_test_add_func ("/store/story/resumed-survives", test_resumed_survives);
  g_test_add_func ("/store/story/surplus-open-is-held", test_surplus_open_is_held);
  g_test_add_func ("/store/story/saved-after-refusal", test_saved_after_refusal);
  g_test_add_func ("/store/story/hold-and-void", test_hold_and_void);
  g_test_add_func ("/store/story/receipt-numbers", test_receipt_numbers);
  g_test_add_func ("/store/story/reprint", test_reprint);
  g_test_add_func ("/store/story/largest-sale", test_largest_sale);
  g_test_add_func ("/store/story/wrong-pins-lock", test_wrong_pins_lock);
  g_test_add_func ("/store/story/one-shift", test_one_shift);
  g_test_add_func ("/store/story/finished-never-changes", test_finished_never_changes);
  return g_test_run ();
}
