/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The disks of several machines in memory, under SQLite: what was written and not yet synced is
 * remembered with what it replaced, so that a machine can lose power at any call and keep, of what
 * no sync covers, what chance leaves. Nothing is recorded beyond the last sync: a run of a thousand
 * acts costs no more than the acts.
 *
 * One default VFS serves all disks: a file belongs to the disk whose root its path begins with, any
 * other file to the real disk. Locks are not kept: one connection a file. Making and deleting a
 * file is durable at once. One thread.
 *
 *   SimDisk *disk = sim_disk_new ("/dev/shm/x/till-1/");
 *   ... open a database below it, act ...
 *   sim_disk_arm (disk, 7);          -- the machine dies at the 7th call from now
 *   ... an act that fails, close the database ...
 *   sim_disk_lose_power (disk, &random);
 *   ... open it again ...
 */
#pragma once

#include "tests/sim/random.h"

typedef struct _SimDisk SimDisk;
typedef struct _SimImage SimImage; /* the content of all files of a disk */

/* Registers the VFS as SQLite's default, and keeps SQLite to one thread; before the first database
 * is opened. */
void sim_disk_register_vfs (void);

/* root ends with a slash and must be a directory that exists: lock files are real. */
SimDisk *sim_disk_new (const char *root);
void sim_disk_free (SimDisk *disk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimDisk, sim_disk_free)
const char *sim_disk_get_root (const SimDisk *disk);

/* The machine is dead from the n-th call that reaches the disk on (1 = the next; 0 = it is not to
 * die): that call and all after it fail. */
void sim_disk_arm (SimDisk *disk, guint n);
/* It is to die and still lives. */
gboolean sim_disk_is_armed (const SimDisk *disk);
gboolean sim_disk_is_dead (const SimDisk *disk);
/* Kills the machine now. */
void sim_disk_kill (SimDisk *disk);
/* What a dead machine finds when it starts again: each unsynced write kept, lost or torn by chance.
 * Everything opened before stays dead. */
void sim_disk_lose_power (SimDisk *disk, SimRandom *random);

/* While full, writes fail. */
void sim_disk_set_full (SimDisk *disk, gboolean full);
gboolean sim_disk_is_full (const SimDisk *disk);

/* The files as they are now, written or synced; and back. No file may be open for restoring. */
SimImage *sim_disk_copy (const SimDisk *disk);
void sim_disk_restore (SimDisk *disk, const SimImage *image);
void sim_image_free (SimImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimImage, sim_image_free)
