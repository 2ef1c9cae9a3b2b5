/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cash that moves without a sale; the drawer opened without one. */
#include "store/print-write.h"
#include "store/shift-write.h"

static void
add_common (HufuJsonText *json, const HufuCashMove *move, const HufuShift *shift)
{
  hufu_json_text_add_text (json, "note", move->note);
  hufu_json_text_add_text (json, "reason", move->reason);
  hufu_json_text_add_id (json, "shift_id", &shift->shift_id);
  hufu_json_text_add_id (json, "staff_id", &move->staff_id);
}

static gboolean
write_opened (HufuDb *db, const HufuCashMove *move, const HufuShift *shift, GError **error)
{
  HufuJsonText json = hufu_json_text_begin ();
  const HufuPostings nothing = {0};
  gint64 journal_no;

  hufu_json_text_add_int (&json, "at_utc_us", hufu_db_now_utc_us (db));
  add_common (&json, move, shift);
  return hufu_shift_append (db, "drawer.opened", &json, &nothing, &journal_no, error);
}

static gboolean
write_moved (HufuDb *db, const HufuCashMove *move, const HufuShift *shift,
             const HufuCashReason *reason, GError **error)
{
  HufuJsonText json = hufu_json_text_begin ();
  gint64 in_minor = move->kind == HUFU_CASH_IN ? move->amount_minor : -move->amount_minor;
  HufuPostings postings = {0};
  gint64 journal_no;

  hufu_postings_add (&postings, "cash", in_minor);
  hufu_postings_add (&postings, reason->account, -in_minor);
  hufu_json_text_add_int (&json, "amount_minor", move->amount_minor);
  hufu_json_text_add_int (&json, "at_utc_us", hufu_db_now_utc_us (db));
  hufu_json_text_add_text (&json, "kind", hufu_cash_kind_name (move->kind));
  hufu_postings_add_to_json (&postings, &json);
  add_common (&json, move, shift);
  return hufu_shift_append (db, "cash.moved", &json, &postings, &journal_no, error);
}

static gboolean
move_cash (HufuDb *db, const HufuCashMove *move, const HufuCashReason *reason,
           const HufuReceipt *document, HufuId *ret_job_id, GError **error)
{
  g_autofree char *text = hufu_receipt_to_text (document);
  HufuShift shift;

  return hufu_shift_need (db, &shift, error) &&
         (move->kind == HUFU_CASH_NO_SALE ? write_opened (db, move, &shift, error)
                                          : write_moved (db, move, &shift, reason, error)) &&
         (!move->print || hufu_print_write_slip (db, text, FALSE, ret_job_id, error));
}

gboolean
hufu_cash_move (HufuDb *db, const HufuCashMove *move, HufuId *ret_job_id,
                HufuReceipt **ret_document, GError **error)
{
  const HufuCashReason *reason = hufu_cash_reason_find (move->kind, move->reason);
  HufuCashFault fault = hufu_cash_check (move->kind, reason, move->note, move->amount_minor);
  g_autoptr (HufuReceipt) document = NULL;

  g_assert (move->kind != HUFU_CASH_DIFFERENCE);
  if (fault != HUFU_CASH_OK)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, hufu_cash_fault_code (fault));
  *ret_job_id = (HufuId){0};
  document = hufu_receipt_of_cash (reason, move->note, move->amount_minor, &move->slip, move->lang);
  if (!hufu_act_begin (db, error) ||
      !hufu_act_end (db, move_cash (db, move, reason, document, ret_job_id, error), error))
    return FALSE;
  *ret_document = g_steal_pointer (&document);
  return TRUE;
}
