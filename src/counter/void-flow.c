/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Throwing the open sale away, with the reason. What wallets paid is given back by itself; of a
 * card the cashier is told to reverse it at its terminal, and says so when it is done. */
#include "counter/counter-private.h"
#include "counter/order-flow.h"

static gint64
sum_taken (const HufuBasket *basket, HufuTenderKind kind)
{
  gint64 sum_minor = 0;

  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = basket->tenders->pdata[i];

    if (tender->kind == kind && tender->state == HUFU_TENDER_TAKEN)
      sum_minor += tender->amount_minor;
  }
  return sum_minor;
}

static void
add_taken (HufuPanel *panel, HufuCounter *counter, HufuTenderKind kind, const char *hint)
{
  gint64 sum_minor = sum_taken (counter->basket, kind);
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (sum_minor, amount);
  if (sum_minor > 0)
    hufu_panel_add_fact (panel, hufu_tender_kind_label (kind, counter->lang), amount, hint);
}

static void
draw (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VOID);
  HufuLang lang = counter->lang;

  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK,
                       HUFU_WORD (lang, "Throw this sale away?", "整单作废？"),
                       HUFU_WORD (lang, "Say why. It cannot be brought back; the journal keeps it.",
                                  "请选原因。作废后不能恢复，日志会保留。"));
  add_taken (panel, counter, HUFU_TENDER_WALLET,
             HUFU_WORD (lang, "The wallet gives it back", "钱包会退回"));
  add_taken (panel, counter, HUFU_TENDER_CASH, HUFU_WORD (lang, "You give it back", "请退给顾客"));
  add_taken (panel, counter, HUFU_TENDER_CARD,
             HUFU_WORD (lang, "To be reversed at the terminal", "要在刷卡机上撤销"));
  hufu_order_flow_add_void (counter, panel);
  hufu_payment_panel_add_reasons (panel, lang);
  hufu_counter_take_redrawn (counter, panel, draw);
}

static void
ask (HufuCounter *counter)
{
  if (hufu_basket_has_redeemed (counter->basket)) {
    hufu_edit_commit (counter, hufu_edit_copy (counter), HUFU_EDIT_REDEEMED);
    return;
  }
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  draw (counter);
}

/* ---- doing it ---- */

typedef struct {
  HufuId sale_id, staff_id;
  HufuVoidReason reason;
  HufuPayment *card; /* on the way back: one that is to be reversed; NULL = none */
} Void;

static void
void_free (gpointer data)
{
  hufu_payment_free (((Void *)data)->card);
  g_free (data);
}

gboolean
hufu_void_flow_find_card (HufuDb *db, const HufuId *sale_id, HufuPayment **ret_card, GError **error)
{
  g_autoptr (GPtrArray) amiss = hufu_payment_list_amiss (db, error);

  if (amiss == NULL)
    return FALSE;
  for (guint i = 0; i < amiss->len; i++) {
    const HufuPayment *payment = amiss->pdata[i];

    if (payment->kind == HUFU_TENDER_CARD && hufu_id_equal (&payment->sale_id, sale_id)) {
      hufu_payment_free (*ret_card);
      *ret_card = hufu_payment_copy (payment);
    }
  }
  return TRUE;
}

static gpointer
void_sale (HufuDb *db, gpointer data, GError **error)
{
  Void *request = data;

  if (hufu_sale_void (db, &request->sale_id, &request->staff_id, request->reason, error) &&
      hufu_void_flow_find_card (db, &request->sale_id, &request->card, error))
    return request;
  void_free (request);
  return NULL;
}

/* Cash was taken for a part of it. */
static void
draw_cash_back (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DONE);
  char amount[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *headline = NULL;

  hufu_money_format_grouped (counter->last_change_minor, amount);
  headline = HUFU_SAY (counter->lang, "Give back %s", "请退现金 %s", amount);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK, headline,
                       HUFU_WORD (counter->lang,
                                  "The sale is void. Its cash goes back to the customer.",
                                  "整单已作废，已收的现金退给顾客。"));
  hufu_counter_take_redrawn (counter, panel, draw_cash_back);
}

static void
on_voided (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Void *done = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  counter->last_change_minor = hufu_basket_cash_minor (counter->basket);
  hufu_edit_begin (counter);
  hufu_payment_flow_clear (counter);
  hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
  hufu_counter_take_panel (counter, NULL);
  if (counter->last_change_minor > 0)
    draw_cash_back (counter);
  hufu_counter_notice (counter, HUFU_WORD (counter->lang, "The sale is void.", "整单已作废。"));
  hufu_sync_ask_payments (counter->sync);
  hufu_sync_wake (counter->sync);
  hufu_manager_reload (counter);
  if (done->card != NULL)
    hufu_payment_flow_show (counter, done->card);
}

static gboolean
is_shown (HufuCounter *counter)
{
  return counter->panel != NULL && counter->panel->kind == HUFU_PANEL_VOID;
}

/* The second time it is the commonest reason. */
void
hufu_void_flow_begin (HufuCounter *counter)
{
  if (is_shown (counter))
    hufu_void_flow_because (counter, HUFU_VOID_CUSTOMER);
  else if (hufu_id_is_zero (&counter->basket->id))
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_EMPTY, (int)counter->lang));
  else
    hufu_pending_use_check (counter, ask);
}

void
hufu_void_flow_because (HufuCounter *counter, HufuVoidReason reason)
{
  Void *request;

  if (!is_shown (counter)) {
    hufu_payment_flow_reverse (counter, reason);
    return;
  }
  if (hufu_order_flow_has_deposit (counter)) {
    hufu_order_flow_give_back (counter, reason);
    return;
  }
  request = g_new0 (Void, 1);
  *request = (Void){counter->basket->id, counter->clerk->staff_id, reason, NULL};
  hufu_counter_ask (counter, counter->books, void_sale, request, NULL, void_free, on_voided);
}
