/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/today-write.h"

#include <jansson.h>
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

/* ---- sales, followed in the journal ---- */

#define FOLLOW_SALES 200 /* in one act: a scan that comes meanwhile waits for no more */

static gint64
get_number (const json_t *object, const char *name)
{
  return json_integer_value (json_object_get (object, name));
}

/* Never NULL. */
static const char *
get_text (const json_t *object, const char *name)
{
  const char *text = json_string_value (json_object_get (object, name));

  return text == NULL ? "" : text;
}

static gboolean
has_kind (const json_t *list, const char *kind)
{
  json_t *at;
  gsize i;

  json_array_foreach (list, i, at)
  {
    if (strcmp (get_text (at, "kind"), kind) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
add_tenders (HufuDb *db, const json_t *tenders, const char *day, GError **error)
{
  json_t *at;
  gsize i;

  json_array_foreach (tenders, i, at)
  {
    gint64 rounding_minor = get_number (at, "rounding_minor");

    if (!add (db, day, "tender", SQL_TEXT (get_text (at, "kind")), 1,
              get_number (at, "amount_minor"), error) ||
        (rounding_minor != 0 &&
         !add (db, day, "rounding", SQL_TEXT (""), 1, rounding_minor, error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_categories (HufuDb *db, const json_t *lines, const char *day, GError **error)
{
  json_t *at;
  gsize i;

  json_array_foreach (lines, i, at)
  {
    if (strcmp (get_text (at, "kind"), "product") == 0 &&
        !add (db, day, "category", SQL_INT (get_number (at, "category_id")), 1,
              get_number (at, "total_minor"), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_taxes (HufuDb *db, const json_t *taxes, const char *day, GError **error)
{
  json_t *at;
  gsize i;

  json_array_foreach (taxes, i, at)
  {
    g_autofree char *item =
        hufu_tax_make_item (get_text (at, "id"), (gint32)get_number (at, "rate_ppm"));

    if (!add (db, day, "tax", SQL_TEXT (item), get_number (at, "net_minor"),
              get_number (at, "tax_minor"), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_sale (HufuDb *db, const json_t *sale, GError **error)
{
  const char *day = get_text (sale, "business_day");
  const json_t *lines = json_object_get (sale, "lines"),
               *tenders = json_object_get (sale, "tenders");
  gint64 gross_minor = get_number (sale, "gross_minor");
  gint64 quarter = hufu_today_quarter (get_number (sale, "at_utc_us"));
  gboolean voucher = has_kind (lines, "prepaid") || has_kind (tenders, "voucher") ||
                     json_object_get (sale, "discounts") != NULL;
  HufuId staff_id;

  if (!hufu_id_parse (get_text (sale, "staff_id"), &staff_id))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a sale of the journal");
  return add (db, day, "quarter", SQL_INT (quarter), 1, gross_minor, error) &&
         (!voucher || add (db, day, "voucher", SQL_INT (quarter), 1, gross_minor, error)) &&
         add (db, day, "clerk", SQL_ID (&staff_id), 1, gross_minor, error) &&
         add_tenders (db, tenders, day, error) && add_categories (db, lines, day, error) &&
         add_taxes (db, json_object_get (sale, "taxes"), day, error);
}

/* *ret_to: the last event that is in the sums then, head if there is no sale after it. */
static gboolean
add_sales (HufuDb *db, gint64 from, gint64 head, gint64 *ret_to, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error,
                                          "SELECT journal_no, body FROM journal"
                                          " WHERE journal_no > ? AND kind = 'sale.finished'"
                                          " ORDER BY journal_no LIMIT ?",
                                          SQL_INT (from), SQL_INT (FOLLOW_SALES));
  guint n = 0;
  int step;

  for (; (step = hufu_rows_next (rows, error)) > 0; n++) {
    json_auto_t *sale = json_loads (hufu_rows_text (rows, 1), JSON_REJECT_DUPLICATES, NULL);

    if (!add_sale (db, sale, error))
      return FALSE;
    *ret_to = hufu_rows_int (rows, 0);
  }
  if (n < FOLLOW_SALES)
    *ret_to = head;
  return step == 0;
}

static gboolean
follow (HufuDb *db, gint64 from, gint64 head, GError **error)
{
  gint64 to;

  return add_sales (db, from, head, &to, error) &&
         HUFU_RUN (db, error, "UPDATE terminal SET summed_no = ?", SQL_INT (to));
}

gboolean
hufu_today_follow (HufuDb *db, gboolean *ret_done, GError **error)
{
  gint64 from = 0, head = 0;

  {
    g_autoptr (HufuRows) rows =
        HUFU_QUERY (db, error, "SELECT summed_no, (incarnation << 32) + last_seq FROM terminal");
    int step = hufu_rows_next (rows, error);

    if (step < 0)
      return FALSE;
    if (step > 0) {
      from = hufu_rows_int (rows, 0);
      head = hufu_rows_int (rows, 1);
    }
  }
  *ret_done = from >= head;
  return *ret_done ||
         (hufu_act_begin (db, error) && hufu_act_end (db, follow (db, from, head, error), error));
}

/* ---- what is no sale ---- */

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
hufu_today_add_deposit (HufuDb *db, HufuDepositState state, gint64 amount_minor, GError **error)
{
  return add_today (db, "deposit", hufu_deposit_state_name (state), amount_minor, error);
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
  HufuDepositState deposit;
  HufuTenderKind tender;
  HufuVoucherType type;

  if (strcmp (part, "tender") == 0 && hufu_tender_kind_find (item, &tender))
    today->tenders[tender] = *tally;
  else if (strcmp (part, "use") == 0 && hufu_voucher_type_find (item, &type))
    today->uses[type] = *tally;
  else if (strcmp (part, "undone") == 0 && hufu_voucher_type_find (item, &type))
    today->undone[type] = *tally;
  else if (strcmp (part, "deposit") == 0 && hufu_deposit_state_find (item, &deposit))
    today->deposits[deposit] = *tally;
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
  gboolean done = FALSE;
  Reading reading;

  while (!done)
    if (!hufu_today_follow (db, &done, error))
      return NULL;
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
