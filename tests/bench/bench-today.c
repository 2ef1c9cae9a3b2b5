/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sums of the manager's page for today, after 500 days of 2,000 sales: each day as it is kept,
 * fifteen hours, six clerks, four tenders, forty categories. */
#include "store/today.h"
#include "tests/bench/stats.h"
#include "tests/store/books.h"

#define DAYS 500
#define MOST_NS 1000000

static const char *const past =
    "WITH RECURSIVE day (d) AS (SELECT 0 UNION ALL SELECT d + 1 FROM day WHERE d < 499),"
    " at (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM at WHERE i < 59)"
    " INSERT INTO day_sum SELECT date ('" HUFU_TEST_DAY "', -d || ' days'), part, item, 40, 500000"
    " FROM day, (SELECT 'quarter' AS part, 1963972 + i AS item FROM at"
    "  UNION ALL SELECT 'voucher', 1963972 + i FROM at"
    "  UNION ALL SELECT 'category', i FROM at WHERE i < 40"
    "  UNION ALL SELECT 'clerk', randomblob (16) FROM at WHERE i < 6"
    "  UNION ALL VALUES ('tender', 'cash'), ('tender', 'voucher'), ('tender', 'card'),"
    "   ('tender', 'wallet'), ('use', 'deal'), ('use', 'cash'), ('use', 'pass'), ('use', 'coupon'),"
    "   ('undone', 'deal'), ('rounding', ''), ('voided', ''))";

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  HufuSample *sample = hufu_sample_new ();
  guint rounds = hufu_bench_rounds (&options, 2000);
  g_autofree char *measured = NULL, *how = NULL;

  hufu_books_tamper (books, past);
  for (guint i = 0; i < rounds; i++) {
    gint64 start_ns = hufu_bench_now_ns ();
    g_autoptr (HufuToday) today = hufu_today_load (books->db, zone, NULL);

    hufu_sample_add (sample, hufu_bench_now_ns () - start_ns);
    g_assert_cmpuint (today->categories->len, ==, 40);
  }
  measured = hufu_bench_format_ns (hufu_sample_get_ns (sample, 500));
  how = g_strdup_printf ("p50 of %u; hufu_today_load after %d days of 2,000 sales", rounds, DAYS);
  hufu_bench_row ("today: its sums", measured, "1 ms",
                  hufu_bench_ratio (hufu_sample_get_ns (sample, 500), MOST_NS), 1.0, how);
  hufu_sample_free (sample);
  return 0;
}
