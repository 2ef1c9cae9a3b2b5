/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/scenes.h"

#include "counter/price-pad-private.h"

#include "tests/ui/scenes-detail.h"
#include "tests/ui/scenes-manager.h"
#include "tests/ui/scenes-payment.h"
#include "tests/ui/scenes-shift.h"
#include "tests/ui/scenes-voucher.h"

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
  fake_basket_set (counter, "fact", T ("含税 55.94", "incl. tax 55.94"));
  fake_basket_set (counter, "due", "486.25");
  fake_basket_set (counter, "member", "138****2706");
  fake_basket_set (counter, "points", T ("1,240 积分", "1,240 pts"));
}

void
scene_counter (HufuCounter *counter)
{
  fill_basket (counter);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_primary (counter, HUFU_ACT_PAY, T ("收款", "Take payment"), "F12");
  hufu_counter_select_line (counter, 3);
}

/* While they were in the basket, one product got another price and one is sold no more. */
static void
scene_shelf (HufuCounter *counter)
{
  fill_basket (counter);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  fake_counter_set_primary (counter, HUFU_ACT_PAY, T ("收款", "Take payment"), "F12");
  fake_basket_reprice (
      counter, 1, "1,259.00",
      T ("现价 1,259.00，本行保留原价", "Now 1,259.00; this line keeps its price"));
  fake_basket_reprice (counter, 3, "",
                       T ("商品已下架，按原价保留", "No longer in the catalogue; price kept"));
  hufu_counter_select_line (counter, 2);
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
  scene_counter (counter);
  g_object_set (hufu_counter_get_status (counter), "network", HUFU_NETWORK_OFFLINE, "network-text",
                T ("已断网 6 分钟", "Offline 6 min"), "unsent", G_GUINT64_CONSTANT (7),
                "oldest-text", T ("最久 6 分钟", "oldest 6 min"), "store-vouchers",
                G_GUINT64_CONSTANT (812), "offline-text",
                T ("张券断网可用", "vouchers work offline"), "tills", 0u, "unknown", 1u, "cases",
                3u, "exposure-text", T ("最多 1,870.00", "at most 1,870.00"), "limit-text",
                "3/50 · 120.00", "devices-text", T ("打印机缺纸", "Printer has no paper"), NULL);
}

static void
set_up_held (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_HELD);
  hufu_panel_set_about (
      panel, "list", T ("已挂起的单", "Held sales"),
      T ("点一单继续。本店有 1 台机现在联系不上。",
         "Touch one to go on with it. 1 till of the store cannot be reached now."));
  fake_elsewhere_add (counter, HUFU_HELD_THERE, HUFU_GIVING_MOVED, T ("7 号桌", "Table 7"),
                      "126.00", T ("2 号机 · 4 行 · 12 分钟前", "till 2 · 4 lines · 12 min ago"));
  fake_elsewhere_add (counter, HUFU_HELD_THERE, HUFU_GIVING_VOUCHER, "20:31", "58.00",
                      T ("2 号机 · 2 行 · 22 分钟前 · 只能在那台机完成：已核销券",
                         "till 2 · 2 lines · 22 min ago · stays there: a voucher was redeemed"));
  fake_elsewhere_add (
      counter, HUFU_HELD_ASKED, HUFU_GIVING_MOVED, T ("3 号机的单", "A sale of till 3"), "",
      T ("已向 3 号机要这一单，还没有答复", "till 3 was asked for it, no answer yet"));
  fake_elsewhere_add (
      counter, HUFU_HELD_LEFT, HUFU_GIVING_MOVED, T ("蓝色外套", "Blue coat"), "899.00",
      T ("4 号机 19:58 取走后已离开本店：请先确认那里是否已卖出",
         "till 4 took it at 19:58 and has left the store: ask whether it was sold there"));
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
set_up_tender_part (HufuCounter *counter)
{
  set_up_tender (counter);
  fake_basket_add (counter, HUFU_ROW_CASH, T ("现金", "Cash"), "", "1", "−50.00", "",
                   T ("现金先放一边；点这里可退回", "Keep it in sight; touch here to give it back"),
                   "");
  g_object_set (hufu_counter_get_cash_pad (counter), "due-text", "436.20", "part-text",
                T ("已收现金 50.00，还要付 436.20。", "50.00 in cash, 436.20 still to pay."),
                "received-minor", G_GINT64_CONSTANT (10000), "received-text", "100.00", "covered",
                FALSE, "short-text", T ("还差 336.20", "336.20 is missing"), NULL);
  fake_counter_set_primary (counter, HUFU_ACT_PRIMARY,
                            T ("先收现金 100.00，还差 336.20", "Take 100.00; 336.20 is missing"),
                            "Enter");
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
set_up_price (HufuCounter *counter)
{
  HufuPricePad *pad = hufu_counter_get_price_pad (counter);
  scene_counter (counter);
  hufu_price_pad_begin (pad, 1, HUFU_MARKDOWN_NONE);
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
train (HufuCounter *counter)
{
  g_object_set (hufu_counter_get_status (counter), "training", TRUE, "network",
                HUFU_NETWORK_OFFLINE, "network-text", T ("练习", "Training"), NULL);
}

static void
set_up_training (HufuCounter *counter)
{
  train (counter);
  scene_counter (counter);
}

static void
set_up_training_tender (HufuCounter *counter)
{
  train (counter);
  set_up_tender (counter);
}

static void
set_up_training_sign_in (HufuCounter *counter)
{
  train (counter);
  set_up_sign_in (counter);
}

static void
set_up_training_close (HufuCounter *counter)
{
  train (counter);
  scene_close_short (counter);
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
    {"counter", scene_counter},
    {"shelf", scene_shelf},
    {"empty", set_up_empty},
    {"offline", set_up_offline},
    {"ok", scene_ok},
    {"refused", scene_refused},
    {"unknown", scene_unknown},
    {"redeemed", scene_redeemed},
    {"voucher", scene_voucher},
    {"cash-voucher", scene_cash_voucher},
    {"coupon", scene_coupon},
    {"coupon-short", scene_coupon_short},
    {"batch", scene_batch},
    {"batch-in-part", scene_batch_in_part},
    {"held", set_up_held},
    {"detail-serial", scene_detail_serial},
    {"detail-due", scene_detail_due},
    {"detail-order", scene_detail_order},
    {"detail-off", scene_detail_off},
    {"detail-options", scene_detail_options},
    {"search", set_up_search},
    {"search-nothing", set_up_search_nothing},
    {"done", set_up_done},
    {"message", set_up_message},
    {"markup", set_up_markup},
    {"tender", set_up_tender},
    {"tender-part", set_up_tender_part},
    {"sign-in", set_up_sign_in},
    {"shift", scene_shift},
    {"drawer", scene_drawer},
    {"price", set_up_price},
    {"price-approval", set_up_price_approval},
    {"close", scene_close},
    {"close-short", scene_close_short},
    {"x", scene_x},
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
    {"manager-card", scene_manager_card},
    {"manager-wish", scene_manager_wish},
    {"manager-sign", scene_manager_sign},
    {"manager-event", scene_manager_event},
    {"manager-product", scene_manager_product},
    {"manager-stale", scene_manager_stale},
    {"manager-empty", scene_manager_empty},
    {"today", scene_today},
    {"today-store", scene_today_store},
    {"today-empty", scene_today_empty},
    {"staff", scene_staff},
    {"stock", scene_stock},
    {"staff-rights", scene_staff_rights},
    {"training", set_up_training},
    {"training-tender", set_up_training_tender},
    {"training-sign-in", set_up_training_sign_in},
    {"training-close", set_up_training_close},
    {"paper-receipt", scene_paper_receipt},
    {"paper-fault", scene_paper_fault},
    {"paper-label", scene_paper_label},
    {"stock-low", scene_stock_low},
    {"stock-product", scene_stock_product},
    {"stock-nothing", scene_stock_nothing},
    {"product", scene_product},
    {"product-new", scene_product_new},
    {"product-beyond", scene_product_beyond},
};
const guint n_scenes = G_N_ELEMENTS (scenes);
