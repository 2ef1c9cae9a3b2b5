/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/order-flow.h"

#include <string.h>

#include "counter/shown-code.h"
#include "store/deposit.h"
#include "store/terminal.h"

/* ---- taking ---- */

/* What goes to the books and comes back: one of take and cancel. */
typedef struct {
  HufuBasket *basket;
  HufuDepositTake take;
  HufuDepositCancel cancel;
  GStringChunk *texts;
  HufuDepositDone done;
  gint64 left_minor;
  HufuId sale_id;
  HufuPayment *card; /* of one that is off: to be reversed at its terminal; owned */
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  hufu_basket_free (order->basket);
  g_string_chunk_free (order->texts);
  hufu_deposit_done_clear (&order->done);
  hufu_payment_free (order->card);
  g_free (order);
}

static Order *
order_new (HufuCounter *counter)
{
  g_autofree char *now = hufu_counter_day_text (counter, hufu_counter_now_utc_us (counter));
  Order *order = g_new0 (Order, 1);
  HufuReceiptFacts facts = {0};

  order->texts = g_string_chunk_new (256);
  facts.shop_en = g_string_chunk_insert (order->texts, counter->policy.shop_en);
  facts.shop_zh = g_string_chunk_insert (order->texts, counter->policy.shop_zh);
  facts.local_time = g_string_chunk_insert (order->texts, now);
  facts.clerk_label =
      g_string_chunk_insert (order->texts, hufu_session_name (counter, counter->clerk));
  order->sale_id = counter->basket->id;
  order->take.receipt = order->cancel.receipt = facts;
  order->take.staff_id = order->cancel.staff_id = counter->clerk->staff_id;
  order->take.lang = order->cancel.lang = counter->lang;
  order->take.print = order->cancel.print = counter->printer_uri != NULL;
  return order;
}

static gpointer
answer (Order *order, gboolean done)
{
  if (done)
    return order;
  order_free (order);
  return NULL;
}

static gpointer
store_deposit (HufuDb *db, gpointer data, GError **error)
{
  Order *order = data;

  return answer (order, hufu_deposit_take (db, order->basket, &order->take, &order->done, error));
}

static void
draw_taken (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DONE);
  HufuLang lang = counter->lang;
  char amount[HUFU_MONEY_TEXT_SIZE], left[HUFU_MONEY_TEXT_SIZE], change[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *headline = NULL;

  hufu_money_format_grouped (counter->order_done_minor, amount);
  hufu_money_format_grouped (counter->order_left_minor, left);
  hufu_money_format_grouped (counter->last_change_minor, change);
  headline = counter->last_change_minor > 0
                 ? HUFU_SAY (lang, "Give back %s", "请找零 %s", change)
                 : g_strdup (HUFU_WORD (lang, "Deposit taken", "已收订金"));
  hufu_panel_set_band (
      panel, HUFU_MARK_JOINED, HUFU_TONE_OK, headline,
      HUFU_WORD (lang, "The order waits with the held sales.", "订单已挂起，取货时继续。"));
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Deposit", "订金"), amount, "");
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Left to pay", "取货时还需付"), left, "");
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Number", "编号"), counter->order_no, "");
  if (counter->printer_uri != NULL)
    hufu_panel_add_choice (panel, HUFU_ACT_DEPOSIT_COPY,
                           HUFU_WORD (lang, "Print again (copy)", "补打订金单（副本）"), "", "F7",
                           "printer");
  hufu_counter_take_redrawn (counter, panel, draw_taken);
}

static void
begin_next (HufuCounter *counter, const Order *order)
{
  hufu_voucher_flow_clear (counter);
  hufu_payment_flow_clear (counter);
  hufu_devices_print (counter, &order->done.job_id, order->done.document);
  hufu_edit_begin (counter);
  hufu_cash_pad_clear (counter->pad);
  counter->last_change_minor = 0; /* of the customer before */
  hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
  hufu_held_reload (counter);
  hufu_sync_wake (counter->sync);
}

static void
on_taken (HufuCounter *counter, gpointer result, const GError *error)
{
  const Order *order = result;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  counter->order_sale = order->sale_id;
  counter->order_done_minor = order->done.amount_minor;
  counter->order_left_minor = order->left_minor;
  g_strlcpy (counter->order_no, order->done.deposit_no, sizeof counter->order_no);
  begin_next (counter, order);
  counter->last_change_minor = hufu_order_panel_change_minor (counter);
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  draw_taken (counter);
}

void
hufu_order_flow_take (HufuCounter *counter)
{
  g_autofree char *now = hufu_counter_clock_text (counter, hufu_counter_now_utc_us (counter), TRUE);
  const char *name = counter->order_name != NULL ? counter->order_name : now;
  HufuTotals totals;
  Order *order;

  if (!hufu_order_panel_may_take (counter))
    return;
  order = order_new (counter);
  order->basket = hufu_order_panel_copy_goods (counter);
  hufu_basket_get_totals (order->basket, &totals);
  order->left_minor = totals.due_minor - counter->order_cash_minor;
  order->take.deposit_id = hufu_host_make_id (counter->host);
  order->take.name = g_string_chunk_insert (order->texts, name);
  order->take.cash_minor = counter->order_cash_minor;
  order->take.increment_minor = counter->policy.cash_increment_minor;
  order->take.rules = counter->policy.deposit;
  order->take.receipt.open_drawer = counter->order_cash_minor > 0;
  hufu_counter_ask (counter, counter->books, store_deposit, order, NULL, order_free, on_taken);
}

/* ---- again on paper ---- */

static gpointer
store_copy (HufuDb *db, gpointer data, GError **error)
{
  Order *order = data;

  return answer (order, hufu_deposit_reprint (db, &order->sale_id, &order->done, error));
}

static void
on_copy (HufuCounter *counter, gpointer result, const GError *error)
{
  const Order *order = result;

  if (g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT))
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "This sale has no deposit slip.", "本单没有订金单。"));
  else if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    hufu_devices_print (counter, &order->done.job_id, order->done.document);
}

void
hufu_order_flow_reprint (HufuCounter *counter)
{
  Order *order;

  if (!hufu_devices_can_print (counter))
    return;
  order = order_new (counter);
  if (!hufu_order_flow_has_deposit (counter))
    order->sale_id = counter->order_sale;
  hufu_counter_ask (counter, counter->books, store_copy, order, NULL, order_free, on_copy);
}

/* ---- the slip is shown ---- */

typedef struct {
  gint64 store_no, terminal_no, number;
  gboolean elsewhere;
  HufuDeposit *deposit; /* NULL: this till has none of that number */
} Found;

static void
found_free (gpointer data)
{
  hufu_deposit_free (((Found *)data)->deposit);
  g_free (data);
}

static gpointer
find_deposit (HufuDb *db, gpointer data, GError **error)
{
  Found *found = data;
  g_auto (HufuTerminal) terminal = {0};
  GError *trouble = NULL;

  if (!hufu_terminal_load (db, &terminal, error)) {
    found_free (found);
    return NULL;
  }
  found->elsewhere = (gint64)terminal.store_no != found->store_no ||
                     (gint64)terminal.terminal_no != found->terminal_no;
  if (!found->elsewhere)
    found->deposit = hufu_deposit_find (db, found->number, &trouble);
  if (trouble == NULL)
    return found;
  g_propagate_error (error, trouble);
  found_free (found);
  return NULL;
}

static char *
say_not_held (HufuCounter *counter, const Found *found)
{
  HufuLang lang = counter->lang;

  if (found->elsewhere)
    return HUFU_SAY (lang,
                     "That order is at till %02" G_GINT64_FORMAT " of store %" G_GINT64_FORMAT
                     ": the money is there. Fetch it there.",
                     "这张订单在门店 %2$" G_GINT64_FORMAT " 的 %1$02" G_GINT64_FORMAT
                     " 号机，钱也在那里，请到那台机器取货。",
                     found->terminal_no, found->store_no);
  if (found->deposit == NULL)
    return HUFU_SAY (lang, "This till has no deposit of that number.", "本机没有这个编号的订金。");
  return HUFU_SAY (lang, "That order is over: %s.", "这张订单已结束：%s。",
                   hufu_deposit_state_label (found->deposit->state, lang));
}

static void
on_found (HufuCounter *counter, gpointer result, const GError *error)
{
  const Found *found = result;
  g_autofree char *sentence = NULL;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (found->deposit == NULL || found->deposit->state != HUFU_DEPOSIT_HELD) {
    sentence = say_not_held (counter, found);
    hufu_counter_refuse (counter, sentence);
  } else if (hufu_id_equal (&found->deposit->sale_id, &counter->basket->id)) {
    hufu_counter_notice (counter, HUFU_WORD (counter->lang, "That order is open here already.",
                                             "这张订单已经打开。"));
  } else {
    hufu_held_resume (counter, &found->deposit->sale_id);
  }
}

gboolean
hufu_order_flow_scan (HufuCounter *counter, const char *text, gsize length)
{
  Found found = {0};

  if (!hufu_deposit_no_read (text, length, &found.store_no, &found.terminal_no, &found.number))
    return FALSE;
  hufu_counter_ask (counter, counter->books, find_deposit, g_memdup2 (&found, sizeof found), NULL,
                    found_free, on_found);
  return TRUE;
}

/* ---- the order is off ---- */

gboolean
hufu_order_flow_has_deposit (HufuCounter *counter)
{
  return hufu_deposit_sum_minor (counter->basket) > 0;
}

void
hufu_order_flow_add_void (HufuCounter *counter, HufuPanel *panel)
{
  HufuLang lang = counter->lang;
  char amount[HUFU_MONEY_TEXT_SIZE];

  if (!hufu_order_flow_has_deposit (counter))
    return;
  hufu_money_format_grouped (hufu_deposit_sum_minor (counter->basket), amount);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK,
                       HUFU_WORD (lang, "Call this order off?", "取消这张订单？"),
                       HUFU_WORD (lang,
                                  "Say why: the deposit then goes back the way it came. It cannot "
                                  "be brought back; the journal keeps it.",
                                  "请选原因，订金会按原路退回。取消后不能恢复，日志会保留。"));
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Deposit to give back", "应退订金"), amount, "");
  if (counter->clerk->role == HUFU_ROLE_MANAGER)
    hufu_panel_add_choice (
        panel, HUFU_ACT_KEEP_DEPOSIT, HUFU_WORD (lang, "Keep the deposit", "订金不退"),
        HUFU_WORD (lang, "Your name stands with it", "会记下你的工号"), "F4", "check");
  else
    hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                         HUFU_WORD (lang, "Is the deposit to be kept?", "订金不退？"),
                         HUFU_WORD (lang,
                                    "A manager who signs in here may keep it. The order stays.",
                                    "店长在本机登录后可以选择不退，订单保留。"));
}

static gpointer
store_cancel (HufuDb *db, gpointer data, GError **error)
{
  Order *order = data;

  return answer (order, hufu_deposit_cancel (db, &order->cancel, &order->done, error) &&
                            hufu_void_flow_find_card (db, &order->sale_id, &order->card, error));
}

static void
draw_off (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DONE);
  HufuLang lang = counter->lang;
  gboolean kept = counter->order_kept;
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (counter->order_done_minor, amount);
  hufu_panel_set_band (
      panel, HUFU_MARK_JOINED, HUFU_TONE_OK, HUFU_WORD (lang, "The order is off", "订单已取消"),
      kept ? HUFU_WORD (lang, "The deposit is kept.", "订金不退。")
           : HUFU_WORD (lang,
                        "Give back what was paid in cash; cards are reversed at their "
                        "terminal, wallets by themselves.",
                        "现金请退给顾客；刷卡请在刷卡机上撤销，扫码会自动退回。"));
  hufu_panel_add_fact (
      panel, hufu_deposit_state_label (kept ? HUFU_DEPOSIT_KEPT : HUFU_DEPOSIT_RETURNED, lang),
      amount, "");
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Number", "编号"), counter->order_no, "");
  hufu_counter_take_redrawn (counter, panel, draw_off);
}

static void
on_cancelled (HufuCounter *counter, gpointer result, const GError *error)
{
  const Order *order = result;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  counter->order_kept = order->cancel.state == HUFU_DEPOSIT_KEPT;
  counter->order_done_minor = order->done.amount_minor;
  g_strlcpy (counter->order_no, order->done.deposit_no, sizeof counter->order_no);
  begin_next (counter, order);
  draw_off (counter);
  hufu_sync_ask_payments (counter->sync);
  hufu_manager_reload (counter);
  if (order->card == NULL)
    return;
  hufu_counter_notice (
      counter, HUFU_WORD (counter->lang, "The order is off. Its slip says what goes back in cash.",
                          "订单已取消，退多少现金见退款单。"));
  hufu_payment_flow_show (counter, order->card);
}

static void
cancel (HufuCounter *counter, HufuDepositState state, HufuVoidReason reason)
{
  Order *order = order_new (counter);

  order->cancel.sale_id = counter->basket->id;
  order->cancel.state = state;
  order->cancel.reason = reason;
  order->cancel.approved_by = counter->clerk->staff_id;
  hufu_counter_ask (counter, counter->books, store_cancel, order, NULL, order_free, on_cancelled);
}

void
hufu_order_flow_give_back (HufuCounter *counter, HufuVoidReason reason)
{
  cancel (counter, HUFU_DEPOSIT_RETURNED, reason);
}

void
hufu_order_flow_keep (HufuCounter *counter)
{
  cancel (counter, HUFU_DEPOSIT_KEPT, HUFU_VOID_CUSTOMER);
}
