/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/crash-vfs.h"

#include "tests/lib/memory-vfs.h"

/* A disk may keep any of these of one write, and fail at any: less than a page of the database. */
#define PIECE_BYTES 2048

static GRand *chance;

static gpointer
find_disk (const char *path)
{
  return hufu_crash_disk_find (path);
}

/* NULL: the file died at a crash. */
static GByteArray *
find_live (const HufuMemoryFile *file)
{
  const HufuCrashDisk *disk = file->disk;

  return file->life != disk->generation ? NULL : hufu_crash_image_find_file (disk->now, file->file);
}

static int
on_open (HufuMemoryFile *file, const char *path, int flags)
{
  HufuCrashDisk *disk = file->disk;
  gboolean made = hufu_crash_image_find_file (disk->now, path) == NULL;

  if (made) {
    if ((flags & SQLITE_OPEN_CREATE) == 0 || hufu_crash_disk_fails (disk, FALSE))
      return SQLITE_CANTOPEN;
    hufu_crash_image_add_file (disk->now, path);
  }
  file->file = g_strdup (path);
  file->life = disk->generation;
  /* The first sync of a new journal is one of its folder too. */
  file->folder_unsynced = made && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  disk->n_open++;
  return SQLITE_OK;
}

static void
on_close (HufuMemoryFile *file)
{
  HufuCrashDisk *disk = file->disk;

  if (file->life == disk->generation)
    disk->n_open--;
  g_clear_pointer (&file->file, g_free);
}

static GByteArray *
on_look (const HufuMemoryFile *file, HufuMemoryLook look)
{
  GByteArray *content = find_live (file);

  return content == NULL || (look != HUFU_MEMORY_SIZE && hufu_crash_disk_fails (file->disk, FALSE))
             ? NULL
             : content;
}

static int
on_write (HufuMemoryFile *file, const guint8 *bytes, int size, gint64 offset)
{
  HufuCrashDisk *disk = file->disk;

  if (find_live (file) == NULL)
    return SQLITE_IOERR_WRITE;
  while (size > 0) {
    int n = MIN (size, PIECE_BYTES - (int)(offset % PIECE_BYTES));

    if (hufu_crash_disk_fails (disk, TRUE))
      return disk->fail_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    hufu_crash_disk_do (disk, HUFU_CRASH_OP_WRITE, file->file, offset, bytes, (gsize)n);
    bytes += n;
    offset += n;
    size -= n;
  }
  return SQLITE_OK;
}

static int
on_truncate (HufuMemoryFile *file, gint64 size)
{
  if (find_live (file) == NULL || hufu_crash_disk_fails (file->disk, FALSE))
    return SQLITE_IOERR_TRUNCATE;
  hufu_crash_disk_do (file->disk, HUFU_CRASH_OP_TRUNCATE, file->file, size, NULL, 0);
  return SQLITE_OK;
}

static int
on_sync (HufuMemoryFile *file)
{
  if (find_live (file) == NULL || hufu_crash_disk_fails (file->disk, FALSE))
    return SQLITE_IOERR_FSYNC;
  hufu_crash_disk_do (file->disk, HUFU_CRASH_OP_SYNC, file->file, 0, NULL, 0);
  if (file->folder_unsynced)
    hufu_crash_disk_do (file->disk, HUFU_CRASH_OP_SYNC, HUFU_CRASH_FOLDERS, 0, NULL, 0);
  file->folder_unsynced = FALSE;
  return SQLITE_OK;
}

static int
on_remove (gpointer disk, const char *path, gboolean sync_folder)
{
  if (hufu_crash_disk_fails (disk, FALSE))
    return SQLITE_IOERR_DELETE;
  if (hufu_crash_image_find_file (((HufuCrashDisk *)disk)->now, path) == NULL)
    return SQLITE_IOERR_DELETE_NOENT;
  hufu_crash_disk_do (disk, HUFU_CRASH_OP_DELETE, path, 0, NULL, 0);
  if (sync_folder)
    hufu_crash_disk_do (disk, HUFU_CRASH_OP_SYNC, HUFU_CRASH_FOLDERS, 0, NULL, 0);
  return SQLITE_OK;
}

static const GByteArray *
on_find (gpointer disk, const char *path)
{
  return hufu_crash_image_find_file (((const HufuCrashDisk *)disk)->now, path);
}

/* SQLite asks once for the seed of its own numbers, under a lock of its own. */
static guint8
on_draw (void)
{
  return (guint8)g_rand_int_range (chance, 0, 256);
}

void
hufu_crash_vfs_seed (guint32 seed)
{
  g_rand_set_seed (chance, seed);
  sqlite3_randomness (0, NULL);
}

void
hufu_crash_vfs_register (void)
{
  static const HufuMemoryDisk kind = {
      .name = "hufu-crash",
      .find_disk = find_disk,
      .open = on_open,
      .close = on_close,
      .look = on_look,
      .write = on_write,
      .truncate = on_truncate,
      .sync = on_sync,
      .remove = on_remove,
      .find = on_find,
      .draw = on_draw,
  };

  chance = g_rand_new_with_seed (1);
  hufu_memory_vfs_register (&kind);
}
