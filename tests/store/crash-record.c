/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/crash-record.h"

#include <string.h>

struct _HufuCrashImage {
  GHashTable *files; /* path -> GByteArray */
};

typedef struct {
  HufuCrashOpKind kind;
  char *path;
  gint64 offset;
  GBytes *bytes; /* NULL: not a write */
} Op;

struct _HufuCrashRecord {
  HufuCrashImage *base;
  GPtrArray *ops; /* Op */
};

static void
free_content (gpointer content)
{
  g_byte_array_unref (content);
}

HufuCrashImage *
hufu_crash_image_new (void)
{
  HufuCrashImage *image = g_new (HufuCrashImage, 1);

  image->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_content);
  return image;
}

HufuCrashImage *
hufu_crash_image_copy (const HufuCrashImage *image)
{
  HufuCrashImage *copy = hufu_crash_image_new ();
  GHashTableIter iter;
  gpointer path, content;

  g_hash_table_iter_init (&iter, image->files);
  while (g_hash_table_iter_next (&iter, &path, &content)) {
    const GByteArray *bytes = content;

    g_hash_table_insert (
        copy->files, g_strdup (path),
        g_byte_array_append (g_byte_array_sized_new (bytes->len), bytes->data, bytes->len));
  }
  return copy;
}

void
hufu_crash_image_free (HufuCrashImage *image)
{
  if (image == NULL)
    return;
  g_hash_table_unref (image->files);
  g_free (image);
}

GByteArray *
hufu_crash_image_find_file (const HufuCrashImage *image, const char *path)
{
  return g_hash_table_lookup (image->files, path);
}

void
hufu_crash_image_add_file (HufuCrashImage *image, const char *path)
{
  if (hufu_crash_image_find_file (image, path) == NULL)
    g_hash_table_insert (image->files, g_strdup (path), g_byte_array_new ());
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

/* The file may be missing: what made it, or what deleted it, is of no account in some crashes. */
static void
apply (HufuCrashImage *image, HufuCrashOpKind kind, const char *path, gint64 offset,
       const void *bytes, gsize size)
{
  GByteArray *content;

  if (kind == HUFU_CRASH_OP_DELETE)
    g_hash_table_remove (image->files, path);
  if (kind != HUFU_CRASH_OP_WRITE && kind != HUFU_CRASH_OP_TRUNCATE)
    return;
  hufu_crash_image_add_file (image, path);
  content = hufu_crash_image_find_file (image, path);
  if (kind == HUFU_CRASH_OP_WRITE)
    write_bytes (content, offset, bytes, size);
  else if (offset < content->len)
    g_byte_array_set_size (content, (guint)offset);
}

static gsize
get_size (const Op *op)
{
  return op->bytes == NULL ? 0 : g_bytes_get_size (op->bytes);
}

static void
apply_op (HufuCrashImage *image, const Op *op, gsize size)
{
  apply (image, op->kind, op->path, op->offset,
         op->bytes == NULL ? NULL : g_bytes_get_data (op->bytes, NULL), size);
}

static void
free_op (gpointer data)
{
  Op *op = data;

  g_free (op->path);
  g_clear_pointer (&op->bytes, g_bytes_unref);
  g_free (op);
}

static Op *
copy_op (const Op *op)
{
  Op *copy = g_new (Op, 1);

  *copy = *op;
  copy->path = g_strdup (op->path);
  copy->bytes = op->bytes == NULL ? NULL : g_bytes_ref (op->bytes);
  return copy;
}

HufuCrashRecord *
hufu_crash_record_new (HufuCrashImage *take_base)
{
  HufuCrashRecord *record = g_new (HufuCrashRecord, 1);

  record->base = take_base;
  record->ops = g_ptr_array_new_with_free_func (free_op);
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

void
hufu_crash_record_do (HufuCrashRecord *record, HufuCrashImage *now, HufuCrashOpKind kind,
                      const char *path, gint64 offset, const void *bytes, gsize size)
{
  Op *op = g_new0 (Op, 1);

  op->kind = kind;
  op->path = g_strdup (path);
  op->offset = offset;
  if (kind == HUFU_CRASH_OP_WRITE)
    op->bytes = g_bytes_new (bytes, size);
  g_ptr_array_add (record->ops, op);
  apply (now, kind, path, offset, bytes, size);
}

guint
hufu_crash_record_count_ops (const HufuCrashRecord *record)
{
  return record->ops->len;
}

static guint
count_kind (const HufuCrashRecord *record, HufuCrashOpKind kind)
{
  guint n = 0;

  for (guint i = 0; i < record->ops->len; i++)
    n += ((const Op *)g_ptr_array_index (record->ops, i))->kind == kind ? 1 : 0;
  return n;
}

guint
hufu_crash_record_count_syncs (const HufuCrashRecord *record)
{
  return count_kind (record, HUFU_CRASH_OP_SYNC);
}

guint
hufu_crash_record_count_writes (const HufuCrashRecord *record)
{
  return count_kind (record, HUFU_CRASH_OP_WRITE);
}

gsize
hufu_crash_record_count_bytes (const HufuCrashRecord *record)
{
  gsize bytes = 0;

  for (guint i = 0; i < record->ops->len; i++)
    bytes += get_size (g_ptr_array_index (record->ops, i));
  return bytes;
}

/* path -> the number of operations up to its last sync among the first n_ops. */
static GHashTable *
find_syncs (const HufuCrashRecord *record, guint n_ops)
{
  GHashTable *syncs = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n_ops; i++) {
    const Op *op = g_ptr_array_index (record->ops, i);

    if (op->kind == HUFU_CRASH_OP_SYNC)
      g_hash_table_insert (syncs, op->path, GUINT_TO_POINTER (i + 1));
  }
  return syncs;
}

static gboolean
is_synced (GHashTable *syncs, const Op *op, guint i)
{
  const char *path = op->kind == HUFU_CRASH_OP_DELETE ? HUFU_CRASH_FOLDERS : op->path;

  return i < GPOINTER_TO_UINT (g_hash_table_lookup (syncs, path));
}

HufuCrashImage *
hufu_crash_record_make_image (const HufuCrashRecord *record, guint n_ops, HufuCrashMode mode,
                              guint32 seed)
{
  HufuCrashImage *image = hufu_crash_image_copy (record->base);
  g_autoptr (GHashTable) syncs = find_syncs (record, n_ops);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_assert (n_ops <= record->ops->len);
  for (guint i = 0; i < n_ops; i++) {
    const Op *op = g_ptr_array_index (record->ops, i);
    gsize size = get_size (op);

    if (!is_synced (syncs, op, i)) {
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
hufu_crash_record_forget_synced (HufuCrashRecord *record)
{
  g_autoptr (GHashTable) syncs = find_syncs (record, record->ops->len);
  g_autoptr (GPtrArray) all = g_steal_pointer (&record->ops);

  record->ops = g_ptr_array_new_with_free_func (free_op);
  for (guint i = 0; i < all->len; i++) {
    Op *op = g_ptr_array_index (all, i);

    if (is_synced (syncs, op, i))
      apply_op (record->base, op, get_size (op));
    else
      g_ptr_array_add (record->ops, copy_op (op));
  }
}
