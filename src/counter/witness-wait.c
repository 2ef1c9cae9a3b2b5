/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A till that was just started may be a copy of itself that somebody brought back from a backup. It
 * asks the platform and the other tills before it uses what it holds (store/roster.h); a voucher
 * that is scanned before they have answered waits for that, and goes on by itself.
 */
#include "counter/counter-private.h"

#define LOOK_MS 50

typedef struct {
  HufuCounter *counter; /* a reference */
  guint serial;
  HufuId cti;
} Wait;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  g_object_unref (wait->counter);
  g_free (wait);
}

gboolean
hufu_witness_wait_is_on (HufuCounter *counter)
{
  return counter->link.witness_mono_us > g_get_monotonic_time ();
}

const char *
hufu_witness_wait_sentence (HufuLang lang)
{
  return HUFU_WORD (lang, "This till has just started and checks that its books are the newest.",
                    "本机刚启动，正在核对账本是否最新。");
}

static void
show (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);

  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK,
                       HUFU_WORD (counter->lang, "One moment", "请稍候"),
                       hufu_witness_wait_sentence (counter->lang));
  hufu_panel_set_note (
      panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
      HUFU_WORD (counter->lang, "It goes on by itself within 5 s", "5 秒内自动继续"),
      HUFU_WORD (counter->lang, "Do not hand over yet, do not scan again. Offline it goes on too.",
                 "先不要交付，也不用重扫。断网也会继续。"));
  hufu_counter_take_redrawn (counter, panel, show);
}

static gboolean
on_look (gpointer data)
{
  const Wait *wait = data;
  HufuCounter *counter = wait->counter;
  gboolean goes_on = !g_cancellable_is_cancelled (counter->cancellable) &&
                     counter->flow.serial == wait->serial && counter->panel != NULL &&
                     counter->redraw == show;

  if (goes_on && hufu_witness_wait_is_on (counter))
    return G_SOURCE_CONTINUE;
  if (goes_on)
    hufu_voucher_flow_look (counter, &wait->cti);
  hufu_counter_end_save (counter);
  return G_SOURCE_REMOVE;
}

/* Of a code that nobody here knows nothing can be held. */
static gboolean
find_cti (HufuCounter *counter, const HufuVoucherState *state, HufuId *ret_cti)
{
  if (state->voucher != NULL)
    *ret_cti = state->voucher->cti;
  else if (counter->flow.claims != NULL)
    *ret_cti = counter->flow.claims->cti;
  return state->voucher != NULL || counter->flow.claims != NULL;
}

gboolean
hufu_witness_wait_begin (HufuCounter *counter, const HufuVoucherState *state)
{
  HufuId cti;
  Wait *wait;

  if (!hufu_witness_wait_is_on (counter) || counter->flow.online ||
      hufu_voucher_state_is_spent (state) || !find_cti (counter, state, &cti))
    return FALSE;
  wait = g_new (Wait, 1);
  *wait = (Wait){g_object_ref (counter), counter->flow.serial, cti};
  hufu_counter_begin_save (counter); /* what is done meanwhile is not held up */
  g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_MS, on_look, wait, wait_free);
  show (counter);
  return TRUE;
}
