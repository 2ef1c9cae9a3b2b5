/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was done to the files of a disk since they were all durable, and what a crash at any point
 * of it leaves: a sync of a file keeps what was written to that file before, all else is as the
 * mode says. Plain memory; nothing here touches a disk. One thread at a time.
 */
#pragma once

#include <glib.h>

typedef struct _HufuCrashImage HufuCrashImage;   /* the content of all files */
typedef struct _HufuCrashRecord HufuCrashRecord; /* an image, and what was done since */

HufuCrashImage *hufu_crash_image_new (void);
HufuCrashImage *hufu_crash_image_copy (const HufuCrashImage *image);
void hufu_crash_image_free (HufuCrashImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuCrashImage, hufu_crash_image_free)
/* Borrowed; NULL if there is no such file. */
GByteArray *hufu_crash_image_find_file (const HufuCrashImage *image, const char *path);
/* An empty file; nothing if it is there. */
void hufu_crash_image_add_file (HufuCrashImage *image, const char *path);

typedef enum {
  HUFU_CRASH_OP_WRITE,
  HUFU_CRASH_OP_TRUNCATE,
  HUFU_CRASH_OP_SYNC,
  HUFU_CRASH_OP_DELETE,
} HufuCrashOpKind;

/* What a crash leaves of the writes that no sync covers. */
typedef enum {
  HUFU_CRASH_KEEP,   /* all of them */
  HUFU_CRASH_DROP,   /* none */
  HUFU_CRASH_RANDOM, /* each or not, by the seed: also a later one without an earlier one */
  HUFU_CRASH_TORN,   /* all, the last one cut at a random byte */
} HufuCrashMode;
#define HUFU_CRASH_MODES 4

/* Takes the image that all begins with. */
HufuCrashRecord *hufu_crash_record_new (HufuCrashImage *take_base);
void hufu_crash_record_free (HufuCrashRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuCrashRecord, hufu_crash_record_free)
/* The path of all folders of the disk: a sync of them makes deletions durable. */
#define HUFU_CRASH_FOLDERS ""
/* Does it to the image, which is the disk as it is now, and notes it. offset: of a write; the size
 * of a truncate. bytes: of a write, copied. */
void hufu_crash_record_do (HufuCrashRecord *record, HufuCrashImage *now, HufuCrashOpKind kind,
                           const char *path, gint64 offset, const void *bytes, gsize size);
/* Drops what no crash can undo any more, so that the record of a long run stays small. */
void hufu_crash_record_forget_synced (HufuCrashRecord *record);

/* Operations, and of them the syncs, the writes, the bytes. */
guint hufu_crash_record_count_ops (const HufuCrashRecord *record);
guint hufu_crash_record_count_syncs (const HufuCrashRecord *record);
guint hufu_crash_record_count_writes (const HufuCrashRecord *record);
gsize hufu_crash_record_count_bytes (const HufuCrashRecord *record);

/* What is on the disk after a crash when the first `n_ops` operations had been made. The same seed
 * gives the same image. */
HufuCrashImage *hufu_crash_record_make_image (const HufuCrashRecord *record, guint n_ops,
                                              HufuCrashMode mode, guint32 seed);
