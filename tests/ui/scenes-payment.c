/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/scenes-payment.h"

#define T(zh, en) (hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? (zh) : (en))

static HufuPanel *
new_panel (HufuCounter *counter, HufuPanelKind kind, HufuMark mark, const char *headline,
           const char *sentence)
{
  HufuPanel *panel = hufu_panel_new (kind);

  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("手冲咖啡", "Filter coffee"), "", "2", "36.00", "",
                   "", "");
  fake_basket_set (counter, "due", "36.00");
  hufu_panel_set_band (panel, mark, HUFU_TONE_ASK, headline, sentence);
  hufu_panel_add_fact (panel, T ("金额", "Amount"), "36.00", "");
  return panel;
}

static void
show (HufuCounter *counter, HufuPanel *panel, HufuAct act, const char *label, const char *key)
{
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, act, label, key);
}

void
scene_payment_card (HufuCounter *counter)
{
  HufuPanel *panel = new_panel (
      counter, HUFU_PANEL_PAYMENT, HUFU_MARK_HALF, T ("请在刷卡机上操作", "Use the card terminal"),
      T ("请在刷卡机输入金额，顾客付款后，在这里选择结果。",
         "Key the amount in there, let the customer pay, then say here what it shows."));

  hufu_panel_add_fact (panel, T ("卡号后四位", "Card"), "4242", "");
  hufu_panel_add_fact (panel, T ("授权码", "Authorisation"), "—", "");
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                       T ("卡号后四位和授权码", "Last four digits and authorisation code"),
                       T ("可输入，例如 1234 A1B2C3，再按回车。不要输入完整卡号。",
                          "Type them if you like, as in 1234 A1B2C3, and press Enter. Never the "
                          "whole card number."));
  hufu_panel_add_choice (panel, HUFU_ACT_CARD_DECLINED, T ("被拒绝", "Declined"), "", "F7",
                         "close");
  hufu_panel_add_choice (panel, HUFU_ACT_CARD_UNSURE, T ("不确定", "Not sure"), "", "F8",
                         "hourglass");
  show (counter, panel, HUFU_ACT_CARD_APPROVED, T ("已批准", "Approved"), "Enter");
}

static void
add_ways_on (HufuCounter *counter, HufuPanel *panel)
{
  hufu_panel_add_choice (panel, HUFU_ACT_ASK_AGAIN, T ("现在再问", "Ask again now"), "", "F5",
                         "refresh");
  hufu_panel_add_choice (panel, HUFU_ACT_PAY_OTHERWISE,
                         T ("顾客换别的方式付", "Customer pays another way"), "", "F7", "wallet");
}

void
scene_payment_qr (HufuCounter *counter)
{
  HufuPanel *panel = new_panel (
      counter, HUFU_PANEL_PAYMENT, HUFU_MARK_HALF, T ("请顾客扫码", "Customer scans this"),
      T ("付款后会自动入账。", "It is booked here by itself as soon as it is paid."));

  hufu_panel_set_qr (panel, "https://shop.example/pay/019b8bab-0680-7cdc-a762-0ab660e952d6");
  add_ways_on (counter, panel);
  show (counter, panel, HUFU_ACT_HOLD, T ("先接待下一位", "Serve the next one"), "F6");
}

void
scene_payment_unknown (HufuCounter *counter)
{
  HufuPanel *panel =
      new_panel (counter, HUFU_PANEL_PAYMENT, HUFU_MARK_HALF, T ("还没有答复", "No answer yet"),
                 T ("先不要交付，也不要再扫。会自动再问。",
                    "Do not hand over, do not charge again. It is asked by itself."));

  fake_basket_add (counter, HUFU_ROW_PENDING, T ("扫码支付", "Wallet"), "", "1", "36.00", "",
                   T ("还没有答复，未抵扣", "Unknown, not deducted yet"), "");
  hufu_panel_add_step (panel, "20:51:58", T ("已记在本机", "Written down on this till"), TRUE);
  hufu_panel_add_step (
      panel, "",
      T ("没有答复，用同一编号又问了 2 次", "No answer, asked again 2 times, same number"), FALSE);
  hufu_panel_set_note (panel, HUFU_TONE_ASK, HUFU_MARK_HALF,
                       T ("不会重复扣款", "The customer cannot be charged twice"),
                       T ("每次询问都用同一编号。若已付款，答复就是“是”。",
                          "Every try carries the same number. If it was paid, the answer is yes."));
  add_ways_on (counter, panel);
  show (counter, panel, HUFU_ACT_HOLD, T ("先接待下一位", "Serve the next one"), "F6");
}

void
scene_payment_late (HufuCounter *counter)
{
  HufuPanel *panel = new_panel (counter, HUFU_PANEL_PAYMENT, HUFU_MARK_HALF,
                                T ("付款到账但已不需要", "Paid, but not wanted"),
                                T ("付款到账时已没人等它。请退回给顾客。",
                                   "It came when nobody waited for it any more. Give it back."));

  hufu_panel_add_fact (panel, T ("钱包单号", "Wallet's number"), "W19E856EB", "");
  hufu_panel_add_choice (panel, HUFU_ACT_REVERSE, T ("退回给顾客", "Give it back"), "", "F8",
                         "undo");
  show (counter, panel, HUFU_ACT_PAY, T ("收款", "Take payment"), "F12");
}

void
scene_void (HufuCounter *counter)
{
  HufuPanel *panel = new_panel (counter, HUFU_PANEL_VOID, HUFU_MARK_NONE,
                                T ("整单作废？", "Throw this sale away?"),
                                T ("请选原因。作废后不能恢复，日志会保留。",
                                   "Say why. It cannot be brought back; the journal keeps it."));

  fake_basket_add (counter, HUFU_ROW_PAYMENT, T ("刷卡 *4242", "Card *4242"), "", "1", "−10.00", "",
                   T ("已付款，只能撤销", "Paid; it leaves only by a reversal"), "");
  fake_basket_set (counter, "due", "26.00");
  hufu_panel_add_fact (panel, T ("刷卡", "Card terminal"), "10.00",
                       T ("要在刷卡机上撤销", "To be reversed at the terminal"));
  hufu_panel_add_choice (panel, HUFU_ACT_REASON_CUSTOMER,
                         T ("顾客改变主意", "Customer changed their mind"), "", "", "");
  hufu_panel_add_choice (panel, HUFU_ACT_REASON_MISTAKE, T ("输入有误", "Entered wrongly"), "", "",
                         "");
  hufu_panel_add_choice (panel, HUFU_ACT_REASON_PAYMENT,
                         T ("改用别的方式付，或付不了", "Paid another way, or cannot pay"), "", "",
                         "");
  show (counter, panel, HUFU_ACT_BACK, T ("保留本单", "Keep the sale"), "Enter");
}
