/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every redemption and undo leaves behind: basket, journal, ledger. */
#include "store/limits-write.h"
#include "store/today-write.h"
#include "store/use-write.h"

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value == NULL ? "" : value);
}

static gint64
paid_of (const HufuUseRow *row, const HufuVoucher *voucher)
{
  return hufu_right_share_minor (voucher->paid_minor, MAX (voucher->uses, 1),
                                 MIN (row->use.key.k, MAX (voucher->uses, 1) - 1));
}

static HufuLine *
make_line (const HufuUseRow *row, const HufuVoucher *voucher)
{
  HufuLine *line = hufu_line_new ();
  gboolean has_item = voucher->item_en != NULL && *voucher->item_en != '\0';

  line->kind = HUFU_LINE_PREPAID;
  line->qty_milli = 1000;
  line->use_id = row->use.use_id;
  line->paid_online_minor = paid_of (row, voucher);
  line->tax_ppm = voucher->tax_ppm;
  line->member_price_minor = -1;
  line->label_total_minor = -1;
  set_text (&line->name_en, has_item ? voucher->item_en : voucher->title_en);
  set_text (&line->name_zh, has_item ? voucher->item_zh : voucher->title_zh);
  set_text (&line->icon, voucher->icon);
  return line;
}

static HufuTender *
make_tender (const HufuUseRow *row, const HufuVoucher *voucher, HufuTenderState state)
{
  HufuTender *tender = hufu_tender_new ();

  tender->kind = HUFU_TENDER_VOUCHER;
  tender->state = state;
  tender->amount_minor = row->use.amount_minor;
  tender->use_id = row->use.use_id;
  tender->terms = voucher->terms;
  set_text (&tender->label_en, voucher->title_en);
  set_text (&tender->label_zh, voucher->title_zh);
  return tender;
}

static HufuDiscount *
make_discount (const HufuUseRow *row, const HufuVoucher *voucher, HufuTenderState state)
{
  HufuDiscount *discount = hufu_discount_new ();

  discount->state = state;
  discount->use_id = row->use.use_id;
  discount->terms = voucher->terms;
  set_text (&discount->label_en, voucher->title_en);
  set_text (&discount->label_zh, voucher->title_zh);
  return discount;
}

HufuEdit
hufu_use_put_on_basket (HufuBasket *basket, const HufuUseRow *row, const HufuVoucher *voucher,
                        HufuTenderState state)
{
  if (voucher->type == HUFU_VOUCHER_CASH) {
    g_autoptr (HufuTender) tender = make_tender (row, voucher, state);

    return hufu_basket_add_tender (basket, tender);
  }
  if (voucher->type == HUFU_VOUCHER_COUPON) {
    g_autoptr (HufuDiscount) discount = make_discount (row, voucher, state);

    return hufu_basket_add_discount (basket, discount);
  }
  g_autoptr (HufuLine) line = make_line (row, voucher);

  return hufu_basket_add (basket, line, NULL);
}

/*
 * A prepaid use becomes revenue now: what the customer paid for it leaves the liability. Its tax is
 * part of that only if the voucher is taxed at redemption (flag 5); otherwise the tax was taken
 * when the voucher was sold, by who sold it, and all of it is revenue here. A cash voucher is no
 * revenue but a means of payment: it waits in suspense until its sale is finished.
 */
static HufuPostings
make_postings (const HufuUseRow *row, const HufuVoucher *voucher, const char *owing)
{
  HufuPostings postings = {0};
  gint64 paid_minor = paid_of (row, voucher), tax_minor = 0;

  if (voucher->type == HUFU_VOUCHER_CASH) {
    hufu_postings_add (&postings, owing, row->use.amount_minor);
    hufu_postings_add (&postings, "voucher_suspense", -row->use.amount_minor);
    return postings;
  }
  if ((voucher->flags & HUFU_VOUCHER_TAXED_AT_REDEMPTION) != 0)
    tax_minor = hufu_money_included_tax (paid_minor, voucher->tax_ppm);
  hufu_postings_add (&postings, owing, paid_minor);
  hufu_postings_add (&postings, "revenue", -(paid_minor - tax_minor));
  hufu_postings_add (&postings, "output_tax", -tax_minor);
  return postings;
}

/* Who owes what was redeemed: ourselves, for what we sold; another merchant, for what it sold and
 * we accepted. Each such merchant has an account of its own. */
static char *
find_owing (HufuDb *db, const HufuVoucher *voucher, GError **error)
{
  g_autofree char *account = NULL, *name_en = NULL, *name_zh = NULL;
  gint64 alliance = 0;

  if (!HUFU_GET_INT (db, error, 0, &alliance,
                     "SELECT ? NOT IN ('', json_extract (body, '$.issuer')) FROM policy",
                     SQL_TEXT (voucher->issuer)))
    return NULL;
  if (alliance == 0)
    return g_strdup ("voucher_liability");
  account = g_strconcat ("alliance_claim:", voucher->issuer, NULL);
  name_en = g_strdup_printf ("Owed by %s", voucher->issuer);
  name_zh = g_strdup_printf ("应收联盟商户 %s", voucher->issuer);
  if (!HUFU_RUN (db, error,
                 "INSERT OR IGNORE INTO account (account, name_en, name_zh) VALUES (?, ?, ?)",
                 SQL_TEXT (account), SQL_TEXT (name_en), SQL_TEXT (name_zh)))
    return NULL;
  return g_steal_pointer (&account);
}

/* What was accepted without its right says how much that is now in all: the journal's chain is
 * where nobody can lower it. */
static gboolean
add_unleased (HufuDb *db, const HufuUseRow *row, json_t *body, GError **error)
{
  HufuLimitsUsed used;

  if (row->use.reason != HUFU_R03_OK_GRACE)
    return TRUE;
  if (!hufu_limits_load_used (db, &used, error))
    return FALSE;
  json_object_set_new (body, "unleased",
                       json_pack ("{s:I, s:I}", "uses", (json_int_t)used.uses, "total_minor",
                                  (json_int_t)used.total_minor));
  return TRUE;
}

gboolean
hufu_use_record_redeemed (HufuDb *db, HufuUseRow *row, const HufuVoucher *voucher, GError **error)
{
  g_autofree char *owing = find_owing (db, voucher, error);
  HufuPostings postings;
  json_t *body;

  if (owing == NULL)
    return FALSE;
  postings = make_postings (row, voucher, owing);
  body = json_pack (
      "{s:o, s:o, s:o, s:I, s:I, s:s, s:o, s:o, s:I}", "use_id", hufu_json_id (&row->use.use_id),
      "right", hufu_json_right (&row->use.key), "epoch", hufu_json_epoch (&row->epoch), "hop",
      (json_int_t)row->hop, "amount_minor", (json_int_t)row->use.amount_minor, "basis",
      hufu_reason_code (row->use.reason), "sale_id", hufu_json_id (&row->use.sale_id), "staff_id",
      hufu_json_id (&row->use.staff_id), "at_utc_us", (json_int_t)row->at_utc_us);

  if (row->live_step > 0)
    json_object_set_new (body, "live_step", json_integer ((json_int_t)row->live_step));
  if (!add_unleased (db, row, body, error)) {
    json_decref (body);
    return FALSE;
  }
  return hufu_journal_append (db, "voucher.redeemed", body, &row->redeemed_no, error) &&
         hufu_ledger_post (db, row->redeemed_no, voucher->currency, &postings, error) &&
         hufu_today_add_use (db, voucher->type, row->use.amount_minor, FALSE, error);
}

/* Of a use whose voucher is not known here: a deal, as X has it. */
static gboolean
find_type (HufuDb *db, const HufuUseRow *row, HufuVoucherType *ret_type, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT type FROM voucher JOIN voucher_terms USING (terms_no)"
                  " WHERE cti = ? AND generation = ?",
                  SQL_ID (&row->use.key.cti), SQL_INT (row->use.key.generation));
  int step = hufu_rows_next (rows, error);

  *ret_type = HUFU_VOUCHER_DEAL;
  if (step > 0)
    hufu_voucher_type_find (hufu_rows_text (rows, 0), ret_type);
  return step >= 0;
}

gboolean
hufu_use_record_undone (HufuDb *db, const HufuUseRow *row, GError **error)
{
  HufuVoucherType type;
  gint64 undone_no;
  json_t *body =
      json_pack ("{s:o, s:o, s:o, s:I, s:I, s:o}", "use_id", hufu_json_id (&row->use.use_id),
                 "right", hufu_json_right (&row->use.key), "epoch", hufu_json_epoch (&row->epoch),
                 "hop", (json_int_t)row->hop, "at_utc_us", (json_int_t)hufu_db_now_utc_us (db),
                 "staff_id", hufu_json_id (&row->use.undo_staff_id));

  return hufu_journal_append (db, "voucher.undone", body, &undone_no, error) &&
         hufu_ledger_reverse (db, row->redeemed_no, undone_no, error) &&
         find_type (db, row, &type, error) &&
         hufu_today_add_use (db, type, row->use.amount_minor, TRUE, error);
}

void
hufu_use_sale_clear (HufuUseSale *sale)
{
  g_clear_pointer (&sale->basket, hufu_basket_free);
}

gboolean
hufu_use_load_sale (HufuDb *db, const HufuId *sale_id, HufuUseSale *ret_sale, GError **error)
{
  HufuSaleRow row;

  *ret_sale = (HufuUseSale){0};
  if (!hufu_sale_find (db, sale_id, &row, error))
    return FALSE;
  if (!row.unfinished)
    return TRUE;
  ret_sale->state = row.state;
  ret_sale->basket = hufu_sale_load (db, sale_id, error);
  return ret_sale->basket != NULL;
}

gboolean
hufu_use_end_act (HufuDb *db, gboolean done, HufuBasket **basket, HufuBasket **ret_basket,
                  GError **error)
{
  if (!hufu_act_end (db, done, error))
    return FALSE;
  if (ret_basket != NULL)
    *ret_basket = g_steal_pointer (basket);
  return TRUE;
}
