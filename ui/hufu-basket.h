/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The side with the basket: member, lines, totals, and the primary button that is never dead. It is
 * as wide as data/css says, whatever is in it: what stands beside it never moves under a finger.
 * Property "selected" (uint): number of the selected line, 0 = none. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_BASKET_VIEW (hufu_basket_view_get_type ())
G_DECLARE_FINAL_TYPE (HufuBasketView, hufu_basket_view, HUFU, BASKET_VIEW, GtkWidget)

void hufu_basket_view_set_counter (HufuBasketView *self, HufuCounter *counter);
guint32 hufu_basket_view_get_selected (HufuBasketView *self);
