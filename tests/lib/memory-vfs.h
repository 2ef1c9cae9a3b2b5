/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files in memory under SQLite, for disks that fail: what all such disks have in common. It keeps
 * no locks (one connection a file), holds the WAL index, reads, and leaves files of other places to
 * the real disk. What a write, a sync or a dead machine does is the disk's own.
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* An open file. disk is set; file and life are the disk's to use. */
typedef struct {
  sqlite3_file base;
  gpointer disk, file;
  guint life;
  gboolean folder_unsynced;
  gboolean keep_wal;
  GPtrArray *shm; /* memory of the WAL index: gone with the file, as the machine's is at a crash */
} HufuMemoryFile;

typedef enum {
  HUFU_MEMORY_READ,
  HUFU_MEMORY_SIZE,
  HUFU_MEMORY_MAP,
} HufuMemoryLook;

/* What a kind of disk does. Those that answer an int answer a code of SQLite. */
typedef struct {
  const char *name;
  /* The disk that has this path (NULL is a path too); NULL: the real one. */
  gpointer (*find_disk) (const char *path);
  /* Sets file->file and file->life; with SQLITE_OPEN_CREATE makes what is not there. */
  int (*open) (HufuMemoryFile *file, const char *path, int flags);
  void (*close) (HufuMemoryFile *file);
  /* The content as it is now; NULL: this look fails. */
  GByteArray *(*look) (const HufuMemoryFile *file, HufuMemoryLook look);
  int (*write) (HufuMemoryFile *file, const guint8 *bytes, int size, gint64 offset);
  int (*truncate) (HufuMemoryFile *file, gint64 size);
  int (*sync) (HufuMemoryFile *file);
  int (*remove) (gpointer disk, const char *path, gboolean sync_folder);
  /* NULL: there is no such file. */
  const GByteArray *(*find) (gpointer disk, const char *path);
  guint8 (*draw) (void); /* a byte of the randomness that SQLite asks for */
} HufuMemoryDisk;

/* Makes it SQLite's default, once and for good. kind: kept. */
void hufu_memory_vfs_register (const HufuMemoryDisk *kind);
