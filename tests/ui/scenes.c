/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/scenes.h"

#include "counter/count-pad-private.h"
#include "counter/price-pad-private.h"

#include "tests/ui/scenes-manager.h"
#include "tests/ui/scenes-payment.h"

#define T(zh, en) (hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? (zh) : (en))

static void
fill_products (HufuCounter *counter)
{
  static const struct {
    const char *icon, *zh, *en, *price, *zh_stock, *en_stock;
  } rows[] = {
      {"shirt", "亚麻宽松衬衫", "Loose linen shirt", "199.00", "12 件", "12 left"},
      {"trousers", "高腰阔腿裤", "Wide trousers", "259.00", "8 件", "8 left"},
      {"dress", "碎花吊带裙", "Floral slip dress", "329.00", "剩 2", "2 left"},
      {"cardigan", "羊毛开衫", "Wool cardigan", "399.00", "4 件", "4 left"},
      {"tee", "基础圆领 T 恤", "Basic crew tee", "79.00", "46 件", "46 left"},
      {"skirt", "百褶半身裙", "Pleated skirt", "219.00", "5 件", "5 left"},
      {"tote", "帆布托特包", "Canvas tote", "89.00", "17 件", "17 left"},
      {"hat", "渔夫帽", "Bucket hat", "69.00", "9 件", "9 left"},
      {"cookie", "燕麦曲奇 120 g", "Oat cookies 120 g", "16.90", "38 件", "38 left"},
      {"crisps", "海盐焦糖薄脆", "Caramel crisps", "12.90", "52 件", "52 left"},
      {"nuts", "每日坚果 30 g", "Daily nuts 30 g", "6.50", "120 件", "120 left"},
      {"candy", "话梅糖", "Plum candy", "39.80", "每 kg", "per kg"},
      {"bottle", "冷泡乌龙茶", "Cold-brew oolong", "8.00", "64 件", "64 left"},
      {"coffee", "手冲咖啡", "Filter coffee", "15.00", "现制", "To order"},
      {"gift", "礼盒", "Gift box", "128.00", "6 件", "6 left"},
      {"socks", "棉袜三双装", "Socks, 3 pairs", "29.90", "剩 3", "3 left"},
      {"tee", "条纹长袖", "Striped long sleeve", "129.00", "21 件", "21 left"},
      {"scarf", "羊绒围巾", "Cashmere scarf", "359.00", "7 件", "7 left"},
      {"chocolate", "黑巧克力", "Dark chocolate", "22.00", "31 件", "31 left"},
      {"tea", "桂花红茶", "Osmanthus tea", "26.00", "18 件", "18 left"},
  };
  static const struct {
    const char *zh, *en;
  } chips[] = {{"常用", "Favourites"}, {"女装", "Women"},  {"男装", "Men"},   {"配饰", "Extras"},
               {"零食", "Snacks"},     {"饮料", "Drinks"}, {"券", "Vouchers"}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    fake_products_add (counter, rows[i].icon, T (rows[i].zh, rows[i].en), rows[i].price,
                       T (rows[i].zh_stock, rows[i].en_stock), i == 2 || i == 15);
  for (gsize i = 0; i < G_N_ELEMENTS (chips); i++)
    fake_products_add_category (counter, T (chips[i].zh, chips[i].en));
}

void
scenes_fill (HufuCounter *counter)
{
  fill_products (counter);
  fake_people_add (counter, "01", T ("店员 01", "Clerk 01"), T ("班次进行中", "shift open"), FALSE);
  fake_people_add (counter, "02", T ("店员 02", "Clerk 02"), T ("休息", "on a break"), FALSE);
  fake_people_add (counter, "03", T ("店员 03", "Clerk 03"), T ("班次进行中", "shift open"), FALSE);
  fake_people_add (counter, "05", T ("店员 05", "Clerk 05"), T ("未上班", "not here yet"), FALSE);
  fake_people_add (counter, "09", T ("店长 01", "Manager 01"), T ("可审批", "can approve"), TRUE);
  fake_held_add (counter, "20:41", "418.00", T ("3 行，等待答复", "3 lines, waits for an answer"));
  fake_held_add (counter, "20:44", "89.00", T ("1 行", "1 line"));
  g_object_set (hufu_counter_get_status (counter), "network", HUFU_NETWORK_ONLINE, "network-text",
                T ("在线", "Online"), "unsent", G_GUINT64_CONSTANT (0), "devices-ok", 5u,
                "devices-total", 5u, "store-vouchers", G_GUINT64_CONSTANT (1204), "offline-text",
                T ("张本店券断网可用", "store vouchers work offline"), "till-text",
                T ("1 号店 · 2 号机", "Store 1 · till 2"), "shift-text",
                T ("班次 214", "Shift 214"), "clerk-text", T ("店员 03", "Clerk 03"), "time-text",
                "20:52", "clock-trusted", TRUE, "clock-text",
                T ("时间已由平台确认", "confirmed by the platform"), "synced-text",
                T ("20:51 同步", "synced 20:51"), "tills", 1u, "tills-total", 1u, NULL);
}

static void
fill_basket (HufuCounter *counter)
{
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("亚麻宽松衬衫", "Loose linen shirt"),
                   T ("米白 M", "ivory M"), "1", "179.00", "199.00",
                   T ("会员价，省 20.00", "Member price, saves 20.00"), "");
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("高腰阔腿裤", "High-waist wide trousers"),
                   T ("藏青 27", "navy 27"), "1", "259.00", "",
                   T ("会员价活动不含此款", "No member price on this item"), "");
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("海盐焦糖薄脆", "Salted caramel crisps"), "90 g",
                   "3", "32.25", "38.70", T ("会员价，省 6.45", "Member price, saves 6.45"),
                   T ("3 × 10.75 = 32.25，原价 38.70。", "3 × 10.75 = 32.25 instead of 38.70."));
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("冷泡乌龙茶", "Cold-brew oolong"), "500 ml", "2",
                   "16.00", "", "2 × 8.00", "");
  fake_basket_add (counter, HUFU_ROW_PREPAID, T ("团购券：双人下午茶", "Deal voucher: tea for two"),
                   "", "1", "0.00", "",
                   T ("已核销，线上已付 68.00", "Redeemed; 68.00 was paid online"), "");
  fake_basket_set (counter, "count", T ("5 行，8 件", "5 lines, 8 items"));
  fake_basket_set (counter, "saved", T ("已省 26.45", "Saved 26.45"));
  fake_basket_set (counter, "tax", T ("含税 55.94", "incl. tax 55.94"));
  fake_basket_set (counter, "due", "486.25");
  fake_basket_set (counter, "member", "138****2706");
  fake_basket_set (counter, "points", T ("1,240 积分", "1,240 pts"));
}

static void
set_up_counter (HufuCounter *counter)
{
  fill_basket (counter);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_primary (counter, HUFU_ACT_PAY, T ("收款", "Take payment"), "F12");
  hufu_counter_select_line (counter, 3);
}

/* Names come from the platform and are drawn as they are written, whatever is in them. */
static void
set_up_markup (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_band (panel, HUFU_MARK_JOINED, HUFU_TONE_OK, T ("已核销 1 次", "Redeemed, 1 use"),
                       T ("请交付：<b>茶</b> &amp; 饼", "Hand over: <b>tea</b> &amp; cakes"));
  hufu_panel_set_about (panel, "coffee", T ("<b>茶</b> &amp; 饼", "<b>Tea</b> &amp; cakes"),
                        "<span size=\"200%\">&lt;</span>");
  fake_counter_set_panel (counter, panel);
  fake_basket_add (counter, HUFU_ROW_PRODUCT, T ("<b>茶</b> &amp; 饼", "<b>Tea</b> &amp; cakes"),
                   "<i>500</i> ml", "1", "8.00", "", "&#65; <u>%s</u> \\n", "");
  fake_basket_set (counter, "member", "<b>138</b>&amp;");
  fake_basket_set (counter, "due", "8.00");
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_primary (counter, HUFU_ACT_PAY, T ("收款", "Take payment"), "F12");
}

static void
set_up_empty (HufuCounter *counter)
{
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_basket_set (counter, "count", T ("0 行", "0 lines"));
  fake_counter_set_primary (counter, HUFU_ACT_SHOW_HELD, T ("取单", "Take up a held sale"), "F10");
}

static void
set_up_offline (HufuCounter *counter)
{
  set_up_counter (counter);
  g_object_set (hufu_counter_get_status (counter), "network", HUFU_NETWORK_OFFLINE, "network-text",
                T ("已断网 6 分钟", "Offline 6 min"), "unsent", G_GUINT64_CONSTANT (7),
                "oldest-text", T ("最久 6 分钟", "oldest 6 min"), "store-vouchers",
                G_GUINT64_CONSTANT (812), "offline-text",
                T ("张券断网可用", "vouchers work offline"), "tills", 0u, "unknown", 1u, "cases",
                3u, "exposure-text", T ("最多 1,870.00", "at most 1,870.00"), "limit-text",
                "3/50 · 120.00", "devices-text", T ("打印机缺纸", "Printer has no paper"), NULL);
}

static void
set_up_ok (HufuCounter *counter)
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
  fake_basket_set (counter, "tax", T ("无需收款", "Nothing to collect"));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  hufu_counter_select_line (counter, 1);
  fake_counter_set_primary (counter, HUFU_ACT_PRIMARY, T ("完成，下一位", "Done, next"), "Enter");
}

static void
set_up_refused (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_band (
      panel, HUFU_MARK_APART, HUFU_TONE_NO, T ("不能核销：已经用过", "Not redeemable: used"),
      T ("这张券今天 14:20 已在 2 号店核销。", "Redeemed today at 14:20 in store 2."));
  panel->has_reason = TRUE;
  panel->reason = HUFU_R12_ALREADY_REDEEMED_ELSEWHERE;
  g_free (panel->say);
  panel->say =
      g_strdup (T ("“这张券今天下午在 2 号店用过了。您打开手机订单，能看到使用时间和门店。”",
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

static void
set_up_unknown (HufuCounter *counter)
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
  g_object_set (hufu_counter_get_status (counter), "network", HUFU_NETWORK_SLOW, "network-text",
                T ("平台答复慢", "Platform slow"), "unknown", 1u, NULL);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_HOLD, T ("先服务下一位", "Serve the next one"), "F6");
}

static void
set_up_voucher (HufuCounter *counter)
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

static void
set_up_cash_voucher (HufuCounter *counter)
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

static void
set_up_coupon (HufuCounter *counter)
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

static void
set_up_coupon_short (HufuCounter *counter)
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
  hufu_panel_set_say (panel, T ("这张优惠券现在还不能用：再买零食 38.50 元可用。券会保留。",
                                "This coupon does not apply yet: Spend 38.50 more on snacks. You "
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

static void
set_up_batch (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VOUCHER);
  add_pass (counter, panel, 2);
  hufu_panel_set_use (panel, T ("每次可兑换", "Each use is good for"),
                      T ("每次咖啡 1 杯", "1 coffee"));
  hufu_panel_add_choice (panel, HUFU_ACT_LESS_USES, T ("改为 2 次", "Make it 2 uses"), "", "F7",
                         "minus");
  hufu_panel_add_choice (panel, HUFU_ACT_MORE_USES, T ("改为 4 次", "Make it 4 uses"),
                         T ("最多 8 次", "8 at most"), "F8", "plus");
  hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
                       T ("确定：使用权由本机持有", "Certain: this till holds the right"),
                       T ("别处无法再用这一次，断网时同样有效。",
                          "Nobody else can use it; it holds without a network too."));
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_REDEEM, T ("核销 3 次", "Redeem 3 uses"), "Enter");
}

static void
set_up_batch_in_part (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  hufu_panel_set_reason (panel, HUFU_R00_OK_HELD, hufu_counter_get_lang (counter));
  hufu_panel_set_band (panel, HUFU_MARK_JOINED, HUFU_TONE_ASK,
                       T ("已核销 2 次，共 3 次", "Redeemed, 2 of 3"),
                       T ("请交付 2 份：每次咖啡 1 杯", "Hand over 2 times: 1 coffee"));
  add_pass (counter, panel, 9);
  hufu_panel_add_step (panel, T ("第 1 次", "Use 1"), T ("R00 已核销", "R00 Redeemed"), TRUE);
  hufu_panel_add_step (panel, T ("第 2 次", "Use 2"), T ("R00 已核销", "R00 Redeemed"), TRUE);
  hufu_panel_add_step (panel, T ("第 3 次", "Use 3"),
                       T ("R11 不能核销：本店用过", "R11 Refused: already used here"), FALSE);
  hufu_panel_add_choice (panel, HUFU_ACT_UNDO, T ("撤销最后 1 次", "Undo the last one"), "", "",
                         "undo");
  panel->undo_window_us = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  panel->undo_until_utc_us = g_get_real_time () + G_GINT64_CONSTANT (3582) * G_USEC_PER_SEC;
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_FINISH, T ("完成，下一位", "Done, next customer"),
                            "Enter");
}

static void
set_up_held (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_HELD);
  hufu_panel_set_about (panel, "", T ("挂起的单", "Held sales"),
                        T ("点一单继续", "Touch one to go on with it"));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_BACK, T ("回到本单", "Back to the sale"), "Esc");
}

static void
set_up_search (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_SEARCH);
  hufu_panel_set_about (panel, "search", T ("找到 20 件", "20 products found"),
                        T ("“衫” 点选一件加入本单", "“shirt”: touch one to add it"));
  panel->products = g_object_ref (G_LIST_MODEL (hufu_counter_get_products (counter)));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_BACK, T ("关闭", "Close"), "Esc");
}

static void
set_up_search_nothing (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_SEARCH);
  fill_basket (counter);
  hufu_panel_set_about (panel, "search", T ("桂花乌龙拿铁", "osmanthus oolong latte"),
                        T ("没有找到这样的商品。请少输几个字或换个说法，也可以扫商品条码。",
                           "No product has these words. Try fewer or other words, or scan its "
                           "barcode."));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_PAY, T ("收款", "Take payment"), "F12");
}

static void
set_up_done (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DONE);
  hufu_panel_set_band (panel, HUFU_MARK_JOINED, HUFU_TONE_OK, T ("请找零 13.80", "Give back 13.80"),
                       T ("收款完成。", "Sale complete."));
  hufu_panel_add_fact (panel, T ("找零", "Change"), "13.80", "");
  hufu_panel_add_fact (panel, T ("小票号", "Receipt"), "001-01-20261122-0001", "");
  hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
                       T ("已存入本机", "Stored on this till"),
                       T ("会自动上传平台，断网后也会补传。",
                          "It is sent to the platform by itself, also after an outage."));
  hufu_panel_add_choice (panel, HUFU_ACT_REPRINT, T ("补打小票（副本）", "Print again (copy)"), "",
                         "", "printer");
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_PRIMARY, T ("下一位", "Next customer"), "Enter");
}

static void
set_up_message (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_PLAIN, T ("不认识这个码", "Unknown code"),
                       T ("本机没有这个商品，也不是券。请再扫一次，或输入商品名。",
                          "No product or voucher has this code. Scan again, or type the name."));
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_BACK, T ("知道了", "Got it"), "Enter");
}

static void
set_up_tender (HufuCounter *counter)
{
  fill_basket (counter);
  static const char *const hints_zh[] = {"", "", "", "", "找 15", "找 20"};
  static const char *const hints_en[] = {"", "", "", "", "back 15", "back 20"};
  static const gint64 sums[] = {48620, 49000, 50000, 60000, 50120, 50620};
  static const char *const labels[] = {NULL, "490", "500", "600", "501.20", "506.20"};
  for (guint i = 0; i < 6; i++)
    fake_pad_suggest (counter, sums[i], i == 0 ? T ("刚好 486.20", "Exact 486.20") : labels[i],
                      T (hints_zh[i], hints_en[i]));
  fake_pad_add_piece (counter, T ("10元 × 1", "10 × 1"));
  fake_pad_add_piece (counter, T ("1元 × 3", "1 × 3"));
  fake_pad_add_piece (counter, T ("5角 × 1", "0.5 × 1"));
  fake_pad_add_piece (counter, T ("1角 × 3", "0.1 × 3"));
  g_object_set (hufu_counter_get_cash_pad (counter), "due-text", "486.20", "rounding-text",
                T ("抹零 −0.05", "rounded −0.05"), "received-minor", G_GINT64_CONSTANT (50000),
                "received-text", "500.00", "change-text", "¥13.80", "covered", TRUE, NULL);
  fake_counter_set_screen (counter, HUFU_SCREEN_TENDER);
  fake_counter_set_primary (counter, HUFU_ACT_PRIMARY,
                            T ("收现金 486.20，找 13.80", "Take 486.20, give 13.80"), "Enter");
}

static void
set_up_sign_in (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  hufu_panel_set_about (panel, "",
                        T ("2 单已挂起，1 单在等券的答复", "2 sales held, 1 waits for an answer"),
                        T ("登录后在“取单”里继续，什么都没有丢。",
                           "Sign in and take them up under Held. Nothing was lost."));
  fake_counter_set_screen (counter, HUFU_SCREEN_SIGN_IN);
  fake_counter_set_panel (counter, panel);
}

static void
set_up_shift (HufuCounter *counter)
{
  fake_counter_set_screen (counter, HUFU_SCREEN_OPEN_SHIFT);
}

static void
set_up_drawer (HufuCounter *counter)
{
  HufuDrawerPad *pad = hufu_counter_get_drawer_pad (counter);
  set_up_counter (counter);
  hufu_drawer_pad_set_kind (pad, HUFU_CASH_OUT);
  hufu_drawer_pad_set_typed (pad, "12.50");
  hufu_drawer_pad_set_reason (pad, "expense");
  hufu_drawer_pad_set_note (pad, T ("胶带和卷纸", "Tape and paper rolls"));
  fake_counter_set_screen (counter, HUFU_SCREEN_DRAWER);
  fake_counter_set_primary (counter, HUFU_ACT_BOOK_CASH, T ("现金取出 12.50", "Cash out 12.50"),
                            "Enter");
}

static void
set_up_price (HufuCounter *counter)
{
  HufuPricePad *pad = hufu_counter_get_price_pad (counter);
  set_up_counter (counter);
  hufu_price_pad_begin (pad, 1);
  hufu_price_pad_set_entered (pad, "10");
  hufu_price_pad_set_reason (pad, "damaged");
  hufu_price_pad_show (pad, T ("亚麻衬衫 M · 藏青", "Linen shirt M · navy"),
                       T ("179.00 变为 161.10，减 17.90", "179.00 becomes 161.10: 17.90 less"),
                       T ("10% 以内不用店长批准。", "Up to 10% less without a manager."), FALSE);
  fake_counter_set_screen (counter, HUFU_SCREEN_PRICE);
  fake_counter_set_primary (counter, HUFU_ACT_MARK_DOWN, T ("改价", "Change the price"), "Enter");
}

static void
set_up_price_approval (HufuCounter *counter)
{
  HufuPricePad *pad = hufu_counter_get_price_pad (counter);
  set_up_price (counter);
  hufu_price_pad_set_entered (pad, "30");
  hufu_price_pad_show (pad, T ("亚麻衬衫 M · 藏青", "Linen shirt M · navy"),
                       T ("179.00 变为 125.30，减 53.70", "179.00 becomes 125.30: 53.70 less"), "",
                       TRUE);
  hufu_price_pad_set_beyond (pad, TRUE);
  fake_counter_set_primary (counter, HUFU_ACT_APPROVE, T ("批准", "Approve"), "Enter");
}

static void
set_up_close (HufuCounter *counter)
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

static void
set_up_close_short (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  set_up_close (counter);
  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK, T ("短款 50.00", "50.00 short"),
                       T ("请重新清点，或选择原因并由店长批准。本次清点已记录。",
                          "Count again, or choose the reason and let a manager approve it. This "
                          "count is written down."));
  hufu_count_pad_set_beyond (hufu_counter_get_count_pad (counter), TRUE, -5000);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_NONE, T ("批准并交班", "Approve and close"), "Enter");
}

static void
set_up_x (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_REPORT);
  set_up_counter (counter);
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

static void
set_up_stopped (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_NO,
                       T ("另一个收银程序正在使用账本", "Another till has these books open"),
                       T ("请回到已经打开的那个窗口；本窗口没有改动任何数据。",
                          "Go back to the window that is already open. Nothing was changed here."));
  fake_counter_set_screen (counter, HUFU_SCREEN_STOPPED);
  fake_counter_set_panel (counter, panel);
  fake_counter_set_primary (counter, HUFU_ACT_RETRY, T ("再试一次", "Try again"), "Enter");
}

static void
set_up_enrol (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  hufu_panel_set_band (
      panel, HUFU_MARK_NONE, HUFU_TONE_PLAIN,
      T ("请店长批准这台收银机", "The manager approves this till"),
      T ("用手机扫码，核对下面的代码。", "Scan with the phone and compare the code."));
  hufu_panel_set_about (panel, "", "7KQ4-M2X8", T ("等待批准", "Waiting for approval"));
  g_free (panel->qr_text);
  panel->qr_text = g_strdup ("https://shop.example/enrol#7KQ4M2X8");
  fake_counter_set_screen (counter, HUFU_SCREEN_ENROL);
  fake_counter_set_panel (counter, panel);
}

const Scene scenes[] = {
    {"counter", set_up_counter},
    {"empty", set_up_empty},
    {"offline", set_up_offline},
    {"ok", set_up_ok},
    {"refused", set_up_refused},
    {"unknown", set_up_unknown},
    {"voucher", set_up_voucher},
    {"cash-voucher", set_up_cash_voucher},
    {"coupon", set_up_coupon},
    {"coupon-short", set_up_coupon_short},
    {"batch", set_up_batch},
    {"batch-in-part", set_up_batch_in_part},
    {"held", set_up_held},
    {"search", set_up_search},
    {"search-nothing", set_up_search_nothing},
    {"done", set_up_done},
    {"message", set_up_message},
    {"markup", set_up_markup},
    {"tender", set_up_tender},
    {"sign-in", set_up_sign_in},
    {"shift", set_up_shift},
    {"drawer", set_up_drawer},
    {"price", set_up_price},
    {"price-approval", set_up_price_approval},
    {"close", set_up_close},
    {"close-short", set_up_close_short},
    {"x", set_up_x},
    {"stopped", set_up_stopped},
    {"enrol", set_up_enrol},
    {"payment-card", scene_payment_card},
    {"payment-qr", scene_payment_qr},
    {"payment-unknown", scene_payment_unknown},
    {"payment-late", scene_payment_late},
    {"void", scene_void},
    {"manager-conflict", scene_manager_conflict},
    {"manager-quarantine", scene_manager_quarantine},
    {"manager-bound", scene_manager_bound},
    {"manager-unknown", scene_manager_unknown},
    {"manager-wish", scene_manager_wish},
    {"manager-event", scene_manager_event},
    {"manager-stale", scene_manager_stale},
    {"manager-empty", scene_manager_empty},
    {"today", scene_today},
    {"today-empty", scene_today_empty},
};
const guint n_scenes = G_N_ELEMENTS (scenes);
