/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one obvious next action. It is never dead: while something is awaited it offers the best use
 * of the wait. */
#include <string.h>

#include "counter/counter-private.h"
#include "counter/order-flow.h"

static HufuChoice *
choice (HufuAct act, const char *label, const char *key)
{
  return hufu_choice_new (act, label, "", key, "");
}

static HufuChoice *
take_cash (HufuCounter *counter)
{
  g_autofree char *due = NULL, *change = NULL, *missing = NULL, *received = NULL, *label = NULL;
  gboolean covered;
  gint64 received_minor, change_minor;

  g_object_get (counter->pad, "due-text", &due, "change-text", &change, "short-text", &missing,
                "covered", &covered, "received-text", &received, "received-minor", &received_minor,
                "change-minor", &change_minor, NULL);
  if (received_minor == 0)
    label = HUFU_SAY (counter->lang, "Exact cash: %s", "刚好收 %s", due);
  else if (!covered)
    label = HUFU_SAY (counter->lang, "Take %s; %s", "先收现金 %s，%s", received, missing);
  else if (change_minor > 0)
    label = HUFU_SAY (counter->lang, "Take %s, give %s", "收现金 %s，找 %s", due, change);
  else
    label = HUFU_SAY (counter->lang, "Take %s", "收现金 %s", due);
  return choice (HUFU_ACT_FINISH, label, "Enter");
}

static HufuChoice *
of_basket (HufuCounter *counter)
{
  HufuTotals totals;
  HufuLang lang = counter->lang;

  hufu_basket_get_totals (counter->basket, &totals);
  if (totals.due_minor == 0 && counter->basket->awaited->len > 0)
    return choice (HUFU_ACT_SHOW_PENDING,
                   HUFU_WORD (lang, "Look at the voucher without an answer", "查看等待答复的券"),
                   "Enter");
  if (totals.n_lines == 0 && g_list_model_get_n_items (G_LIST_MODEL (counter->held)) > 0)
    return choice (HUFU_ACT_SHOW_HELD, HUFU_WORD (lang, "Held sales", "取单"), "F10");
  if (totals.n_lines == 0)
    return choice (HUFU_ACT_NONE, HUFU_WORD (lang, "Ready: scan or choose", "可以扫码或点选"), "");
  if (totals.due_minor == 0 && totals.pending_minor == 0)
    return choice (HUFU_ACT_FINISH, HUFU_WORD (lang, "Done, next", "完成，下一位"), "Enter");
  return choice (HUFU_ACT_PAY, HUFU_WORD (lang, "Take payment", "收款"), "F12");
}

/* Where nothing is due yet there is nothing that it could pay for. */
static HufuChoice *
of_cash_voucher (HufuCounter *counter)
{
  gint64 amount_minor = hufu_voucher_flow_amount (counter);
  char amount[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *label = NULL;

  if (amount_minor <= 0)
    return choice (HUFU_ACT_BACK, hufu_voucher_flow_say_nothing_due (counter), "Enter");
  hufu_money_format (amount_minor, amount);
  label = HUFU_SAY (counter->lang, "Use %s for this sale", "本单抵扣 %s", amount);
  return choice (HUFU_ACT_REDEEM, label, "Enter");
}

static HufuChoice *
of_coupon (HufuCounter *counter)
{
  char amount[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *label = NULL;

  hufu_money_format (hufu_coupon_flow_off_minor (counter), amount);
  label = HUFU_SAY (counter->lang, "Take %s off this sale", "本单减 %s", amount);
  return choice (HUFU_ACT_REDEEM, label, "Enter");
}

static HufuChoice *
of_voucher (HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  guint wanted = hufu_batch_flow_wanted (counter);

  if (counter->flow.voucher != NULL && counter->flow.voucher->type == HUFU_VOUCHER_CASH)
    return of_cash_voucher (counter);
  if (hufu_coupon_flow_is_coupon (counter))
    return of_coupon (counter);
  if (wanted > 1) {
    g_autofree char *label = HUFU_SAY (lang, "Redeem %u uses", "核销 %u 次", wanted);

    return choice (HUFU_ACT_REDEEM, label, "Enter");
  }
  return choice (HUFU_ACT_REDEEM, HUFU_WORD (lang, "Redeem 1 use", "核销 1 次"), "Enter");
}

static HufuChoice *
of_verdict (HufuCounter *counter)
{
  HufuLang lang = counter->lang;

  switch (hufu_reason_certainty (counter->panel->reason)) {
  case HUFU_CERTAINTY_UNKNOWN:
    return choice (HUFU_ACT_HOLD, HUFU_WORD (lang, "Serve the next one", "先接待下一位"), "F6");
  case HUFU_CERTAINTY_OPEN:
  case HUFU_CERTAINTY_REFUSED:
    return choice (HUFU_ACT_BACK, HUFU_WORD (lang, "OK, next", "知道了，继续"), "Enter");
  case HUFU_CERTAINTY_CERTAIN:
  case HUFU_CERTAINTY_AT_RISK:
    return of_basket (counter);
  }
  g_assert_not_reached ();
}

/* What Enter would add has its name on the button. */
static HufuChoice *
of_found (HufuCounter *counter, const HufuProduct *product)
{
  HufuLang lang = counter->lang;
  g_autofree char *name =
      g_strstrip (g_strjoin (" ", HUFU_WORD (lang, product->name_en, product->name_zh),
                             HUFU_WORD (lang, product->variant_en, product->variant_zh), NULL));
  g_autofree char *label = HUFU_SAY (lang, "Add %s", "加入 %s", name);

  return choice (HUFU_ACT_TAKE_FOUND, label, "Enter");
}

static HufuChoice *
of_payment (HufuCounter *counter)
{
  HufuChoice *own = hufu_payment_panel_make_primary (counter);

  return own != NULL ? own : of_basket (counter);
}

static HufuChoice *
of_panel (HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  const HufuProduct *meant = hufu_search_get_meant (counter);

  if (meant != NULL)
    return of_found (counter, meant);
  if (counter->panel->kind == HUFU_PANEL_PAYMENT)
    return of_payment (counter);
  if (counter->panel->kind == HUFU_PANEL_DEPOSIT)
    return hufu_order_flow_make_primary (counter);
  if (counter->panel->kind == HUFU_PANEL_VOID)
    return choice (HUFU_ACT_BACK, HUFU_WORD (lang, "Keep the sale", "保留本单"), "Enter");
  if (counter->panel->kind == HUFU_PANEL_VOUCHER)
    return of_voucher (counter);
  if (counter->panel->kind == HUFU_PANEL_VERDICT)
    return of_verdict (counter);
  if (counter->panel->kind == HUFU_PANEL_HELD)
    return choice (HUFU_ACT_BACK, HUFU_WORD (lang, "Back to the sale", "回到本单"), "Esc");
  if (counter->panel->kind == HUFU_PANEL_DONE)
    return choice (HUFU_ACT_BACK, HUFU_WORD (lang, "Next customer", "下一位"), "Enter");
  if (counter->panel->has_band)
    return choice (HUFU_ACT_BACK, HUFU_WORD (lang, "OK, go on", "知道了，继续"), "Enter");
  return of_basket (counter);
}

static HufuChoice *
of_drawer (HufuCounter *counter)
{
  g_autofree char *amount = NULL, *label = NULL;
  gint64 amount_minor;
  guint kind;

  g_object_get (counter->drawer, "kind", &kind, "amount-text", &amount, "amount-minor",
                &amount_minor, NULL);
  if (kind == HUFU_CASH_NO_SALE)
    return choice (HUFU_ACT_BOOK_CASH, HUFU_WORD (counter->lang, "Open the drawer", "打开钱箱"),
                   "Enter");
  if (amount_minor == 0)
    return choice (HUFU_ACT_BOOK_CASH, HUFU_WORD (counter->lang, "Type the amount", "请输入金额"),
                   "Enter");
  label =
      g_strdup_printf ("%s %s", hufu_cash_kind_label ((HufuCashKind)kind, counter->lang), amount);
  return choice (HUFU_ACT_BOOK_CASH, label, "Enter");
}

static HufuChoice *
of_counting (HufuCounter *counter)
{
  g_autofree char *total = NULL, *label = NULL;

  if (hufu_count_pad_get_beyond (counter->count))
    return choice (HUFU_ACT_NONE, HUFU_WORD (counter->lang, "Approve and close", "批准并交班"),
                   "Enter");
  g_object_get (counter->count, "total-text", &total, NULL);
  label = HUFU_SAY (counter->lang, "Hand in %s", "提交实点 %s", total);
  return choice (HUFU_ACT_HAND_IN, label, "F12");
}

static HufuChoice *
of_price (HufuCounter *counter)
{
  gboolean beyond = FALSE;

  g_object_get (counter->price, "beyond", &beyond, NULL);
  if (beyond)
    return choice (HUFU_ACT_APPROVE, HUFU_WORD (counter->lang, "Approve", "批准"), "Enter");
  return choice (HUFU_ACT_MARK_DOWN, HUFU_WORD (counter->lang, "Change the price", "改价"),
                 "Enter");
}

static HufuChoice *
of_screen (HufuCounter *counter)
{
  HufuLang lang = counter->lang;

  switch (counter->screen) {
  case HUFU_SCREEN_STARTING:
  case HUFU_SCREEN_ENROL:
  case HUFU_SCREEN_SIGN_IN:
    return choice (HUFU_ACT_NONE, "", "");
  case HUFU_SCREEN_STOPPED:
    return choice (HUFU_ACT_RETRY, HUFU_WORD (lang, "Try again", "再试一次"), "Enter");
  case HUFU_SCREEN_OPEN_SHIFT:
    return choice (HUFU_ACT_NONE, HUFU_WORD (lang, "Open the shift", "开班"), "Enter");
  case HUFU_SCREEN_TENDER:
    return take_cash (counter);
  case HUFU_SCREEN_DRAWER:
    return of_drawer (counter);
  case HUFU_SCREEN_PRICE:
    return of_price (counter);
  case HUFU_SCREEN_CLOSE_SHIFT:
    return of_counting (counter);
  case HUFU_SCREEN_SELL:
    if (hufu_manager_is_open (counter))
      return choice (HUFU_ACT_BACK, HUFU_WORD (lang, "Back to the sale", "回到本单"), "Esc");
    return counter->panel != NULL ? of_panel (counter) : of_basket (counter);
  }
  g_assert_not_reached ();
}

static gboolean
is_same (const HufuChoice *a, const HufuChoice *b)
{
  return a != NULL && a->act == b->act && strcmp (a->label, b->label) == 0 &&
         strcmp (a->key, b->key) == 0;
}

void
hufu_primary_refresh (HufuCounter *counter)
{
  HufuChoice *primary = of_screen (counter);

  hufu_customer_refresh (counter);
  if (is_same (counter->primary, primary))
    hufu_choice_free (primary);
  else
    hufu_counter_set_primary (counter, primary);
}
