/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/clock.h"

#include <string.h>

#define ANCHOR_ERROR_US (2 * G_USEC_PER_SEC) /* the way of an answer */
#define DRIFT_PPM 200                        /* of a quartz, with room for heat */
#define BOOT_ID_PATH "/proc/sys/kernel/random/boot_id"

static void
read_boot_id (char ret_id[HUFU_BOOT_ID_SIZE])
{
  g_autofree char *text = NULL;

  ret_id[0] = '\0';
  if (g_file_get_contents (BOOT_ID_PATH, &text, NULL, NULL))
    g_strlcpy (ret_id, g_strstrip (text), HUFU_BOOT_ID_SIZE);
}

static HufuClockReading
read_clocks (const HufuSyncClock *clock)
{
  return (HufuClockReading){.utc_us = hufu_host_utc_us (clock->host),
                            .boot_us = hufu_host_boot_us (clock->host),
                            .boot_id = clock->boot_id};
}

void
hufu_sync_clock_init (HufuSyncClock *clock, const HufuHost *host, const HufuTerminal *books)
{
  memset (clock, 0, sizeof *clock);
  clock->host = host;
  read_boot_id (clock->boot_id);
  hufu_best_time_init (&clock->best, books->floor_utc_us);
  clock->best.anchor_utc_us = books->anchor_utc_us;
  clock->best.anchor_boot_us = books->anchor_boot_us;
  g_strlcpy (clock->best.anchor_boot_id, books->anchor_boot_id != NULL ? books->anchor_boot_id : "",
             HUFU_BOOT_ID_SIZE);
}

gboolean
hufu_sync_clock_anchor (HufuSyncClock *clock, gint64 utc_us, gint64 elapsed_us)
{
  HufuClockReading reading = read_clocks (clock);

  /* The answer was written about half-way. */
  return hufu_best_time_anchor (&clock->best, utc_us + elapsed_us / 2, &reading);
}

static HufuBestNow
look (HufuSyncClock *clock)
{
  HufuClockReading reading = read_clocks (clock);

  return hufu_best_time_now (&clock->best, &reading);
}

gboolean
hufu_sync_clock_is_trusted (HufuSyncClock *clock)
{
  return look (clock).trusted;
}

HufuClockState
hufu_sync_clock_get_state (HufuSyncClock *clock)
{
  return look (clock).state;
}

gint64
hufu_sync_clock_now_us (HufuSyncClock *clock)
{
  HufuBestNow now = look (clock);

  if (now.trusted)
    return clock->best.anchor_utc_us +
           (hufu_host_boot_us (clock->host) - clock->best.anchor_boot_us);
  return now.now_utc_s * G_USEC_PER_SEC;
}

void
hufu_sync_clock_get_bounds (HufuSyncClock *clock, gint64 *ret_earliest_utc_us,
                            gint64 *ret_latest_utc_us)
{
  gint64 now_us = hufu_sync_clock_now_us (clock);
  gint64 age_us = hufu_host_boot_us (clock->host) - clock->best.anchor_boot_us;
  gint64 error_us = ANCHOR_ERROR_US + MAX (age_us, 0) / 1000000 * DRIFT_PPM;

  *ret_earliest_utc_us = clock->best.floor_utc_us;
  *ret_latest_utc_us = G_MAXINT64;
  if (!hufu_sync_clock_is_trusted (clock))
    return;
  *ret_earliest_utc_us = MAX (now_us - error_us, clock->best.floor_utc_us);
  *ret_latest_utc_us = now_us + error_us;
}
