/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/pace.h"

#include <string.h>

#include "core/backoff.h"

#define QUICK_TRIES 2 /* asked again at once: most lost answers are lost once */

/* How often one was tried in this run of the program and when it is tried again. */
typedef struct {
  guint n_failed;
  gint64 due_mono_us;
  gboolean waits; /* for a person, or the next start */
} Step;

struct HufuPace {
  const HufuHost *host;
  GHashTable *steps; /* HufuId -> Step */
};

static guint
hash_id (gconstpointer key)
{
  guint hash;

  /* The end of a UUIDv7 is random. */
  memcpy (&hash, ((const HufuId *)key)->bytes + HUFU_ID_BYTES - sizeof hash, sizeof hash);
  return hash;
}

static gboolean
equal_id (gconstpointer a, gconstpointer b)
{
  return hufu_id_equal (a, b);
}

HufuPace *
hufu_pace_new (const HufuHost *host)
{
  HufuPace *pace = g_new0 (HufuPace, 1);

  pace->host = host;
  pace->steps = g_hash_table_new_full (hash_id, equal_id, g_free, g_free);
  return pace;
}

void
hufu_pace_free (HufuPace *pace)
{
  if (pace == NULL)
    return;
  g_hash_table_unref (pace->steps);
  g_free (pace);
}

static Step *
find_step (HufuPace *pace, const HufuId *id)
{
  Step *step = g_hash_table_lookup (pace->steps, id);

  if (step == NULL) {
    step = g_new0 (Step, 1);
    g_hash_table_insert (pace->steps, g_memdup2 (id, sizeof *id), step);
  }
  return step;
}

gboolean
hufu_pace_is_due (HufuPace *pace, const HufuId *id)
{
  const Step *step = g_hash_table_lookup (pace->steps, id);

  return step == NULL || (!step->waits && step->due_mono_us <= g_get_monotonic_time ());
}

gint64
hufu_pace_get_wait_ms (HufuPace *pace, const HufuId *id)
{
  const Step *step = g_hash_table_lookup (pace->steps, id);
  gint64 now_us = g_get_monotonic_time ();

  if (step != NULL && step->waits)
    return G_MAXINT64;
  return (step == NULL ? 0 : MAX (step->due_mono_us - now_us, 0)) / 1000 + 1;
}

void
hufu_pace_note_failure (HufuPace *pace, const HufuId *id, guint retry_after_s)
{
  Step *step = find_step (pace, id);
  gint64 retry_after_ms = (gint64)retry_after_s * 1000;
  guint64 random;

  hufu_host_random (pace->host, (guint8 *)&random, sizeof random);
  step->n_failed++;
  hufu_pace_note_wait (
      pace, id,
      step->n_failed > QUICK_TRIES
          ? hufu_backoff_delay_ms (step->n_failed - QUICK_TRIES, random, retry_after_ms)
          : retry_after_ms);
}

void
hufu_pace_note_wait (HufuPace *pace, const HufuId *id, gint64 wait_ms)
{
  find_step (pace, id)->due_mono_us = g_get_monotonic_time () + wait_ms * 1000;
}

void
hufu_pace_put_aside (HufuPace *pace, const HufuId *id)
{
  find_step (pace, id)->waits = TRUE;
}

void
hufu_pace_forget (HufuPace *pace, const HufuId *id)
{
  g_hash_table_remove (pace->steps, id);
}

static gboolean
is_not_waiting (gpointer id, gpointer step, gpointer user_data)
{
  return !((const Step *)step)->waits;
}

void
hufu_pace_make_due (HufuPace *pace, gboolean by_hand)
{
  if (by_hand)
    g_hash_table_remove_all (pace->steps);
  else
    g_hash_table_foreach_remove (pace->steps, is_not_waiting, NULL);
}
