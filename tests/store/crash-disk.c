/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/crash-disk.h"

#include "tests/store/crash-vfs.h"

static GMutex lock;
static GPtrArray *disks; /* under the lock */

HufuCrashDisk *
hufu_crash_disk_new (const char *root)
{
  HufuCrashDisk *disk = g_new0 (HufuCrashDisk, 1);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  disk->root = g_strconcat (root, "/", NULL);
  disk->now = hufu_crash_image_new ();
  disk->record = hufu_crash_record_new (hufu_crash_image_new ());
  if (disks == NULL) {
    hufu_crash_vfs_register ();
    disks = g_ptr_array_new ();
  }
  g_ptr_array_add (disks, disk);
  return disk;
}

void
hufu_crash_disk_free (HufuCrashDisk *disk)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (disk == NULL)
    return;
  g_assert (disk->n_open == 0);
  g_ptr_array_remove (disks, disk);
  hufu_crash_image_free (disk->now);
  hufu_crash_record_free (disk->record);
  g_free (disk->root);
  g_free (disk);
}

HufuCrashDisk *
hufu_crash_disk_find (const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  for (guint i = 0; path != NULL && i < disks->len; i++) {
    HufuCrashDisk *disk = g_ptr_array_index (disks, i);

    if (g_str_has_prefix (path, disk->root))
      return disk;
  }
  return NULL;
}

void
hufu_crash_disk_seed_all (guint32 seed)
{
  hufu_crash_vfs_seed (seed);
}

void
hufu_crash_disk_do (HufuCrashDisk *disk, HufuCrashOpKind kind, const char *path, gint64 offset,
                    const void *bytes, gsize size)
{
  hufu_crash_record_do (disk->record, disk->now, kind, path, offset, bytes, size);
}

HufuCrashRecord *
hufu_crash_disk_take_record (HufuCrashDisk *disk)
{
  HufuCrashRecord *record = g_steal_pointer (&disk->record);

  disk->record = hufu_crash_record_new (hufu_crash_image_copy (disk->now));
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

void
hufu_crash_disk_forget_synced (HufuCrashDisk *disk)
{
  hufu_crash_record_forget_synced (disk->record);
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
  g_assert (disk->n_open == 0);
  hufu_crash_image_free (disk->now);
  disk->now = hufu_crash_image_copy (image);
  hufu_crash_disk_fail_at (disk, 0, FALSE, FALSE);
  hufu_crash_disk_mark (disk);
}

void
hufu_crash_disk_crash (HufuCrashDisk *disk, HufuCrashMode mode, guint32 seed)
{
  g_autoptr (HufuCrashImage) image = hufu_crash_record_make_image (
      disk->record, hufu_crash_record_count_ops (disk->record), mode, seed);

  hufu_crash_disk_kill (disk);
  hufu_crash_disk_load (disk, image);
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
hufu_crash_disk_fails (HufuCrashDisk *disk, gboolean writes)
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

gboolean
hufu_crash_disk_has_failed (const HufuCrashDisk *disk)
{
  return disk->failed;
}
