/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/catalog.h"

#include "store/option-json.h"
#include "store/search-write.h"

void
hufu_product_free (HufuProduct *product)
{
  if (product == NULL)
    return;
  g_free (product->sku);
  g_free (product->name_en);
  g_free (product->name_zh);
  g_free (product->variant_en);
  g_free (product->variant_zh);
  g_free (product->icon);
  g_free (product->options);
  g_free (product);
}

void
hufu_category_free (HufuCategory *category)
{
  if (category == NULL)
    return;
  g_free (category->name_en);
  g_free (category->name_zh);
  g_free (category);
}

HufuProduct *
hufu_product_read (HufuRows *rows)
{
  HufuProduct *product = g_new0 (HufuProduct, 1);

  product->product_id = hufu_rows_int (rows, 0);
  product->group_id = hufu_rows_int (rows, 1);
  product->category_id = hufu_rows_int (rows, 2);
  product->sku = hufu_rows_dup_text (rows, 3);
  product->name_en = hufu_rows_dup_text (rows, 4);
  product->name_zh = hufu_rows_dup_text (rows, 5);
  product->variant_en = hufu_rows_dup_text (rows, 6);
  product->variant_zh = hufu_rows_dup_text (rows, 7);
  product->icon = hufu_rows_dup_text (rows, 8);
  product->price_minor = hufu_rows_int (rows, 9);
  product->member_price_minor = hufu_rows_int (rows, 10);
  product->tax_ppm = (gint32)hufu_rows_int (rows, 11);
  product->by_weight = hufu_rows_int (rows, 12) != 0;
  product->stock_milli = hufu_rows_int (rows, 13);
  product->stock_utc_s = hufu_rows_int (rows, 14);
  product->open_price_max_minor = hufu_rows_int (rows, 15);
  product->popularity = hufu_rows_int (rows, 16);
  product->stock_no = hufu_rows_int (rows, 17);
  product->low_milli = hufu_rows_int (rows, 18);
  product->flaw = hufu_flaw_find (hufu_rows_text (rows, 21));
  if (!hufu_detail_find (hufu_rows_text (rows, 19), &product->asks)) {
    product->asks = HUFU_DETAIL_NOTHING;
    product->flaw = MAX (product->flaw, HUFU_FLAW_ASKS);
  }
  product->options = hufu_rows_dup_text (rows, 20);
  return product;
}

static HufuProduct *
read_one (HufuRows *take_rows, GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;

  return hufu_rows_next (rows, error) > 0 ? hufu_product_read (rows) : NULL;
}

static GPtrArray *
read_all (HufuRows *take_rows, GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_product_free);
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    g_ptr_array_add (list, hufu_product_read (rows));
  return step < 0 ? NULL : g_steal_pointer (&list);
}

HufuProduct *
hufu_catalog_find_code (HufuDb *db, guint64 code, GError **error)
{
  return read_one (HUFU_QUERY (db, error,
                               "SELECT " HUFU_PRODUCT_COLUMNS " FROM barcode b"
                               " JOIN product p ON p.id = b.product_id WHERE b.code = ?",
                               SQL_INT (code)),
                   error);
}

HufuProduct *
hufu_catalog_find_sku (HufuDb *db, const char *sku, GError **error)
{
  return read_one (HUFU_QUERY (db, error,
                               "SELECT " HUFU_PRODUCT_COLUMNS " FROM product p WHERE sku = ?",
                               SQL_TEXT (sku)),
                   error);
}

HufuProduct *
hufu_catalog_find_product (HufuDb *db, gint64 product_id, GError **error)
{
  return read_one (HUFU_QUERY (db, error,
                               "SELECT " HUFU_PRODUCT_COLUMNS " FROM product p WHERE id = ?",
                               SQL_INT (product_id)),
                   error);
}

gboolean
hufu_catalog_find_gtin (HufuDb *db, gint64 product_id, guint64 *ret_gtin, GError **error)
{
  gint64 code = 0;

  if (!HUFU_GET_INT (db, error, 0, &code, "SELECT min (code) FROM barcode WHERE product_id = ?",
                     SQL_INT (product_id)))
    return FALSE;
  *ret_gtin = (guint64)code;
  return TRUE;
}

GPtrArray *
hufu_catalog_list_categories (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_category_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT 0, 'Favourites', '常用', -1 AS position UNION ALL"
                  " SELECT id, name_en, name_zh, position FROM category ORDER BY position, 1");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuCategory *category = g_new0 (HufuCategory, 1);

    category->category_id = hufu_rows_int (rows, 0);
    category->name_en = hufu_rows_dup_text (rows, 1);
    category->name_zh = hufu_rows_dup_text (rows, 2);
    g_ptr_array_add (list, category);
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}

/* One tile a design: of its variants the most popular one, the first of equals. The plus signs keep
 * the look at the others to the few of the same design, whatever the planner thinks. */
#define FIRST_FAVOURITE                                                                            \
  " NOT EXISTS (SELECT 1 FROM product q WHERE q.group_id = p.group_id AND q.favourite = 1"         \
  " AND (q.popularity, -q.id) > (p.popularity, -p.id))"
#define FIRST_OF_CATEGORY                                                                          \
  " NOT EXISTS (SELECT 1 FROM product q WHERE q.group_id = p.group_id"                             \
  " AND +q.category_id = p.category_id AND (+q.popularity, -q.id) > (p.popularity, -p.id))"

static GPtrArray *
list_favourites (HufuDb *db, const HufuShelfPlace *place, guint n, GError **error)
{
  return read_all (HUFU_QUERY (db, error,
                               "SELECT " HUFU_PRODUCT_COLUMNS
                               " FROM product p WHERE p.favourite = 1 AND (p.popularity < ?1"
                               " OR (p.popularity = ?1 AND p.id > ?2)) AND" FIRST_FAVOURITE
                               " ORDER BY p.popularity DESC, p.id LIMIT ?3",
                               SQL_INT (place->popularity), SQL_INT (place->product_id),
                               SQL_INT (n)),
                   error);
}

/* Those that sell alike. */
static GPtrArray *
list_alike (HufuDb *db, gint64 category_id, const HufuShelfPlace *place, guint n, GError **error)
{
  return read_all (HUFU_QUERY (db, error,
                               "SELECT " HUFU_PRODUCT_COLUMNS
                               " FROM product p WHERE p.category_id = ? AND p.popularity = ?"
                               " AND p.id > ? AND" FIRST_OF_CATEGORY " ORDER BY p.id LIMIT ?",
                               SQL_INT (category_id), SQL_INT (place->popularity),
                               SQL_INT (place->product_id), SQL_INT (n)),
                   error);
}

static GPtrArray *
list_below (HufuDb *db, gint64 category_id, gint64 popularity, guint n, GError **error)
{
  return read_all (HUFU_QUERY (db, error,
                               "SELECT " HUFU_PRODUCT_COLUMNS
                               " FROM product p WHERE p.category_id = ? AND p.popularity < ?"
                               " AND" FIRST_OF_CATEGORY " ORDER BY p.popularity DESC, p.id LIMIT ?",
                               SQL_INT (category_id), SQL_INT (popularity), SQL_INT (n)),
                   error);
}

GPtrArray *
hufu_catalog_page (HufuDb *db, gint64 category_id, const HufuShelfPlace *after, guint n,
                   GError **error)
{
  static const HufuShelfPlace start = {G_MAXINT64, G_MAXINT64};
  const HufuShelfPlace *place = after != NULL ? after : &start;
  g_autoptr (GPtrArray) page = NULL;
  GPtrArray *below;

  if (category_id == 0)
    return list_favourites (db, place, n, error);
  page = list_alike (db, category_id, place, n, error);
  if (page == NULL || page->len == n)
    return g_steal_pointer (&page);
  below = list_below (db, category_id, place->popularity, n - page->len, error);
  if (below == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (page, below);
  return g_steal_pointer (&page);
}

GPtrArray *
hufu_catalog_list_group (HufuDb *db, gint64 group_id, GError **error)
{
  return read_all (HUFU_QUERY (db, error,
                               "SELECT " HUFU_PRODUCT_COLUMNS
                               " FROM product p WHERE group_id = ? ORDER BY id",
                               SQL_INT (group_id)),
                   error);
}

HufuLine *
hufu_product_to_line (const HufuProduct *product, guint64 gtin, gint64 qty_milli)
{
  char no_note[] = "";
  g_autoptr (HufuOffer) options =
      product->by_weight ? NULL : hufu_offer_from_text (product->options);
  HufuLine line = {
      .kind = HUFU_LINE_PRODUCT,
      .product_id = product->product_id,
      .category_id = product->category_id,
      .gtin = gtin,
      .sku = product->sku,
      .name_en = product->name_en,
      .name_zh = product->name_zh,
      .variant_en = product->variant_en,
      .variant_zh = product->variant_zh,
      .icon = product->icon,
      .note = no_note,
      .by_weight = product->by_weight,
      .qty_milli = qty_milli,
      .list_price_minor = product->price_minor,
      .member_price_minor = product->member_price_minor,
      .label_total_minor = -1,
      .tax_ppm = product->tax_ppm,
      .asks = product->asks,
      .due = HUFU_DUE_NONE,
      .options = options,
      .chosen = hufu_offer_standard (options),
  };

  return hufu_line_copy (&line);
}
