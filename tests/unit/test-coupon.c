/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coupons: each condition met and not met, the words for it, and the shares of the lines. */
#include <string.h>

#include "core/basket.h"
#include "core/coupon.h"

#define SNACKS 4
#define DRINKS 5

typedef struct {
  const char *about;
  HufuCouponTerms terms;
  HufuCouponSale sale;
  HufuCouponCondition condition;
  gint64 off_minor, missing_minor;
  const char *en, *zh;
} Row;

#define ANYBODY .min_level = -1
#define GOODS(minor) .fitting_minor = (minor), .left_minor = (minor)
#define AT(day, hour) .has_time = TRUE, .weekday = (day), .minute = (hour)*60
#define SNACKS_ONLY                                                                                \
  .categories = {SNACKS}, .n_categories = 1, .target_en = "snacks", .target_zh = "零食"

static const Row rows[] = {
    {"nothing asked for",
     {.off_minor = 2000, ANYBODY},
     {GOODS (5000)},
     HUFU_COUPON_MET,
     2000,
     0,
     "",
     ""},
    {"never more than the goods cost",
     {.off_minor = 2000, ANYBODY},
     {GOODS (1500)},
     HUFU_COUPON_MET,
     1500,
     0,
     "",
     ""},
    {"never more than other coupons leave",
     {.off_minor = 2000, ANYBODY},
     {.fitting_minor = 5000, .left_minor = 700},
     HUFU_COUPON_MET,
     700,
     0,
     "",
     ""},
    {"exactly enough",
     {.off_minor = 2000, .min_spend_minor = 20000, ANYBODY},
     {GOODS (20000)},
     HUFU_COUPON_MET,
     2000,
     0,
     "",
     ""},
    {"one cent short",
     {.off_minor = 2000, .min_spend_minor = 20000, ANYBODY},
     {GOODS (19999)},
     HUFU_COUPON_SPEND,
     0,
     1,
     "Spend 0.01 more",
     "再买 0.01 元可用"},
    {"short of",
     {.off_minor = 2000, .min_spend_minor = 20000, ANYBODY},
     {GOODS (16150)},
     HUFU_COUPON_SPEND,
     0,
     3850,
     "Spend 38.50 more",
     "再买 38.50 元可用"},
    {"short of on its goods",
     {.off_minor = 1000, .min_spend_minor = 5000, SNACKS_ONLY, ANYBODY},
     {GOODS (3000)},
     HUFU_COUPON_SPEND,
     0,
     2000,
     "Spend 20.00 more on snacks",
     "再买零食 20.00 元可用"},
    {"other goods only",
     {.off_minor = 1000, .min_spend_minor = 5000, SNACKS_ONLY, ANYBODY},
     {GOODS (0)},
     HUFU_COUPON_GOODS,
     0,
     5000,
     "Only on snacks",
     "仅限零食"},
    {"goods without a name",
     {.off_minor = 1, .products = {7}, .n_products = 1, ANYBODY},
     {GOODS (0)},
     HUFU_COUPON_GOODS,
     0,
     0,
     "Only on certain goods",
     "仅限指定商品"},
    {"an empty sale",
     {.off_minor = 1, ANYBODY},
     {GOODS (0)},
     HUFU_COUPON_GOODS,
     0,
     0,
     "Scan the products first",
     "请先扫商品"},
    {"an empty sale with a threshold",
     {.off_minor = 1, .min_spend_minor = 20000, ANYBODY},
     {GOODS (0)},
     HUFU_COUPON_GOODS,
     0,
     20000,
     "Spend 200.00 more",
     "再买 200.00 元可用"},
    {"before its hours",
     {.off_minor = 1, .from_minute = 14 * 60, .to_minute = 1440, ANYBODY},
     {GOODS (500), AT (1, 13)},
     HUFU_COUPON_TIME,
     0,
     0,
     "From 14:00",
     "14:00 起可用"},
    {"the hour it begins",
     {.off_minor = 1, .from_minute = 14 * 60, .to_minute = 1440, ANYBODY},
     {GOODS (500), AT (1, 14)},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
    {"the hour it ends",
     {.off_minor = 1, .from_minute = 14 * 60, .to_minute = 17 * 60, ANYBODY},
     {GOODS (500), AT (1, 17)},
     HUFU_COUPON_TIME,
     0,
     0,
     "From 14:00 to 17:00",
     "14:00 至 17:00 可用"},
    {"redeemed before, the time is over",
     {.off_minor = 1, .from_minute = 14 * 60, .to_minute = 17 * 60, ANYBODY},
     {GOODS (500)},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
    {"over midnight",
     {.off_minor = 1, .from_minute = 22 * 60, .to_minute = 2 * 60, ANYBODY},
     {GOODS (500), AT (2, 1)},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
    {"over midnight, the day is that of its beginning",
     {.off_minor = 1, .days = 1U << 6, .from_minute = 22 * 60, .to_minute = 2 * 60, ANYBODY},
     {GOODS (500), AT (1, 1)},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
    {"after midnight of another day",
     {.off_minor = 1, .days = 1U << 6, .from_minute = 22 * 60, .to_minute = 2 * 60, ANYBODY},
     {GOODS (500), AT (7, 1)},
     HUFU_COUPON_DAY,
     0,
     0,
     "Only on Sun",
     "仅限周日"},
    {"a weekday",
     {.off_minor = 1, .days = 1U | 1U << 5, ANYBODY},
     {GOODS (500), AT (6, 9)},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
    {"another weekday",
     {.off_minor = 1, .days = 1U | 1U << 5, ANYBODY},
     {GOODS (500), AT (3, 9)},
     HUFU_COUPON_DAY,
     0,
     0,
     "Only on Mon, Sat",
     "仅限周一、周六"},
    {"no member",
     {.off_minor = 1, .min_level = 0},
     {GOODS (500)},
     HUFU_COUPON_MEMBER,
     0,
     0,
     "For members: scan the member code",
     "会员专用，请先扫会员码"},
    {"any member",
     {.off_minor = 1, .min_level = 0},
     {GOODS (500), .has_member = TRUE},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
    {"a lower level",
     {.off_minor = 1, .min_level = 2},
     {GOODS (500), .has_member = TRUE, .member_level = 1},
     HUFU_COUPON_LEVEL,
     0,
     0,
     "From member level 2",
     "会员等级 2 起可用"},
    {"the level",
     {.off_minor = 1, .min_level = 2},
     {GOODS (500), .has_member = TRUE, .member_level = 2},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
    {"for itself",
     {.off_minor = 1, .alone = TRUE, ANYBODY},
     {GOODS (500), .has_other = TRUE},
     HUFU_COUPON_OTHER,
     0,
     0,
     "Not together with another coupon",
     "不能与其他优惠券同用"},
    {"beside one that is for itself",
     {.off_minor = 1, ANYBODY},
     {GOODS (500), .has_other = TRUE, .other_alone = TRUE},
     HUFU_COUPON_OTHER,
     0,
     0,
     "Not together with another coupon",
     "不能与其他优惠券同用"},
    {"a percentage",
     {.off_minor = 3000, .off_percent = 20, ANYBODY},
     {GOODS (10000)},
     HUFU_COUPON_MET,
     2000,
     0,
     "",
     ""},
    {"a percentage up to its most",
     {.off_minor = 3000, .off_percent = 20, ANYBODY},
     {GOODS (15001)},
     HUFU_COUPON_MET,
     3000,
     0,
     "",
     ""},
    {"half a cent is rounded up",
     {.off_minor = 3000, .off_percent = 50, ANYBODY},
     {GOODS (333)},
     HUFU_COUPON_MET,
     167,
     0,
     "",
     ""},
    {"less than half a cent is rounded down",
     {.off_minor = 3000, .off_percent = 12, ANYBODY},
     {GOODS (103)},
     HUFU_COUPON_MET,
     12,
     0,
     "",
     ""},
    {"one cent at least",
     {.off_minor = 3000, .off_percent = 1, ANYBODY},
     {GOODS (30)},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
    {"a percentage of what other coupons leave",
     {.off_minor = 3000, .off_percent = 50, ANYBODY},
     {.fitting_minor = 5000, .left_minor = 1000},
     HUFU_COUPON_MET,
     500,
     0,
     "",
     ""},
    {"a percentage of its goods alone",
     {.off_minor = 3000, .off_percent = 20, .min_spend_minor = 5000, SNACKS_ONLY, ANYBODY},
     {GOODS (3000)},
     HUFU_COUPON_SPEND,
     0,
     2000,
     "Spend 20.00 more on snacks",
     "再买零食 20.00 元可用"},
    {"beside another",
     {.off_minor = 1, ANYBODY},
     {GOODS (500), .has_other = TRUE},
     HUFU_COUPON_MET,
     1,
     0,
     "",
     ""},
};

static void
test_conditions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Row *row = &rows[i];
    HufuCouponVerdict verdict;
    g_autofree char *en = NULL, *zh = NULL;

    g_test_message ("%s", row->about);
    g_assert_true (hufu_coupon_terms_are_good (&row->terms));
    hufu_coupon_judge (&row->terms, &row->sale, &verdict);
    g_assert_cmpint (verdict.condition, ==, row->condition);
    g_assert_cmpint (verdict.off_minor, ==, row->off_minor);
    g_assert_cmpint (verdict.missing_minor, ==, row->missing_minor);
    en = hufu_coupon_explain (&row->terms, &verdict, HUFU_LANG_EN);
    zh = hufu_coupon_explain (&row->terms, &verdict, HUFU_LANG_ZH);
    g_assert_cmpstr (en, ==, row->en);
    g_assert_cmpstr (zh, ==, row->zh);
  }
}

static void
test_description (void)
{
  static const struct {
    HufuCouponTerms terms;
    const char *en, *zh;
  } described[] = {
      {{.off_minor = 1, ANYBODY}, "", ""},
      {{.min_spend_minor = 20000, ANYBODY}, "From 200.00", "满 200.00 元"},
      {{.min_spend_minor = 5000, SNACKS_ONLY, ANYBODY}, "From 50.00 on snacks", "零食满 50.00 元"},
      {{SNACKS_ONLY, .days = 3, .from_minute = 840, .to_minute = 1020, .min_level = 2,
        .alone = TRUE},
       "Only on snacks • Mon, Tue • From 14:00 to 17:00 • member level 2 or more • no other coupon",
       "仅限零食，周一、周二，14:00 至 17:00 可用，会员等级 2 起，不与其他券同用"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (described); i++) {
    g_autofree char *en = hufu_coupon_describe (&described[i].terms, HUFU_LANG_EN);
    g_autofree char *zh = hufu_coupon_describe (&described[i].terms, HUFU_LANG_ZH);

    g_assert_cmpstr (en, ==, described[i].en);
    g_assert_cmpstr (zh, ==, described[i].zh);
  }
}

static void
test_description_of_a_part (void)
{
  const HufuCouponTerms sum = {.off_minor = 3000, ANYBODY};
  const HufuCouponTerms part = {.off_minor = 3000, .off_percent = 15, ANYBODY};
  g_autofree char *none = hufu_coupon_describe_part (&sum, HUFU_LANG_EN);
  g_autofree char *en = hufu_coupon_describe_part (&part, HUFU_LANG_EN);
  g_autofree char *zh = hufu_coupon_describe_part (&part, HUFU_LANG_ZH);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (en, ==, "15% off, at most 30.00");
  g_assert_cmpstr (zh, ==, "减 15%，最多 30.00 元");
}

static void
test_bad_terms (void)
{
  static const HufuCouponTerms bad[] = {
      {.off_minor = -1, ANYBODY},
      {.min_spend_minor = -1, ANYBODY},
      {.days = 128, ANYBODY},
      {.from_minute = -1, ANYBODY},
      {.to_minute = 1441, ANYBODY},
      {.min_level = -2},
      {.n_products = 17, ANYBODY},
      {.n_categories = 17, ANYBODY},
      {.off_minor = HUFU_MONEY_MAX_MINOR + 1, ANYBODY},
      {.off_minor = 1, .off_percent = -1, ANYBODY},
      {.off_minor = 1, .off_percent = 100, ANYBODY},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (hufu_coupon_terms_are_good (&bad[i]));
}

/* ---- in a basket ---- */

static guint32
add_line (HufuBasket *basket, gint64 product_id, gint64 category_id, gint64 price_minor)
{
  g_autoptr (HufuLine) line = hufu_line_new ();
  guint32 line_no = 0;

  line->product_id = product_id;
  line->category_id = category_id;
  line->list_price_minor = price_minor;
  line->tax_ppm = 130000;
  g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, HUFU_EDIT_OK);
  return line_no;
}

static HufuEdit
add_coupon (HufuBasket *basket, guint8 use, const HufuCouponTerms *terms, HufuTenderState state)
{
  g_autoptr (HufuDiscount) discount = hufu_discount_new ();

  discount->use_id.bytes[15] = use;
  discount->terms = *terms;
  discount->state = state;
  return hufu_basket_add_discount (basket, discount);
}

static HufuTotals
totals_of (const HufuBasket *basket)
{
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  return totals;
}

static const HufuCouponTerms snack_coupon = {
    .off_minor = 1000, .min_spend_minor = 3000, SNACKS_ONLY, ANYBODY};
static const HufuCouponTerms any_coupon = {.off_minor = 2000, .min_spend_minor = 20000, ANYBODY};

static void
test_in_a_sale (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  const HufuId use = {.bytes[15] = 1}, second = {.bytes[15] = 2};
  guint32 shirt, nuts;

  shirt = add_line (basket, 1, 1, 19900);
  g_assert_cmpint (add_coupon (basket, 1, &any_coupon, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_COUPON);
  nuts = add_line (basket, 2, SNACKS, 3333);
  g_assert_cmpint (add_coupon (basket, 1, &any_coupon, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (add_coupon (basket, 1, &any_coupon, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (basket->discounts->len, ==, 1);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 19900 + 3333 - 2000);
  g_assert_cmpint (totals_of (basket).coupon_minor, ==, 2000);
  g_assert_cmpint (totals_of (basket).saved_minor, ==, 2000);
  /* 2000 * 19900 / 23233 = 1713.08, the rest is of the other line; the tax is of what is left. */
  g_assert_cmpint (hufu_basket_find_line (basket, shirt)->off_minor[HUFU_OFF_COUPON], ==, 1713);
  g_assert_cmpint (hufu_basket_find_line (basket, nuts)->off_minor[HUFU_OFF_COUPON], ==, 287);
  g_assert_cmpint (hufu_basket_find_line (basket, shirt)->tax_minor, ==,
                   hufu_money_included_tax (19900 - 1713, 130000));
  /* Another one takes its part of what is left of its goods. */
  g_assert_cmpint (add_coupon (basket, 2, &snack_coupon, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_find_line (basket, nuts)->off_minor[HUFU_OFF_COUPON], ==, 1287);
  g_assert_null (hufu_basket_find_lapsed (basket, 0));
  g_assert_true (hufu_basket_has_redeemed (basket));
  /* Without the nuts neither applies; the one that was redeemed first is named first. */
  g_assert_cmpint (hufu_basket_remove (basket, nuts), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 19900);
  g_assert_true (hufu_id_equal (&hufu_basket_find_lapsed (basket, 0)->use_id, &use));
  g_assert_true (hufu_id_equal (&hufu_basket_find_lapsed (basket, 1)->use_id, &second));
  g_assert_null (hufu_basket_find_lapsed (basket, 2));
  g_assert_true (hufu_basket_remove_use (basket, &use));
  g_assert_false (hufu_basket_remove_use (basket, &use));
  g_assert_cmpuint (basket->discounts->len, ==, 1);
}

/* A percentage follows the lines of its sale, and its parts add up to the cent. */
static void
test_percentage (void)
{
  const HufuCouponTerms terms = {.off_minor = 3000, .off_percent = 20, SNACKS_ONLY, ANYBODY};
  const HufuId use = {.bytes[15] = 1};
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 nuts, crisps;

  add_line (basket, 1, 1, 19900);
  nuts = add_line (basket, 2, SNACKS, 3333);
  g_assert_cmpint (add_coupon (basket, 1, &terms, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).coupon_minor, ==, 667); /* 666.6 */
  crisps = add_line (basket, 3, SNACKS, 1290);
  g_assert_cmpint (totals_of (basket).coupon_minor, ==, 925); /* 924.6 */
  /* 666.89 and 258.11: the larger remainder gets the odd cent. */
  g_assert_cmpint (hufu_basket_find_line (basket, nuts)->off_minor[HUFU_OFF_COUPON], ==, 667);
  g_assert_cmpint (hufu_basket_find_line (basket, crisps)->off_minor[HUFU_OFF_COUPON], ==, 258);
  add_line (basket, 4, SNACKS, 30000);
  g_assert_cmpint (totals_of (basket).coupon_minor, ==, 3000);
  g_assert_true (hufu_basket_remove_use (basket, &use));
  g_assert_cmpint (totals_of (basket).coupon_minor, ==, 0);
}

/* One that has no answer takes nothing off, and the sale waits for it. */
static void
test_pending (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);

  add_line (basket, 1, 1, 20000);
  g_assert_cmpint (add_coupon (basket, 1, &any_coupon, HUFU_TENDER_PENDING), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 20000);
  g_assert_null (hufu_basket_find_lapsed (basket, 0));
  g_assert_cmpint (hufu_basket_pay_cash (basket, 20000, 1, HUFU_ROUND_HALF_UP), ==,
                   HUFU_EDIT_PENDING);
}

/* What a voucher has paid is not taken away again by a coupon. */
static void
test_below_what_is_paid (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  g_autoptr (HufuTender) tender = hufu_tender_new ();

  add_line (basket, 1, 1, 20000);
  tender->kind = HUFU_TENDER_VOUCHER;
  tender->state = HUFU_TENDER_TAKEN;
  tender->use_id.bytes[0] = 1;
  tender->amount_minor = 19000;
  g_assert_cmpint (hufu_basket_add_tender (basket, tender), ==, HUFU_EDIT_OK);
  g_assert_cmpint (add_coupon (basket, 1, &any_coupon, HUFU_TENDER_TAKEN), ==,
                   HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpuint (basket->discounts->len, ==, 0);
}

/* Whatever the lines: the shares add up to the unit, and none is more than its line costs. */
static void
test_shares (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  for (guint round = 0; round < 300; round++) {
    g_autoptr (HufuBasket) basket = hufu_basket_new (156);
    HufuCouponTerms terms = {.off_minor = g_rand_int_range (rand, 1, 30000),
                             .off_percent = round % 2 == 0 ? 0 : g_rand_int_range (rand, 1, 100),
                             ANYBODY};
    gint n = g_rand_int_range (rand, 1, 12), n_coupons = g_rand_int_range (rand, 1, 4);
    gint64 sum_minor = 0, whole_minor = 0;

    for (gint i = 0; i < n; i++)
      add_line (basket, i + 1, 1, g_rand_int_range (rand, 0, 5000));
    for (gint i = 0; i < n_coupons; i++)
      (void)!add_coupon (basket, (guint8)(i + 1), &terms, HUFU_TENDER_TAKEN);
    for (guint i = 0; i < basket->lines->len; i++) {
      const HufuLine *line = basket->lines->pdata[i];

      g_assert_cmpint (line->off_minor[HUFU_OFF_COUPON], >=, 0);
      g_assert_cmpint (line->off_minor[HUFU_OFF_COUPON], <=, hufu_line_total_minor (line, FALSE));
      sum_minor += line->off_minor[HUFU_OFF_COUPON];
    }
    for (guint i = 0; i < basket->discounts->len; i++)
      whole_minor += ((const HufuDiscount *)basket->discounts->pdata[i])->verdict.off_minor;
    g_assert_cmpint (sum_minor, ==, whole_minor);
    g_assert_cmpint (totals_of (basket).coupon_minor, ==, whole_minor);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coupon/conditions", test_conditions);
  g_test_add_func ("/coupon/description", test_description);
  g_test_add_func ("/coupon/bad-terms", test_bad_terms);
  g_test_add_func ("/coupon/in-a-sale", test_in_a_sale);
  g_test_add_func ("/coupon/description-of-a-part", test_description_of_a_part);
  g_test_add_func ("/coupon/percentage", test_percentage);
  g_test_add_func ("/coupon/pending", test_pending);
  g_test_add_func ("/coupon/below-what-is-paid", test_below_what_is_paid);
  g_test_add_func ("/coupon/shares", test_shares);
  return g_test_run ();
}
