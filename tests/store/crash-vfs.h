/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A disk in memory under SQLite that remembers what was written and what was synced, so that a
 * crash can be played at any point, and that can be made to fail. One default VFS serves all disks:
 * a file belongs to the disk whose root its path begins with, any other file to the real disk.
 * Locks are not kept: one connection a file. One thread.
 *
 *   g_autoptr (HufuCrashDisk) disk = hufu_crash_disk_new (dir->path);
 *   ... open a database below dir->path, bring it to where the act begins ...
 *   hufu_crash_disk_mark (disk);                  -- all of it is durable now
 *   ... the act, then close ...
 *   record = hufu_crash_disk_take_record (disk);
 *   for (guint op = 0; op <= hufu_crash_record_count_ops (record); op++)
 *     ... hufu_crash_record_make_image (record, op, HUFU_CRASH_RANDOM, seed),
 *         hufu_crash_disk_load (disk, image), open, look, close ...
 */
#pragma once

#include <glib.h>

typedef struct _HufuCrashDisk HufuCrashDisk;
typedef struct _HufuCrashImage HufuCrashImage;   /* the content of all files */
typedef struct _HufuCrashRecord HufuCrashRecord; /* an image, and what was done since */

/* What a crash leaves of the writes that no sync covers. */
typedef enum {
  HUFU_CRASH_KEEP,   /* all of them */
  HUFU_CRASH_DROP,   /* none */
  HUFU_CRASH_RANDOM, /* each or not, by the seed */
  HUFU_CRASH_TORN,   /* all, the last one cut at a random byte */
} HufuCrashMode;
#define HUFU_CRASH_MODES 4

/* root must be a directory that exists: lock files are real. */
HufuCrashDisk *hufu_crash_disk_new (const char *root);
void hufu_crash_disk_free (HufuCrashDisk *disk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuCrashDisk, hufu_crash_disk_free)

/* Makes what is there durable and begins a new record. */
void hufu_crash_disk_mark (HufuCrashDisk *disk);
/* What was done since the mark. Borrowed until the next mark, take or load. */
const HufuCrashRecord *hufu_crash_disk_get_record (const HufuCrashDisk *disk);
/* The same for keeps; the disk begins a new one. */
HufuCrashRecord *hufu_crash_disk_take_record (HufuCrashDisk *disk);
void hufu_crash_record_free (HufuCrashRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuCrashRecord, hufu_crash_record_free)

/* Operations (write, truncate, sync, delete), and of them the syncs, the writes, the bytes. */
guint hufu_crash_record_count_ops (const HufuCrashRecord *record);
guint hufu_crash_record_count_syncs (const HufuCrashRecord *record);
guint hufu_crash_record_count_writes (const HufuCrashRecord *record);
gsize hufu_crash_record_count_bytes (const HufuCrashRecord *record);

/* What is on the disk after a crash when the first `n_ops` operations of the record had been made.
 */
HufuCrashImage *hufu_crash_record_make_image (const HufuCrashRecord *record, guint n_ops,
                                              HufuCrashMode mode, guint32 seed);
void hufu_crash_image_free (HufuCrashImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuCrashImage, hufu_crash_image_free)

/* Everything that is open on the disk is dead from now on: all its operations fail, nothing reaches
 * the disk. For closing a database that "crashed". */
void hufu_crash_disk_kill (HufuCrashDisk *disk);
/* Puts a copy of the image on the disk, durable, and lets it live; the record begins anew. No file
 * may be open. */
void hufu_crash_disk_load (HufuCrashDisk *disk, const HufuCrashImage *image);

/* The n-th call from now that could fail does (1 = the next), and with `for_ever` all after it. 0:
 * none does. full TRUE: writes fail as on a full disk, other calls do not. */
void hufu_crash_disk_fail_at (HufuCrashDisk *disk, guint n, gboolean for_ever, gboolean full);
/* TRUE if the failure that was ordered has come. */
gboolean hufu_crash_disk_has_failed (const HufuCrashDisk *disk);
