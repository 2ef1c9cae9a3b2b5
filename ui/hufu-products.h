/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid of products to choose from inside a panel: variants, or what a search found. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_PRODUCTS (hufu_products_get_type ())
G_DECLARE_FINAL_TYPE (HufuProducts, hufu_products, HUFU, PRODUCTS, GtkBox)

GtkWidget *hufu_products_new (void);
/* tiles: GListModel of HufuTile. The buttons stay and show other tiles: at each key while somebody
 * types there is no time to make new ones. */
void hufu_products_show (HufuProducts *self, GListModel *tiles);
