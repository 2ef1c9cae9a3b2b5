/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/today-write.h"

#include <string.h>

#include "store/tax-store.h"

/* ---- adding ---- */

static gboolean
add (HufuDb *db, const char *business_day, const char *part, HufuSqlValue item, gint64 n,
     gint64 sum_minor, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO day_sum (business_day, part, item, n, sum_minor)"
                   " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                   " n = n + excluded.n, sum_minor = sum_minor + excluded.sum_minor",
                   SQL_TEXT (business_day), SQL_TEXT (part), item, SQL_INT (n),
                   SQL_INT (sum_minor));
}

/* Of what is no sale: the day of the last shift; nothing before the first one. */
static gboolean
add_today (HufuDb *db, const char *part, const char *item, gint64 sum_minor, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO day_sum (business_day, part, item, n, sum_minor)"
                   " SELECT * FROM (SELECT business_day, ?, ?, 1, ? FROM shift"
                   " ORDER BY shift_no DESC LIMIT 1) WHERE TRUE ON CONFLICT DO UPDATE SET"
                   " n = n + excluded.n, sum_minor = sum_minor + excluded.sum_minor",
                   SQL_TEXT (part), SQL_TEXT (item), SQL_INT (sum_minor));
}

static gboolean
add_tenders (HufuDb *db, const HufuBasket *basket, const char *business_day, GError **error)
{
  gint64 rounding_minor = 0, n_rounded = 0;

  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = g_ptr_array_index (basket->tenders, i);

    if (!add (db, business_day, "tender", SQL_TEXT (hufu_tender_kind_name (tender->kind)), 1,
              tender->amount_minor, error))
      return FALSE;
    rounding_minor += tender->rounding_minor;
    n_rounded += tender->rounding_minor != 0;
  }
  return n_rounded == 0 ||
         add (db, business_day, "rounding", SQL_TEXT (""), n_rounded, rounding_minor, error);
}

/* One statement a category, however many lines it has. */
static gboolean
add_categories (HufuDb *db, const HufuBasket *basket, const char *business_day, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < basket->lines->len; i++) {
    HufuLine *line = g_ptr_array_index (basket->lines, i);
    HufuTally tally = {0};

    if (line->kind != HUFU_LINE_PRODUCT || !g_hash_table_add (seen, &line->category_id))
      continue;
    for (guint j = i; j < basket->lines->len; j++) {
      const HufuLine *other = g_ptr_array_index (basket->lines, j);

      if (other->kind != HUFU_LINE_PRODUCT || other->category_id != line->category_id)
        continue;
      tally.n++;
      tally.sum_minor += hufu_line_gross_minor (other, basket->has_member);
    }
    if (!add (db, business_day, "category", SQL_INT (line->category_id), tally.n, tally.sum_minor,
              error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_taxes (HufuDb *db, const HufuBasket *basket, const char *business_day, GError **error)
{
  for (guint i = 0; i < basket->tax_sums->len; i++) {
    const HufuTaxSum *sum = &g_array_index (basket->tax_sums, HufuTaxSum, i);
    g_autofree char *item = hufu_tax_sum_make_item (sum);

    if (!add (db, business_day, "tax", SQL_TEXT (item), sum->net_minor, sum->tax_minor, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_voucher (const HufuBasket *basket)
{
  for (guint i = 0; i < basket->lines->len; i++)
    if (((HufuLine *)g_ptr_array_index (basket->lines, i))->kind == HUFU_LINE_PREPAID)
      return TRUE;
  for (guint i = 0; i < basket->tenders->len; i++)
    if (((HufuTender *)g_ptr_array_index (basket->tenders, i))->kind == HUFU_TENDER_VOUCHER)
      return TRUE;
  return basket->discounts->len > 0;
}

gboolean
hufu_today_add_sale (HufuDb *db, const HufuBasket *basket, const HufuFinish *finish,
                     gint64 now_utc_us, GError **error)
{
  const char *day = finish->business_day;
  gint64 quarter = hufu_today_quarter (now_utc_us);
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  return add (db, day, "quarter", SQL_INT (quarter), 1, totals.gross_minor, error) &&
         (!has_voucher (basket) ||
          add (db, day, "voucher", SQL_INT (quarter), 1, totals.gross_minor, error)) &&
         add (db, day, "clerk", SQL_ID (&finish->staff_id), 1, totals.gross_minor, error) &&
         add_tenders (db, basket, day, error) && add_categories (db, basket, day, error) &&
         add_taxes (db, basket, day, error);
}

gboolean
hufu_today_add_use (HufuDb *db, HufuVoucherType type, gint64 amount_minor, gboolean undone,
                    GError **error)
{
  return add_today (db, undone ? "undone" : "use", hufu_voucher_type_name (type), amount_minor,
                    error);
}

gboolean
hufu_today_add_void (HufuDb *db, GError **error)
{
  return add_today (db, "voided", "", 0, error);
}

gboolean
hufu_today_add_difference (HufuDb *db, const HufuShift *shift, gint64 difference_minor,
                           GError **error)
{
  return difference_minor == 0 || add (db, shift->business_day, "difference",
                                       SQL_INT (shift->shift_no), 1, difference_minor, error);
}

/* ---- reading ---- */

typedef struct {
  HufuToday *today;
  GTimeZone *zone;
} Reading;

static gboolean
read_named (HufuToday *today, const char *part, const char *item, const HufuTally *tally,
            GError **error)
{
  HufuTenderKind tender;
  HufuVoucherType type;

  if (strcmp (part, "tender") == 0 && hufu_tender_kind_find (item, &tender))
    today->tenders[tender] = *tally;
  else if (strcmp (part, "use") == 0 && hufu_voucher_type_find (item, &type))
    today->uses[type] = *tally;
  else if (strcmp (part, "undone") == 0 && hufu_voucher_type_find (item, &type))
    today->undone[type] = *tally;
  else if (strcmp (part, "rounding") == 0)
    today->rounding_minor = tally->sum_minor;
  else if (strcmp (part, "voided") == 0)
    today->n_voided = tally->n;
  else
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a sum of the day of nothing known");
  return TRUE;
}

static gboolean
read_row (HufuRows *rows, const Reading *reading, GError **error)
{
  HufuToday *today = reading->today;
  const char *part = hufu_rows_text (rows, 0);
  const HufuTally tally = {hufu_rows_int (rows, 2), hufu_rows_int (rows, 3)};

  if (strcmp (part, "quarter") == 0)
    hufu_today_add_quarter (today->hours, hufu_rows_int (rows, 1), &tally, reading->zone);
  else if (strcmp (part, "voucher") == 0)
    hufu_today_add_quarter (today->with_voucher, hufu_rows_int (rows, 1), &tally, reading->zone);
  else if (strcmp (part, "clerk") == 0)
    hufu_today_add_part (today->clerks, &(HufuTodayPart){hufu_rows_id (rows, 1), 0, tally});
  else if (strcmp (part, "category") == 0)
    hufu_today_add_part (today->categories,
                         &(HufuTodayPart){{{0}}, hufu_rows_int (rows, 1), tally});
  else if (strcmp (part, "difference") == 0)
    today->differences = hufu_today_sum ((HufuTally[]){today->differences, tally}, 2);
  else
    return read_named (today, part, hufu_rows_text (rows, 1), &tally, error);
  return TRUE;
}

static gboolean
read_day (HufuDb *db, const Reading *reading, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT part, item, n, sum_minor FROM day_sum WHERE business_day = ?"
                  " AND part <> 'tax'",
                  SQL_TEXT (reading->today->business_day));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    if (!read_row (rows, reading, error))
      return FALSE;
  return step == 0;
}

static gboolean
read_taxes (HufuDb *db, HufuToday *today, GError **error)
{
  return hufu_tax_sums_read (
      db,
      HUFU_QUERY (db, error,
                  "SELECT substr (item, 1, instr (item, ' ') - 1),"
                  " CAST (substr (item, instr (item, ' ')) AS INTEGER) AS rate, n, sum_minor"
                  " FROM day_sum WHERE business_day = ? AND part = 'tax'"
                  " ORDER BY sum_minor DESC, rate DESC",
                  SQL_TEXT (today->business_day)),
      today->taxes, &today->n_taxes, error);
}

static gboolean
read_week_before (HufuDb *db, const Reading *reading, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT item, n, sum_minor FROM day_sum"
                  " WHERE business_day = date (?, '-7 days') AND part = 'quarter'",
                  SQL_TEXT (reading->today->business_day));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    const HufuTally tally = {hufu_rows_int (rows, 1), hufu_rows_int (rows, 2)};

    hufu_today_add_quarter (reading->today->week_before, hufu_rows_int (rows, 0), &tally,
                            reading->zone);
  }
  return step == 0;
}

static gboolean
find_day (HufuDb *db, char ret_day[11], GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, "SELECT business_day FROM shift ORDER BY shift_no DESC LIMIT 1");
  int step = hufu_rows_next (rows, error);

  g_strlcpy (ret_day, step > 0 ? hufu_rows_text (rows, 0) : "", 11);
  return step >= 0;
}

HufuToday *
hufu_today_load (HufuDb *db, GTimeZone *zone, GError **error)
{
  g_autoptr (HufuToday) today = NULL;
  char day[11];
  Reading reading;

  if (!find_day (db, day, error))
    return NULL;
  today = hufu_today_new (day);
  reading = (Reading){today, zone};
  if (!read_day (db, &reading, error) || !read_week_before (db, &reading, error) ||
      !read_taxes (db, today, error))
    return NULL;
  hufu_today_sort (today);
  return g_steal_pointer (&today);
}
