/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this program asks of the disk: it stands in for the C library's calls that SQLite makes, so
 * that an act's bytes and syncs are counted as the kernel gets them. Linked into the program
 * itself. The owner thread and the main thread may both write; counting is for one act at a time.
 */
#pragma once

#include <glib.h>

typedef struct {
  guint writes, syncs, truncates;
  gsize bytes;
  gint64 sync_ns; /* time spent in the syncs */
} HufuIoCount;

/* Begins to count anew. */
void hufu_io_count_reset (void);
HufuIoCount hufu_io_count_get (void);
