/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling a tile from a product: the grid, the variants and the search list look alike. */
#pragma once

#include "counter/product-model.h"
#include "store/catalog.h"

void hufu_tile_set_selected (HufuTile *tile, gboolean selected);
void hufu_tile_fill (HufuTile *tile, const HufuProduct *product, HufuStockBook *book,
                     HufuLang lang);
/* Says anew how much there is of it. */
void hufu_tile_say_stock (HufuTile *tile, HufuStockBook *book, HufuLang lang);
