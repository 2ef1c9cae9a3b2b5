/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "data/embedded-sql.h"
#include "store/catalog-flaw.h"
#include "store/catalog-product.h"
#include "store/catalog-stock.h"

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

static gboolean
put (HufuDb *db, const char *kind, const char *key, json_t *data, const HufuCatalogPage *page,
     GError **error)
{
  if (strcmp (kind, "product") == 0)
    return hufu_catalog_put_product (db, key, data, page->counted_no, error);
  if (strcmp (kind, "category") == 0)
    return put_category (db, data, error);
  if (strcmp (kind, "stock") == 0)
    return hufu_catalog_put_stock (db, data, page, error);
  return hufu_catalog_put_store (db, data, error);
}

static gboolean delete (HufuDb *db, const char *kind, gint64 id, GError **error)
{
  if (strcmp (kind, "product") == 0)
    return hufu_catalog_delete_product (db, id, error);
  if (strcmp (kind, "category") == 0)
    return hufu_flaw_leave_category (db, id, error);
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
    return put (db, kind, key, data, page, error);
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
  if (!HUFU_RUN (db, error, "PRAGMA defer_foreign_keys = ON"))
    return FALSE;
  json_array_foreach (changes, i, change) if (!apply_one (db, change, page, error)) return FALSE;
  return hufu_flaw_end_page (db, error) && hufu_catalog_end_page (db, page, error);
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
