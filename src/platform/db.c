/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/db.h"

#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#define SCHEMA_NEWEST 24

G_DEFINE_QUARK (hufu - platform - error - quark, hufu_platform_error)

struct HufuPdb {
  sqlite3 *handle;
  GHashTable *statements; /* text -> sqlite3_stmt, owned */
  GHashTable *functions;  /* names of those made */
  char *failure;          /* the first one, until it is reported */
  gboolean in_transaction, light;
  void (*hook) (gpointer user_data);
  gpointer hook_data;
  gboolean (*before_commit) (gpointer user_data);
  void (*after_commit) (gpointer user_data, gboolean committed);
  gpointer commit_data;
  int n_changes; /* when the transaction began */
};

static void
fail (HufuPdb *db, const char *doing)
{
  if (db->failure == NULL)
    db->failure = g_strdup_printf ("%s: %s", doing, sqlite3_errmsg (db->handle));
}

static void
exec (HufuPdb *db, const char *sql)
{
  if (db->hook != NULL)
    db->hook (db->hook_data);
  if (sqlite3_exec (db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    fail (db, sql);
}

gboolean
hufu_pdb_check (HufuPdb *db, GError **error)
{
  g_autofree char *failure = g_steal_pointer (&db->failure);

  if (failure == NULL)
    return TRUE;
  g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE,
               "The platform's database cannot be used (%s)", failure);
  return FALSE;
}

gboolean
hufu_pdb_run_script (sqlite3 *handle, const char *resource, GError **error)
{
  g_autoptr (GBytes) script =
      g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (script == NULL)
    return FALSE;
  if (sqlite3_exec (handle, g_bytes_get_data (script, NULL), NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE, "%s: %s", resource,
               sqlite3_errmsg (handle));
  return FALSE;
}

static gint64
get_version (HufuPdb *db)
{
  return hufu_pdb_get_int (db, -1, "PRAGMA user_version", "");
}

static gboolean
migrate (HufuPdb *db, GError **error)
{
  gint64 version = get_version (db);

  if (!hufu_pdb_check (db, error))
    return FALSE;
  if (version > SCHEMA_NEWEST) {
    g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE,
                 "The database is of a newer version (schema %d, this program knows %d)",
                 (int)version, SCHEMA_NEWEST);
    return FALSE;
  }
  if (version == SCHEMA_NEWEST)
    return TRUE;
  hufu_pdb_begin (db);
  for (gint64 next = version + 1; next <= SCHEMA_NEWEST; next++) {
    g_autofree char *resource = g_strdup_printf ("/hufu/sql/platform/%03d.sql", (int)next);

    if (!hufu_pdb_run_script (db->handle, resource, error)) {
      hufu_pdb_rollback (db);
      return FALSE;
    }
  }
  return hufu_pdb_commit (db, error);
}

static void
finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

/* For the owner's eyes only; what SQLite makes beside the file gets its mode. */
static void
make_file (const char *path)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd >= 0)
    close (fd);
}

/* The platform is one thread and asks nobody what memory SQLite takes: without these locks and sums
 * a grant of many rights takes a tenth less. Without effect where SQLite was used before. */
static int
open_file (const char *path, sqlite3 **ret_handle)
{
  static gsize done;

  if (g_once_init_enter (&done)) {
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    g_once_init_leave (&done, 1);
  }
  return sqlite3_open_v2 (path, ret_handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
}

HufuPdb *
hufu_pdb_open (const char *path, GError **error)
{
  g_autoptr (HufuPdb) db = g_new0 (HufuPdb, 1);

  db->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize);
  db->functions = g_hash_table_new (g_str_hash, g_str_equal);
  make_file (path);
  if (open_file (path, &db->handle) != SQLITE_OK)
    fail (db, "open");
  sqlite3_busy_timeout (db->handle, 5000);
  exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
            "PRAGMA trusted_schema = OFF");
  if (!hufu_pdb_check (db, error) || !migrate (db, error))
    return NULL;
  /* Only now: a migration makes tables anew that others refer to. */
  exec (db, "PRAGMA foreign_keys = ON");
  if (!hufu_pdb_check (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

void
hufu_pdb_close (HufuPdb *db)
{
  if (db == NULL)
    return;
  g_clear_pointer (&db->statements, g_hash_table_unref);
  g_hash_table_unref (db->functions);
  sqlite3_close (db->handle);
  g_free (db->failure);
  g_free (db);
}

void
hufu_pdb_begin (HufuPdb *db)
{
  g_assert (!db->in_transaction);
  db->in_transaction = TRUE;
  db->n_changes = sqlite3_total_changes (db->handle);
  hufu_pdb_run (db, "BEGIN IMMEDIATE", "");
}

void
hufu_pdb_begin_light (HufuPdb *db)
{
  exec (db, "PRAGMA synchronous = NORMAL");
  db->light = TRUE;
  hufu_pdb_begin (db);
}

static void
end (HufuPdb *db)
{
  db->in_transaction = FALSE;
  if (db->light)
    sqlite3_exec (db->handle, "PRAGMA synchronous = FULL", NULL, NULL, NULL);
  db->light = FALSE;
}

static void
roll_back (HufuPdb *db)
{
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
  end (db);
}

void
hufu_pdb_rollback (HufuPdb *db)
{
  g_assert (db->in_transaction);
  roll_back (db);
  if (db->after_commit != NULL)
    db->after_commit (db->commit_data, FALSE);
}

static void
prepare_commit (HufuPdb *db)
{
  if (db->before_commit == NULL || db->light || db->failure != NULL ||
      sqlite3_total_changes (db->handle) == db->n_changes)
    return;
  if (!db->before_commit (db->commit_data) && db->failure == NULL)
    db->failure = g_strdup ("its log cannot be written");
}

gboolean
hufu_pdb_commit (HufuPdb *db, GError **error)
{
  gboolean committed;

  g_assert (db->in_transaction);
  prepare_commit (db);
  if (db->failure == NULL)
    hufu_pdb_run (db, "COMMIT", "");
  committed = db->failure == NULL;
  if (committed)
    end (db);
  else
    roll_back (db);
  if (db->after_commit != NULL)
    db->after_commit (db->commit_data, committed);
  return committed || hufu_pdb_check (db, error);
}

void
hufu_pdb_set_commit_hooks (HufuPdb *db, gboolean (*before) (gpointer user_data),
                           void (*after) (gpointer user_data, gboolean committed),
                           gpointer user_data)
{
  db->before_commit = before;
  db->after_commit = after;
  db->commit_data = user_data;
}

static sqlite3_stmt *
prepare (HufuPdb *db, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (db->statements, sql);

  if (statement != NULL) {
    g_assert (!sqlite3_stmt_busy (statement));
    return statement;
  }
  if (sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK) {
    fail (db, sql);
    return NULL;
  }
  g_hash_table_insert (db->statements, g_strdup (sql), statement);
  return statement;
}

/* Nothing but C passes a pointer to a function, and only by this name. */
#define POINTER_TYPE "hufu"

static sqlite3_stmt *
bind (HufuPdb *db, const char *sql, const char *types, va_list arguments)
{
  sqlite3_stmt *statement = db->failure == NULL ? prepare (db, sql) : NULL;
  int at = 0;

  if (statement == NULL)
    return NULL;
  g_assert (sqlite3_bind_parameter_count (statement) == (int)strlen (types));
  for (; *types != '\0'; types++) {
    const HufuId *id;
    const guint8 *bytes;

    at++;
    switch (*types) {
    case 'i':
      sqlite3_bind_int64 (statement, at, va_arg (arguments, gint64));
      break;
    case 't':
      sqlite3_bind_text (statement, at, va_arg (arguments, const char *), -1, SQLITE_TRANSIENT);
      break;
    case 'd':
      id = va_arg (arguments, const HufuId *);
      sqlite3_bind_blob (statement, at, id != NULL ? id->bytes : NULL, HUFU_ID_BYTES,
                         SQLITE_TRANSIENT);
      break;
    case 'b':
      bytes = va_arg (arguments, const guint8 *);
      sqlite3_bind_blob64 (statement, at, bytes, va_arg (arguments, gsize), SQLITE_TRANSIENT);
      break;
    case 'p':
      sqlite3_bind_pointer (statement, at, va_arg (arguments, gpointer), POINTER_TYPE, NULL);
      break;
    default:
      g_assert_not_reached ();
    }
  }
  return statement;
}

sqlite3_stmt *
hufu_pdb_query (HufuPdb *db, const char *sql, const char *types, ...)
{
  va_list arguments;
  sqlite3_stmt *statement;

  va_start (arguments, types);
  statement = bind (db, sql, types, arguments);
  va_end (arguments);
  return statement;
}

gboolean
hufu_pdb_next (HufuPdb *db, sqlite3_stmt *statement)
{
  int result;

  if (statement == NULL)
    return FALSE;
  if (db->hook != NULL)
    db->hook (db->hook_data);
  result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    fail (db, sqlite3_sql (statement));
  hufu_pdb_done (statement);
  return FALSE;
}

void
hufu_pdb_done (sqlite3_stmt *statement)
{
  if (statement == NULL)
    return;
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

int
hufu_pdb_run (HufuPdb *db, const char *sql, const char *types, ...)
{
  va_list arguments;
  sqlite3_stmt *statement;

  va_start (arguments, types);
  statement = bind (db, sql, types, arguments);
  va_end (arguments);
  if (statement == NULL)
    return 0;
  while (hufu_pdb_next (db, statement))
    continue;
  return db->failure == NULL ? sqlite3_changes (db->handle) : 0;
}

gint64
hufu_pdb_get_int (HufuPdb *db, gint64 otherwise, const char *sql, const char *types, ...)
{
  va_list arguments;
  sqlite3_stmt *statement;
  gint64 value = otherwise;

  va_start (arguments, types);
  statement = bind (db, sql, types, arguments);
  va_end (arguments);
  if (hufu_pdb_next (db, statement)) {
    if (!hufu_pdb_is_null (statement, 0))
      value = hufu_pdb_int (statement, 0);
    hufu_pdb_done (statement);
  }
  return value;
}

void
hufu_pdb_ensure_function (HufuPdb *db, const char *name, int n_values,
                          void (*function) (sqlite3_context *, int, sqlite3_value **))
{
  if (!g_hash_table_add (db->functions, (gpointer)(guintptr)name))
    return;
  if (sqlite3_create_function_v2 (db->handle, name, n_values, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL,
                                  function, NULL, NULL, NULL) != SQLITE_OK)
    fail (db, name);
}

gpointer
hufu_pdb_value_pointer (sqlite3_value *value)
{
  return sqlite3_value_pointer (value, POINTER_TYPE);
}

void
hufu_pdb_set_triggers (HufuPdb *db, gboolean fire)
{
  if (sqlite3_db_config (db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, (int)fire, NULL) != SQLITE_OK)
    fail (db, "triggers");
}

gint64
hufu_pdb_last_rowid (HufuPdb *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}

gint64
hufu_pdb_int (sqlite3_stmt *row, int column)
{
  return sqlite3_column_int64 (row, column);
}

const char *
hufu_pdb_text (sqlite3_stmt *row, int column)
{
  const char *text = (const char *)sqlite3_column_text (row, column);

  return text != NULL ? text : "";
}

gboolean
hufu_pdb_is_null (sqlite3_stmt *row, int column)
{
  return sqlite3_column_type (row, column) == SQLITE_NULL;
}

gboolean
hufu_pdb_bytes (sqlite3_stmt *row, int column, guint8 *ret_bytes, gsize size)
{
  const void *bytes = sqlite3_column_blob (row, column);

  if (bytes == NULL || (gsize)sqlite3_column_bytes (row, column) != size) {
    memset (ret_bytes, 0, size);
    return FALSE;
  }
  memcpy (ret_bytes, bytes, size);
  return TRUE;
}

gboolean
hufu_pdb_id (sqlite3_stmt *row, int column, HufuId *ret_id)
{
  return hufu_pdb_bytes (row, column, ret_id->bytes, HUFU_ID_BYTES);
}

void
hufu_pdb_set_step_hook (HufuPdb *db, void (*hook) (gpointer user_data), gpointer user_data)
{
  db->hook = hook;
  db->hook_data = user_data;
}
