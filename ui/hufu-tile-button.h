/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One product of the grid: a button that draws itself, since a grid keeps well over a hundred of
 * them. Property "tile" (HufuTile). A click adds the product by the action "counter.add-product".
 */
#pragma once

#include <gtk/gtk.h>
#include "counter/product-model.h"

#define HUFU_TYPE_TILE_BUTTON (hufu_tile_button_get_type ())
G_DECLARE_FINAL_TYPE (HufuTileButton, hufu_tile_button, HUFU, TILE_BUTTON, GtkButton)

/* TRUE if not all of the price is in sight: a fault, which tests look for. */
gboolean hufu_tile_button_is_price_cut (HufuTileButton *self);
