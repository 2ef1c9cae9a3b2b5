/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The host's clocks on core/best-time.h: what time it is at this till, anchored by what the
 * platform says. Not thread-safe; src/sync/wire.h guards one.
 */
#pragma once

#include "core/best-time.h"
#include "core/host.h"
#include "store/terminal.h"

typedef struct {
  const HufuHost *host; /* NULL until init */
  char boot_id[HUFU_BOOT_ID_SIZE];
  HufuBestTime best;
} HufuSyncClock;

/* Takes what the books remember: the floor, and the anchor if it is of this boot. */
void hufu_sync_clock_init (HufuSyncClock *clock, const HufuHost *host, const HufuTerminal *books);
/* The platform said utc_us in an answer that took elapsed_us and is just in. FALSE: it is older
 * than what is known and is not believed. */
gboolean hufu_sync_clock_anchor (HufuSyncClock *clock, gint64 utc_us, gint64 elapsed_us);
gboolean hufu_sync_clock_is_trusted (HufuSyncClock *clock);
HufuClockState hufu_sync_clock_get_state (HufuSyncClock *clock);
/* To the microsecond where it is trusted, else to the second. */
gint64 hufu_sync_clock_now_us (HufuSyncClock *clock);
/* Between these it is now: the anchor and what the machine's clock may have drifted since; without
 * an anchor the floor, and no end. */
void hufu_sync_clock_get_bounds (HufuSyncClock *clock, gint64 *ret_earliest_utc_us,
                                 gint64 *ret_latest_utc_us);
