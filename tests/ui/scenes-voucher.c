/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/scenes-voucher.h"

#define T(zh, en) (hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? (zh) : (en))

void
scene_ok (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_band (panel, HUFU_MARK_JOINED, HUFU_TONE_OK, T ("已核销 1 次", "Redeemed, 1 use"),
                       T ("请交付：手冲咖啡 1 杯", "Hand over: 1 filter coffee"));
  hufu_panel_set_about (panel, "coffee", T ("手冲咖啡次卡，10 次", "Filter coffee pass, 10 cups"),
                        T ("次卡 · 券码尾号 7KQ4", "Pass · code ending 7KQ4"));
  panel->uses = 10;
  panel->uses_spent = 3;
  panel->fresh_use = 2;
  hufu_panel_add_fact (panel, T ("本次价值", "This use is worth"), "¥15.00",
                       T ("线上已付，不再收款", "Paid online, nothing due"));
  hufu_panel_add_fact (panel, T ("剩余次数", "Uses left"), T ("7 次，共 10 次", "7 of 10"),
                       T ("含本次已用 3 次", "3 used with this one"));
  hufu_panel_add_fact (panel, T ("有效期至", "Valid until"), "2026-03-31",
                       T ("还有 128 天", "128 days left"));
  hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
                       T ("确定：使用权由本机持有", "Certain: this till held the right"),
                       T ("别处无法再用这一次，断网时同样有效。",
                          "Nobody else can use it. Just as sure without a network."));
  hufu_panel_add_choice (panel, HUFU_ACT_REDEEM_AGAIN, T ("再核销 1 次", "Redeem 1 more"), "", "F8",
                         "ticket");
  hufu_panel_add_choice (panel, HUFU_ACT_PRINT_SLIP, T ("打印凭条", "Print slip"), "", "",
                         "printer");
  hufu_panel_add_choice (panel, HUFU_ACT_UNDO, T ("撤销核销", "Undo"), "", "", "undo");
  panel->undo_window_us = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  panel->undo_until_utc_us = g_get_real_time () + G_GINT64_CONSTANT (3582) * G_USEC_PER_SEC;
  fake_basket_add (counter, HUFU_ROW_PREPAID, T ("手冲咖啡", "Filter coffee"),
                   T ("次卡第 3 次", "pass, use 3"), "1", "0.00", "",
                   T ("已核销，线上已付 15.00", "Redeemed; 15.00 was paid online"), "");
  fake_basket_set (counter, "count", T ("1 行，1 件", "1 line, 1 item"));
  fake_basket_set (counter, "fact", T ("无需收款", "Nothing to collect"));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  hufu_counter_select_line (counter, 1);
  fake_counter_set_primary (counter, HUFU_ACT_PRIMARY, T ("完成，下一位", "Done, next"), "Enter");
}

void
scene_refused (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_band (
      panel, HUFU_MARK_APART, HUFU_TONE_NO, T ("不能核销：已经用过", "Not redeemable: used"),
      T ("这张券今天 14:20 已在 2 号店核销。", "Redeemed today at 14:20 in store 2."));
  panel->has_reason = TRUE;
  panel->reason = HUFU_R12_ALREADY_REDEEMED_ELSEWHERE;
  g_free (panel->say);
  panel->say =
      g_strdup (T ("这张券今天下午在 2 号店用过了。您打开手机订单，能看到使用时间和门店。",
                   "“This voucher was used in store 2 this afternoon. Your order on the phone "
                   "shows the time and the store.”"));
  hufu_panel_add_choice (
      panel, HUFU_ACT_SELL_INSTEAD, T ("按门店价销售", "Sell at the store price"),
      T ("双人下午茶，会员价 78.00", "Tea for two, member price 78.00"), "F8", "cart");
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                       T ("没有扣款，没有占用使用权", "Nothing charged, no right used"),
                       T ("双人下午茶 · 券码尾号 M2X8 · 20:52 平台答复",
                          "Tea for two · code ending M2X8 · platform answered 20:52"));
  fake_basket_set (counter, "count", T ("0 行", "0 lines"));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_PRIMARY, T ("知道了，下一位", "Got it, next"),
                            "Enter");
}

void
scene_unknown (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK,
                       T ("还没有答复，请稍等", "No answer yet, please wait"),
                       T ("已问平台 14 秒。先不要交付，也不用重扫。",
                          "Asked 14 s ago. Do not hand over, do not scan again."));
  panel->has_reason = TRUE;
  panel->reason = HUFU_R28_OUTCOME_UNKNOWN;
  hufu_panel_set_about (
      panel, "", T ("代金券 100 元", "Cash voucher, 100 yuan"),
      T ("券码尾号 P9C3 · 最多占用 100.00", "Code ending P9C3 · at most 100.00 is at stake"));
  hufu_panel_add_step (panel, "20:51:58", T ("已记在本机", "Written down on this till"), TRUE);
  hufu_panel_add_step (panel, "20:51:58", T ("已问平台", "Platform asked"), TRUE);
  hufu_panel_add_step (panel, "20:52:06",
                       T ("8 秒无答复，同一编号再问", "No answer in 8 s, asked again, same number"),
                       FALSE);
  hufu_panel_add_step (panel, "20:52:12",
                       T ("正在再问，3 秒后还会再试", "Asking again; next try in 3 s"), FALSE);
  hufu_panel_set_note (
      panel, HUFU_TONE_ASK, HUFU_MARK_HALF, T ("不会扣两次", "It cannot be taken twice"),
      T ("每次都用同一个编号问。平台若已核销，答复就是“成功”。",
         "Every try carries the same number. If the platform did it, it says yes."));
  hufu_panel_add_choice (panel, HUFU_ACT_PAY_OTHERWISE,
                         T ("顾客改付现金", "Customer pays another way"),
                         T ("若这张券后来成功，自动撤销并退回给顾客",
                            "If the voucher succeeds later, it is undone and given back"),
                         "F7", "wallet");
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("碎花吊带裙", "Floral slip dress"),
                   T ("绿 S", "green S"), "1", "329.00", "", "", "");
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("帆布托特包", "Canvas tote"),
                   T ("本白", "natural"), "1", "89.00", "", "", "");
  fake_basket_add (counter, HUFU_ROW_PENDING, T ("代金券 100 元", "Cash voucher, 100 yuan"), "",
                   "1", "100.00", "", T ("结果未知，暂不抵扣", "Unknown, not deducted yet"), "");
  fake_basket_add (counter, HUFU_ROW_PENDING, T ("团购券：双人下午茶", "Deal voucher: tea for two"),
                   "", "1", "0.00", "", T ("还没有答复", "No answer yet"), "");
  fake_basket_set (counter, "count", T ("2 行，2 件", "2 lines, 2 items"));
  fake_basket_set (counter, "due", "418.00");
  fake_basket_set (counter, "fact", T ("若成功，应收 318.00", "318.00 if it succeeds"));
  g_object_set (hufu_counter_get_status (counter), "network", HUFU_NETWORK_SLOW, "network-text",
                T ("平台答复慢", "Platform slow"), "unknown", 1u, NULL);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_HOLD, T ("先服务下一位", "Serve the next one"), "F6");
}

void
scene_voucher (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VOUCHER);
  hufu_panel_set_about (panel, "gift", T ("双人下午茶", "Tea for two"),
                        T ("团购券 · 券码尾号 M2X8", "Deal voucher · code ending M2X8"));
  hufu_panel_set_use (
      panel, T ("可兑换", "Good for"),
      T ("任意茶饮 2 杯、当日糕点 2 份", "2 teas of any kind and 2 pastries of the day"));
  hufu_panel_add_fact (panel, T ("本次价值", "Worth now"), "¥68.00",
                       T ("线上已付，不再收款", "Paid online, nothing to collect"));
  hufu_panel_add_fact (panel, T ("剩余次数", "Uses left"), T ("1 次，共 1 次", "1 of 1"),
                       T ("已用 0 次", "0 used so far"));
  hufu_panel_add_fact (panel, T ("有效期至", "Valid until"), "2026-02-01",
                       T ("还有 12 天", "12 days left"));
  hufu_panel_set_note (
      panel, HUFU_TONE_OK, HUFU_MARK_JOINED, T ("使用权由本机持有", "This till holds the right"),
      T ("现在核销，断网也有效。", "Redeem now; it also works without a network."));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_REDEEM, T ("核销 1 次", "Redeem 1 use"), "Enter");
}

void
scene_cash_voucher (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VOUCHER);
  hufu_panel_set_about (panel, "wallet", T ("100 元代金券", "100 yuan cash voucher"),
                        T ("代金券 • 券码尾号 P4VN", "Cash voucher • code ending P4VN"));
  hufu_panel_set_use (panel, T ("可抵扣", "Pays for"), T ("全店通用", "Any goods of the store"));
  hufu_panel_add_fact (panel, T ("本次价值", "Worth now"), "¥67.40",
                       T ("从本单中扣减", "Off this sale"));
  hufu_panel_add_fact (panel, T ("剩余次数", "Uses left"), T ("1 次，共 1 次", "1 of 1"),
                       T ("可分次抵扣", "May be used in parts"));
  hufu_panel_add_fact (panel, T ("有效期至", "Valid until"), "2026-03-31",
                       T ("还有 128 天", "128 days left"));
  hufu_panel_set_note (
      panel, HUFU_TONE_ASK, HUFU_MARK_JOINED_RISK,
      T ("在限额内自担风险接受", "At your own risk, within a limit"),
      T ("现在无法询问任何一方。平台最近一次告知时券有效，之后可能已在别处使用。",
         "Nobody can be asked. It was good when the platform last told; it may have been used "
         "elsewhere since."));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_REDEEM,
                            T ("本单抵扣 67.40", "Take 67.40 off this sale"), "Enter");
}

void
scene_coupon (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VOUCHER);
  hufu_panel_set_about (panel, "tote", T ("满 200 减 20", "20 yuan off from 200"),
                        T ("优惠券 • 券码尾号 M2X8", "Coupon • code ending M2X8"));
  hufu_panel_add_fact (panel, T ("可减", "Takes off"), "¥20.00",
                       T ("从本单中扣减", "Off this sale"));
  hufu_panel_set_use (panel, T ("使用条件", "Asks for"),
                      T ("零食满 200.00 元，周一、周二，14:00 至 17:00 可用，不与其他券同用",
                         "From 200.00 on snacks • Mon, Tue • From 14:00 to 17:00 • no other "
                         "coupon"));
  hufu_panel_add_fact (panel, T ("剩余次数", "Uses left"), T ("1 次，共 1 次", "1 of 1"),
                       T ("已用 0 次", "0 used so far"));
  hufu_panel_add_fact (panel, T ("有效期至", "Valid until"), "2026-02-01",
                       T ("还有 12 天", "12 days left"));
  hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
                       T ("确定：使用权由本机持有", "Certain: this till holds the right"),
                       T ("别处无法再用这一次，断网时同样有效。",
                          "Nobody else can use it; it holds without a network too."));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_REDEEM,
                            T ("本单减 20.00", "Take 20.00 off this sale"), "Enter");
}

void
scene_coupon_short (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_reason (panel, HUFU_R29_CONDITIONS_NOT_MET, hufu_counter_get_lang (counter));
  hufu_panel_set_band (panel, HUFU_MARK_APART, HUFU_TONE_NO,
                       T ("不能核销：条件未满足", "Refused: conditions not met"),
                       T ("再买零食 38.50 元可用。满足后请再扫这张券。",
                          "Spend 38.50 more on snacks. Then scan the coupon again."));
  hufu_panel_set_about (
      panel, "crisps", T ("零食减 10 元", "10 yuan off snacks"),
      T ("优惠券 • ¥10.00 • 券码尾号 8K3P", "Coupon • ¥10.00 • code ending 8K3P"));
  hufu_panel_set_say (panel, T ("这张优惠券现在还不能用。再买零食 38.50 元可用。券会保留。",
                                "This coupon does not apply yet. Spend 38.50 more on snacks. You "
                                "keep it."));
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                       T ("没有扣款，没有占用使用权", "Nothing was charged, no right was used"),
                       "");
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_BACK, T ("知道了，继续", "OK, next"), "Enter");
}

static void
add_pass (HufuCounter *counter, HufuPanel *panel, guint spent)
{
  g_autofree char *left = g_strdup_printf (T ("%u 次，共 10 次", "%u of 10"), 10 - spent);

  hufu_panel_set_about (panel, "coffee", T ("咖啡十次卡", "Ten coffees"),
                        T ("次卡 • 券码尾号 H7QM", "Multi-visit pass • code ending H7QM"));
  panel->uses = 10;
  panel->uses_spent = spent;
  hufu_panel_add_fact (panel, T ("本次价值", "Worth now"), "¥19.00",
                       T ("线上已付，不再收款", "Paid online, nothing to collect"));
  hufu_panel_add_fact (panel, T ("剩余次数", "Uses left"), left, "");
  hufu_panel_add_fact (panel, T ("有效期至", "Valid until"), "2026-06-10",
                       T ("还有 200 天", "200 days left"));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
}

void
scene_batch (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VOUCHER);
  add_pass (counter, panel, 2);
  hufu_panel_set_use (panel, T ("每次可兑换", "Each use is good for"),
                      T ("每次咖啡 1 杯", "1 coffee"));
  hufu_panel_add_choice (panel, HUFU_ACT_LESS_USES, T ("改为 2 次", "Make it 2 uses"),
                         T ("最少 1 次", "1 at least"), "F7", "minus");
  hufu_panel_add_choice (panel, HUFU_ACT_MORE_USES, T ("改为 4 次", "Make it 4 uses"),
                         T ("最多 8 次", "8 at most"), "F8", "plus");
  hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
                       T ("确定：使用权由本机持有", "Certain: this till holds the right"),
                       T ("别处无法再用这一次，断网时同样有效。",
                          "Nobody else can use it; it holds without a network too."));
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_REDEEM, T ("核销 3 次", "Redeem 3 uses"), "Enter");
}

void
scene_batch_in_part (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_reason (panel, HUFU_R00_OK_HELD, hufu_counter_get_lang (counter));
  hufu_panel_set_band (panel, HUFU_MARK_JOINED, HUFU_TONE_ASK,
                       T ("已核销 8 次，共 10 次", "Redeemed, 8 of 10"),
                       T ("请交付 8 份：每次咖啡 1 杯。没有核销：2 次",
                          "Hand over 8 times: 1 coffee. Not redeemed: 2"));
  add_pass (counter, panel, 8);
  hufu_panel_set_about (panel, "", panel->title, panel->subtitle);
  hufu_panel_add_step (panel, T ("第 1 至 8 次", "Uses 1 to 8"), T ("R00 已核销", "R00 Redeemed"),
                       TRUE);
  hufu_panel_add_refused_step (
      panel, T ("第 9 次", "Use 9"),
      T ("R18 先别交付：离线次数满", "R18 Not now: offline count reached"));
  hufu_panel_add_refused_step (panel, T ("第 10 次", "Use 10"),
                               T ("没有使用，仍在券内", "Not used, still on the voucher"));
  hufu_panel_set_note (
      panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
      T ("确定：使用权原由本机持有", "Certain: this till held the right"),
      T ("这一次已用掉，别处无法再用。动态码已在本机验证；没应答的收银机可能也收过这个码，但那会是"
         "另一次。",
         "It is used now; nobody else could use it. Live code checked here; a till that did not "
         "answer may have taken the code for another use."));
  hufu_panel_add_choice (panel, HUFU_ACT_UNDO, T ("撤销最后 1 次", "Undo the last one"), "", "",
                         "undo");
  panel->undo_window_us = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  panel->undo_until_utc_us = g_get_real_time () + G_GINT64_CONSTANT (3582) * G_USEC_PER_SEC;
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_FINISH, T ("完成，下一位", "Done, next"), "Enter");
}

/* The verdict is put away: the tiles stand beside what was redeemed, which is to be handed over. */
void
scene_redeemed (HufuCounter *counter)
{
  fake_basket_add (
      counter, HUFU_ROW_PREPAID,
      T ("双人下午茶：茶饮 2 杯、当日糕点 2 份", "Tea for two: 2 teas, 2 pastries of the day"),
      T ("券码尾号 M2X8", "code ending M2X8"), "1", "0.00", "",
      T ("已核销，线上已付 68.00", "Redeemed; 68.00 was paid online"), "");
  fake_basket_set (counter, "count", T ("1 行，1 件", "1 line, 1 item"));
  fake_basket_set (counter, "fact", T ("无需收款", "Nothing to collect"));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  hufu_counter_select_line (counter, 1);
  fake_counter_set_primary (counter, HUFU_ACT_FINISH, T ("完成，下一位", "Done, next"), "Enter");
}
