/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/catalog-stock.h"

static gboolean
invalid (GError **error, const char *what)
{
  return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, what);
}

typedef struct {
  json_int_t store_no, milli, at_utc_s;
} Figure;

static gboolean
read_figure (const json_t *place, Figure *figure)
{
  return json_unpack ((json_t *)(gsize)place, "{s:I, s:I, s:I}", "store_no", &figure->store_no,
                      "on_hand_milli", &figure->milli, "at_utc_s", &figure->at_utc_s) == 0 &&
         figure->store_no >= 0 && figure->at_utc_s > 0 && figure->milli >= -HUFU_STOCK_MAX_MILLI &&
         figure->milli <= HUFU_STOCK_MAX_MILLI;
}

static gboolean
put_here (HufuDb *db, gint64 product_id, const Figure *figure, gint64 counted_no, GError **error)
{
  return HUFU_RUN (db, error,
                   "UPDATE product SET stock_milli = ?, stock_utc_s = ?, stock_no = ? WHERE id = ?",
                   SQL_INT (figure->milli), SQL_INT (figure->at_utc_s), SQL_INT (counted_no),
                   SQL_INT (product_id));
}

static gboolean
put_elsewhere (HufuDb *db, gint64 product_id, const Figure *figure, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO stock_elsewhere (product_id, store_no, on_hand_milli, at_utc_s)"
                   " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                   " on_hand_milli = excluded.on_hand_milli, at_utc_s = excluded.at_utc_s",
                   SQL_INT (product_id), SQL_INT (figure->store_no), SQL_INT (figure->milli),
                   SQL_INT (figure->at_utc_s));
}

gboolean
hufu_catalog_put_stock (HufuDb *db, const json_t *data, const HufuCatalogPage *page, GError **error)
{
  Figure here = {0};
  json_int_t product_id;
  json_t *places, *place;
  gsize i;

  if (json_unpack ((json_t *)(gsize)data, "{s:I, s:o}", "product_id", &product_id, "places",
                   &places) != 0 ||
      product_id <= 0 || !json_is_array (places) ||
      json_array_size (places) > HUFU_STOCK_PLACES_MAX)
    return invalid (error, "stock");
  if (!HUFU_RUN (db, error, "DELETE FROM stock_elsewhere WHERE product_id = ?",
                 SQL_INT (product_id)))
    return FALSE;
  json_array_foreach (places, i, place)
  {
    Figure figure;

    if (!read_figure (place, &figure))
      return invalid (error, "stock");
    if (figure.store_no == page->store_no)
      here = figure;
    else if (!put_elsewhere (db, product_id, &figure, error))
      return FALSE;
  }
  return put_here (db, product_id, &here, page->counted_no, error);
}

static gboolean
put_heard (HufuDb *db, gint64 store_no, gint64 at_utc_s, GError **error)
{
  if (store_no == HUFU_STOCK_ONLINE)
    return HUFU_RUN (db, error,
                     "INSERT INTO store (store_no, name_en, name_zh, heard_utc_s)"
                     " VALUES (0, '', '', ?) ON CONFLICT DO UPDATE SET"
                     " heard_utc_s = excluded.heard_utc_s",
                     SQL_INT (at_utc_s));
  return HUFU_RUN (db, error, "UPDATE store SET heard_utc_s = ? WHERE store_no = ?",
                   SQL_INT (at_utc_s), SQL_INT (store_no));
}

gboolean
hufu_catalog_put_store (HufuDb *db, const json_t *data, GError **error)
{
  const char *name_en, *name_zh;
  json_int_t store_no, heard_utc_s;

  if (json_unpack ((json_t *)(gsize)data, "{s:I, s:s, s:s, s:I}", "store_no", &store_no, "name_en",
                   &name_en, "name_zh", &name_zh, "heard_utc_s", &heard_utc_s) != 0 ||
      store_no <= 0 || heard_utc_s < 0)
    return invalid (error, "store");
  return HUFU_RUN (db, error,
                   "INSERT INTO store (store_no, name_en, name_zh, heard_utc_s)"
                   " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET name_en = excluded.name_en,"
                   " name_zh = excluded.name_zh, heard_utc_s = excluded.heard_utc_s",
                   SQL_INT (store_no), SQL_TEXT (name_en), SQL_TEXT (name_zh),
                   SQL_INT (heard_utc_s));
}

gboolean
hufu_catalog_end_page (HufuDb *db, const HufuCatalogPage *page, GError **error)
{
  json_t *row;
  gsize i;

  json_array_foreach (page->heard, i, row)
  {
    json_int_t store_no, at_utc_s;

    if (json_unpack (row, "{s:I, s:I}", "store_no", &store_no, "at_utc_s", &at_utc_s) != 0 ||
        store_no < 0 || at_utc_s < 0)
      return invalid (error, "heard");
    if (!put_heard (db, store_no, at_utc_s, error))
      return FALSE;
  }
  return !page->is_last ||
         HUFU_RUN (db, error, "UPDATE catalogue SET counted_no = ?", SQL_INT (page->counted_no));
}
