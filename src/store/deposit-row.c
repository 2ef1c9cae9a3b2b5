/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/deposit-write.h"

#include <string.h>

#include "store/print-write.h"

void
hufu_deposit_free (HufuDeposit *deposit)
{
  if (deposit == NULL)
    return;
  g_free (deposit->name);
  g_free (deposit);
}

#define SELECT_DEPOSIT                                                                             \
  "SELECT deposit_id, sale_id, number, state, name, amount_minor, cash_minor, due_day,"            \
  " due_minute, taken_utc_us FROM deposit "

static HufuDeposit *
read_deposit (HufuRows *rows)
{
  HufuDeposit *deposit = g_new0 (HufuDeposit, 1);

  deposit->deposit_id = hufu_rows_id (rows, 0);
  deposit->sale_id = hufu_rows_id (rows, 1);
  deposit->number = hufu_rows_int (rows, 2);
  if (!hufu_deposit_state_find (hufu_rows_text (rows, 3), &deposit->state))
    g_assert_not_reached (); /* the table allows no other */
  deposit->name = hufu_rows_dup_text (rows, 4);
  deposit->amount_minor = hufu_rows_int (rows, 5);
  deposit->cash_minor = hufu_rows_int (rows, 6);
  deposit->due = (HufuDue){(gint32)hufu_rows_int (rows, 7), (gint16)hufu_rows_int (rows, 8)};
  deposit->taken_utc_us = hufu_rows_int (rows, 9);
  return deposit;
}

GPtrArray *
hufu_deposit_list_held (HufuDb *db, const HufuId *sale_id, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_deposit_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  SELECT_DEPOSIT "WHERE state = 'held' AND (?1 IS NULL OR sale_id = ?1)"
                                 " ORDER BY number",
                  SQL_ID (sale_id));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    g_ptr_array_add (list, read_deposit (rows));
  return step < 0 ? NULL : g_steal_pointer (&list);
}

HufuDeposit *
hufu_deposit_find (HufuDb *db, gint64 number, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_DEPOSIT "WHERE number = ?", SQL_INT (number));

  return hufu_rows_next (rows, error) > 0 ? read_deposit (rows) : NULL;
}

gboolean
hufu_deposit_use (HufuDb *db, const HufuBasket *basket, GError **error)
{
  return hufu_deposit_sum_minor (basket) == 0 ||
         HUFU_RUN (db, error,
                   "UPDATE deposit SET state = 'used', settled_utc_us = ?"
                   " WHERE sale_id = ? AND state = 'held'",
                   SQL_INT (hufu_db_now_utc_us (db)), SQL_ID (&basket->id));
}

/* ---- what the shift says ---- */

static gboolean
load_moves (HufuDb *db, gint64 from_no, HufuShiftReport *report, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT j.kind, t.value ->> 'kind', count(*), sum (t.value ->> 'amount_minor')"
                  " FROM journal j, json_each (j.body, '$.tenders') t WHERE journal_no > ?"
                  " AND j.kind IN ('deposit.taken', 'deposit.returned') GROUP BY 1, 2",
                  SQL_INT (from_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    gboolean taken = strcmp (hufu_rows_text (rows, 0), "deposit.taken") == 0;
    HufuTally tally = {hufu_rows_int (rows, 2), hufu_rows_int (rows, 3)};
    HufuTenderKind kind;

    if (!hufu_tender_kind_find (hufu_rows_text (rows, 1), &kind))
      return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a deposit of an unknown kind");
    *(taken ? &report->deposits_taken[kind] : &report->deposits_returned[kind]) = tally;
  }
  return step == 0;
}

static gboolean
load_tally (HufuRows *rows, HufuTally *ret_tally, GError **error)
{
  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  *ret_tally = (HufuTally){hufu_rows_int (rows, 0), hufu_rows_int (rows, 1)};
  return TRUE;
}

gboolean
hufu_deposit_load_sums (HufuDb *db, gint64 from_no, HufuShiftReport *report, GError **error)
{
  g_autoptr (HufuRows) kept =
      HUFU_QUERY (db, error,
                  "SELECT count(*), sum (body ->> 'amount_minor') FROM journal"
                  " WHERE journal_no > ? AND kind = 'deposit.kept'",
                  SQL_INT (from_no));
  g_autoptr (HufuRows) held = HUFU_QUERY (
      db, error, "SELECT count(*), sum (amount_minor) FROM deposit WHERE state = 'held'");

  return load_tally (kept, &report->deposits_kept, error) &&
         load_tally (held, &report->deposits_held, error) &&
         load_moves (db, from_no, report, error);
}

/* ---- again on paper ---- */

static gboolean
reprint (HufuDb *db, const HufuId *sale_id, HufuDepositDone *done, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT document, amount_minor, number, store_no, terminal_no"
                  " FROM deposit, terminal WHERE sale_id = ? ORDER BY number DESC LIMIT 1",
                  SQL_ID (sale_id));
  g_autofree char *text = NULL;
  int step = hufu_rows_next (rows, error);

  if (step <= 0)
    return step == 0 ? hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "there is no deposit")
                     : FALSE;
  text = hufu_rows_dup_text (rows, 0);
  done->amount_minor = hufu_rows_int (rows, 1);
  hufu_deposit_no_format (hufu_rows_int (rows, 3), hufu_rows_int (rows, 4), hufu_rows_int (rows, 2),
                          done->deposit_no);
  done->document = hufu_print_read (text, TRUE, error);
  return done->document != NULL && hufu_print_write_slip (db, text, TRUE, &done->job_id, error);
}

gboolean
hufu_deposit_reprint (HufuDb *db, const HufuId *sale_id, HufuDepositDone *ret_done, GError **error)
{
  *ret_done = (HufuDepositDone){0};
  if (hufu_act_begin (db, error) &&
      hufu_act_end (db, reprint (db, sale_id, ret_done, error), error))
    return TRUE;
  hufu_deposit_done_clear (ret_done);
  return FALSE;
}
