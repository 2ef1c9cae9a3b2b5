/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several uses of one pass at once, at most ten. Each use is a redemption of its own: its own
 * number, stored before it is asked, its own answer. They are made one after another; the first
 * that is refused ends it, and what came of each is shown. One without an answer is asked again
 * like any other, and the rest waits for it.
 */
#include "counter/counter-private.h"

/* Uses that may be made in one go: those held here or by the till that is asked, or those that the
 * platform would redeem. */
guint
hufu_batch_flow_max (HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;

  if (flow->voucher == NULL || flow->voucher->type != HUFU_VOUCHER_PASS)
    return 1;
  return CLAMP (flow->uses_left, 1, HUFU_BATCH_MAX);
}

guint
hufu_batch_flow_wanted (HufuCounter *counter)
{
  return CLAMP (counter->flow.batch.wanted, 1, HUFU_BATCH_MAX);
}

static void
change (HufuCounter *counter, gint by)
{
  gint wanted = (gint)hufu_batch_flow_wanted (counter) + by;

  if (counter->panel == NULL || counter->panel->kind != HUFU_PANEL_VOUCHER)
    return;
  counter->flow.batch.wanted = (guint)CLAMP (wanted, 1, (gint)hufu_batch_flow_max (counter));
  hufu_voucher_flow_show_ready (counter);
}

void
hufu_batch_flow_more (HufuCounter *counter)
{
  change (counter, 1);
}

void
hufu_batch_flow_less (HufuCounter *counter)
{
  change (counter, -1);
}

void
hufu_batch_flow_add_choices (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  guint wanted = hufu_batch_flow_wanted (counter), max = hufu_batch_flow_max (counter);
  g_autofree char *more = HUFU_SAY (lang, "Make it %u uses", "改为 %u 次", wanted + 1);
  g_autofree char *less =
      HUFU_SAY (lang, wanted == 2 ? "Make it %u use" : "Make it %u uses", "改为 %u 次", wanted - 1);
  g_autofree char *hint = HUFU_SAY (lang, "%u at most", "最多 %u 次", max);

  if (wanted > 1)
    hufu_panel_add_choice (panel, HUFU_ACT_LESS_USES, less,
                           HUFU_WORD (lang, "1 at least", "最少 1 次"), "F7", "minus");
  if (wanted < max)
    hufu_panel_add_choice (panel, HUFU_ACT_MORE_USES, more, hint, "F8", "plus");
}

void
hufu_batch_flow_add_again (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  HufuLang lang = counter->lang;

  if (flow->voucher->type != HUFU_VOUCHER_PASS || flow->is_live ||
      (flow->uses_left == 0 && (flow->left_unknown || hufu_voucher_panel_knows_all (flow))))
    return;
  hufu_panel_add_choice (
      panel, HUFU_ACT_REDEEM_AGAIN, HUFU_WORD (lang, "Redeem 1 more", "再核销 1 次"),
      flow->uses_left > 0 ? "" : HUFU_WORD (lang, "If another till holds one", "若他机还有"), "F8",
      "ticket");
}

/* ---- what came of each ---- */

gboolean
hufu_batch_flow_is_shown (HufuCounter *counter)
{
  return counter->flow.batch.n > 1 || counter->flow.batch.over;
}

gboolean
hufu_batch_flow_goes_on (HufuCounter *counter)
{
  return counter->flow.batch.n + 1 < counter->flow.batch.wanted;
}

static gboolean
is_under_way (HufuCounter *counter)
{
  const HufuUseBatch *batch = &counter->flow.batch;

  return batch->n < batch->wanted && !batch->over && !counter->redrawing;
}

static void
take_result (HufuCounter *counter, HufuReason reason)
{
  HufuUseBatch *batch = &counter->flow.batch;

  g_assert (batch->n < HUFU_BATCH_MAX);
  batch->reasons[batch->n++] = reason;
}

gboolean
hufu_batch_flow_take_redeemed (HufuCounter *counter, HufuReason reason)
{
  HufuUseBatch *batch = &counter->flow.batch;

  if (batch->wanted <= 1 || !is_under_way (counter))
    return FALSE;
  take_result (counter, reason);
  batch->last_use_id = counter->flow.use_id;
  batch->over = batch->n == batch->wanted || counter->flow.uses_left == 0;
  if (batch->over)
    return FALSE;
  hufu_voucher_flow_use_one (counter);
  return TRUE;
}

static void
show_over (HufuCounter *counter)
{
  HufuUseBatch *batch = &counter->flow.batch;

  batch->over = TRUE;
  counter->flow.use_id = batch->last_use_id;
  hufu_voucher_flow_show_redeemed (counter, batch->reasons[0], counter->flow.amount_minor);
}

gboolean
hufu_batch_flow_take_refused (HufuCounter *counter, HufuReason reason)
{
  if (counter->flow.batch.n == 0 || !is_under_way (counter))
    return FALSE;
  take_result (counter, reason);
  show_over (counter);
  return TRUE;
}

gboolean
hufu_batch_flow_leave (HufuCounter *counter)
{
  if (counter->flow.batch.n == 0 || !is_under_way (counter))
    return FALSE;
  show_over (counter);
  return TRUE;
}

gboolean
hufu_batch_flow_give_back (HufuCounter *counter)
{
  HufuVoucherFlow *flow = &counter->flow;

  if (flow->batch.n == 0 || !is_under_way (counter))
    return FALSE;
  g_clear_handle_id (&counter->unknown_timer, g_source_remove);
  flow->pending = FALSE;
  flow->batch.given_back_id = flow->use_id;
  take_result (counter, HUFU_R28_OUTCOME_UNKNOWN);
  show_over (counter);
  return TRUE;
}

void
hufu_batch_flow_hear (HufuCounter *counter, const HufuUse *use)
{
  HufuUseBatch *batch = &counter->flow.batch;

  /* It was redeemed after all: what counts is whether it is given back. */
  if (hufu_id_is_zero (&batch->given_back_id) ||
      !hufu_id_equal (&batch->given_back_id, &use->use_id) || use->state == HUFU_USE_UNDOING)
    return;
  batch->reasons[batch->n - 1] =
      use->state == HUFU_USE_UNDONE ? HUFU_R27_UNDONE_IN_WINDOW : use->reason;
  hufu_counter_redraw_panel (counter);
}

/* Uses that came to the same stand together, so that ten are seen at one glance. */
static void
add_results (HufuPanel *panel, guint first, guint last, const char *what, gboolean done,
             HufuLang lang)
{
  g_autofree char *which = first == last
                               ? HUFU_SAY (lang, "Use %u", "第 %u 次", first)
                               : HUFU_SAY (lang, "Uses %u to %u", "第 %u 至 %u 次", first, last);

  if (done)
    hufu_panel_add_step (panel, which, what, TRUE);
  else
    hufu_panel_add_refused_step (panel, which, what);
}

static void
add_made (HufuPanel *panel, const HufuUseBatch *batch, HufuLang lang)
{
  for (guint first = 0, next; first < batch->n; first = next) {
    HufuReason reason = batch->reasons[first];
    gboolean done = hufu_reason_accepts (reason);
    g_autofree char *what = g_strdup_printf ("%s %s", hufu_reason_code (reason),
                                             done ? HUFU_WORD (lang, "Redeemed", "已核销")
                                                  : hufu_reason_headline (reason, lang));

    for (next = first + 1; next < batch->n && batch->reasons[next] == reason;)
      next++;
    add_results (panel, first + 1, next, what, done, lang);
  }
}

static char *
say_handover (HufuCounter *counter, guint n_done)
{
  const HufuVoucher *voucher = counter->flow.voucher;
  const char *item = HUFU_WORD (counter->lang, voucher->item_en, voucher->item_zh);
  guint n_not = counter->flow.batch.wanted - n_done;
  g_autofree char *hand =
      n_done == 1
          ? HUFU_SAY (counter->lang, "Hand over once: %s", "请交付 1 份：%s", item)
          : HUFU_SAY (counter->lang, "Hand over %u times: %s", "请交付 %u 份：%s", n_done, item);

  return n_not == 0
             ? g_steal_pointer (&hand)
             : HUFU_SAY (counter->lang, "%s. Not redeemed: %u", "%s。没有核销：%u 次", hand, n_not);
}

void
hufu_batch_flow_describe (HufuPanel *panel, HufuCounter *counter)
{
  const HufuUseBatch *batch = &counter->flow.batch;
  HufuLang lang = counter->lang;
  guint n_done = 0;
  g_autofree char *headline = NULL, *sentence = NULL;

  for (guint i = 0; i < batch->n; i++)
    n_done += hufu_reason_accepts (batch->reasons[i]) ? 1 : 0;
  /* The results take the room of the picture, so that they and the undo are in sight. */
  hufu_panel_set_about (panel, "", panel->title, panel->subtitle);
  add_made (panel, batch, lang);
  if (batch->n < batch->wanted)
    add_results (panel, batch->n + 1, batch->wanted,
                 HUFU_WORD (lang, "Not used, still on the voucher", "没有使用，仍在券内"), FALSE,
                 lang);
  headline = n_done == batch->wanted ? HUFU_SAY (lang, "Redeemed, %u uses", "已核销 %u 次", n_done)
                                     : HUFU_SAY (lang, "Redeemed, %u of %u",
                                                 "已核销 %u 次，共 %u 次", n_done, batch->wanted);
  sentence = say_handover (counter, n_done);
  hufu_panel_set_band (panel, HUFU_MARK_JOINED,
                       n_done == batch->wanted ? HUFU_TONE_OK : HUFU_TONE_ASK, headline, sentence);
}

/* One more use of the same pass: what is known is asked anew, then redeemed. */
void
hufu_voucher_flow_again (HufuCounter *counter)
{
  HufuCodeKind kind = counter->flow.kind;
  g_autofree char *code = g_strdup (counter->flow.code);
  HufuId cti;

  if (!counter->flow.done || counter->flow.voucher == NULL)
    return;
  cti = counter->flow.voucher->cti;
  hufu_voucher_flow_clear (counter);
  counter->flow.kind = kind;
  counter->flow.code = g_steal_pointer (&code);
  counter->flow.again = TRUE;
  hufu_voucher_flow_look (counter, &cti);
}
