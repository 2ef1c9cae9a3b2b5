/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promotions: when they are on, and what holds of every basket whatever is in it. What they take
 * off is held against an oracle in tests/oracle. */
#include "core/basket.h"

#include <stdlib.h>
#include <string.h>

#define LINES_MAX 8
#define BASKETS 10000
#define BASKETS_FULL 1000000

static void
test_when (void)
{
  static const struct {
    guint days; /* bit 0 = Monday */
    gint from_minute, to_minute;
    gint day, minute;
    gboolean on;
  } rows[] = {
      {0, 0, 0, 3, 700, TRUE},
      {0, 840, 1020, 3, 839, FALSE},
      {0, 840, 1020, 3, 840, TRUE},
      {0, 840, 1020, 3, 1019, TRUE},
      {0, 840, 1020, 3, 1020, FALSE},
      {0x1f, 840, 1020, 4, 900, TRUE},
      {0x1f, 840, 1020, 5, 900, FALSE},
      /* Over midnight: the hours after it belong to the day before. */
      {0x10, 1320, 120, 4, 1400, TRUE},
      {0x10, 1320, 120, 5, 60, TRUE},
      {0x10, 1320, 120, 5, 1400, FALSE},
      {0x10, 1320, 120, 4, 60, FALSE},
      {0x40, 1320, 120, 0, 60, TRUE},
  };
  HufuPromotion promotion;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    hufu_promotion_init (&promotion);
    promotion.days = rows[i].days;
    promotion.from_minute = rows[i].from_minute;
    promotion.to_minute = rows[i].to_minute;
    g_assert_cmpint (hufu_promotion_is_on (&promotion, 0, rows[i].day * 1440 + rows[i].minute), ==,
                     rows[i].on);
  }
  hufu_promotion_init (&promotion);
  promotion.from_utc_s = 100;
  promotion.until_utc_s = 200;
  g_assert_false (hufu_promotion_is_on (&promotion, 99, 0));
  g_assert_true (hufu_promotion_is_on (&promotion, 100, 0));
  g_assert_true (hufu_promotion_is_on (&promotion, 199, 0));
  g_assert_false (hufu_promotion_is_on (&promotion, 200, 0));
}

/* ---- any basket ---- */

static void
draw_promotion (GRand *rand, guint n, HufuPromotion *promotion)
{
  hufu_promotion_init (promotion);
  g_snprintf (promotion->id, sizeof promotion->id, "p%u", n);
  promotion->kind = (HufuPromotionKind)g_rand_int_range (rand, 0, HUFU_PROMOTION_KIND_COUNT);
  promotion->percent = g_rand_int_range (rand, 1, 101);
  promotion->amount_minor = g_rand_int_range (rand, 1, 5000);
  promotion->min_spend_minor = g_rand_int_range (rand, 1, 20000);
  promotion->buy = (guint)g_rand_int_range (rand, 1, 4);
  promotion->get = (guint)g_rand_int_range (rand, 1, 3);
  promotion->priority = g_rand_int_range (rand, 0, 3);
  promotion->repeats = g_rand_boolean (rand);
  promotion->times_max = (guint)g_rand_int_range (rand, 0, 3);
  g_strlcpy (promotion->group, g_rand_boolean (rand) ? "g" : "", sizeof promotion->group);
  if (promotion->kind == HUFU_PROMOTION_THRESHOLD && g_rand_boolean (rand))
    promotion->amount_minor = 0;
  else if (promotion->kind == HUFU_PROMOTION_THRESHOLD)
    promotion->percent = 0;
  if (promotion->kind == HUFU_PROMOTION_BUNDLE)
    promotion->n_parts = (gsize)g_rand_int_range (rand, 1, 4);
  for (gsize i = 0; i < promotion->n_parts; i++) {
    promotion->parts[i].pieces = (guint)g_rand_int_range (rand, 1, 3);
    promotion->parts[i].n_categories = (gsize)g_rand_int_range (rand, 0, 2);
    promotion->parts[i].categories[0] = g_rand_int_range (rand, 1, 4);
  }
  g_assert_true (hufu_promotion_is_good (promotion));
}

static HufuMarkdown
draw_markdown (GRand *rand, gboolean line)
{
  HufuMarkdown markdown = {
      .kind = (HufuMarkdownKind)g_rand_int_range (
          rand, line ? HUFU_MARKDOWN_PRICE : HUFU_MARKDOWN_PERCENT, HUFU_MARKDOWN_KIND_COUNT),
      .value = g_rand_int_range (rand, 1, 101),
      .reason = "tag"};

  markdown.approved_by.bytes[0] = g_rand_boolean (rand) ? 1 : 0;
  return markdown;
}

static GPtrArray *
draw_lines (GRand *rand)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_line_free);
  gint n = g_rand_int_range (rand, 1, LINES_MAX + 1);

  for (gint i = 0; i < n; i++) {
    HufuLine *line = hufu_line_new ();

    line->product_id = g_rand_int_range (rand, 1, 6);
    line->category_id = line->product_id % 3 + 1;
    line->by_weight = line->product_id == 5;
    line->qty_milli =
        line->by_weight ? g_rand_int_range (rand, 1, 5000) : g_rand_int_range (rand, 1, 6) * 1000;
    line->list_price_minor = line->product_id * 333 + (line->by_weight ? 7 : 0);
    line->member_price_minor = line->product_id == 2 ? 600 : -1;
    line->tax_ppm = line->product_id == 1 ? 130000 : 60000;
    if (g_rand_int_range (rand, 0, 4) == 0)
      line->markdown = draw_markdown (rand, TRUE);
    line->markdown.base_minor = 1000;
    g_ptr_array_add (lines, line);
  }
  return lines;
}

/* Added to the prices or contained in them; two taxes on one class, the second on top of the first
 * or not. NULL: as the catalogue says. */
static HufuTaxRules *
draw_taxes (GRand *rand)
{
  HufuTaxRules *rules;

  if (g_rand_int_range (rand, 0, 4) == 0)
    return NULL;
  rules = hufu_tax_rules_new ();
  g_strlcpy (rules->jurisdiction, "X", sizeof rules->jurisdiction);
  rules->added = g_rand_boolean (rand);
  rules->by_receipt = g_rand_boolean (rand);
  rules->rounding = g_rand_boolean (rand) ? HUFU_ROUND_HALF_UP : HUFU_ROUND_HALF_EVEN;
  rules->n_classes = 2;
  for (gsize i = 0; i < rules->n_classes; i++) {
    HufuTaxClass *class = &rules->classes[i];

    g_snprintf (class->id, sizeof class->id, "c%u", (guint)i);
    class->n_taxes = (gsize)g_rand_int_range (rand, 0, 3);
    for (gsize n = 0; n < class->n_taxes; n++) {
      class->taxes[n] = (HufuTax){.rate_ppm = g_rand_int_range (rand, 0, 300000),
                                  .compound = n > 0 && g_rand_boolean (rand)};
      g_snprintf (class->taxes[n].id, sizeof class->taxes[n].id, "t%u", (guint)n);
      g_strlcpy (class->taxes[n].name_en, "T", sizeof class->taxes[n].name_en);
      g_strlcpy (class->taxes[n].name_zh, "T", sizeof class->taxes[n].name_zh);
    }
  }
  rules->classes[1].categories[rules->classes[1].n_categories++] = 2;
  g_assert_true (hufu_tax_rules_are_good (rules));
  return rules;
}

static void
add_coupon (HufuBasket *basket, const HufuCouponTerms *terms, guint8 number)
{
  HufuDiscount *discount = hufu_discount_new ();

  discount->use_id.bytes[0] = number;
  discount->state = HUFU_TENDER_TAKEN;
  discount->terms = *terms;
  discount->terms.off_minor += number * 10;
  g_ptr_array_add (basket->discounts, discount);
}

/* What is sold, but for the order of its lines. */
typedef struct {
  GPtrArray *lines;
  HufuPromotionSet *set;
  HufuTaxRules *taxes; /* NULL = none */
  HufuMarkdown markdown;
  HufuCouponTerms terms;
  guint8 n_coupons;
  gboolean member;
} Draw;

static HufuBasket *
make_basket (const Draw *draw, const guint *order)
{
  HufuBasket *basket = hufu_basket_new (156);

  basket->has_member = draw->member;
  for (guint i = 0; i < draw->lines->len; i++) {
    HufuLine *line = hufu_line_copy (draw->lines->pdata[order[i]]);

    line->line_no = i + 1;
    g_ptr_array_add (basket->lines, line);
  }
  basket->markdown = draw->markdown;
  for (guint8 i = 1; i <= draw->n_coupons; i++)
    add_coupon (basket, &draw->terms, i);
  hufu_basket_set_promotions (basket, draw->set);
  if (draw->taxes != NULL)
    hufu_basket_set_taxes (basket, draw->taxes);
  return basket;
}

/* Fisher and Yates: each order is as likely as any other. */
static void
shuffle (GRand *rand, guint *order, guint n)
{
  for (guint i = n; i > 1; i--) {
    guint other = (guint)g_rand_int_range (rand, 0, (gint32)i), kept = order[i - 1];

    order[i - 1] = order[other];
    order[other] = kept;
  }
}

/* Vouchers, cards, wallets and cash for a part, as long as there is enough left for each. */
static void
pay_parts (GRand *rand, HufuBasket *basket)
{
  gint n = g_rand_int_range (rand, 0, 4);
  HufuTotals totals;

  for (gint i = 0; i < n; i++) {
    g_autoptr (HufuTender) tender = hufu_tender_new ();

    hufu_basket_get_totals (basket, &totals);
    if (totals.due_minor < 20)
      return;
    tender->kind = (HufuTenderKind)g_rand_int_range (rand, HUFU_TENDER_CASH, HUFU_TENDER_DEPOSIT);
    tender->state = HUFU_TENDER_TAKEN;
    tender->use_id.bytes[1] = (guint8)(i + 1);
    tender->amount_minor = g_rand_int_range (rand, 1, (gint32)totals.due_minor + 1);
    if (tender->kind != HUFU_TENDER_CASH)
      g_assert_cmpint (hufu_basket_add_tender (basket, tender), ==, HUFU_EDIT_OK);
    else
      g_assert_cmpint (
          hufu_basket_pay_part (basket, MAX ((tender->amount_minor - 1) / 10, 1) * 10, 10), ==,
          HUFU_EDIT_OK);
  }
}

/* The sum tendered is what is due; change and rounding are of cash alone. */
static void
assert_paid (const HufuBasket *basket)
{
  gint64 settled_minor = 0;
  guint n_cash = 0;
  HufuTotals totals;

  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = basket->tenders->pdata[i];
    gboolean cash = tender->kind == HUFU_TENDER_CASH;

    n_cash += cash ? 1 : 0;
    settled_minor += tender->amount_minor - tender->rounding_minor;
    g_assert_true (cash || (tender->change_minor == 0 && tender->rounding_minor == 0));
    g_assert_true (!cash || tender->received_minor - tender->change_minor == tender->amount_minor);
    g_assert_cmpint (tender->change_minor, >=, 0);
  }
  hufu_basket_get_totals (basket, &totals);
  g_assert_cmpuint (n_cash, <=, 1);
  g_assert_cmpint (settled_minor, ==, totals.gross_minor);
  g_assert_cmpint (totals.taken_minor, ==, totals.gross_minor);
  g_assert_cmpint (totals.due_minor, ==, 0);
}

static void
assert_parts_are_the_whole (const HufuBasket *basket)
{
  gint64 gross_minor = 0, tax_minor = 0, promoted_minor = 0, couponed_minor = 0;
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = basket->lines->pdata[i];

    g_assert_cmpint (hufu_line_net_minor (line, basket->has_member), >=, 0);
    for (gsize off = 0; off < HUFU_OFF_COUNT; off++)
      g_assert_cmpint (line->off_minor[off], >=, 0);
    gross_minor += hufu_line_gross_minor (line, basket->has_member);
    tax_minor += line->tax_minor;
  }
  for (guint i = 0; i < basket->couponed->len; i++)
    couponed_minor += g_array_index (basket->couponed, HufuCouponed, i).off_minor;
  for (guint i = 0; i < basket->promoted->len; i++)
    promoted_minor += g_array_index (basket->promoted, HufuPromoted, i).off_minor;
  g_assert_cmpint (gross_minor, ==, totals.gross_minor);
  g_assert_cmpint (tax_minor, ==, totals.tax_minor);
  g_assert_cmpint (couponed_minor, ==, totals.coupon_minor);
  g_assert_cmpint (promoted_minor, ==, totals.promotion_minor);
}

static void
pay (GRand *rand, HufuBasket *basket)
{
  HufuTotals totals;

  pay_parts (rand, basket);
  hufu_basket_get_totals (basket, &totals);
  if (totals.due_minor > 0)
    g_assert_cmpint (hufu_basket_pay_cash (basket, totals.due_minor + 100, 10, HUFU_ROUND_HALF_UP),
                     ==, HUFU_EDIT_OK);
  assert_paid (basket);
}

static void
assert_same (const HufuBasket *a, const HufuBasket *b)
{
  HufuTotals one, other;

  hufu_basket_get_totals (a, &one);
  hufu_basket_get_totals (b, &other);
  g_assert_cmpint (one.gross_minor, ==, other.gross_minor);
  g_assert_cmpint (one.tax_minor, ==, other.tax_minor);
  g_assert_cmpint (one.promotion_minor, ==, other.promotion_minor);
  g_assert_cmpint (one.by_hand_minor, ==, other.by_hand_minor);
  g_assert_cmpint (one.coupon_minor, ==, other.coupon_minor);
  g_assert_cmpint (one.saved_minor, ==, other.saved_minor);
}

static void
play (GRand *rand)
{
  g_autoptr (GPtrArray) lines = draw_lines (rand);
  g_autoptr (GPtrArray) promotions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HufuPromotionSet) set = NULL;
  g_autoptr (HufuTaxRules) taxes = draw_taxes (rand);
  guint order[LINES_MAX];
  gint n = g_rand_int_range (rand, 0, 4);
  Draw draw = {
      .lines = lines,
      .taxes = taxes,
      .markdown = g_rand_boolean (rand) ? draw_markdown (rand, FALSE) : (HufuMarkdown){0},
      .terms = {.off_minor = g_rand_int_range (rand, 1, 2000), .min_level = -1},
      .n_coupons = (guint8)g_rand_int_range (rand, 0, 3),
      .member = g_rand_boolean (rand),
  };

  draw.markdown.base_minor = 2000;
  for (gint i = 0; i < n; i++) {
    HufuPromotion *promotion = g_new (HufuPromotion, 1);

    draw_promotion (rand, (guint)i, promotion);
    g_ptr_array_add (promotions, promotion);
  }
  draw.set = set = hufu_promotion_set_new (promotions, 0, 0, 0);
  for (guint i = 0; i < lines->len; i++)
    order[i] = i;
  g_autoptr (HufuBasket) basket = make_basket (&draw, order);
  shuffle (rand, order, lines->len);
  g_autoptr (HufuBasket) shuffled = make_basket (&draw, order);
  assert_same (basket, shuffled);
  assert_parts_are_the_whole (basket);
  pay (rand, basket);
}

/* The order of the lines does not change a sum; the parts are the whole, taxes and coupons too;
 * nothing costs less than nothing; what is tendered in however many ways is what is due. */
static void
test_any_basket (void)
{
  const char *given = g_getenv ("HUFU_TEST_SEED");
  guint32 seed = given != NULL ? (guint32)strtoul (given, NULL, 10) : g_random_int ();
  guint n = g_getenv ("HUFU_TEST_FULL") != NULL ? BASKETS_FULL : BASKETS;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("HUFU_TEST_SEED=%u, %u baskets", seed, n);
  for (guint i = 0; i < n; i++)
    play (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/promotion/when", test_when);
  g_test_add_func ("/promotion/any-basket", test_any_basket);
  return g_test_run ();
}
