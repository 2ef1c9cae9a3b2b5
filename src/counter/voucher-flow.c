/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One voucher from the scan to the verdict: what it is, what this till knows of it, how sure we
 * are, the redemption of a held right, undo. What only the platform can answer is in online-use.c.
 */
#include "counter/counter-private.h"

#include <string.h>

void
hufu_voucher_flow_clear (HufuCounter *counter)
{
  guint serial = counter->flow.serial;

  g_clear_handle_id (&counter->unknown_timer, g_source_remove);
  g_free (counter->flow.code);
  g_free (counter->flow.claims);
  g_free (counter->flow.prepare_token);
  hufu_voucher_free (counter->flow.voucher);
  hufu_lan_holder_free (counter->flow.holder);
  counter->flow = (HufuVoucherFlow){.serial = serial + 1};
}

/* What the open sale has to have for it. */
static gboolean
meets_conditions (HufuCounter *counter)
{
  return hufu_holder_flow_is_here (counter) &&
         (!hufu_coupon_flow_is_coupon (counter) || hufu_coupon_flow_applies (counter));
}

void
hufu_voucher_flow_show_ready (HufuCounter *counter)
{
  g_autoptr (HufuPanel) panel = hufu_panel_new (HUFU_PANEL_VOUCHER);

  if (!meets_conditions (counter)) {
    hufu_voucher_flow_refuse (counter, HUFU_R29_CONDITIONS_NOT_MET);
    return;
  }
  hufu_voucher_panel_describe (panel, counter);
  hufu_batch_flow_add_choices (panel, counter);
  if (counter->flow.online)
    hufu_panel_set_note (
        panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
        HUFU_WORD (counter->lang, "Not used yet: the platform decides", "还没有核销：由平台确认"),
        HUFU_WORD (counter->lang, "It is asked when you redeem; hand over only after its yes.",
                   "核销时询问平台，得到肯定答复后再交付。"));
  else if (counter->flow.holder != NULL)
    hufu_lan_use_note_ready (panel, counter);
  else if (counter->flow.under_limit)
    hufu_limit_use_note (panel, counter);
  else
    hufu_voucher_panel_certainty (panel, HUFU_R00_OK_HELD, counter->lang);
  hufu_live_flow_add_note (panel, counter);
  hufu_counter_sound (counter, HUFU_SOUND_ITEM);
  hufu_counter_take_redrawn (counter, g_steal_pointer (&panel), hufu_voucher_flow_show_ready);
}

static gboolean
is_open (HufuReason reason)
{
  return hufu_reason_certainty (reason) == HUFU_CERTAINTY_OPEN;
}

static void
add_refused_choices (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;

  if (is_open (counter->flow.reason) && counter->flow.code != NULL)
    hufu_panel_add_choice (panel, HUFU_ACT_ASK_AGAIN, HUFU_WORD (lang, "Ask again now", "现在再问"),
                           "", "F5", "refresh");
  if (counter->flow.reason == HUFU_R09_EXPIRED || counter->flow.reason == HUFU_R13_REVOKED)
    hufu_panel_add_choice (panel, HUFU_ACT_SELL_INSTEAD,
                           HUFU_WORD (lang, "Sell at the store price", "按门店价销售"), "", "F8",
                           "cart");
  if (counter->flow.done)
    hufu_panel_add_choice (panel, HUFU_ACT_UNDO, HUFU_WORD (lang, "Undo that use", "撤销那次核销"),
                           "", "", "undo");
}

static void
redraw_refused (HufuCounter *counter)
{
  hufu_voucher_flow_refuse (counter, counter->flow.reason);
}

void
hufu_voucher_flow_refuse (HufuCounter *counter, HufuReason reason)
{
  HufuPanel *panel;

  if (hufu_batch_flow_take_refused (counter, reason))
    return;
  panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  counter->flow.reason = reason;
  hufu_voucher_panel_name (panel, counter);
  hufu_panel_set_reason (panel, reason, counter->lang);
  hufu_voucher_panel_why (panel, counter);
  hufu_lan_use_say_unreachable (panel, counter);
  add_refused_choices (panel, counter);
  if (counter->flow.done) {
    panel->undo_until_utc_us = counter->flow.undo_until_utc_us;
    panel->undo_window_us = counter->policy.undo_window_us;
  }
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                       HUFU_WORD (counter->lang, "Nothing was charged, no right was used",
                                  "没有扣款，没有占用使用权"),
                       "");
  if (is_open (reason) && !counter->redrawing)
    hufu_sync_wake (counter->sync); /* a connection would answer it */
  hufu_counter_sound (counter, is_open (reason) ? HUFU_SOUND_ASK : HUFU_SOUND_REFUSED);
  hufu_counter_take_redrawn (counter, panel, redraw_refused);
}

/* ---- what this till knows ---- */

typedef struct {
  gboolean by_short_code;
  HufuId cti;
  char *short_code;
  gint64 now_utc_us;
} Query;

typedef struct {
  HufuVoucherState state;
  HufuUse *pending;            /* of the voucher: it has no answer yet; NULL = none */
  HufuUse *last;               /* here; NULL = none */
  gint64 limited_until_utc_us; /* too many wrong codes: none was looked for; 0 = not */
} Found;

static void
query_free (gpointer data)
{
  g_free (((Query *)data)->short_code);
  g_free (data);
}

/* One that this till does not know counts as wrong until the platform says that it knows it. */
static gboolean
find_code (HufuDb *db, const Query *query, Found *found, GError **error)
{
  if (!hufu_wrong_code_check (db, query->now_utc_us, &found->limited_until_utc_us, error))
    return FALSE;
  if (found->limited_until_utc_us != 0)
    return TRUE;
  if (!hufu_voucher_find_by_short_code (db, query->short_code, &found->state, error))
    return FALSE;
  return found->state.voucher != NULL ? hufu_wrong_code_forget (db, error)
                                      : hufu_wrong_code_count (db, query->now_utc_us, error);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  hufu_voucher_state_clear (&found->state);
  hufu_use_free (found->pending);
  hufu_use_free (found->last);
  g_free (found);
}

static gboolean
find_uses (HufuDb *db, Found *found, GError **error)
{
  GError *trouble = NULL;

  if (found->state.voucher == NULL)
    return TRUE;
  found->last = hufu_use_find (db, &found->state.last_use_id, &trouble);
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return trouble == NULL &&
         hufu_use_find_open (db, &found->state.voucher->cti, &found->pending, error);
}

static gpointer
find_state (HufuDb *db, gpointer data, GError **error)
{
  const Query *query = data;
  Found *found = g_new0 (Found, 1);

  if ((query->by_short_code ? find_code (db, query, found, error)
                            : hufu_voucher_find (db, &query->cti, &found->state, error)) &&
      find_uses (db, found, error))
    return found;
  found_free (found);
  return NULL;
}

/* A short code carries no dates: those of the voucher as it was granted are checked instead. */
HufuReason
hufu_voucher_flow_check_dates (HufuCounter *counter, const HufuVoucher *voucher)
{
  gint64 now_utc_s = hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC;

  if (now_utc_s < voucher->not_before_utc_s)
    return HUFU_R08_NOT_YET;
  return now_utc_s >= voucher->expires_utc_s ? HUFU_R09_EXPIRED : HUFU_R00_OK_HELD;
}

static void
take_state (HufuCounter *counter, const HufuVoucherState *state)
{
  HufuVoucherFlow *flow = &counter->flow;

  flow->voucher = hufu_voucher_copy (state->voucher);
  flow->generation = state->voucher->generation;
  flow->uses_left = state->held;
  flow->uses_spent = state->used_here;
  flow->spent_minor = state->used_minor;
  flow->used_utc_us = state->last_use_utc_us;
  flow->remaining_minor = state->remaining_minor;
  flow->begins_utc_s = state->voucher->not_before_utc_s;
  flow->ends_utc_s = state->voucher->expires_utc_s;
}

static void
show_held (HufuCounter *counter, const HufuVoucherState *state)
{
  HufuReason reason = hufu_voucher_flow_check_dates (counter, state->voucher);
  gboolean again = counter->flow.again;

  take_state (counter, state);
  counter->flow.online = FALSE;
  if (reason != HUFU_R00_OK_HELD) {
    hufu_voucher_flow_refuse (counter, reason);
    return;
  }
  hufu_voucher_flow_show_ready (counter);
  if (again)
    hufu_voucher_flow_redeem (counter);
}

/* This may be a copy of the till: its rights are not used, and it is given none. */
static gboolean
is_locked (HufuCounter *counter, const HufuVoucherState *state)
{
  return counter->link.frozen && (state->held > 0 || !hufu_voucher_flow_can_ask (counter));
}

static void
show_spent (HufuCounter *counter, const Found *found)
{
  HufuVoucherFlow *flow = &counter->flow;
  guint64 generation = MAX (flow->generation, found->state.newest_generation);

  take_state (counter, &found->state);
  flow->use_id = found->state.last_use_id;
  flow->done = hufu_voucher_flow_can_undo (counter, found->last, generation);
  if (flow->done)
    flow->undo_until_utc_us = found->last->undo_until_utc_us;
  if (hufu_voucher_flow_is_in_sale (counter, found->last))
    hufu_voucher_flow_show_in_sale (counter, found->last->amount_minor);
  else
    hufu_voucher_flow_refuse (counter, HUFU_R11_ALREADY_REDEEMED_HERE);
}

void
hufu_voucher_flow_elsewhere (HufuCounter *counter)
{
  counter->flow.unasked = !hufu_voucher_flow_can_ask (counter) && !counter->flow.insists;
  if (counter->flow.unasked)
    hufu_limit_use_offer (counter);
  else
    hufu_online_use_prepare (counter);
}

/* The other tills are asked for what a trusted issuer signed, unless only the platform may say yes.
 * A code that can be guessed is not asked around before the platform has named its voucher, nor is
 * one without the proof that it needs: the other till relies on us for that. */
static gboolean
find_in_store (HufuCounter *counter, const HufuVoucherState *state)
{
  HufuVoucherFlow *flow = &counter->flow;

  if (flow->online || counter->link.frozen || flow->kind != HUFU_CODE_TOKEN ||
      hufu_live_flow_is_missing (counter, state->voucher))
    return FALSE;
  if (flow->claims != NULL)
    hufu_lan_use_find (counter, &flow->claims->cti, flow->claims->generation);
  else if (state->voucher != NULL)
    hufu_lan_use_find (counter, &state->voucher->cti, state->voucher->generation);
  return flow->claims != NULL || state->voucher != NULL;
}

static void
find_elsewhere (HufuCounter *counter)
{
  const HufuVoucherState nothing = {0};

  if (!find_in_store (counter, &nothing))
    hufu_voucher_flow_elsewhere (counter);
}

/* The platform is tried even if it did not answer a moment ago. */
void
hufu_voucher_flow_ask_again (HufuCounter *counter)
{
  counter->flow.insists = TRUE;
  counter->flow.named = FALSE;
  find_elsewhere (counter);
}

static void
on_state (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Found *found = answer;
  const HufuVoucherState *state = found != NULL ? &found->state : NULL;
  HufuVoucherFlow *flow = &counter->flow;

  if (flow->generation == 0 && state != NULL)
    flow->generation = state->code_generation;
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
  } else if (found->limited_until_utc_us != 0) {
    hufu_online_use_pause (counter, found->limited_until_utc_us);
  } else if (found->pending != NULL) {
    hufu_pending_use_show (counter, found->pending, state->voucher);
  } else if (flow->generation > 0 && state->newest_generation > flow->generation) {
    flow->voucher = hufu_voucher_copy (state->voucher);
    hufu_voucher_flow_refuse (counter, HUFU_R15_GENERATION_OLD);
  } else if (!flow->listed && hufu_live_flow_is_missing (counter, state->voucher)) {
    flow->voucher = hufu_voucher_copy (state->voucher);
    hufu_voucher_flow_refuse (counter, HUFU_R16_PROOF_REQUIRED);
  } else if (flow->listed && state->held > 0 && flow->held_reason != HUFU_R00_OK_HELD) {
    flow->voucher = hufu_voucher_copy (state->voucher);
    hufu_voucher_flow_refuse (counter, flow->held_reason);
  } else if (hufu_live_flow_is_spent (counter, state) && !hufu_voucher_state_is_spent (state)) {
    flow->voucher = hufu_voucher_copy (state->voucher);
    hufu_voucher_flow_refuse (counter, HUFU_R17_PROOF_BAD_OR_STALE);
  } else if (hufu_witness_wait_begin (counter, state)) {
    return;
  } else if (is_locked (counter, state) && !hufu_voucher_state_is_spent (state)) {
    flow->voucher = hufu_voucher_copy (state->voucher);
    flow->frozen = TRUE;
    hufu_voucher_flow_refuse (counter, HUFU_R26_LEASE_LOST_DEVICE);
  } else if (state->held > 0 && !flow->online) {
    show_held (counter, state);
  } else if (hufu_voucher_state_is_spent (state)) {
    show_spent (counter, found);
  } else if (flow->listed && !hufu_voucher_flow_can_ask (counter)) {
    flow->voucher = hufu_voucher_copy (state->voucher);
    hufu_voucher_flow_refuse (counter, HUFU_R12_ALREADY_REDEEMED_ELSEWHERE);
  } else {
    if (state->voucher != NULL)
      take_state (counter, state);
    if (!find_in_store (counter, state))
      hufu_voucher_flow_elsewhere (counter);
  }
}

static void
ask_state (HufuCounter *counter, Query *take_query)
{
  hufu_counter_ask (counter, counter->books, find_state, take_query, query_free, found_free,
                    on_state);
}

/* A voucher that was never granted here has its name at the platform only. */
static void
on_named (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Found *found = answer;

  if (error == NULL)
    counter->flow.voucher = hufu_voucher_copy (found->state.voucher);
  hufu_voucher_flow_refuse (counter, counter->flow.reason);
  if (counter->flow.voucher == NULL && hufu_voucher_flow_can_ask (counter))
    hufu_online_use_learn_name (counter);
}

void
hufu_voucher_flow_refuse_code (HufuCounter *counter, const char *code, HufuReason reason)
{
  Query *query = g_new0 (Query, 1);

  counter->flow.kind = HUFU_CODE_TOKEN;
  counter->flow.code = g_strdup (code);
  counter->flow.reason = reason;
  query->cti = counter->flow.claims->cti;
  hufu_counter_ask (counter, counter->books, find_state, query, query_free, found_free, on_named);
}

void
hufu_voucher_flow_scan (HufuCounter *counter, HufuCodeKind kind, const char *code,
                        const HufuToken *token, gboolean online_only)
{
  Query *query;

  if (counter->training) {
    hufu_training_show_voucher (counter, kind);
    return;
  }
  query = g_new0 (Query, 1);
  counter->flow.kind = kind;
  counter->flow.code = g_strdup (code);
  counter->flow.online = online_only;
  counter->flow.generation = token == NULL ? 0 : token->claims.generation;
  query->by_short_code = token == NULL;
  query->short_code = g_strdup (code);
  query->now_utc_us = hufu_counter_now_utc_us (counter);
  if (token != NULL)
    query->cti = token->claims.cti;
  ask_state (counter, query);
}

/* ---- redeeming a held right ---- */

void
hufu_redemption_free (HufuRedemption *redemption)
{
  if (redemption == NULL)
    return;
  hufu_basket_free (redemption->basket);
  g_free (redemption);
}

HufuRedemption *
hufu_voucher_flow_make_redemption (HufuCounter *counter, gint64 amount_minor)
{
  HufuRedemption *redemption = g_new0 (HufuRedemption, 1);
  const HufuVoucher *voucher = counter->flow.voucher;

  counter->flow.use_id = hufu_host_make_id (counter->host);
  redemption->use_id = counter->flow.use_id;
  redemption->cti = voucher->cti;
  redemption->generation = voucher->generation;
  redemption->amount_minor = amount_minor;
  redemption->live_step = counter->flow.is_live ? counter->flow.live_step : 0;
  redemption->scan_id = counter->flow.scan_id;
  redemption->staff_id = counter->clerk->staff_id;
  redemption->now_utc_us = hufu_counter_now_utc_us (counter);
  redemption->undo_window_us = counter->policy.undo_window_us;
  redemption->basket = hufu_edit_copy (counter);
  return redemption;
}

typedef struct {
  HufuReason reason;
  HufuBasket *basket;
  gint64 undo_until_utc_us;
} Outcome;

static void
outcome_free (gpointer data)
{
  hufu_basket_free (((Outcome *)data)->basket);
  g_free (data);
}

static gpointer
redeem_held (HufuDb *db, gpointer data, GError **error)
{
  const HufuRedemption *redemption = data;
  Outcome *outcome = g_new0 (Outcome, 1);
  g_autoptr (HufuUse) use = NULL;

  if (!hufu_use_redeem_held (db, redemption, &outcome->reason, &outcome->basket, error)) {
    outcome_free (outcome);
    return NULL;
  }
  use = hufu_use_find (db, &redemption->use_id, NULL);
  outcome->undo_until_utc_us = use == NULL ? 0 : use->undo_until_utc_us;
  return outcome;
}

gint64
hufu_voucher_flow_amount (HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  gint64 most_minor;

  if (flow->voucher->type != HUFU_VOUCHER_CASH)
    return flow->voucher->value_minor;
  most_minor =
      flow->under_limit ? MIN (flow->room_minor, flow->remaining_minor) : flow->remaining_minor;
  return MIN (most_minor, hufu_basket_find_room (counter->basket, &flow->voucher->terms));
}

/* The right was held when it was shown, and has gone on since: whoever has it now is asked. */
static gboolean
has_gone_on (const HufuVoucherFlow *flow, HufuReason reason)
{
  return reason == HUFU_R07_OWNER_UNREACHABLE && flow->code != NULL && flow->batch.n == 0;
}

static void
on_redeemed (HufuCounter *counter, gpointer answer, const GError *error)
{
  Outcome *outcome = answer;
  gint64 amount_minor;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (has_gone_on (&counter->flow, outcome->reason)) {
    counter->flow.again = FALSE;
    counter->flow.batch = (HufuUseBatch){0};
    find_elsewhere (counter);
    return;
  }
  if (!hufu_reason_accepts (outcome->reason)) {
    counter->flow.frozen = outcome->reason == HUFU_R26_LEASE_LOST_DEVICE;
    hufu_voucher_flow_refuse (counter, outcome->reason);
    return;
  }
  amount_minor = hufu_voucher_flow_amount (counter);
  counter->flow.done = TRUE;
  counter->flow.undo_until_utc_us = outcome->undo_until_utc_us;
  if (counter->flow.voucher->type == HUFU_VOUCHER_CASH)
    counter->flow.remaining_minor -= amount_minor;
  if (counter->flow.voucher->type != HUFU_VOUCHER_CASH || counter->flow.remaining_minor == 0)
    counter->flow.uses_left--;
  counter->flow.uses_spent++;
  hufu_edit_adopt (counter, g_steal_pointer (&outcome->basket));
  hufu_voucher_flow_show_redeemed (counter, outcome->reason, amount_minor);
  hufu_sync_wake (counter->sync);
}

void
hufu_voucher_flow_redeem_here (HufuCounter *counter, gint64 amount_minor)
{
  hufu_counter_ask (counter, counter->books, redeem_held,
                    hufu_voucher_flow_make_redemption (counter, amount_minor),
                    (GDestroyNotify)hufu_redemption_free, outcome_free, on_redeemed);
}

void
hufu_voucher_flow_redeem (HufuCounter *counter)
{
  gint64 amount_minor;

  if (counter->flow.voucher == NULL || counter->panel == NULL ||
      counter->panel->kind != HUFU_PANEL_VOUCHER)
    return;
  amount_minor = hufu_voucher_flow_amount (counter);
  if (!meets_conditions (counter)) {
    hufu_voucher_flow_refuse (counter, HUFU_R29_CONDITIONS_NOT_MET);
    return;
  }
  if (amount_minor <= 0 && counter->flow.voucher->type == HUFU_VOUCHER_CASH) {
    hufu_counter_refuse (counter, hufu_voucher_flow_say_nothing_due (counter));
    return;
  }
  hufu_voucher_flow_use_one (counter);
}

void
hufu_voucher_flow_use_one (HufuCounter *counter)
{
  gint64 amount_minor = hufu_voucher_flow_amount (counter);

  if (hufu_live_flow_asks_first (counter))
    return;
  if (counter->flow.online)
    hufu_online_use_redeem (counter, amount_minor);
  else if (counter->flow.holder != NULL)
    hufu_lan_use_redeem (counter, amount_minor);
  else if (counter->flow.under_limit)
    hufu_limit_use_redeem (counter, amount_minor);
  else
    hufu_voucher_flow_redeem_here (counter, amount_minor);
}

void
hufu_voucher_flow_look (HufuCounter *counter, const HufuId *cti)
{
  const Query query = {.cti = *cti};

  ask_state (counter, g_memdup2 (&query, sizeof query));
}
