/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of vouchers at the counter: coupons and what they ask for, vouchers bound to a member. */
#include <string.h>

#include "tests/counter/shop.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)
#define amounts(path, n) g_assert_cmpint (hufu_shop_number (shop, path), ==, n)
#define has(path, part) g_assert_nonnull (strstr (hufu_shop_text (shop, path), part))

static HufuShop *
new_with (const HufuShopVoucher *vouchers, gsize n, char **ret_codes)
{
  HufuShop *shop = hufu_shop_new ();

  for (gsize i = 0; i < n; i++) {
    hufu_shop_grant (shop, &vouchers[i]);
    ret_codes[i] = hufu_shop_make_code (shop, &vouchers[i]);
  }
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  return shop;
}

/* 20 off from 100; 5 off for members of level 2, alone. */
static const HufuShopVoucher coupons[] = {
    {.type = HUFU_VOUCHER_COUPON,
     .id = "e1",
     .value_minor = 2000,
     .terms = {.min_spend_minor = 10000, .min_level = -1}},
    {.type = HUFU_VOUCHER_COUPON,
     .id = "e2",
     .value_minor = 500,
     .terms = {.min_level = 2, .alone = TRUE}},
};

static void
test_coupon (void)
{
  g_autofree char *codes[2] = {NULL};
  g_autoptr (HufuShop) shop = new_with (coupons, 1, codes);

  hufu_shop_scan (shop, codes[0]);
  sees ("panel.reason", "R29");
  sees ("panel.sentence", "Spend 100.00 more. Then scan the coupon again.");
  has ("panel.say", "You keep it");
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S); /* 99.00 */
  hufu_shop_scan (shop, codes[0]);
  sees ("panel.sentence", "Spend 1.00 more. Then scan the coupon again.");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("panel.sentence", "再买 1.00 元可用。满足后请再扫这张券。");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_shop_scan (shop, HUFU_SHOP_TEA); /* 5.03 */
  hufu_shop_scan (shop, codes[0]);
  sees ("panel.kind", "voucher");
  sees ("panel.facts.0.value", "¥20.00");
  sees ("panel.use", "From 100.00");
  sees ("primary.label", "Take 20.00 off this sale");
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.reason", "R00");
  sees ("panel.sentence", "20.00 taken off this sale.");
  amounts ("basket.due_minor", 10403 - 2000);
  sees ("basket.rows.2.kind", "voucher");
  sees ("basket.rows.2.amount", "−20.00");
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 0);
  hufu_shop_scan (shop, codes[0]); /* not twice */
  sees ("panel.reason", "R11");
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_shop_pay_cash (shop, 10000);
  sees ("panel.kind", "done");
  hufu_shop_assert_whole (shop);
}

/* One glance tells of every kind what it is worth, for what, how often, until when, how sure. */
static void
test_glance (void)
{
  static const struct {
    HufuShopVoucher voucher;
    const char *worth, *uses, *label_en, *use_en, *label_zh, *use_zh;
  } rows[] = {
      {{.type = HUFU_VOUCHER_DEAL, .id = "e1"},
       "¥30.00",
       "1 of 1",
       "Good for",
       "2 teas",
       "可兑换",
       "茶 2 杯"},
      {{.type = HUFU_VOUCHER_PASS, .id = "e2", .uses = 3},
       "¥30.00",
       "3 of 3",
       "Each use is good for",
       "2 teas",
       "每次可兑换",
       "茶 2 杯"},
      {{.type = HUFU_VOUCHER_CASH, .id = "e3", .value_minor = 5000},
       "¥50.00",
       "1 of 1",
       "Pays for",
       "2 teas",
       "可抵扣",
       "茶 2 杯"},
      {{.type = HUFU_VOUCHER_COUPON, .id = "e4", .value_minor = 500, .terms = {.min_level = -1}},
       "¥5.00",
       "1 of 1",
       "Asks for",
       "Any goods of the store",
       "使用条件",
       "全店通用"},
  };
  HufuShopVoucher vouchers[G_N_ELEMENTS (rows)];
  char *codes[G_N_ELEMENTS (rows)];
  g_autoptr (HufuShop) shop = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    vouchers[i] = rows[i].voucher;
  shop = new_with (vouchers, G_N_ELEMENTS (rows), codes);
  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    hufu_shop_scan (shop, codes[i]);
    sees ("panel.kind", "voucher");
    counts ("panel.facts", 3);
    sees ("panel.facts.0.value", rows[i].worth);
    sees ("panel.facts.1.value", rows[i].uses);
    has ("panel.facts.2.hint", "days left");
    sees ("panel.note", "Certain: this till holds the right");
    sees ("panel.use_label", rows[i].label_en);
    sees ("panel.use", rows[i].use_en);
    hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
    hufu_shop_settle (shop);
    sees ("panel.use_label", rows[i].label_zh);
    sees ("panel.use", rows[i].use_zh);
    hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
    g_free (codes[i]);
  }
}

/* The tea goes, and with it what the coupon asked for: the customer keeps it. */
static void
test_coupon_lapses (void)
{
  g_autofree char *codes[2] = {NULL};
  g_autoptr (HufuShop) shop = new_with (coupons, 1, codes);

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_scan (shop, codes[0]);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  amounts ("basket.due_minor", 10403 - 2000);
  hufu_counter_delete_line (shop->counter, 2);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 9900);
  counts ("basket.rows", 1);
  g_assert_nonnull (strstr (shop->notices->str,
                            "no longer applies: Spend 1.00 more. The customer keeps the coupon."));
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS); /* and it works again */
  hufu_shop_scan (shop, codes[0]);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  amounts ("basket.due_minor", 9900 + 1290 - 2000);
  hufu_shop_act (shop, HUFU_ACT_UNDO);
  sees ("panel.reason", "R27");
  amounts ("basket.due_minor", 9900 + 1290);
  hufu_shop_assert_whole (shop);
}

/* Two that ask for the shirt go with it, and what the panel said of them. */
static void
test_coupons_lapse (void)
{
  static const HufuShopVoucher both[] = {
      {.type = HUFU_VOUCHER_COUPON,
       .id = "e1",
       .value_minor = 2000,
       .terms = {.min_spend_minor = 10000, .min_level = -1}},
      {.type = HUFU_VOUCHER_COUPON,
       .id = "e2",
       .value_minor = 500,
       .terms = {.min_spend_minor = 5000, .min_level = -1}},
  };
  g_autofree char *codes[2] = {NULL};
  g_autoptr (HufuShop) shop = new_with (both, 2, codes);

  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  for (guint i = 0; i < 2; i++) {
    hufu_shop_scan (shop, codes[i]);
    hufu_shop_act (shop, HUFU_ACT_REDEEM);
  }
  amounts ("basket.due_minor", 10403 - 2500);
  sees ("panel.sentence", "5.00 taken off this sale.");
  hufu_counter_delete_line (shop->counter, 2);
  hufu_shop_settle (shop);
  amounts ("basket.due_minor", 503);
  counts ("basket.rows", 1);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 2);
  sees ("panel.sentence", "");
  g_assert_nonnull (strstr (shop->notices->str, "keeps the coupon. \""));
  hufu_shop_assert_whole (shop);
}

static void
test_coupon_of_members (void)
{
  g_autofree char *codes[2] = {NULL};
  g_autoptr (HufuShop) shop = new_with (coupons, 2, codes);

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_scan (shop, codes[1]);
  has ("panel.sentence", "For members: scan the member code.");
  hufu_shop_type (shop, HUFU_SHOP_PHONE);
  hufu_shop_scan (shop, codes[1]);
  has ("panel.sentence", "From member level 2.");
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_shop_scan (shop, codes[0]);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", "R00");
  hufu_shop_scan (shop, codes[1]); /* alone */
  has ("panel.sentence", "Not together with another coupon.");
  hufu_shop_close (shop);
  hufu_shop_open (shop); /* a coupon survives a killed till */
  hufu_shop_sign_in (shop);
  amounts ("basket.due_minor", 10403 - 2000);
}

static void
test_holder (void)
{
  static const HufuShopVoucher deal = {.type = HUFU_VOUCHER_DEAL, .id = "f1", .holder = TRUE};
  g_autofree char *codes[1] = {NULL};
  g_autoptr (HufuShop) shop = new_with (&deal, 1, codes);

  hufu_shop_scan (shop, codes[0]);
  sees ("panel.reason", "R29");
  has ("panel.sentence", "It belongs to member 138****8000: scan the member code");
  has ("panel.say", "show your member code");
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
  hufu_shop_type (shop, HUFU_SHOP_PHONE);
  sees ("basket.member", "138****8000");
  hufu_shop_scan (shop, codes[0]);
  sees ("panel.kind", "voucher");
  has ("panel.subtitle", "holder 138****8000");
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.reason", "R00");
  hufu_shop_assert_whole (shop);
}

/* Several uses of a pass in one go, each with its own number and answer. */
static void
test_batch (void)
{
  static const HufuShopVoucher pass = {.type = HUFU_VOUCHER_PASS, .id = "a7", .uses = 12};
  g_autofree char *codes[1] = {NULL};
  g_autoptr (HufuShop) shop = new_with (&pass, 1, codes);

  hufu_shop_scan (shop, codes[0]);
  sees ("primary.label", "Redeem 1 use");
  g_assert_false (hufu_shop_offers (shop, HUFU_ACT_LESS_USES));
  for (guint i = 0; i < 12; i++) /* ten at most */
    hufu_shop_act (shop, HUFU_ACT_MORE_USES);
  sees ("primary.label", "Redeem 10 uses");
  g_assert_false (hufu_shop_offers (shop, HUFU_ACT_MORE_USES));
  for (guint i = 0; i < 7; i++)
    hufu_shop_act (shop, HUFU_ACT_LESS_USES);
  sees ("primary.label", "Redeem 3 uses");
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.headline", "Redeemed, 3 uses");
  sees ("panel.sentence", "Hand over 3 times: 2 teas");
  counts ("panel.steps", 1); /* those that came to the same stand together */
  sees ("panel.steps.0.time", "Uses 1 to 3");
  sees ("panel.steps.0.text", "R00 Redeemed");
  amounts ("panel.uses_spent", 3);
  counts ("basket.rows", 3);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 9);
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("panel.headline", "已核销 3 次");
  sees ("panel.steps.0.time", "第 1 至 3 次");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_shop_act (shop, HUFU_ACT_UNDO);
  counts ("basket.rows", 2);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 10);
  hufu_shop_assert_whole (shop);
}

/* One of them was recalled while the panel stood: what came of each is said. */
static void
test_batch_in_part (void)
{
  static const HufuShopVoucher pass = {.type = HUFU_VOUCHER_PASS, .id = "a8", .uses = 3};
  g_autofree char *codes[1] = {NULL};
  g_autoptr (HufuShop) shop = new_with (&pass, 1, codes);

  hufu_shop_scan (shop, codes[0]);
  hufu_shop_act (shop, HUFU_ACT_MORE_USES);
  hufu_shop_act (shop, HUFU_ACT_MORE_USES);
  hufu_shop_recall (shop, &pass, 2);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.headline", "Redeemed, 2 of 3");
  sees ("panel.tone", "ask");
  sees ("panel.sentence", "Hand over 2 times: 2 teas. Not redeemed: 1");
  sees ("panel.steps.0.time", "Uses 1 to 2");
  sees ("panel.steps.0.text", "R00 Redeemed");
  sees ("panel.steps.1.time", "Use 3");
  has ("panel.steps.1.text", "R11");
  counts ("basket.rows", 2);
  hufu_shop_act (shop, HUFU_ACT_UNDO); /* of the last that was redeemed */
  sees ("panel.reason", "R27");
  counts ("basket.rows", 1);
  hufu_shop_assert_whole (shop);
}

/* 50 for tea: it pays for tea alone, and the tea stays while it does. */
static void
test_cash_for_some_goods (void)
{
  static const HufuShopVoucher for_tea = {.type = HUFU_VOUCHER_CASH,
                                          .id = "e9",
                                          .value_minor = 5000,
                                          .terms = {.products = {2},
                                                    .n_products = 1,
                                                    .target_en = "tea",
                                                    .target_zh = "茶",
                                                    .min_level = -1}};
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&for_tea, 1, &code);

  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S); /* 99.00 */
  hufu_shop_scan (shop, code);
  sees ("panel.use", "Only on tea");
  sees ("panel.facts.0.hint", "0.00 off its goods in this sale");
  sees ("primary.label", "Scan the goods it pays for");
  hufu_shop_scan (shop, HUFU_SHOP_TEA); /* 5.03 */
  hufu_shop_scan (shop, code);
  sees ("primary.label", "Use 5.03 for this sale");
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.reason", "R00");
  amounts ("basket.due_minor", 9900);
  for (guint i = 0; i < 2; i++) {
    hufu_counter_delete_line (shop->counter, 2);
    hufu_shop_settle (shop);
    counts ("basket.rows", 3);
    hufu_shop_close (shop); /* and after a restart */
    hufu_shop_open (shop);
    hufu_shop_sign_in (shop);
  }
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_shop_pay_cash (shop, 10000);
  sees ("panel.kind", "done");
  hufu_shop_assert_whole (shop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kinds/coupon", test_coupon);
  g_test_add_func ("/kinds/glance", test_glance);
  g_test_add_func ("/kinds/coupon-lapses", test_coupon_lapses);
  g_test_add_func ("/kinds/coupons-lapse", test_coupons_lapse);
  g_test_add_func ("/kinds/coupon-of-members", test_coupon_of_members);
  g_test_add_func ("/kinds/cash-for-some-goods", test_cash_for_some_goods);
  g_test_add_func ("/kinds/holder", test_holder);
  g_test_add_func ("/kinds/batch", test_batch);
  g_test_add_func ("/kinds/batch-in-part", test_batch_in_part);
  return g_test_run ();
}
