/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Category chips and the grid of products. The grid's model is filled as it is looked at: a million
 * products cost what a screenful costs. */
#pragma once

#include <gtk/gtk.h>
#include "counter/product-model.h"

#define HUFU_TYPE_TILES (hufu_tiles_get_type ())
G_DECLARE_FINAL_TYPE (HufuTiles, hufu_tiles, HUFU, TILES, GtkBox)

void hufu_tiles_set_products (HufuTiles *self, HufuProductModel *products);
