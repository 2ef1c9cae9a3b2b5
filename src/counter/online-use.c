/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Vouchers that only the platform can answer for. The use and its exact request are stored before
 * the first byte goes out; until there is an answer the outcome is unknown, never failed, and the
 * same number is asked again.
 */
#include "counter/counter-private.h"

/* ---- what is it worth ---- */

typedef struct {
  HufuCounter *counter; /* a reference */
  guint serial;
} Preparing;

/* Codes can be guessed, so after some wrong ones the platform hears none for a while. The QR code
 * cannot be, and is heard. */
static void
show_limited (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  HufuLang lang = counter->lang;
  gint64 left_s = (counter->flow.limited_until_utc_us - hufu_counter_now_utc_us (counter) +
                   G_USEC_PER_SEC - 1) /
                  G_USEC_PER_SEC;
  g_autofree char *sentence =
      left_s <= 0 ? HUFU_SAY (lang, "Type the code again now, or scan its QR code.",
                              "现在可以再输券码，或扫二维码。")
                  : HUFU_SAY (lang,
                              "Wait %" G_GINT64_FORMAT
                              " seconds, then type the code again. Its QR code works now.",
                              "请等 %" G_GINT64_FORMAT " 秒再输券码。扫二维码现在就可以。", left_s);

  hufu_panel_set_reason (panel, counter->flow.reason, lang);
  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK,
                       HUFU_WORD (lang, "Too many wrong codes", "输错券码太多"), sentence);
  hufu_panel_set_say (panel,
                      HUFU_WORD (lang, "Please show me the voucher's QR code; I can scan that now.",
                                 "请您出示券的二维码，我现在就可以扫。"));
  hufu_panel_add_choice (panel, HUFU_ACT_ASK_AGAIN, HUFU_WORD (lang, "Ask again now", "现在再问"),
                         "", "F5", "refresh");
  hufu_panel_set_note (
      panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
      HUFU_WORD (lang, "Nothing was charged, no right was used", "没有扣款，没有占用使用权"), "");
  hufu_counter_take_redrawn (counter, panel, show_limited);
}

void
hufu_online_use_on_tick (HufuCounter *counter)
{
  if (counter->screen == HUFU_SCREEN_SELL && counter->redraw == show_limited)
    hufu_counter_redraw_panel (counter);
}

void
hufu_online_use_pause (HufuCounter *counter, gint64 until_utc_us)
{
  counter->flow.reason = HUFU_R07_OWNER_UNREACHABLE;
  counter->flow.limited_until_utc_us = until_utc_us;
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  show_limited (counter);
}

static gpointer
forget_wrong (HufuDb *db, gpointer data, GError **error)
{
  return hufu_wrong_code_forget (db, error) ? db : NULL;
}

/* The longer of two pauses: the platform's, in flow.limited_until_utc_us, and this till's own. */
static gpointer
find_pause (HufuDb *db, gpointer data, GError **error)
{
  gint64 *until_utc_us = g_new0 (gint64, 1);

  if (hufu_wrong_code_check (db, *(const gint64 *)data, until_utc_us, error))
    return until_utc_us;
  g_free (until_utc_us);
  return NULL;
}

static void
on_pause (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    hufu_online_use_pause (counter,
                           MAX (counter->flow.limited_until_utc_us, *(const gint64 *)answer));
}

static void
pause_for (HufuCounter *counter, gint64 wait_us)
{
  gint64 now_utc_us = hufu_counter_now_utc_us (counter);

  counter->flow.limited_until_utc_us = now_utc_us + wait_us;
  hufu_counter_ask (counter, counter->books, find_pause, g_memdup2 (&now_utc_us, sizeof now_utc_us),
                    g_free, g_free, on_pause);
}

static void
show_prepared (HufuCounter *counter, HufuPrepared *prepared)
{
  HufuVoucherFlow *flow = &counter->flow;

  if (prepared->voucher != NULL) {
    hufu_voucher_free (flow->voucher);
    flow->voucher = g_steal_pointer (&prepared->voucher);
  }
  flow->is_restoring = prepared->is_restoring;
  flow->uses_left = prepared->uses_left;
  flow->remaining_minor = prepared->worth_now_minor;
  g_free (flow->prepare_token);
  flow->prepare_token = g_steal_pointer (&prepared->prepare_token);
  flow->used_store_no = prepared->used_store_no;
  flow->used_terminal_no =
      prepared->used_store_no == counter->terminal.store_no ? prepared->used_terminal_no : 0;
  flow->used_utc_us = prepared->used_utc_us;
  if (prepared->reason == HUFU_R01_OK_ONLINE) {
    flow->online = TRUE;
    hufu_voucher_flow_show_ready (counter);
    if (flow->again)
      hufu_voucher_flow_redeem (counter);
  } else if (prepared->wait_s > 0) {
    pause_for (counter, (gint64)prepared->wait_s * G_USEC_PER_SEC);
  } else if (prepared->reason == HUFU_R28_OUTCOME_UNKNOWN) {
    hufu_limit_use_offer (counter); /* nothing was asked for yet */
  } else {
    hufu_voucher_flow_refuse (counter, prepared->reason);
  }
}

static gboolean
is_over (HufuCounter *counter, const Preparing *preparing)
{
  return g_cancellable_is_cancelled (counter->cancellable) ||
         counter->flow.serial != preparing->serial; /* the cashier went on with something else */
}

static void
on_name (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Preparing *preparing = user_data;
  g_autoptr (HufuCounter) counter = preparing->counter;
  g_autoptr (HufuPrepared) prepared = hufu_sync_prepare_finish (HUFU_SYNC (source), result, NULL);

  hufu_counter_end_save (counter);
  if (prepared == NULL || prepared->voucher == NULL || counter->flow.voucher != NULL ||
      is_over (counter, preparing))
    return;
  counter->flow.voucher = g_steal_pointer (&prepared->voucher);
  hufu_counter_redraw_panel (counter);
}

/* A platform's own code says nothing of its voucher: this till may hold it, have used it, or wait
 * for an answer about it. */
typedef struct {
  HufuPrepared *prepared;
  HufuUse *pending;
  HufuVoucherState state;
} Recognised;

static void
recognised_free (gpointer data)
{
  Recognised *recognised = data;

  hufu_prepared_free (recognised->prepared);
  hufu_use_free (recognised->pending);
  hufu_voucher_state_clear (&recognised->state);
  g_free (recognised);
}

static gpointer
recognise (HufuDb *db, gpointer data, GError **error)
{
  Recognised *recognised = g_new0 (Recognised, 1);
  const HufuId *cti;

  recognised->prepared = data;
  cti = &recognised->prepared->voucher->cti;
  if (hufu_use_find_open (db, cti, &recognised->pending, error) &&
      hufu_voucher_find (db, cti, &recognised->state, error))
    return recognised;
  recognised_free (recognised);
  return NULL;
}

static gboolean
is_leased (HufuReason reason)
{
  return reason == HUFU_R07_OWNER_UNREACHABLE || reason == HUFU_R30_RECALLED;
}

/* The platform has no right that is free, and this till has it or knows what became of it. */
static gboolean
is_known_here (const Recognised *recognised)
{
  if (is_leased (recognised->prepared->reason))
    return recognised->state.held > 0;
  return recognised->prepared->reason == HUFU_R11_ALREADY_REDEEMED_HERE &&
         hufu_voucher_state_is_spent (&recognised->state);
}

static void
on_recognised (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Recognised *recognised = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (counter->flow.kind != HUFU_CODE_TOKEN)
    hufu_counter_ask (counter, counter->books, forget_wrong, NULL, NULL, NULL, NULL);
  if (recognised->pending != NULL) {
    hufu_pending_use_show (counter, recognised->pending, recognised->prepared->voucher);
  } else if (is_known_here (recognised)) {
    counter->flow.online = FALSE;
    hufu_voucher_flow_look (counter, &recognised->prepared->voucher->cti);
  } else if (!is_leased (recognised->prepared->reason) ||
             recognised->prepared->used_store_no != counter->terminal.store_no ||
             !hufu_lan_use_find_named (counter, recognised->prepared->voucher)) {
    show_prepared (counter, recognised->prepared);
  }
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Preparing *preparing = user_data;
  g_autoptr (HufuCounter) counter = preparing->counter;
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuPrepared) prepared = hufu_sync_prepare_finish (HUFU_SYNC (source), result, &error);

  hufu_counter_end_save (counter);
  if (is_over (counter, preparing))
    return;
  if (prepared == NULL)
    hufu_voucher_flow_refuse (counter, HUFU_R07_OWNER_UNREACHABLE);
  else if (prepared->voucher == NULL)
    show_prepared (counter, prepared);
  else
    hufu_counter_ask (counter, counter->books, recognise, g_steal_pointer (&prepared), NULL,
                      recognised_free, on_recognised);
}

static void
show_asking (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);

  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK,
                       HUFU_WORD (counter->lang, "Asking the platform", "正在询问平台"),
                       counter->flow.pending
                           ? HUFU_WORD (counter->lang, "Wait with handing over.", "先不要交付。")
                           : HUFU_WORD (counter->lang,
                                        "Nothing is used yet. You may go on scanning.",
                                        "还没有占用使用权，可以继续扫。"));
  hufu_voucher_panel_name (panel, counter);
  hufu_counter_take_redrawn (counter, panel, show_asking);
}

static void
ask_about_code (HufuCounter *counter, GAsyncReadyCallback done)
{
  Preparing *preparing = g_new (Preparing, 1);

  *preparing = (Preparing){g_object_ref (counter), counter->flow.serial};
  hufu_counter_begin_save (counter);
  hufu_sync_prepare_async (counter->sync, counter->flow.kind, counter->flow.code,
                           counter->cancellable, done, preparing);
}

void
hufu_online_use_prepare (HufuCounter *counter)
{
  if (counter->flow.code == NULL)
    return;
  show_asking (counter);
  ask_about_code (counter, on_prepared);
}

void
hufu_online_use_learn_name (HufuCounter *counter)
{
  ask_about_code (counter, on_name);
}

/* ---- redeem: stored first, then asked ---- */

typedef struct {
  HufuRedemption *redemption;
  HufuVoucher *voucher;
  char *request;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  hufu_redemption_free (ask->redemption);
  hufu_voucher_free (ask->voucher);
  g_free (ask->request);
  g_free (ask);
}

static gpointer
store_use (HufuDb *db, gpointer data, GError **error)
{
  const Ask *ask = data;
  HufuBasket *basket = NULL;

  if (!hufu_use_ask (db, ask->redemption, ask->voucher, ask->request, &basket, error))
    return NULL;
  return basket;
}

static char *
say_waited (HufuCounter *counter)
{
  gint64 waited_s =
      (hufu_counter_now_utc_us (counter) - counter->flow.asked_utc_us) / G_USEC_PER_SEC;

  return HUFU_SAY (counter->lang,
                   "Asked %" G_GINT64_FORMAT " s ago. Do not hand over, do not scan again.",
                   "%" G_GINT64_FORMAT " 秒前已询问。先不要交付，也不用重扫。", MAX (waited_s, 0));
}

static void
add_steps (HufuPanel *panel, HufuCounter *counter)
{
  g_autofree char *asked = hufu_counter_clock_text (counter, counter->flow.asked_utc_us, TRUE);
  g_autofree char *now = hufu_counter_clock_text (counter, hufu_counter_now_utc_us (counter), TRUE);
  HufuLang lang = counter->lang;

  hufu_panel_add_step (panel, asked, HUFU_WORD (lang, "Written down on this till", "已记在本机"),
                       TRUE);
  hufu_panel_add_step (panel, asked, HUFU_WORD (lang, "Platform asked", "已询问平台"), TRUE);
  if (counter->flow.tries > 0) {
    g_autofree char *again = HUFU_SAY (lang, "No answer yet, asked again %u times, same number",
                                       "没有答复，用同一编号又问了 %u 次", counter->flow.tries);
    hufu_panel_add_step (panel, now, again, FALSE);
  }
  if (counter->flow.given_back)
    hufu_panel_add_step (
        panel, now, HUFU_WORD (lang, "To be taken back, not yet confirmed", "要撤销，等待确认"),
        FALSE);
}

/* Nothing is to be paid another way: whether it is taken back or not, the customer has it. */
static void
say_undo (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  gint64 waited_s =
      (hufu_counter_now_utc_us (counter) - counter->flow.asked_utc_us) / G_USEC_PER_SEC;
  g_autofree char *sentence =
      HUFU_SAY (lang,
                "The undo has no answer yet, asked %" G_GINT64_FORMAT
                " s ago. Until it has, the voucher counts as used.",
                "撤销还没有答复，%" G_GINT64_FORMAT " 秒前已询问。有答复之前，这张券仍算已用。",
                MAX (waited_s, 0));

  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK,
                       HUFU_WORD (lang, "Undo: no answer yet", "撤销还没有答复，请稍等"), sentence);
  hufu_panel_set_note (panel, HUFU_TONE_ASK, HUFU_MARK_HALF,
                       HUFU_WORD (lang, "It cannot be undone twice", "不会重复撤销"),
                       HUFU_WORD (lang, "It is asked again by itself, with the same number.",
                                  "会用同一编号自动再问。"));
}

void
hufu_online_use_show_unknown (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  g_autofree char *sentence = say_waited (counter);
  HufuLang lang = counter->lang;

  hufu_panel_set_reason (panel, HUFU_R28_OUTCOME_UNKNOWN, lang);
  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK,
                       hufu_reason_headline (HUFU_R28_OUTCOME_UNKNOWN, lang), sentence);
  hufu_voucher_panel_name (panel, counter);
  /* The steps take the room of the picture and of the words, so that both ways on are in sight. */
  hufu_panel_set_about (panel, "", panel->title, panel->subtitle);
  hufu_panel_set_say (panel, "");
  add_steps (panel, counter);
  hufu_panel_set_note (
      panel, HUFU_TONE_ASK, HUFU_MARK_HALF,
      HUFU_WORD (lang, "It cannot be taken twice", "不会重复扣减"),
      HUFU_WORD (lang, "Every try carries the same number. If the platform did it, it says yes.",
                 "每次询问都用同一编号。平台若已办妥，会答“是”。"));
  hufu_panel_add_choice (panel, HUFU_ACT_ASK_AGAIN, HUFU_WORD (lang, "Ask again now", "现在再问"),
                         "", "F5", "refresh");
  if (counter->flow.given_back)
    say_undo (panel, counter);
  else
    hufu_panel_add_choice (panel, HUFU_ACT_PAY_OTHERWISE,
                           HUFU_WORD (lang, "Customer pays another way", "顾客换别的方式付"),
                           HUFU_WORD (lang, "If the voucher succeeds later, it is given back",
                                      "券若后来成功，会自动退回"),
                           "F7", "wallet");
  hufu_counter_take_redrawn (counter, panel, hufu_online_use_show_unknown);
}

static gboolean
is_shown (HufuCounter *counter, HufuCertainty certainty)
{
  return counter->panel != NULL && counter->panel->has_reason &&
         hufu_reason_certainty (counter->panel->reason) == certainty;
}

static gboolean
on_slow (gpointer user_data)
{
  HufuCounter *counter = user_data;

  counter->unknown_timer = 0;
  if (counter->flow.pending) {
    hufu_counter_sound (counter, HUFU_SOUND_ASK);
    hufu_online_use_show_unknown (counter);
  }
  return G_SOURCE_REMOVE;
}

static void
on_stored (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (answer != NULL)
    hufu_edit_adopt (counter, hufu_basket_copy (answer));
  counter->flow.pending = TRUE;
  counter->flow.asked_utc_us = hufu_counter_now_utc_us (counter);
  show_asking (counter);
  g_clear_handle_id (&counter->unknown_timer, g_source_remove);
  counter->unknown_timer = g_timeout_add (HUFU_UNKNOWN_AFTER_MS, on_slow, counter);
  hufu_sync_ask_use (counter->sync, &counter->flow.use_id);
  hufu_link_refresh_status (counter); /* from now on there is an unknown outcome */
}

void
hufu_online_use_redeem (HufuCounter *counter, gint64 amount_minor)
{
  Ask *ask = g_new0 (Ask, 1);
  gboolean cash = counter->flow.voucher->type == HUFU_VOUCHER_CASH;

  ask->redemption = hufu_voucher_flow_make_redemption (counter, amount_minor);
  ask->voucher = hufu_voucher_copy (counter->flow.voucher);
  ask->request = hufu_sync_make_redeem_request (
      &ask->redemption->use_id, &ask->redemption->basket->id, counter->flow.kind,
      counter->flow.code, cash ? amount_minor : 0, counter->flow.prepare_token);
  hufu_counter_ask (counter, counter->books, store_use, ask, ask_free,
                    (GDestroyNotify)hufu_basket_free, on_stored);
}

/* ---- while there is no answer ---- */

gboolean
hufu_online_use_ask_again (HufuCounter *counter)
{
  if (counter->flow.pending)
    hufu_sync_ask_use (counter->sync, &counter->flow.use_id);
  else if (counter->flow.fetch != HUFU_FETCH_NONE)
    hufu_lan_use_ask_again (counter);
  else if (is_shown (counter, HUFU_CERTAINTY_OPEN))
    hufu_voucher_flow_ask_again (counter);
  else
    return FALSE;
  hufu_sync_wake (counter->sync);
  return TRUE;
}

void
hufu_online_use_on_tried (HufuCounter *counter, const HufuId *use_id)
{
  if (!counter->flow.pending || !hufu_id_equal (use_id, &counter->flow.use_id))
    return;
  counter->flow.tries++;
  if (is_shown (counter, HUFU_CERTAINTY_UNKNOWN))
    hufu_online_use_show_unknown (counter);
}

/* ---- the answer ---- */

typedef struct {
  HufuId use_id, sale_id;
  HufuUse *use;
  HufuBasket *basket;
} Settled;

static void
settled_free (gpointer data)
{
  Settled *settled = data;

  hufu_use_free (settled->use);
  hufu_basket_free (settled->basket);
  g_free (settled);
}

static gpointer
read_settled (HufuDb *db, gpointer data, GError **error)
{
  Settled *settled = data;
  GError *trouble = NULL;

  settled->use = hufu_use_find (db, &settled->use_id, &trouble);
  if (trouble == NULL)
    settled->basket = hufu_sale_load (db, &settled->sale_id, &trouble);
  if (trouble == NULL)
    return settled;
  g_propagate_error (error, trouble);
  settled_free (settled);
  return NULL;
}

static void
show_answer (HufuCounter *counter, const HufuUse *use)
{
  HufuVoucherFlow *flow = &counter->flow;
  gboolean was_undoing = flow->given_back;

  g_clear_handle_id (&counter->unknown_timer, g_source_remove);
  flow->pending = FALSE;
  flow->given_back = FALSE;
  if (use->state == HUFU_USE_REDEEMED && was_undoing) {
    flow->refused_online = TRUE;
    flow->reason = HUFU_R29_CONDITIONS_NOT_MET;
    hufu_voucher_flow_show_undone (counter);
  } else if (use->state == HUFU_USE_REDEEMED && flow->voucher != NULL) {
    flow->done = TRUE;
    flow->undo_until_utc_us = use->undo_until_utc_us;
    if (flow->voucher->type == HUFU_VOUCHER_CASH)
      flow->remaining_minor -= MIN (use->amount_minor, flow->remaining_minor);
    if (flow->uses_left > 0 &&
        (flow->voucher->type != HUFU_VOUCHER_CASH || flow->remaining_minor == 0))
      flow->uses_left--;
    flow->uses_spent++;
    hufu_voucher_flow_show_redeemed (counter, use->reason, use->amount_minor);
  } else if (use->state == HUFU_USE_UNDONE) {
    flow->reason = HUFU_R27_UNDONE_IN_WINDOW;
    hufu_voucher_flow_show_undone (counter);
  } else {
    hufu_voucher_flow_refuse (counter, use->reason);
  }
}

/* The panel is about something else by now. */
static void
say_settled (HufuCounter *counter, const HufuUse *use)
{
  gboolean not_undone = use->state == HUFU_USE_REDEEMED && !hufu_id_is_zero (&use->undo_staff_id);
  const char *headline = not_undone ? HUFU_WORD (counter->lang, "Not undone", "没有撤销")
                                    : hufu_reason_headline (use->reason, counter->lang);
  g_autofree char *sentence =
      HUFU_SAY (counter->lang, "A voucher that was waiting has its answer: %s.",
                "等待中的券有答复了：%s。", headline);

  hufu_counter_sound (counter, HUFU_SOUND_ANSWER);
  hufu_counter_notice (counter, sentence);
}

static void
on_settled (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Settled *settled = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (settled->use == NULL)
    return;
  if (settled->basket != NULL && hufu_id_equal (&settled->sale_id, &counter->basket->id) &&
      hufu_id_equal (&settled->use->sale_id, &counter->basket->id))
    hufu_edit_adopt (counter, hufu_basket_copy (settled->basket));
  if (counter->flow.pending && hufu_id_equal (&settled->use_id, &counter->flow.use_id)) {
    show_answer (counter, settled->use);
  } else {
    hufu_batch_flow_hear (counter, settled->use);
    say_settled (counter, settled->use);
  }
  hufu_held_reload (counter);
}

void
hufu_online_use_on_settled (HufuCounter *counter, const HufuId *use_id)
{
  Settled *settled = g_new0 (Settled, 1);

  settled->use_id = *use_id;
  settled->sale_id = counter->basket->id;
  hufu_counter_ask (counter, counter->books, read_settled, settled, NULL, settled_free, on_settled);
}
