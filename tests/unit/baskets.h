/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What baskets of tests are made of: goods at 13 % tax, uses 1, 2, 3, and what pays. */
#pragma once

#include "core/basket.h"

#define CNY 156

/* Owned. A member price of -1 is none. */
HufuLine *make_product (gint64 product_id, gint64 list_minor, gint64 member_minor,
                        gint64 qty_milli);
HufuId make_use (guint8 number);
/* Adds such a product, which works; its line number. */
guint32 add (HufuBasket *basket, gint64 product_id, gint64 list_minor, gint64 member_minor,
             gint64 qty_milli);
HufuEdit add_voucher (HufuBasket *basket, guint8 use, gint64 amount_minor, HufuTenderState state);
/* What was paid online, 68.00. */
HufuEdit add_prepaid (HufuBasket *basket, guint8 use, guint32 *ret_line_no);
HufuTotals totals_of (const HufuBasket *basket);
