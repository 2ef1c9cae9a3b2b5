/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the basket has (lines, what awaits its answer, coupons, voucher tenders), a row each with
 * ready texts. */
#pragma once

#include <glib-object.h>
#include "core/basket.h"

#define HUFU_TYPE_BASKET_ROW (hufu_basket_row_get_type ())
G_DECLARE_FINAL_TYPE (HufuBasketRow, hufu_basket_row, HUFU, BASKET_ROW, GObject)

typedef enum {
  HUFU_ROW_PRODUCT,
  HUFU_ROW_PREPAID,  /* redeemed */
  HUFU_ROW_VOUCHER,  /* a cash voucher as tender */
  HUFU_ROW_PAYMENT,  /* a card or wallet that has paid */
  HUFU_ROW_CASH,     /* cash for a part of the sale */
  HUFU_ROW_PENDING,  /* a voucher or payment without an answer */
  HUFU_ROW_DISCOUNT, /* a discount by hand on the whole sale */
} HufuRowKind;

/* Read-only; a changed line is a new row object at its place (items-changed). Also GObject
 * properties of the same names for bindings: name variant qty amount struck why detail. Strings
 * never NULL. */
struct _HufuBasketRow {
  GObject parent_instance;
  HufuRowKind kind;
  guint32 line_no;
  HufuId use_id;
  char *name, *variant;
  char *qty;    /* "1", "0.350" */
  char *amount; /* "179.00", what it costs */
  char *struck; /* list total when less is paid, "" otherwise */
  char *why;    /* "Member price, saves 20.00", "Redeemed; 68.00 was paid online" */
  char *detail; /* how the amount came to be, step by step, a line each; shown when selected */
  char *icon;
  char *new_price; /* what the shelf says now, if the line can take it; "" otherwise */
  char *asks;      /* what its product asks for: "Serial no.", "Options"; "" = nothing */
  gboolean asking; /* it has to be told yet */
  gboolean has_note;
  gboolean can_change_qty, can_delete;
};

/* The rows of a basket, in the order in which they are shown. Free with g_ptr_array_unref. */
GPtrArray *hufu_basket_row_list (const HufuBasket *basket, HufuLang lang);
/* They show and allow the same. */
gboolean hufu_basket_row_equal (HufuBasketRow *a, HufuBasketRow *b);
