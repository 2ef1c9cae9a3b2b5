/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync.h"

#include <string.h>
#include "core/base64url.h"

#define ROOT_BYTES 32

static gboolean
load (const char *path, guint8 ret_root[ROOT_BYTES], GError **error)
{
  g_autofree char *text = NULL;
  gsize n = 0;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  g_strstrip (text);
  if (hufu_base64url_decode (text, strlen (text), ret_root, ROOT_BYTES, &n) && n == ROOT_BYTES)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "%s holds no root key: give the file root.pub of the platform", path);
  return FALSE;
}

guint8 (*hufu_sync_load_roots (const char *const *paths, gsize *ret_n_roots, GError **error))[32]
{
  gsize n = g_strv_length ((char **)(gsize)paths);
  guint8 (*roots)[ROOT_BYTES] = g_malloc0_n (n, ROOT_BYTES);

  g_assert (n >= 1 && n <= 2);
  for (gsize i = 0; i < n; i++) {
    if (!load (paths[i], roots[i], error)) {
      g_free (roots);
      return NULL;
    }
  }
  *ret_n_roots = n;
  return roots;
}
