/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "store/people.h"
#include "store/print-write.h"
#include "store/shift-write.h"
#include "store/today-write.h"
#include "store/tax-store.h"

void
hufu_closed_clear (HufuClosed *closed)
{
  g_clear_pointer (&closed->document, hufu_receipt_free);
}

/* ---- what the events say ---- */

static void
add_count_to_json (HufuJsonText *json, const HufuCashCount *count)
{
  hufu_json_text_begin_array (json, "pieces");
  for (gsize i = 0; i < HUFU_DENOMINATION_COUNT; i++) {
    if (count->pieces[i] == 0)
      continue;
    hufu_json_text_begin_object (json, NULL);
    hufu_json_text_add_int (json, "n", count->pieces[i]);
    hufu_json_text_add_int (json, "value_minor", hufu_money_denomination_minor (i));
    hufu_json_text_end (json);
  }
  hufu_json_text_end (json);
}

static void
add_tally_to_json (HufuJsonText *json, const char *kind, const char *reason, const HufuTally *tally)
{
  if (tally->n == 0)
    return;
  hufu_json_text_begin_object (json, NULL);
  hufu_json_text_add_int (json, "amount_minor", tally->sum_minor);
  hufu_json_text_add_text (json, "kind", kind);
  hufu_json_text_add_int (json, "n", tally->n);
  if (reason != NULL)
    hufu_json_text_add_text (json, "reason", reason);
  hufu_json_text_end (json);
}

static void
add_moves_to_json (HufuJsonText *json, const HufuShiftReport *report)
{
  hufu_json_text_begin_array (json, "moves");
  for (gsize i = 0; i < HUFU_CASH_REASON_COUNT; i++) {
    const HufuCashReason *reason = hufu_cash_reason_get (i);

    add_tally_to_json (json, hufu_cash_kind_name (reason->kind), reason->name, &report->moves[i]);
  }
  hufu_json_text_end (json);
}

static void
add_deposits_to_json (HufuJsonText *json, const HufuShiftReport *report)
{
  hufu_json_text_begin_array (json, "deposits");
  add_tally_to_json (json, "kept", NULL, &report->deposits_kept);
  for (gsize i = 0; i < HUFU_TENDER_KIND_COUNT; i++) {
    const char *kind = hufu_tender_kind_name ((HufuTenderKind)i);

    add_tally_to_json (json, "taken", kind, &report->deposits_taken[i]);
    add_tally_to_json (json, "returned", kind, &report->deposits_returned[i]);
  }
  hufu_json_text_end (json);
}

static void
add_tenders_to_json (HufuJsonText *json, const HufuShiftReport *report)
{
  hufu_json_text_begin_array (json, "tenders");
  for (gsize i = 0; i < HUFU_TENDER_KIND_COUNT; i++)
    add_tally_to_json (json, hufu_tender_kind_name ((HufuTenderKind)i), NULL, &report->tenders[i]);
  hufu_json_text_end (json);
}

static void
add_uses_to_json (HufuJsonText *json, const HufuShiftReport *report)
{
  hufu_json_text_begin_array (json, "uses");
  for (gsize i = 0; i < HUFU_VOUCHER_TYPE_COUNT; i++)
    add_tally_to_json (json, hufu_voucher_type_name ((HufuVoucherType)i), NULL, &report->uses[i]);
  add_tally_to_json (json, "undone", NULL, &report->undone);
  hufu_json_text_end (json);
}

static HufuJsonText
make_closed_body (const HufuClose *close, const HufuClosed *closed, const HufuShift *shift,
                  gint64 left_minor, const HufuPostings *postings, gint64 now_utc_us)
{
  const HufuShiftReport *report = &closed->report;
  HufuJsonText json = hufu_json_text_begin ();

  hufu_json_text_add_id (&json, "approved_by", &close->approved_by);
  hufu_json_text_add_int (&json, "at_utc_us", now_utc_us);
  hufu_json_text_add_text (&json, "business_day", shift->business_day);
  hufu_json_text_add_int (&json, "counted_minor", closed->counted_minor);
  add_deposits_to_json (&json, report);
  hufu_json_text_add_int (&json, "expected_minor", closed->expected_minor);
  hufu_json_text_add_int (&json, "float_minor", report->float_minor);
  hufu_json_text_add_int (&json, "gross_minor", report->sales.sum_minor);
  hufu_postings_add_to_json (postings, &json);
  hufu_json_text_add_int (&json, "left_minor", left_minor);
  add_moves_to_json (&json, report);
  hufu_json_text_add_int (&json, "n_counts", close->facts.n_counts);
  hufu_json_text_add_int (&json, "n_held", report->n_held);
  hufu_json_text_add_int (&json, "n_sales", report->sales.n);
  hufu_json_text_add_int (&json, "n_unknown", report->n_unknown);
  hufu_json_text_add_text (&json, "note", close->note);
  add_count_to_json (&json, &close->count);
  hufu_json_text_add_text (&json, "reason", close->reason);
  hufu_json_text_add_int (&json, "rounding_minor", report->rounding_minor);
  hufu_json_text_add_int (&json, "saved_minor", report->saved_minor);
  hufu_json_text_add_id (&json, "shift_id", &shift->shift_id);
  hufu_json_text_add_int (&json, "shift_no", (gint64)shift->shift_no);
  hufu_json_text_add_id (&json, "staff_id", &close->staff_id);
  hufu_json_text_add_int (&json, "tax_minor", report->tax_minor);
  hufu_json_text_begin_array (&json, "taxes");
  for (gsize i = 0; i < report->n_taxes; i++)
    hufu_tax_sum_add_to_json (&json, &report->taxes[i]);
  hufu_json_text_end (&json);
  add_tenders_to_json (&json, report);
  add_uses_to_json (&json, report);
  hufu_json_text_add_text (&json, "z_no", closed->z_no);
  return json;
}

/* ---- the count that is not taken as it is ---- */

/* How often the open shift was counted so far, and by how much the first count was off. */
static gboolean
load_counts (HufuDb *db, HufuShiftFacts *facts, GError **error)
{
  g_autoptr (HufuRows) rows = NULL;
  gint64 from_no;

  if (!hufu_shift_get_from (db, &from_no, error))
    return FALSE;
  rows = HUFU_QUERY (db, error,
                     "SELECT count(*) OVER (), body ->> 'counted_minor' - body ->> 'expected_minor'"
                     " FROM journal WHERE journal_no > ? AND kind = 'shift.counted'"
                     " ORDER BY journal_no LIMIT 1",
                     SQL_INT (from_no));
  switch (hufu_rows_next (rows, error)) {
  case 0:
    return TRUE;
  case 1:
    facts->n_counts = hufu_rows_int (rows, 0);
    facts->first_difference_minor = hufu_rows_int (rows, 1);
    return TRUE;
  default:
    return FALSE;
  }
}

/* Whoever knows how much is missing counts no longer blindly: the count stays on record. */
static gboolean
write_count (HufuDb *db, const HufuClose *close, const HufuClosed *closed, const HufuShift *shift,
             GError **error)
{
  HufuJsonText json = hufu_json_text_begin ();
  const HufuPostings nothing = {0};
  gint64 journal_no;

  hufu_json_text_add_int (&json, "at_utc_us", hufu_db_now_utc_us (db));
  hufu_json_text_add_int (&json, "counted_minor", closed->counted_minor);
  hufu_json_text_add_int (&json, "expected_minor", closed->expected_minor);
  add_count_to_json (&json, &close->count);
  hufu_json_text_add_id (&json, "shift_id", &shift->shift_id);
  hufu_json_text_add_id (&json, "staff_id", &close->staff_id);
  return hufu_shift_append (db, "shift.counted", &json, &nothing, &journal_no, error);
}

static gboolean
take_approval (HufuDb *db, const HufuClose *close, GError **error)
{
  if (hufu_cash_check (HUFU_CASH_DIFFERENCE,
                       hufu_cash_reason_find (HUFU_CASH_DIFFERENCE, close->reason), close->note,
                       0) != HUFU_CASH_OK)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "the reason of the difference");
  return hufu_staff_take_approval (db, &close->approved_by, error);
}

/* ---- the Z ---- */

static gboolean
make_z_no (HufuDb *db, const HufuShift *shift, HufuClosed *closed, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, "SELECT store_no, terminal_no FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  g_snprintf (closed->z_no, sizeof closed->z_no,
              "%03" G_GINT64_FORMAT "-%02" G_GINT64_FORMAT "-Z%04" G_GUINT64_FORMAT,
              hufu_rows_int (rows, 0), hufu_rows_int (rows, 1), shift->shift_no);
  return TRUE;
}

static void
make_document (const HufuClose *close, HufuClosed *closed, const HufuShift *shift)
{
  HufuShiftFacts facts = close->facts;

  facts.z_no = closed->z_no;
  facts.shift_no = (gint64)shift->shift_no;
  facts.business_day = shift->business_day;
  facts.count = close->count;
  facts.reason = hufu_cash_reason_find (HUFU_CASH_DIFFERENCE, close->reason);
  facts.note = close->note;
  facts.handover = close->handover;
  closed->document = hufu_receipt_of_shift (&closed->report, &facts, close->lang);
}

static gboolean
write_closed (HufuDb *db, const HufuClose *close, HufuClosed *closed, const HufuShift *shift,
              GError **error)
{
  gint64 now_utc_us = hufu_db_now_utc_us (db), journal_no = 0;
  gint64 left_minor = close->handover ? closed->counted_minor : 0;
  g_autofree char *text = hufu_receipt_to_text (closed->document);
  HufuPostings postings = {0};
  HufuJsonText body;

  hufu_postings_add (&postings, "cash", left_minor - closed->expected_minor);
  hufu_postings_add (&postings, "safe", closed->counted_minor - left_minor);
  hufu_postings_add (&postings, "cash_difference", closed->expected_minor - closed->counted_minor);
  body = make_closed_body (close, closed, shift, left_minor, &postings, now_utc_us);
  return hufu_shift_append (db, "shift.closed", &body, &postings, &journal_no, error) &&
         HUFU_RUN (db, error,
                   "UPDATE OR ROLLBACK shift SET closed_utc_us = ?, closed_no = ?, z_no = ?,"
                   " expected_minor = ?, counted_minor = ?, left_minor = ?, document = ?"
                   " WHERE shift_id = ?",
                   SQL_INT (now_utc_us), SQL_INT (journal_no), SQL_TEXT (closed->z_no),
                   SQL_INT (closed->expected_minor), SQL_INT (closed->counted_minor),
                   SQL_INT (left_minor), SQL_TEXT (text), SQL_ID (&shift->shift_id)) &&
         hufu_today_add_difference (db, shift, closed->counted_minor - closed->expected_minor,
                                    error) &&
         (!close->print || hufu_print_write_slip (db, text, FALSE, &closed->job_id, error));
}

static gboolean
close_shift (HufuDb *db, HufuClose *close, HufuClosed *closed, GError **error)
{
  HufuCountVerdict verdict;
  HufuShift shift;

  if (!hufu_shift_need (db, &shift, error) ||
      !hufu_shift_report_load (db, &closed->report, error) ||
      !load_counts (db, &close->facts, error))
    return FALSE;
  closed->counted_minor = hufu_cash_count_minor (&close->count);
  closed->expected_minor = hufu_shift_report_expected_minor (&closed->report);
  /* After a count that was beyond, the next one is of somebody who knows what there should be. */
  verdict = close->facts.n_counts > 0
                ? HUFU_COUNT_BEYOND
                : hufu_shift_judge (closed->counted_minor - closed->expected_minor,
                                    close->tolerance_minor);
  if (verdict == HUFU_COUNT_BEYOND && close->reason == NULL)
    return write_count (db, close, closed, &shift, error);
  if (verdict == HUFU_COUNT_BEYOND) {
    if (!take_approval (db, close, error))
      return FALSE;
  } else {
    close->facts.n_counts++;
    close->facts.approved_by = close->reason = close->note = NULL;
    close->approved_by = (HufuId){0};
  }
  closed->closed = TRUE;
  if (!make_z_no (db, &shift, closed, error))
    return FALSE;
  make_document (close, closed, &shift);
  return write_closed (db, close, closed, &shift, error);
}

gboolean
hufu_shift_close (HufuDb *db, const HufuClose *close, HufuClosed *ret_closed, GError **error)
{
  HufuClose closing = *close;

  *ret_closed = (HufuClosed){0};
  if (hufu_act_begin (db, error) &&
      hufu_act_end (db, close_shift (db, &closing, ret_closed, error), error))
    return TRUE;
  hufu_closed_clear (ret_closed);
  return FALSE;
}

/* ---- again ---- */

static gboolean
reprint_last (HufuDb *db, HufuId *ret_job_id, HufuReceipt **ret_document, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error,
                                          "SELECT document FROM shift"
                                          " WHERE closed_utc_us IS NOT NULL"
                                          " ORDER BY shift_no DESC LIMIT 1");
  int step = hufu_rows_next (rows, error);

  if (step <= 0)
    return step == 0 &&
           hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "no shift was closed here yet");
  if (!hufu_print_write_slip (db, hufu_rows_text (rows, 0), TRUE, ret_job_id, error))
    return FALSE;
  *ret_document = hufu_print_read (hufu_rows_text (rows, 0), TRUE, error);
  return *ret_document != NULL;
}

gboolean
hufu_shift_reprint_last (HufuDb *db, HufuId *ret_job_id, HufuReceipt **ret_document, GError **error)
{
  g_autoptr (HufuReceipt) document = NULL;

  if (!hufu_act_begin (db, error) ||
      !hufu_act_end (db, reprint_last (db, ret_job_id, &document, error), error))
    return FALSE;
  *ret_document = g_steal_pointer (&document);
  return TRUE;
}
