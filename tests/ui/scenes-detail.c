/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products that ask for something: a serial number, a due date; and orders with a
 * deposit. */
#include "tests/ui/scenes-detail.h"

#include "core/payment.h"
#include "tests/ui/scenes.h"

#define T(zh, en) (hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? (zh) : (en))

static void
fill (HufuCounter *counter, guint32 selected)
{
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("电脑内胆包", "Laptop sleeve"),
                   T ("黑色 · 序列号 SN-2026-000077", "black · Serial no. SN-2026-000077"), "1",
                   "139.00", "", "", "1 × 139.00 = 139.00");
  fake_basket_ask (counter, 0, T ("序列号", "Serial no."), FALSE);
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("电脑内胆包", "Laptop sleeve"),
                   T ("黑色", "black"), "1", "139.00", "",
                   T ("序列号：还没填", "Serial no.: not said yet"), "1 × 139.00 = 139.00");
  fake_basket_ask (counter, 1, T ("序列号", "Serial no."), TRUE);
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("年货礼篮", "New-year hamper"),
                   T ("取货 2026-11-24 15:30", "Ready on 2026-11-24 15:30"), "2", "396.00", "",
                   "2 × 198.00", "2 × 198.00 = 396.00");
  fake_basket_ask (counter, 2, T ("取货时间", "Due date"), FALSE);
  fake_basket_set (counter, "count", T ("3 行，4 件", "3 lines, 4 items"));
  fake_basket_set (counter, "due", "674.00");
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_primary (counter, HUFU_ACT_PAY, T ("收款", "Take payment"), "F12");
  hufu_counter_select_line (counter, selected);
}

void
scene_detail_serial (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DETAIL);
  fill (counter, 2);
  hufu_panel_set_about (panel, "tote", T ("电脑内胆包 黑色", "Laptop sleeve black"),
                        T ("这一件的序列号：请扫码，或输入后按回车。",
                           "The serial number of this piece: scan it, or type it, then Enter."));
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE, T ("看不清？", "It cannot be read?"),
                       T ("店长在本机登录后可以不填直接卖，本单保留。",
                          "A manager who signs in here may sell it without. The sale stays."));
  fake_counter_set_panel (counter, panel);
}

void
scene_detail_due (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DETAIL);
  fill (counter, 3);
  hufu_panel_set_about (
      panel, "gift", T ("年货礼篮", "New-year hamper"),
      T ("什么时候取货？请选择，或输入日期和时间：11-24 15:30、+1 9:00、17:45，再按回车。",
         "When is it to be ready? Choose, or type a day and a time: 11-24 15:30, +1 9:00, 17:45. "
         "Then Enter."));
  hufu_panel_add_fact (panel, T ("目前", "So far"),
                       T ("取货 2026-11-24 15:30", "Ready on 2026-11-24 15:30"), "");
  hufu_panel_add_choice (panel, HUFU_ACT_DUE_TODAY, T ("今天", "Today"), "2026-11-22", "F4",
                         "calendar");
  hufu_panel_add_choice (panel, HUFU_ACT_DUE_TOMORROW, T ("明天", "Tomorrow"), "2026-11-23", "F5",
                         "calendar");
  hufu_panel_add_choice (panel, HUFU_ACT_DUE_3_DAYS, T ("3 天后", "In 3 days"), "2026-11-25", "F7",
                         "calendar");
  hufu_panel_add_choice (panel, HUFU_ACT_DUE_WEEK, T ("一周后", "In a week"), "2026-11-29", "F8",
                         "calendar");
  fake_counter_set_panel (counter, panel);
}

void
scene_detail_order (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DEPOSIT);
  fill (counter, 3);
  hufu_panel_set_about (panel, "calendar", T ("蓝色外套", "Blue coat"),
                        T ("请输入或选择订金金额，也可以输入姓名，再按回车。",
                           "Type the deposit or choose it; a name too, if it helps. Then Enter."));
  hufu_panel_add_fact (panel, T ("订金", "Deposit"), "200.00",
                       T ("其中刷卡、扫码 150.00", "150.00 of it by card or wallet"));
  hufu_panel_add_fact (panel, T ("取货时还需付", "Left to pay"), "474.00", "");
  hufu_panel_add_fact (panel, T ("取货时间", "Ready on"), "2026-11-24 15:30", "");
  hufu_panel_add_choice (panel, HUFU_ACT_DEPOSIT_FIFTH, T ("两成", "A fifth"), "134.80", "F4",
                         "cash");
  hufu_panel_add_choice (panel, HUFU_ACT_DEPOSIT_HALF, T ("一半", "Half"), "337.00", "F5", "cash");
  hufu_panel_add_choice (panel, HUFU_ACT_DEPOSIT_WHOLE, T ("全款", "All"), "674.00", "F8", "cash");
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_TAKE_DEPOSIT,
                            T ("收订金 200.00", "Take 200.00 as a deposit"), "Enter");
}

void
scene_detail_off (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VOID);
  fill (counter, 3);
  fake_basket_add (counter, HUFU_ROW_PAYMENT, T ("订金 2026-11-22", "Deposit of 2026-11-22"), "",
                   "1", "−200.00", "",
                   T ("已预付，取消订单才退", "Paid ahead; it leaves only with the order"), "");
  fake_basket_set (counter, "paid", "200.00");
  fake_basket_set (counter, "fact", T ("合计 674.00，订金 200.00", "Total 674.00, deposit 200.00"));
  fake_basket_set (counter, "due", "474.00");
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK,
                       T ("取消这张订单？", "Call this order off?"),
                       T ("请选原因，订金会按原路退回。取消后不能恢复，日志会保留。",
                          "Say why: the deposit then goes back the way it came. It cannot be "
                          "brought back; the journal keeps it."));
  hufu_panel_add_fact (panel, T ("应退订金", "Deposit to give back"), "200.00", "");
  hufu_panel_add_choice (panel, HUFU_ACT_KEEP_DEPOSIT, T ("订金不退", "Keep the deposit"),
                         T ("会记下你的工号", "Your name stands with it"), "F4", "check");
  hufu_panel_add_choice (
      panel, HUFU_ACT_REASON_CUSTOMER,
      hufu_void_reason_label (HUFU_VOID_CUSTOMER, hufu_counter_get_lang (counter)), "", "F5", "");
  hufu_panel_add_choice (
      panel, HUFU_ACT_REASON_MISTAKE,
      hufu_void_reason_label (HUFU_VOID_MISTAKE, hufu_counter_get_lang (counter)), "", "F7", "");
  hufu_panel_add_choice (
      panel, HUFU_ACT_REASON_PAYMENT,
      hufu_void_reason_label (HUFU_VOID_PAYMENT, hufu_counter_get_lang (counter)), "", "F8", "");
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_BACK, T ("保留本单", "Keep the sale"), "Enter");
}

void
scene_detail_options (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_OPTIONS);
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("奶茶", "Milk tea"),
                   T ("少糖 · 燕麦奶", "Less sugar · Oat milk"), "1", "19.00", "",
                   T ("杯型：还没选", "Cup: not chosen yet"),
                   T ("1 × 19.00 = 19.00。门店价 16.00。\n燕麦奶: 3.00",
                      "1 × 19.00 = 19.00. Store price 16.00.\nOat milk: 3.00"));
  fake_basket_ask (counter, 0, T ("选项", "Options"), TRUE);
  fake_basket_set (counter, "count", T ("1 行，1 件", "1 line, 1 item"));
  fake_basket_set (counter, "due", "19.00");
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_primary (counter, HUFU_ACT_PAY, T ("收款", "Take payment"), "F12");
  hufu_counter_select_line (counter, 1);
  hufu_panel_set_about (
      panel, "tea", T ("奶茶", "Milk tea"),
      T ("请选择杯型：点选，或输入编号。", "Cup has to be chosen: touch it, or type its number."));
  hufu_panel_add_option (panel, T ("杯型：选一项", "Cup: one"), 1, "paper", T ("纸杯", "Paper cup"),
                         "", FALSE);
  hufu_panel_add_option (panel, "", 2, "own", T ("自带杯", "Own cup"), "", FALSE);
  hufu_panel_add_option (panel, T ("糖：选一项", "Sugar: one"), 3, "full", T ("全糖", "Full sugar"),
                         "", FALSE);
  hufu_panel_add_option (panel, "", 4, "less", T ("少糖", "Less sugar"), "", TRUE);
  hufu_panel_add_option (panel, "", 5, "none", T ("无糖", "No sugar"), "", FALSE);
  hufu_panel_add_option (panel, T ("加料：最多 3 项", "Toppings: at most 3"), 6, "pearls",
                         T ("珍珠", "Pearls"), "+2.00", FALSE);
  hufu_panel_add_option (panel, "", 7, "oat", T ("燕麦奶", "Oat milk"), "+3.00", TRUE);
  hufu_panel_add_option (panel, "", 8, "jelly", T ("桂花冻", "Osmanthus jelly"), "+2.00", FALSE);
  hufu_panel_add_option (panel, "", 9, "cream", T ("芝士奶盖", "Cheese cream"), "+4.00", FALSE);
  fake_counter_set_panel (counter, panel);
}
