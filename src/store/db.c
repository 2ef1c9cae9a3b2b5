/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "data/embedded-sql.h"
#include "store/gather.h"
#include "store/grant-page.h"

typedef struct {
  gint64 application_id, version, objects;
} Header;

static const char *const *
get_migrations (HufuDbSchema schema)
{
  return schema == HUFU_DB_TERMINAL ? hufu_sql_terminal : hufu_sql_catalog;
}

static gint64
get_application_id (HufuDbSchema schema)
{
  return schema == HUFU_DB_TERMINAL ? HUFU_TERMINAL_APPLICATION_ID : HUFU_CATALOG_APPLICATION_ID;
}

static gboolean
take_lock (HufuDb *db, GError **error)
{
  g_autofree char *path = g_strconcat (db->path, ".lock", NULL);

  db->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (db->lock_fd < 0)
    return hufu_store_refuse (error,
                              errno == ENOSPC ? HUFU_STORE_ERROR_FULL : HUFU_STORE_ERROR_READ_ONLY,
                              g_strerror (errno));
  if (flock (db->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  return hufu_store_refuse (error, HUFU_STORE_ERROR_IN_USE, g_strerror (errno));
}

/* For the owner's eyes only: SQLite would make the file for all to read, and gives what it makes
 * beside it the mode of the file itself. A failure is its to tell. */
static void
make_file (const char *path)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd >= 0)
    close (fd);
}

/* The last acts are in the log alone until they are copied over. SQLite takes a log beside an empty
 * file, or beside none, for a leftover and throws it away; nothing of ours leaves one there. */
static gboolean
check_log (HufuDb *db, GError **error)
{
  g_autofree char *wal = g_strconcat (db->path, "-wal", NULL);
  struct stat file = {0}, log = {0};

  if (db->schema != HUFU_DB_TERMINAL || stat (wal, &log) != 0 || log.st_size <= 32 ||
      (stat (db->path, &file) == 0 && file.st_size > 0))
    return TRUE;
  return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT,
                            "only the log of the last acts is left");
}

/* Books are made before the till's key: beside a key, no file is one that was taken away, and a
 * file of no bytes is what is left of some, not one that the first start had no time to fill. No
 * till begins a new life because of either. */
static gboolean
check_lost (HufuDb *db, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (db->path);
  g_autofree char *key = g_build_filename (folder, "device.key", NULL);
  struct stat file = {0};

  if (db->schema != HUFU_DB_TERMINAL || !g_file_test (key, G_FILE_TEST_EXISTS))
    return TRUE;
  if (stat (db->path, &file) != 0)
    return errno != ENOENT || hufu_store_refuse (error, HUFU_STORE_ERROR_MISSING, db->path);
  return file.st_size > 0 ||
         hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "the file is empty");
}

/* SQLite counts the memory it takes, under a lock at each piece, and nobody asks. Without effect if
 * the process has used SQLite before. */
static const char *
prepare_sqlite (void)
{
  static gsize done;

  if (g_once_init_enter (&done)) {
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    g_once_init_leave (&done, 1);
  }
  return hufu_gather_get_vfs ();
}

/* What may be set before the file is believed: none of it writes. Until the checks are through,
 * closing must not copy the WAL into the file either. */
static gboolean
open_handle (HufuDb *db, int flags, GError **error)
{
  int result =
      sqlite3_open_v2 (db->path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, prepare_sqlite ());

  db->believed = db->damaged = FALSE;
  if (result != SQLITE_OK)
    return hufu_sql_fail (db, error);
  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  /* The catalogue comes from outside: no trigger of a file that was sent here ever runs. */
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, db->schema == HUFU_DB_TERMINAL,
                     NULL);
  return hufu_sql_script (db,
                          "PRAGMA cell_size_check = ON;"
                          "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
                          "PRAGMA cache_size = -4000; PRAGMA secure_delete = FAST",
                          error);
}

static gboolean
read_header (HufuDb *db, Header *ret_header, GError **error)
{
  return HUFU_GET_INT (db, error, 0, &ret_header->application_id, "PRAGMA application_id") &&
         HUFU_GET_INT (db, error, 0, &ret_header->version, "PRAGMA user_version") &&
         HUFU_GET_INT (db, error, 0, &ret_header->objects, "SELECT count(*) FROM sqlite_schema");
}

/* A file shorter than its own header says lost its end; with a WAL beside it the missing pages may
 * be there. */
static gboolean
check_length (HufuDb *db, GError **error)
{
  sqlite3_file *file = NULL, *wal = NULL;
  sqlite3_int64 bytes = 0, wal_bytes = 0;
  gint64 pages = 0, page_size = 0;

  if (!HUFU_GET_INT (db, error, 0, &pages, "PRAGMA page_count") ||
      !HUFU_GET_INT (db, error, 0, &page_size, "PRAGMA page_size"))
    return FALSE;
  sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
  if (file == NULL || file->pMethods == NULL ||
      file->pMethods->xFileSize (file, &bytes) != SQLITE_OK)
    return TRUE;
  if (wal != NULL && wal->pMethods != NULL)
    wal->pMethods->xFileSize (wal, &wal_bytes);
  if (wal_bytes > 32 || bytes >= pages * page_size)
    return TRUE;
  return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "the end of the file is missing");
}

/* Believes the file or refuses it. Costs a few pages, however large the file is. */
static gboolean
check_file (HufuDb *db, gint64 *ret_version, GError **error)
{
  Header header;
  gint64 newest = 0;

  while (get_migrations (db->schema)[newest] != NULL)
    newest++;
  if (!read_header (db, &header, error) || !check_length (db, error))
    return FALSE;
  if (header.version == 0 ? header.objects != 0
                          : header.application_id != get_application_id (db->schema))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "this file is not Hufu's");
  if (header.version > newest)
    return hufu_store_refuse (error,
                              db->schema == HUFU_DB_CATALOG ? HUFU_STORE_ERROR_NEWER_CATALOG
                                                            : HUFU_STORE_ERROR_NEWER,
                              "schema version");
  *ret_version = header.version;
  db->believed = TRUE;
  return TRUE;
}

/* Migrations rebuild tables that others refer to, so references are checked here at the end of one,
 * and by SQLite from then on. */
static gboolean
check_references (HufuDb *db, GError **error)
{
  gint64 dangling = 0;

  if (!HUFU_GET_INT (db, error, 0, &dangling, "SELECT count(*) FROM pragma_foreign_key_check"))
    return FALSE;
  return dangling == 0 ||
         hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "rows refer to rows that are missing");
}

/* All that are missing are one act: one sync, and never a schema of between. */
static gboolean
apply_migrations (HufuDb *db, gint64 version, GError **error)
{
  const char *const *scripts = get_migrations (db->schema);
  g_autofree char *stamp = NULL;

  for (; scripts[version] != NULL; version++)
    if (!hufu_sql_script (db, scripts[version], error))
      return FALSE;
  stamp = g_strdup_printf ("PRAGMA application_id = %" G_GINT64_FORMAT
                           "; PRAGMA user_version = %" G_GINT64_FORMAT,
                           get_application_id (db->schema), version);
  return hufu_sql_script (db, stamp, error) && check_references (db, error);
}

static int
note_wal_pages (void *user_data, sqlite3 *handle, const char *name, int pages)
{
  HufuDb *db = user_data;

  db->wal_pages = pages;
  return SQLITE_OK;
}

/* WAL with FULL: one sync a commit. Checkpoints are the owner's, when idle; the WAL file is kept
 * and written over, as growing a file costs more than the write itself. */
static gboolean
set_durable (HufuDb *db, GError **error)
{
  int persist = 1;

  if (!hufu_sql_script (db,
                        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                        "PRAGMA wal_autocheckpoint = 0",
                        error))
    return FALSE;
  sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
  sqlite3_wal_hook (db->handle, note_wal_pages, db);
  return TRUE;
}

static gboolean
migrate (HufuDb *db, GError **error)
{
  gint64 version;

  if (!check_file (db, &version, error) || !set_durable (db, error))
    return FALSE;
  if (get_migrations (db->schema)[version] != NULL &&
      (!hufu_act_begin (db, error) ||
       !hufu_act_end (db, apply_migrations (db, version, error), error)))
    return FALSE;
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return hufu_sql_script (db, "PRAGMA foreign_keys = ON", error) &&
         (db->schema != HUFU_DB_TERMINAL || hufu_grant_page_register (db, error));
}

static HufuDb *
make_db (const char *path, HufuDbSchema schema, const HufuHost *host)
{
  HufuDb *db = g_new0 (HufuDb, 1);

  db->path = g_strdup (path);
  db->schema = schema;
  db->host = host;
  db->lock_fd = -1;
  db->statements = g_hash_table_new (NULL, NULL);
  db->kept_lines = g_byte_array_new ();
  return db;
}

HufuDb *
hufu_db_open (const char *path, HufuDbSchema schema, const HufuHost *host, GError **error)
{
  g_autoptr (HufuDb) db = make_db (path, schema, host);

  if (!take_lock (db, error))
    return NULL;
  if (!check_log (db, error) || !check_lost (db, error))
    return NULL;
  make_file (path);
  if (!open_handle (db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error) || !migrate (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

HufuDb *
hufu_db_open_read_only (const char *path, HufuDbSchema schema, const HufuHost *host, GError **error)
{
  g_autoptr (HufuDb) db = make_db (path, schema, host);
  gint64 version;

  if (!check_lost (db, error) || !open_handle (db, SQLITE_OPEN_READONLY, error) ||
      !check_file (db, &version, error))
    return NULL;
  if (get_migrations (schema)[version] == NULL)
    return g_steal_pointer (&db);
  hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT,
                     "start the till once to bring it up to date");
  return NULL;
}

static void
finalize_statements (HufuDb *db)
{
  GHashTableIter iter;
  gpointer statement;

  g_hash_table_iter_init (&iter, db->statements);
  while (g_hash_table_iter_next (&iter, NULL, &statement))
    sqlite3_finalize (statement);
  g_hash_table_remove_all (db->statements);
}

void
hufu_db_close (HufuDb *db)
{
  if (db == NULL)
    return;
  finalize_statements (db);
  if (db->tail_in_doubt)
    hufu_act_touch (db);
  if (db->handle != NULL)
    g_assert (sqlite3_close (db->handle) == SQLITE_OK);
  g_hash_table_unref (db->statements);
  g_byte_array_unref (db->kept_lines);
  if (db->lock_fd >= 0)
    close (db->lock_fd);
  g_free (db->path);
  g_free (db);
}

const HufuHost *
hufu_db_get_host (HufuDb *db)
{
  return db->host;
}

void
hufu_db_set_anchor (HufuDb *db, gint64 utc_us, gint64 boot_us)
{
  db->anchor_utc_us = utc_us;
  db->anchor_boot_us = boot_us;
}

gint64
hufu_db_now_utc_us (const HufuDb *db)
{
  if (db->anchor_utc_us == 0)
    return hufu_host_utc_us (db->host);
  return db->anchor_utc_us + (hufu_host_boot_us (db->host) - db->anchor_boot_us);
}

gboolean
hufu_db_is_damaged (const HufuDb *db)
{
  return db->damaged;
}

gboolean
hufu_db_put_aside (const char *path, const HufuHost *host, GError **error)
{
  static const char *const ends[] = {"", "-wal", "-shm"};
  g_autofree char *stem =
      g_str_has_suffix (path, ".db") ? g_strndup (path, strlen (path) - 3) : g_strdup (path);
  gint64 now_s = hufu_host_utc_us (host) / G_USEC_PER_SEC;

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *from = g_strconcat (path, ends[i], NULL);
    g_autofree char *aside =
        g_strdup_printf ("%s-damaged-%" G_GINT64_FORMAT ".db%s", stem, now_s, ends[i]);

    if (g_rename (from, aside) != 0 && errno != ENOENT) {
      g_set_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_READ_ONLY, "%s: %s", from,
                   g_strerror (errno));
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
hufu_db_begin_anew (HufuDb *db, GError **error)
{
  gboolean aside;

  finalize_statements (db);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert (sqlite3_close (db->handle) == SQLITE_OK);
  db->handle = NULL;
  aside = hufu_db_put_aside (db->path, db->host, error);
  if (aside)
    make_file (db->path);
  return open_handle (db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, aside ? error : NULL) &&
         migrate (db, aside ? error : NULL) && aside;
}

gboolean
hufu_db_replace_file (HufuDb *db, const char *new_path, GError **error)
{
  g_autofree char *wal = g_strconcat (db->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (db->path, "-shm", NULL);
  gboolean renamed;

  /* Closing copies the WAL back; what it leaves must not be played into the new file. */
  finalize_statements (db);
  g_assert (sqlite3_close (db->handle) == SQLITE_OK);
  db->handle = NULL;
  unlink (wal);
  unlink (shm);
  renamed = g_rename (new_path, db->path) == 0;
  if (!renamed)
    hufu_store_refuse (error, HUFU_STORE_ERROR_IO, g_strerror (errno));
  if (!open_handle (db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, renamed ? error : NULL) ||
      !migrate (db, renamed ? error : NULL))
    return FALSE;
  return renamed;
}

/* A first frame in an empty or used-up WAL writes its header too, with a sync of its own. This does
 * it here, so that the next sale need not. */
void
hufu_db_checkpoint (HufuDb *db)
{
  int frames = 0, copied = 0;

  if (sqlite3_wal_checkpoint_v2 (db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied) !=
      SQLITE_OK)
    return;
  if (frames == copied)
    hufu_act_touch (db);
}

void
hufu_db_release_memory (HufuDb *db)
{
  sqlite3_db_release_memory (db->handle);
  malloc_trim (0);
}

int
hufu_db_get_wal_pages (HufuDb *db)
{
  return db->wal_pages;
}
