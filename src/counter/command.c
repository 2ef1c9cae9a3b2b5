/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/command.h"

#include <string.h>

#include "counter/detail-flow.h"
#include "counter/option-flow.h"
#include "counter/counter-private.h"
#include "counter/order-flow.h"
#include "counter/product-flow.h"
#include "counter/shelf-price.h"
#include "counter/paper-flow.h"

void
hufu_command_free (gpointer data)
{
  HufuCommand *command = data;

  g_clear_pointer (&command->text, g_bytes_unref);
  if (command->second != NULL)
    explicit_bzero (command->second, strlen (command->second));
  g_free (command->first);
  g_free (command->second);
  g_free (command->reason);
  g_free (command->note);
  hufu_staff_form_free (command->staff);
  hufu_product_form_free (command->product);
  g_free (command);
}

HufuCommand *
hufu_command_new (HufuCommandKind kind)
{
  HufuCommand *command = g_new0 (HufuCommand, 1);

  command->kind = kind;
  return command;
}

/* ---- what may happen on which screen ---- */

static gboolean
is_selling (HufuCounter *counter)
{
  return counter->screen == HUFU_SCREEN_SELL || hufu_counter_is_on_page (counter);
}

void
hufu_command_refuse_here (HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  const char *sentence =
      counter->screen == HUFU_SCREEN_STOPPED
          ? HUFU_WORD (lang, "Not now: the books are not open.", "现在不行：账本还没打开。")
      : counter->screen == HUFU_SCREEN_ENROL
          ? HUFU_WORD (lang, "Not now: this till is being enrolled.", "现在不行：本机正在登记。")
      : counter->screen == HUFU_SCREEN_DRAWER
          ? HUFU_WORD (lang, "Not now: cash is being booked. Book it, or go back.",
                       "现在不行：正在登记现金。请完成登记，或返回。")
      : counter->screen == HUFU_SCREEN_CLOSE_SHIFT
          ? HUFU_WORD (lang, "Not now: the drawer is being counted. Hand the count in, or go back.",
                       "现在不行：正在清点钱箱。请提交清点结果，或返回。")
          : HUFU_WORD (lang, "Not now: sign in and open the shift first, then do it again.",
                       "现在不行：请先登录并开班，再做一次。");

  hufu_counter_refuse (counter, sentence);
}

/* Acts that belong to what the panel shows. The keys send them at any time. */
static gboolean
is_of_panel (HufuAct act)
{
  return act == HUFU_ACT_REDEEM || act == HUFU_ACT_REDEEM_AGAIN || act == HUFU_ACT_MORE_USES ||
         act == HUFU_ACT_LESS_USES || act == HUFU_ACT_AS_VOUCHER || act == HUFU_ACT_PAY_OTHERWISE ||
         act == HUFU_ACT_TAKE_FOUND || act == HUFU_ACT_MARK_DOWN || act == HUFU_ACT_APPROVE ||
         act == HUFU_ACT_PRINT_SLIP || act == HUFU_ACT_SELL_INSTEAD || act == HUFU_ACT_PRINT_X ||
         act == HUFU_ACT_SHOW_PAY_QR || act == HUFU_ACT_CARD_APPROVED ||
         act == HUFU_ACT_CARD_DECLINED || act == HUFU_ACT_CARD_UNSURE || act == HUFU_ACT_REVERSE ||
         act == HUFU_ACT_REASON_CUSTOMER || act == HUFU_ACT_REASON_MISTAKE ||
         act == HUFU_ACT_REASON_PAYMENT || act == HUFU_ACT_LEAVE_OUT || act == HUFU_ACT_DUE_TODAY ||
         act == HUFU_ACT_DUE_TOMORROW || act == HUFU_ACT_DUE_3_DAYS || act == HUFU_ACT_DUE_WEEK ||
         act == HUFU_ACT_DEPOSIT_FIFTH || act == HUFU_ACT_DEPOSIT_HALF ||
         act == HUFU_ACT_DEPOSIT_WHOLE || act == HUFU_ACT_DEPOSIT_NOTE ||
         act == HUFU_ACT_KEEP_DEPOSIT || act == HUFU_ACT_TAKE_DEPOSIT ||
         act == HUFU_ACT_KEEP_PRICE || act == HUFU_ACT_TODAY_STORE;
}

static gboolean
is_offered (HufuCounter *counter, HufuAct act)
{
  if (!is_of_panel (act) || (counter->primary != NULL && counter->primary->act == act))
    return TRUE;
  if (act == HUFU_ACT_REDEEM && counter->panel != NULL &&
      counter->panel->kind == HUFU_PANEL_VOUCHER)
    return TRUE; /* it says itself what is missing */
  if (act == HUFU_ACT_KEEP_PRICE)
    return counter->screen == HUFU_SCREEN_PRICE;
  if (act == HUFU_ACT_TODAY_STORE)
    return hufu_manager_is_open (counter);
  for (guint i = 0; counter->panel != NULL && i < counter->panel->choices->len; i++)
    if (((const HufuChoice *)counter->panel->choices->pdata[i])->act == act)
      return TRUE;
  return FALSE;
}

static void
go_back (HufuCounter *counter)
{
  if (hufu_product_flow_close (counter) || hufu_manager_close (counter))
    return;
  hufu_counter_leave_page (counter);
  counter->next_qty_milli = 0;
  hufu_voucher_flow_clear (counter);
  if (counter->screen == HUFU_SCREEN_SELL)
    hufu_counter_take_panel (counter, NULL);
  hufu_counter_notice (counter, "");
}

static void
run_primary (HufuCounter *counter)
{
  HufuAct act = counter->primary == NULL ? HUFU_ACT_NONE : counter->primary->act;
  HufuCommand *command;

  if (act == HUFU_ACT_NONE || act == HUFU_ACT_PRIMARY)
    return;
  command = hufu_command_new (HUFU_COMMAND_ACT);
  command->act = act;
  hufu_command_run (counter, command);
  hufu_command_free (command);
}

static void
ask_again (HufuCounter *counter)
{
  if (!hufu_manager_ask_now (counter) && !hufu_payment_flow_ask_again (counter) &&
      !hufu_online_use_ask_again (counter))
    hufu_pending_use_refuse_none (counter);
}

static void
pay_otherwise (HufuCounter *counter)
{
  if (!hufu_payment_flow_pay_otherwise (counter))
    hufu_pending_use_pay_otherwise (counter);
}

static void
reverse_late (HufuCounter *counter)
{
  hufu_payment_flow_reverse (counter, HUFU_VOID_LATE);
}

static void
because_customer (HufuCounter *counter)
{
  hufu_void_flow_because (counter, HUFU_VOID_CUSTOMER);
}

static void
because_mistake (HufuCounter *counter)
{
  hufu_void_flow_because (counter, HUFU_VOID_MISTAKE);
}

static void
because_payment (HufuCounter *counter)
{
  hufu_void_flow_because (counter, HUFU_VOID_PAYMENT);
}

static void
refuse_act (HufuCounter *counter)
{
  hufu_counter_refuse (counter,
                       HUFU_WORD (counter->lang, "That is not offered now.", "现在没有这个选项。"));
}

static const struct {
  HufuAct act;
  void (*run) (HufuCounter *counter);
} selling_acts[] = {
    {HUFU_ACT_BACK, go_back},
    {HUFU_ACT_PAY, hufu_tender_begin},
    {HUFU_ACT_FINISH, hufu_tender_finish},
    {HUFU_ACT_CASH_BACK, hufu_tender_give_back},
    {HUFU_ACT_SHOW_HELD, hufu_held_show},
    {HUFU_ACT_VOID, hufu_void_flow_begin},
    {HUFU_ACT_REDEEM, hufu_voucher_flow_redeem},
    {HUFU_ACT_REDEEM_AGAIN, hufu_voucher_flow_again},
    {HUFU_ACT_MORE_USES, hufu_batch_flow_more},
    {HUFU_ACT_LESS_USES, hufu_batch_flow_less},
    {HUFU_ACT_UNDO, hufu_voucher_flow_undo},
    {HUFU_ACT_ASK_AGAIN, ask_again},
    {HUFU_ACT_AS_VOUCHER, hufu_route_take_voucher},
    {HUFU_ACT_PAY_OTHERWISE, pay_otherwise},
    {HUFU_ACT_GIFT, hufu_tender_print_gift},
    {HUFU_ACT_PAY_WALLET, hufu_payment_flow_begin_wallet},
    {HUFU_ACT_PAY_CARD, hufu_payment_flow_begin_card},
    {HUFU_ACT_SHOW_PAY_QR, hufu_payment_flow_show_qr},
    {HUFU_ACT_CARD_APPROVED, hufu_payment_flow_card_approved},
    {HUFU_ACT_CARD_DECLINED, hufu_payment_flow_card_declined},
    {HUFU_ACT_CARD_UNSURE, hufu_payment_flow_card_unsure},
    {HUFU_ACT_SHOW_PAYMENT, hufu_payment_flow_open},
    {HUFU_ACT_REVERSE, reverse_late},
    {HUFU_ACT_REASON_CUSTOMER, because_customer},
    {HUFU_ACT_REASON_MISTAKE, because_mistake},
    {HUFU_ACT_REASON_PAYMENT, because_payment},
    {HUFU_ACT_SHOW_PENDING, hufu_pending_use_open},
    {HUFU_ACT_PRINT_SLIP, hufu_voucher_flow_print_slip},
    {HUFU_ACT_REPRINT, hufu_tender_reprint},
    {HUFU_ACT_SELL_INSTEAD, hufu_voucher_flow_sell_instead},
    {HUFU_ACT_SIGN_OUT, hufu_session_sign_out},
    {HUFU_ACT_SHOW_MANAGER, hufu_manager_open},
    {HUFU_ACT_SHOW_TODAY, hufu_manager_open_today},
    {HUFU_ACT_TODAY_STORE, hufu_today_flow_turn},
    {HUFU_ACT_SHOW_STAFF, hufu_staff_flow_open},
    {HUFU_ACT_SHOW_STOCK, hufu_stock_show_meant},
    {HUFU_ACT_SHOW_LOW, hufu_stock_open_low},
    {HUFU_ACT_SHOW_PAPER, hufu_paper_open},
    {HUFU_ACT_EDIT_PRODUCT, hufu_product_flow_show_meant},
    {HUFU_ACT_NEW_PRODUCT, hufu_product_flow_show_new},
    {HUFU_ACT_SHOW_DRAWER, hufu_drawer_begin},
    {HUFU_ACT_SHOW_X, hufu_closing_show_x},
    {HUFU_ACT_PRINT_X, hufu_closing_print_x},
    {HUFU_ACT_CLOSE_SHIFT, hufu_closing_begin},
    {HUFU_ACT_REPRINT_Z, hufu_closing_reprint_z},
    {HUFU_ACT_CHANGE_PRICE, hufu_price_begin_line},
    {HUFU_ACT_CHANGE_SALE, hufu_price_begin_sale},
    {HUFU_ACT_MARK_DOWN, hufu_price_mark_down},
    {HUFU_ACT_KEEP_PRICE, hufu_price_keep},
    {HUFU_ACT_TAKE_FOUND, hufu_search_take},
    {HUFU_ACT_APPROVE, hufu_price_ask_pin},
    {HUFU_ACT_SHOW_DETAIL, hufu_detail_flow_begin_line},
    {HUFU_ACT_LEAVE_OUT, hufu_detail_flow_leave_out},
    {HUFU_ACT_DUE_TODAY, hufu_detail_flow_due_today},
    {HUFU_ACT_DUE_TOMORROW, hufu_detail_flow_due_tomorrow},
    {HUFU_ACT_DUE_3_DAYS, hufu_detail_flow_due_3_days},
    {HUFU_ACT_DUE_WEEK, hufu_detail_flow_due_week},
    {HUFU_ACT_DEPOSIT, hufu_order_flow_begin},
    {HUFU_ACT_DEPOSIT_FIFTH, hufu_order_flow_fifth},
    {HUFU_ACT_DEPOSIT_HALF, hufu_order_flow_half},
    {HUFU_ACT_DEPOSIT_WHOLE, hufu_order_flow_whole},
    {HUFU_ACT_DEPOSIT_NOTE, hufu_order_flow_next_note},
    {HUFU_ACT_TAKE_DEPOSIT, hufu_order_flow_take},
    {HUFU_ACT_DEPOSIT_COPY, hufu_order_flow_reprint},
    {HUFU_ACT_KEEP_DEPOSIT, hufu_order_flow_keep},
};

static void
run_selling_act (HufuCounter *counter, HufuAct act)
{
  if (!is_offered (counter, act)) {
    refuse_act (counter);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (selling_acts); i++)
    if (selling_acts[i].act == act) {
      selling_acts[i].run (counter);
      return;
    }
  if (act == HUFU_ACT_HOLD)
    hufu_held_hold (counter, NULL);
  else if (act == HUFU_ACT_REMOVE_MEMBER && counter->basket->has_member)
    hufu_edit_set_member (counter, NULL);
  else if (act != HUFU_ACT_NONE)
    refuse_act (counter);
}

/* While cash is booked nothing else is done. */
static gboolean
run_drawer_act (HufuCounter *counter, HufuAct act)
{
  if (counter->screen != HUFU_SCREEN_DRAWER)
    return FALSE;
  if (act == HUFU_ACT_BOOK_CASH)
    hufu_drawer_book (counter);
  else if (act == HUFU_ACT_BACK)
    hufu_drawer_back (counter);
  else if (act == HUFU_ACT_SIGN_OUT)
    hufu_session_sign_out (counter);
  else
    return FALSE;
  return TRUE;
}

/* While the drawer is counted nothing else is done. */
static gboolean
run_closing_act (HufuCounter *counter, HufuAct act)
{
  if (counter->screen != HUFU_SCREEN_CLOSE_SHIFT)
    return FALSE;
  if (act == HUFU_ACT_HAND_IN)
    hufu_closing_hand_in (counter);
  else if (act == HUFU_ACT_BACK)
    hufu_closing_back (counter);
  else if (act == HUFU_ACT_SIGN_OUT)
    hufu_session_sign_out (counter);
  else
    return FALSE;
  return TRUE;
}

static void
run_act (HufuCounter *counter, HufuAct act)
{
  if (act == HUFU_ACT_PRIMARY)
    run_primary (counter);
  else if (act == HUFU_ACT_RETRY && counter->screen == HUFU_SCREEN_STOPPED)
    hufu_counter_start (counter);
  else if (run_drawer_act (counter, act) || run_closing_act (counter, act) ||
           hufu_training_refuses (counter, act))
    return;
  else if (is_selling (counter))
    run_selling_act (counter, act);
  else if (act == HUFU_ACT_REPRINT_Z && counter->clerk != NULL)
    hufu_closing_reprint_z (counter);
  else if (act == HUFU_ACT_SIGN_OUT && counter->screen == HUFU_SCREEN_OPEN_SHIFT)
    hufu_session_sign_out (counter);
  else if (act != HUFU_ACT_BACK && act != HUFU_ACT_NONE)
    hufu_command_refuse_here (counter);
}

static void
run_selling (HufuCounter *counter, HufuCommand *command)
{
  if (!is_selling (counter)) {
    hufu_command_refuse_here (counter);
    return;
  }
  if (command->kind == HUFU_COMMAND_SET_QTY)
    hufu_edit_set_qty (counter, command->line_no, command->number);
  else if (command->kind == HUFU_COMMAND_DELETE_LINE)
    hufu_edit_delete (counter, command->line_no);
  else if (command->kind == HUFU_COMMAND_ADD_PRODUCT)
    hufu_route_add_product (counter, command->number);
  else if (command->kind == HUFU_COMMAND_HOLD)
    hufu_held_hold (counter, command->first);
  else if (command->kind == HUFU_COMMAND_RESOLVE)
    hufu_manager_resolve (counter, command->first);
  else if (command->kind == HUFU_COMMAND_SIGN)
    hufu_manager_sign (counter, command->note, command->reason, command->first, command->second);
  else if (command->kind == HUFU_COMMAND_SET_NOTE)
    hufu_edit_set_note (counter, command->line_no, command->note);
  else if (command->kind == HUFU_COMMAND_ANSWER)
    hufu_detail_flow_answer (counter, command->line_no, command->note, strlen (command->note));
  else if (command->kind == HUFU_COMMAND_CHOOSE)
    hufu_option_flow_choose (counter, command->line_no, command->note);
  else if (command->kind == HUFU_COMMAND_TAKE_PRICE)
    hufu_shelf_price_take (counter, command->line_no);
  else if (command->kind == HUFU_COMMAND_CHANGE_PRICE)
    hufu_price_begin (counter, command->line_no);
  else if (command->kind == HUFU_COMMAND_APPROVE_PRICE)
    hufu_price_approve (counter, command->first, command->second);
  else if (command->kind == HUFU_COMMAND_SHOW_PRODUCT)
    hufu_product_flow_show (counter, command->first);
  else if (command->kind == HUFU_COMMAND_EDIT_PRODUCT)
    hufu_product_flow_edit (counter, command->product);
  else if (command->kind == HUFU_COMMAND_APPROVE_PRODUCT)
    hufu_product_flow_approve (counter, command->first, command->second);
  else if (command->kind == HUFU_COMMAND_SHOW_STOCK)
    hufu_stock_show (counter, command->first);
  else if (command->kind == HUFU_COMMAND_SHOW_PAPER)
    hufu_paper_show (counter, (HufuPaper)command->number, command->first);
  else if (command->kind == HUFU_COMMAND_CORRECT_STOCK)
    hufu_stock_correct_by_hand (counter, command->first, command->second, command->reason,
                                command->note);
  else if (command->kind == HUFU_COMMAND_MOVE_CASH)
    hufu_drawer_move (counter, command->cash, command->number, command->reason, command->note);
  else
    hufu_held_resume (counter, &command->sale_id);
}

void
hufu_command_run (HufuCounter *counter, HufuCommand *command)
{
  gsize size;
  const char *text;

  switch (command->kind) {
  case HUFU_COMMAND_INPUT:
    text = g_bytes_get_data (command->text, &size);
    hufu_route_input (counter, text == NULL ? "" : text, size, command->how);
    break;
  case HUFU_COMMAND_ACT:
    run_act (counter, command->act);
    break;
  case HUFU_COMMAND_SIGN_IN:
    hufu_session_sign_in (counter, command->first, command->second);
    break;
  case HUFU_COMMAND_OPEN_SHIFT:
    hufu_session_open_shift (counter, command->number, command->first);
    break;
  case HUFU_COMMAND_SET_QTY:
  case HUFU_COMMAND_DELETE_LINE:
  case HUFU_COMMAND_ADD_PRODUCT:
  case HUFU_COMMAND_HOLD:
  case HUFU_COMMAND_RESUME:
  case HUFU_COMMAND_RESOLVE:
  case HUFU_COMMAND_SIGN:
  case HUFU_COMMAND_MOVE_CASH:
  case HUFU_COMMAND_SET_NOTE:
  case HUFU_COMMAND_TAKE_PRICE:
  case HUFU_COMMAND_ANSWER:
  case HUFU_COMMAND_CHOOSE:
  case HUFU_COMMAND_CHANGE_PRICE:
  case HUFU_COMMAND_APPROVE_PRICE:
  case HUFU_COMMAND_SHOW_PRODUCT:
  case HUFU_COMMAND_EDIT_PRODUCT:
  case HUFU_COMMAND_APPROVE_PRODUCT:
  case HUFU_COMMAND_SHOW_STOCK:
  case HUFU_COMMAND_SHOW_PAPER:
  case HUFU_COMMAND_CORRECT_STOCK:
    run_selling (counter, command);
    break;
  case HUFU_COMMAND_EDIT_STAFF:
    hufu_staff_flow_edit (counter, command->staff);
    break;
  case HUFU_COMMAND_APPROVE_COUNT:
    hufu_closing_approve (counter, command->reason, command->note, command->first, command->second);
    break;
  }
}
