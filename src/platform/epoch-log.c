/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/epoch-log.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "platform/db.h"

#define FILE_NAME "epoch.log"

/* An epoch without its time is half a line: that epoch was never used. */
static gboolean
read_line (const char *line, guint64 *epoch)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  guint64 value, utc_s;

  if (strspn (line, "0123456789") == strlen (line) || g_str_has_suffix (line, " "))
    return TRUE;
  if (g_strv_length (words) != 2 ||
      !g_ascii_string_to_unsigned (words[0], 10, 1, G_MAXINT64, &value, NULL) ||
      !g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXINT64, &utc_s, NULL))
    return FALSE;
  *epoch = MAX (*epoch, value);
  return TRUE;
}

gboolean
hufu_epoch_log_read (const char *dir, guint64 *ret_epoch, GError **error)
{
  g_autofree char *path = g_build_filename (dir, FILE_NAME, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local = NULL;

  *ret_epoch = 0;
  if (!g_file_get_contents (path, &text, NULL, &local)) {
    if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  lines = g_strsplit (text, "\n", -1);
  /* What follows the last newline is nothing or half a line. */
  for (gsize i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++) {
    if (!read_line (lines[i], ret_epoch)) {
      g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE,
                   "%s cannot be read: bring back the newest copy of this file", path);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
write_line (int fd, const char *line)
{
  gsize size = strlen (line);

  while (size > 0) {
    gssize n = write (fd, line, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    line += n;
    size -= (gsize)n;
  }
  return fsync (fd) == 0;
}

static gboolean
sync_folder (const char *dir)
{
  int fd = g_open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean good = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    g_close (fd, NULL);
  return good;
}

gboolean
hufu_epoch_log_append (const char *dir, guint64 epoch, gint64 utc_s, GError **error)
{
  g_autofree char *path = g_build_filename (dir, FILE_NAME, NULL);
  /* The newline in front ends half a line that an earlier write may have left. */
  g_autofree char *line =
      g_strdup_printf ("\n%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT "\n", epoch, utc_s);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  gboolean good = fd >= 0 && write_line (fd, line) && sync_folder (dir);

  if (!good)
    g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE,
                 "%s cannot be written: free some space", path);
  if (fd >= 0)
    g_close (fd, NULL);
  return good;
}
