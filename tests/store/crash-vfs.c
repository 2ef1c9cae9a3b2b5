/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/crash-vfs.h"

#include <sqlite3.h>
#include <string.h>

#define SHM_REGIONS_MAX 64
/* A disk may keep any of these of one write, and fail at any: less than a page of the database. */
#define PIECE_BYTES 2048

typedef struct {
  GByteArray *content;
  /* Shared memory of the WAL index: lost at a crash, as on a real machine. */
  GPtrArray *shm;
} MemFile;

typedef enum {
  OP_WRITE,
  OP_TRUNCATE,
  OP_SYNC,
  OP_DELETE,
} OpKind;

typedef struct {
  OpKind kind;
  char *path;
  gint64 offset; /* of a write; the size of a truncate */
  GBytes *bytes;
} Op;

struct _HufuCrashImage {
  GHashTable *files; /* path -> GByteArray */
};

struct _HufuCrashRecord {
  HufuCrashImage *base;
  GPtrArray *ops; /* Op */
};

struct _HufuCrashDisk {
  char *root;
  GHashTable *files; /* path -> MemFile */
  HufuCrashRecord *record;
  guint n_open, generation; /* files opened under another generation are dead */
  guint fail_in;
  gboolean fail_for_ever, fail_full, failed;
};

/* SQLite's file, with where it is. */
typedef struct {
  sqlite3_file base;
  HufuCrashDisk *disk;
  char *path;
  guint generation;
  gboolean keep_wal;
} CrashFile;

static GPtrArray *disks;
static sqlite3_vfs *real_vfs;

static void
op_free (gpointer data)
{
  Op *op = data;

  g_free (op->path);
  g_clear_pointer (&op->bytes, g_bytes_unref);
  g_free (op);
}

static void
mem_file_free (gpointer data)
{
  MemFile *file = data;

  g_byte_array_unref (file->content);
  g_ptr_array_unref (file->shm);
  g_free (file);
}

static MemFile *
mem_file_new (void)
{
  MemFile *file = g_new0 (MemFile, 1);

  file->content = g_byte_array_new ();
  file->shm = g_ptr_array_new_with_free_func (g_free);
  return file;
}

static void
record (HufuCrashDisk *disk, OpKind kind, const char *path, gint64 offset, const void *bytes,
        int size)
{
  Op *op = g_new0 (Op, 1);

  op->kind = kind;
  op->path = g_strdup (path);
  op->offset = offset;
  if (bytes != NULL)
    op->bytes = g_bytes_new (bytes, (gsize)size);
  g_ptr_array_add (disk->record->ops, op);
}

/* TRUE if this call is to fail now. */
static gboolean
fails (HufuCrashDisk *disk, gboolean writes)
{
  if (disk->failed)
    return disk->fail_for_ever && (writes || !disk->fail_full);
  if (disk->fail_in == 0 || (disk->fail_full && !writes))
    return FALSE;
  if (--disk->fail_in > 0)
    return FALSE;
  disk->failed = TRUE;
  return TRUE;
}

static MemFile *
find_live (CrashFile *file)
{
  if (file->generation != file->disk->generation)
    return NULL;
  return g_hash_table_lookup (file->disk->files, file->path);
}

static int
crash_close (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *)base;

  if (file->generation == file->disk->generation)
    file->disk->n_open--;
  g_clear_pointer (&file->path, g_free);
  return SQLITE_OK;
}

static int
crash_read (sqlite3_file *base, void *buffer, int size, sqlite3_int64 offset)
{
  CrashFile *file = (CrashFile *)base;
  MemFile *mem = find_live (file);
  gsize there;

  if (mem == NULL || fails (file->disk, FALSE))
    return SQLITE_IOERR_READ;
  there =
      offset >= mem->content->len ? 0 : MIN ((gsize)size, (gsize)mem->content->len - (gsize)offset);
  if (there > 0)
    memcpy (buffer, mem->content->data + offset, there);
  if (there == (gsize)size)
    return SQLITE_OK;
  memset ((guint8 *)buffer + there, 0, (gsize)size - there);
  return SQLITE_IOERR_SHORT_READ;
}

static void
write_bytes (GByteArray *content, gint64 offset, const void *bytes, gsize size)
{
  guint old = content->len, end = (guint)offset + (guint)size;

  if (end > old) {
    g_byte_array_set_size (content, end);
    memset (content->data + old, 0, end - old);
  }
  if (size > 0)
    memcpy (content->data + offset, bytes, size);
}

static int
crash_write (sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset)
{
  CrashFile *file = (CrashFile *)base;
  MemFile *mem = find_live (file);

  if (mem == NULL)
    return SQLITE_IOERR_WRITE;
  while (size > 0) {
    int n = MIN (size, PIECE_BYTES - (int)(offset % PIECE_BYTES));

    if (fails (file->disk, TRUE))
      return file->disk->fail_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    write_bytes (mem->content, offset, bytes, (gsize)n);
    record (file->disk, OP_WRITE, file->path, offset, bytes, n);
    bytes = (const guint8 *)bytes + n;
    offset += n;
    size -= n;
  }
  return SQLITE_OK;
}

static void
truncate_to (GByteArray *content, gint64 size)
{
  if (size < content->len)
    g_byte_array_set_size (content, (guint)size);
}

static int
crash_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  CrashFile *file = (CrashFile *)base;
  MemFile *mem = find_live (file);

  if (mem == NULL || fails (file->disk, FALSE))
    return SQLITE_IOERR_TRUNCATE;
  truncate_to (mem->content, size);
  record (file->disk, OP_TRUNCATE, file->path, size, NULL, 0);
  return SQLITE_OK;
}

static int
crash_sync (sqlite3_file *base, int flags)
{
  CrashFile *file = (CrashFile *)base;

  if (find_live (file) == NULL || fails (file->disk, FALSE))
    return SQLITE_IOERR_FSYNC;
  record (file->disk, OP_SYNC, file->path, 0, NULL, 0);
  return SQLITE_OK;
}

static int
crash_file_size (sqlite3_file *base, sqlite3_int64 *ret_size)
{
  MemFile *mem = find_live ((CrashFile *)base);

  if (mem == NULL)
    return SQLITE_IOERR_FSTAT;
  *ret_size = mem->content->len;
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
  MemFile *mem = find_live (file);

  *ret_memory = NULL;
  if (mem == NULL || fails (file->disk, FALSE))
    return SQLITE_IOERR_SHMMAP;
  g_assert (region < SHM_REGIONS_MAX);
  if (region >= (int)mem->shm->len && !extend)
    return SQLITE_OK;
  while (region >= (int)mem->shm->len)
    g_ptr_array_add (mem->shm, g_malloc0 ((gsize)size));
  *ret_memory = g_ptr_array_index (mem->shm, region);
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
  MemFile *mem = find_live ((CrashFile *)base);

  if (mem != NULL)
    g_ptr_array_set_size (mem->shm, 0);
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

static HufuCrashDisk *
find_disk (const char *path)
{
  for (guint i = 0; path != NULL && disks != NULL && i < disks->len; i++) {
    HufuCrashDisk *disk = g_ptr_array_index (disks, i);

    if (g_str_has_prefix (path, disk->root))
      return disk;
  }
  return NULL;
}

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *ret_flags)
{
  CrashFile *file = (CrashFile *)base;
  HufuCrashDisk *disk = find_disk (path);

  if (disk == NULL)
    return real_vfs->xOpen (real_vfs, path, base, flags, ret_flags);
  base->pMethods = NULL;
  if (g_hash_table_lookup (disk->files, path) == NULL) {
    if ((flags & SQLITE_OPEN_CREATE) == 0 || fails (disk, FALSE))
      return SQLITE_CANTOPEN;
    g_hash_table_insert (disk->files, g_strdup (path), mem_file_new ());
  }
  *file = (CrashFile){.base = {&crash_methods},
                      .disk = disk,
                      .path = g_strdup (path),
                      .generation = disk->generation};
  disk->n_open++;
  if (ret_flags != NULL)
    *ret_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_directory)
{
  HufuCrashDisk *disk = find_disk (path);

  if (disk == NULL)
    return real_vfs->xDelete (real_vfs, path, sync_directory);
  if (fails (disk, FALSE))
    return SQLITE_IOERR_DELETE;
  if (!g_hash_table_remove (disk->files, path))
    return SQLITE_IOERR_DELETE_NOENT;
  record (disk, OP_DELETE, path, 0, NULL, 0);
  return SQLITE_OK;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *ret_there)
{
  HufuCrashDisk *disk = find_disk (path);
  MemFile *mem;

  if (disk == NULL)
    return real_vfs->xAccess (real_vfs, path, flags, ret_there);
  mem = g_hash_table_lookup (disk->files, path);
  *ret_there = mem != NULL && mem->content->len > 0;
  return SQLITE_OK;
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *path, int size, char *ret_path)
{
  return real_vfs->xFullPathname (real_vfs, path, size, ret_path);
}

/* Made once: SQLite keeps it for good. Everything that is not a file is the real one's. */
static void
register_vfs (void)
{
  static sqlite3_vfs crash_vfs;

  if (real_vfs != NULL)
    return;
  real_vfs = sqlite3_vfs_find (NULL);
  crash_vfs = *real_vfs;
  crash_vfs.zName = "hufu-crash";
  crash_vfs.pNext = NULL;
  crash_vfs.szOsFile = MAX (real_vfs->szOsFile, (int)sizeof (CrashFile));
  crash_vfs.xOpen = vfs_open;
  crash_vfs.xDelete = vfs_delete;
  crash_vfs.xAccess = vfs_access;
  crash_vfs.xFullPathname = vfs_full_pathname;
  g_assert (sqlite3_vfs_register (&crash_vfs, 1) == SQLITE_OK);
  disks = g_ptr_array_new ();
}

static void
unref_content (gpointer content)
{
  g_byte_array_unref (content);
}

static HufuCrashImage *
image_new (void)
{
  HufuCrashImage *image = g_new (HufuCrashImage, 1);

  image->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_content);
  return image;
}

void
hufu_crash_image_free (HufuCrashImage *image)
{
  if (image == NULL)
    return;
  g_hash_table_unref (image->files);
  g_free (image);
}

static GByteArray *
copy_content (const GByteArray *content)
{
  return g_byte_array_append (g_byte_array_sized_new (content->len), content->data, content->len);
}

static GByteArray *
image_file (HufuCrashImage *image, const char *path)
{
  GByteArray *content = g_hash_table_lookup (image->files, path);

  if (content == NULL) {
    content = g_byte_array_new ();
    g_hash_table_insert (image->files, g_strdup (path), content);
  }
  return content;
}

static HufuCrashRecord *
record_new (void)
{
  HufuCrashRecord *record = g_new (HufuCrashRecord, 1);

  record->base = image_new ();
  record->ops = g_ptr_array_new_with_free_func (op_free);
  return record;
}

void
hufu_crash_record_free (HufuCrashRecord *record)
{
  if (record == NULL)
    return;
  hufu_crash_image_free (record->base);
  g_ptr_array_unref (record->ops);
  g_free (record);
}

HufuCrashDisk *
hufu_crash_disk_new (const char *root)
{
  HufuCrashDisk *disk = g_new0 (HufuCrashDisk, 1);

  register_vfs ();
  disk->root = g_strconcat (root, "/", NULL);
  disk->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, mem_file_free);
  disk->record = record_new ();
  g_ptr_array_add (disks, disk);
  return disk;
}

void
hufu_crash_disk_free (HufuCrashDisk *disk)
{
  if (disk == NULL)
    return;
  g_assert (disk->n_open == 0);
  g_ptr_array_remove (disks, disk);
  g_hash_table_unref (disk->files);
  hufu_crash_record_free (disk->record);
  g_free (disk->root);
  g_free (disk);
}

HufuCrashRecord *
hufu_crash_disk_take_record (HufuCrashDisk *disk)
{
  HufuCrashRecord *record = g_steal_pointer (&disk->record);
  GHashTableIter iter;
  gpointer path, mem;

  disk->record = record_new ();
  g_hash_table_iter_init (&iter, disk->files);
  while (g_hash_table_iter_next (&iter, &path, &mem))
    g_hash_table_insert (disk->record->base->files, g_strdup (path),
                         copy_content (((MemFile *)mem)->content));
  return record;
}

void
hufu_crash_disk_mark (HufuCrashDisk *disk)
{
  hufu_crash_record_free (hufu_crash_disk_take_record (disk));
}

const HufuCrashRecord *
hufu_crash_disk_get_record (const HufuCrashDisk *disk)
{
  return disk->record;
}

guint
hufu_crash_record_count_ops (const HufuCrashRecord *record)
{
  return record->ops->len;
}

static guint
count_kind (const HufuCrashRecord *record, OpKind kind)
{
  guint n = 0;

  for (guint i = 0; i < record->ops->len; i++)
    n += ((const Op *)g_ptr_array_index (record->ops, i))->kind == kind ? 1 : 0;
  return n;
}

guint
hufu_crash_record_count_syncs (const HufuCrashRecord *record)
{
  return count_kind (record, OP_SYNC);
}

guint
hufu_crash_record_count_writes (const HufuCrashRecord *record)
{
  return count_kind (record, OP_WRITE);
}

gsize
hufu_crash_record_count_bytes (const HufuCrashRecord *record)
{
  gsize bytes = 0;

  for (guint i = 0; i < record->ops->len; i++) {
    const Op *op = g_ptr_array_index (record->ops, i);

    bytes += op->bytes == NULL ? 0 : g_bytes_get_size (op->bytes);
  }
  return bytes;
}

static void
apply_op (HufuCrashImage *image, const Op *op, gsize size)
{
  if (op->kind == OP_WRITE)
    write_bytes (image_file (image, op->path), op->offset, g_bytes_get_data (op->bytes, NULL),
                 size);
  else if (op->kind == OP_TRUNCATE)
    truncate_to (image_file (image, op->path), op->offset);
  else if (op->kind == OP_DELETE)
    g_hash_table_remove (image->files, op->path);
}

/* TRUE if a sync of the same file comes after op i and before the crash. */
static gboolean
is_synced (const HufuCrashRecord *record, guint i, guint n_ops)
{
  const Op *op = g_ptr_array_index (record->ops, i);

  for (guint j = i + 1; j < n_ops; j++) {
    const Op *later = g_ptr_array_index (record->ops, j);

    if (later->kind == OP_SYNC && strcmp (later->path, op->path) == 0)
      return TRUE;
  }
  return FALSE;
}

HufuCrashImage *
hufu_crash_record_make_image (const HufuCrashRecord *record, guint n_ops, HufuCrashMode mode,
                              guint32 seed)
{
  HufuCrashImage *image = image_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GHashTableIter iter;
  gpointer path, content;

  g_assert (n_ops <= record->ops->len);
  g_hash_table_iter_init (&iter, record->base->files);
  while (g_hash_table_iter_next (&iter, &path, &content))
    g_hash_table_insert (image->files, g_strdup (path), copy_content (content));
  for (guint i = 0; i < n_ops; i++) {
    const Op *op = g_ptr_array_index (record->ops, i);
    gsize size = op->bytes == NULL ? 0 : g_bytes_get_size (op->bytes);

    if (!is_synced (record, i, n_ops)) {
      if (mode == HUFU_CRASH_DROP || (mode == HUFU_CRASH_RANDOM && g_rand_boolean (rand)))
        continue;
      if (mode == HUFU_CRASH_TORN && i + 1 == n_ops && size > 0)
        size = (gsize)g_rand_int_range (rand, 0, (gint32)size);
    }
    apply_op (image, op, size);
  }
  return image;
}

void
hufu_crash_disk_kill (HufuCrashDisk *disk)
{
  disk->generation++;
  disk->n_open = 0;
}

void
hufu_crash_disk_load (HufuCrashDisk *disk, const HufuCrashImage *image)
{
  GHashTableIter iter;
  gpointer path, content;

  g_assert (disk->n_open == 0);
  g_hash_table_remove_all (disk->files);
  g_hash_table_iter_init (&iter, image->files);
  while (g_hash_table_iter_next (&iter, &path, &content)) {
    MemFile *mem = mem_file_new ();

    g_byte_array_append (mem->content, ((GByteArray *)content)->data, ((GByteArray *)content)->len);
    g_hash_table_insert (disk->files, g_strdup (path), mem);
  }
  disk->fail_in = 0;
  disk->failed = FALSE;
  hufu_crash_disk_mark (disk);
}

void
hufu_crash_disk_fail_at (HufuCrashDisk *disk, guint n, gboolean for_ever, gboolean full)
{
  disk->fail_in = n;
  disk->fail_for_ever = for_ever;
  disk->fail_full = full;
  disk->failed = FALSE;
}

gboolean
hufu_crash_disk_has_failed (const HufuCrashDisk *disk)
{
  return disk->failed;
}
