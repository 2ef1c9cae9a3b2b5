/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a business day came to, in sums: all that the manager's page for today shows is one of them
 * or follows from them here. The sums come from the books (store/today.h). Pure.
 *
 * The day of an event is the business day of the shift that was opened last before it, so what
 * comes after a closing still counts for the day that was closed.
 */
#pragma once

#include "core/deposit.h"
#include "core/shift-report.h"

#define HUFU_TODAY_HOURS 24
#define HUFU_TODAY_FIRST_HOUR 5 /* a shop that sells past midnight still sells on the same day */
#define HUFU_TODAY_QUARTER_S 900

/* The part of a clerk or of a category. */
typedef struct {
  HufuId staff_id;
  gint64 category_id; /* 0 = none */
  HufuTally tally;    /* sales of a clerk, lines of a category, at what was paid for them */
} HufuTodayPart;

typedef struct {
  char business_day[11];                    /* "" = no shift was ever opened */
  HufuTally hours[HUFU_TODAY_HOURS];        /* finished sales by the local hour, gross */
  HufuTally with_voucher[HUFU_TODAY_HOURS]; /* those of them with a voucher on them */
  HufuTally week_before[HUFU_TODAY_HOURS];  /* all of them seven days before */
  HufuTally tenders[HUFU_TENDER_KIND_COUNT];
  HufuTally deposits[HUFU_DEPOSIT_STATE_COUNT]; /* HELD: taken today; those USED are tenders */
  gint64 rounding_minor;                        /* of cash: gross + rounding = all tenders */
  gint64 n_voided;
  HufuTally uses[HUFU_VOUCHER_TYPE_COUNT];   /* redeemed, undone ones too */
  HufuTally undone[HUFU_VOUCHER_TYPE_COUNT]; /* of them or of a day before: taken back today */
  HufuTally differences; /* shifts closed with one; counted less expected, of all together */
  HufuTaxSum taxes[HUFU_TAX_SUMS_MAX]; /* of finished sales, the greatest first */
  gsize n_taxes;
  GArray *clerks, *categories; /* HufuTodayPart, the greatest first */
} HufuToday;

HufuToday *hufu_today_new (const char *business_day);
void hufu_today_free (HufuToday *today);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuToday, hufu_today_free)

/* The quarter of an hour since 1970 that the time is in. There is a whole number of them in an hour
 * of each time zone there is, so the books need not know of zones. */
gint64 hufu_today_quarter (gint64 utc_us);
/* Adds what a quarter came to to its local hour in zone. */
void hufu_today_add_quarter (HufuTally hours[HUFU_TODAY_HOURS], gint64 quarter,
                             const HufuTally *tally, GTimeZone *zone);
void hufu_today_add_part (GArray *parts, const HufuTodayPart *part);
/* The greatest first; equal ones by what they are. */
void hufu_today_sort (HufuToday *today);

HufuTally hufu_today_sum (const HufuTally *tallies, gsize n);
/* Redeemed and not undone. */
HufuTally hufu_today_redeemed (const HufuToday *today);
/* Of a sale, rounded half up; 0 without sales. */
gint64 hufu_today_average_minor (const HufuTally *sales);
/* The hours to show, in the order of the day: *ret_n of them from the local hour that is returned;
 * 0 if nothing was sold, today or the week before. They go over midnight. */
guint hufu_today_get_span (const HufuToday *today, guint *ret_n);
