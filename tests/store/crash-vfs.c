/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/crash-vfs.h"

#include <sqlite3.h>
#include <string.h>

#define SHM_REGIONS_MAX 64
/* A disk may keep any of these of one write, and fail at any: less than a page of the database. */
#define PIECE_BYTES 2048

/* SQLite's file, with where it is. */
typedef struct {
  sqlite3_file base;
  HufuCrashDisk *disk;
  char *path;
  guint generation;
  gboolean keep_wal;
  gboolean folder_unsynced; /* the first sync of a new journal is one of its folder too */
  GPtrArray *shm; /* memory of the WAL index: gone with the file, as the machine's is at a crash */
} CrashFile;

static sqlite3_vfs *real_vfs;
static GRand *chance;

/* NULL: the file died at a crash. */
static GByteArray *
find_live (CrashFile *file)
{
  if (file->generation != file->disk->generation)
    return NULL;
  return hufu_crash_image_find_file (file->disk->now, file->path);
}

static int
crash_close (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *)base;

  if (file->generation == file->disk->generation)
    file->disk->n_open--;
  g_clear_pointer (&file->path, g_free);
  g_clear_pointer (&file->shm, g_ptr_array_unref);
  return SQLITE_OK;
}

static int
crash_read (sqlite3_file *base, void *buffer, int size, sqlite3_int64 offset)
{
  CrashFile *file = (CrashFile *)base;
  GByteArray *content = find_live (file);
  gsize there;

  if (content == NULL || hufu_crash_disk_fails (file->disk, FALSE))
    return SQLITE_IOERR_READ;
  there = offset >= content->len ? 0 : MIN ((gsize)size, (gsize)content->len - (gsize)offset);
  if (there > 0)
    memcpy (buffer, content->data + offset, there);
  if (there == (gsize)size)
    return SQLITE_OK;
  memset ((guint8 *)buffer + there, 0, (gsize)size - there);
  return SQLITE_IOERR_SHORT_READ;
}

static int
crash_write (sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset)
{
  CrashFile *file = (CrashFile *)base;
  GByteArray *content = find_live (file);

  if (content == NULL)
    return SQLITE_IOERR_WRITE;
  while (size > 0) {
    int n = MIN (size, PIECE_BYTES - (int)(offset % PIECE_BYTES));

    if (hufu_crash_disk_fails (file->disk, TRUE))
      return file->disk->fail_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    hufu_crash_disk_do (file->disk, HUFU_CRASH_OP_WRITE, file->path, offset, bytes, (gsize)n);
    bytes = (const guint8 *)bytes + n;
    offset += n;
    size -= n;
  }
  return SQLITE_OK;
}

static int
crash_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  CrashFile *file = (CrashFile *)base;
  GByteArray *content = find_live (file);

  if (content == NULL || hufu_crash_disk_fails (file->disk, FALSE))
    return SQLITE_IOERR_TRUNCATE;
  hufu_crash_disk_do (file->disk, HUFU_CRASH_OP_TRUNCATE, file->path, size, NULL, 0);
  return SQLITE_OK;
}

static int
crash_sync (sqlite3_file *base, int flags)
{
  CrashFile *file = (CrashFile *)base;

  if (find_live (file) == NULL || hufu_crash_disk_fails (file->disk, FALSE))
    return SQLITE_IOERR_FSYNC;
  hufu_crash_disk_do (file->disk, HUFU_CRASH_OP_SYNC, file->path, 0, NULL, 0);
  if (file->folder_unsynced)
    hufu_crash_disk_do (file->disk, HUFU_CRASH_OP_SYNC, HUFU_CRASH_FOLDERS, 0, NULL, 0);
  file->folder_unsynced = FALSE;
  return SQLITE_OK;
}

static int
crash_file_size (sqlite3_file *base, sqlite3_int64 *ret_size)
{
  GByteArray *content = find_live ((CrashFile *)base);

  if (content == NULL)
    return SQLITE_IOERR_FSTAT;
  *ret_size = content->len;
  return SQLITE_OK;
}

static int
crash_lock (sqlite3_file *base, int level)
{
  return SQLITE_OK;
}

static int
crash_check_reserved (sqlite3_file *base, int *ret_reserved)
{
  *ret_reserved = 0;
  return SQLITE_OK;
}

/* Keeping the WAL file is the VFS's to remember; SQLite asks at closing. */
static int
crash_control (sqlite3_file *base, int op, void *argument)
{
  CrashFile *file = (CrashFile *)base;
  int *keep = argument;

  if (op != SQLITE_FCNTL_PERSIST_WAL)
    return SQLITE_NOTFOUND;
  if (*keep >= 0)
    file->keep_wal = *keep != 0;
  *keep = file->keep_wal ? 1 : 0;
  return SQLITE_OK;
}

static int
crash_sector_size (sqlite3_file *base)
{
  return 4096;
}

/* As the real VFS of this system says of itself. */
static int
crash_characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
crash_shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **ret_memory)
{
  CrashFile *file = (CrashFile *)base;
  GByteArray *content = find_live (file);

  *ret_memory = NULL;
  if (content == NULL || hufu_crash_disk_fails (file->disk, FALSE))
    return SQLITE_IOERR_SHMMAP;
  g_assert (region < SHM_REGIONS_MAX);
  if (region >= (int)file->shm->len && !extend)
    return SQLITE_OK;
  while (region >= (int)file->shm->len)
    g_ptr_array_add (file->shm, g_malloc0 ((gsize)size));
  *ret_memory = g_ptr_array_index (file->shm, region);
  return SQLITE_OK;
}

static int
crash_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  return SQLITE_OK;
}

static void
crash_shm_barrier (sqlite3_file *base)
{
}

static int
crash_shm_unmap (sqlite3_file *base, int delete)
{
  g_ptr_array_set_size (((CrashFile *)base)->shm, 0);
  return SQLITE_OK;
}

static const sqlite3_io_methods crash_methods = {
    .iVersion = 2,
    .xClose = crash_close,
    .xRead = crash_read,
    .xWrite = crash_write,
    .xTruncate = crash_truncate,
    .xSync = crash_sync,
    .xFileSize = crash_file_size,
    .xLock = crash_lock,
    .xUnlock = crash_lock,
    .xCheckReservedLock = crash_check_reserved,
    .xFileControl = crash_control,
    .xSectorSize = crash_sector_size,
    .xDeviceCharacteristics = crash_characteristics,
    .xShmMap = crash_shm_map,
    .xShmLock = crash_shm_lock,
    .xShmBarrier = crash_shm_barrier,
    .xShmUnmap = crash_shm_unmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *ret_flags)
{
  CrashFile *file = (CrashFile *)base;
  HufuCrashDisk *disk = hufu_crash_disk_find (path);
  gboolean made;

  if (disk == NULL)
    return real_vfs->xOpen (real_vfs, path, base, flags, ret_flags);
  base->pMethods = NULL;
  made = hufu_crash_image_find_file (disk->now, path) == NULL;
  if (made) {
    if ((flags & SQLITE_OPEN_CREATE) == 0 || hufu_crash_disk_fails (disk, FALSE))
      return SQLITE_CANTOPEN;
    hufu_crash_image_add_file (disk->now, path);
  }
  *file = (CrashFile){.base = {&crash_methods},
                      .disk = disk,
                      .path = g_strdup (path),
                      .generation = disk->generation,
                      .folder_unsynced =
                          made && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0,
                      .shm = g_ptr_array_new_with_free_func (g_free)};
  disk->n_open++;
  if (ret_flags != NULL)
    *ret_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_directory)
{
  HufuCrashDisk *disk = hufu_crash_disk_find (path);

  if (disk == NULL)
    return real_vfs->xDelete (real_vfs, path, sync_directory);
  if (hufu_crash_disk_fails (disk, FALSE))
    return SQLITE_IOERR_DELETE;
  if (hufu_crash_image_find_file (disk->now, path) == NULL)
    return SQLITE_IOERR_DELETE_NOENT;
  hufu_crash_disk_do (disk, HUFU_CRASH_OP_DELETE, path, 0, NULL, 0);
  if (sync_directory)
    hufu_crash_disk_do (disk, HUFU_CRASH_OP_SYNC, HUFU_CRASH_FOLDERS, 0, NULL, 0);
  return SQLITE_OK;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *ret_there)
{
  HufuCrashDisk *disk = hufu_crash_disk_find (path);
  const GByteArray *content;

  if (disk == NULL)
    return real_vfs->xAccess (real_vfs, path, flags, ret_there);
  content = hufu_crash_image_find_file (disk->now, path);
  *ret_there = content != NULL && content->len > 0;
  return SQLITE_OK;
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *path, int size, char *ret_path)
{
  return real_vfs->xFullPathname (real_vfs, path, size, ret_path);
}

/* SQLite asks once for the seed of its own numbers, under a lock of its own. */
static int
vfs_randomness (sqlite3_vfs *vfs, int size, char *ret_bytes)
{
  for (int i = 0; i < size; i++)
    ret_bytes[i] = (char)g_rand_int_range (chance, 0, 256);
  return size;
}

void
hufu_crash_vfs_seed (guint32 seed)
{
  g_rand_set_seed (chance, seed);
  sqlite3_randomness (0, NULL);
}

/* Made once: SQLite keeps it for good. Everything that is not a file is the real one's. */
void
hufu_crash_vfs_register (void)
{
  static sqlite3_vfs crash_vfs;

  g_assert (real_vfs == NULL);
  real_vfs = sqlite3_vfs_find (NULL);
  chance = g_rand_new_with_seed (1);
  crash_vfs = *real_vfs;
  crash_vfs.zName = "hufu-crash";
  crash_vfs.pNext = NULL;
  crash_vfs.szOsFile = MAX (real_vfs->szOsFile, (int)sizeof (CrashFile));
  crash_vfs.xOpen = vfs_open;
  crash_vfs.xDelete = vfs_delete;
  crash_vfs.xAccess = vfs_access;
  crash_vfs.xFullPathname = vfs_full_pathname;
  crash_vfs.xRandomness = vfs_randomness;
  g_assert (sqlite3_vfs_register (&crash_vfs, 1) == SQLITE_OK);
}
