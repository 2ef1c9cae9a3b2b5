/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/scenes-shift.h"

#include "core/product.h"
#include "counter/count-pad-private.h"
#include "tests/ui/scenes.h"

#define T(zh, en) (hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? (zh) : (en))

void
scene_shift (HufuCounter *counter)
{
  fake_counter_set_screen (counter, HUFU_SCREEN_OPEN_SHIFT);
}

void
scene_drawer (HufuCounter *counter)
{
  HufuDrawerPad *pad = hufu_counter_get_drawer_pad (counter);
  scene_counter (counter);
  hufu_drawer_pad_set_kind (pad, HUFU_CASH_OUT);
  hufu_drawer_pad_set_typed (pad, "12.50");
  hufu_drawer_pad_set_reason (pad, "expense");
  hufu_drawer_pad_set_note (pad, T ("胶带和卷纸", "Tape and paper rolls"));
  fake_counter_set_screen (counter, HUFU_SCREEN_DRAWER);
  fake_counter_set_primary (counter, HUFU_ACT_BOOK_CASH, T ("现金取出 12.50", "Cash out 12.50"),
                            "Enter");
}

void
scene_close (HufuCounter *counter)
{
  HufuCountPad *pad = hufu_counter_get_count_pad (counter);
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_PLAIN, T ("清点钱箱", "Count the drawer"),
                       T ("留给下一班，不会丢失：未完成的单 2 个。",
                          "Stays for the next shift, nothing is lost: open sales: 2."));
  hufu_count_pad_set_lang (pad, hufu_counter_get_lang (counter));
  hufu_count_pad_clear (pad);
  hufu_count_pad_set_pieces (pad, 0, 12);
  hufu_count_pad_set_pieces (pad, 2, 3);
  hufu_count_pad_set_pieces (pad, 7, 14);
  hufu_count_pad_select (pad, 2);
  fake_counter_set_screen (counter, HUFU_SCREEN_CLOSE_SHIFT);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_HAND_IN, T ("提交实点 1,261.40", "Hand in 1,261.40"),
                            "F12");
}

void
scene_close_short (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  scene_close (counter);
  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK, T ("短款 50.00", "50.00 short"),
                       T ("请重新清点，或选择原因并由店长批准。本次清点已记录。",
                          "Count again, or choose the reason and let a manager approve it. This "
                          "count is written down."));
  hufu_count_pad_set_beyond (hufu_counter_get_count_pad (counter), TRUE, -5000);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_NONE, T ("批准并交班", "Approve and close"), "Enter");
}

void
scene_x (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_REPORT);
  scene_counter (counter);
  hufu_panel_set_about (panel, "receipt", T ("X 报表 · 班次 3", "X report, shift 3"),
                        T ("截至现在的数字，查看不会改变任何数据。",
                           "As it stands now. Nothing changes by looking."));
  hufu_panel_add_line (panel, T ("销售笔数", "Sales"), "41");
  hufu_panel_add_line (panel, T ("销售额", "Gross"), "3,486.20");
  hufu_panel_add_line (panel, "", "");
  hufu_panel_add_line (panel, T ("现金 (38)", "Cash (38)"), "2,906.20");
  hufu_panel_add_line (panel, T ("应有现金", "Expected in the drawer"), "3,106.20");
  hufu_panel_add_choice (panel, HUFU_ACT_PRINT_X, T ("打印", "Print"), "", "F8", "printer");
  fake_counter_set_panel (counter, panel);
}

void
scene_stock (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_STOCK);
  scene_counter (counter);
  hufu_panel_set_about (panel, "shirt", T ("亚麻衬衫 · S · 白色", "Linen shirt · S · white"),
                        "TT-101-WH-S");
  hufu_panel_add_fact (panel, T ("本店", "Here"), "-1",
                       T ("5 分钟前，之后本机 -2", "5 min ago, here since -2"));
  hufu_panel_set_fact_look (panel, HUFU_LOOK_LOW);
  hufu_panel_add_fact (panel, T ("线上", "Online"), "15", T ("刚刚", "just now"));
  hufu_panel_add_line (panel, T ("虎符河畔店", "Tiger & Tally Riverside"), "18");
  hufu_panel_set_line_look (panel, HUFU_LOOK_PLAIN, T ("5 小时前", "5 h ago"));
  hufu_panel_add_line (panel, T ("3 号店", "Store 3"), "4");
  hufu_panel_set_line_look (panel, HUFU_LOOK_OLD, T ("6 天前", "6 days ago"));
  hufu_panel_set_note (panel, HUFU_TONE_ASK, HUFU_MARK_NONE,
                       T ("低于零：卖出多于账面", "Below zero: more was sold than was booked"),
                       T ("可以照常销售。请店长盘点后更正数量。",
                          "Selling goes on. A manager counts it and corrects the number."));
  fake_counter_set_panel (counter, panel);
}

/* As the catalogue has it; NULL = a new one. */
static HufuProductDesk *
show_product (HufuCounter *counter, const char *sku)
{
  HufuProductDesk *desk = hufu_counter_get_product_desk (counter);
  HufuProductSheet *sheet = g_new0 (HufuProductSheet, 1);
  scene_counter (counter);
  sheet->sold = TRUE;
  sheet->codes = g_strdup (sku != NULL ? "6908899000016, 4006381333931" : "");
  if (sku != NULL) {
    sheet->product_id = 42;
    sheet->category_id = 2;
    sheet->sku = g_strdup (sku);
    sheet->name_zh = g_strdup ("亚麻衬衫");
    sheet->name_en = g_strdup ("Linen shirt");
    sheet->price = g_strdup ("199.00");
    sheet->member_price = g_strdup ("189.00");
  }
  hufu_product_desk_show (desk, sheet);
  g_object_set (desk, "shown", TRUE, NULL);
  return desk;
}

void
scene_product (HufuCounter *counter)
{
  HufuProductDesk *desk = show_product (counter, "TT-101-WH-S");
  hufu_product_desk_tell_saved (desk, T ("已存本机：TT-101-WH-S 亚麻衬衫。联网后其他机也会更新。",
                                         "Saved here: TT-101-WH-S Linen shirt. The other tills "
                                         "hear of it online."));
}

void
scene_product_new (HufuCounter *counter)
{
  show_product (counter, NULL);
}

void
scene_product_beyond (HufuCounter *counter)
{
  HufuProductDesk *desk = show_product (counter, "TT-101-WH-S");
  hufu_product_desk_set_beyond (desk, TRUE);
  g_signal_emit_by_name (
      counter, "notice",
      hufu_product_fault_sentence (HUFU_PRODUCT_NOT_ALLOWED, hufu_counter_get_lang (counter)));
}
