/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "core/preparation.h"
#include "store/deposit-write.h"
#include "store/journal-write.h"
#include "store/payment-write.h"
#include "store/print-write.h"
#include "store/sale-write.h"
#include "store/tax-store.h"
#include "store/today-write.h"

void
hufu_finished_clear (HufuFinished *finished)
{
  g_clear_pointer (&finished->document, hufu_receipt_free);
  g_clear_pointer (&finished->slip, hufu_receipt_free);
}

static gboolean
refuse (GError **error, const char *what)
{
  return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, what);
}

static gboolean
check_paid (const HufuBasket *basket, const HufuTotals *totals, GError **error)
{
  if (basket->lines->len == 0)
    return refuse (error, "the sale is empty");
  return (totals->pending_minor == 0 && totals->taken_minor == totals->gross_minor) ||
         refuse (error, "the sale is not paid in full");
}

/*
 * Every voucher has its final answer and the shift is open. The receipt's number is store,
 * terminal, day, then a number without gaps within the day: a finished sale stays, so the greatest
 * one is the last.
 */
static gboolean
make_receipt_no (HufuDb *db, const HufuId *sale_id, const HufuFinish *finish, gint64 *ret_day_no,
                 char *ret_text, gsize size, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT store_no, terminal_no, replace (?1, '-', ''),"
                  " (SELECT coalesce (max (day_no), 0) + 1 FROM sale"
                  " WHERE state = 'finished' AND business_day = ?1),"
                  " EXISTS (SELECT 1 FROM shift WHERE closed_utc_us IS NULL AND shift_id = ?2"
                  " AND business_day = ?1),"
                  " EXISTS (SELECT 1 FROM voucher_use WHERE sale_id = ?3 AND NOT give_back"
                  " AND state IN ('asked', 'undoing')) FROM terminal",
                  SQL_TEXT (finish->business_day), SQL_ID (&finish->shift_id), SQL_ID (sale_id));

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  if (hufu_rows_int (rows, 5) != 0)
    return refuse (error, "a voucher of this sale has no answer yet");
  if (hufu_rows_int (rows, 4) == 0)
    return refuse (error, "the shift is not open");
  *ret_day_no = hufu_rows_int (rows, 3);
  g_snprintf (ret_text, (gulong)size,
              "%03" G_GINT64_FORMAT "-%02" G_GINT64_FORMAT "-%s-%04" G_GINT64_FORMAT,
              hufu_rows_int (rows, 0), hufu_rows_int (rows, 1), hufu_rows_text (rows, 2),
              *ret_day_no);
  return TRUE;
}

/* The document is kept, printed or not: a reprint shows what was sold, not what a later version of
 * the receipt would say. */
static gboolean
write_finished (HufuDb *db, const HufuBasket *basket, const HufuTotals *totals,
                const HufuFinish *finish, const HufuFinished *finished, gint64 day_no,
                gint64 now_utc_us, GError **error)
{
  g_autofree char *receipt = hufu_receipt_to_text (finished->document);
  g_autofree char *taxes = hufu_tax_sums_to_text (basket->tax_sums);

  return HUFU_RUN (
      db, error,
      "UPDATE OR ROLLBACK sale SET state = 'finished', hold_name = NULL, receipt_no = ?,"
      " receipt = ?, business_day = ?, day_no = ?, shift_id = ?, staff_id = ?, gross_minor = ?,"
      " tax_minor = ?, taxes = ?, saved_minor = ?, finished_utc_us = ? WHERE sale_id = ?",
      SQL_TEXT (finished->receipt_no), SQL_TEXT (receipt), SQL_TEXT (finish->business_day),
      SQL_INT (day_no), SQL_ID (&finish->shift_id), SQL_ID (&finish->staff_id),
      SQL_INT (totals->gross_minor), SQL_INT (totals->tax_minor), SQL_TEXT (taxes),
      SQL_INT (totals->saved_minor), SQL_INT (now_utc_us), SQL_ID (&basket->id));
}

/* What was given away by hand, without the tax in it. */
static gint64
sum_given (const HufuBasket *basket)
{
  gint64 sum_minor = 0;

  for (guint i = 0; i < basket->lines->len; i++)
    sum_minor += hufu_basket_given_minor (basket, basket->lines->pdata[i]);
  return sum_minor;
}

/*
 * What was sold here is revenue and the tax in it; what was redeemed became revenue when it was
 * redeemed. What was given away by hand is revenue too, and an expense of the same amount. Cash is
 * what stays in the drawer; the part of it that is only rounding is posted apart. A cash voucher
 * has left the liability for suspense when it was redeemed, and leaves suspense here, so that
 * suspense is zero whenever no sale is open.
 */
static HufuPostings
make_postings (const HufuBasket *basket, const HufuTotals *totals)
{
  HufuPostings postings = {0};
  gint64 rounding_minor = 0, given_minor;

  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = g_ptr_array_index (basket->tenders, i);

    hufu_postings_add (&postings, hufu_tender_kind_account (tender->kind), tender->amount_minor);
    rounding_minor += tender->rounding_minor;
  }
  hufu_postings_add (&postings, "cash_rounding", -rounding_minor);
  given_minor = sum_given (basket);
  hufu_postings_add (&postings, "revenue",
                     -(totals->gross_minor - totals->tax_minor + given_minor));
  hufu_postings_add (&postings, "discount_given", given_minor);
  hufu_postings_add (&postings, "output_tax", -totals->tax_minor);
  return postings;
}

/* By which promotion, in which version, how much. */
static void
add_promotions_to_json (HufuJsonText *json, const HufuBasket *basket, const HufuLine *line)
{
  if (line->off_minor[HUFU_OFF_PROMOTION] == 0)
    return;
  hufu_json_text_begin_array (json, "promotions");
  for (guint i = 0; i < basket->promoted->len; i++) {
    const HufuPromoted *promoted = &g_array_index (basket->promoted, HufuPromoted, i);

    if (promoted->line_no != line->line_no)
      continue;
    hufu_json_text_begin_object (json, NULL);
    hufu_json_text_add_int (json, "amount_minor", promoted->off_minor);
    hufu_json_text_add_text (json, "id", promoted->promotion->id);
    hufu_json_text_add_int (json, "version", promoted->promotion->version);
    hufu_json_text_end (json);
  }
  hufu_json_text_end (json);
}

static void
add_options_to_json (HufuJsonText *json, const HufuLine *line)
{
  if (line->chosen == 0)
    return;
  hufu_json_text_begin_array (json, "options");
  for (guint i = 0; i < line->options->n_options; i++) {
    const HufuOption *option = &line->options->options[i];

    if ((line->chosen >> i & 1) == 0)
      continue;
    hufu_json_text_begin_object (json, NULL);
    hufu_json_text_add_text (json, "id", option->id);
    hufu_json_text_add_text (json, "name_en", option->name_en);
    hufu_json_text_add_text (json, "name_zh", option->name_zh);
    hufu_json_text_add_int (json, "price_minor", option->price_minor);
    hufu_json_text_end (json);
  }
  hufu_json_text_end (json);
}

static void
add_line_to_json (HufuJsonText *json, const HufuBasket *basket, const HufuLine *line)
{
  gboolean member = basket->has_member;
  gint64 off_minor = hufu_line_off_minor (line);

  hufu_json_text_begin_object (json, NULL);
  if (line->category_id != 0)
    hufu_json_text_add_int (json, "category_id", line->category_id);
  if (off_minor > 0)
    hufu_json_text_add_int (json, "discount_minor", off_minor);
  if (line->due.day != 0)
    hufu_json_text_add_int (json, "due_day", line->due.day);
  if (line->due.day != 0 && line->due.minute >= 0)
    hufu_json_text_add_int (json, "due_minute", line->due.minute);
  if (line->trace.expires_day > 0)
    hufu_json_text_add_int (json, "expires_day", line->trace.expires_day);
  hufu_json_text_add_int (json, "gtin", (gint64)line->gtin);
  hufu_json_text_add_text (json, "kind", line->kind == HUFU_LINE_PREPAID ? "prepaid" : "product");
  if (!hufu_id_is_zero (&line->left_out_by))
    hufu_json_text_add_id (json, "left_out_by", &line->left_out_by);
  hufu_json_text_add_int (json, "line_no", line->line_no);
  if (line->trace.lot[0] != '\0')
    hufu_json_text_add_text (json, "lot", line->trace.lot);
  hufu_sale_add_markdown_to_json (json, basket, line->line_no);
  if (*line->note != '\0')
    hufu_json_text_add_text (json, "note", line->note);
  add_options_to_json (json, line);
  hufu_json_text_add_int (json, "product_id", line->product_id);
  add_promotions_to_json (json, basket, line);
  hufu_json_text_add_int (json, "qty_milli", line->qty_milli);
  if (line->trace.serial[0] != '\0')
    hufu_json_text_add_text (json, "serial", line->trace.serial);
  hufu_json_text_add_text (json, "sku", line->sku);
  hufu_json_text_add_int (json, "tax_minor", line->tax_minor);
  hufu_json_text_add_int (json, "tax_ppm", line->tax_ppm);
  hufu_json_text_add_int (json, "total_minor", hufu_line_gross_minor (line, member));
  hufu_json_text_add_int (json, "unit_price_minor", hufu_line_unit_price_minor (line, member));
  if (line->kind == HUFU_LINE_PREPAID)
    hufu_json_text_add_id (json, "use_id", &line->use_id);
  hufu_json_text_end (json);
}

static void
add_tender_to_json (HufuJsonText *json, const HufuTender *tender)
{
  hufu_json_text_begin_object (json, NULL);
  hufu_json_text_add_int (json, "amount_minor", tender->amount_minor);
  hufu_json_text_add_int (json, "change_minor", tender->change_minor);
  if (tender->kind == HUFU_TENDER_DEPOSIT)
    hufu_json_text_add_id (json, "deposit_id", &tender->use_id);
  hufu_json_text_add_text (json, "kind", hufu_tender_kind_name (tender->kind));
  if (hufu_tender_kind_is_payment (tender->kind))
    hufu_json_text_add_id (json, "payment_id", &tender->use_id);
  hufu_json_text_add_int (json, "received_minor", tender->received_minor);
  hufu_json_text_add_int (json, "rounding_minor", tender->rounding_minor);
  hufu_json_text_add_int (json, "tender_no", tender->tender_no);
  if (tender->kind == HUFU_TENDER_VOUCHER)
    hufu_json_text_add_id (json, "use_id", &tender->use_id);
  hufu_json_text_end (json);
}

/* What was taken off is in the lines; here is for which use. */
static void
add_discounts_to_json (HufuJsonText *json, const HufuBasket *basket)
{
  if (basket->discounts->len == 0)
    return;
  hufu_json_text_begin_array (json, "discounts");
  for (guint i = 0; i < basket->discounts->len; i++) {
    const HufuDiscount *discount = g_ptr_array_index (basket->discounts, i);

    hufu_json_text_begin_object (json, NULL);
    hufu_json_text_add_int (json, "amount_minor", discount->verdict.off_minor);
    hufu_json_text_add_id (json, "use_id", &discount->use_id);
    hufu_json_text_end (json);
  }
  hufu_json_text_end (json);
}

/* By which rules, and what each tax came to. */
static void
add_taxes_to_json (HufuJsonText *json, const HufuBasket *basket)
{
  if (basket->taxes != NULL) {
    hufu_json_text_begin_object (json, "tax_rules");
    hufu_json_text_add_text (json, "jurisdiction", basket->taxes->jurisdiction);
    hufu_json_text_add_text (json, "prices", hufu_tax_prices_word (basket->taxes));
    hufu_json_text_add_text (json, "round", hufu_tax_round_word (basket->taxes));
    hufu_json_text_add_text (json, "rounding", hufu_rounding_names[basket->taxes->rounding]);
    hufu_json_text_end (json);
  }
  hufu_json_text_begin_array (json, "taxes");
  for (guint i = 0; i < basket->tax_sums->len; i++)
    hufu_tax_sum_add_to_json (json, &g_array_index (basket->tax_sums, HufuTaxSum, i));
  hufu_json_text_end (json);
}

static char *
make_body (const HufuBasket *basket, const HufuTotals *totals, const HufuFinish *finish,
           const char *receipt_no, const HufuPostings *postings, gint64 now_utc_us)
{
  HufuJsonText json = hufu_json_text_begin ();

  hufu_json_text_add_int (&json, "at_utc_us", now_utc_us);
  hufu_json_text_add_text (&json, "business_day", finish->business_day);
  hufu_json_text_add_int (&json, "currency", basket->currency);
  add_discounts_to_json (&json, basket);
  hufu_json_text_add_int (&json, "gross_minor", totals->gross_minor);
  hufu_postings_add_to_json (postings, &json);
  hufu_json_text_begin_array (&json, "lines");
  for (guint i = 0; i < basket->lines->len; i++)
    add_line_to_json (&json, basket, g_ptr_array_index (basket->lines, i));
  hufu_json_text_end (&json);
  hufu_sale_add_markdown_to_json (&json, basket, 0);
  if (basket->has_member)
    hufu_json_text_add_id (&json, "member_id", &basket->member_id);
  hufu_json_text_add_text (&json, "receipt_no", receipt_no);
  hufu_json_text_add_id (&json, "sale_id", &basket->id);
  hufu_json_text_add_int (&json, "saved_minor", totals->saved_minor);
  hufu_json_text_add_id (&json, "shift_id", &finish->shift_id);
  hufu_json_text_add_id (&json, "staff_id", &finish->staff_id);
  hufu_json_text_add_int (&json, "tax_minor", totals->tax_minor);
  add_taxes_to_json (&json, basket);
  hufu_json_text_begin_array (&json, "tenders");
  for (guint i = 0; i < basket->tenders->len; i++)
    add_tender_to_json (&json, g_ptr_array_index (basket->tenders, i));
  hufu_json_text_end (&json);
  return hufu_json_text_finish (&json);
}

static HufuReceipt *
make_receipt (const HufuBasket *basket, const HufuFinish *finish, const char *receipt_no)
{
  HufuReceiptFacts facts = finish->receipt;

  facts.receipt_no = receipt_no;
  return hufu_receipt_of_sale (basket, &facts, finish->lang);
}

static gboolean
write_slip (HufuDb *db, const HufuBasket *basket, const HufuFinish *finish, HufuFinished *finished,
            GError **error)
{
  HufuReceiptFacts facts = finish->receipt;

  facts.receipt_no = finished->receipt_no;
  finished->slip = hufu_receipt_of_preparation (basket, finish->prepared, finish->n_prepared,
                                                &facts, finish->lang);
  return finished->slip == NULL ||
         hufu_print_write_preparation (db, finished->slip, &finished->slip_id, error);
}

static gboolean
finish_sale (HufuDb *db, const HufuBasket *basket, const HufuFinish *finish, HufuFinished *finished,
             GError **error)
{
  HufuTotals totals;
  HufuPostings postings;
  gint64 now_utc_us = hufu_db_now_utc_us (db), day_no = 0, journal_no;
  g_autofree char *body = NULL;

  hufu_basket_get_totals (basket, &totals);
  postings = make_postings (basket, &totals);
  if (!check_paid (basket, &totals, error) ||
      !hufu_sale_write (db, basket, HUFU_SALE_OPEN, error) ||
      !make_receipt_no (db, &basket->id, finish, &day_no, finished->receipt_no,
                        sizeof finished->receipt_no, error))
    return FALSE;
  finished->document = make_receipt (basket, finish, finished->receipt_no);
  body = make_body (basket, &totals, finish, finished->receipt_no, &postings, now_utc_us);
  return hufu_deposit_use (db, basket, error) &&
         write_finished (db, basket, &totals, finish, finished, day_no, now_utc_us, error) &&
         hufu_journal_append_text (db, "sale.finished", body, &journal_no, error) &&
         hufu_ledger_post (db, journal_no, basket->currency, &postings, error) &&
         (!finish->print || hufu_print_write (db, &basket->id, FALSE, &finished->job_id, error)) &&
         write_slip (db, basket, finish, finished, error);
}

gboolean
hufu_sale_finish (HufuDb *db, const HufuBasket *basket, const HufuFinish *finish,
                  HufuFinished *ret_finished, GError **error)
{
  *ret_finished = (HufuFinished){0};
  if (hufu_act_begin (db, error) &&
      hufu_act_end (db, finish_sale (db, basket, finish, ret_finished, error), error))
    return TRUE;
  hufu_finished_clear (ret_finished);
  return FALSE;
}

gboolean
hufu_sale_write_void (HufuDb *db, const HufuId *sale_id, const HufuId *staff_id,
                      HufuVoidReason reason, GError **error)
{
  gint64 now_utc_us = hufu_db_now_utc_us (db), redeemed = 0, held = 0;
  HufuSaleRow row;

  if (!hufu_sale_find (db, sale_id, &row, error))
    return FALSE;
  if (!row.unfinished)
    return refuse (error, "there is no such unfinished sale");
  if (!HUFU_GET_INT (db, error, 0, &redeemed,
                     "SELECT count(*) FROM voucher_use WHERE sale_id = ? AND NOT give_back"
                     " AND state IN ('redeemed', 'undoing')",
                     SQL_ID (sale_id)) ||
      !HUFU_GET_INT (db, error, 0, &held,
                     "SELECT count(*) FROM deposit WHERE sale_id = ? AND state = 'held'",
                     SQL_ID (sale_id)))
    return FALSE;
  if (held > 0)
    return refuse (error, "a deposit was paid on this sale: give it back first, or keep it");
  if (redeemed > 0)
    return refuse (error, "a voucher was redeemed on this sale: undo it first");
  /* What the platform was asked for and has not answered is given back when it answers. */
  return HUFU_RUN (db, error,
                   "UPDATE voucher_use SET give_back = 1 WHERE sale_id = ? AND state = 'asked'",
                   SQL_ID (sale_id)) &&
         hufu_payment_void_sale (db, sale_id, error) &&
         HUFU_RUN (db, error, "DELETE FROM sale_tender WHERE sale_no = ?", SQL_INT (row.no)) &&
         HUFU_RUN (db, error, "DELETE FROM sale_discount WHERE sale_no = ?", SQL_INT (row.no)) &&
         HUFU_RUN (db, error,
                   "UPDATE sale SET state = 'void', finished_utc_us = ?"
                   " WHERE sale_no = ?",
                   SQL_INT (now_utc_us), SQL_INT (row.no)) &&
         hufu_journal_append (db, "sale.voided",
                              json_pack ("{s:o, s:o, s:s, s:I}", "sale_id", hufu_json_id (sale_id),
                                         "staff_id", hufu_json_id (staff_id), "reason",
                                         hufu_void_reason_name (reason), "at_utc_us",
                                         (json_int_t)now_utc_us),
                              NULL, error) &&
         hufu_today_add_void (db, error);
}

gboolean
hufu_sale_void (HufuDb *db, const HufuId *sale_id, const HufuId *staff_id, HufuVoidReason reason,
                GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, hufu_sale_write_void (db, sale_id, staff_id, reason, error), error);
}

/* The newest in the order of the journal: a held sale is finished later than it began, and days and
 * clocks go back. */
static gboolean
find_last (HufuDb *db, HufuId *ret_sale_id, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT json_extract (body, '$.sale_id') FROM journal"
                  " WHERE kind = 'sale.finished' ORDER BY journal_no DESC LIMIT 1");
  int step = hufu_rows_next (rows, error);

  if (step <= 0)
    return step == 0 ? refuse (error, "no sale was finished here yet") : FALSE;
  return hufu_id_parse (hufu_rows_text (rows, 0), ret_sale_id) ||
         hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a finished sale without its id");
}

static gboolean
reprint_last (HufuDb *db, HufuId *ret_job_id, HufuReceipt **ret_document, GError **error)
{
  g_autoptr (HufuRows) rows = NULL;
  HufuId sale_id;

  if (!find_last (db, &sale_id, error) || !hufu_print_write (db, &sale_id, TRUE, ret_job_id, error))
    return FALSE;
  rows = HUFU_QUERY (db, error, "SELECT receipt FROM sale WHERE sale_id = ?", SQL_ID (&sale_id));
  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  *ret_document = hufu_print_read (hufu_rows_text (rows, 0), TRUE, error);
  return *ret_document != NULL;
}

gboolean
hufu_sale_reprint_last (HufuDb *db, HufuId *ret_job_id, HufuReceipt **ret_document, GError **error)
{
  HufuReceipt *document = NULL;

  if (!hufu_act_begin (db, error) ||
      !hufu_act_end (db, reprint_last (db, ret_job_id, &document, error), error)) {
    hufu_receipt_free (document);
    return FALSE;
  }
  *ret_document = document;
  return TRUE;
}

static gboolean
print_gift (HufuDb *db, const HufuReceiptFacts *facts, HufuLang lang, HufuId *ret_job_id,
            HufuReceipt **ret_document, GError **error)
{
  HufuReceiptFacts full = *facts;
  g_autoptr (HufuBasket) basket = NULL;
  g_autoptr (HufuRows) rows = NULL;
  g_autofree char *receipt_no = NULL, *text = NULL;
  HufuId sale_id;

  if (!find_last (db, &sale_id, error))
    return FALSE;
  basket = hufu_sale_load_any (db, &sale_id, error);
  rows = HUFU_QUERY (db, error, "SELECT receipt_no FROM sale WHERE sale_id = ?", SQL_ID (&sale_id));
  if (basket == NULL || hufu_rows_next (rows, error) <= 0)
    return FALSE;
  receipt_no = hufu_rows_dup_text (rows, 0);
  full.receipt_no = receipt_no;
  *ret_document = hufu_receipt_of_gift (basket, &full, lang);
  text = hufu_receipt_to_text (*ret_document);
  return hufu_print_write_slip (db, text, FALSE, ret_job_id, error);
}

gboolean
hufu_sale_print_gift (HufuDb *db, const HufuReceiptFacts *facts, HufuLang lang, HufuId *ret_job_id,
                      HufuReceipt **ret_document, GError **error)
{
  HufuReceipt *document = NULL;

  if (!hufu_act_begin (db, error) ||
      !hufu_act_end (db, print_gift (db, facts, lang, ret_job_id, &document, error), error)) {
    hufu_receipt_free (document);
    return FALSE;
  }
  *ret_document = document;
  return TRUE;
}
