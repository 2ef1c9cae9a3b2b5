/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stock, for the manager: what is short, or what was found, as a list; and beside it where
 * there is how much of the chosen product, and its correction. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_STOCK_PAGE (hufu_stock_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuStockPage, hufu_stock_page, HUFU, STOCK_PAGE, GtkBox)

GtkWidget *hufu_stock_page_new (HufuCounter *counter);
/* To where a product is looked for. */
void hufu_stock_page_focus (HufuStockPage *page);
