/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the basket. Properties "row" (HufuBasketRow) and "selected" (boolean): the selected
 * line shows its why and its buttons. */
#pragma once

#include <gtk/gtk.h>
#include "counter/basket-model.h"

#define HUFU_TYPE_BASKET_LINE (hufu_basket_line_get_type ())
G_DECLARE_FINAL_TYPE (HufuBasketLine, hufu_basket_line, HUFU, BASKET_LINE, GtkBox)
