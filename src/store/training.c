/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/training.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/people.h"
#include "store/sql.h"
#include "store/terminal.h"

#define MARK "training" /* the setting that says what these books are */

/* What a till is told, and nothing that happened at it. */
static const char *const copied[] = {"trust_list",  "policy",    "staff",
                                     "status_list", "promotion", "tax_rules"};
static const char *const settings[] = {"lang", "theme", "volume"};

/* ---- wrong PINs ---- */

/* Staff of what was trained with before; NULL = none, or not to be read. */
static GPtrArray *
read_tries (const char *path, const HufuHost *host)
{
  g_autoptr (HufuDb) before = hufu_db_open_read_only (path, HUFU_DB_TERMINAL, host, NULL);

  return before == NULL ? NULL : hufu_staff_list (before, NULL);
}

static gboolean
keep_tries (HufuDb *db, const GPtrArray *before, GError **error)
{
  for (guint i = 0; before != NULL && i < before->len; i++) {
    const HufuStaff *staff = before->pdata[i];

    if (staff->failed > 0 &&
        !HUFU_RUN (db, error,
                   "UPDATE staff SET failed = max (failed, ?), locked_until_utc_us ="
                   " max (locked_until_utc_us, ?) WHERE staff_id = ?",
                   SQL_INT (staff->failed), SQL_INT (staff->locked_until_utc_us),
                   SQL_ID (&staff->staff_id)))
      return FALSE;
  }
  return TRUE;
}

/* ---- what was there goes ---- */

/* FALSE with IN_USE: somebody has them open. */
static gboolean
wipe (const char *path, GError **error)
{
  static const char *const ends[] = {"", "-wal", "-shm"};
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  int fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean done = fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0;

  if (!done)
    hufu_store_refuse (error, fd < 0 ? HUFU_STORE_ERROR_READ_ONLY : HUFU_STORE_ERROR_IN_USE,
                       g_strerror (errno));
  for (gsize i = 0; done && i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *file = g_strconcat (path, ends[i], NULL);

    done = unlink (file) == 0 || errno == ENOENT ||
           hufu_store_refuse (error, HUFU_STORE_ERROR_READ_ONLY, g_strerror (errno));
  }
  if (fd >= 0)
    close (fd);
  return done;
}

/* ---- copying ---- */

static gboolean
copy_rows (HufuDb *to, HufuDb *from, sqlite3_stmt *read, sqlite3_stmt *write, GError **error)
{
  int step;

  while ((step = sqlite3_step (read)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count (read); i++)
      if (sqlite3_bind_value (write, i + 1, sqlite3_column_value (read, i)) != SQLITE_OK)
        return hufu_sql_fail (to, error);
    if (sqlite3_step (write) != SQLITE_DONE)
      return hufu_sql_fail (to, error);
    sqlite3_reset (write);
  }
  return step == SQLITE_DONE || hufu_sql_fail (from, error);
}

static gboolean
copy_table (HufuDb *to, HufuDb *from, const char *table, GError **error)
{
  g_autofree char *select = g_strconcat ("SELECT * FROM ", table, NULL);
  g_autoptr (GString) insert = g_string_new (NULL);
  sqlite3_stmt *read = NULL, *write = NULL;
  gboolean done = FALSE;

  if (sqlite3_prepare_v2 (from->handle, select, -1, &read, NULL) != SQLITE_OK)
    return hufu_sql_fail (from, error);
  g_string_printf (insert, "INSERT INTO %s VALUES (?", table);
  for (int i = 1; i < sqlite3_column_count (read); i++)
    g_string_append (insert, ", ?");
  g_string_append_c (insert, ')');
  if (sqlite3_prepare_v2 (to->handle, insert->str, -1, &write, NULL) == SQLITE_OK)
    done = copy_rows (to, from, read, write, error);
  else
    hufu_sql_fail (to, error);
  sqlite3_finalize (read);
  sqlite3_finalize (write);
  return done;
}

static gboolean
copy_all (HufuDb *to, HufuDb *from, const GPtrArray *before, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (copied); i++)
    if (!copy_table (to, from, copied[i], error))
      return FALSE;
  return keep_tries (to, before, error);
}

/* A terminal that nobody knows; what it writes comes after all that the till wrote. */
static gboolean
be_somebody (HufuDb *to, HufuDb *from, GError **error)
{
  g_auto (HufuTerminal) terminal = {0};

  if (!hufu_terminal_load (from, &terminal, error))
    return FALSE;
  if (!terminal.enrolled)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_NO_TRAINING, "not enrolled");
  terminal.terminal_id = hufu_host_make_id (to->host);
  terminal.incarnation++;
  return hufu_terminal_enrol (to, &terminal, error);
}

static gboolean
fill (HufuDb *to, HufuDb *from, const GPtrArray *before, GError **error)
{
  if (!hufu_setting_set (to, MARK, "yes", error) || !be_somebody (to, from, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autofree char *value = hufu_setting_dup (from, settings[i]);

    if (value != NULL && !hufu_setting_set (to, settings[i], value, error))
      return FALSE;
  }
  return hufu_act_begin (to, error) && hufu_act_end (to, copy_all (to, from, before, error), error);
}

HufuDb *
hufu_training_begin (const char *path, const char *from_path, const HufuHost *host, GError **error)
{
  g_autoptr (GPtrArray) before = read_tries (path, host);
  g_autoptr (HufuDb) from = NULL, to = NULL;

  if (!g_file_test (from_path, G_FILE_TEST_EXISTS)) {
    hufu_store_refuse (error, HUFU_STORE_ERROR_NO_TRAINING, from_path);
    return NULL;
  }
  if ((from = hufu_db_open_read_only (from_path, HUFU_DB_TERMINAL, host, error)) == NULL ||
      !wipe (path, error) || (to = hufu_db_open (path, HUFU_DB_TERMINAL, host, error)) == NULL ||
      !fill (to, from, before, error))
    return NULL;
  return g_steal_pointer (&to);
}

gboolean
hufu_training_refuse (HufuDb *db, GError **error)
{
  g_autofree char *mark = hufu_setting_dup (db, MARK);

  return mark == NULL || hufu_store_refuse (error, HUFU_STORE_ERROR_TRAINING, db->path);
}
