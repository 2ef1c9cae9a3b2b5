/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coupons of a basket: whether they apply, what they take off, and which lines bear it. */
#include "core/basket.h"

HufuDiscount *
hufu_discount_new (void)
{
  HufuDiscount *discount = g_new0 (HufuDiscount, 1);

  hufu_coupon_terms_init (&discount->terms);
  discount->label_en = g_strdup ("");
  discount->label_zh = g_strdup ("");
  return discount;
}

HufuDiscount *
hufu_discount_copy (const HufuDiscount *discount)
{
  HufuDiscount *copy = g_new (HufuDiscount, 1);

  *copy = *discount;
  copy->label_en = g_strdup (discount->label_en);
  copy->label_zh = g_strdup (discount->label_zh);
  return copy;
}

void
hufu_discount_free (HufuDiscount *discount)
{
  if (discount == NULL)
    return;
  g_free (discount->label_en);
  g_free (discount->label_zh);
  g_free (discount);
}

static HufuDiscount *
discount_at (const HufuBasket *basket, guint index)
{
  return g_ptr_array_index (basket->discounts, index);
}

static HufuLine *
line_at (const HufuBasket *basket, guint index)
{
  return g_ptr_array_index (basket->lines, index);
}

HufuDiscount *
hufu_basket_find_discount (const HufuBasket *basket, const HufuId *use_id)
{
  for (guint i = 0; i < basket->discounts->len; i++)
    if (hufu_id_equal (&discount_at (basket, i)->use_id, use_id))
      return discount_at (basket, i);
  return NULL;
}

static gboolean
fits (const HufuCouponTerms *terms, const HufuLine *line)
{
  return line->kind == HUFU_LINE_PRODUCT &&
         hufu_coupon_fits (terms, line->product_id, line->category_id);
}

/* What the line costs before any coupon. */
static gint64
cost_of (const HufuBasket *basket, const HufuLine *line)
{
  return hufu_line_net_minor (line, basket->has_member) + line->off_minor[HUFU_OFF_COUPON];
}

/* `self`: the coupon of these terms if it is in the basket already, else NULL. */
static HufuCouponSale
look (const HufuBasket *basket, const HufuCouponTerms *terms, const HufuDiscount *self)
{
  HufuCouponSale sale = {.has_member = basket->has_member, .member_level = basket->member_level};

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = line_at (basket, i);

    if (!fits (terms, line))
      continue;
    sale.fitting_minor += cost_of (basket, line);
    sale.left_minor += hufu_line_net_minor (line, basket->has_member);
  }
  for (guint i = 0; i < basket->discounts->len; i++) {
    const HufuDiscount *other = discount_at (basket, i);

    sale.has_other |= other != self;
    sale.other_alone |= other != self && other->terms.alone;
  }
  return sale;
}

void
hufu_basket_judge_coupon (const HufuBasket *basket, const HufuCouponTerms *terms, gint weekday,
                          gint minute, HufuCouponVerdict *ret_verdict)
{
  HufuCouponSale sale = look (basket, terms, NULL);

  sale.has_time = weekday > 0;
  sale.weekday = weekday;
  sale.minute = minute;
  hufu_coupon_judge (terms, &sale, ret_verdict);
}

static void
share_out (HufuBasket *basket, guint index)
{
  const HufuDiscount *discount = discount_at (basket, index);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  gint64 before[HUFU_BASKET_LINES_MAX];

  for (guint i = 0; i < basket->lines->len; i++)
    if (fits (&discount->terms, line_at (basket, i)))
      g_ptr_array_add (lines, line_at (basket, i));
  for (guint i = 0; i < basket->lines->len; i++)
    before[i] = line_at (basket, i)->off_minor[HUFU_OFF_COUPON];
  hufu_lines_share (lines, discount->verdict.off_minor, basket->has_member, HUFU_OFF_COUPON);
  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = line_at (basket, i);
    HufuCouponed couponed = {line->line_no, index, line->off_minor[HUFU_OFF_COUPON] - before[i]};

    if (couponed.off_minor > 0)
      g_array_append_val (basket->couponed, couponed);
  }
}

void
hufu_basket_reckon_coupons (HufuBasket *basket)
{
  g_array_set_size (basket->couponed, 0);
  for (guint i = 0; i < basket->discounts->len; i++) {
    HufuDiscount *discount = discount_at (basket, i);
    HufuCouponSale sale = look (basket, &discount->terms, discount);

    hufu_coupon_judge (&discount->terms, &sale, &discount->verdict);
    if (discount->state == HUFU_TENDER_TAKEN && discount->verdict.off_minor > 0)
      share_out (basket, i);
  }
}

/* As if it were taken: what awaits its answer may be. */
static gboolean
leaves_enough (HufuBasket *basket, HufuDiscount *discount)
{
  HufuTenderState state = discount->state;
  gboolean enough;
  HufuTotals totals;

  discount->state = HUFU_TENDER_TAKEN;
  hufu_basket_reckon (basket);
  hufu_basket_get_totals (basket, &totals);
  enough = totals.gross_minor >= totals.taken_minor + totals.pending_minor &&
           hufu_basket_is_covered (basket);
  discount->state = state;
  return enough;
}

HufuEdit
hufu_basket_add_discount (HufuBasket *basket, const HufuDiscount *discount)
{
  HufuDiscount *copy;
  HufuCouponVerdict verdict;
  gboolean enough;

  g_assert (!hufu_id_is_zero (&discount->use_id));
  if (hufu_basket_find_discount (basket, &discount->use_id) != NULL)
    return HUFU_EDIT_OK;
  if (basket->discounts->len >= HUFU_BASKET_DISCOUNTS_MAX)
    return HUFU_EDIT_TOO_MANY_TENDERS;
  hufu_basket_judge_coupon (basket, &discount->terms, 0, 0, &verdict);
  if (verdict.condition != HUFU_COUPON_MET)
    return HUFU_EDIT_COUPON;
  copy = hufu_discount_copy (discount);
  g_ptr_array_add (basket->discounts, copy);
  enough = leaves_enough (basket, copy);
  if (!enough)
    g_ptr_array_remove_index (basket->discounts, basket->discounts->len - 1);
  hufu_basket_reckon (basket);
  return enough ? HUFU_EDIT_OK : HUFU_EDIT_BELOW_TAKEN;
}

const HufuDiscount *
hufu_basket_find_lapsed (const HufuBasket *basket, guint n_skip)
{
  for (guint i = 0; i < basket->discounts->len; i++)
    if (discount_at (basket, i)->state == HUFU_TENDER_TAKEN &&
        discount_at (basket, i)->verdict.condition != HUFU_COUPON_MET && n_skip-- == 0)
      return discount_at (basket, i);
  return NULL;
}
