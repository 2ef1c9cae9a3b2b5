/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something that a thread waits for, with a bound; rung from any thread, before or while it waits.
 */
#pragma once

#include <glib.h>

typedef struct {
  GMutex mutex;
  GCond cond;
  gboolean rung;
} HufuBell;

void hufu_bell_init (HufuBell *bell);
void hufu_bell_clear (HufuBell *bell);
void hufu_bell_ring (HufuBell *bell);
/* TRUE if it rang, FALSE after wait_ms. */
gboolean hufu_bell_wait (HufuBell *bell, gint64 wait_ms);
