/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "data/embedded-sql.h"
#include "store/catalog-stock.h"
#include "store/search-write.h"

static gboolean
invalid (GError **error, const char *what)
{
  return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, what);
}

static gboolean
put_category (HufuDb *db, json_t *data, GError **error)
{
  const char *name_en, *name_zh;
  json_int_t id, position;

  if (json_unpack (data, "{s:I, s:s, s:s, s:I}", "id", &id, "name_en", &name_en, "name_zh",
                   &name_zh, "position", &position) != 0)
    return invalid (error, "category");
  return HUFU_RUN (db, error,
                   "INSERT INTO category (id, name_en, name_zh, position) VALUES (?, ?, ?, ?)"
                   " ON CONFLICT (id) DO UPDATE SET name_en = excluded.name_en,"
                   " name_zh = excluded.name_zh, position = excluded.position",
                   SQL_INT (id), SQL_TEXT (name_en), SQL_TEXT (name_zh), SQL_INT (position));
}

typedef struct {
  json_int_t id, group_id, category_id, price_minor, tax_ppm, stock_milli, stock_utc_s, popularity;
  const char *sku, *name_en, *name_zh, *variant_en, *variant_zh, *icon;
  int by_weight, favourite;
  json_t *member_price, *open_price_max, *low, *barcodes;
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
read_product (json_t *data, Change *c)
{
  c->open_price_max = c->low = NULL;
  return json_unpack (
             data,
             "{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:o, s:I, s:b, s:I, s:I, s:s, s:I,"
             " s:b, s?o, s?o, s:o}",
             "id", &c->id, "sku", &c->sku, "name_en", &c->name_en, "name_zh", &c->name_zh,
             "variant_en", &c->variant_en, "variant_zh", &c->variant_zh, "group_id", &c->group_id,
             "category_id", &c->category_id, "price_minor", &c->price_minor, "member_price_minor",
             &c->member_price, "tax_ppm", &c->tax_ppm, "by_weight", &c->by_weight, "stock_milli",
             &c->stock_milli, "stock_utc_s", &c->stock_utc_s, "icon", &c->icon, "popularity",
             &c->popularity, "favourite", &c->favourite, "open_price_max_minor", &c->open_price_max,
             "low_milli", &c->low, "barcodes", &c->barcodes) == 0 &&
         is_optional_price (c->member_price, 0) && is_optional_price (c->open_price_max, 1) &&
         is_optional_price (c->low, 0) && ABS (c->stock_milli) <= HUFU_STOCK_MAX_MILLI &&
         json_is_array (c->barcodes) && c->price_minor >= 0 && c->tax_ppm >= 0 &&
         c->tax_ppm <= 1000000;
}

static HufuSqlValue
optional_price (json_t *price)
{
  return price == NULL || json_is_null (price) ? hufu_sql_text (NULL)
                                               : hufu_sql_int (json_integer_value (price));
}

static gboolean
write_product (HufuDb *db, const Change *c, gint64 counted_no, GError **error)
{
  return HUFU_RUN (
      db, error,
      "INSERT INTO product (id, sku, name_en, name_zh, variant_en, variant_zh, group_id,"
      " category_id, price_minor, member_price_minor, tax_ppm, by_weight, stock_milli, stock_utc_s,"
      " icon, popularity, favourite, open_price_max_minor, low_milli, stock_no)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET sku = excluded.sku, name_en = excluded.name_en,"
      " name_zh = excluded.name_zh, variant_en = excluded.variant_en,"
      " variant_zh = excluded.variant_zh, group_id = excluded.group_id,"
      " category_id = excluded.category_id, price_minor = excluded.price_minor,"
      " member_price_minor = excluded.member_price_minor, tax_ppm = excluded.tax_ppm,"
      " by_weight = excluded.by_weight, stock_milli = excluded.stock_milli,"
      " stock_utc_s = excluded.stock_utc_s, icon = excluded.icon,"
      " popularity = excluded.popularity, favourite = excluded.favourite,"
      " open_price_max_minor = excluded.open_price_max_minor,"
      " low_milli = excluded.low_milli, stock_no = excluded.stock_no",
      SQL_INT (c->id), SQL_TEXT (c->sku), SQL_TEXT (c->name_en), SQL_TEXT (c->name_zh),
      SQL_TEXT (c->variant_en), SQL_TEXT (c->variant_zh), SQL_INT (c->group_id),
      SQL_INT (c->category_id), SQL_INT (c->price_minor), optional_price (c->member_price),
      SQL_INT (c->tax_ppm), SQL_INT (c->by_weight != 0), SQL_INT (c->stock_milli),
      SQL_INT (c->stock_utc_s), SQL_TEXT (c->icon), SQL_INT (c->popularity),
      SQL_INT (c->favourite != 0), optional_price (c->open_price_max), optional_price (c->low),
      SQL_INT (counted_no));
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
delete_product (HufuDb *db, gint64 id, GError **error)
{
  return HUFU_RUN (db, error, "DELETE FROM barcode WHERE product_id = ?", SQL_INT (id)) &&
         HUFU_RUN (db, error, "DELETE FROM stock_elsewhere WHERE product_id = ?", SQL_INT (id)) &&
         HUFU_RUN (db, error, "DELETE FROM product WHERE id = ?", SQL_INT (id));
}

static gboolean
put_product (HufuDb *db, json_t *data, gint64 counted_no, GError **error)
{
  Change change;
  json_t *code;
  size_t i;

  if (!read_product (data, &change))
    return invalid (error, "product");
  if (!note_words (db, &change, error) || !write_product (db, &change, counted_no, error) ||
      !HUFU_RUN (db, error, "DELETE FROM barcode WHERE product_id = ?", SQL_INT (change.id)))
    return FALSE;
  json_array_foreach (change.barcodes, i, code)
  {
    if (!json_is_integer (code) || json_integer_value (code) <= 0)
      return invalid (error, "barcode");
    /* A code that moved from one product to another is the later one's. */
    if (!HUFU_RUN (db, error,
                   "INSERT INTO barcode (code, product_id) VALUES (?, ?)"
                   " ON CONFLICT (code) DO UPDATE SET product_id = excluded.product_id",
                   SQL_INT (json_integer_value (code)), SQL_INT (change.id)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put (HufuDb *db, const char *kind, json_t *data, const HufuCatalogPage *page, GError **error)
{
  if (strcmp (kind, "product") == 0)
    return put_product (db, data, page->counted_no, error);
  if (strcmp (kind, "category") == 0)
    return put_category (db, data, error);
  if (strcmp (kind, "stock") == 0)
    return hufu_catalog_put_stock (db, data, page, error);
  return hufu_catalog_put_store (db, data, error);
}

static gboolean delete (HufuDb *db, const char *kind, gint64 id, GError **error)
{
  if (strcmp (kind, "product") == 0)
    return delete_product (db, id, error);
  if (strcmp (kind, "category") == 0)
    return HUFU_RUN (db, error, "DELETE FROM category WHERE id = ?", SQL_INT (id));
  if (strcmp (kind, "store") == 0)
    return HUFU_RUN (db, error, "DELETE FROM store WHERE store_no = ?", SQL_INT (id));
  return TRUE; /* figures go with their product */
}

static gboolean
apply_one (HufuDb *db, json_t *change, const HufuCatalogPage *page, GError **error)
{
  static const char *const kinds[] = {"product", "category", "stock", "store", NULL};
  const char *kind, *op, *key;
  json_t *data;
  gint64 id;

  if (json_unpack (change, "{s:s, s:s, s:s, s:o}", "kind", &kind, "op", &op, "key", &key, "data",
                   &data) != 0)
    return invalid (error, "change");
  if (!g_strv_contains (kinds, kind))
    return TRUE;
  if (strcmp (op, "put") == 0)
    return put (db, kind, data, page, error);
  if (strcmp (op, "delete") != 0 || !g_ascii_string_to_signed (key, 10, 0, G_MAXINT64, &id, NULL))
    return invalid (error, "change");
  return delete (db, kind, id, error);
}

static gboolean
apply (HufuDb *db, json_t *changes, const HufuCatalogPage *page, GError **error)
{
  json_t *change;
  size_t i;

  if (!json_is_array (changes))
    return invalid (error, "changes");
  /* A product may come before its category, and a category go before its products. */
  if (!HUFU_RUN (db, error, "PRAGMA defer_foreign_keys = ON"))
    return FALSE;
  json_array_foreach (changes, i, change) if (!apply_one (db, change, page, error)) return FALSE;
  return hufu_catalog_end_page (db, page, error);
}

gboolean
hufu_catalog_apply (HufuDb *db, json_t *changes, const HufuCatalogPage *page, GError **error)
{
  static const HufuCatalogPage nothing;

  return hufu_act_begin (db, error) &&
         hufu_act_end (db, apply (db, changes, page != NULL ? page : &nothing, error), error);
}

/* Every object as it was written. The tables of ANALYZE are SQLite's own, and their text may differ
 * from one of its versions to the next. */
#define SCHEMA                                                                                     \
  "SELECT group_concat (type || ' ' || name || ' ' || tbl_name || ' ' || sql, char (10)) FROM"     \
  " (SELECT * FROM sqlite_schema WHERE sql IS NOT NULL AND NOT (type = 'table' AND rootpage > 0"   \
  " AND name IN ('sqlite_stat1', 'sqlite_stat4')) ORDER BY type, name)"

static char *
read_schema (sqlite3 *handle)
{
  sqlite3_stmt *statement = NULL;
  char *schema = NULL;

  if (sqlite3_prepare_v2 (handle, SCHEMA, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    schema = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return schema;
}

static char *
make_agreed_schema (void)
{
  sqlite3 *handle = NULL;
  char *schema;

  g_assert (sqlite3_open_v2 (":memory:", &handle, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK);
  for (gsize i = 0; hufu_sql_catalog[i] != NULL; i++)
    g_assert (sqlite3_exec (handle, hufu_sql_catalog[i], NULL, NULL, NULL) == SQLITE_OK);
  schema = read_schema (handle);
  sqlite3_close (handle);
  return schema;
}

/* The file's digest was signed and is checked before it comes here, so its pages are as they were
 * written; reading them all would hold up the counter for seconds. What is left to doubt is whether
 * what was signed is what was agreed. */
static gboolean
check_contract (HufuDb *snapshot, GError **error)
{
  g_autofree char *schema = read_schema (snapshot->handle), *agreed = make_agreed_schema ();

  return g_strcmp0 (schema, agreed) == 0 ||
         invalid (error, "the catalogue file has other tables than agreed");
}

static gboolean
check_snapshot (const char *path, const HufuHost *host, GError **error)
{
  g_autoptr (HufuDb) snapshot = hufu_db_open_read_only (path, HUFU_DB_CATALOG, host, NULL);

  if (snapshot == NULL)
    return invalid (error, "the catalogue file is no catalogue of this version");
  return check_contract (snapshot, error);
}

/* What is renamed must be on the disk before the name is. */
static gboolean
flush_file (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean done = fd >= 0 && fdatasync (fd) == 0;

  if (!done)
    hufu_store_refuse (error, HUFU_STORE_ERROR_IO, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return done;
}

static void
remove_side_files (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  unlink (wal);
  unlink (shm);
}

gboolean
hufu_catalog_begin_anew (HufuDb *db, GError **error)
{
  return !hufu_db_is_damaged (db) || hufu_db_begin_anew (db, error);
}

gboolean
hufu_catalog_swap (HufuDb *db, const char *snapshot_path, GError **error)
{
  /* A WAL that lies beside it is not what was signed, and would be read instead of it. */
  remove_side_files (snapshot_path);
  if (!check_snapshot (snapshot_path, db->host, error))
    return FALSE;
  remove_side_files (snapshot_path);
  return flush_file (snapshot_path, error) && hufu_db_replace_file (db, snapshot_path, error);
}
