/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One voucher from the scan to the verdict: what it is, what this till knows of it, how sure we
 * are, the redemption of a held right, undo. What only the platform can answer is in online-use.c.
 */
#include "counter/counter-private.h"

#include <string.h>

static const char *const icons[] = {
    [HUFU_VOUCHER_DEAL] = "voucher",
    [HUFU_VOUCHER_CASH] = "wallet",
    [HUFU_VOUCHER_PASS] = "voucher",
    [HUFU_VOUCHER_COUPON] = "voucher",
};

void
hufu_voucher_flow_clear (HufuCounter *counter)
{
  guint serial = counter->flow.serial;

  g_clear_handle_id (&counter->unknown_timer, g_source_remove);
  g_free (counter->flow.code);
  g_free (counter->flow.prepare_token);
  hufu_voucher_free (counter->flow.voucher);
  counter->flow = (HufuVoucherFlow){.serial = serial + 1};
}

/* ---- texts ---- */

static const char *
type_word (HufuVoucherType type, HufuLang lang)
{
  switch (type) {
  case HUFU_VOUCHER_DEAL:
    return HUFU_WORD (lang, "Deal voucher", "团购券");
  case HUFU_VOUCHER_CASH:
    return HUFU_WORD (lang, "Cash voucher", "代金券");
  case HUFU_VOUCHER_PASS:
    return HUFU_WORD (lang, "Multi-visit pass", "次卡");
  case HUFU_VOUCHER_COUPON:
    return HUFU_WORD (lang, "Coupon", "优惠券");
  }
  g_assert_not_reached ();
}

static char *
say_subtitle (const HufuVoucher *voucher, HufuLang lang)
{
  gsize length = strlen (voucher->short_code);
  const char *tail = length > 4 ? voucher->short_code + length - 4 : voucher->short_code;
  g_autofree char *code =
      *tail == '\0' ? g_strdup ("") : HUFU_SAY (lang, " • code ending %s", " • 券码尾号 %s", tail);
  g_autofree char *holder =
      *voucher->holder_masked == '\0'
          ? g_strdup ("")
          : HUFU_SAY (lang, " • holder %s", " • 持券人 %s", voucher->holder_masked);

  return g_strconcat (type_word (voucher->type, lang), code, holder, NULL);
}

/* Money may well be due beside a cash voucher or a coupon: only what was bought is not collected.
 */
static const char *
worth_hint (HufuVoucherType type, HufuLang lang)
{
  if (type == HUFU_VOUCHER_CASH || type == HUFU_VOUCHER_COUPON)
    return HUFU_WORD (lang, "Off this sale", "从本单中扣减");
  return HUFU_WORD (lang, "Paid online, nothing to collect", "线上已付，不再收款");
}

static void
add_worth (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  gboolean cash = counter->flow.voucher->type == HUFU_VOUCHER_CASH;
  gint64 worth_minor = cash ? counter->flow.remaining_minor : counter->flow.voucher->value_minor;
  const char *label = !counter->flow.done ? HUFU_WORD (lang, "Worth now", "本次价值")
                      : cash              ? HUFU_WORD (lang, "Left on it", "券内余额")
                                          : HUFU_WORD (lang, "This use was worth", "本次价值");
  char text[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *value = NULL;

  hufu_money_format (worth_minor, text);
  value = g_strdup_printf ("¥%s", text);
  hufu_panel_add_fact (panel, label, value, worth_hint (counter->flow.voucher->type, lang));
}

static void
add_uses (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  HufuLang lang = counter->lang;
  guint total = MAX (flow->voucher->uses, 1);
  g_autofree char *value = HUFU_SAY (lang, "%u of %u", "%u 次，共 %u 次", flow->uses_left, total);
  g_autofree char *hint =
      HUFU_SAY (lang, "%u used so far", "已用 %u 次", total - MIN (flow->uses_left, total));

  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Uses left", "剩余次数"), value, hint);
}

static void
add_expiry (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  gint64 expires_utc_s = counter->flow.voucher->expires_utc_s;
  gint64 days = (expires_utc_s - hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC) / 86400;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (expires_utc_s);
  g_autofree char *day = time == NULL ? g_strdup ("") : g_date_time_format (time, "%Y-%m-%d");
  g_autofree char *hint = days == 1 ? HUFU_SAY (lang, "1 day left", "还有 1 天")
                                    : HUFU_SAY (lang, "%" G_GINT64_FORMAT " days left",
                                                "还有 %" G_GINT64_FORMAT " 天", MAX (days, 0));

  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Valid until", "有效期至"), day, hint);
}

/* What the panel says about the voucher itself, before and after the verdict alike. */
static void
describe (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucher *voucher = counter->flow.voucher;
  g_autofree char *subtitle = NULL;

  if (voucher == NULL)
    return;
  subtitle = say_subtitle (voucher, counter->lang);
  hufu_panel_set_about (panel, *voucher->icon == '\0' ? icons[voucher->type] : voucher->icon,
                        HUFU_WORD (counter->lang, voucher->title_en, voucher->title_zh), subtitle);
  add_worth (panel, counter);
  add_uses (panel, counter);
  add_expiry (panel, counter);
  if (voucher->uses > 1) {
    panel->uses = voucher->uses;
    panel->uses_spent = voucher->uses - MIN (counter->flow.uses_left, voucher->uses);
  }
}

static void
note_certainty (HufuPanel *panel, HufuReason reason, HufuLang lang)
{
  if (reason == HUFU_R00_OK_HELD)
    hufu_panel_set_note (
        panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
        HUFU_WORD (lang, "Certain: this till holds the right", "确定：使用权由本机持有"),
        HUFU_WORD (lang, "Nobody else can use it; it holds without a network too.",
                   "别处无法再用这一次，断网时同样有效。"));
  else if (reason == HUFU_R01_OK_ONLINE)
    hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
                         HUFU_WORD (lang, "Certain: confirmed by the platform", "确定：平台已确认"),
                         HUFU_WORD (lang, "The platform says yes to this one use.",
                                    "平台对这一次使用给出了肯定答复。"));
}

void
hufu_voucher_flow_show_ready (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VOUCHER);

  describe (panel, counter);
  if (counter->flow.online)
    hufu_panel_set_note (
        panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
        HUFU_WORD (counter->lang, "Not used yet: the platform decides", "还没有核销：由平台确认"),
        HUFU_WORD (counter->lang, "It is asked when you redeem; hand over only after its yes.",
                   "核销时询问平台，得到肯定答复后再交付。"));
  else
    note_certainty (panel, HUFU_R00_OK_HELD, counter->lang);
  hufu_counter_sound (counter, HUFU_SOUND_ITEM);
  hufu_counter_take_redrawn (counter, panel, hufu_voucher_flow_show_ready);
}

/* Where and when it was used, as far as that is known. */
static void
say_used (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  g_autoptr (GDateTime) used = g_date_time_new_from_unix_local (flow->used_utc_us / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (used, "%Y-%m-%d %H:%M");
  g_autofree char *sentence = NULL;

  if (flow->used_utc_us == 0)
    return;
  if (flow->reason == HUFU_R11_ALREADY_REDEEMED_HERE)
    sentence =
        HUFU_SAY (counter->lang, "Redeemed on this till at %s.", "这张券 %s 已在本机核销。", time);
  else if (flow->reason == HUFU_R12_ALREADY_REDEEMED_ELSEWHERE && flow->used_store_no != 0)
    sentence =
        HUFU_SAY (counter->lang, "Redeemed at %s in store %" G_GUINT64_FORMAT ".",
                  "这张券 %s 已在 %" G_GUINT64_FORMAT " 号店核销。", time, flow->used_store_no);
  if (sentence != NULL)
    hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
}

/* The day that a voucher begins or ended, as far as it is known: the customer is told it. */
static void
say_day (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  gboolean begins = flow->reason == HUFU_R08_NOT_YET;
  gint64 day_utc_s = begins ? flow->begins_utc_s : flow->ends_utc_s;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (day_utc_s);
  g_autofree char *day = NULL;
  g_autofree char *sentence = NULL;

  if (day_utc_s == 0 || time == NULL || (!begins && flow->reason != HUFU_R09_EXPIRED))
    return;
  day = g_date_time_format (time, "%Y-%m-%d %H:%M");
  sentence = begins
                 ? HUFU_SAY (counter->lang, "Valid from %s. Do not hand over yet.",
                             "这张券 %s 起可用。先不要交付。", day)
                 : HUFU_SAY (counter->lang,
                             "It ended at %s. Do not hand over; you can sell at the store price.",
                             "这张券 %s 到期。先不要交付，可以按门店价销售。", day);
  hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
}

static void
add_refused_choices (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;

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
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);

  counter->flow.reason = reason;
  describe (panel, counter);
  g_ptr_array_set_size (panel->facts, 0);
  hufu_panel_set_reason (panel, reason, counter->lang);
  say_used (panel, counter);
  say_day (panel, counter);
  add_refused_choices (panel, counter);
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                       HUFU_WORD (counter->lang, "Nothing was charged, no right was used",
                                  "没有扣款，没有占用使用权"),
                       "");
  hufu_counter_sound (counter, HUFU_SOUND_REFUSED);
  hufu_counter_take_redrawn (counter, panel, redraw_refused);
}

/* ---- what this till knows ---- */

typedef struct {
  gboolean by_short_code;
  HufuId cti;
  char *short_code;
} Query;

static void
query_free (gpointer data)
{
  g_free (((Query *)data)->short_code);
  g_free (data);
}

static gpointer
find_state (HufuDb *db, gpointer data, GError **error)
{
  const Query *query = data;
  HufuVoucherState *state = g_new0 (HufuVoucherState, 1);

  if (query->by_short_code ? hufu_voucher_find_by_short_code (db, query->short_code, state, error)
                           : hufu_voucher_find (db, &query->cti, state, error))
    return state;
  g_free (state);
  return NULL;
}

static void
state_free (gpointer data)
{
  hufu_voucher_state_clear (data);
  g_free (data);
}

/* A short code carries no dates: those of the voucher as it was granted are checked instead. */
static HufuReason
check_dates (HufuCounter *counter, const HufuVoucher *voucher)
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
  flow->used_utc_us = state->last_use_utc_us;
  flow->remaining_minor = state->remaining_minor;
  flow->begins_utc_s = state->voucher->not_before_utc_s;
  flow->ends_utc_s = state->voucher->expires_utc_s;
}

static void
show_held (HufuCounter *counter, const HufuVoucherState *state)
{
  HufuReason reason = check_dates (counter, state->voucher);
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

static gboolean
is_spent_here (const HufuVoucherState *state)
{
  return state->voucher != NULL && state->held == 0 && state->used_here > 0 &&
         state->used_here >= state->voucher->uses;
}

/* Then it can be undone yet. */
static gboolean
is_in_basket (const HufuBasket *basket, const HufuId *use_id)
{
  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = basket->lines->pdata[i];
    if (line->kind == HUFU_LINE_PREPAID && hufu_id_equal (&line->use_id, use_id))
      return TRUE;
  }
  for (guint i = 0; i < basket->tenders->len; i++)
    if (hufu_id_equal (&((const HufuTender *)basket->tenders->pdata[i])->use_id, use_id))
      return TRUE;
  return FALSE;
}

static void
on_state (HufuCounter *counter, gpointer answer, const GError *error)
{
  const HufuVoucherState *state = answer;
  HufuVoucherFlow *flow = &counter->flow;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
  } else if (flow->generation > 0 && state->newest_generation > flow->generation) {
    hufu_voucher_flow_refuse (counter, HUFU_R15_GENERATION_OLD);
  } else if (state->held > 0 && !flow->online) {
    show_held (counter, state);
  } else if (is_spent_here (state)) {
    take_state (counter, state);
    flow->use_id = state->last_use_id;
    flow->done = is_in_basket (counter->basket, &state->last_use_id);
    hufu_voucher_flow_refuse (counter, HUFU_R11_ALREADY_REDEEMED_HERE);
  } else if (counter->link.link == HUFU_LINK_ONLINE || counter->link.link == HUFU_LINK_SLOW) {
    hufu_online_use_prepare (counter);
  } else {
    if (state->voucher != NULL)
      take_state (counter, state);
    hufu_voucher_flow_refuse (counter, HUFU_R07_OWNER_UNREACHABLE);
  }
}

void
hufu_voucher_flow_scan (HufuCounter *counter, HufuCodeKind kind, const char *code,
                        const HufuToken *token, gboolean online_only)
{
  Query *query = g_new0 (Query, 1);

  counter->flow.kind = kind;
  counter->flow.code = g_strdup (code);
  counter->flow.online = online_only;
  counter->flow.generation = token == NULL ? 0 : token->claims.generation;
  query->by_short_code = token == NULL;
  query->short_code = g_strdup (code);
  if (token != NULL)
    query->cti = token->claims.cti;
  hufu_counter_ask (counter, counter->books, find_state, query, query_free, state_free, on_state);
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
  redemption->staff_id = counter->clerk->staff_id;
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

static char *
say_handover (HufuCounter *counter, gint64 amount_minor)
{
  const HufuVoucher *voucher = counter->flow.voucher;
  HufuLang lang = counter->lang;
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (amount_minor, amount);
  if (voucher->type == HUFU_VOUCHER_CASH)
    return HUFU_SAY (lang, "%s deducted from this sale.", "本单已抵扣 %s。", amount);
  return HUFU_SAY (lang, "Hand over: %s", "请交付：%s",
                   HUFU_WORD (lang, voucher->item_en, voucher->item_zh));
}

static void
add_redeemed_choices (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;

  if (counter->flow.voucher->type == HUFU_VOUCHER_PASS && counter->flow.uses_left > 0)
    hufu_panel_add_choice (panel, HUFU_ACT_REDEEM_AGAIN,
                           HUFU_WORD (lang, "Redeem 1 more", "再核销 1 次"), "", "F8", "ticket");
  hufu_panel_add_choice (panel, HUFU_ACT_PRINT_SLIP, HUFU_WORD (lang, "Print slip", "打印凭条"), "",
                         "", "printer");
  hufu_panel_add_choice (panel, HUFU_ACT_UNDO, HUFU_WORD (lang, "Undo", "撤销核销"), "", "",
                         "undo");
}

static void
redraw_redeemed (HufuCounter *counter)
{
  hufu_voucher_flow_show_redeemed (counter, counter->flow.reason, counter->flow.amount_minor);
}

void
hufu_voucher_flow_show_redeemed (HufuCounter *counter, HufuReason reason, gint64 amount_minor)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  g_autofree char *sentence = say_handover (counter, amount_minor);

  counter->flow.reason = reason;
  counter->flow.amount_minor = amount_minor;
  hufu_panel_set_reason (panel, reason, counter->lang);
  hufu_panel_set_band (panel, HUFU_MARK_JOINED, HUFU_TONE_OK,
                       HUFU_WORD (counter->lang, "Redeemed, 1 use", "已核销 1 次"), sentence);
  describe (panel, counter);
  if (panel->uses > 0)
    panel->fresh_use = (gint)panel->uses_spent - 1;
  note_certainty (panel, reason, counter->lang);
  add_redeemed_choices (panel, counter);
  panel->undo_until_utc_us = counter->flow.undo_until_utc_us;
  panel->undo_window_us = counter->policy.undo_window_us;
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  hufu_counter_take_redrawn (counter, panel, redraw_redeemed);
}

gint64
hufu_voucher_flow_amount (HufuCounter *counter)
{
  HufuTotals totals;

  if (counter->flow.voucher->type != HUFU_VOUCHER_CASH)
    return counter->flow.voucher->value_minor;
  hufu_basket_get_totals (counter->basket, &totals);
  return MIN (counter->flow.remaining_minor, totals.due_minor - totals.pending_minor);
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
  if (!hufu_reason_accepts (outcome->reason)) {
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
  hufu_edit_adopt (counter, g_steal_pointer (&outcome->basket));
  hufu_voucher_flow_show_redeemed (counter, outcome->reason, amount_minor);
  hufu_sync_wake (counter->sync);
}

void
hufu_voucher_flow_redeem (HufuCounter *counter)
{
  gint64 amount_minor;

  if (counter->flow.voucher == NULL || counter->panel == NULL ||
      counter->panel->kind != HUFU_PANEL_VOUCHER)
    return;
  amount_minor = hufu_voucher_flow_amount (counter);
  if (counter->flow.voucher->type == HUFU_VOUCHER_COUPON) {
    hufu_voucher_flow_refuse (counter, HUFU_R29_CONDITIONS_NOT_MET);
    return;
  }
  if (amount_minor <= 0 && counter->flow.voucher->type == HUFU_VOUCHER_CASH) {
    hufu_counter_sound (counter, HUFU_SOUND_ASK);
    hufu_counter_notice (counter,
                         HUFU_WORD (counter->lang,
                                    "Scan the products first: a cash voucher pays for a sale.",
                                    "请先扫商品：代金券用于抵扣一单。"));
    return;
  }
  if (counter->flow.online)
    hufu_online_use_redeem (counter, amount_minor);
  else
    hufu_counter_ask (counter, counter->books, redeem_held,
                      hufu_voucher_flow_make_redemption (counter, amount_minor),
                      (GDestroyNotify)hufu_redemption_free, outcome_free, on_redeemed);
}

/* One more use of the same pass: what is known is asked anew, then redeemed. */
void
hufu_voucher_flow_again (HufuCounter *counter)
{
  HufuCodeKind kind = counter->flow.kind;
  g_autofree char *code = g_strdup (counter->flow.code);
  Query *query;

  if (!counter->flow.done || counter->flow.voucher == NULL)
    return;
  query = g_new0 (Query, 1);
  query->cti = counter->flow.voucher->cti;
  hufu_voucher_flow_clear (counter);
  counter->flow.kind = kind;
  counter->flow.code = g_steal_pointer (&code);
  counter->flow.again = TRUE;
  hufu_counter_ask (counter, counter->books, find_state, query, query_free, state_free, on_state);
}
