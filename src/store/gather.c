/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/gather.h"

#include <sqlite3.h>
#include <string.h>

/* More than an ordinary act writes; beyond it the pieces are this large. The unix VFS takes the
 * size of a write modulo 128 KiB (seekAndWriteFd in os_unix.c) and fails at exactly that. */
#define WAITING_MAX (128 * 1024 - 1)

/* The default VFS's own file lies behind it. */
typedef struct {
  sqlite3_file base;
  sqlite3_file *real;
  guint8 *waiting; /* WAITING_MAX bytes, made at the first write */
  gsize n_waiting;
  sqlite3_int64 offset; /* of the first byte that waits */
  gboolean ends;        /* what is written next is the last page of a commit */
} GatherFile;

/* https://www.sqlite.org/fileformat2.html#wal_file_format: a frame's header, and in it, unless 0 as
 * of all pages but the last of a commit, how many pages the database has then. */
#define FRAME_HEADER_BYTES 24
#define FRAME_COMMIT_OFFSET 4

#define REAL_OFFSET ((sizeof (GatherFile) + 15) / 16 * 16)

static sqlite3_vfs *real_vfs;

static sqlite3_file *
get_real (sqlite3_file *base)
{
  return ((GatherFile *)base)->real;
}

/* What could not be written is given up, as SQLite takes it: the act that wrote it is rolled back.
 */
static int
flush (GatherFile *file)
{
  gsize n = file->n_waiting;

  file->n_waiting = 0;
  if (n == 0)
    return SQLITE_OK;
  return file->real->pMethods->xWrite (file->real, file->waiting, (int)n, file->offset);
}

static int
gather_close (sqlite3_file *base)
{
  GatherFile *file = (GatherFile *)base;
  int flushed = flush (file);
  int closed = file->real->pMethods->xClose (file->real);

  g_clear_pointer (&file->waiting, g_free);
  return flushed != SQLITE_OK ? flushed : closed;
}

static int
gather_read (sqlite3_file *base, void *buffer, int size, sqlite3_int64 offset)
{
  int flushed = flush ((GatherFile *)base);

  if (flushed != SQLITE_OK)
    return flushed;
  return get_real (base)->pMethods->xRead (get_real (base), buffer, size, offset);
}

/* A frame's header comes before its page. */
static gboolean
is_commit (const guint8 *bytes, gsize size)
{
  static const guint8 none[4];

  return size == FRAME_HEADER_BYTES && memcmp (bytes + FRAME_COMMIT_OFFSET, none, sizeof none) != 0;
}

static int
gather_write (sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset)
{
  GatherFile *file = (GatherFile *)base;
  gboolean goes_on = offset == file->offset + (sqlite3_int64)file->n_waiting &&
                     file->n_waiting + (gsize)size <= WAITING_MAX;
  gboolean ends = file->ends;
  int flushed = goes_on ? SQLITE_OK : flush (file);

  file->ends = is_commit (bytes, (gsize)size);
  if (flushed != SQLITE_OK)
    return flushed;
  if (size > WAITING_MAX)
    return file->real->pMethods->xWrite (file->real, bytes, size, offset);
  if (file->waiting == NULL)
    file->waiting = g_malloc (WAITING_MAX);
  if (file->n_waiting == 0)
    file->offset = offset;
  memcpy (file->waiting + file->n_waiting, bytes, (gsize)size);
  file->n_waiting += (gsize)size;
  return ends ? flush (file) : SQLITE_OK;
}

static int
gather_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  int flushed = flush ((GatherFile *)base);

  if (flushed != SQLITE_OK)
    return flushed;
  return get_real (base)->pMethods->xTruncate (get_real (base), size);
}

static int
gather_sync (sqlite3_file *base, int flags)
{
  int flushed = flush ((GatherFile *)base);

  if (flushed != SQLITE_OK)
    return flushed;
  return get_real (base)->pMethods->xSync (get_real (base), flags);
}

static int
gather_file_size (sqlite3_file *base, sqlite3_int64 *ret_size)
{
  int flushed = flush ((GatherFile *)base);

  if (flushed != SQLITE_OK)
    return flushed;
  return get_real (base)->pMethods->xFileSize (get_real (base), ret_size);
}

static int
gather_lock (sqlite3_file *base, int level)
{
  return get_real (base)->pMethods->xLock (get_real (base), level);
}

static int
gather_unlock (sqlite3_file *base, int level)
{
  return get_real (base)->pMethods->xUnlock (get_real (base), level);
}

static int
gather_check_reserved (sqlite3_file *base, int *ret_reserved)
{
  return get_real (base)->pMethods->xCheckReservedLock (get_real (base), ret_reserved);
}

static int
gather_control (sqlite3_file *base, int op, void *argument)
{
  return get_real (base)->pMethods->xFileControl (get_real (base), op, argument);
}

static int
gather_sector_size (sqlite3_file *base)
{
  return get_real (base)->pMethods->xSectorSize (get_real (base));
}

static int
gather_characteristics (sqlite3_file *base)
{
  return get_real (base)->pMethods->xDeviceCharacteristics (get_real (base));
}

/* Version 1: shared memory and mapping are the database file's. */
static const sqlite3_io_methods gather_methods = {
    .iVersion = 1,
    .xClose = gather_close,
    .xRead = gather_read,
    .xWrite = gather_write,
    .xTruncate = gather_truncate,
    .xSync = gather_sync,
    .xFileSize = gather_file_size,
    .xLock = gather_lock,
    .xUnlock = gather_unlock,
    .xCheckReservedLock = gather_check_reserved,
    .xFileControl = gather_control,
    .xSectorSize = gather_sector_size,
    .xDeviceCharacteristics = gather_characteristics,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *ret_flags)
{
  GatherFile *file = (GatherFile *)base;
  sqlite3_file *real = (sqlite3_file *)((guint8 *)base + REAL_OFFSET);
  int result;

  if ((flags & SQLITE_OPEN_WAL) == 0)
    return real_vfs->xOpen (real_vfs, path, base, flags, ret_flags);
  *file = (GatherFile){.real = real};
  real->pMethods = NULL;
  result = real_vfs->xOpen (real_vfs, path, real, flags, ret_flags);
  /* SQLite closes a file that has methods, also one that did not open. */
  if (real->pMethods != NULL)
    file->base.pMethods = &gather_methods;
  return result;
}

static gpointer
register_vfs (gpointer unused)
{
  static sqlite3_vfs gather_vfs;

  real_vfs = sqlite3_vfs_find (NULL);
  g_assert (real_vfs != NULL);
  gather_vfs = *real_vfs;
  gather_vfs.zName = "hufu-gather";
  gather_vfs.pNext = NULL;
  gather_vfs.szOsFile = (int)REAL_OFFSET + real_vfs->szOsFile;
  gather_vfs.xOpen = vfs_open;
  g_assert (sqlite3_vfs_register (&gather_vfs, 0) == SQLITE_OK);
  return &gather_vfs;
}

const char *
hufu_gather_get_vfs (void)
{
  static GOnce once = G_ONCE_INIT;

  return ((sqlite3_vfs *)g_once (&once, register_vfs, NULL))->zName;
}
