/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sql.h"

#include <string.h>
#include "core/lang.h"

struct _HufuRows {
  HufuDb *db;
  sqlite3_stmt *statement;
};

G_DEFINE_QUARK (hufu - store - error - quark, hufu_store_error)

/* One switch from SQLite's primary result codes to ours. The others are bugs of the store. */
static HufuStoreError
translate (int result)
{
  switch (result & 0xff) {
  case SQLITE_FULL:
    return HUFU_STORE_ERROR_FULL;
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_CANTOPEN:
    return HUFU_STORE_ERROR_READ_ONLY;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return HUFU_STORE_ERROR_CORRUPT;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return HUFU_STORE_ERROR_IN_USE;
  case SQLITE_CONSTRAINT:
    return HUFU_STORE_ERROR_CONFLICT;
  case SQLITE_TOOBIG:
    return HUFU_STORE_ERROR_INVALID;
  case SQLITE_NOMEM:
    g_error ("out of memory in the database");
  case SQLITE_IOERR:
  case SQLITE_PROTOCOL:
  case SQLITE_NOLFS:
  case SQLITE_AUTH:
  case SQLITE_ABORT:
  case SQLITE_INTERRUPT:
    return HUFU_STORE_ERROR_IO;
  }
  return HUFU_STORE_ERROR_IO;
}

static const char *const sentences[][HUFU_LANG_COUNT] = {
    [HUFU_STORE_ERROR_FULL] =
        {"The disk is full, so this was not saved. Free some space, then do it "
         "again.",
         "磁盘已满，本次操作没有保存。请清理空间后再做一次。"},
    [HUFU_STORE_ERROR_READ_ONLY] =
        {"The till may not write its books. Give this user the right to "
         "write the file and its folder.",
         "收银机没有账本的写入权限。请为当前用户开放该文件及其文件夹的写权限。"},
    [HUFU_STORE_ERROR_CORRUPT] =
        {"The books are damaged and were left untouched. Restore a backup or "
         "call support.",
         "账本文件已损坏，程序没有改动它。请恢复备份或联系技术支持。"},
    [HUFU_STORE_ERROR_CORRUPT_CATALOG] =
        {"The product list is damaged and is being fetched again; vouchers work. Scan it again "
         "when it has come.",
         "商品目录已损坏，正在重新下载；券照常可用。下载完成后请再扫一次。"},
    [HUFU_STORE_ERROR_MISSING] =
        {"The books of this till are gone, its key is still here. Put till.db back from a copy; "
         "without one, report the till lost, move device.key away and enrol as a new till.",
         "本机的账本不见了，密钥还在。请用备份恢复 till.db；没有备份，请报失本机，移走 device.key，"
         "再作为新机登记。"},
    [HUFU_STORE_ERROR_NEWER] = {"The books were written by a newer Hufu. Update this program, then "
                                "open it again.",
                                "账本由更新版本的 Hufu 写入。请先升级本程序再打开。"},
    [HUFU_STORE_ERROR_NEWER_CATALOG] =
        {"The catalogue was written by a newer Hufu. Update this program, then "
         "open it again.",
         "商品目录由更新版本的 Hufu 写入。请先升级本程序再打开。"},
    [HUFU_STORE_ERROR_IN_USE] =
        {"Another Hufu on this machine has the books open. Use that window, or "
         "close it first.",
         "本机已有另一个 Hufu 打开了账本。请使用那个窗口，或先将其关闭。"},
    [HUFU_STORE_ERROR_IO] =
        {"The disk did not answer properly, so this was not saved. Do it again; if "
         "it stays, call support.",
         "磁盘没有正常响应，本次操作没有保存。请再做一次；仍不行请联系技术支持。"},
    [HUFU_STORE_ERROR_CONFLICT] =
        {"This was changed meanwhile, so nothing was done. Look at the sale "
         "again, then go on.",
         "内容刚才已有变化，本次没有执行。请重新查看后继续。"},
    [HUFU_STORE_ERROR_INVALID] =
        {"What came in breaks the agreed form, so nothing was taken over. Call "
         "support if it stays.",
         "收到的数据不符合约定，没有采用。若持续出现请联系技术支持。"},
    [HUFU_STORE_ERROR_TRAINING] =
        {"These are books to train with, and no till's own. Start the till with its own folder.",
         "这是练习用的账本，不是收银机自己的账本。请用本机的数据文件夹启动。"},
    [HUFU_STORE_ERROR_NO_TRAINING] =
        {"There is nothing to train with yet. Start the till, let it fetch its staff and products, "
         "then train.",
         "还没有可以练习的资料。请先启动收银机，取得员工和商品后再练习。"},
};

const char *
hufu_store_error_sentence (HufuStoreError code, int lang)
{
  g_assert ((gsize)code < G_N_ELEMENTS (sentences) && lang >= 0 && lang < HUFU_LANG_COUNT);
  return sentences[code][lang];
}

gboolean
hufu_store_refuse (GError **error, HufuStoreError code, const char *what)
{
  g_set_error (error, HUFU_STORE_ERROR, (gint)code, "%s (%s)",
               hufu_store_error_sentence (code, HUFU_LANG_EN), what);
  return FALSE;
}

gboolean
hufu_sql_fail (HufuDb *db, GError **error)
{
  int result = sqlite3_extended_errcode (db->handle);
  HufuStoreError code;

  /* SQLITE_ERROR, SQLITE_MISUSE and SQLITE_RANGE are wrong SQL: ours. A trigger's RAISE is a
   * constraint. */
  g_assert ((result & 0xff) != SQLITE_MISUSE && (result & 0xff) != SQLITE_RANGE);
  if (result == SQLITE_ERROR && !db->believed)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, sqlite3_errmsg (db->handle));
  if (result == SQLITE_ERROR)
    g_warning ("store: %s", sqlite3_errmsg (db->handle));
  code = translate (result);
  if (code == HUFU_STORE_ERROR_CORRUPT && db->believed) {
    db->damaged = TRUE;
    code = db->schema == HUFU_DB_CATALOG ? HUFU_STORE_ERROR_CORRUPT_CATALOG : code;
  }
  return hufu_store_refuse (error, code, sqlite3_errstr (result));
}

static sqlite3_stmt *
find_statement (HufuDb *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (db->statements, sql);

  if (statement != NULL) {
    /* A text that was not a literal: its place now holds another. */
    g_assert (strcmp (sqlite3_sql (statement), sql) == 0);
    return statement;
  }
  if (sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK) {
    hufu_sql_fail (db, error);
    return NULL;
  }
  g_hash_table_insert (db->statements, (gpointer)(guintptr)sql, statement);
  return statement;
}

static void
bind (sqlite3_stmt *statement, int index, const HufuSqlValue *value)
{
  int result = SQLITE_OK;

  switch (value->type) {
  case HUFU_SQL_NULL:
    result = sqlite3_bind_null (statement, index);
    break;
  case HUFU_SQL_INT:
    result = sqlite3_bind_int64 (statement, index, value->integer);
    break;
  case HUFU_SQL_TEXT:
    result = sqlite3_bind_text (statement, index, value->bytes, -1, SQLITE_STATIC);
    break;
  case HUFU_SQL_BLOB:
    result = sqlite3_bind_blob64 (statement, index, value->bytes, value->size, SQLITE_STATIC);
    break;
  default:
    g_assert_not_reached ();
  }
  g_assert (result == SQLITE_OK || result == SQLITE_TOOBIG);
}

HufuRows *
hufu_sql_query (HufuDb *db, GError **error, const char *sql, const HufuSqlValue *values, gsize n)
{
  sqlite3_stmt *statement = find_statement (db, sql, error);
  HufuRows *rows;

  if (statement == NULL)
    return NULL;
  g_assert (!sqlite3_stmt_busy (statement));
  g_assert ((gsize)sqlite3_bind_parameter_count (statement) == n);
  for (gsize i = 0; i < n; i++)
    bind (statement, (int)i + 1, &values[i]);
  rows = g_new (HufuRows, 1);
  *rows = (HufuRows){.db = db, .statement = statement};
  return rows;
}

void
hufu_rows_free (HufuRows *rows)
{
  if (rows == NULL)
    return;
  sqlite3_reset (rows->statement);
  sqlite3_clear_bindings (rows->statement);
  g_free (rows);
}

int
hufu_rows_next (HufuRows *rows, GError **error)
{
  int result;

  if (rows == NULL)
    return -1;
  result = sqlite3_step (rows->statement);
  if (result == SQLITE_ROW)
    return 1;
  if (result == SQLITE_DONE)
    return 0;
  hufu_sql_fail (rows->db, error);
  return -1;
}

gboolean
hufu_sql_run (HufuDb *db, GError **error, const char *sql, const HufuSqlValue *values, gsize n)
{
  g_autoptr (HufuRows) rows = hufu_sql_query (db, error, sql, values, n);

  return hufu_rows_next (rows, error) >= 0;
}

gboolean
hufu_sql_get_int (HufuDb *db, GError **error, gint64 none, gint64 *ret_value, const char *sql,
                  const HufuSqlValue *values, gsize n)
{
  g_autoptr (HufuRows) rows = hufu_sql_query (db, error, sql, values, n);
  int step = hufu_rows_next (rows, error);

  if (step < 0)
    return FALSE;
  *ret_value = step == 0 || hufu_rows_is_null (rows, 0) ? none : hufu_rows_int (rows, 0);
  return TRUE;
}

gint64
hufu_rows_int (HufuRows *rows, int column)
{
  return sqlite3_column_int64 (rows->statement, column);
}

const char *
hufu_rows_text (HufuRows *rows, int column)
{
  const char *text = (const char *)sqlite3_column_text (rows->statement, column);

  return text == NULL ? "" : text;
}

char *
hufu_rows_dup_text (HufuRows *rows, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (rows->statement, column));
}

gboolean
hufu_rows_is_null (HufuRows *rows, int column)
{
  return sqlite3_column_type (rows->statement, column) == SQLITE_NULL;
}

const guint8 *
hufu_rows_blob (HufuRows *rows, int column, gsize *ret_size)
{
  const guint8 *bytes = sqlite3_column_blob (rows->statement, column);

  *ret_size = (gsize)sqlite3_column_bytes (rows->statement, column);
  return bytes;
}

gboolean
hufu_rows_bytes (HufuRows *rows, int column, guint8 *ret_bytes, gsize size)
{
  const void *bytes = sqlite3_column_blob (rows->statement, column);

  if (bytes == NULL || (gsize)sqlite3_column_bytes (rows->statement, column) != size)
    return FALSE;
  memcpy (ret_bytes, bytes, size);
  return TRUE;
}

HufuId
hufu_rows_id (HufuRows *rows, int column)
{
  HufuId id = {{0}};

  hufu_rows_bytes (rows, column, id.bytes, HUFU_ID_BYTES);
  return id;
}

static gboolean
is_value (HufuRows *rows, int column, const HufuSqlValue *value)
{
  const guint8 *bytes;
  gsize size;

  switch (value->type) {
  case HUFU_SQL_NULL:
    return hufu_rows_is_null (rows, column);
  case HUFU_SQL_INT:
    return hufu_rows_int (rows, column) == value->integer && !hufu_rows_is_null (rows, column);
  case HUFU_SQL_TEXT:
    return strcmp (hufu_rows_text (rows, column), value->bytes) == 0 &&
           !hufu_rows_is_null (rows, column);
  case HUFU_SQL_BLOB:
    bytes = hufu_rows_blob (rows, column, &size);
    return bytes != NULL && size == value->size && memcmp (bytes, value->bytes, size) == 0;
  default:
    g_assert_not_reached ();
  }
}

gboolean
hufu_rows_are (HufuRows *rows, const HufuSqlValue *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!is_value (rows, (int)i, &values[i]))
      return FALSE;
  return TRUE;
}

int
hufu_sql_changes (HufuDb *db)
{
  return sqlite3_changes (db->handle);
}

gboolean
hufu_sql_script (HufuDb *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return hufu_sql_fail (db, error);
}
