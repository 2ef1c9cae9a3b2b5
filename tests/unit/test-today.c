/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from the sums of a day. */
#include "core/today.h"

/* 2026-01-05 09:00:00 UTC */
#define NINE_UTC_US (G_GINT64_CONSTANT (1767603600) * G_USEC_PER_SEC)

static void
test_average (void)
{
  static const struct {
    HufuTally sales;
    gint64 average_minor;
  } rows[] = {
      {{0, 0}, 0}, {{1, 1290}, 1290}, {{2, 3}, 2}, {{3, 4}, 1}, {{126, 1864250}, 14796},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_today_average_minor (&rows[i].sales), ==, rows[i].average_minor);
}

/* A quarter of an hour lies in one local hour, wherever the shop is. */
static void
test_zones (void)
{
  static const struct {
    gint32 offset_s;
    gint64 minute; /* after nine UTC */
    guint hour;
  } rows[] = {
      {0, 0, 9},       {0, 59, 9},      {0, 60, 10},     {8 * 3600, 0, 17},
      {19800, 29, 14}, {19800, 30, 15}, {20700, 14, 14}, {20700, 15, 15},
      {-36000, 0, 23}, {50400, 59, 23}, {50400, 60, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_offset (rows[i].offset_s);
    HufuTally hours[HUFU_TODAY_HOURS] = {0};
    const HufuTally one = {1, 100};

    hufu_today_add_quarter (
        hours, hufu_today_quarter (NINE_UTC_US + rows[i].minute * 60 * G_USEC_PER_SEC), &one, zone);
    g_assert_cmpint (hours[rows[i].hour].n, ==, 1);
    g_assert_cmpint (hufu_today_sum (hours, HUFU_TODAY_HOURS).sum_minor, ==, 100);
  }
}

/* From the first hour of either day to the last, over midnight. */
static void
test_span (void)
{
  static const struct {
    guint today, week_before, first, n;
  } rows[] = {
      {9, 9, 9, 1}, {9, 12, 9, 4}, {21, 9, 9, 13}, {18, 1, 18, 8}, {5, 4, 5, 24},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuToday) today = hufu_today_new ("2026-01-05");
    guint n;

    today->hours[rows[i].today].n = today->week_before[rows[i].week_before].n = 1;
    g_assert_cmpuint (hufu_today_get_span (today, &n), ==, rows[i].first);
    g_assert_cmpuint (n, ==, rows[i].n);
  }
}

static void
test_redeemed (void)
{
  g_autoptr (HufuToday) today = hufu_today_new ("2026-01-05");
  HufuTally redeemed;

  today->uses[HUFU_VOUCHER_DEAL] = (HufuTally){3, 30000};
  today->uses[HUFU_VOUCHER_CASH] = (HufuTally){2, 7000};
  today->undone[HUFU_VOUCHER_CASH] = (HufuTally){1, 5000};
  redeemed = hufu_today_redeemed (today);
  g_assert_cmpint (redeemed.n, ==, 4);
  g_assert_cmpint (redeemed.sum_minor, ==, 32000);
}

static void
test_order (void)
{
  g_autoptr (HufuToday) today = hufu_today_new ("2026-01-05");
  static const HufuTodayPart parts[] = {
      {.category_id = 2, .tally = {1, 500}},
      {.category_id = 1, .tally = {9, 500}},
      {.category_id = 3, .tally = {1, 900}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    hufu_today_add_part (today->categories, &parts[i]);
  hufu_today_sort (today);
  g_assert_cmpint (g_array_index (today->categories, HufuTodayPart, 0).category_id, ==, 3);
  g_assert_cmpint (g_array_index (today->categories, HufuTodayPart, 1).category_id, ==, 1);
  g_assert_cmpint (g_array_index (today->categories, HufuTodayPart, 2).category_id, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/today/average", test_average);
  g_test_add_func ("/today/zones", test_zones);
  g_test_add_func ("/today/span", test_span);
  g_test_add_func ("/today/redeemed", test_redeemed);
  g_test_add_func ("/today/order", test_order);
  return g_test_run ();
}
