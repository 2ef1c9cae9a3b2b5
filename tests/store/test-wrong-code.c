/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong codes are counted, whatever happens to the till in between. */
#include "store/terminal.h"
#include "store/wrong-code.h"
#include "tests/store/books.h"

#define START_US (HUFU_TEST_START_UTC_S * G_USEC_PER_SEC)
#define PAUSE_US (HUFU_WRONG_CODES_PAUSE_S * G_USEC_PER_SEC)

static gint64
until (HufuBooks *books, gint64 now_utc_us)
{
  g_autoptr (GError) error = NULL;
  gint64 until_utc_us = -1;

  g_assert_true (hufu_wrong_code_check (books->db, now_utc_us, &until_utc_us, &error));
  g_assert_no_error (error);
  return until_utc_us;
}

static void
count (HufuBooks *books, guint n, gint64 now_utc_us)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_assert_true (hufu_wrong_code_count (books->db, now_utc_us, &error));
  g_assert_no_error (error);
}

static gint64
count_events (HufuBooks *books)
{
  return hufu_books_count (books, "SELECT count(*) FROM journal WHERE kind = 'code.paused'");
}

static void
test_pause (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  g_assert_cmpint (until (books, START_US), ==, 0);
  count (books, HUFU_WRONG_CODES_MAX - 1, START_US);
  g_assert_cmpint (until (books, START_US), ==, 0);
  g_assert_cmpint (count_events (books), ==, 0);
  count (books, 1, START_US + 5);
  g_assert_cmpint (until (books, START_US + 6), ==, START_US + 5 + PAUSE_US);
  g_assert_cmpint (count_events (books), ==, 1);
  hufu_books_reopen (books);
  g_assert_cmpint (until (books, START_US + PAUSE_US), ==, START_US + 5 + PAUSE_US);
  g_assert_cmpint (until (books, START_US + 5 + PAUSE_US), ==, 0);
  /* After the pause the count begins anew. */
  count (books, HUFU_WRONG_CODES_MAX - 1, START_US + 2 * PAUSE_US);
  g_assert_cmpint (until (books, START_US + 2 * PAUSE_US), ==, 0);
  g_assert_cmpint (count_events (books), ==, 1);
  hufu_books_assert_whole (books->db);
}

static void
test_right_one (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GError) error = NULL;

  count (books, HUFU_WRONG_CODES_MAX - 1, START_US);
  g_assert_true (hufu_wrong_code_forget (books->db, &error));
  g_assert_true (hufu_wrong_code_forget (books->db, &error));
  g_assert_no_error (error);
  count (books, HUFU_WRONG_CODES_MAX - 1, START_US);
  g_assert_cmpint (until (books, START_US), ==, 0);
}

static void
test_slow_ones (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  for (guint i = 0; i < 3 * HUFU_WRONG_CODES_MAX; i++)
    count (books, 1, START_US + i * PAUSE_US);
  g_assert_cmpint (count_events (books), ==, 0);
}

/* A clock that goes back makes no pause longer than it is, and takes none away. */
static void
test_clock (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  gint64 earlier_us = START_US - 365 * G_TIME_SPAN_DAY;

  count (books, HUFU_WRONG_CODES_MAX, START_US);
  g_assert_cmpint (until (books, earlier_us), ==, earlier_us + PAUSE_US);
  g_assert_cmpint (until (books, earlier_us + 1), ==, earlier_us + PAUSE_US);
  g_assert_cmpint (until (books, earlier_us + PAUSE_US), ==, 0);
}

static void
test_nonsense (void)
{
  static const char *const texts[] = {
      "", "x", "1", "-1 5", "11 5", "10 -5", "10 99999999999999999999"};
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_true (hufu_setting_set (books->db, "wrong_codes", texts[i], &error));
    g_assert_cmpint (until (books, START_US), ==, 0);
    count (books, 1, START_US);
    g_assert_cmpint (until (books, START_US), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/wrong-code/pause", test_pause);
  g_test_add_func ("/store/wrong-code/right-one", test_right_one);
  g_test_add_func ("/store/wrong-code/slow-ones", test_slow_ones);
  g_test_add_func ("/store/wrong-code/clock", test_clock);
  g_test_add_func ("/store/wrong-code/nonsense", test_nonsense);
  return g_test_run ();
}
