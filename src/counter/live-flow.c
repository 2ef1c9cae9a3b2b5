/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Live codes at the counter (core/live.h): whether one was needed and shown, and what is said of
 * it. One scan of a live code is good for one redemption, or for the uses of a pass that are
 * redeemed in one go; for more, the customer's phone shows the next code. So a photograph of a code
 * that is still fresh takes nothing after it was used.
 */
#include "core/live.h"
#include "counter/counter-private.h"

void
hufu_live_flow_take (HufuCounter *counter, const HufuToken *token)
{
  counter->flow.is_live = TRUE;
  counter->flow.live_step = token->proof.step;
  counter->flow.scan_id = hufu_host_make_id (counter->host);
}

gboolean
hufu_live_flow_is_missing (HufuCounter *counter, const HufuVoucher *voucher)
{
  const HufuVoucherFlow *flow = &counter->flow;

  return !flow->is_live &&
         ((flow->claims != NULL && flow->claims->has_holder_key) ||
          (voucher != NULL && (voucher->flags & HUFU_VOUCHER_PROOF_REQUIRED) != 0));
}

gboolean
hufu_live_flow_is_spent (HufuCounter *counter, const HufuVoucherState *state)
{
  counter->flow.live_spent = counter->flow.is_live && state->live_step >= counter->flow.live_step;
  return counter->flow.live_spent;
}

HufuReason
hufu_live_flow_check_holder (HufuCounter *counter, const HufuLanHolder *holder)
{
  if (hufu_live_flow_is_missing (counter, holder->voucher))
    return HUFU_R16_PROOF_REQUIRED;
  counter->flow.live_spent = counter->flow.is_live && holder->live_step >= counter->flow.live_step;
  return counter->flow.live_spent ? HUFU_R17_PROOF_BAD_OR_STALE : HUFU_R00_OK_HELD;
}

void
hufu_live_flow_add_note (HufuPanel *panel, HufuCounter *counter)
{
  g_autofree char *text = NULL;

  if (!counter->flow.is_live)
    return;
  if (counter->flow.live_silent > 0)
    text = HUFU_SAY (counter->lang,
                     "%s Live code checked here; a till that did not answer may have taken the "
                     "code for another use.",
                     "%s动态码已在本机验证；没应答的收银机可能也收过这个码，但那会是另一次。",
                     panel->note_text);
  else
    text = HUFU_SAY (counter->lang, "%s Live code checked.", "%s动态码已验证。", panel->note_text);
  hufu_panel_set_note (panel, panel->note_tone, panel->note_mark, panel->note_title, text);
}

/* ---- one code, one act, in the whole store ---- */

typedef struct {
  HufuId cti, scan_id;
  guint64 step;
  gboolean is_taken;
} Taking;

static gpointer
take_code (HufuDb *db, gpointer data, GError **error)
{
  g_autofree Taking *taking = data;

  return hufu_live_code_take (db, &taking->cti, taking->step, &taking->scan_id, &taking->is_taken,
                              error)
             ? g_steal_pointer (&taking)
             : NULL;
}

static void
refuse_spent (HufuCounter *counter)
{
  counter->flow.live_spent = TRUE;
  hufu_voucher_flow_refuse (counter, HUFU_R17_PROOF_BAD_OR_STALE);
}

static void
on_taken (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Taking *taking = answer;

  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (!taking->is_taken)
    refuse_spent (counter);
  else
    hufu_lan_use_ask_codes (counter);
}

/* Where a right is used up by one act, it sees to that itself. Of the other vouchers several tills
 * may hold rights, or what is left goes from till to till; tills of other stores hold none. */
static gboolean
can_be_shown_twice (HufuCounter *counter)
{
  const HufuVoucher *voucher = counter->flow.voucher;

  return counter->flow.under_limit || ((voucher->uses > 1 || voucher->type == HUFU_VOUCHER_CASH) &&
                                       voucher->home_store == counter->terminal.store_no);
}

gboolean
hufu_live_flow_asks_first (HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  Taking *taking;

  if (!flow->is_live || flow->live_taken || !can_be_shown_twice (counter))
    return FALSE;
  taking = g_new (Taking, 1);
  *taking = (Taking){flow->voucher->cti, flow->scan_id, flow->live_step, FALSE};
  hufu_counter_ask (counter, counter->books, take_code, taking, NULL, g_free, on_taken);
  return TRUE;
}

void
hufu_live_flow_hear (HufuCounter *counter, const HufuLanHolder *said)
{
  if (said->live_step >= counter->flow.live_step) {
    refuse_spent (counter);
    return;
  }
  counter->flow.live_taken = TRUE;
  counter->flow.live_silent = said->n_silent;
  hufu_voucher_flow_use_one (counter);
}

/* ---- what is said ---- */

/* "2 minutes": a picture is as old as this. */
static char *
say_age (gint64 age_s, HufuLang lang)
{
  if (age_s < 120)
    return HUFU_SAY (lang, "%" G_GINT64_FORMAT " seconds", " %" G_GINT64_FORMAT " 秒", age_s);
  if (age_s < 120 * 60)
    return HUFU_SAY (lang, "%" G_GINT64_FORMAT " minutes", " %" G_GINT64_FORMAT " 分钟",
                     age_s / 60);
  return HUFU_SAY (lang, "%" G_GINT64_FORMAT " hours", " %" G_GINT64_FORMAT " 小时", age_s / 3600);
}

static void
say_spent (HufuPanel *panel, HufuLang lang)
{
  hufu_panel_set_band (
      panel, panel->mark, panel->tone,
      HUFU_WORD (lang, "Refused: live code used", "不能核销：码已用过"),
      HUFU_WORD (lang,
                 "This code has been used. The phone shows the next one within 15 seconds: scan "
                 "that.",
                 "这个码已经用过。手机 15 秒内会显示下一个码，请扫新码。"));
  hufu_panel_set_say (panel,
                      HUFU_WORD (lang,
                                 "This code has been used. Please show me the next one; your "
                                 "phone makes it by itself.",
                                 "这个码已经用过，请出示下一个码，手机会自动更新。"));
}

static void
say_ahead (HufuPanel *panel, gint64 ahead_s, HufuLang lang)
{
  g_autofree char *ahead = say_age (ahead_s, lang);
  g_autofree char *sentence = HUFU_SAY (
      lang,
      "The phone's clock is %s ahead. Ask the customer to set it by the network, then scan again.",
      "顾客手机的时间快了%s。请顾客开启自动校时后再扫。", ahead);

  hufu_panel_set_band (panel, panel->mark, panel->tone,
                       HUFU_WORD (lang, "Refused: phone clock ahead", "不能核销：手机时间快"),
                       sentence);
  hufu_panel_set_say (panel, HUFU_WORD (lang,
                                        "Your phone's clock is ahead. Please let it set the time "
                                        "by itself, then open the voucher again.",
                                        "您手机的时间快了，请开启自动校时，再打开这张券。"));
}

static void
say_old (HufuPanel *panel, gint64 age_s, HufuLang lang)
{
  g_autofree char *age = say_age (age_s, lang);
  g_autofree char *sentence =
      HUFU_SAY (lang,
                "The code is %s old: a screenshot is too old. Ask the customer to open the voucher "
                "again.",
                "这个码是%s前的，截图不能用。请顾客重新打开这张券。", age);

  hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
}

static void
say_doubt (HufuPanel *panel, HufuLang lang)
{
  hufu_panel_set_band (
      panel, panel->mark, panel->tone, panel->headline,
      HUFU_WORD (lang,
                 "This till is not sure of the time, so it cannot tell whether the live code is "
                 "fresh. Connect it, then ask again.",
                 "本机时间还没核对，无法判断动态码是否最新。请联网后再问。"));
}

/* Why a live code was refused: its age, that it was used, or that this till cannot judge it. */
void
hufu_live_flow_say_why (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  gint64 age_s =
      hufu_live_age_s (flow->live_step, hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC);

  if (flow->live_step == 0)
    return;
  if (flow->reason == HUFU_R21_CLOCK_UNTRUSTED)
    say_doubt (panel, counter->lang);
  else if (flow->reason != HUFU_R17_PROOF_BAD_OR_STALE)
    return;
  else if (flow->live_spent)
    say_spent (panel, counter->lang);
  else if (flow->live_old && age_s < 0)
    say_ahead (panel, -age_s, counter->lang);
  else if (flow->live_old)
    say_old (panel, age_s, counter->lang);
}
