/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products that ask for something: a serial number, a due date. */
#include "tests/ui/scenes-detail.h"

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
