/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/baskets.h"

HufuLine *
make_product (gint64 product_id, gint64 list_minor, gint64 member_minor, gint64 qty_milli)
{
  HufuLine *line = hufu_line_new ();

  line->product_id = product_id;
  line->list_price_minor = list_minor;
  line->member_price_minor = member_minor;
  line->qty_milli = qty_milli;
  line->tax_ppm = 130000;
  return line;
}

HufuId
make_use (guint8 number)
{
  HufuId id = {{0}};

  id.bytes[15] = number;
  return id;
}

guint32
add (HufuBasket *basket, gint64 product_id, gint64 list_minor, gint64 member_minor,
     gint64 qty_milli)
{
  g_autoptr (HufuLine) line = make_product (product_id, list_minor, member_minor, qty_milli);
  guint32 line_no = 0;

  g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, HUFU_EDIT_OK);
  return line_no;
}

HufuEdit
add_voucher (HufuBasket *basket, guint8 use, gint64 amount_minor, HufuTenderState state)
{
  g_autoptr (HufuTender) tender = hufu_tender_new ();

  tender->kind = HUFU_TENDER_VOUCHER;
  tender->state = state;
  tender->amount_minor = amount_minor;
  tender->use_id = make_use (use);
  return hufu_basket_add_tender (basket, tender);
}

HufuEdit
add_prepaid (HufuBasket *basket, guint8 use, guint32 *ret_line_no)
{
  g_autoptr (HufuLine) line = make_product (0, 0, -1, 1000);

  line->kind = HUFU_LINE_PREPAID;
  line->use_id = make_use (use);
  line->paid_online_minor = 6800;
  return hufu_basket_add (basket, line, ret_line_no);
}

HufuTotals
totals_of (const HufuBasket *basket)
{
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  return totals;
}
