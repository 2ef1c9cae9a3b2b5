/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The basket as a list of rows, and its totals. */
#pragma once

#include <gio/gio.h>
#include "counter/basket-row.h"

#define HUFU_TYPE_BASKET_MODEL (hufu_basket_model_get_type ())
G_DECLARE_FINAL_TYPE (HufuBasketModel, hufu_basket_model, HUFU, BASKET_MODEL, GObject)

/* A GListModel of HufuBasketRow; properties (notify): "paid" "saved" "fact" "count" "due" "member"
 * "points" (texts in the counter's language; "paid" is the sum that was taken already or ""; "fact"
 * stands beside what is due: what that becomes if what waits succeeds, or the total and what was
 * paid of it, or the tax), "empty" (boolean), "total-minor" (int64). */
HufuBasketModel *hufu_basket_model_new (void);
/* Shows this basket; emits the smallest items-changed. basket is borrowed for the call. */
void hufu_basket_model_show (HufuBasketModel *model, const HufuBasket *basket, int lang);
