/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/memory-disk.h"

#include <string.h>
#include "tests/lib/memory-vfs.h"
#include "tests/sim/sqlite-memory.h"

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

static gpointer
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
find_file (const SimDisk *disk, const char *path)
{
  const char *name = path + strlen (disk->root);

  for (guint i = 0; i < disk->files->len; i++) {
    File *file = g_ptr_array_index (disk->files, i);

    if (strcmp (file->name, name) == 0)
      return file;
  }
  return NULL;
}

/* Counts a call; NULL: the machine is dead. */
static File *
reach (const HufuMemoryFile *handle)
{
  SimDisk *disk = handle->disk;

  if (handle->life != disk->lives)
    return NULL;
  if (disk->die_in > 0 && --disk->die_in == 0)
    disk->dead = TRUE;
  return disk->dead ? NULL : handle->file;
}

static int
on_open (HufuMemoryFile *handle, const char *path, int flags)
{
  SimDisk *disk = handle->disk;
  File *file = disk->dead ? NULL : find_file (disk, path);

  if (file == NULL && (disk->dead || (flags & SQLITE_OPEN_CREATE) == 0))
    return SQLITE_CANTOPEN;
  if (file == NULL) {
    file = file_new (path + strlen (disk->root));
    g_ptr_array_add (disk->files, file);
  }
  handle->file = file;
  handle->life = disk->lives;
  return SQLITE_OK;
}

static void
on_close (HufuMemoryFile *handle)
{
}

static GByteArray *
on_look (const HufuMemoryFile *handle, HufuMemoryLook look)
{
  const SimDisk *disk = handle->disk;

  return handle->life != disk->lives || disk->dead ? NULL : ((File *)handle->file)->content;
}

static int
on_write (HufuMemoryFile *handle, const guint8 *bytes, int size, gint64 offset)
{
  File *file = reach (handle);

  if (file == NULL)
    return SQLITE_IOERR_WRITE;
  if (((const SimDisk *)handle->disk)->full)
    return SQLITE_FULL;
  remember (file, offset, bytes, (gsize)size, (gsize)size);
  put (file->content, offset, bytes, (gsize)size);
  return SQLITE_OK;
}

static int
on_truncate (HufuMemoryFile *handle, gint64 size)
{
  File *file = reach (handle);

  if (file == NULL)
    return SQLITE_IOERR_TRUNCATE;
  if (size < file->content->len) {
    remember (file, size, NULL, 0, file->content->len);
    g_byte_array_set_size (file->content, (guint)size);
  }
  return SQLITE_OK;
}

static int
on_sync (HufuMemoryFile *handle)
{
  File *file = reach (handle);

  if (file == NULL)
    return SQLITE_IOERR_FSYNC;
  g_array_set_size (file->changes, 0);
  return SQLITE_OK;
}

static int
on_remove (gpointer data, const char *path, gboolean sync_folder)
{
  SimDisk *disk = data;
  File *file;

  if (disk->dead)
    return SQLITE_IOERR_DELETE;
  file = find_file (disk, path);
  if (file == NULL)
    return SQLITE_IOERR_DELETE_NOENT;
  g_ptr_array_remove (disk->files, file);
  return SQLITE_OK;
}

static const GByteArray *
on_find (gpointer disk, const char *path)
{
  const File *file = find_file (disk, path);

  return file != NULL ? file->content : NULL;
}

/* Salts of WAL files: the same in every run. */
static guint8
on_draw (void)
{
  return 0x5a;
}

void
sim_disk_register_vfs (void)
{
  static const HufuMemoryDisk kind = {
      .name = "hufu-sim",
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

  if (disks != NULL)
    return;
  disks = g_ptr_array_new ();
  g_assert (sqlite3_config (SQLITE_CONFIG_SINGLETHREAD) == SQLITE_OK);
  g_assert (sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
  sim_sqlite_memory_use ();
  hufu_memory_vfs_register (&kind);
}

/* --- disks ---------------------------------------------------------------------------------------
 */

SimDisk *
sim_disk_new (const char *root)
{
  SimDisk *disk = g_new0 (SimDisk, 1);

  g_assert (disks != NULL && g_str_has_suffix (root, "/"));
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
    settle (g_ptr_array_index (disk->files, i), random);
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
