/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQLite's memory for one thread: what is freed is kept by its size and given out again, which
 * costs a few instructions. Debian's SQLite asks the system for each piece of each statement that
 * it parses, and a till that starts again parses all of them.
 */
#pragma once

/* Before SQLite is used. */
void sim_sqlite_memory_use (void);
