/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/restore-log.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MARK_BYTES 22 /* 20 digits, a letter and a newline */

struct HufuRestoreLog {
  int log_fd, mark_fd;
  GPtrArray *notes; /* json_t * of the open act */
  json_t *missing;  /* entries of acts that the database lacks */
  gint64 newest;    /* act of the log or the mark */
  gint64 pending;   /* act that is being committed */
  gboolean alone;   /* no other process has this directory open */
};

static gboolean
write_all (int fd, const char *text, gsize size)
{
  while (size > 0) {
    gssize n = write (fd, text, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    text += n;
    size -= (gsize)n;
  }
  return TRUE;
}

/* --- the mark -----------------------------------------------------------------------------------
 */

/* 'p': the act is about to be committed; 'd': it was. A process that is killed in between leaves
 * 'p', and its act may be there or not. */
static gboolean
write_mark (HufuRestoreLog *log, gint64 act, char state)
{
  g_autofree char *text = g_strdup_printf ("%020" G_GINT64_FORMAT "%c\n", act, state);

  return pwrite (log->mark_fd, text, MARK_BYTES, 0) == MARK_BYTES &&
         (state == 'd' || fdatasync (log->mark_fd) == 0);
}

/* FALSE: there is none yet. */
static gboolean
read_mark (HufuRestoreLog *log, gint64 *ret_act, char *ret_state)
{
  char text[MARK_BYTES + 1] = "";

  if (pread (log->mark_fd, text, MARK_BYTES, 0) != MARK_BYTES)
    return FALSE;
  *ret_state = text[20];
  text[20] = '\0';
  *ret_act = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

/* --- acts ---------------------------------------------------------------------------------------
 */

static gboolean
write_notes (HufuRestoreLog *log, gint64 act)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < log->notes->len; i++) {
    json_t *entry = g_ptr_array_index (log->notes, i);
    g_autofree char *line = NULL;

    json_object_set_new (entry, "act", json_integer ((json_int_t)act));
    line = hufu_pjson_dump (entry);
    g_string_append (text, line);
    g_string_append_c (text, '\n');
  }
  return text->len == 0 ||
         (write_all (log->log_fd, text->str, text->len) && fdatasync (log->log_fd) == 0);
}

static gboolean
before_commit (gpointer user_data)
{
  HufuPlatform *platform = user_data;
  HufuRestoreLog *log = platform->log;

  log->pending =
      hufu_pdb_get_int (platform->db, -1, "UPDATE platform SET act = act + 1 RETURNING act", "");
  return log->pending < 0 ||
         (write_notes (log, log->pending) && write_mark (log, log->pending, 'p'));
}

static void
after_commit (gpointer user_data, gboolean committed)
{
  HufuPlatform *platform = user_data;
  HufuRestoreLog *log = platform->log;

  /* One that cannot be written leaves the act open to doubt, as after a kill. */
  if (committed && log->pending >= 0)
    (void)write_mark (log, log->pending, 'd');
  /* What was written and did not happen is taken back by a line of its own. */
  if (!committed && log->pending >= 0 && log->notes->len > 0) {
    g_autofree char *line =
        g_strdup_printf ("{\"act\":%" G_GINT64_FORMAT ",\"kind\":\"void\"}\n", log->pending);

    (void)write_all (log->log_fd, line, strlen (line));
  }
  log->pending = -1;
  g_ptr_array_set_size (log->notes, 0);
}

void
hufu_log_note (HufuPlatform *platform, const char *kind, json_t *take_entry)
{
  json_object_set_new (take_entry, "kind", json_string (kind));
  g_ptr_array_add (platform->log->notes, take_entry);
}

/* --- opening ------------------------------------------------------------------------------------
 */

/* An act that was taken back: whatever has its number and stands before this. */
static void
drop_void (json_t *entries, gint64 act)
{
  for (gsize i = json_array_size (entries); i > 0; i--) {
    if (json_integer_value (json_object_get (json_array_get (entries, i - 1), "act")) >= act)
      json_array_remove (entries, i - 1);
  }
}

/* Most lines are of acts that the database has, and are not worth reading. Keys are sorted. */
static gboolean
is_known (const char *line, gint64 ours)
{
  return g_str_has_prefix (line, "{\"act\":") &&
         g_ascii_strtoll (line + strlen ("{\"act\":"), NULL, 10) <= ours &&
         !g_str_has_suffix (line, "\"kind\":\"void\"}");
}

static void
read_line (HufuRestoreLog *log, const char *line, gint64 ours)
{
  json_t *entry;
  gint64 act;

  if (is_known (line, ours))
    return;
  entry = hufu_pjson_load_object (line, strlen (line));
  act = json_integer_value (json_object_get (entry, "act"));
  if (g_strcmp0 (json_string_value (json_object_get (entry, "kind")), "void") == 0)
    drop_void (log->missing, act);
  else if (entry != NULL && act > ours)
    json_array_append (log->missing, entry);
  json_decref (entry);
}

static gboolean
read_log (HufuPlatform *platform, const char *path, gint64 ours, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  n = g_strv_length (lines);
  /* What follows the last newline is nothing, or half a line of an act that never was. */
  for (gsize i = 0; i + 1 < n; i++)
    read_line (platform->log, lines[i], ours);
  if (n > 0 && lines[n - 1][0] != '\0')
    return write_all (platform->log->log_fd, "\n", 1);
  return TRUE;
}

static gint64
find_newest (const json_t *entries)
{
  gsize n = json_array_size (entries);

  return n > 0 ? json_integer_value (json_object_get (json_array_get (entries, n - 1), "act")) : 0;
}

/* One act ahead may be one that a kill or a power cut ended: it was never answered. */
static gboolean
is_older (HufuRestoreLog *log, gint64 ours)
{
  gint64 marked = 0;
  char state = 'p';

  log->newest = find_newest (log->missing);
  if (!read_mark (log, &marked, &state))
    return ours > 0 || log->newest > 1;
  log->newest = MAX (log->newest, marked);
  return log->newest > ours + 1 || (marked == ours + 1 && state == 'd');
}

static int
open_file (const char *path, int flags, GError **error)
{
  int fd = g_open (path, flags | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE, "%s cannot be opened: %s",
                 path, g_strerror (errno));
  return fd;
}

/* TRUE: the act after ours was begun and never was. Its notes are void. */
static gboolean
void_last (HufuRestoreLog *log, gint64 ours)
{
  g_autofree char *line = NULL;

  if (json_array_size (log->missing) == 0)
    return TRUE;
  line = g_strdup_printf ("{\"act\":%" G_GINT64_FORMAT ",\"kind\":\"void\"}\n", ours + 1);
  json_array_clear (log->missing);
  return write_all (log->log_fd, line, strlen (line)) && fdatasync (log->log_fd) == 0;
}

gboolean
hufu_log_open (HufuPlatform *platform, gboolean *ret_older, GError **error)
{
  g_autofree char *log_path = g_build_filename (platform->dir, "platform.log", NULL);
  g_autofree char *mark_path = g_build_filename (platform->dir, "platform.mark", NULL);
  gint64 ours = hufu_pdb_get_int (platform->db, 0, "SELECT act FROM platform", "");
  HufuRestoreLog *log = g_new0 (HufuRestoreLog, 1);

  platform->log = log;
  log->notes = g_ptr_array_new_with_free_func ((GDestroyNotify)json_decref);
  log->missing = json_array ();
  log->pending = -1;
  log->mark_fd = -1;
  log->log_fd = open_file (log_path, O_WRONLY | O_APPEND, error);
  if (log->log_fd >= 0)
    log->mark_fd = open_file (mark_path, O_RDWR, error);
  if (log->mark_fd < 0 || !read_log (platform, log_path, ours, error))
    return FALSE;
  /* Beside a process that serves, an act ahead is one of its own that it commits just now. */
  log->alone = flock (log->mark_fd, LOCK_EX | LOCK_NB) == 0;
  *ret_older = log->alone && is_older (log, ours);
  if (log->alone && !*ret_older && !void_last (log, ours)) {
    g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE, "%s cannot be written",
                 log_path);
    return FALSE;
  }
  hufu_pdb_set_commit_hooks (platform->db, before_commit, after_commit, platform);
  return hufu_pdb_check (platform->db, error);
}

gboolean
hufu_log_is_alone (HufuPlatform *platform)
{
  return platform->log->alone;
}

void
hufu_log_close (HufuPlatform *platform)
{
  HufuRestoreLog *log = platform->log;

  if (log == NULL)
    return;
  if (log->log_fd >= 0)
    g_close (log->log_fd, NULL);
  if (log->mark_fd >= 0)
    g_close (log->mark_fd, NULL);
  g_ptr_array_unref (log->notes);
  json_decref (log->missing);
  g_clear_pointer (&platform->log, g_free);
}

json_t *
hufu_log_take_missing (HufuPlatform *platform)
{
  json_t *missing = platform->log->missing;

  platform->log->missing = json_array ();
  return missing;
}

void
hufu_log_catch_up (HufuPlatform *platform)
{
  hufu_pdb_run (platform->db, "UPDATE platform SET act = max (act, ?)", "i",
                platform->log->newest + 1);
}

/* --- entries ------------------------------------------------------------------------------------
 */

void
hufu_log_incarnation (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT device_public, name, store_no, terminal_no, state, life, written_off, "
      "coalesce (ended_seq, -1), enrolled_utc_s, successor_key FROM terminal JOIN incarnation "
      "USING (terminal_id) WHERE terminal_id = ? AND incarnation = ?",
      "di", terminal_id, (gint64)incarnation);
  guint8 key[32];
  HufuId successor_key;
  json_t *entry;

  if (!hufu_pdb_next (platform->db, row))
    return;
  hufu_pdb_bytes (row, 0, key, sizeof key);
  hufu_pdb_id (row, 9, &successor_key);
  entry = json_pack (
      "{s:o, s:I, s:o, s:s, s:I, s:I, s:s, s:s, s:I, s:I, s:I, s:o}", "terminal_id",
      hufu_pjson_id (terminal_id), "incarnation", (json_int_t)incarnation, "device_public",
      hufu_pjson_bytes (key, sizeof key), "name", hufu_pdb_text (row, 1), "store_no",
      (json_int_t)hufu_pdb_int (row, 2), "terminal_no", (json_int_t)hufu_pdb_int (row, 3), "state",
      hufu_pdb_text (row, 4), "life", hufu_pdb_text (row, 5), "written_off",
      (json_int_t)hufu_pdb_int (row, 6), "ended_seq", (json_int_t)hufu_pdb_int (row, 7),
      "enrolled_utc_s", (json_int_t)hufu_pdb_int (row, 8), "successor_key",
      hufu_pjson_id (&successor_key));
  hufu_pdb_done (row);
  hufu_log_note (platform, "incarnation", entry);
}

void
hufu_log_use (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  hufu_log_note (
      platform, "use",
      json_pack ("{s:o, s:o, s:s, s:I, s:o, s:I, s:o, s:I, s:I, s:I}", "use_id",
                 hufu_pjson_id (&report->use_id), "right", hufu_pjson_right (&report->key), "basis",
                 report->basis, "amount_minor", (json_int_t)report->amount_minor, "terminal_id",
                 hufu_pjson_id (&holder->terminal_id), "incarnation",
                 (json_int_t)holder->incarnation, "epoch", hufu_pjson_epoch (&report->epoch), "hop",
                 (json_int_t)report->hop, "seq", (json_int_t)report->seq, "at_utc_s",
                 (json_int_t)report->at_utc_s));
}

void
hufu_log_undone (HufuPlatform *platform, const HufuId *use_id)
{
  hufu_log_note (platform, "undone", json_pack ("{s:o}", "use_id", hufu_pjson_id (use_id)));
}

void
hufu_log_undo_refused (HufuPlatform *platform, const HufuHolder *asker, const HufuUndoOrder *order)
{
  hufu_log_note (platform, "undo_refused",
                 json_pack ("{s:o, s:o, s:I}", "use_id", hufu_pjson_id (&order->use_id),
                            "terminal_id", hufu_pjson_id (&asker->terminal_id), "attempt",
                            (json_int_t)order->attempt));
}

void
hufu_log_write_off (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
                    const GArray *rights, const HufuEpoch *epoch, const char *signed_by)
{
  json_t *keys = json_array ();

  for (guint i = 0; i < rights->len; i++)
    json_array_append_new (keys, hufu_pjson_right (&g_array_index (rights, HufuRightRow, i).key));
  hufu_log_note (platform, "write_off",
                 json_pack ("{s:o, s:I, s:o, s:o, s:s}", "terminal_id", hufu_pjson_id (terminal_id),
                            "incarnation", (json_int_t)incarnation, "rights", keys, "epoch",
                            hufu_pjson_epoch (epoch), "signed_by", signed_by));
}
