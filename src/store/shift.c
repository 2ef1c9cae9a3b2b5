/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/shift.h"

#include <string.h>

#include "store/deposit-write.h"
#include "store/shift-write.h"
#include "store/tax-store.h"

static gboolean
load_last_closed (HufuDb *db, HufuShift *shift, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error,
                                          "SELECT z_no, left_minor FROM shift"
                                          " WHERE closed_utc_us IS NOT NULL"
                                          " ORDER BY shift_no DESC LIMIT 1");
  int step = hufu_rows_next (rows, error);

  if (step <= 0)
    return step == 0;
  g_strlcpy (shift->last_z_no, hufu_rows_text (rows, 0), sizeof shift->last_z_no);
  shift->left_minor = hufu_rows_int (rows, 1);
  return TRUE;
}

gboolean
hufu_shift_load (HufuDb *db, HufuShift *ret_shift, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT shift_id, shift_no, business_day, staff_id, float_minor, opened_utc_us"
                  " FROM shift WHERE closed_utc_us IS NULL");
  int step = hufu_rows_next (rows, error);

  *ret_shift = (HufuShift){.open = step > 0};
  if (step < 0)
    return FALSE;
  if (step > 0) {
    ret_shift->shift_id = hufu_rows_id (rows, 0);
    ret_shift->shift_no = (guint64)hufu_rows_int (rows, 1);
    g_strlcpy (ret_shift->business_day, hufu_rows_text (rows, 2), sizeof ret_shift->business_day);
    ret_shift->staff_id = hufu_rows_id (rows, 3);
    ret_shift->float_minor = hufu_rows_int (rows, 4);
    ret_shift->opened_utc_us = hufu_rows_int (rows, 5);
  }
  return load_last_closed (db, ret_shift, error);
}

gboolean
hufu_shift_need (HufuDb *db, HufuShift *ret_shift, GError **error)
{
  if (!hufu_shift_load (db, ret_shift, error))
    return FALSE;
  return ret_shift->open ||
         hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "no shift is open");
}

gboolean
hufu_shift_get_from (HufuDb *db, gint64 *ret_journal_no, GError **error)
{
  return HUFU_GET_INT (db, error, 0, ret_journal_no, "SELECT max (closed_no) FROM shift");
}

gboolean
hufu_shift_append (HufuDb *db, const char *kind, HufuJsonText *take_body,
                   const HufuPostings *postings, gint64 *ret_journal_no, GError **error)
{
  g_autofree char *body = hufu_json_text_finish (take_body);
  gint64 currency;

  return HUFU_GET_INT (db, error, 0, &currency, "SELECT currency FROM terminal") &&
         hufu_journal_append_text (db, kind, body, ret_journal_no, error) &&
         hufu_ledger_post (db, *ret_journal_no, (guint32)currency, postings, error);
}

/* ---- opening ---- */

static gboolean
write_shift (HufuDb *db, const HufuShift *shift, GError **error)
{
  HufuJsonText json = hufu_json_text_begin ();
  gint64 brought_minor = shift->float_minor - shift->left_minor, journal_no;
  HufuPostings postings = {0};

  hufu_postings_add (&postings, "cash", brought_minor);
  hufu_postings_add (&postings, "safe", -brought_minor);
  hufu_json_text_add_int (&json, "at_utc_us", shift->opened_utc_us);
  hufu_json_text_add_text (&json, "business_day", shift->business_day);
  hufu_json_text_add_int (&json, "float_minor", shift->float_minor);
  hufu_postings_add_to_json (&postings, &json);
  hufu_json_text_add_id (&json, "shift_id", &shift->shift_id);
  hufu_json_text_add_int (&json, "shift_no", (gint64)shift->shift_no);
  hufu_json_text_add_id (&json, "staff_id", &shift->staff_id);
  return HUFU_RUN (db, error,
                   "INSERT INTO shift (shift_id, shift_no, business_day, staff_id, float_minor,"
                   " opened_utc_us) VALUES (?, ?, ?, ?, ?, ?)",
                   SQL_ID (&shift->shift_id), SQL_INT (shift->shift_no),
                   SQL_TEXT (shift->business_day), SQL_ID (&shift->staff_id),
                   SQL_INT (shift->float_minor), SQL_INT (shift->opened_utc_us)) &&
         hufu_shift_append (db, "shift.opened", &json, &postings, &journal_no, error);
}

static gboolean
open_shift (HufuDb *db, HufuShift *shift, HufuShift *ret_shift, GError **error)
{
  HufuShift old;
  gint64 last_no;

  if (!hufu_shift_load (db, &old, error) ||
      !HUFU_GET_INT (db, error, 0, &last_no, "SELECT max (shift_no) FROM shift"))
    return FALSE;
  if (old.open)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "a shift is open");
  if (shift->float_minor > HUFU_CASH_MOVE_MAX_MINOR && shift->float_minor != old.left_minor)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "the float");
  shift->shift_no = (guint64)last_no + 1;
  shift->left_minor = old.left_minor;
  return write_shift (db, shift, error) && hufu_shift_load (db, ret_shift, error);
}

/* "2026-11-22": the form, not the calendar, as the day is a name that people gave. */
static gboolean
is_day (const char *day)
{
  static const char form[] = "0000-00-00";

  for (gsize i = 0; i < sizeof form; i++)
    if (form[i] == '0' ? !g_ascii_isdigit (day[i]) : day[i] != form[i])
      return FALSE;
  return TRUE;
}

gboolean
hufu_shift_open (HufuDb *db, const HufuId *staff_id, const char *business_day, gint64 float_minor,
                 HufuShift *ret_shift, GError **error)
{
  HufuShift shift = {
      .shift_id = hufu_host_make_id (db->host),
      .staff_id = *staff_id,
      .float_minor = float_minor,
      .opened_utc_us = hufu_db_now_utc_us (db),
  };

  if (!is_day (business_day))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "the business day");
  if (float_minor < 0)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "the float");
  g_strlcpy (shift.business_day, business_day, sizeof shift.business_day);
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, open_shift (db, &shift, ret_shift, error), error);
}

/* ---- the sums ---- */

static gboolean
load_sales (HufuDb *db, const HufuShift *shift, HufuShiftReport *report, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT count(*), sum (gross_minor), sum (tax_minor), sum (saved_minor) FROM sale"
                  " WHERE state = 'finished' AND business_day = ? AND shift_id = ?",
                  SQL_TEXT (shift->business_day), SQL_ID (&shift->shift_id));

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  report->sales = (HufuTally){hufu_rows_int (rows, 0), hufu_rows_int (rows, 1)};
  report->tax_minor = hufu_rows_int (rows, 2);
  report->saved_minor = hufu_rows_int (rows, 3);
  return TRUE;
}

static gboolean
load_taxes (HufuDb *db, const HufuShift *shift, HufuShiftReport *report, GError **error)
{
  return hufu_tax_sums_read (
      db,
      HUFU_QUERY (db, error,
                  "SELECT t.value ->> 0, t.value ->> 1 AS rate, sum (t.value ->> 2),"
                  " sum (t.value ->> 3) FROM sale, json_each (taxes) t"
                  " WHERE state = 'finished' AND business_day = ? AND shift_id = ?"
                  " GROUP BY 1, 2 ORDER BY 4 DESC, 2 DESC",
                  SQL_TEXT (shift->business_day), SQL_ID (&shift->shift_id)),
      report->taxes, &report->n_taxes, error);
}

static gboolean
load_tenders (HufuDb *db, const HufuShift *shift, HufuShiftReport *report, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT kind, count(*), sum (amount_minor), sum (rounding_minor)"
                  " FROM sale JOIN sale_tender USING (sale_no)"
                  " WHERE sale.state = 'finished' AND business_day = ? AND shift_id = ?"
                  " GROUP BY kind",
                  SQL_TEXT (shift->business_day), SQL_ID (&shift->shift_id));
  HufuTenderKind kind;
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    if (!hufu_tender_kind_find (hufu_rows_text (rows, 0), &kind))
      return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a tender of an unknown kind");
    report->tenders[kind] = (HufuTally){hufu_rows_int (rows, 1), hufu_rows_int (rows, 2)};
    report->rounding_minor += hufu_rows_int (rows, 3);
  }
  return step == 0;
}

static gboolean
load_moves (HufuDb *db, gint64 from_no, HufuShiftReport *report, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT coalesce (json_extract (body, '$.kind'), 'no-sale'), json_extract (body, '$.reason'),"
      " count(*), sum (json_extract (body, '$.amount_minor')) FROM journal"
      " WHERE journal_no > ? AND kind IN ('cash.moved', 'drawer.opened') GROUP BY 1, 2",
      SQL_INT (from_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    for (gsize i = 0; i < HUFU_CASH_REASON_COUNT; i++) {
      const HufuCashReason *reason = hufu_cash_reason_get (i);

      if (strcmp (hufu_cash_kind_name (reason->kind), hufu_rows_text (rows, 0)) == 0 &&
          strcmp (reason->name, hufu_rows_text (rows, 1)) == 0)
        report->moves[i] = (HufuTally){hufu_rows_int (rows, 2), hufu_rows_int (rows, 3)};
    }
  return step == 0;
}

static void
add_to (HufuTally *tally, gint64 amount_minor)
{
  tally->n++;
  tally->sum_minor += amount_minor;
}

static gboolean
add_use (HufuDb *db, const HufuShift *shift, const char *use_id_text, gboolean undone,
         HufuShiftReport *report, GError **error)
{
  HufuVoucherType type = HUFU_VOUCHER_DEAL;
  g_autoptr (HufuRows) rows = NULL;
  HufuId use_id;
  int step;

  if (!hufu_id_parse (use_id_text, &use_id))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a use without its id");
  rows = HUFU_QUERY (db, error,
                     "SELECT type, amount_minor, created_utc_us FROM voucher_use"
                     " LEFT JOIN voucher USING (cti, generation)"
                     " LEFT JOIN voucher_terms USING (terms_no) WHERE use_id = ?",
                     SQL_ID (&use_id));
  step = hufu_rows_next (rows, error);
  if (step <= 0)
    return step == 0;
  hufu_voucher_type_find (hufu_rows_text (rows, 0), &type);
  add_to (undone ? &report->undone : &report->uses[type], hufu_rows_int (rows, 1));
  if (!undone && hufu_rows_int (rows, 2) < shift->opened_utc_us)
    add_to (&report->late, hufu_rows_int (rows, 1));
  return TRUE;
}

static gboolean
load_uses (HufuDb *db, const HufuShift *shift, gint64 from_no, HufuShiftReport *report,
           GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT json_extract (body, '$.use_id'), kind = 'voucher.undone' FROM journal"
                  " WHERE journal_no > ? AND kind IN ('voucher.redeemed', 'voucher.undone')",
                  SQL_INT (from_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    if (!add_use (db, shift, hufu_rows_text (rows, 0), hufu_rows_int (rows, 1) != 0, report, error))
      return FALSE;
  return step == 0;
}

static gboolean
load_open_ends (HufuDb *db, HufuShiftReport *report, GError **error)
{
  return HUFU_GET_INT (db, error, 0, &report->n_held,
                       "SELECT count(*) FROM sale WHERE state IN ('open', 'held') AND"
                       " (EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_no = sale.sale_no) OR"
                       " EXISTS (SELECT 1 FROM sale_tender t WHERE t.sale_no = sale.sale_no))") &&
         HUFU_GET_INT (
             db, error, 0, &report->n_unknown,
             "SELECT (SELECT count(*) FROM voucher_use WHERE state IN ('asked', 'undoing'))"
             " + (SELECT count(*) FROM payment"
             " WHERE state IN ('asking', 'paying', 'unknown', 'reversing'))") &&
         HUFU_GET_INT (
             db, error, 0, &report->ahead_minor,
             "SELECT sum (amount_minor) FROM payment JOIN sale USING (sale_id)"
             " WHERE in_sale AND deposit_id IS NULL AND sale.state IN ('open', 'held')") &&
         HUFU_GET_INT (db, error, 0, &report->n_unsent,
                       "SELECT last_seq - acked_seq FROM terminal");
}

/* The part of that person, a new one if there is room; NULL if there is none. */
static HufuShiftPart *
need_part (HufuShiftReport *report, const HufuId *staff_id)
{
  for (gsize i = 0; i < report->n_parts; i++)
    if (hufu_id_equal (&report->parts[i].staff_id, staff_id))
      return &report->parts[i];
  if (report->n_parts == HUFU_SHIFT_PARTS_MAX)
    return NULL;
  report->parts[report->n_parts].staff_id = *staff_id;
  return &report->parts[report->n_parts++];
}

static gboolean
load_parts (HufuDb *db, const HufuShift *shift, HufuShiftReport *report, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT s.staff_id, count(*), sum (gross_minor) AS gross, sum (saved_minor),"
      " sum ((SELECT count(*) FROM sale_tender t WHERE t.sale_no = s.sale_no AND kind = 'cash')),"
      " sum ((SELECT coalesce (sum (amount_minor), 0) FROM sale_tender t"
      " WHERE t.sale_no = s.sale_no AND kind = 'cash'))"
      " FROM sale s WHERE state = 'finished' AND business_day = ? AND shift_id = ?"
      " GROUP BY s.staff_id ORDER BY gross DESC, s.staff_id",
      SQL_TEXT (shift->business_day), SQL_ID (&shift->shift_id));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    const HufuId staff_id = hufu_rows_id (rows, 0);
    HufuShiftPart *part = need_part (report, &staff_id);

    if (part == NULL)
      continue;
    part->sales = (HufuTally){hufu_rows_int (rows, 1), hufu_rows_int (rows, 2)};
    part->saved_minor = hufu_rows_int (rows, 3);
    part->cash = (HufuTally){hufu_rows_int (rows, 4), hufu_rows_int (rows, 5)};
  }
  return step == 0;
}

static gboolean
load_voids (HufuDb *db, gint64 from_no, HufuShiftReport *report, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT json_extract (body, '$.staff_id') AS staff, count(*) FROM journal"
                  " WHERE journal_no > ? AND kind = 'sale.voided' GROUP BY staff ORDER BY staff",
                  SQL_INT (from_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuId staff_id;
    HufuShiftPart *part =
        hufu_id_parse (hufu_rows_text (rows, 0), &staff_id) ? need_part (report, &staff_id) : NULL;

    report->n_voided += hufu_rows_int (rows, 1);
    if (part != NULL)
      part->n_voided = hufu_rows_int (rows, 1);
  }
  return step == 0;
}

gboolean
hufu_shift_report_load (HufuDb *db, HufuShiftReport *ret_report, GError **error)
{
  HufuShift shift;
  gint64 from_no;

  *ret_report = (HufuShiftReport){0};
  if (!hufu_shift_need (db, &shift, error) || !hufu_shift_get_from (db, &from_no, error))
    return FALSE;
  ret_report->float_minor = shift.float_minor;
  return load_sales (db, &shift, ret_report, error) && load_taxes (db, &shift, ret_report, error) &&
         load_tenders (db, &shift, ret_report, error) &&
         load_moves (db, from_no, ret_report, error) &&
         hufu_deposit_load_sums (db, from_no, ret_report, error) &&
         load_uses (db, &shift, from_no, ret_report, error) &&
         load_open_ends (db, ret_report, error) && load_parts (db, &shift, ret_report, error) &&
         load_voids (db, from_no, ret_report, error);
}
