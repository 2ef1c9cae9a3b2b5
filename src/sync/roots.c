/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync.h"

#include <string.h>

#define ROOT_BYTES 32
#define ROOTS_MAX 2

static gboolean
read_hex (const char *line, guint8 ret_root[ROOT_BYTES])
{
  if (strlen (line) != 2 * ROOT_BYTES)
    return FALSE;
  for (gsize i = 0; i < ROOT_BYTES; i++) {
    int high = g_ascii_xdigit_value (line[2 * i]), low = g_ascii_xdigit_value (line[2 * i + 1]);
    if (high < 0 || low < 0)
      return FALSE;
    ret_root[i] = (guint8)(high * 16 + low);
  }
  return TRUE;
}

guint8 (*hufu_sync_load_roots (const char *path, gsize *ret_n_roots, GError **error))[32]
{
  g_autofree guint8 (*roots)[ROOT_BYTES] = g_malloc0_n (ROOTS_MAX, ROOT_BYTES);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  n = g_strv_length (lines);
  for (guint i = 0; i < n; i++)
    if (n > ROOTS_MAX || !read_hex (g_strstrip (lines[i]), roots[i])) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "%s holds no root keys: give the file root.pub of the platform", path);
      return NULL;
    }
  *ret_n_roots = n;
  return g_steal_pointer (&roots);
}
