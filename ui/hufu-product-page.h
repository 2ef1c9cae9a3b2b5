/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A product to be changed or made, in the place of the tiles: the basket stays beside it. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_PRODUCT_PAGE (hufu_product_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuProductPage, hufu_product_page, HUFU, PRODUCT_PAGE, GtkBox)

GtkWidget *hufu_product_page_new (HufuCounter *counter);
/* What its button does: saves what was typed, or lets the manager approve it. */
void hufu_product_page_save (HufuProductPage *self);
