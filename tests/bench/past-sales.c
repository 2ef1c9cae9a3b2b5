/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/past-sales.h"

#include <glib/gstdio.h>

#include "store/sql.h"
#include "store/today.h"

#define DAY_SALES 2000
#define DAY_MS (24 * 3600 * 1000)
#define FOLLOW_SALES 100 /* between two copyings of the log */

static char *
make_day (HufuBooks *books)
{
  gint64 utc_us = hufu_host_utc_us (hufu_test_host_get (books->world));
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (utc_us / G_USEC_PER_SEC);

  return g_date_time_format (time, "%F");
}

static void
open_shift (HufuBooks *books)
{
  g_autofree char *day = make_day (books);
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_shift_open (books->db, &books->staff_id, day, 20000, &books->shift, &error));
  g_assert_no_error (error);
}

/* As exactly as a drawer can be counted. */
static HufuCashCount
count_drawer (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  HufuShiftReport report;
  HufuCashCount count = {{0}};
  gint64 rest_minor;

  g_assert_true (hufu_shift_report_load (books->db, &report, &error));
  g_assert_no_error (error);
  rest_minor = hufu_shift_report_expected_minor (&report);
  for (gsize i = 0; i < HUFU_DENOMINATION_COUNT; i++) {
    count.pieces[i] = (guint32)(rest_minor / hufu_money_denomination_minor (i));
    rest_minor %= hufu_money_denomination_minor (i);
  }
  return count;
}

static void
close_shift (HufuBooks *books)
{
  HufuFinish finish = hufu_books_make_finish (books);
  HufuClose close = {
      .staff_id = books->staff_id,
      .count = count_drawer (books),
      .tolerance_minor = HUFU_CASH_TOLERANCE_MINOR,
      .facts = {.shop_en = finish.receipt.shop_en,
                .shop_zh = finish.receipt.shop_zh,
                .opened_by = finish.receipt.clerk_label,
                .opened_time = finish.receipt.local_time,
                .clerk_label = finish.receipt.clerk_label,
                .local_time = finish.receipt.local_time},
  };
  g_auto (HufuClosed) closed = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_shift_close (books->db, &close, &closed, &error));
  g_assert_no_error (error);
  g_assert_true (closed.closed);
}

/* Its paper was printed, so no job waits. */
static void
sell (HufuBooks *books, guint n_lines)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, n_lines);
  HufuFinish finish = hufu_books_make_finish (books);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;

  finish.business_day = books->shift.business_day;
  finish.print = FALSE;
  g_assert_cmpint (hufu_basket_pay_cash (basket, 100000, 10, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
  g_assert_true (hufu_sale_finish (books->db, basket, &finish, &finished, &error));
  g_assert_no_error (error);
  hufu_test_host_advance_ms (books->world, DAY_MS / DAY_SALES);
}

/* What the owner thread does when a till is idle. */
static void
rest (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  while (!done) {
    g_assert_true (hufu_today_follow (books->db, &done, &error));
    g_assert_no_error (error);
  }
  hufu_db_checkpoint (books->db);
}

/* The platform has them all. */
static void
acknowledge (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (HUFU_RUN (books->db, &error, "UPDATE terminal SET acked_seq = last_seq"));
  g_assert_no_error (error);
}

static void
make (const char *path, guint n_sales, guint n_lines)
{
  g_autoptr (HufuBooks) books = hufu_books_new_empty (1);

  hufu_test_host_set_utc_us (books->world, HUFU_TEST_START_UTC_S * G_USEC_PER_SEC -
                                               (gint64)n_sales * (DAY_MS / DAY_SALES) * 1000);
  g_assert_true (hufu_sql_script (books->db, "PRAGMA synchronous = OFF", NULL));
  hufu_books_begin (books);
  for (guint i = 0; i < n_sales; i++) {
    if (i % DAY_SALES == 0) {
      close_shift (books);
      open_shift (books);
    }
    sell (books, n_lines);
    if (i % FOLLOW_SALES == FOLLOW_SALES - 1)
      rest (books);
  }
  close_shift (books);
  open_shift (books);
  rest (books);
  acknowledge (books);
  g_clear_pointer (&books->db, hufu_db_close);
  g_assert_cmpint (g_rename (books->path, path), ==, 0);
}

HufuBooks *
hufu_past_sales_open (const char *folder, guint n_sales, guint n_lines)
{
  g_autofree char *name = g_strdup_printf ("sales-%u.db", n_sales);
  g_autoptr (HufuBooks) books = hufu_books_new_empty (g_random_int ());
  g_autoptr (GError) error = NULL;

  g_free (books->path);
  books->path = g_build_filename (folder, name, NULL);
  if (!g_file_test (books->path, G_FILE_TEST_EXISTS))
    make (books->path, n_sales, n_lines);
  hufu_books_reopen (books);
  g_assert_true (hufu_shift_load (books->db, &books->shift, &error));
  g_assert_cmpstr (books->shift.business_day, ==, HUFU_TEST_DAY);
  return g_steal_pointer (&books);
}
