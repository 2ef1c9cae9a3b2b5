/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cash vouchers that pay for some goods alone. Each set of them pays for no more than the goods
 * cost that one of the set may pay for; where that holds for every set, all of them can be shared
 * out on the lines (Hall's theorem). What pays for anything is told by the sums of the basket.
 */
#include "core/basket.h"

typedef struct {
  const HufuCouponTerms *terms[HUFU_BASKET_LIMITED_MAX + 1]; /* one more: of one yet to come */
  gint64 taken_minor[HUFU_BASKET_LIMITED_MAX + 1];
  guint n;
} Limited;

static void
find_limited (const HufuBasket *basket, Limited *ret_limited)
{
  ret_limited->n = 0;
  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = basket->tenders->pdata[i];

    if (!hufu_coupon_terms_name_goods (&tender->terms))
      continue;
    g_assert (ret_limited->n < HUFU_BASKET_LIMITED_MAX); /* no more are let in */
    ret_limited->terms[ret_limited->n] = &tender->terms;
    ret_limited->taken_minor[ret_limited->n++] = tender->amount_minor;
  }
}

/* What the set leaves of the goods that it may pay for; below 0: it pays for more. */
static gint64
find_left (const HufuBasket *basket, const Limited *limited, guint set)
{
  gint64 left_minor = 0;

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = basket->lines->pdata[i];
    gboolean fits = FALSE;

    for (guint k = 0; k < limited->n && line->kind == HUFU_LINE_PRODUCT; k++)
      fits |= (set >> k & 1) != 0 &&
              hufu_coupon_fits (limited->terms[k], line->product_id, line->category_id);
    if (fits)
      left_minor += hufu_line_gross_minor (line, basket->has_member);
  }
  for (guint k = 0; k < limited->n; k++)
    if ((set >> k & 1) != 0)
      left_minor -= limited->taken_minor[k];
  return left_minor;
}

gboolean
hufu_basket_is_covered (const HufuBasket *basket)
{
  Limited limited;

  find_limited (basket, &limited);
  for (guint set = 1; set < 1u << limited.n; set++)
    if (find_left (basket, &limited, set) < 0)
      return FALSE;
  return TRUE;
}

gint64
hufu_basket_find_room (const HufuBasket *basket, const HufuCouponTerms *terms)
{
  HufuTotals totals;
  Limited limited;
  gint64 room_minor;
  guint own;

  hufu_basket_get_totals (basket, &totals);
  room_minor = totals.due_minor - totals.pending_minor;
  find_limited (basket, &limited);
  if (!hufu_coupon_terms_name_goods (terms))
    return MAX (room_minor, 0);
  if (limited.n == HUFU_BASKET_LIMITED_MAX)
    return 0;
  own = 1u << limited.n;
  limited.terms[limited.n] = terms;
  limited.taken_minor[limited.n++] = 0;
  for (guint set = 0; set < own; set++)
    room_minor = MIN (room_minor, find_left (basket, &limited, own | set));
  return MAX (room_minor, 0);
}
