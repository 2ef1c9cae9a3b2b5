/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/catalog-product.h"

#include <string.h>

#include "store/catalog-flaw.h"
#include "store/search-write.h"

/* ---- the contract's Product ---- */

typedef struct {
  json_int_t id, group_id, category_id, price_minor, tax_ppm, stock_milli, stock_utc_s, popularity;
  const char *sku, *name_en, *name_zh, *variant_en, *variant_zh, *icon, *asks;
  int by_weight, favourite, sold;
  json_t *member_price, *open_price_max, *low, *barcodes, *stamps, *options;
} Change;

/* NULL and JSON's null are none. */
static gboolean
is_optional_price (const json_t *price, gint64 least)
{
  return price == NULL || json_is_null (price) ||
         (json_is_integer (price) && json_integer_value (price) >= least &&
          json_integer_value (price) <= HUFU_MONEY_MAX_MINOR);
}

static gboolean
are_stamps (json_t *stamps)
{
  const char *key;
  json_t *stamp;

  json_object_foreach (stamps, key, stamp)
  {
    if (!json_is_integer (stamp) || json_integer_value (stamp) < 0)
      return FALSE;
  }
  return stamps == NULL || json_is_object (stamps);
}

static gboolean
take_product (json_t *data, Change *c)
{
  c->open_price_max = c->low = c->stamps = c->options = NULL;
  c->sold = TRUE;
  c->asks = "";
  return json_unpack (
             data,
             "{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:o, s:I, s:b, s:I, s:I, s:s, s:I,"
             " s:b, s?o, s?o, s:o, s?b, s?o, s?s, s?o}",
             "id", &c->id, "sku", &c->sku, "name_en", &c->name_en, "name_zh", &c->name_zh,
             "variant_en", &c->variant_en, "variant_zh", &c->variant_zh, "group_id", &c->group_id,
             "category_id", &c->category_id, "price_minor", &c->price_minor, "member_price_minor",
             &c->member_price, "tax_ppm", &c->tax_ppm, "by_weight", &c->by_weight, "stock_milli",
             &c->stock_milli, "stock_utc_s", &c->stock_utc_s, "icon", &c->icon, "popularity",
             &c->popularity, "favourite", &c->favourite, "open_price_max_minor", &c->open_price_max,
             "low_milli", &c->low, "barcodes", &c->barcodes, "sold", &c->sold, "stamps", &c->stamps,
             "asks", &c->asks, "options", &c->options) == 0 &&
         c->id > 0 && json_is_array (c->barcodes) && are_stamps (c->stamps);
}

/* What cannot be mended (catalog-flaw.h). */
static HufuFlaw
read_product (json_t *data, Change *c)
{
  if (!take_product (data, c))
    return HUFU_FLAW_SHAPE;
  if (c->price_minor < 0 || c->price_minor > HUFU_MONEY_MAX_MINOR ||
      !is_optional_price (c->member_price, 0) || !is_optional_price (c->open_price_max, 1))
    return HUFU_FLAW_PRICE;
  return c->tax_ppm < 0 || c->tax_ppm > 1000000 ? HUFU_FLAW_TAX : HUFU_FLAW_NONE;
}

/* ---- writing ---- */

static HufuSqlValue
optional_price (json_t *price)
{
  return price == NULL || json_is_null (price) ? hufu_sql_text (NULL)
                                               : hufu_sql_int (json_integer_value (price));
}

#define WRITE_INTO(table)                                                                          \
  "INSERT INTO " table " (id, sku, name_en, name_zh, variant_en, variant_zh, group_id,"            \
  " category_id, price_minor, member_price_minor, tax_ppm, by_weight, stock_milli, stock_utc_s,"   \
  " icon, popularity, favourite, open_price_max_minor, low_milli, stock_no, stamps, asks, "        \
  "options)"                                                                                       \
  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"                  \
  " ON CONFLICT (id) DO UPDATE SET sku = excluded.sku, name_en = excluded.name_en,"                \
  " name_zh = excluded.name_zh, variant_en = excluded.variant_en,"                                 \
  " variant_zh = excluded.variant_zh, group_id = excluded.group_id,"                               \
  " category_id = excluded.category_id, price_minor = excluded.price_minor,"                       \
  " member_price_minor = excluded.member_price_minor, tax_ppm = excluded.tax_ppm,"                 \
  " by_weight = excluded.by_weight, stock_milli = excluded.stock_milli,"                           \
  " stock_utc_s = excluded.stock_utc_s, icon = excluded.icon,"                                     \
  " popularity = excluded.popularity, favourite = excluded.favourite,"                             \
  " open_price_max_minor = excluded.open_price_max_minor, low_milli = excluded.low_milli,"         \
  " stock_no = excluded.stock_no, stamps = excluded.stamps, asks = excluded.asks,"                 \
  " options = excluded.options"

static gboolean
write_row (HufuDb *db, const char *sql, const Change *c, gint64 counted_no, GError **error)
{
  g_autofree char *stamps =
      c->stamps == NULL ? g_strdup ("{}") : json_dumps (c->stamps, JSON_COMPACT | JSON_SORT_KEYS);
  g_autofree char *options =
      c->options == NULL ? g_strdup ("")
                         : json_dumps (c->options, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);

  return HUFU_RUN (db, error, sql, SQL_INT (c->id), SQL_TEXT (c->sku), SQL_TEXT (c->name_en),
                   SQL_TEXT (c->name_zh), SQL_TEXT (c->variant_en), SQL_TEXT (c->variant_zh),
                   SQL_INT (c->group_id), SQL_INT (c->category_id), SQL_INT (c->price_minor),
                   optional_price (c->member_price), SQL_INT (c->tax_ppm),
                   SQL_INT (c->by_weight != 0), SQL_INT (c->stock_milli), SQL_INT (c->stock_utc_s),
                   SQL_TEXT (c->icon), SQL_INT (c->popularity), SQL_INT (c->favourite != 0),
                   optional_price (c->open_price_max), optional_price (c->low),
                   SQL_INT (counted_no), SQL_TEXT (stamps), SQL_TEXT (c->asks), SQL_TEXT (options));
}

/* A code that moved from one product to another is the later one's. */
#define PUT_CODE(table)                                                                            \
  "INSERT INTO " table " (code, product_id) VALUES (?, ?)"                                         \
  " ON CONFLICT (code) DO UPDATE SET product_id = excluded.product_id"

static gboolean
write_codes (HufuDb *db, const char *sql, const Change *c, GError **error)
{
  json_t *code;
  size_t i;

  json_array_foreach (c->barcodes, i, code)
  {
    if (!HUFU_RUN (db, error, sql, SQL_INT (json_integer_value (code)), SQL_INT (c->id)))
      return FALSE;
  }
  return TRUE;
}

/* Search has to look at a product whose words are new. One that is gone is found no more. */
static gboolean
note_words (HufuDb *db, const Change *c, GError **error)
{
  gint64 same = 0;

  if (!HUFU_GET_INT (db, error, 0, &same,
                     "SELECT (name_en, name_zh, variant_en, variant_zh, sku) = (?2, ?3, ?4, ?5, ?6)"
                     " FROM product WHERE id = ?1",
                     SQL_INT (c->id), SQL_TEXT (c->name_en), SQL_TEXT (c->name_zh),
                     SQL_TEXT (c->variant_en), SQL_TEXT (c->variant_zh), SQL_TEXT (c->sku)))
    return FALSE;
  return same != 0 || hufu_search_note (db, c->id, error);
}

static gboolean
forget_off (HufuDb *db, gint64 product_id, GError **error)
{
  return HUFU_RUN (db, error, "DELETE FROM barcode_off WHERE product_id = ?",
                   SQL_INT (product_id)) &&
         HUFU_RUN (db, error, "DELETE FROM product_off WHERE id = ?", SQL_INT (product_id));
}

static gboolean
forget_sold (HufuDb *db, gint64 product_id, GError **error)
{
  return HUFU_RUN (db, error, "DELETE FROM barcode WHERE product_id = ?", SQL_INT (product_id)) &&
         HUFU_RUN (db, error, "DELETE FROM product WHERE id = ?", SQL_INT (product_id));
}

/* Two products have one number only until the platform has told of both. */
static gboolean
make_way (HufuDb *db, const Change *c, GError **error)
{
  return HUFU_RUN (db, error, "UPDATE product SET sku = sku || '~' || id WHERE sku = ? AND id <> ?",
                   SQL_TEXT (c->sku), SQL_INT (c->id));
}

gboolean
hufu_catalog_write_product (HufuDb *db, json_t *data, gint64 counted_no, GError **error)
{
  Change change;

  if (read_product (data, &change) != HUFU_FLAW_NONE)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "product");
  if (!change.sold)
    return forget_sold (db, change.id, error) && forget_off (db, change.id, error) &&
           write_row (db, WRITE_INTO ("product_off"), &change, counted_no, error) &&
           write_codes (db, PUT_CODE ("barcode_off"), &change, error);
  return note_words (db, &change, error) && forget_off (db, change.id, error) &&
         make_way (db, &change, error) &&
         write_row (db, WRITE_INTO ("product"), &change, counted_no, error) &&
         HUFU_RUN (db, error, "DELETE FROM barcode WHERE product_id = ?", SQL_INT (change.id)) &&
         write_codes (db, PUT_CODE ("barcode"), &change, error);
}

gboolean
hufu_catalog_delete_product (HufuDb *db, gint64 product_id, GError **error)
{
  return forget_sold (db, product_id, error) && forget_off (db, product_id, error) &&
         hufu_flaw_note (db, product_id, HUFU_FLAW_NONE, error) &&
         HUFU_RUN (db, error, "DELETE FROM stock_elsewhere WHERE product_id = ?",
                   SQL_INT (product_id));
}

/* ---- reading ---- */

#define COLUMNS                                                                                    \
  " id, sku, name_en, name_zh, variant_en, variant_zh, group_id, category_id, price_minor,"        \
  " member_price_minor, tax_ppm, by_weight, stock_milli, stock_utc_s, icon, popularity,"           \
  " favourite, open_price_max_minor, low_milli, stock_no, stamps, asks, options "

static json_t *
read_optional (HufuRows *rows, int column)
{
  return hufu_rows_is_null (rows, column) ? json_null ()
                                          : json_integer (hufu_rows_int (rows, column));
}

/* What cannot be read is kept as what cannot be read. */
static json_t *
read_options (const char *options)
{
  json_t *offer = *options != '\0' ? json_loads (options, JSON_DECODE_ANY, NULL) : NULL;

  return offer != NULL || *options == '\0' ? offer : json_string (options);
}

static json_t *
read_row (HufuRows *rows, gboolean sold)
{
  json_t *stamps = json_loads (hufu_rows_text (rows, 20), 0, NULL);
  const char *asks = hufu_rows_text (rows, 21), *options = hufu_rows_text (rows, 22);

  return json_pack (
      "{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:o, s:I, s:b, s:I, s:I, s:s, s:I, s:b, s:o,"
      " s:o, s:b, s:o, s:s*, s:o*, s:[]}",
      "id", (json_int_t)hufu_rows_int (rows, 0), "sku", hufu_rows_text (rows, 1), "name_en",
      hufu_rows_text (rows, 2), "name_zh", hufu_rows_text (rows, 3), "variant_en",
      hufu_rows_text (rows, 4), "variant_zh", hufu_rows_text (rows, 5), "group_id",
      (json_int_t)hufu_rows_int (rows, 6), "category_id", (json_int_t)hufu_rows_int (rows, 7),
      "price_minor", (json_int_t)hufu_rows_int (rows, 8), "member_price_minor",
      read_optional (rows, 9), "tax_ppm", (json_int_t)hufu_rows_int (rows, 10), "by_weight",
      (int)hufu_rows_int (rows, 11), "stock_milli", (json_int_t)hufu_rows_int (rows, 12),
      "stock_utc_s", (json_int_t)hufu_rows_int (rows, 13), "icon", hufu_rows_text (rows, 14),
      "popularity", (json_int_t)hufu_rows_int (rows, 15), "favourite",
      (int)hufu_rows_int (rows, 16), "open_price_max_minor", read_optional (rows, 17), "low_milli",
      read_optional (rows, 18), "sold", (int)sold, "stamps",
      stamps != NULL ? stamps : json_object (), "asks", *asks != '\0' ? asks : NULL, "options",
      read_options (options), "barcodes");
}

static gboolean
read_codes (HufuRows *take_rows, json_t *product, GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    json_array_append_new (json_object_get (product, "barcodes"),
                           json_integer (hufu_rows_int (rows, 0)));
  return step == 0;
}

static gboolean
load_from (HufuRows *take_rows, gboolean sold, json_t **ret_product, gint64 *ret_stock_no,
           GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  int step = hufu_rows_next (rows, error);

  if (step > 0) {
    *ret_product = read_row (rows, sold);
    *ret_stock_no = hufu_rows_int (rows, 19);
  }
  return step >= 0;
}

gboolean
hufu_catalog_load_product (HufuDb *db, gint64 product_id, json_t **ret_product,
                           gint64 *ret_stock_no, GError **error)
{
  *ret_product = NULL;
  *ret_stock_no = 0;
  if (!load_from (HUFU_QUERY (db, error, "SELECT" COLUMNS "FROM product WHERE id = ?",
                              SQL_INT (product_id)),
                  TRUE, ret_product, ret_stock_no, error))
    return FALSE;
  if (*ret_product != NULL)
    return read_codes (HUFU_QUERY (db, error,
                                   "SELECT code FROM barcode WHERE product_id = ? ORDER BY code",
                                   SQL_INT (product_id)),
                       *ret_product, error);
  if (!load_from (HUFU_QUERY (db, error, "SELECT" COLUMNS "FROM product_off WHERE id = ?",
                              SQL_INT (product_id)),
                  FALSE, ret_product, ret_stock_no, error))
    return FALSE;
  return *ret_product == NULL ||
         read_codes (HUFU_QUERY (db, error,
                                 "SELECT code FROM barcode_off WHERE product_id = ? ORDER BY code",
                                 SQL_INT (product_id)),
                     *ret_product, error);
}

/* ---- of two changes the later one ---- */

json_int_t
hufu_product_get_stamp (const json_t *product, const char *key)
{
  return json_integer_value (json_object_get (json_object_get (product, "stamps"), key));
}

void
hufu_product_set_stamp (json_t *product, const char *key, json_int_t stamp)
{
  if (json_object_get (product, "stamps") == NULL)
    json_object_set_new (product, "stamps", json_object ());
  json_object_set_new (json_object_get (product, "stamps"), key, json_integer (stamp));
}

gboolean
hufu_product_is_code_key (const char *key, gint64 *ret_code)
{
  return g_ascii_string_to_signed (key, 10, 1, G_MAXINT64, ret_code, NULL);
}

gboolean
hufu_product_has_code (const json_t *product, gint64 code)
{
  const json_t *barcodes = json_object_get (product, "barcodes");

  for (gsize i = 0; i < json_array_size (barcodes); i++)
    if (json_integer_value (json_array_get (barcodes, i)) == code)
      return TRUE;
  return FALSE;
}

void
hufu_product_set_code (json_t *product, gint64 code, gboolean has)
{
  json_t *barcodes = json_object_get (product, "barcodes");

  if (has && !hufu_product_has_code (product, code))
    json_array_append_new (barcodes, json_integer (code));
  for (gsize i = json_array_size (barcodes); !has && i > 0; i--)
    if (json_integer_value (json_array_get (barcodes, i - 1)) == code)
      json_array_remove (barcodes, i - 1);
}

/* What was changed here and is later, stays: the platform hears of it with the journal. */
static void
keep_later (json_t *told, const json_t *here)
{
  const char *key;
  json_t *stamp;

  json_object_foreach (json_object_get (here, "stamps"), key, stamp)
  {
    json_int_t later = json_integer_value (stamp);
    gint64 code;

    if (hufu_product_get_stamp (told, key) >= later)
      continue;
    if (hufu_product_is_code_key (key, &code))
      hufu_product_set_code (told, code, hufu_product_has_code (here, code));
    else
      json_object_set (told, key, json_object_get (here, key));
    hufu_product_set_stamp (told, key, later);
  }
}

/* *ret_here: NULL unless something of it was changed after the platform had it first. */
static gboolean
load_edited (HufuDb *db, gint64 product_id, json_t **ret_here, GError **error)
{
  gint64 edited = 0, unused;

  *ret_here = NULL;
  return HUFU_GET_INT (db, error, 0, &edited,
                       "SELECT stamps <> '{}' FROM product WHERE id = ?1 UNION ALL"
                       " SELECT stamps <> '{}' FROM product_off WHERE id = ?1",
                       SQL_INT (product_id)) &&
         (!edited || hufu_catalog_load_product (db, product_id, ret_here, &unused, error));
}

/* What was told, and what is later here, in one. */
static gboolean
merge (HufuDb *db, json_t *told, gint64 product_id, GError **error)
{
  json_auto_t *here = NULL;

  if (!load_edited (db, product_id, &here, error))
    return FALSE;
  if (here != NULL)
    keep_later (told, here);
  return TRUE;
}

static gboolean
put (HufuDb *db, json_t *told, gint64 product_id, HufuFlaw flaw, gint64 counted_no, GError **error)
{
  return merge (db, told, product_id, error) &&
         hufu_flaw_look_at_category (db, json_integer_value (json_object_get (told, "category_id")),
                                     &flaw, error) &&
         hufu_catalog_write_product (db, told, counted_no, error) &&
         hufu_flaw_note (db, product_id, flaw, error);
}

/* 0 = it cannot be named. */
static gint64
find_id (const char *key, const json_t *told)
{
  gint64 id = json_integer_value (json_object_get (told, "id"));

  return id > 0 || g_ascii_string_to_signed (key, 10, 1, G_MAXINT64, &id, NULL) ? id : 0;
}

gboolean
hufu_catalog_put_product (HufuDb *db, const char *key, const json_t *data, gint64 counted_no,
                          GError **error)
{
  HufuFlaw flaw, worst;
  json_auto_t *told = hufu_flaw_mend (data, &flaw);
  Change change;

  worst = read_product (told, &change);
  if (worst != HUFU_FLAW_NONE)
    return hufu_flaw_note (db, find_id (key, told), worst, error);
  return put (db, told, change.id, flaw, counted_no, error);
}
