/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/deposit-write.h"
#include "store/payment-write.h"
#include "store/people.h"
#include "store/print-write.h"
#include "store/shift-write.h"
#include "store/today-write.h"

void
hufu_deposit_done_clear (HufuDepositDone *done)
{
  g_clear_pointer (&done->document, hufu_receipt_free);
}

static gboolean
refuse (GError **error, const char *what)
{
  return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, what);
}

static gboolean
format_no (HufuDb *db, gint64 number, char ret_text[HUFU_DEPOSIT_NO_SIZE], GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, "SELECT store_no, terminal_no FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  hufu_deposit_no_format (hufu_rows_int (rows, 0), hufu_rows_int (rows, 1), number, ret_text);
  return TRUE;
}

static gboolean
write_paper (HufuDb *db, const char *text, gboolean print, HufuDepositDone *done, GError **error)
{
  return !print || hufu_print_write_slip (db, text, FALSE, &done->job_id, error);
}

/* ---- taking ---- */

typedef struct {
  HufuDeposit row;
  HufuShift shift;
  gint64 left_minor, gross_minor;
  HufuPostings postings;
} Taking;

static void
add_tender_to_json (HufuJsonText *json, const char *kind, gint64 amount_minor,
                    const HufuId *payment_id)
{
  if (amount_minor == 0)
    return;
  hufu_json_text_begin_object (json, NULL);
  hufu_json_text_add_int (json, "amount_minor", amount_minor);
  hufu_json_text_add_text (json, "kind", kind);
  if (payment_id != NULL)
    hufu_json_text_add_id (json, "payment_id", payment_id);
  hufu_json_text_end (json);
}

static void
add_payments_to_json (HufuJsonText *json, const HufuBasket *basket)
{
  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = basket->tenders->pdata[i];

    if (hufu_tender_kind_is_payment (tender->kind))
      add_tender_to_json (json, hufu_tender_kind_name (tender->kind), tender->amount_minor,
                          &tender->use_id);
  }
}

/* basket: as it was before. */
static HufuJsonText
make_taken_body (const HufuBasket *basket, const HufuDepositTake *take, const Taking *taking,
                 const char *deposit_no)
{
  const HufuDeposit *row = &taking->row;
  HufuJsonText json = hufu_json_text_begin ();

  hufu_json_text_add_int (&json, "amount_minor", row->amount_minor);
  hufu_json_text_add_int (&json, "at_utc_us", row->taken_utc_us);
  hufu_json_text_add_id (&json, "deposit_id", &row->deposit_id);
  hufu_json_text_add_text (&json, "deposit_no", deposit_no);
  if (row->due.day != 0)
    hufu_json_text_add_int (&json, "due_day", row->due.day);
  if (row->due.day != 0 && row->due.minute >= 0)
    hufu_json_text_add_int (&json, "due_minute", row->due.minute);
  hufu_json_text_add_int (&json, "gross_minor", taking->gross_minor);
  hufu_postings_add_to_json (&taking->postings, &json);
  hufu_json_text_add_int (&json, "left_minor", taking->left_minor);
  hufu_json_text_add_id (&json, "sale_id", &row->sale_id);
  hufu_json_text_add_id (&json, "shift_id", &taking->shift.shift_id);
  hufu_json_text_add_id (&json, "staff_id", &take->staff_id);
  hufu_json_text_begin_array (&json, "tenders");
  add_tender_to_json (&json, "cash", row->cash_minor, NULL);
  add_payments_to_json (&json, basket);
  hufu_json_text_end (&json);
  return json;
}

/* What was paid by card and wallet is the deposit's from now on. */
static gboolean
move_payments (HufuDb *db, const Taking *taking, GError **error)
{
  return HUFU_RUN (db, error,
                   "UPDATE payment SET deposit_id = ? WHERE sale_id = ? AND in_sale"
                   " AND deposit_id IS NULL",
                   SQL_ID (&taking->row.deposit_id), SQL_ID (&taking->row.sale_id));
}

static gboolean
put_on (HufuBasket *basket, const HufuDepositTake *take, const Taking *taking, GError **error)
{
  g_autoptr (HufuTender) tender = hufu_tender_new ();

  tender->kind = HUFU_TENDER_DEPOSIT;
  tender->state = HUFU_TENDER_TAKEN;
  tender->amount_minor = taking->row.amount_minor;
  tender->use_id = taking->row.deposit_id;
  g_free (tender->label_en);
  g_free (tender->label_zh);
  tender->label_en = g_strdup_printf ("Deposit of %.10s", take->receipt.local_time);
  tender->label_zh = g_strdup_printf ("订金 %.10s", take->receipt.local_time);
  return hufu_basket_add_tender (basket, tender) == HUFU_EDIT_OK ||
         refuse (error, "the sale has no room for it");
}

static gboolean
write_row (HufuDb *db, const HufuDepositTake *take, const Taking *taking, const char *document,
           GError **error)
{
  const HufuDeposit *row = &taking->row;

  return HUFU_RUN (
      db, error,
      "INSERT INTO deposit (deposit_id, number, sale_id, state, name, amount_minor, cash_minor,"
      " due_day, due_minute, taken_utc_us, document) VALUES (?, ?, ?, 'held', ?, ?, ?, ?, ?, ?, ?)",
      SQL_ID (&row->deposit_id), SQL_INT (row->number), SQL_ID (&row->sale_id),
      SQL_TEXT (take->name), SQL_INT (row->amount_minor), SQL_INT (row->cash_minor),
      SQL_INT (row->due.day), SQL_INT (row->due.minute), SQL_INT (row->taken_utc_us),
      SQL_TEXT (document));
}

static gboolean
begin_taking (HufuDb *db, const HufuBasket *basket, const HufuDepositTake *take, Taking *taking,
              GError **error)
{
  HufuDeposit *row = &taking->row;
  gint64 payments_minor = hufu_deposit_payments_minor (basket);
  HufuTotals totals;

  if (hufu_deposit_check (basket, take->cash_minor, take->increment_minor, &take->rules) !=
      HUFU_DEPOSIT_OK)
    return refuse (error, "no deposit can be taken of it so");
  if (!hufu_shift_need (db, &taking->shift, error) ||
      !HUFU_GET_INT (db, error, 0, &row->number, "SELECT max (number) FROM deposit"))
    return FALSE;
  hufu_basket_get_totals (basket, &totals);
  *row = (HufuDeposit){.deposit_id = take->deposit_id,
                       .sale_id = basket->id,
                       .number = row->number + 1,
                       .amount_minor = take->cash_minor + payments_minor,
                       .cash_minor = take->cash_minor,
                       .due = hufu_deposit_get_due (basket),
                       .taken_utc_us = hufu_db_now_utc_us (db)};
  taking->gross_minor = totals.gross_minor;
  taking->left_minor = totals.due_minor - take->cash_minor;
  hufu_postings_add (&taking->postings, "cash", take->cash_minor);
  hufu_postings_add (&taking->postings, "payment_suspense", payments_minor);
  hufu_postings_add (&taking->postings, "customer_deposit", -row->amount_minor);
  return TRUE;
}

/* The sale as the till has it is stored first, so that its row is there. */
static gboolean
write_sale (HufuDb *db, const HufuBasket *basket, const HufuDepositTake *take, Taking *taking,
            HufuDepositDone *done, GError **error)
{
  g_autoptr (HufuBasket) held = hufu_basket_copy (basket);
  HufuDepositPaper paper = {.amount_minor = taking->row.amount_minor,
                            .cash_minor = take->cash_minor,
                            .keep_days = take->rules.keep_days,
                            .facts = take->receipt};
  g_autofree char *text = NULL;

  paper.facts.receipt_no = done->deposit_no;
  g_free (held->hold_name);
  held->hold_name = g_strdup (take->name);
  if (!hufu_sale_write (db, basket, HUFU_SALE_OPEN, error))
    return FALSE;
  for (guint i = held->tenders->len; i > 0; i--)
    if (hufu_tender_kind_is_payment (((const HufuTender *)held->tenders->pdata[i - 1])->kind))
      g_ptr_array_remove_index (held->tenders, i - 1);
  if (!put_on (held, take, taking, error))
    return FALSE;
  done->document = hufu_receipt_of_deposit (held, &paper, take->lang);
  text = hufu_receipt_to_text (done->document);
  return write_row (db, take, taking, text, error) &&
         write_paper (db, text, take->print, done, error) && move_payments (db, taking, error) &&
         hufu_sale_write (db, held, HUFU_SALE_HELD, error);
}

static gboolean
take_deposit (HufuDb *db, const HufuBasket *basket, const HufuDepositTake *take,
              HufuDepositDone *done, GError **error)
{
  Taking taking = {0};
  HufuJsonText body;
  gint64 journal_no;

  if (!begin_taking (db, basket, take, &taking, error) ||
      !format_no (db, taking.row.number, done->deposit_no, error))
    return FALSE;
  done->amount_minor = taking.row.amount_minor;
  if (!write_sale (db, basket, take, &taking, done, error))
    return FALSE;
  body = make_taken_body (basket, take, &taking, done->deposit_no);
  return hufu_shift_append (db, "deposit.taken", &body, &taking.postings, &journal_no, error) &&
         hufu_today_add_deposit (db, HUFU_DEPOSIT_HELD, done->amount_minor, error);
}

gboolean
hufu_deposit_take (HufuDb *db, const HufuBasket *basket, const HufuDepositTake *take,
                   HufuDepositDone *ret_done, GError **error)
{
  g_assert (!hufu_id_is_zero (&take->deposit_id));
  *ret_done = (HufuDepositDone){0};
  if (hufu_act_begin (db, error) &&
      hufu_act_end (db, take_deposit (db, basket, take, ret_done, error), error))
    return TRUE;
  hufu_deposit_done_clear (ret_done);
  return FALSE;
}

/* ---- the order is off ---- */

typedef struct {
  HufuId payment_id;
  HufuTenderKind kind;
  gint64 amount_minor, paid_minor;
} Part;

/* Part: the payments of the deposit. */
static gboolean
load_parts (HufuDb *db, const HufuDeposit *deposit, GArray *parts, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT payment_id, kind, amount_minor, min (paid_minor, amount_minor)"
                  " FROM payment WHERE sale_id = ? AND deposit_id = ?"
                  " ORDER BY created_utc_us, payment_id",
                  SQL_ID (&deposit->sale_id), SQL_ID (&deposit->deposit_id));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    Part part = {.payment_id = hufu_rows_id (rows, 0),
                 .amount_minor = hufu_rows_int (rows, 2),
                 .paid_minor = hufu_rows_int (rows, 3)};

    if (!hufu_tender_kind_find (hufu_rows_text (rows, 1), &part.kind))
      g_assert_not_reached (); /* the table allows no other */
    g_array_append_val (parts, part);
  }
  return step == 0;
}

/* A wallet may have taken back what it paid: when the customer is to have it, nothing is lost. */
static HufuPostings
make_postings (const HufuDepositCancel *cancel, const HufuDeposit *deposit, const GArray *parts)
{
  HufuPostings postings = {0};

  hufu_postings_add (&postings, "customer_deposit", deposit->amount_minor);
  if (cancel->state == HUFU_DEPOSIT_KEPT) {
    hufu_postings_add (&postings, "deposit_kept", -deposit->amount_minor);
    return postings;
  }
  hufu_postings_add (&postings, "cash", -deposit->cash_minor);
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = &g_array_index (parts, Part, i);

    hufu_postings_add (&postings, "payment_suspense", -part->paid_minor);
    hufu_postings_add (&postings, "payment_loss", part->paid_minor - part->amount_minor);
  }
  return postings;
}

static HufuJsonText
make_settled_body (const HufuDepositCancel *cancel, const HufuDeposit *deposit, const GArray *parts,
                   const HufuPostings *postings, const HufuShift *shift, gint64 now_utc_us)
{
  HufuJsonText json = hufu_json_text_begin ();

  hufu_json_text_add_int (&json, "amount_minor", deposit->amount_minor);
  if (cancel->state == HUFU_DEPOSIT_KEPT)
    hufu_json_text_add_id (&json, "approved_by", &cancel->approved_by);
  hufu_json_text_add_int (&json, "at_utc_us", now_utc_us);
  hufu_json_text_add_id (&json, "deposit_id", &deposit->deposit_id);
  hufu_postings_add_to_json (postings, &json);
  hufu_json_text_add_text (&json, "reason", hufu_void_reason_name (cancel->reason));
  hufu_json_text_add_id (&json, "sale_id", &deposit->sale_id);
  hufu_json_text_add_id (&json, "shift_id", &shift->shift_id);
  hufu_json_text_add_id (&json, "staff_id", &cancel->staff_id);
  hufu_json_text_begin_array (&json, "tenders");
  add_tender_to_json (&json, "cash", deposit->cash_minor, NULL);
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = &g_array_index (parts, Part, i);

    add_tender_to_json (&json, hufu_tender_kind_name (part->kind), part->amount_minor,
                        &part->payment_id);
  }
  hufu_json_text_end (&json);
  return json;
}

static gboolean
settle (HufuDb *db, const HufuDepositCancel *cancel, const HufuDeposit *deposit,
        const HufuShift *shift, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  gboolean kept = cancel->state == HUFU_DEPOSIT_KEPT;
  gint64 now_utc_us = hufu_db_now_utc_us (db), journal_no;
  HufuPostings postings;
  HufuJsonText body;

  if (!load_parts (db, deposit, parts, error))
    return FALSE;
  postings = make_postings (cancel, deposit, parts);
  body = make_settled_body (cancel, deposit, parts, &postings, shift, now_utc_us);
  return hufu_shift_append (db, kept ? "deposit.kept" : "deposit.returned", &body, &postings,
                            &journal_no, error) &&
         HUFU_RUN (db, error,
                   "UPDATE deposit SET state = ?, settled_utc_us = ? WHERE deposit_id = ?",
                   SQL_TEXT (hufu_deposit_state_name (cancel->state)), SQL_INT (now_utc_us),
                   SQL_ID (&deposit->deposit_id)) &&
         (kept ||
          HUFU_RUN (db, error,
                    "UPDATE payment SET deposit_id = NULL WHERE sale_id = ? AND deposit_id = ?",
                    SQL_ID (&deposit->sale_id), SQL_ID (&deposit->deposit_id))) &&
         hufu_today_add_deposit (db, cancel->state, deposit->amount_minor, error);
}

static gboolean
settle_all (HufuDb *db, const HufuDepositCancel *cancel, HufuDepositDone *done, GError **error)
{
  g_autoptr (GPtrArray) held = hufu_deposit_list_held (db, &cancel->sale_id, error);
  HufuDepositPaper paper = {.facts = cancel->receipt};
  g_autofree char *text = NULL;
  HufuShift shift;

  if (held == NULL || !hufu_shift_need (db, &shift, error))
    return FALSE;
  if (held->len == 0)
    return refuse (error, "there is no deposit on it");
  for (guint i = 0; i < held->len; i++) {
    const HufuDeposit *deposit = held->pdata[i];

    if (!settle (db, cancel, deposit, &shift, error) ||
        !format_no (db, deposit->number, done->deposit_no, error))
      return FALSE;
    paper.amount_minor += deposit->amount_minor;
    paper.cash_minor += deposit->cash_minor;
  }
  done->amount_minor = paper.amount_minor;
  paper.facts.receipt_no = done->deposit_no;
  paper.facts.open_drawer = cancel->state == HUFU_DEPOSIT_RETURNED && paper.cash_minor > 0;
  done->document = hufu_receipt_of_deposit_end (cancel->state, &paper, cancel->lang);
  text = hufu_receipt_to_text (done->document);
  return write_paper (db, text, cancel->print, done, error);
}

static gboolean
cancel_order (HufuDb *db, const HufuDepositCancel *cancel, HufuDepositDone *done, GError **error)
{
  if (cancel->state == HUFU_DEPOSIT_KEPT &&
      !hufu_staff_take_approval (db, &cancel->approved_by, error))
    return FALSE;
  return settle_all (db, cancel, done, error) &&
         hufu_sale_write_void (db, &cancel->sale_id, &cancel->staff_id, cancel->reason, error);
}

gboolean
hufu_deposit_cancel (HufuDb *db, const HufuDepositCancel *cancel, HufuDepositDone *ret_done,
                     GError **error)
{
  g_assert (cancel->state == HUFU_DEPOSIT_RETURNED || cancel->state == HUFU_DEPOSIT_KEPT);
  *ret_done = (HufuDepositDone){0};
  if (hufu_act_begin (db, error) &&
      hufu_act_end (db, cancel_order (db, cancel, ret_done, error), error))
    return TRUE;
  hufu_deposit_done_clear (ret_done);
  return FALSE;
}
