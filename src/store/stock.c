/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/stock.h"

#include "store/journal-write.h"
#include "store/search-write.h"

/* ---- the books ---- */

void
hufu_stock_page_free (HufuStockPage *page)
{
  if (page == NULL)
    return;
  g_array_unref (page->moves);
  g_free (page);
}

/* How far the page goes; FALSE with error. */
static gboolean
find_end (HufuDb *db, gint64 after_no, HufuStockPage *page, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT max (journal_no), count (*) FROM (SELECT journal_no FROM journal"
                  " WHERE journal_no > ? ORDER BY journal_no LIMIT ?)",
                  SQL_INT (after_no), SQL_INT (HUFU_STOCK_PAGE_EVENTS));

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  page->read_no = hufu_rows_is_null (rows, 0) ? after_no : hufu_rows_int (rows, 0);
  page->more = hufu_rows_int (rows, 1) == HUFU_STOCK_PAGE_EVENTS;
  return TRUE;
}

HufuStockPage *
hufu_stock_read_moves (HufuDb *db, gint64 after_no, GError **error)
{
  g_autoptr (HufuStockPage) page = g_new0 (HufuStockPage, 1);
  g_autoptr (HufuRows) rows = NULL;
  int step;

  page->moves = g_array_new (FALSE, FALSE, sizeof (HufuStockMove));
  if (!find_end (db, after_no, page, error))
    return NULL;
  rows = HUFU_QUERY (
      db, error,
      "SELECT journal_no, json_extract (l.value, '$.product_id'),"
      " -json_extract (l.value, '$.qty_milli') FROM journal, json_each (body, '$.lines') l"
      " WHERE journal_no > ?1 AND journal_no <= ?2 AND journal.kind = 'sale.finished'"
      " AND json_extract (l.value, '$.kind') = 'product'"
      " AND json_extract (l.value, '$.product_id') > 0"
      " UNION ALL SELECT journal_no, json_extract (body, '$.product_id'),"
      " json_extract (body, '$.delta_milli') FROM journal"
      " WHERE journal_no > ?1 AND journal_no <= ?2 AND kind = 'stock.corrected' ORDER BY 1",
      SQL_INT (after_no), SQL_INT (page->read_no));
  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuStockMove move = {hufu_rows_int (rows, 0), hufu_rows_int (rows, 1),
                          hufu_rows_int (rows, 2)};

    g_array_append_val (page->moves, move);
  }
  return step < 0 ? NULL : g_steal_pointer (&page);
}

static gboolean
write_correction (HufuDb *db, const HufuStockCorrection *correction, GError **error)
{
  HufuJsonText json = hufu_json_text_begin ();
  HufuId correction_id = hufu_host_make_id (db->host);
  g_autofree char *body = NULL;

  hufu_json_text_add_int (&json, "at_utc_us", hufu_db_now_utc_us (db));
  hufu_json_text_add_id (&json, "correction_id", &correction_id);
  hufu_json_text_add_int (&json, "delta_milli", correction->delta_milli);
  if (correction->note != NULL && *correction->note != '\0')
    hufu_json_text_add_text (&json, "note", correction->note);
  hufu_json_text_add_int (&json, "number_milli", correction->number_milli);
  hufu_json_text_add_int (&json, "product_id", correction->product_id);
  hufu_json_text_add_text (&json, "reason", correction->reason->name);
  hufu_json_text_add_id (&json, "staff_id", &correction->staff_id);
  body = hufu_json_text_finish (&json);
  return hufu_journal_append_text (db, "stock.corrected", body, NULL, error);
}

gboolean
hufu_stock_write_correction (HufuDb *db, const HufuStockCorrection *correction, GError **error)
{
  gint64 delta_milli;
  /* What there was before is in the difference: it is only looked at whether the rest can be. */
  HufuStockFault fault =
      hufu_stock_correct (correction->reason, correction->number_milli, correction->note, TRUE,
                          correction->number_milli - correction->delta_milli, &delta_milli);

  if (fault != HUFU_STOCK_OK || delta_milli != correction->delta_milli ||
      ABS (delta_milli) > HUFU_STOCK_MAX_MILLI)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID,
                              fault != HUFU_STOCK_OK ? hufu_stock_fault_code (fault)
                                                     : "the difference of a correction");
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, write_correction (db, correction, error), error);
}

/* ---- the catalogue ---- */

void
hufu_stock_place_free (HufuStockPlace *place)
{
  if (place == NULL)
    return;
  g_free (place->name_en);
  g_free (place->name_zh);
  g_free (place);
}

GPtrArray *
hufu_stock_list_elsewhere (HufuDb *catalog, gint64 product_id, GError **error)
{
  g_autoptr (GPtrArray) places =
      g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_stock_place_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (catalog, error,
                  "SELECT store_no, coalesce (name_en, ''), coalesce (name_zh, ''), on_hand_milli,"
                  " max (at_utc_s, coalesce (heard_utc_s, 0)) FROM stock_elsewhere"
                  " LEFT JOIN store USING (store_no) WHERE product_id = ?"
                  " ORDER BY store_no = 0, store_no",
                  SQL_INT (product_id));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuStockPlace *place = g_new (HufuStockPlace, 1);

    *place = (HufuStockPlace){hufu_rows_int (rows, 0), hufu_rows_dup_text (rows, 1),
                              hufu_rows_dup_text (rows, 2), hufu_rows_int (rows, 3),
                              hufu_rows_int (rows, 4)};
    g_ptr_array_add (places, place);
  }
  return step < 0 ? NULL : g_steal_pointer (&places);
}

gint64
hufu_stock_get_counted (HufuDb *catalog, GError **error)
{
  gint64 counted_no = 0;

  return HUFU_GET_INT (catalog, error, 0, &counted_no, "SELECT counted_no FROM catalogue")
             ? counted_no
             : -1;
}

static GPtrArray *
read_products (HufuRows *take_rows, GPtrArray *take_list, GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  g_autoptr (GPtrArray) list = take_list;
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    g_ptr_array_add (list, hufu_product_read (rows));
  return step < 0 ? NULL : g_steal_pointer (&list);
}

static GPtrArray *
new_products (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_product_free);
}

GPtrArray *
hufu_stock_list_low (HufuDb *catalog, gint64 low_milli, const HufuStockRoom *after, guint n,
                     GError **error)
{
  static const HufuStockRoom start = {-2 * HUFU_STOCK_MAX_MILLI, 0};
  const HufuStockRoom *place = after != NULL ? after : &start;

  return read_products (
      HUFU_QUERY (
          catalog, error,
          "SELECT " HUFU_PRODUCT_COLUMNS " FROM (SELECT * FROM ("
          "SELECT id, stock_milli - ?1 AS room FROM product WHERE low_milli IS NULL"
          " AND stock_utc_s > 0 AND stock_milli <= ?1 AND (stock_milli, id) > (?2 + ?1, ?3)"
          " ORDER BY stock_milli, id LIMIT ?4) UNION ALL SELECT * FROM ("
          "SELECT id, stock_milli - low_milli AS room FROM product"
          " WHERE low_milli IS NOT NULL AND stock_utc_s > 0 AND stock_milli - low_milli <= 0"
          " AND (stock_milli - low_milli, id) > (?2, ?3)"
          " ORDER BY stock_milli - low_milli, id LIMIT ?4)"
          " ORDER BY room, id LIMIT ?4) l JOIN product p ON p.id = l.id"
          " ORDER BY l.room, l.id",
          SQL_INT (low_milli), SQL_INT (place->room_milli), SQL_INT (place->product_id),
          SQL_INT (n)),
      new_products (), error);
}

GPtrArray *
hufu_stock_list_products (HufuDb *catalog, const GArray *product_ids, GError **error)
{
  g_autoptr (GPtrArray) list = new_products ();

  for (guint i = 0; i < product_ids->len; i++) {
    g_autoptr (GError) failure = NULL;
    HufuProduct *product =
        hufu_catalog_find_product (catalog, g_array_index (product_ids, gint64, i), &failure);

    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
    if (product != NULL)
      g_ptr_array_add (list, product);
  }
  return g_steal_pointer (&list);
}

HufuStockFigure
hufu_product_get_figure (const HufuProduct *product)
{
  return (HufuStockFigure){product->stock_milli, product->stock_utc_s, product->stock_no};
}

gint64
hufu_product_get_low_milli (const HufuProduct *product, gint64 low_milli)
{
  return product->low_milli >= 0 ? product->low_milli : low_milli;
}
