/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/changes.h"

#include <string.h>
#include <unistd.h>

#include "core/base64url.h"
#include "core/token.h"
#include "platform/products.h"
#include "platform/stock-book.h"

/* What the snapshot has. */
#define IN_SNAPSHOT "('product', 'category', 'store', 'stock')"

typedef struct {
  gint64 seq, floor;
} Cursor;

static void
replace (HufuPlatform *platform, const char *kind, const char *key, gint64 store_no,
         const char *data)
{
  hufu_pdb_run (platform->db,
                "DELETE FROM change WHERE kind = ? AND key = ? AND store_no IS nullif (?, -1)",
                "tti", kind, key, store_no);
  hufu_pdb_run (platform->db,
                "INSERT INTO change (kind, key, store_no, data) VALUES (?, ?, nullif (?, -1), ?)",
                "ttit", kind, key, store_no, data);
}

void
hufu_changes_put (HufuPlatform *platform, const char *kind, const char *key, gint64 store_no,
                  const json_t *data)
{
  g_autofree char *text = data != NULL ? hufu_pjson_dump (data) : NULL;

  replace (platform, kind, key, store_no, text);
}

static void
touch (HufuPlatform *platform, const char *kind, gint64 id)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  replace (platform, kind, key, -1, "");
}

void
hufu_changes_touch_product (HufuPlatform *platform, gint64 product_id)
{
  touch (platform, "product", product_id);
}

void
hufu_changes_touch_category (HufuPlatform *platform, gint64 category_id)
{
  touch (platform, "category", category_id);
}

void
hufu_changes_touch_store (HufuPlatform *platform, gint64 store_no)
{
  touch (platform, "store", store_no);
}

void
hufu_changes_touch_stock (HufuPlatform *platform, gint64 product_id)
{
  touch (platform, "stock", product_id);
}

/* --- reading ------------------------------------------------------------------------------------
 */

static char *
format_cursor (HufuPlatform *platform, const Cursor *cursor)
{
  char id[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&platform->db_id, id);
  return g_strdup_printf ("%s.%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, id, cursor->seq,
                          cursor->floor);
}

/* FALSE: of another database, or no cursor of ours at all. */
static gboolean
parse_cursor (HufuPlatform *platform, const char *text, Cursor *ret_cursor)
{
  g_auto (GStrv) parts = NULL;
  HufuId id;
  guint64 seq, floor;

  *ret_cursor = (Cursor){0, 0};
  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, ".", 4);
  if (g_strv_length (parts) != 3 || !hufu_id_parse (parts[0], &id) ||
      !hufu_id_equal (&id, &platform->db_id) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT64, &seq, NULL) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXINT64, &floor, NULL))
    return FALSE;
  *ret_cursor = (Cursor){(gint64)seq, (gint64)floor};
  return TRUE;
}

gint64
hufu_changes_get_seq (HufuPlatform *platform, const char *cursor)
{
  Cursor at;

  return cursor != NULL && parse_cursor (platform, cursor, &at) ? at.seq : -1;
}

static json_t *
read_category (HufuPlatform *platform, gint64 id)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT name_en, name_zh, position FROM category WHERE id = ?", "i", id);
  json_t *data;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  data =
      json_pack ("{s:I, s:s, s:s, s:I}", "id", (json_int_t)id, "name_en", hufu_pdb_text (row, 0),
                 "name_zh", hufu_pdb_text (row, 1), "position", (json_int_t)hufu_pdb_int (row, 2));
  hufu_pdb_done (row);
  return data;
}

/* NULL: it is gone. */
static json_t *
read_data (HufuPlatform *platform, gint64 store_no, const char *kind, const char *key,
           const char *text)
{
  gint64 id = g_ascii_strtoll (key, NULL, 10);

  if (*text != '\0')
    return json_loads (text, 0, NULL);
  if (strcmp (kind, "product") == 0)
    return hufu_products_tell (platform, store_no, id);
  if (strcmp (kind, "store") == 0)
    return hufu_stock_book_tell_store (platform, id);
  if (strcmp (kind, "stock") == 0)
    return hufu_stock_book_tell (platform, id);
  return read_category (platform, id);
}

static json_t *
read_change (HufuPlatform *platform, gint64 store_no, sqlite3_stmt *row)
{
  const char *kind = hufu_pdb_text (row, 1);
  const char *key = hufu_pdb_text (row, 2);
  json_t *data = hufu_pdb_is_null (row, 3)
                     ? NULL
                     : read_data (platform, store_no, kind, key, hufu_pdb_text (row, 3));

  return json_pack ("{s:s, s:s, s:s, s:o}", "kind", kind, "op", data != NULL ? "put" : "delete",
                    "key", key, "data", data != NULL ? data : json_null ());
}

json_t *
hufu_changes_list (HufuPlatform *platform, const HufuHolder *holder, const char *cursor,
                   gint64 limit, gboolean *ret_gone, GError **error)
{
  Cursor at;
  HufuCounted counted;
  json_t *changes;
  sqlite3_stmt *row;
  gboolean more = FALSE;
  g_autofree char *next = NULL;

  *ret_gone = !parse_cursor (platform, cursor, &at);
  if (*ret_gone)
    return NULL;
  changes = json_array ();
  counted = hufu_stock_book_find_counted (platform, holder);
  row = hufu_pdb_query (platform->db,
                        "SELECT seq, kind, key, data FROM change WHERE seq > ? AND "
                        "(kind NOT IN " IN_SNAPSHOT " OR seq > ?) AND "
                        "(store_no IS NULL OR store_no = ?) ORDER BY seq LIMIT ?",
                        "iiii", at.seq, at.floor, (gint64)holder->store_no, limit + 1);
  while (hufu_pdb_next (platform->db, row)) {
    more = (gint64)json_array_size (changes) == limit;
    if (more)
      continue;
    json_array_append_new (changes, read_change (platform, (gint64)holder->store_no, row));
    at.seq = hufu_pdb_int (row, 0);
  }
  next = format_cursor (platform, &at);
  if (!hufu_pdb_check (platform->db, error)) {
    json_decref (changes);
    return NULL;
  }
  return json_pack ("{s:o, s:s, s:b, s:{s:I, s:I}, s:o}", "changes", changes, "cursor", next,
                    "more", (int)more, "counted", "incarnation", (json_int_t)counted.incarnation,
                    "seq", (json_int_t)counted.seq, "heard", hufu_stock_book_tell_heard (platform));
}

/* --- the snapshot -------------------------------------------------------------------------------
 */

static gint64
get_floor (HufuPlatform *platform)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT max (seq) FROM change WHERE kind IN " IN_SNAPSHOT, "");
}

char *
hufu_snapshot_make_etag (HufuPlatform *platform, const HufuHolder *holder)
{
  char id[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&platform->db_id, id);
  return g_strdup_printf ("\"%.8s-%" G_GUINT64_FORMAT "-%" G_GINT64_FORMAT "\"", id,
                          holder->store_no, get_floor (platform));
}

void
hufu_snapshot_free (HufuSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;
  g_free (snapshot->path);
  g_free (snapshot->etag);
  g_free (snapshot->cursor);
  g_free (snapshot->signature);
  g_free (snapshot);
}

static gboolean
exec (sqlite3 *file, const char *sql, GError **error)
{
  if (sqlite3_exec (file, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE,
               "The snapshot cannot be written (%s)", sqlite3_errmsg (file));
  return FALSE;
}

/* What the file says of itself: of whose store and journal its figures are. */
static char *
make_catalogue_row (const HufuSnapshot *snapshot, const HufuCounted *counted, gint64 now_s)
{
  return g_strdup_printf ("INSERT INTO catalogue (one, cursor, made_utc_s, counted_no) VALUES "
                          "(1, '%s', %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")",
                          snapshot->cursor, now_s, (counted->incarnation << 32) + counted->seq);
}

/* The rows of products that are sold, or of those that are not. */
static char *
make_products_sql (const char *product, const char *barcode, gboolean sold, gint64 store_no)
{
  return g_strdup_printf (
      "INSERT INTO %s (id, sku, name_en, name_zh, variant_en, variant_zh, group_id, "
      "category_id, price_minor, member_price_minor, tax_ppm, by_weight, stock_milli, "
      "stock_utc_s, icon, popularity, favourite, open_price_max_minor, low_milli, stamps, asks, "
      "options) "
      "SELECT id, sku, name_en, name_zh, variant_en, variant_zh, group_id, category_id, "
      "price_minor, member_price_minor, tax_ppm, by_weight, coalesce (on_hand_milli, 0), "
      "coalesce (at_utc_s, 0), icon, popularity, favourite, open_price_max_minor, low_milli, "
      "stamps, asks, options FROM p.product LEFT JOIN p.stock ON product_id = id "
      "AND store_no = %" G_GINT64_FORMAT " WHERE sold = %d;"
      "INSERT INTO %s SELECT code, product_id FROM p.barcode JOIN p.product ON id = product_id "
      "WHERE sold = %d;",
      product, store_no, sold, barcode, sold);
}

static gboolean
copy_tables (sqlite3 *file, gint64 store_no, GError **error)
{
  g_autofree char *sold = make_products_sql ("main.product", "main.barcode", TRUE, store_no);
  g_autofree char *off = make_products_sql ("product_off", "barcode_off", FALSE, store_no);
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO category SELECT id, name_en, name_zh, position FROM p.category;"
      "%s%s"
      "INSERT INTO store SELECT store_no, name_en, name_zh, 0 FROM p.store;"
      "INSERT INTO stock_elsewhere SELECT product_id, store_no, on_hand_milli, at_utc_s "
      "FROM p.stock WHERE store_no <> %" G_GINT64_FORMAT,
      sold, off, store_no);

  return exec (file, sql, error);
}

/* Of all indexes of the file, one after the other, by that format of a column of its schema. */
static char *
list_indexes (sqlite3 *file, const char *format)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT group_concat (%s, ';') FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
      format);
  sqlite3_stmt *statement = NULL;
  char *list = NULL;

  if (sqlite3_prepare_v2 (file, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    list = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return list;
}

/* An index that is made of all rows at once is sorted; one that is there before them is searched
 * for each. */
static gboolean
copy_unindexed (sqlite3 *file, gint64 store_no, GError **error)
{
  g_autofree char *make = list_indexes (file, "sql");
  g_autofree char *drop = list_indexes (file, "'DROP INDEX ' || name");

  return exec (file, drop, error) && copy_tables (file, store_no, error) &&
         exec (file, make, error) && exec (file, "COMMIT; DETACH p; ANALYZE", error);
}

static gboolean
fill_snapshot (sqlite3 *file, const char *source, const char *row, gint64 store_no, GError **error)
{
  char *attach = sqlite3_mprintf ("ATTACH %Q AS p", source);
  gboolean attached = exec (file, attach, error);

  sqlite3_free (attach);
  return attached &&
         exec (file, "PRAGMA main.journal_mode = OFF; PRAGMA main.synchronous = OFF; BEGIN",
               error) &&
         hufu_pdb_run_script (file, "/hufu/sql/catalog/001-catalog.sql", error) &&
         hufu_pdb_run_script (file, "/hufu/sql/catalog/002-search.sql", error) &&
         hufu_pdb_run_script (file, "/hufu/sql/catalog/003-search-keys.sql", error) &&
         hufu_pdb_run_script (file, "/hufu/sql/catalog/004-stock.sql", error) &&
         hufu_pdb_run_script (file, "/hufu/sql/catalog/005-edits.sql", error) &&
         hufu_pdb_run_script (file, "/hufu/sql/catalog/006-asks.sql", error) &&
         hufu_pdb_run_script (file, "/hufu/sql/catalog/007-options.sql", error) &&
         hufu_pdb_run_script (file, "/hufu/sql/catalog/008-flaws.sql", error) &&
         exec (file, row, error) && copy_unindexed (file, store_no, error);
}

/* Over "HUFUS1" and the digest of the file, by the platform's key. */
static char *
sign_file (HufuPlatform *platform, const char *path, GError **error)
{
  g_autofree char *content = NULL, *kid_text = NULL, *signature_text = NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 message[6 + 32] = "HUFUS1", kid[8], signature[HUFU_SIGNATURE_BYTES];
  gsize size, n = 32;

  if (!g_file_get_contents (path, &content, &size, error))
    return NULL;
  g_checksum_update (sum, (const guint8 *)content, (gssize)size);
  g_checksum_get_digest (sum, message + 6, &n);
  hufu_token_make_kid (platform->signer->public_key, kid);
  hufu_crypto_sign (platform->signer, message, sizeof message, signature);
  kid_text = hufu_base64url_encode (kid, sizeof kid);
  signature_text = hufu_base64url_encode (signature, sizeof signature);
  return g_strconcat (kid_text, ":", signature_text, NULL);
}

static gboolean
write_snapshot (HufuPlatform *platform, const HufuHolder *holder, const HufuSnapshot *snapshot,
                GError **error)
{
  HufuCounted counted = hufu_stock_book_find_counted (platform, holder);
  g_autofree char *row = make_catalogue_row (snapshot, &counted, hufu_platform_now_s (platform));
  g_autofree char *source = g_build_filename (platform->dir, "platform.db", NULL);
  sqlite3 *file = NULL;
  gboolean good;

  sqlite3_open_v2 (snapshot->path, &file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
  good = fill_snapshot (file, source, row, (gint64)holder->store_no, error);
  sqlite3_close (file);
  return good;
}

HufuSnapshot *
hufu_snapshot_make (HufuPlatform *platform, const HufuHolder *holder, GError **error)
{
  g_autoptr (HufuSnapshot) snapshot = g_new0 (HufuSnapshot, 1);
  Cursor cursor = {0, get_floor (platform)};

  snapshot->path = g_build_filename (platform->dir, "snapshot.db", NULL);
  snapshot->etag = hufu_snapshot_make_etag (platform, holder);
  snapshot->cursor = format_cursor (platform, &cursor);
  if (!hufu_pdb_check (platform->db, error))
    return NULL;
  unlink (snapshot->path);
  if (!write_snapshot (platform, holder, snapshot, error))
    return NULL;
  snapshot->signature = sign_file (platform, snapshot->path, error);
  return snapshot->signature != NULL ? g_steal_pointer (&snapshot) : NULL;
}

json_t *
hufu_changes_load_policy (HufuPlatform *platform, guint64 store_no)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT data FROM change WHERE kind = 'policy' AND key = 'store' AND store_no = ?", "i",
      (gint64)store_no);
  json_t *policy;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  policy = hufu_pjson_load_object (hufu_pdb_text (row, 0), strlen (hufu_pdb_text (row, 0)));
  hufu_pdb_done (row);
  return policy;
}
