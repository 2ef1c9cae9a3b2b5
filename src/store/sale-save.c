/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sale-write.h"

#include <jansson.h>

gboolean
hufu_sale_find (HufuDb *db, const HufuId *sale_id, HufuSaleRow *ret_row, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT sale_no, state = 'held', state IN ('open', 'held')"
                  " FROM sale WHERE sale_id = ?",
                  SQL_ID (sale_id));
  int step = hufu_rows_next (rows, error);

  *ret_row = (HufuSaleRow){0};
  if (step <= 0)
    return step == 0;
  ret_row->no = hufu_rows_int (rows, 0);
  ret_row->state = hufu_rows_int (rows, 1) != 0 ? HUFU_SALE_HELD : HUFU_SALE_OPEN;
  ret_row->unfinished = hufu_rows_int (rows, 2) != 0;
  return TRUE;
}

/* All writes here compare first: what is the same costs no page. */
static gboolean
write_sale_row (HufuDb *db, const HufuBasket *basket, HufuSaleState state, GError **error)
{
  return HUFU_RUN (
      db, error,
      "INSERT INTO sale (sale_id, state, hold_name, currency, member_id, member_label,"
      " member_points, next_line_no, created_utc_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (sale_id) DO UPDATE SET state = excluded.state,"
      " hold_name = excluded.hold_name, member_id = excluded.member_id,"
      " member_label = excluded.member_label, member_points = excluded.member_points,"
      " next_line_no = excluded.next_line_no"
      " WHERE (state, hold_name, member_id, member_label, member_points, next_line_no) IS NOT"
      " (excluded.state, excluded.hold_name, excluded.member_id, excluded.member_label,"
      " excluded.member_points, excluded.next_line_no)",
      SQL_ID (&basket->id), SQL_TEXT (state == HUFU_SALE_HELD ? "held" : "open"),
      SQL_TEXT (state == HUFU_SALE_HELD ? basket->hold_name : NULL), SQL_INT (basket->currency),
      SQL_ID (basket->has_member ? &basket->member_id : NULL),
      SQL_TEXT (basket->has_member ? basket->member_label : NULL),
      SQL_INT (basket->has_member ? basket->member_points : 0), SQL_INT (basket->next_line_no),
      SQL_INT (hufu_host_utc_us (db->host)));
}

static gboolean
write_line (HufuDb *db, gint64 sale_no, const HufuLine *line, GError **error)
{
  return HUFU_RUN (
      db, error,
      "INSERT INTO sale_line (sale_no, line_no, kind, product_id, gtin, sku, name_en, name_zh,"
      " variant_en, variant_zh, icon, by_weight, qty_milli, list_price_minor, member_price_minor,"
      " label_total_minor, tax_ppm, use_id, paid_online_minor)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (sale_no, line_no) DO UPDATE SET kind = excluded.kind,"
      " product_id = excluded.product_id, gtin = excluded.gtin, sku = excluded.sku,"
      " name_en = excluded.name_en, name_zh = excluded.name_zh, variant_en = excluded.variant_en,"
      " variant_zh = excluded.variant_zh, icon = excluded.icon, by_weight = excluded.by_weight,"
      " qty_milli = excluded.qty_milli, list_price_minor = excluded.list_price_minor,"
      " member_price_minor = excluded.member_price_minor,"
      " label_total_minor = excluded.label_total_minor, tax_ppm = excluded.tax_ppm,"
      " use_id = excluded.use_id, paid_online_minor = excluded.paid_online_minor"
      " WHERE (kind, product_id, gtin, sku, name_en, name_zh, variant_en, variant_zh, icon,"
      " by_weight, qty_milli, list_price_minor, member_price_minor, label_total_minor, tax_ppm,"
      " use_id, paid_online_minor) IS NOT (excluded.kind, excluded.product_id, excluded.gtin,"
      " excluded.sku, excluded.name_en, excluded.name_zh, excluded.variant_en, excluded.variant_zh,"
      " excluded.icon, excluded.by_weight, excluded.qty_milli, excluded.list_price_minor,"
      " excluded.member_price_minor, excluded.label_total_minor, excluded.tax_ppm,"
      " excluded.use_id, excluded.paid_online_minor)",
      SQL_INT (sale_no), SQL_INT (line->line_no),
      SQL_TEXT (line->kind == HUFU_LINE_PREPAID ? "prepaid" : "product"),
      SQL_INT (line->product_id), SQL_INT (line->gtin),
      SQL_TEXT (line->sku == NULL ? "" : line->sku), SQL_TEXT (line->name_en),
      SQL_TEXT (line->name_zh), SQL_TEXT (line->variant_en), SQL_TEXT (line->variant_zh),
      SQL_TEXT (line->icon == NULL ? "" : line->icon), SQL_INT (line->by_weight != 0),
      SQL_INT (line->qty_milli), SQL_INT (line->list_price_minor),
      SQL_INT (line->member_price_minor), SQL_INT (line->label_total_minor),
      SQL_INT (line->tax_ppm), SQL_ID (&line->use_id), SQL_INT (line->paid_online_minor));
}

static gboolean
write_tender (HufuDb *db, gint64 sale_no, const HufuTender *tender, GError **error)
{
  return HUFU_RUN (
      db, error,
      "INSERT INTO sale_tender (sale_no, tender_no, kind, state, amount_minor, received_minor,"
      " change_minor, rounding_minor, use_id, label_en, label_zh)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (sale_no, tender_no) DO UPDATE SET kind = excluded.kind,"
      " state = excluded.state, amount_minor = excluded.amount_minor,"
      " received_minor = excluded.received_minor, change_minor = excluded.change_minor,"
      " rounding_minor = excluded.rounding_minor, use_id = excluded.use_id,"
      " label_en = excluded.label_en, label_zh = excluded.label_zh"
      " WHERE (kind, state, amount_minor, received_minor, change_minor, rounding_minor, use_id,"
      " label_en, label_zh) IS NOT (excluded.kind, excluded.state, excluded.amount_minor,"
      " excluded.received_minor, excluded.change_minor, excluded.rounding_minor, excluded.use_id,"
      " excluded.label_en, excluded.label_zh)",
      SQL_INT (sale_no), SQL_INT (tender->tender_no),
      SQL_TEXT (tender->kind == HUFU_TENDER_VOUCHER ? "voucher" : "cash"),
      SQL_TEXT (tender->state == HUFU_TENDER_TAKEN ? "taken" : "pending"),
      SQL_INT (tender->amount_minor), SQL_INT (tender->received_minor),
      SQL_INT (tender->change_minor), SQL_INT (tender->rounding_minor), SQL_ID (&tender->use_id),
      SQL_TEXT (tender->label_en == NULL ? "" : tender->label_en),
      SQL_TEXT (tender->label_zh == NULL ? "" : tender->label_zh));
}

static gboolean
write_lines (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  json_auto_t *numbers = json_array ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = g_ptr_array_index (basket->lines, i);

    json_array_append_new (numbers, json_integer (line->line_no));
    if (!write_line (db, sale_no, line, error))
      return FALSE;
  }
  text = json_dumps (numbers, JSON_COMPACT);
  return HUFU_RUN (db, error,
                   "DELETE FROM sale_line WHERE sale_no = ?"
                   " AND line_no NOT IN (SELECT value FROM json_each (?))",
                   SQL_INT (sale_no), SQL_TEXT (text));
}

static gboolean
write_tenders (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  json_auto_t *numbers = json_array ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = g_ptr_array_index (basket->tenders, i);

    json_array_append_new (numbers, json_integer (tender->tender_no));
    if (!write_tender (db, sale_no, tender, error))
      return FALSE;
  }
  text = json_dumps (numbers, JSON_COMPACT);
  return HUFU_RUN (db, error,
                   "DELETE FROM sale_tender WHERE sale_no = ?"
                   " AND tender_no NOT IN (SELECT value FROM json_each (?))",
                   SQL_INT (sale_no), SQL_TEXT (text));
}

/* A use that is redeemed, or redeemed and being undone, has exactly its line or its tender; one
 * that is asked for has at most a pending tender. Nothing else may claim a use. */
static gboolean
check_uses (HufuDb *db, gint64 sale_no, const HufuId *sale_id, GError **error)
{
  gint64 missing = 0, unbacked = 0;

  if (!HUFU_GET_INT (db, error, 0, &missing,
                     "SELECT count(*) FROM voucher_use u WHERE sale_id = ?1 AND NOT give_back"
                     " AND state IN ('redeemed', 'undoing')"
                     " AND NOT EXISTS (SELECT 1 FROM sale_line l"
                     " WHERE l.sale_no = ?2 AND l.use_id = u.use_id)"
                     " AND NOT EXISTS (SELECT 1 FROM sale_tender t"
                     " WHERE t.sale_no = ?2 AND t.use_id = u.use_id)",
                     SQL_ID (sale_id), SQL_INT (sale_no)) ||
      !HUFU_GET_INT (
          db, error, 0, &unbacked,
          "SELECT (SELECT count(*) FROM sale_line l LEFT JOIN voucher_use u"
          " ON u.use_id = l.use_id AND u.sale_id = ?1 WHERE l.sale_no = ?2 AND l.kind = 'prepaid'"
          " AND (u.state IS NULL OR u.give_back OR u.state NOT IN ('redeemed', 'undoing')))"
          " + (SELECT count(*) FROM sale_tender t LEFT JOIN voucher_use u"
          " ON u.use_id = t.use_id AND u.sale_id = ?1 WHERE t.sale_no = ?2 AND t.kind = 'voucher'"
          " AND (u.state IS NULL OR u.give_back OR u.amount_minor <> t.amount_minor"
          " OR (t.state = 'taken') <> (u.state = 'redeemed')"
          " OR u.state NOT IN ('asked', 'redeemed', 'undoing')))",
          SQL_ID (sale_id), SQL_INT (sale_no)))
    return FALSE;
  if (missing > 0)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "a redeemed voucher is missing");
  return unbacked == 0 ||
         hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "a voucher that is not redeemed");
}

gboolean
hufu_sale_write (HufuDb *db, const HufuBasket *basket, HufuSaleState state, GError **error)
{
  HufuSaleRow row;

  g_assert (!hufu_id_is_zero (&basket->id));
  if (!hufu_sale_find (db, &basket->id, &row, error))
    return FALSE;
  if (row.no != 0 && !row.unfinished)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "the sale is finished");
  if (!write_sale_row (db, basket, state, error))
    return FALSE;
  if (row.no == 0)
    row.no = sqlite3_last_insert_rowid (db->handle);
  return write_lines (db, row.no, basket, error) && write_tenders (db, row.no, basket, error) &&
         check_uses (db, row.no, &basket->id, error);
}

gboolean
hufu_sale_save (HufuDb *db, const HufuBasket *basket, HufuSaleState state, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, hufu_sale_write (db, basket, state, error), error);
}
