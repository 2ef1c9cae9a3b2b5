/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/lib/memory-vfs.h"

#include <string.h>

static const HufuMemoryDisk *kind;
static sqlite3_vfs *real_vfs;

/* --- files ---------------------------------------------------------------------------------------
 */

static int
file_close (sqlite3_file *base)
{
  HufuMemoryFile *file = (HufuMemoryFile *)base;

  kind->close (file);
  g_clear_pointer (&file->shm, g_ptr_array_unref);
  return SQLITE_OK;
}

static int
file_read (sqlite3_file *base, void *buffer, int size, sqlite3_int64 offset)
{
  const GByteArray *content = kind->look ((HufuMemoryFile *)base, HUFU_MEMORY_READ);
  gsize there;

  if (content == NULL)
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
file_write (sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset)
{
  return kind->write ((HufuMemoryFile *)base, bytes, size, offset);
}

static int
file_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  return kind->truncate ((HufuMemoryFile *)base, size);
}

static int
file_sync (sqlite3_file *base, int flags)
{
  return kind->sync ((HufuMemoryFile *)base);
}

static int
file_size (sqlite3_file *base, sqlite3_int64 *ret_size)
{
  const GByteArray *content = kind->look ((HufuMemoryFile *)base, HUFU_MEMORY_SIZE);

  if (content == NULL)
    return SQLITE_IOERR_FSTAT;
  *ret_size = content->len;
  return SQLITE_OK;
}

static int
file_lock (sqlite3_file *base, int level)
{
  return SQLITE_OK;
}

static int
file_check_reserved (sqlite3_file *base, int *ret_reserved)
{
  *ret_reserved = 0;
  return SQLITE_OK;
}

/* Keeping the WAL file is the VFS's to remember; SQLite asks at closing. */
static int
file_control (sqlite3_file *base, int op, void *argument)
{
  HufuMemoryFile *file = (HufuMemoryFile *)base;
  int *keep = argument;

  if (op != SQLITE_FCNTL_PERSIST_WAL)
    return SQLITE_NOTFOUND;
  if (*keep >= 0)
    file->keep_wal = *keep != 0;
  *keep = file->keep_wal ? 1 : 0;
  return SQLITE_OK;
}

static int
file_sector_size (sqlite3_file *base)
{
  return 4096;
}

/* As the real VFS of this system says of itself. */
static int
file_characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
file_shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **ret_memory)
{
  HufuMemoryFile *file = (HufuMemoryFile *)base;

  *ret_memory = NULL;
  if (kind->look (file, HUFU_MEMORY_MAP) == NULL)
    return SQLITE_IOERR_SHMMAP;
  while (extend && region >= (int)file->shm->len)
    g_ptr_array_add (file->shm, g_malloc0 ((gsize)size));
  if (region < (int)file->shm->len)
    *ret_memory = g_ptr_array_index (file->shm, region);
  return SQLITE_OK;
}

static int
file_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  return SQLITE_OK;
}

static void
file_shm_barrier (sqlite3_file *base)
{
}

static int
file_shm_unmap (sqlite3_file *base, int delete)
{
  g_ptr_array_set_size (((HufuMemoryFile *)base)->shm, 0);
  return SQLITE_OK;
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_check_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* --- the VFS -------------------------------------------------------------------------------------
 */

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *ret_flags)
{
  HufuMemoryFile *file = (HufuMemoryFile *)base;
  gpointer disk = kind->find_disk (path);
  int code;

  if (disk == NULL)
    return real_vfs->xOpen (real_vfs, path, base, flags, ret_flags);
  *file = (HufuMemoryFile){.disk = disk};
  code = kind->open (file, path, flags);
  if (code != SQLITE_OK)
    return code;
  file->shm = g_ptr_array_new_with_free_func (g_free);
  base->pMethods = &file_methods;
  if (ret_flags != NULL)
    *ret_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  gpointer disk = kind->find_disk (path);

  return disk == NULL ? real_vfs->xDelete (real_vfs, path, sync_folder)
                      : kind->remove (disk, path, sync_folder);
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *ret_there)
{
  gpointer disk = kind->find_disk (path);
  const GByteArray *content;

  if (disk == NULL)
    return real_vfs->xAccess (real_vfs, path, flags, ret_there);
  content = kind->find (disk, path);
  *ret_there = content != NULL && content->len > 0;
  return SQLITE_OK;
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *path, int size, char *ret_path)
{
  if (kind->find_disk (path) == NULL)
    return real_vfs->xFullPathname (real_vfs, path, size, ret_path);
  g_strlcpy (ret_path, path, (gsize)size);
  return SQLITE_OK;
}

static int
vfs_randomness (sqlite3_vfs *vfs, int size, char *ret_bytes)
{
  for (int i = 0; i < size; i++)
    ret_bytes[i] = (char)kind->draw ();
  return size;
}

/* Everything that is not a file is the real one's. */
void
hufu_memory_vfs_register (const HufuMemoryDisk *of_kind)
{
  static sqlite3_vfs vfs;

  g_assert (real_vfs == NULL);
  kind = of_kind;
  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = kind->name;
  vfs.pNext = NULL;
  vfs.szOsFile = MAX (real_vfs->szOsFile, (int)sizeof (HufuMemoryFile));
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  vfs.xFullPathname = vfs_full_pathname;
  vfs.xRandomness = vfs_randomness;
  g_assert (sqlite3_vfs_register (&vfs, 1) == SQLITE_OK);
}
