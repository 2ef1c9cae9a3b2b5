/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/today.h"

#include <string.h>

HufuToday *
hufu_today_new (const char *business_day)
{
  HufuToday *today = g_new0 (HufuToday, 1);

  g_strlcpy (today->business_day, business_day, sizeof today->business_day);
  today->clerks = g_array_new (FALSE, FALSE, sizeof (HufuTodayPart));
  today->categories = g_array_new (FALSE, FALSE, sizeof (HufuTodayPart));
  return today;
}

void
hufu_today_free (HufuToday *today)
{
  if (today == NULL)
    return;
  g_array_unref (today->clerks);
  g_array_unref (today->categories);
  g_free (today);
}

gint64
hufu_today_quarter (gint64 utc_us)
{
  return utc_us / (HUFU_TODAY_QUARTER_S * G_USEC_PER_SEC);
}

static void
add (HufuTally *sum, const HufuTally *tally)
{
  sum->n += tally->n;
  sum->sum_minor += tally->sum_minor;
}

void
hufu_today_add_quarter (HufuTally hours[HUFU_TODAY_HOURS], gint64 quarter, const HufuTally *tally,
                        GTimeZone *zone)
{
  gint64 utc_s = quarter * HUFU_TODAY_QUARTER_S;
  gint interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, utc_s);
  gint64 local_s = utc_s + (interval < 0 ? 0 : g_time_zone_get_offset (zone, interval));

  add (&hours[local_s / 3600 % HUFU_TODAY_HOURS], tally);
}

void
hufu_today_add_part (GArray *parts, const HufuTodayPart *part)
{
  g_array_append_vals (parts, part, 1);
}

static gint
compare_parts (gconstpointer a, gconstpointer b)
{
  const HufuTodayPart *x = a, *y = b;

  if (x->tally.sum_minor != y->tally.sum_minor)
    return x->tally.sum_minor > y->tally.sum_minor ? -1 : 1;
  if (x->category_id != y->category_id)
    return x->category_id < y->category_id ? -1 : 1;
  return memcmp (x->staff_id.bytes, y->staff_id.bytes, sizeof x->staff_id.bytes);
}

void
hufu_today_sort (HufuToday *today)
{
  g_array_sort (today->clerks, compare_parts);
  g_array_sort (today->categories, compare_parts);
}

HufuTally
hufu_today_sum (const HufuTally *tallies, gsize n)
{
  HufuTally sum = {0};

  for (gsize i = 0; i < n; i++)
    add (&sum, &tallies[i]);
  return sum;
}

HufuTally
hufu_today_redeemed (const HufuToday *today)
{
  HufuTally uses = hufu_today_sum (today->uses, HUFU_VOUCHER_TYPE_COUNT);
  HufuTally undone = hufu_today_sum (today->undone, HUFU_VOUCHER_TYPE_COUNT);

  return (HufuTally){uses.n - undone.n, uses.sum_minor - undone.sum_minor};
}

gint64
hufu_today_average_minor (const HufuTally *sales)
{
  return sales->n == 0 ? 0 : hufu_money_mul_div (sales->sum_minor, 1, sales->n, HUFU_ROUND_HALF_UP);
}

guint
hufu_today_get_span (const HufuToday *today, guint *ret_n)
{
  guint first = HUFU_TODAY_HOURS, last = 0;

  for (guint i = 0; i < HUFU_TODAY_HOURS; i++) {
    guint hour = (HUFU_TODAY_FIRST_HOUR + i) % HUFU_TODAY_HOURS;

    if (today->hours[hour].n == 0 && today->week_before[hour].n == 0)
      continue;
    first = MIN (first, i);
    last = i;
  }
  *ret_n = first == HUFU_TODAY_HOURS ? 0 : last - first + 1;
  return (HUFU_TODAY_FIRST_HOUR + first) % HUFU_TODAY_HOURS;
}
