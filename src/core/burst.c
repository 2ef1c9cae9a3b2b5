/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/burst.h"

void
hufu_burst_init (HufuBurst *burst)
{
  *burst = (HufuBurst){.text = g_string_new (NULL)};
}

void
hufu_burst_clear (HufuBurst *burst)
{
  g_string_free (burst->text, TRUE);
  burst->text = NULL;
}

static gboolean
goes_on (const HufuBurst *burst, guint32 time_ms, guint32 pause_ms)
{
  /* Unsigned difference: right across the wrap of the event clock every 49 days. */
  return burst->n_keys > 0 && time_ms - burst->last_ms < pause_ms;
}

static gboolean
is_fast (const HufuBurst *burst)
{
  return burst->n_slow * HUFU_BURST_SLOW_ONE_IN <= burst->n_keys;
}

gboolean
hufu_burst_key (HufuBurst *burst, gunichar character, guint32 time_ms)
{
  gboolean by_hand = burst->n_keys < HUFU_BURST_MIN || !is_fast (burst);
  gboolean on = goes_on (burst, time_ms, by_hand ? HUFU_BURST_PAUSE_MS : HUFU_BURST_STALL_MS);
  if (!on)
    hufu_burst_reset (burst);
  if (burst->text->len < HUFU_BURST_MAX)
    g_string_append_unichar (burst->text, character);
  burst->n_keys++;
  burst->n_slow += on && time_ms - burst->last_ms >= HUFU_BURST_GAP_MS;
  burst->last_ms = time_ms;
  return on;
}

gboolean
hufu_burst_is_sure (const HufuBurst *burst)
{
  return burst->n_keys >= HUFU_BURST_TAKEOVER && is_fast (burst);
}

gboolean
hufu_burst_end (const HufuBurst *burst, guint32 time_ms)
{
  return burst->n_keys >= HUFU_BURST_MIN && is_fast (burst) &&
         goes_on (burst, time_ms, HUFU_BURST_PAUSE_MS);
}

const char *
hufu_burst_get_text (const HufuBurst *burst)
{
  return burst->text->str;
}

void
hufu_burst_reset (HufuBurst *burst)
{
  g_string_truncate (burst->text, 0);
  burst->n_keys = 0;
  burst->n_slow = 0;
}
