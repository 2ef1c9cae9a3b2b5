/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/memory-disk.h"

#include <sqlite3.h>
#include <string.h>

/* A disk may keep any of these of one write: less than a page of the database. */
#define PIECE_BYTES 2048
#define ROOM_BYTES (64 * 1024)

/* A write (or a truncation, with nothing new) that no sync covers yet. */
typedef struct {
  gint64 offset, old_size; /* of the file before */
  GByteArray *old, *new;   /* what was at offset, what is there now */
} Change;

typedef struct {
  char *name; /* within the disk */
  GByteArray *content;
  GArray *changes; /* Change, oldest first */
  GPtrArray *shm;  /* memory of the WAL index: lost with the power */
} File;

struct _SimDisk {
  char *root;
  GPtrArray *files; /* File */
  guint lives;      /* files opened in an earlier life are dead */
  guint die_in;
  gboolean dead, full;
};

struct _SimImage {
  GPtrArray *files; /* File without changes */
};

static GPtrArray *disks;

static void
change_clear (gpointer data)
{
  Change *change = data;

  g_byte_array_unref (change->old);
  g_byte_array_unref (change->new);
}

static void
file_free (gpointer data)
{
  File *file = data;

  g_free (file->name);
  g_byte_array_unref (file->content);
  g_array_unref (file->changes);
  g_ptr_array_unref (file->shm);
  g_free (file);
}

static File *
file_new (const char *name)
{
  File *file = g_new0 (File, 1);

  file->name = g_strdup (name);
  file->content = g_byte_array_sized_new (ROOM_BYTES);
  file->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (file->changes, change_clear);
  file->shm = g_ptr_array_new_with_free_func (g_free);
  return file;
}

static GByteArray *
copy_bytes (const guint8 *bytes, gsize size)
{
  return g_byte_array_append (g_byte_array_sized_new ((guint)MAX (size, 1)), bytes, (guint)size);
}

/* --- what is not synced --------------------------------------------------------------------------
 */

static void
put (GByteArray *content, gint64 offset, const guint8 *bytes, gsize size)
{
  guint end = (guint)offset + (guint)size, old = content->len;

  if (end > old) {
    g_byte_array_set_size (content, end);
    memset (content->data + old, 0, end - old);
  }
  if (size > 0)
    memcpy (content->data + offset, bytes, size);
}

static void
remember (File *file, gint64 offset, const guint8 *bytes, gsize size, gsize n_old)
{
  Change change = {.offset = offset, .old_size = file->content->len};
  gsize there = offset >= file->content->len ? 0 : (gsize)file->content->len - (gsize)offset;

  change.old = copy_bytes (file->content->data + offset, MIN (there, n_old));
  change.new = copy_bytes (bytes, size);
  g_array_append_val (file->changes, change);
}

static void
take_back (File *file, const Change *change)
{
  put (file->content, change->offset, change->old->data, change->old->len);
  if (change->old_size < file->content->len)
    g_byte_array_set_size (file->content, (guint)change->old_size);
}

static void
redo (File *file, const Change *change, SimRandom *random)
{
  if (change->new->len == 0) {
    if (sim_random_chance (random, 500) && change->offset < file->content->len)
      g_byte_array_set_size (file->content, (guint)change->offset);
    return;
  }
  for (guint at = 0; at < change->new->len; at += PIECE_BYTES) {
    guint n = MIN (PIECE_BYTES, change->new->len - at);

    if (sim_random_chance (random, 500))
      put (file->content, change->offset + at, change->new->data + at, n);
  }
}

/* Three fates, as disks have: all of it there, none of it, or whatever pieces. */
static void
settle (File *file, SimRandom *random)
{
  guint fate = sim_random_below (random, 3);

  if (fate == 0) {
    g_array_set_size (file->changes, 0);
    return;
  }
  for (guint i = file->changes->len; i > 0; i--)
    take_back (file, &g_array_index (file->changes, Change, i - 1));
  for (guint i = 0; fate == 2 && i < file->changes->len; i++)
    redo (file, &g_array_index (file->changes, Change, i), random);
  g_array_set_size (file->changes, 0);
}

/* --- SQLite's files ------------------------------------------------------------------------------
 */

typedef struct {
  sqlite3_file base;
  SimDisk *disk;
  File *file;
  guint life;
  gboolean keep_wal;
} Handle;

static sqlite3_vfs *real_vfs;

/* Counts a call; NULL: the machine is dead. */
static File *
reach (sqlite3_file *base)
{
  Handle *handle = (Handle *)base;
  SimDisk *disk = handle->disk;

  if (handle->life != disk->lives)
    return NULL;
  if (disk->die_in > 0 && --disk->die_in == 0)
    disk->dead = TRUE;
  return disk->dead ? NULL : handle->file;
}

static int
file_close (sqlite3_file *base)
{
  return SQLITE_OK;
}

static int
file_read (sqlite3_file *base, void *buffer, int size, sqlite3_int64 offset)
{
  Handle *handle = (Handle *)base;
  GByteArray *content;
  gsize there;

  if (handle->life != handle->disk->lives || handle->disk->dead)
    return SQLITE_IOERR_READ;
  content = handle->file->content;
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
  File *file = reach (base);

  if (file == NULL)
    return SQLITE_IOERR_WRITE;
  if (((Handle *)base)->disk->full)
    return SQLITE_FULL;
  remember (file, offset, bytes, (gsize)size, (gsize)size);
  put (file->content, offset, bytes, (gsize)size);
  return SQLITE_OK;
}

static int
file_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  File *file = reach (base);

  if (file == NULL)
    return SQLITE_IOERR_TRUNCATE;
  if (size < file->content->len) {
    remember (file, size, NULL, 0, file->content->len);
    g_byte_array_set_size (file->content, (guint)size);
  }
  return SQLITE_OK;
}

static int
file_sync (sqlite3_file *base, int flags)
{
  File *file = reach (base);

  if (file == NULL)
    return SQLITE_IOERR_FSYNC;
  g_array_set_size (file->changes, 0);
  return SQLITE_OK;
}

static int
file_size (sqlite3_file *base, sqlite3_int64 *ret_size)
{
  Handle *handle = (Handle *)base;

  if (handle->life != handle->disk->lives || handle->disk->dead)
    return SQLITE_IOERR_FSTAT;
  *ret_size = handle->file->content->len;
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
  Handle *handle = (Handle *)base;
  int *keep = argument;

  if (op != SQLITE_FCNTL_PERSIST_WAL)
    return SQLITE_NOTFOUND;
  if (*keep >= 0)
    handle->keep_wal = *keep != 0;
  *keep = handle->keep_wal ? 1 : 0;
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
  Handle *handle = (Handle *)base;
  GPtrArray *shm;

  *ret_memory = NULL;
  if (handle->life != handle->disk->lives || handle->disk->dead)
    return SQLITE_IOERR_SHMMAP;
  shm = handle->file->shm;
  while (extend && region >= (int)shm->len)
    g_ptr_array_add (shm, g_malloc0 ((gsize)size));
  if (region < (int)shm->len)
    *ret_memory = g_ptr_array_index (shm, region);
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
  Handle *handle = (Handle *)base;

  if (handle->life == handle->disk->lives)
    g_ptr_array_set_size (handle->file->shm, 0);
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

static SimDisk *
find_disk (const char *path)
{
  for (guint i = 0; path != NULL && i < disks->len; i++) {
    SimDisk *disk = g_ptr_array_index (disks, i);

    if (g_str_has_prefix (path, disk->root))
      return disk;
  }
  return NULL;
}

static File *
find_file (const GPtrArray *files, const char *name)
{
  for (guint i = 0; i < files->len; i++) {
    File *file = g_ptr_array_index (files, i);

    if (strcmp (file->name, name) == 0)
      return file;
  }
  return NULL;
}

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *ret_flags)
{
  SimDisk *disk = find_disk (path);
  File *file;

  if (disk == NULL)
    return real_vfs->xOpen (real_vfs, path, base, flags, ret_flags);
  base->pMethods = NULL;
  if (disk->dead)
    return SQLITE_CANTOPEN;
  file = find_file (disk->files, path + strlen (disk->root));
  if (file == NULL) {
    if ((flags & SQLITE_OPEN_CREATE) == 0)
      return SQLITE_CANTOPEN;
    file = file_new (path + strlen (disk->root));
    g_ptr_array_add (disk->files, file);
  }
  *(Handle *)base =
      (Handle){.base = {&file_methods}, .disk = disk, .file = file, .life = disk->lives};
  if (ret_flags != NULL)
    *ret_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_directory)
{
  SimDisk *disk = find_disk (path);
  File *file;

  if (disk == NULL)
    return real_vfs->xDelete (real_vfs, path, sync_directory);
  if (disk->dead)
    return SQLITE_IOERR_DELETE;
  file = find_file (disk->files, path + strlen (disk->root));
  if (file == NULL)
    return SQLITE_IOERR_DELETE_NOENT;
  g_ptr_array_remove (disk->files, file);
  return SQLITE_OK;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *ret_there)
{
  SimDisk *disk = find_disk (path);
  File *file;

  if (disk == NULL)
    return real_vfs->xAccess (real_vfs, path, flags, ret_there);
  file = find_file (disk->files, path + strlen (disk->root));
  *ret_there = file != NULL && file->content->len > 0;
  return SQLITE_OK;
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *path, int size, char *ret_path)
{
  if (find_disk (path) == NULL)
    return real_vfs->xFullPathname (real_vfs, path, size, ret_path);
  g_strlcpy (ret_path, path, (gsize)size);
  return SQLITE_OK;
}

/* Salts of WAL files: the same in every run. */
static int
vfs_randomness (sqlite3_vfs *vfs, int size, char *ret_bytes)
{
  memset (ret_bytes, 0x5a, (gsize)size);
  return size;
}

void
sim_disk_register_vfs (void)
{
  static sqlite3_vfs vfs;

  if (real_vfs != NULL)
    return;
  g_assert (sqlite3_config (SQLITE_CONFIG_SINGLETHREAD) == SQLITE_OK);
  g_assert (sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = "hufu-sim";
  vfs.pNext = NULL;
  vfs.szOsFile = MAX (real_vfs->szOsFile, (int)sizeof (Handle));
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  vfs.xFullPathname = vfs_full_pathname;
  vfs.xRandomness = vfs_randomness;
  g_assert (sqlite3_vfs_register (&vfs, 1) == SQLITE_OK);
  disks = g_ptr_array_new ();
}

/* --- disks ---------------------------------------------------------------------------------------
 */

SimDisk *
sim_disk_new (const char *root)
{
  SimDisk *disk = g_new0 (SimDisk, 1);

  g_assert (real_vfs != NULL && g_str_has_suffix (root, "/"));
  disk->root = g_strdup (root);
  disk->files = g_ptr_array_new_with_free_func (file_free);
  g_ptr_array_add (disks, disk);
  return disk;
}

void
sim_disk_free (SimDisk *disk)
{
  if (disk == NULL)
    return;
  g_ptr_array_remove (disks, disk);
  g_ptr_array_unref (disk->files);
  g_free (disk->root);
  g_free (disk);
}

const char *
sim_disk_get_root (const SimDisk *disk)
{
  return disk->root;
}

void
sim_disk_arm (SimDisk *disk, guint n)
{
  disk->die_in = n;
}

gboolean
sim_disk_is_armed (const SimDisk *disk)
{
  return disk->die_in > 0;
}

gboolean
sim_disk_is_dead (const SimDisk *disk)
{
  return disk->dead;
}

void
sim_disk_kill (SimDisk *disk)
{
  disk->dead = TRUE;
}

void
sim_disk_lose_power (SimDisk *disk, SimRandom *random)
{
  g_assert (disk->dead);
  for (guint i = 0; i < disk->files->len; i++) {
    File *file = g_ptr_array_index (disk->files, i);

    settle (file, random);
    g_ptr_array_set_size (file->shm, 0);
  }
  disk->lives++;
  disk->die_in = 0;
  disk->dead = FALSE;
}

void
sim_disk_set_full (SimDisk *disk, gboolean full)
{
  disk->full = full;
}

gboolean
sim_disk_is_full (const SimDisk *disk)
{
  return disk->full;
}

static void
copy_files (const GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++) {
    const File *file = g_ptr_array_index (from, i);
    File *copy = file_new (file->name);

    g_byte_array_append (copy->content, file->content->data, file->content->len);
    g_ptr_array_add (to, copy);
  }
}

SimImage *
sim_disk_copy (const SimDisk *disk)
{
  SimImage *image = g_new0 (SimImage, 1);

  image->files = g_ptr_array_new_with_free_func (file_free);
  copy_files (disk->files, image->files);
  return image;
}

void
sim_disk_restore (SimDisk *disk, const SimImage *image)
{
  g_ptr_array_set_size (disk->files, 0);
  copy_files (image->files, disk->files);
  disk->lives++;
  disk->die_in = 0;
  disk->dead = disk->full = FALSE;
}

void
sim_image_free (SimImage *image)
{
  if (image == NULL)
    return;
  g_ptr_array_unref (image->files);
  g_free (image);
}
