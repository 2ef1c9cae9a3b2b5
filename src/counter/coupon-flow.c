/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Coupons at the counter: whether one applies to the open sale now, what is missing if not, and the
 * one that applies no longer because the sale changed: it is undone, so that the customer keeps it.
 */
#include "counter/counter-private.h"

gboolean
hufu_coupon_flow_is_coupon (HufuCounter *counter)
{
  return counter->flow.voucher != NULL && counter->flow.voucher->type == HUFU_VOUCHER_COUPON;
}

/* Days and hours are those of the shop's wall clock, by the best-known time. */
gboolean
hufu_coupon_flow_applies (HufuCounter *counter)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC);

  hufu_basket_judge_coupon (
      counter->basket, &counter->flow.voucher->terms, g_date_time_get_day_of_week (now),
      g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now), &counter->flow.coupon);
  return counter->flow.coupon.condition == HUFU_COUPON_MET;
}

gint64
hufu_coupon_flow_off_minor (HufuCounter *counter)
{
  const HufuDiscount *discount = hufu_basket_find_discount (counter->basket, &counter->flow.use_id);

  return discount != NULL ? discount->verdict.off_minor : counter->flow.coupon.off_minor;
}

void
hufu_coupon_flow_say_unmet (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  g_autofree char *unmet = NULL, *sentence = NULL, *say = NULL;

  if (counter->flow.reason != HUFU_R29_CONDITIONS_NOT_MET ||
      !hufu_coupon_flow_is_coupon (counter) || counter->flow.coupon.condition == HUFU_COUPON_MET)
    return;
  unmet = hufu_coupon_explain (&counter->flow.voucher->terms, &counter->flow.coupon, lang);
  sentence = HUFU_SAY (lang, "%s. Then scan the coupon again.", "%s。满足后请再扫这张券。", unmet);
  say = HUFU_SAY (lang, "This coupon does not apply yet. %s. You keep it.",
                  "这张优惠券现在还不能用。%s。券会保留。", unmet);
  hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
  hufu_panel_set_say (panel, say);
}

/* ---- what the panel says ---- */

void
hufu_coupon_flow_add_worth (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  char amount[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *off = NULL;
  g_autofree char *part = hufu_coupon_describe_part (&counter->flow.voucher->terms, lang);

  hufu_money_format (hufu_coupon_flow_off_minor (counter), amount);
  off = g_strdup_printf ("¥%s", amount);
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Takes off", "可减"), off,
                       *part != '\0' ? part : HUFU_WORD (lang, "Off this sale", "从本单中扣减"));
}

/* ---- one that applies no longer ---- */

typedef struct {
  HufuUndo wanted;
  char *before; /* what was said of those that went before it, "" = it is the first */
  char *notice; /* why it goes */
  guint n_stay; /* lapsed ones that can no longer be given back */
  HufuReason reason;
  HufuBasket *basket;
} Drop;

static void
drop_free (gpointer data)
{
  Drop *drop = data;

  hufu_basket_free (drop->basket);
  g_free (drop->before);
  g_free (drop->notice);
  g_free (drop);
}

static gpointer
undo_lapsed (HufuDb *db, gpointer data, GError **error)
{
  Drop *drop = data;

  if (hufu_use_undo (db, &drop->wanted, &drop->reason, &drop->basket, error))
    return drop;
  drop_free (drop);
  return NULL;
}

static char *
say_dropped (const Drop *drop, HufuLang lang)
{
  g_autofree char *notice = g_strconcat (
      drop->before, *drop->before == '\0' ? "" : HUFU_WORD (lang, " ", ""), drop->notice, NULL);

  if (drop->reason == HUFU_R27_UNDONE_IN_WINDOW)
    return HUFU_SAY (lang, "%s The customer keeps the coupon.", "%s优惠券已退回给顾客。", notice);
  if (drop->reason == HUFU_R28_OUTCOME_UNKNOWN)
    return HUFU_SAY (lang, "%s The platform is asked to give it back.", "%s正在请平台退回这张券。",
                     notice);
  return HUFU_SAY (lang,
                   "%s It can no longer be given back here; add what it asks for, or sell without "
                   "it and let the platform refund it.",
                   "%s这张券在本机已不能退回：请补足商品，或不用它继续收款，再由平台退券。",
                   notice);
}

/* A panel that tells what a coupon took off tells what it takes off now, if it still does. */
static void
follow_panel (HufuCounter *counter, const HufuId *dropped)
{
  if (counter->panel == NULL || counter->panel->kind != HUFU_PANEL_VERDICT ||
      !hufu_coupon_flow_is_coupon (counter) || !hufu_reason_accepts (counter->flow.reason))
    return;
  if (dropped == NULL || !hufu_id_equal (dropped, &counter->flow.use_id)) {
    hufu_counter_redraw_panel (counter);
    return;
  }
  hufu_voucher_flow_clear (counter);
  hufu_counter_take_panel (counter, NULL);
}

static void drop_lapsed (HufuCounter *counter, guint n_stay, const char *before);

static void
on_dropped (HufuCounter *counter, gpointer answer, const GError *error)
{
  Drop *drop = answer;
  g_autofree char *notice = NULL;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (drop->basket != NULL) {
    hufu_edit_adopt (counter, g_steal_pointer (&drop->basket));
    follow_panel (counter, &drop->wanted.use_id);
  } else {
    drop->n_stay++;
  }
  if (drop->reason == HUFU_R28_OUTCOME_UNKNOWN)
    hufu_sync_ask_use (counter->sync, &drop->wanted.use_id);
  hufu_sync_wake (counter->sync);
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  notice = say_dropped (drop, counter->lang);
  hufu_counter_notice (counter, notice);
  drop_lapsed (counter, drop->n_stay, notice);
}

/* One after another, as what is left without one may do for the next. */
static void
drop_lapsed (HufuCounter *counter, guint n_stay, const char *before)
{
  const HufuDiscount *lapsed = hufu_basket_find_lapsed (counter->basket, n_stay);
  HufuLang lang = counter->lang;
  g_autofree char *unmet = NULL;
  Drop *drop;

  if (lapsed == NULL || counter->clerk == NULL)
    return;
  unmet = hufu_coupon_explain (&lapsed->terms, &lapsed->verdict, lang);
  drop = g_new0 (Drop, 1);
  drop->wanted = hufu_voucher_flow_make_undo (counter, &lapsed->use_id);
  drop->n_stay = n_stay;
  drop->before = g_strdup (before);
  drop->notice = HUFU_SAY (lang, "\"%s\" no longer applies: %s.", "“%s”不再适用：%s。",
                           HUFU_WORD (lang, lapsed->label_en, lapsed->label_zh), unmet);
  hufu_counter_ask (counter, counter->books, undo_lapsed, drop, NULL, drop_free, on_dropped);
}

void
hufu_coupon_flow_drop_lapsed (HufuCounter *counter)
{
  follow_panel (counter, NULL);
  drop_lapsed (counter, 0, "");
}
