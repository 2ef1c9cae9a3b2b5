/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is between a crash disk and the VFS that puts it under SQLite; private to the two. */
#pragma once

#include "tests/store/crash-disk.h"

struct _HufuCrashDisk {
  char *root;
  HufuCrashImage *now;
  HufuCrashRecord *record;
  guint n_open, generation; /* files opened under another generation are dead */
  guint fail_in;
  gboolean fail_for_ever, fail_full, failed;
};

/* NULL: the path is of the real disk. */
HufuCrashDisk *hufu_crash_disk_find (const char *path);
/* TRUE if this call is to fail now. */
gboolean hufu_crash_disk_fails (HufuCrashDisk *disk, gboolean writes);
void hufu_crash_disk_do (HufuCrashDisk *disk, HufuCrashOpKind kind, const char *path, gint64 offset,
                         const void *bytes, gsize size);

/* Makes it the default VFS of the process, once. */
void hufu_crash_vfs_register (void);
void hufu_crash_vfs_seed (guint32 seed);
