/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/lib/tempdir.h"

#include <glib/gstdio.h>

#define MEMORY_FOLDER "/dev/shm"

/* A link is removed, never followed. */
static void
remove_tree (const char *path)
{
  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_autoptr (GDir) entries = g_dir_open (path, 0, NULL);
    const char *name;

    while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  }
  if (g_remove (path) != 0)
    g_test_message ("%s could not be removed", path);
}

HufuTempdir *
hufu_tempdir_new (void)
{
  HufuTempdir *dir = g_new0 (HufuTempdir, 1);
  g_autoptr (GError) error = NULL;

  dir->path = g_dir_make_tmp ("hufu-test-XXXXXX", &error);
  g_assert_no_error (error);
  return dir;
}

HufuTempdir *
hufu_tempdir_new_in_memory (void)
{
  g_autofree char *path = g_strdup (MEMORY_FOLDER "/hufu-test-XXXXXX");
  HufuTempdir *dir;

  if (g_getenv ("TMPDIR") != NULL || g_mkdtemp (path) == NULL)
    return hufu_tempdir_new ();
  dir = g_new0 (HufuTempdir, 1);
  dir->path = g_steal_pointer (&path);
  return dir;
}

void
hufu_tempdir_free (HufuTempdir *dir)
{
  if (dir == NULL)
    return;
  if (g_getenv ("HUFU_TEST_KEEP") == NULL)
    remove_tree (dir->path);
  g_free (dir->path);
  g_free (dir);
}

char *
hufu_tempdir_build (const HufuTempdir *dir, const char *name)
{
  return g_build_filename (dir->path, name, NULL);
}
