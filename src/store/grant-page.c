/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/grant-page.h"

typedef struct {
  sqlite3_vtab base;
  HufuDb *db;
} Table;

typedef struct {
  sqlite3_vtab_cursor base;
  const HufuGrantPage *page;
  guint place;
} Cursor;

static int
connect_table (sqlite3 *handle, void *user_data, int argc, const char *const *argv,
               sqlite3_vtab **ret_table, char **ret_error)
{
  int result = sqlite3_declare_vtab (
      handle, "CREATE TABLE t (place, cti, generation, k, platform_epoch, counter,"
              " remaining_minor, short_code, not_before_utc_s, expires_utc_s, terms_no, take)");
  Table *table;

  if (result != SQLITE_OK)
    return result;
  sqlite3_vtab_config (handle, SQLITE_VTAB_DIRECTONLY);
  table = g_new0 (Table, 1);
  table->db = user_data;
  *ret_table = &table->base;
  return SQLITE_OK;
}

static int
disconnect_table (sqlite3_vtab *table)
{
  g_free (table);
  return SQLITE_OK;
}

/* It is the outer loop of all that asks for it, and is gone through in the order it has. */
static int
find_best_index (sqlite3_vtab *table, sqlite3_index_info *info)
{
  info->estimatedRows = HUFU_GRANTS_MAX;
  info->estimatedCost = HUFU_GRANTS_MAX;
  return SQLITE_OK;
}

static int
open_cursor (sqlite3_vtab *table, sqlite3_vtab_cursor **ret_cursor)
{
  Cursor *cursor = g_new0 (Cursor, 1);

  *ret_cursor = &cursor->base;
  return SQLITE_OK;
}

static int
close_cursor (sqlite3_vtab_cursor *cursor)
{
  g_free (cursor);
  return SQLITE_OK;
}

static int
rewind_cursor (sqlite3_vtab_cursor *base, int index, const char *name, int argc,
               sqlite3_value **argv)
{
  Cursor *cursor = (Cursor *)base;

  cursor->page = ((const Table *)base->pVtab)->db->page;
  cursor->place = 0;
  return SQLITE_OK;
}

static int
move_on (sqlite3_vtab_cursor *cursor)
{
  ((Cursor *)cursor)->place++;
  return SQLITE_OK;
}

static int
is_at_end (sqlite3_vtab_cursor *base)
{
  const Cursor *cursor = (const Cursor *)base;

  return cursor->page == NULL || cursor->place >= cursor->page->n;
}

static gint64
get_number (const Cursor *cursor, int column)
{
  const HufuGrantPage *page = cursor->page;
  const HufuGrantItem *item = &page->items[cursor->place];
  const gint64 numbers[] = {
      cursor->place,
      0,
      (gint64)item->right.key.generation,
      item->right.key.k,
      (gint64)item->right.epoch.platform_epoch,
      (gint64)item->right.epoch.counter,
      item->right.remaining_minor,
      0,
      item->not_before_utc_s,
      item->expires_utc_s,
      page->terms_nos[item->terms],
      page->take[cursor->place],
  };

  g_assert (column >= 0 && (gsize)column < G_N_ELEMENTS (numbers));
  return numbers[column];
}

static int
get_column (sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
  const Cursor *cursor = (const Cursor *)base;
  const HufuGrantItem *item = &cursor->page->items[cursor->place];

  if (column == 1)
    sqlite3_result_blob (context, item->right.key.cti.bytes, HUFU_ID_BYTES, SQLITE_STATIC);
  else if (column == 7)
    sqlite3_result_text (context, item->short_code, -1, SQLITE_STATIC);
  else
    sqlite3_result_int64 (context, get_number (cursor, column));
  return SQLITE_OK;
}

static int
get_place (sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret_place)
{
  *ret_place = ((const Cursor *)cursor)->place;
  return SQLITE_OK;
}

gboolean
hufu_grant_page_register (HufuDb *db, GError **error)
{
  static const sqlite3_module module = {
      .xConnect = connect_table,
      .xDisconnect = disconnect_table,
      .xBestIndex = find_best_index,
      .xOpen = open_cursor,
      .xClose = close_cursor,
      .xFilter = rewind_cursor,
      .xNext = move_on,
      .xEof = is_at_end,
      .xColumn = get_column,
      .xRowid = get_place,
  };

  return sqlite3_create_module_v2 (db->handle, "grant_page", &module, db, NULL) == SQLITE_OK ||
         hufu_sql_fail (db, error);
}
