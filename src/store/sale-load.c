/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/deposit.h"
#include "store/coupon-json.h"
#include "store/promotion-store.h"
#include "store/option-json.h"
#include "store/sale-write.h"
#include "store/tax-store.h"

void
hufu_held_sale_free (HufuHeldSale *held)
{
  if (held == NULL)
    return;
  g_free (held->name);
  g_free (held);
}

static HufuLine *
read_line (HufuRows *rows)
{
  HufuLine *line = hufu_line_new ();

  g_free (line->sku);
  g_free (line->name_en);
  g_free (line->name_zh);
  g_free (line->variant_en);
  g_free (line->variant_zh);
  g_free (line->icon);
  g_free (line->note);
  line->line_no = (guint32)hufu_rows_int (rows, 0);
  line->kind = hufu_rows_int (rows, 1) != 0 ? HUFU_LINE_PREPAID : HUFU_LINE_PRODUCT;
  line->product_id = hufu_rows_int (rows, 2);
  line->gtin = (guint64)hufu_rows_int (rows, 3);
  line->sku = hufu_rows_dup_text (rows, 4);
  line->name_en = hufu_rows_dup_text (rows, 5);
  line->name_zh = hufu_rows_dup_text (rows, 6);
  line->variant_en = hufu_rows_dup_text (rows, 7);
  line->variant_zh = hufu_rows_dup_text (rows, 8);
  line->icon = hufu_rows_dup_text (rows, 9);
  line->by_weight = hufu_rows_int (rows, 10) != 0;
  line->qty_milli = hufu_rows_int (rows, 11);
  line->list_price_minor = hufu_rows_int (rows, 12);
  line->member_price_minor = hufu_rows_int (rows, 13);
  line->label_total_minor = hufu_rows_int (rows, 14);
  line->tax_ppm = (gint32)hufu_rows_int (rows, 15);
  line->use_id = hufu_rows_id (rows, 16);
  line->paid_online_minor = hufu_rows_int (rows, 17);
  line->category_id = hufu_rows_int (rows, 18);
  g_strlcpy (line->trace.lot, hufu_rows_text (rows, 19), sizeof line->trace.lot);
  g_strlcpy (line->trace.serial, hufu_rows_text (rows, 20), sizeof line->trace.serial);
  line->trace.expires_day = (gint32)hufu_rows_int (rows, 21);
  line->note = hufu_rows_dup_text (rows, 22);
  if (!hufu_detail_find (hufu_rows_text (rows, 23), &line->asks))
    line->asks = HUFU_DETAIL_NOTHING;
  line->due = (HufuDue){(gint32)hufu_rows_int (rows, 24), (gint16)hufu_rows_int (rows, 25)};
  line->left_out_by = hufu_rows_id (rows, 26);
  line->options = hufu_offer_from_text (hufu_rows_text (rows, 27));
  line->chosen = line->options == NULL ? 0 : (guint64)hufu_rows_int (rows, 28);
  return line;
}

static gboolean
load_lines (HufuDb *db, gint64 sale_no, HufuBasket *basket, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT line_no, kind = 'prepaid', product_id, gtin, sku, name_en, name_zh,"
                  " variant_en, variant_zh, icon, by_weight, qty_milli, list_price_minor,"
                  " member_price_minor, label_total_minor, tax_ppm, use_id, paid_online_minor,"
                  " category_id, lot, serial, expires_day, note, asks, due_day, due_minute,"
                  " left_out_by, options, chosen"
                  " FROM sale_line WHERE sale_no = ? ORDER BY line_no",
                  SQL_INT (sale_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    g_ptr_array_add (basket->lines, read_line (rows));
  return step == 0;
}

static HufuTender *
read_tender (HufuRows *rows)
{
  HufuTender *tender = hufu_tender_new ();

  g_free (tender->label_en);
  g_free (tender->label_zh);
  tender->tender_no = (guint32)hufu_rows_int (rows, 0);
  g_autofree char *kind = hufu_rows_dup_text (rows, 1);
  if (!hufu_tender_kind_find (kind, &tender->kind))
    g_assert_not_reached (); /* the table allows no other */
  tender->state = hufu_rows_int (rows, 2) != 0 ? HUFU_TENDER_TAKEN : HUFU_TENDER_PENDING;
  tender->amount_minor = hufu_rows_int (rows, 3);
  tender->received_minor = hufu_rows_int (rows, 4);
  tender->change_minor = hufu_rows_int (rows, 5);
  tender->rounding_minor = hufu_rows_int (rows, 6);
  tender->use_id = hufu_rows_id (rows, 7);
  tender->label_en = hufu_rows_dup_text (rows, 8);
  tender->label_zh = hufu_rows_dup_text (rows, 9);
  if (!hufu_rows_is_null (rows, 10) &&
      !hufu_coupon_terms_from_text (hufu_rows_text (rows, 10), &tender->terms))
    g_assert_not_reached (); /* only what was read is stored */
  return tender;
}

static gboolean
load_tenders (HufuDb *db, gint64 sale_no, HufuBasket *basket, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT tender_no, kind, state = 'taken', amount_minor,"
                  " received_minor, change_minor, rounding_minor, use_id, label_en, label_zh,"
                  " (SELECT conditions FROM voucher_use u JOIN voucher USING (cti, generation)"
                  "  JOIN voucher_terms USING (terms_no) WHERE u.use_id = t.use_id)"
                  " FROM sale_tender t WHERE sale_no = ? ORDER BY tender_no",
                  SQL_INT (sale_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    g_ptr_array_add (basket->tenders, read_tender (rows));
  return step == 0;
}

/* What pays or takes something off has its tender or discount, which is pending. */
gboolean
hufu_sale_load_awaited (HufuDb *db, HufuBasket *basket, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT use_id, coalesce (title_en, 'Voucher'), coalesce (title_zh, '券')"
                  " FROM voucher_use u LEFT JOIN voucher USING (cti, generation)"
                  " LEFT JOIN voucher_terms USING (terms_no)"
                  " WHERE sale_id = ? AND state = 'asked' AND NOT give_back"
                  " AND NOT EXISTS (SELECT 1 FROM sale_tender t WHERE t.use_id = u.use_id)"
                  " AND NOT EXISTS (SELECT 1 FROM sale_discount d WHERE d.use_id = u.use_id)"
                  " ORDER BY u.created_utc_us, use_id",
                  SQL_ID (&basket->id));
  int step;

  g_ptr_array_set_size (basket->awaited, 0);
  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuId use_id = hufu_rows_id (rows, 0);
    g_autofree char *en = hufu_rows_dup_text (rows, 1), *zh = hufu_rows_dup_text (rows, 2);

    g_ptr_array_add (basket->awaited, hufu_awaited_new (&use_id, en, zh));
  }
  return step == 0;
}

/* Those that were on when the sale began, whatever has become of them since. */
static gboolean
load_promotions (HufuDb *db, HufuBasket *basket, gint64 list_no, gint64 utc_s, gint minute,
                 GError **error)
{
  g_autoptr (GPtrArray) list = NULL;

  if (list_no == -1)
    return TRUE;
  list = hufu_promotion_list (db, list_no, error);
  if (list == NULL)
    return FALSE;
  basket->promotions = hufu_promotion_set_new (list, list_no, utc_s, minute);
  return TRUE;
}

static gboolean
load_taxes (HufuDb *db, HufuBasket *basket, gint64 number, GError **error)
{
  GError *trouble = NULL;

  if (number == 0)
    return TRUE;
  basket->taxes = hufu_tax_rules_load (db, number, &trouble);
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, trouble);
  return FALSE;
}

/* Of the columns of SELECT_BASKET. */
static HufuBasket *
read_basket (HufuDb *db, HufuRows *rows, GError **error)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new ((guint32)hufu_rows_int (rows, 2));
  gint64 sale_no = hufu_rows_int (rows, 0);

  basket->id = hufu_rows_id (rows, 1);
  basket->hold_name = hufu_rows_dup_text (rows, 3);
  basket->has_member = !hufu_rows_is_null (rows, 4);
  basket->member_id = hufu_rows_id (rows, 4);
  basket->member_label = hufu_rows_dup_text (rows, 5);
  basket->member_points = hufu_rows_int (rows, 6);
  basket->next_line_no = (guint32)hufu_rows_int (rows, 7);
  basket->member_level = hufu_rows_int (rows, 8);
  if (!load_promotions (db, basket, hufu_rows_int (rows, 9), hufu_rows_int (rows, 10),
                        (gint)hufu_rows_int (rows, 11), error) ||
      !load_taxes (db, basket, hufu_rows_int (rows, 12), error))
    return NULL;
  if (!load_lines (db, sale_no, basket, error) || !load_tenders (db, sale_no, basket, error) ||
      !hufu_sale_load_discounts (db, sale_no, basket, error) ||
      !hufu_sale_load_markdowns (db, sale_no, basket, error) ||
      !hufu_sale_load_awaited (db, basket, error))
    return NULL;
  hufu_basket_reckon (basket);
  return g_steal_pointer (&basket);
}

#define SELECT_BASKET                                                                              \
  "SELECT sale_no, sale_id, currency, hold_name, member_id, member_label, member_points,"          \
  " next_line_no, member_level, promotion_list, priced_utc_s, priced_minute, tax_rules FROM sale "

HufuBasket *
hufu_sale_load (HufuDb *db, const HufuId *sale_id, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, SELECT_BASKET "WHERE sale_id = ? AND state IN ('open', 'held')", SQL_ID (sale_id));

  return hufu_rows_next (rows, error) > 0 ? read_basket (db, rows, error) : NULL;
}

HufuBasket *
hufu_sale_load_any (HufuDb *db, const HufuId *sale_id, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_BASKET "WHERE sale_id = ?", SQL_ID (sale_id));

  return hufu_rows_next (rows, error) > 0 ? read_basket (db, rows, error) : NULL;
}

/* One that was emptied, and left for a held one, stays open too: it is nothing. */
HufuBasket *
hufu_sale_load_open (HufuDb *db, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      SELECT_BASKET "WHERE state = 'open' ORDER BY"
                    " EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_no = sale.sale_no)"
                    " OR EXISTS (SELECT 1 FROM sale_tender t WHERE t.sale_no = sale.sale_no)"
                    " OR EXISTS (SELECT 1 FROM voucher_use u WHERE u.sale_id = sale.sale_id AND "
                    "u.state = 'asked')"
                    " DESC, sale_no DESC LIMIT 1");

  return hufu_rows_next (rows, error) > 0 ? read_basket (db, rows, error) : NULL;
}

static gboolean
read_held (HufuDb *db, HufuRows *rows, HufuHeldSale *held, GError **error)
{
  g_autoptr (HufuBasket) basket = read_basket (db, rows, error);
  HufuTotals totals;

  if (basket == NULL)
    return FALSE;
  hufu_basket_get_totals (basket, &totals);
  held->sale_id = basket->id;
  held->name = g_strdup (basket->hold_name == NULL ? "" : basket->hold_name);
  held->created_utc_us = hufu_rows_int (rows, 13);
  held->pending = hufu_rows_int (rows, 14) != 0;
  held->gross_minor = totals.gross_minor;
  held->n_lines = basket->lines->len;
  held->due_minor = totals.due_minor;
  held->deposit_minor = hufu_deposit_sum_minor (basket);
  held->due = hufu_deposit_get_due (basket);
  return TRUE;
}

GPtrArray *
hufu_sale_list_held (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_held_sale_free);
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT sale_no, sale_id, currency, hold_name, member_id, member_label, member_points,"
      " next_line_no, member_level, promotion_list, priced_utc_s, priced_minute, tax_rules,"
      " created_utc_us, "
      "EXISTS (SELECT 1 FROM voucher_use u WHERE "
      "u.sale_id = "
      "sale.sale_id"
      " AND u.state IN ('asked', 'undoing') AND NOT u.give_back)"
      " OR EXISTS (SELECT 1 FROM payment p WHERE p.sale_id = sale.sale_id AND NOT p.abandoned"
      " AND p.state IN ('asking', 'paying', 'unknown'))"
      " FROM sale WHERE state = 'held' ORDER BY sale_no");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuHeldSale *held = g_new0 (HufuHeldSale, 1);

    g_ptr_array_add (list, held);
    if (!read_held (db, rows, held, error))
      return NULL;
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}
