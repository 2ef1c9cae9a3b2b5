/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A till that nobody touches for a while signs its clerk out, as Ctrl+L does: what lies in the
 * basket stays, and nobody sells under somebody else's name. */
#include "counter/counter-private.h"

#define BUSY_MS 1000 /* an act is under way: looked at again after this */

static gboolean on_time (gpointer user_data);

static void
wait_for (HufuCounter *counter, gint64 wait_ms)
{
  counter->lock_timer = g_timeout_add ((guint)wait_ms, on_time, counter);
}

static gboolean
is_locked (HufuCounter *counter)
{
  return counter->clerk == NULL || counter->policy.auto_lock_s == 0;
}

static void
lock_till (HufuCounter *counter)
{
  g_autofree char *sentence = HUFU_SAY (
      counter->lang, "Signed out after %" G_GINT64_FORMAT " s without a touch. Nothing is lost.",
      "%" G_GINT64_FORMAT " 秒无人操作，已自动退出。内容都在，登录后继续。",
      counter->policy.auto_lock_s);

  hufu_session_sign_out (counter);
  hufu_counter_notice (counter, sentence);
}

static gboolean
on_time (gpointer user_data)
{
  HufuCounter *counter = user_data;
  gint64 left_us =
      counter->stirred_us + counter->policy.auto_lock_s * G_USEC_PER_SEC - g_get_monotonic_time ();

  counter->lock_timer = 0;
  if (is_locked (counter))
    return G_SOURCE_REMOVE;
  if (left_us > 0)
    wait_for (counter, left_us / 1000 + 1);
  else if (hufu_counter_get_busy (counter))
    wait_for (counter, BUSY_MS);
  else
    lock_till (counter);
  return G_SOURCE_REMOVE;
}

void
hufu_counter_stir (HufuCounter *counter)
{
  counter->stirred_us = g_get_monotonic_time ();
  if (counter->lock_timer == 0 && !is_locked (counter))
    wait_for (counter, counter->policy.auto_lock_s * 1000);
}

void
hufu_auto_lock_stop (HufuCounter *counter)
{
  g_clear_handle_id (&counter->lock_timer, g_source_remove);
}
