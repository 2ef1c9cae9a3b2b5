/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A disk in memory under SQLite that remembers what was written and what was synced, so that a
 * crash can be played at any point, and that can be made to fail.
 *
 * Any number of disks live side by side, each a machine or a part of one, and each carries any
 * number of databases: a file belongs to the disk whose root its path begins with, any other to the
 * real disk. The VFS under them is the default one of the process from the first disk on: make that
 * before anything opens a database.
 *
 * What it is not. Locks are not kept: one connection a file. Only SQLite's own files are here:
 * a database whose file is renamed or linked beside SQLite (the catalogue's swap) lies elsewhere.
 * A name that was made is durable with the first content that is.
 *
 * Threads: different disks may be used by different threads, one disk by one at a time. Nothing
 * here takes the time or chance from outside: the same calls with the same seeds give the same
 * bytes, as long as one thread makes them (SQLite's random numbers are one row for the whole
 * process).
 *
 * A test of one act, at every point of it:
 *
 *   g_autoptr (HufuCrashDisk) disk = hufu_crash_disk_new (dir->path);
 *   ... open a database below dir->path, bring it to where the act begins ...
 *   hufu_crash_disk_mark (disk);                  -- all of it is durable now
 *   ... the act ...
 *   record = hufu_crash_disk_take_record (disk);
 *   hufu_crash_disk_kill (disk), close
 *   for (guint op = 0; op <= hufu_crash_record_count_ops (record); op++)
 *     ... hufu_crash_record_make_image (record, op, HUFU_CRASH_RANDOM, seed),
 *         hufu_crash_disk_load (disk, image), open, look, close ...
 *
 * A simulator, where a machine loses power now and then:
 *
 *   ... acts; now and then hufu_crash_disk_forget_synced (disk) ...
 *   hufu_crash_disk_crash (disk, HUFU_CRASH_RANDOM, seed); close; open; go on
 */
#pragma once

#include "tests/store/crash-record.h"

typedef struct _HufuCrashDisk HufuCrashDisk;

/* root must be a directory that exists: lock files are real. */
HufuCrashDisk *hufu_crash_disk_new (const char *root);
/* No file may be open, nor a killed one be closed later. */
void hufu_crash_disk_free (HufuCrashDisk *disk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuCrashDisk, hufu_crash_disk_free)

/* Begins the random numbers of SQLite (salts of a WAL) anew, for all disks. */
void hufu_crash_disk_seed_all (guint32 seed);

/* Makes what is there durable and begins a new record. */
void hufu_crash_disk_mark (HufuCrashDisk *disk);
/* What was done since the mark. Borrowed until the next mark, take, load or crash. */
const HufuCrashRecord *hufu_crash_disk_get_record (const HufuCrashDisk *disk);
/* The same for keeps; the disk begins a new one. */
HufuCrashRecord *hufu_crash_disk_take_record (HufuCrashDisk *disk);
/* What is durable is no longer remembered one by one; what is not stays as it is. */
void hufu_crash_disk_forget_synced (HufuCrashDisk *disk);

/* Everything that is open on the disk is dead from now on: all its operations fail, nothing reaches
 * the disk. For closing a database that "crashed". */
void hufu_crash_disk_kill (HufuCrashDisk *disk);
/* Puts a copy of the image on the disk, durable, and lets it live; the record begins anew and no
 * failure is ordered. No file may be open that was not killed. */
void hufu_crash_disk_load (HufuCrashDisk *disk, const HufuCrashImage *image);
/* Power fails now: kills what is open, and loads what is left. */
void hufu_crash_disk_crash (HufuCrashDisk *disk, HufuCrashMode mode, guint32 seed);

/* The n-th call from now that could fail does (1 = the next), and with `for_ever` all after it. 0:
 * none does. full TRUE: writes fail as on a full disk, other calls do not. */
void hufu_crash_disk_fail_at (HufuCrashDisk *disk, guint n, gboolean for_ever, gboolean full);
/* TRUE if the failure that was ordered has come. */
gboolean hufu_crash_disk_has_failed (const HufuCrashDisk *disk);
