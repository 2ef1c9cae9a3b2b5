/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/payment-write.h"

#include <string.h>

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

static gboolean
is_text (HufuRows *rows, int column, const char *text)
{
  return strcmp (hufu_rows_text (rows, column), text == NULL ? "" : text) == 0;
}

static gboolean
is_optional_text (HufuRows *rows, int column, const char *text)
{
  return hufu_rows_is_null (rows, column) == (text == NULL) && is_text (rows, column, text);
}

static gboolean
is_id (HufuRows *rows, int column, const HufuId *id)
{
  HufuId there = hufu_rows_id (rows, column);

  return hufu_id_equal (&there, id);
}

static gint64
list_no_of (const HufuBasket *basket)
{
  return basket->promotions == NULL ? -1 : basket->promotions->number;
}

/* All writes here compare first: what is the same costs no page, and no statement that writes. */
static gboolean
is_sale_row (HufuRows *rows, const HufuBasket *basket, HufuSaleState state)
{
  gboolean held = state == HUFU_SALE_HELD, member = basket->has_member;

  return is_text (rows, 1, held ? "held" : "open") &&
         is_optional_text (rows, 2, held ? basket->hold_name : NULL) &&
         hufu_rows_is_null (rows, 3) != member &&
         (!member || is_id (rows, 3, &basket->member_id)) &&
         is_optional_text (rows, 4, member ? basket->member_label : NULL) &&
         hufu_rows_int (rows, 5) == (member ? basket->member_points : 0) &&
         hufu_rows_int (rows, 6) == basket->next_line_no &&
         hufu_rows_int (rows, 8) == (member ? basket->member_level : 0) &&
         hufu_rows_int (rows, 9) == list_no_of (basket);
}

static gboolean
insert_sale_row (HufuDb *db, const HufuBasket *basket, HufuSaleState state, gint64 *ret_sale_no,
                 GError **error)
{
  if (!HUFU_RUN (
          db, error,
          "INSERT INTO sale (sale_id, state, hold_name, currency, member_id, member_label,"
          " member_points, next_line_no, created_utc_us, member_level, promotion_list, "
          "priced_utc_s,"
          " priced_minute) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          SQL_ID (&basket->id), SQL_TEXT (state == HUFU_SALE_HELD ? "held" : "open"),
          SQL_TEXT (state == HUFU_SALE_HELD ? basket->hold_name : NULL), SQL_INT (basket->currency),
          SQL_ID (basket->has_member ? &basket->member_id : NULL),
          SQL_TEXT (basket->has_member ? basket->member_label : NULL),
          SQL_INT (basket->has_member ? basket->member_points : 0), SQL_INT (basket->next_line_no),
          SQL_INT (hufu_host_utc_us (db->host)),
          SQL_INT (basket->has_member ? basket->member_level : 0), SQL_INT (list_no_of (basket)),
          SQL_INT (basket->promotions == NULL ? 0 : basket->promotions->utc_s),
          SQL_INT (basket->promotions == NULL ? 0 : basket->promotions->minute_of_week)))
    return FALSE;
  *ret_sale_no = sqlite3_last_insert_rowid (db->handle);
  return TRUE;
}

static gboolean
update_sale_row (HufuDb *db, gint64 sale_no, const HufuBasket *basket, HufuSaleState state,
                 GError **error)
{
  return HUFU_RUN (
      db, error,
      "UPDATE sale SET state = ?, hold_name = ?, member_id = ?, member_label = ?,"
      " member_points = ?, next_line_no = ?, member_level = ?, promotion_list = ?,"
      " priced_utc_s = ?, priced_minute = ? WHERE sale_no = ?",
      SQL_TEXT (state == HUFU_SALE_HELD ? "held" : "open"),
      SQL_TEXT (state == HUFU_SALE_HELD ? basket->hold_name : NULL),
      SQL_ID (basket->has_member ? &basket->member_id : NULL),
      SQL_TEXT (basket->has_member ? basket->member_label : NULL),
      SQL_INT (basket->has_member ? basket->member_points : 0), SQL_INT (basket->next_line_no),
      SQL_INT (basket->has_member ? basket->member_level : 0), SQL_INT (list_no_of (basket)),
      SQL_INT (basket->promotions == NULL ? 0 : basket->promotions->utc_s),
      SQL_INT (basket->promotions == NULL ? 0 : basket->promotions->minute_of_week),
      SQL_INT (sale_no));
}

static gboolean
write_sale_row (HufuDb *db, const HufuBasket *basket, HufuSaleState state, gint64 *ret_sale_no,
                GError **error)
{
  gboolean same;

  {
    g_autoptr (HufuRows) rows =
        HUFU_QUERY (db, error,
                    "SELECT sale_no, state, hold_name, member_id, member_label, member_points,"
                    " next_line_no, state IN ('open', 'held'), member_level, promotion_list FROM "
                    "sale WHERE sale_id = ?",
                    SQL_ID (&basket->id));
    int step = hufu_rows_next (rows, error);

    if (step < 0)
      return FALSE;
    if (step == 0)
      return insert_sale_row (db, basket, state, ret_sale_no, error);
    if (hufu_rows_int (rows, 7) == 0)
      return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "the sale is finished");
    *ret_sale_no = hufu_rows_int (rows, 0);
    same = is_sale_row (rows, basket, state);
  }
  return same || update_sale_row (db, *ret_sale_no, basket, state, error);
}

static gboolean
write_line (HufuDb *db, gint64 sale_no, const HufuLine *line, GError **error)
{
  return HUFU_RUN (
      db, error,
      "INSERT INTO sale_line (sale_no, line_no, kind, product_id, gtin, sku, name_en, name_zh,"
      " variant_en, variant_zh, icon, by_weight, qty_milli, list_price_minor, member_price_minor,"
      " label_total_minor, tax_ppm, use_id, paid_online_minor, category_id, lot, serial, "
      "expires_day, note)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      SQL_INT (sale_no), SQL_INT (line->line_no),
      SQL_TEXT (line->kind == HUFU_LINE_PREPAID ? "prepaid" : "product"),
      SQL_INT (line->product_id), SQL_INT (line->gtin),
      SQL_TEXT (line->sku == NULL ? "" : line->sku), SQL_TEXT (line->name_en),
      SQL_TEXT (line->name_zh), SQL_TEXT (line->variant_en), SQL_TEXT (line->variant_zh),
      SQL_TEXT (line->icon == NULL ? "" : line->icon), SQL_INT (line->by_weight != 0),
      SQL_INT (line->qty_milli), SQL_INT (line->list_price_minor),
      SQL_INT (line->member_price_minor), SQL_INT (line->label_total_minor),
      SQL_INT (line->tax_ppm), SQL_ID (&line->use_id), SQL_INT (line->paid_online_minor),
      SQL_INT (line->category_id), SQL_TEXT (line->trace.lot), SQL_TEXT (line->trace.serial),
      SQL_INT (line->trace.expires_day), SQL_TEXT (line->note));
}

static gboolean
write_tender (HufuDb *db, gint64 sale_no, const HufuTender *tender, GError **error)
{
  return HUFU_RUN (
      db, error,
      "INSERT OR ROLLBACK INTO sale_tender (sale_no, tender_no, kind, state, amount_minor,"
      " received_minor, change_minor, rounding_minor, use_id, label_en, label_zh)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      SQL_INT (sale_no), SQL_INT (tender->tender_no),
      SQL_TEXT (hufu_tender_kind_name (tender->kind)),
      SQL_TEXT (tender->state == HUFU_TENDER_TAKEN ? "taken" : "pending"),
      SQL_INT (tender->amount_minor), SQL_INT (tender->received_minor),
      SQL_INT (tender->change_minor), SQL_INT (tender->rounding_minor), SQL_ID (&tender->use_id),
      SQL_TEXT (tender->label_en == NULL ? "" : tender->label_en),
      SQL_TEXT (tender->label_zh == NULL ? "" : tender->label_zh));
}

static gboolean
is_line (HufuRows *rows, const HufuLine *line)
{
  return is_text (rows, 1, line->kind == HUFU_LINE_PREPAID ? "prepaid" : "product") &&
         hufu_rows_int (rows, 2) == line->product_id &&
         hufu_rows_int (rows, 3) == (gint64)line->gtin && is_text (rows, 4, line->sku) &&
         is_text (rows, 5, line->name_en) && is_text (rows, 6, line->name_zh) &&
         is_text (rows, 7, line->variant_en) && is_text (rows, 8, line->variant_zh) &&
         is_text (rows, 9, line->icon) && hufu_rows_int (rows, 10) == (line->by_weight != 0) &&
         hufu_rows_int (rows, 11) == line->qty_milli &&
         hufu_rows_int (rows, 12) == line->list_price_minor &&
         hufu_rows_int (rows, 13) == line->member_price_minor &&
         hufu_rows_int (rows, 14) == line->label_total_minor &&
         hufu_rows_int (rows, 15) == line->tax_ppm && is_id (rows, 16, &line->use_id) &&
         hufu_rows_int (rows, 17) == line->paid_online_minor &&
         hufu_rows_int (rows, 18) == line->category_id && is_text (rows, 19, line->trace.lot) &&
         is_text (rows, 20, line->trace.serial) &&
         hufu_rows_int (rows, 21) == line->trace.expires_day && is_text (rows, 22, line->note);
}

static gboolean
is_tender (HufuRows *rows, const HufuTender *tender)
{
  return is_text (rows, 1, hufu_tender_kind_name (tender->kind)) &&
         is_text (rows, 2, tender->state == HUFU_TENDER_TAKEN ? "taken" : "pending") &&
         hufu_rows_int (rows, 3) == tender->amount_minor &&
         hufu_rows_int (rows, 4) == tender->received_minor &&
         hufu_rows_int (rows, 5) == tender->change_minor &&
         hufu_rows_int (rows, 6) == tender->rounding_minor && is_id (rows, 7, &tender->use_id) &&
         is_text (rows, 8, tender->label_en) && is_text (rows, 9, tender->label_zh);
}

/* What is to be done so that the rows are as the basket is: what changed goes and comes again. */
typedef struct {
  GHashTable *same; /* lines or tenders whose rows are as they are */
  GArray *gone;     /* gint64: numbers of rows that the basket does not have like this */
} Difference;

static void
difference_init (Difference *difference)
{
  difference->same = g_hash_table_new (NULL, NULL);
  difference->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
difference_clear (Difference *difference)
{
  g_hash_table_unref (difference->same);
  g_array_unref (difference->gone);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Difference, difference_clear)

static HufuTender *
find_tender (const HufuBasket *basket, gint64 tender_no)
{
  for (guint i = 0; i < basket->tenders->len; i++) {
    HufuTender *tender = g_ptr_array_index (basket->tenders, i);

    if (tender->tender_no == tender_no)
      return tender;
  }
  return NULL;
}

static gboolean
compare_lines (HufuDb *db, gint64 sale_no, const HufuBasket *basket, Difference *difference,
               GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT line_no, kind, product_id, gtin, sku, name_en, name_zh, variant_en,"
      " variant_zh, icon, by_weight, qty_milli, list_price_minor, member_price_minor,"
      " label_total_minor, tax_ppm, use_id, paid_online_minor, category_id, lot, serial,"
      " expires_day, note FROM sale_line WHERE sale_no = ?",
      SQL_INT (sale_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    gint64 line_no = hufu_rows_int (rows, 0);
    HufuLine *line = hufu_basket_find_line (basket, (guint32)line_no);

    if (line != NULL && is_line (rows, line))
      g_hash_table_add (difference->same, line);
    else
      g_array_append_val (difference->gone, line_no);
  }
  return step == 0;
}

static gboolean
compare_tenders (HufuDb *db, gint64 sale_no, const HufuBasket *basket, Difference *difference,
                 GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT tender_no, kind, state, amount_minor, received_minor, change_minor,"
                  " rounding_minor, use_id, label_en, label_zh FROM sale_tender WHERE sale_no = ?",
                  SQL_INT (sale_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    gint64 tender_no = hufu_rows_int (rows, 0);
    HufuTender *tender = find_tender (basket, tender_no);

    if (tender != NULL && is_tender (rows, tender))
      g_hash_table_add (difference->same, tender);
    else
      g_array_append_val (difference->gone, tender_no);
  }
  return step == 0;
}

static gboolean
write_lines (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  g_auto (Difference) difference = {0};

  difference_init (&difference);
  if (!compare_lines (db, sale_no, basket, &difference, error))
    return FALSE;
  for (guint i = 0; i < difference.gone->len; i++)
    if (!HUFU_RUN (db, error, "DELETE FROM sale_line WHERE sale_no = ? AND line_no = ?",
                   SQL_INT (sale_no), SQL_INT (g_array_index (difference.gone, gint64, i))))
      return FALSE;
  for (guint i = 0; i < basket->lines->len; i++) {
    HufuLine *line = g_ptr_array_index (basket->lines, i);

    if (!g_hash_table_contains (difference.same, line) && !write_line (db, sale_no, line, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_tenders (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  g_auto (Difference) difference = {0};

  difference_init (&difference);
  if (!compare_tenders (db, sale_no, basket, &difference, error))
    return FALSE;
  for (guint i = 0; i < difference.gone->len; i++)
    if (!HUFU_RUN (db, error, "DELETE FROM sale_tender WHERE sale_no = ? AND tender_no = ?",
                   SQL_INT (sale_no), SQL_INT (g_array_index (difference.gone, gint64, i))))
      return FALSE;
  for (guint i = 0; i < basket->tenders->len; i++) {
    HufuTender *tender = g_ptr_array_index (basket->tenders, i);

    if (!g_hash_table_contains (difference.same, tender) &&
        !write_tender (db, sale_no, tender, error))
      return FALSE;
  }
  return TRUE;
}

/* A use that is redeemed, or redeemed and being undone, has exactly its line or its tender; one
 * that is asked for has at most a pending tender. Nothing else may claim a use. */
static gboolean
claims_use (const HufuBasket *basket)
{
  if (basket->discounts->len > 0)
    return TRUE;
  for (guint i = 0; i < basket->lines->len; i++)
    if (((const HufuLine *)g_ptr_array_index (basket->lines, i))->kind == HUFU_LINE_PREPAID)
      return TRUE;
  for (guint i = 0; i < basket->tenders->len; i++)
    if (((const HufuTender *)g_ptr_array_index (basket->tenders, i))->kind == HUFU_TENDER_VOUCHER)
      return TRUE;
  return FALSE;
}

static gboolean
check_uses (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  const HufuId *sale_id = &basket->id;
  gint64 missing = 0, unbacked = 0;

  if (!HUFU_GET_INT (db, error, 0, &missing,
                     "SELECT count(*) FROM voucher_use u WHERE sale_id = ?1 AND NOT give_back"
                     " AND state IN ('redeemed', 'undoing')"
                     " AND NOT EXISTS (SELECT 1 FROM sale_line l"
                     " WHERE l.sale_no = ?2 AND l.use_id = u.use_id)"
                     " AND NOT EXISTS (SELECT 1 FROM sale_tender t"
                     " WHERE t.sale_no = ?2 AND t.use_id = u.use_id)"
                     " AND NOT EXISTS (SELECT 1 FROM sale_discount d"
                     " WHERE d.sale_no = ?2 AND d.use_id = u.use_id)",
                     SQL_ID (sale_id), SQL_INT (sale_no)))
    return FALSE;
  /* The rows are as the basket is by now. */
  if (claims_use (basket) &&
      !HUFU_GET_INT (
          db, error, 0, &unbacked,
          "SELECT (SELECT count(*) FROM sale_line l LEFT JOIN voucher_use u"
          " ON u.use_id = l.use_id AND u.sale_id = ?1 WHERE l.sale_no = ?2 AND l.kind = 'prepaid'"
          " AND (u.state IS NULL OR u.give_back OR u.state NOT IN ('redeemed', 'undoing')))"
          " + (SELECT count(*) FROM sale_tender t LEFT JOIN voucher_use u"
          " ON u.use_id = t.use_id AND u.sale_id = ?1 WHERE t.sale_no = ?2 AND t.kind = 'voucher'"
          " AND (u.state IS NULL OR u.give_back OR u.amount_minor <> t.amount_minor"
          " OR (t.state = 'taken') <> (u.state = 'redeemed')"
          " OR u.state NOT IN ('asked', 'redeemed', 'undoing')))"
          " + (SELECT count(*) FROM sale_discount d LEFT JOIN voucher_use u"
          " ON u.use_id = d.use_id AND u.sale_id = ?1 WHERE d.sale_no = ?2"
          " AND (u.state IS NULL OR u.give_back"
          " OR (d.state = 'taken') <> (u.state = 'redeemed')"
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
  gint64 sale_no = 0;

  g_assert (!hufu_id_is_zero (&basket->id));
  return write_sale_row (db, basket, state, &sale_no, error) &&
         write_lines (db, sale_no, basket, error) && write_tenders (db, sale_no, basket, error) &&
         hufu_sale_write_discounts (db, sale_no, basket, error) &&
         hufu_sale_write_markdowns (db, sale_no, basket, error) &&
         check_uses (db, sale_no, basket, error) &&
         hufu_payment_check_sale (db, sale_no, &basket->id, error);
}

gboolean
hufu_sale_save (HufuDb *db, const HufuBasket *basket, HufuSaleState state, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, hufu_sale_write (db, basket, state, error), error);
}
