/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best-known time. It stands on anchors: a time that the platform signed, with the clock since
 * boot at that moment. Within that boot the wall clock is not needed at all; after a restart only
 * the wall clock is left, which is used and not trusted. Whatever happens the answer is never below
 * the floor, which anchored time alone raises and which is stored; a wall clock below what is known
 * has gone back, and that is said. Doubt about the clock affects expiry and the limits for unleased
 * vouchers only, never a held right.
 *
 *   HufuBestTime time;
 *   hufu_best_time_init (&time, stored_floor_utc_us);
 *   if (!hufu_best_time_anchor (&time, signed_utc_us, &reading)) ... an old answer, replayed
 *   HufuBestNow now = hufu_best_time_now (&time, &reading);
 *
 * Pure; one thread. anchor_* and floor_utc_us are what a terminal stores.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

#define HUFU_BOOT_ID_SIZE 40 /* /proc/sys/kernel/random/boot_id and NUL */

/* How far clocks may differ before it is worth saying. */
#define HUFU_CLOCK_TOLERANCE_US (G_GINT64_CONSTANT (120) * G_USEC_PER_SEC)

/* One look at the clocks of the machine. */
typedef struct {
  gint64 utc_us;       /* the wall clock */
  gint64 boot_us;      /* since boot; never goes back while boot_id stays */
  const char *boot_id; /* at most HUFU_BOOT_ID_SIZE - 1 bytes */
} HufuClockReading;

typedef enum {
  HUFU_CLOCK_CONFIRMED,   /* anchored in this boot: trusted */
  HUFU_CLOCK_WALL_OFF,    /* the same, but the wall clock says something else: trusted */
  HUFU_CLOCK_UNCONFIRMED, /* anchored before this boot: the wall clock, not trusted */
  HUFU_CLOCK_NEVER,       /* never anchored: the wall clock, not trusted */
  HUFU_CLOCK_WENT_BACK, /* not anchored, and the wall clock is below what was known: not trusted */
} HufuClockState;

typedef struct {
  gint64 now_utc_s;
  gboolean trusted;
  HufuClockState state;
} HufuBestNow;

typedef struct {
  gint64 anchor_utc_us; /* 0: none */
  gint64 anchor_boot_us;
  char anchor_boot_id[HUFU_BOOT_ID_SIZE];
  gint64 floor_utc_us;
  /* the greatest wall clock seen without an anchor, to notice that it goes back */
  gint64 seen_utc_us; /* 0: none */
  gint64 seen_boot_us;
  char seen_boot_id[HUFU_BOOT_ID_SIZE];
  gboolean went_back; /* stays said until the next anchor or boot */
} HufuBestTime;

/* floor_utc_us: the stored one; 0 on the first start. The stored anchor, if there is one, is set by
 * the caller: it counts if the machine has not been restarted since. */
void hufu_best_time_init (HufuBestTime *time, gint64 floor_utc_us);

/* Takes a time the platform signed, received at `reading`. The caller has checked the signature and
 * that the answer is to a fresh request. FALSE, and nothing changes: it is below what is known by
 * more than the tolerance, so it is old. */
gboolean hufu_best_time_anchor (HufuBestTime *time, gint64 utc_us,
                                const HufuClockReading *reading) G_GNUC_WARN_UNUSED_RESULT;

/* The best answer now. Raises the floor in memory where the time is trusted. */
HufuBestNow hufu_best_time_now (HufuBestTime *time, const HufuClockReading *reading);

/* One sentence: what is the case, what to do; "" where all is well. Static. */
const char *hufu_clock_state_sentence (HufuClockState state, HufuLang lang);
