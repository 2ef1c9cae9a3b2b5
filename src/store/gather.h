/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A VFS over the default one that writes a WAL in few large pieces; private to src/store. SQLite
 * writes each page of a commit by two calls, of 24 and 4096 bytes, and only then syncs; for a sale
 * that is forty calls, which take longer than the sync. Here they wait in memory until something
 * depends on them: the end of the commit, a sync, a read, a write elsewhere. Nobody looks into a
 * WAL beyond the last commit; so nothing is acknowledged later or less safely than before. A write
 * that fails is told by the call that it waited for.
 *
 * All files but a WAL are the default VFS's own.
 */
#pragma once

#include <glib.h>

/* For sqlite3_open_v2; registers it at the first call. */
const char *hufu_gather_get_vfs (void);
