/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/best-time.h"

#include <string.h>

void
hufu_best_time_init (HufuBestTime *time, gint64 floor_utc_us)
{
  *time = (HufuBestTime){.floor_utc_us = MAX (floor_utc_us, 0)};
}

/* The time that `utc_us`, true at `boot_us` of the boot `boot_id`, has become; FALSE if the machine
 * was restarted since. */
static gboolean
carry_forward (gint64 utc_us, gint64 boot_us, const char *boot_id, const HufuClockReading *reading,
               gint64 *ret_utc_us)
{
  if (utc_us <= 0 || reading->boot_us < boot_us || strcmp (boot_id, reading->boot_id) != 0)
    return FALSE;
  *ret_utc_us = utc_us + (reading->boot_us - boot_us);
  return TRUE;
}

static gboolean
find_anchored (const HufuBestTime *time, const HufuClockReading *reading, gint64 *ret_utc_us)
{
  return carry_forward (time->anchor_utc_us, time->anchor_boot_us, time->anchor_boot_id, reading,
                        ret_utc_us);
}

static void
check_reading (const HufuClockReading *reading)
{
  g_assert (strlen (reading->boot_id) < HUFU_BOOT_ID_SIZE);
}

gboolean
hufu_best_time_anchor (HufuBestTime *time, gint64 utc_us, const HufuClockReading *reading)
{
  gint64 known_us = time->floor_utc_us, anchored_us;

  check_reading (reading);
  if (find_anchored (time, reading, &anchored_us))
    known_us = MAX (known_us, anchored_us);
  if (utc_us <= 0 || utc_us < known_us - HUFU_CLOCK_TOLERANCE_US)
    return FALSE;
  time->anchor_utc_us = utc_us;
  time->anchor_boot_us = reading->boot_us;
  g_strlcpy (time->anchor_boot_id, reading->boot_id, HUFU_BOOT_ID_SIZE);
  time->floor_utc_us = MAX (time->floor_utc_us, utc_us);
  time->seen_utc_us = 0;
  time->went_back = FALSE;
  return TRUE;
}

static HufuBestNow
answer (const HufuBestTime *time, gint64 utc_us, HufuClockState state)
{
  return (HufuBestNow){
      .now_utc_s = MAX (utc_us, time->floor_utc_us) / G_USEC_PER_SEC,
      .trusted = state == HUFU_CLOCK_CONFIRMED || state == HUFU_CLOCK_WALL_OFF,
      .state = state,
  };
}

static gboolean
differ (gint64 a_us, gint64 b_us)
{
  return a_us < b_us - HUFU_CLOCK_TOLERANCE_US || a_us > b_us + HUFU_CLOCK_TOLERANCE_US;
}

/* The wall clock, or what it said before carried forward if it has gone back since. */
static gint64
watch_wall (HufuBestTime *time, const HufuClockReading *reading)
{
  gint64 carried_us;
  gboolean carried = carry_forward (time->seen_utc_us, time->seen_boot_us, time->seen_boot_id,
                                    reading, &carried_us);

  if (!carried)
    time->went_back = FALSE;
  if (reading->utc_us < time->floor_utc_us - HUFU_CLOCK_TOLERANCE_US ||
      (carried && reading->utc_us < carried_us - HUFU_CLOCK_TOLERANCE_US))
    time->went_back = TRUE;
  if (carried && reading->utc_us <= carried_us)
    return carried_us;
  time->seen_utc_us = reading->utc_us;
  time->seen_boot_us = reading->boot_us;
  g_strlcpy (time->seen_boot_id, reading->boot_id, HUFU_BOOT_ID_SIZE);
  return reading->utc_us;
}

HufuBestNow
hufu_best_time_now (HufuBestTime *time, const HufuClockReading *reading)
{
  gint64 utc_us;

  check_reading (reading);
  if (find_anchored (time, reading, &utc_us)) {
    time->floor_utc_us = MAX (time->floor_utc_us, utc_us);
    return answer (time, utc_us,
                   differ (reading->utc_us, utc_us) ? HUFU_CLOCK_WALL_OFF : HUFU_CLOCK_CONFIRMED);
  }
  utc_us = watch_wall (time, reading);
  if (time->went_back)
    return answer (time, utc_us, HUFU_CLOCK_WENT_BACK);
  return answer (time, utc_us, time->anchor_utc_us > 0 ? HUFU_CLOCK_UNCONFIRMED : HUFU_CLOCK_NEVER);
}

const char *
hufu_clock_state_sentence (HufuClockState state, HufuLang lang)
{
  static const char *const sentences[][HUFU_LANG_COUNT] = {
      [HUFU_CLOCK_CONFIRMED] = {"", ""},
      [HUFU_CLOCK_WALL_OFF] =
          {"This machine's clock differs from the platform's time, which is used "
           "instead. Let the manager set the clock.",
           "本机时钟与平台时间不同，现按平台时间计。请店长校准时钟。"},
      [HUFU_CLOCK_UNCONFIRMED] = {"The time has not been confirmed since this machine was started. "
                                  "It is confirmed when the platform answers.",
                                  "开机后还没核对时间。连上平台后会自动核对。"},
      [HUFU_CLOCK_NEVER] = {"The time has never been confirmed. Connect this till to the platform.",
                            "时间还没核对过。请让本机连上平台。"},
      [HUFU_CLOCK_WENT_BACK] =
          {"This machine's clock has gone back. Connect to the platform, or let "
           "the manager set the clock.",
           "本机时钟倒退了。请连上平台，或请店长校准时钟。"},
  };

  g_assert ((gsize)state < G_N_ELEMENTS (sentences));
  return sentences[state][lang];
}
