/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A machine without memory: the k-th allocation of this process fails, whoever makes it (GLib,
 * SQLite, jansson). Linked into a test, its malloc takes the place of the C library's. One thread.
 */
#pragma once

#include <glib.h>

/* The k-th allocation from now fails, once; 0: none does. */
void hufu_no_memory_at (guint k);
/* TRUE if the failure that was ordered has come. */
gboolean hufu_no_memory_has_failed (void);
