/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line of the basket. Property "row" (HufuBasketRow). The selected line shows its arithmetic
 * and its buttons. A scan has to be seen within a frame, so the line has no labels: it draws its
 * words itself, and only what can be touched is a widget.
 */
#pragma once

#include <gtk/gtk.h>
#include "counter/basket-model.h"

#define HUFU_TYPE_BASKET_LINE (hufu_basket_line_get_type ())
G_DECLARE_FINAL_TYPE (HufuBasketLine, hufu_basket_line, HUFU, BASKET_LINE, GtkWidget)

/* TRUE if not all of an amount is in sight, of those in its reason and its arithmetic too: a fault,
 * which tests look for. */
gboolean hufu_basket_line_is_amount_cut (HufuBasketLine *self);
