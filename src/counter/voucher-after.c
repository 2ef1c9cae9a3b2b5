/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict that it is redeemed, and what comes after: undoing a use, the slip, selling instead.
 */
#include <string.h>

#include "counter/counter-private.h"

/* ---- redeemed ---- */

static char *
say_handover (HufuCounter *counter, gint64 amount_minor)
{
  const HufuVoucher *voucher = counter->flow.voucher;
  HufuLang lang = counter->lang;
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (amount_minor, amount);
  if (voucher->type == HUFU_VOUCHER_COUPON)
    return HUFU_SAY (lang, "%s taken off this sale.", "本单已减 %s。", amount);
  if (voucher->type == HUFU_VOUCHER_CASH)
    return HUFU_SAY (lang, "%s deducted from this sale.", "本单已抵扣 %s。", amount);
  return HUFU_SAY (lang, "Hand over: %s", "请交付：%s",
                   HUFU_WORD (lang, voucher->item_en, voucher->item_zh));
}

static void
add_redeemed_choices (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;

  hufu_batch_flow_add_again (panel, counter);
  if (counter->printer_uri != NULL)
    hufu_panel_add_choice (panel, HUFU_ACT_PRINT_SLIP, HUFU_WORD (lang, "Print slip", "打印凭条"),
                           "", "", "printer");
  hufu_panel_add_choice (panel, HUFU_ACT_UNDO,
                         hufu_batch_flow_is_shown (counter)
                             ? HUFU_WORD (lang, "Undo the last one", "撤销最后 1 次")
                             : HUFU_WORD (lang, "Undo", "撤销核销"),
                         "", "", "undo");
}

static char *
say_handed_over (HufuCounter *counter, gint64 amount_minor)
{
  return say_handover (counter, hufu_coupon_flow_is_coupon (counter)
                                    ? hufu_coupon_flow_off_minor (counter)
                                    : amount_minor);
}

static void
redraw_in_sale (HufuCounter *counter)
{
  hufu_voucher_flow_show_in_sale (counter, counter->flow.amount_minor);
}

void
hufu_voucher_flow_show_in_sale (HufuCounter *counter, gint64 amount_minor)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  HufuLang lang = counter->lang;
  g_autofree char *sentence = say_handed_over (counter, amount_minor);

  counter->flow.reason = HUFU_R11_ALREADY_REDEEMED_HERE;
  counter->flow.amount_minor = amount_minor;
  hufu_panel_set_reason (panel, counter->flow.reason, lang);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_PLAIN,
                       HUFU_WORD (lang, "Already in this sale", "已在本单"), sentence);
  hufu_panel_set_say (panel, "");
  hufu_voucher_panel_name (panel, counter);
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                       HUFU_WORD (lang, "This scan used nothing more", "这次扫码没有再核销"), "");
  hufu_panel_add_choice (panel, HUFU_ACT_BACK,
                         HUFU_WORD (lang, "Keep it in the sale", "保留在本单"), "", "", "check");
  if (counter->flow.done) {
    hufu_panel_add_choice (panel, HUFU_ACT_UNDO, HUFU_WORD (lang, "Undo", "撤销核销"), "", "",
                           "undo");
    panel->undo_until_utc_us = counter->flow.undo_until_utc_us;
    panel->undo_window_us = counter->policy.undo_window_us;
  }
  hufu_counter_sound (counter, HUFU_SOUND_ANSWER);
  hufu_counter_take_redrawn (counter, panel, redraw_in_sale);
}

static void
redraw_redeemed (HufuCounter *counter)
{
  hufu_voucher_flow_show_redeemed (counter, counter->flow.reason, counter->flow.amount_minor);
}

void
hufu_voucher_flow_show_redeemed (HufuCounter *counter, HufuReason reason, gint64 amount_minor)
{
  g_autofree char *sentence = say_handed_over (counter, amount_minor);
  HufuPanel *panel;

  counter->flow.reason = reason;
  counter->flow.amount_minor = amount_minor;
  if (hufu_batch_flow_take_redeemed (counter, reason))
    return;
  panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_reason (panel, reason, counter->lang);
  if (reason == HUFU_R03_OK_GRACE)
    hufu_limit_use_set_band (panel, counter, sentence);
  else
    hufu_panel_set_band (panel, panel->mark, panel->tone,
                         HUFU_WORD (counter->lang, "Redeemed, 1 use", "已核销 1 次"), sentence);
  hufu_voucher_panel_describe (panel, counter);
  if (hufu_batch_flow_is_shown (counter))
    hufu_batch_flow_describe (panel, counter);
  if (panel->uses > 0)
    panel->fresh_use = (gint)panel->uses_spent - 1;
  if (reason == HUFU_R02_OK_TRANSFERRED)
    hufu_lan_use_note_done (panel, counter);
  else if (reason == HUFU_R03_OK_GRACE)
    hufu_limit_use_note (panel, counter);
  else
    hufu_voucher_panel_certainty (panel, reason, counter->lang);
  hufu_live_flow_add_note (panel, counter);
  add_redeemed_choices (panel, counter);
  panel->undo_until_utc_us = counter->flow.undo_until_utc_us;
  panel->undo_window_us = counter->policy.undo_window_us;
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  hufu_counter_take_redrawn (counter, panel, redraw_redeemed);
}

/* ---- undo ---- */

typedef struct {
  HufuReason reason;
  HufuBasket *basket;
  HufuStands stands;
} Undone;

static void
undone_free (gpointer data)
{
  hufu_basket_free (((Undone *)data)->basket);
  g_free (data);
}

/* Of a use that was not undone: why. */
static HufuStands
find_why (HufuDb *db, const HufuUndo *wanted)
{
  g_autoptr (HufuUse) use = hufu_use_find (db, &wanted->use_id, NULL);

  if (use == NULL || wanted->now_utc_us > use->undo_until_utc_us)
    return HUFU_STANDS_TOO_LATE;
  return use->reason == HUFU_R03_OK_GRACE ? HUFU_STANDS_TILL_ANEW : HUFU_STANDS_GONE_ON;
}

static gpointer
undo_use (HufuDb *db, gpointer data, GError **error)
{
  Undone *outcome = g_new0 (Undone, 1);

  if (hufu_use_undo (db, data, &outcome->reason, &outcome->basket, error)) {
    outcome->stands = find_why (db, data);
    return outcome;
  }
  undone_free (outcome);
  return NULL;
}

/* Of a use that stands. An undo that only the platform can do is not asked for while it is offline:
 * nobody would know for how long the voucher is neither used nor free. */
static const char *
say_not_undone (HufuCounter *counter)
{
  HufuLang lang = counter->lang;

  if (counter->flow.refused_online)
    return HUFU_WORD (lang,
                      "The platform keeps it as used: the time for it is over, or what is left is "
                      "elsewhere. Take it back as a refund.",
                      "平台仍记为已用：已过撤销时限，或余下部分在别处。请走退款。");
  if (counter->flow.reason == HUFU_R07_OWNER_UNREACHABLE)
    return HUFU_WORD (lang,
                      "Undo needs the network now, since this till has reported to the platform "
                      "after the use. Connect it and press Undo again.",
                      "核销之后本机已向平台交账，现在撤销要联网。请联网后再按撤销。");
  if (counter->flow.stands == HUFU_STANDS_TOO_LATE)
    return HUFU_WORD (lang,
                      "The use stands: the time to undo it is over. Take it back as a refund.",
                      "这次核销仍然有效：已过撤销时限。请走退款。");
  if (counter->flow.stands == HUFU_STANDS_TILL_ANEW)
    return HUFU_WORD (lang,
                      "The use stands: this till was set up anew since, or is locked. Take it back "
                      "as a refund.",
                      "这次核销仍然有效：此后本机已重新启用，或已锁定。请走退款。");
  return HUFU_WORD (lang,
                    "The use stands: the right is not as this use left it, or is locked. Take it "
                    "back as a refund.",
                    "这次核销仍然有效：使用权已有变动，或已锁定。请走退款。");
}

static void
show_not_undone (HufuPanel *panel, HufuCounter *counter)
{
  gboolean offline = counter->flow.reason == HUFU_R07_OWNER_UNREACHABLE;

  hufu_panel_set_band (panel, panel->mark, panel->tone,
                       HUFU_WORD (counter->lang, "Not undone", "没有撤销"),
                       say_not_undone (counter));
  hufu_panel_set_say (panel, "");
  if (!offline)
    return;
  hufu_panel_add_choice (panel, HUFU_ACT_UNDO, HUFU_WORD (counter->lang, "Undo", "撤销核销"), "",
                         "", "undo");
  panel->undo_until_utc_us = counter->flow.undo_until_utc_us;
  panel->undo_window_us = counter->policy.undo_window_us;
}

void
hufu_voucher_flow_show_undone (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  const HufuVoucher *voucher = counter->flow.voucher;
  HufuReason reason = counter->flow.reason;

  hufu_panel_set_reason (panel, reason, counter->lang);
  if (reason != HUFU_R27_UNDONE_IN_WINDOW)
    show_not_undone (panel, counter);
  if (voucher != NULL)
    hufu_panel_set_about (panel, *voucher->icon == '\0' ? "voucher" : voucher->icon,
                          HUFU_WORD (counter->lang, voucher->title_en, voucher->title_zh), "");
  hufu_counter_sound (counter,
                      reason == HUFU_R27_UNDONE_IN_WINDOW ? HUFU_SOUND_ANSWER : HUFU_SOUND_REFUSED);
  hufu_counter_take_redrawn (counter, panel, hufu_voucher_flow_show_undone);
}

static void
on_undone (HufuCounter *counter, gpointer answer, const GError *error)
{
  Undone *outcome = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (outcome->basket != NULL && hufu_id_equal (&outcome->basket->id, &counter->basket->id))
    hufu_edit_adopt (counter, g_steal_pointer (&outcome->basket));
  hufu_held_reload (counter);
  counter->flow.done = outcome->reason == HUFU_R07_OWNER_UNREACHABLE;
  counter->flow.refused_online = FALSE;
  if (outcome->reason == HUFU_R28_OUTCOME_UNKNOWN) {
    counter->flow.pending = TRUE;
    counter->flow.given_back = TRUE;
    counter->flow.asked_utc_us = hufu_counter_now_utc_us (counter);
    hufu_sync_ask_use (counter->sync, &counter->flow.use_id);
    hufu_online_use_show_unknown (counter);
    hufu_link_refresh_status (counter);
    hufu_sync_wake (counter->sync); /* the platform may have to hear of the use first */
    return;
  }
  counter->flow.reason = outcome->reason;
  counter->flow.stands = outcome->stands;
  hufu_voucher_flow_show_undone (counter);
  hufu_sync_wake (counter->sync);
}

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
  return hufu_basket_find_discount (basket, use_id) != NULL;
}

gboolean
hufu_voucher_flow_can_undo (HufuCounter *counter, const HufuUse *use, guint64 generation)
{
  HufuVoucherType type = counter->flow.voucher->type;

  return use != NULL && use->state == HUFU_USE_REDEEMED && use->key.generation >= generation &&
         hufu_counter_now_utc_us (counter) <= use->undo_until_utc_us &&
         (type == HUFU_VOUCHER_DEAL || type == HUFU_VOUCHER_PASS ||
          is_in_basket (counter->basket, &use->use_id));
}

gboolean
hufu_voucher_flow_is_in_sale (HufuCounter *counter, const HufuUse *use)
{
  return use != NULL && use->state == HUFU_USE_REDEEMED &&
         is_in_basket (counter->basket, &use->use_id);
}

/* A voucher that pays has no line to select: the last one is meant. */
static const HufuTender *
find_paying (const HufuBasket *basket)
{
  for (guint i = basket->tenders->len; i > 0; i--) {
    const HufuTender *tender = basket->tenders->pdata[i - 1];
    if (tender->kind == HUFU_TENDER_VOUCHER && tender->state == HUFU_TENDER_TAKEN)
      return tender;
  }
  return NULL;
}

static const HufuDiscount *
find_discounting (const HufuBasket *basket)
{
  for (guint i = basket->discounts->len; i > 0; i--) {
    const HufuDiscount *discount = basket->discounts->pdata[i - 1];
    if (discount->state == HUFU_TENDER_TAKEN)
      return discount;
  }
  return NULL;
}

/* The use that the panel shows, or the one of the selected prepaid line, or a voucher that pays,
 * or a coupon. */
static gboolean
find_use (HufuCounter *counter, HufuId *ret_use_id)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, counter->selected_line);
  const HufuTender *tender = find_paying (counter->basket);
  const HufuDiscount *discount = find_discounting (counter->basket);

  if (counter->flow.done)
    *ret_use_id = counter->flow.use_id;
  else if (line != NULL && line->kind == HUFU_LINE_PREPAID)
    *ret_use_id = line->use_id;
  else if (tender != NULL)
    *ret_use_id = tender->use_id;
  else if (discount != NULL)
    *ret_use_id = discount->use_id;
  else
    return FALSE;
  return TRUE;
}

/* The panel shows a voucher that has paid for a finished sale, or its window is over. */
static gboolean
is_paid_with (HufuCounter *counter)
{
  const HufuVoucher *voucher = counter->flow.voucher;

  return counter->panel != NULL && voucher != NULL && !counter->flow.done &&
         counter->flow.reason == HUFU_R11_ALREADY_REDEEMED_HERE &&
         (voucher->type == HUFU_VOUCHER_CASH || voucher->type == HUFU_VOUCHER_COUPON);
}

gboolean
hufu_voucher_flow_can_ask (HufuCounter *counter)
{
  return counter->link.link == HUFU_LINK_ONLINE || counter->link.link == HUFU_LINK_SLOW;
}

HufuUndo
hufu_voucher_flow_make_undo (HufuCounter *counter, const HufuId *use_id)
{
  return (HufuUndo){.use_id = *use_id,
                    .staff_id = counter->clerk->staff_id,
                    .now_utc_us = hufu_counter_now_utc_us (counter),
                    .can_ask = hufu_voucher_flow_can_ask (counter)};
}

void
hufu_voucher_flow_undo (HufuCounter *counter)
{
  HufuUndo wanted;
  HufuId use_id;

  if (is_paid_with (counter)) {
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang,
                            "It has paid for a sale: giving that back is a refund, not an undo.",
                            "这张券已用于付款：退回要走退款，不能撤销。"));
    return;
  }
  if (hufu_witness_wait_is_on (counter)) {
    hufu_counter_refuse (counter, hufu_witness_wait_sentence (counter->lang));
    return;
  }
  if (!find_use (counter, &use_id)) {
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang, "Select the redeemed line that is to be undone.",
                                    "请先选中要撤销的核销行。"));
    return;
  }
  if (!counter->flow.done)
    hufu_voucher_flow_clear (counter); /* the panel was about another voucher */
  counter->flow.use_id = use_id;
  wanted = hufu_voucher_flow_make_undo (counter, &use_id);
  hufu_counter_ask (counter, counter->books, undo_use, g_memdup2 (&wanted, sizeof wanted), g_free,
                    undone_free, on_undone);
}

/* ---- the panel's other choices ---- */

void
hufu_voucher_flow_sell_instead (HufuCounter *counter)
{
  hufu_counter_take_panel (counter, NULL);
  hufu_counter_notice (counter, HUFU_WORD (counter->lang, "Scan or choose the product to sell it.",
                                           "请扫描或选择商品。"));
}

typedef struct {
  HufuId job_id;
  HufuReceipt *document;
} Slip;

static void
slip_free (gpointer data)
{
  hufu_receipt_free (((Slip *)data)->document);
  g_free (data);
}

static gpointer
store_slip (HufuDb *db, gpointer data, GError **error)
{
  Slip *slip = data;

  if (hufu_print_add (db, slip->document, &slip->job_id, error))
    return slip;
  slip_free (slip);
  return NULL;
}

static void
on_slip (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Slip *slip = answer;

  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    hufu_devices_print (counter, &slip->job_id, slip->document);
}

void
hufu_voucher_flow_print_slip (HufuCounter *counter)
{
  const HufuVoucher *voucher = counter->flow.voucher;
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H:%M");
  const HufuReceiptFacts facts = {
      .shop_en = counter->policy.shop_en,
      .shop_zh = counter->policy.shop_zh,
      .footer_en = counter->policy.footer_en,
      .footer_zh = counter->policy.footer_zh,
      .receipt_no = "",
      .clerk_label = HUFU_WORD (counter->lang, counter->clerk->name_en, counter->clerk->name_zh),
      .local_time = time,
  };
  Slip *slip;

  if (voucher == NULL || !counter->flow.done || !hufu_devices_can_print (counter))
    return;
  slip = g_new0 (Slip, 1);
  slip->document = hufu_receipt_of_redemption (
      HUFU_WORD (counter->lang, voucher->title_en, voucher->title_zh),
      HUFU_WORD (counter->lang, voucher->item_en, voucher->item_zh),
      strlen (voucher->short_code) > 4 ? voucher->short_code + strlen (voucher->short_code) - 4
                                       : "",
      &facts, counter->lang);
  hufu_counter_ask (counter, counter->books, store_slip, slip, NULL, slip_free, on_slip);
}
