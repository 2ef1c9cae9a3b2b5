/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tile grid: products of one category, one design a tile, read page by page: the list grows as
 * somebody scrolls on, without an end of its own. Works alike with a thousand and a million
 * products. */
#pragma once

#include <gio/gio.h>
#include "core/lang.h"
#include "counter/stock-book.h"
#include "store/store.h"

#define HUFU_TYPE_TILE (hufu_tile_get_type ())
G_DECLARE_FINAL_TYPE (HufuTile, hufu_tile, HUFU, TILE, GObject)

/* Also properties for bindings: name price stock icon ready selected. A tile that is not loaded yet
 * has ready FALSE and empty texts; it is filled in place and notifies. */
struct _HufuTile {
  GObject parent_instance;
  gboolean ready;
  gint64 product_id;
  char *name, *variant, *price, *stock, *icon;
  gboolean low_stock;
  HufuStockKey stock_key;
  gboolean by_weight;
  gboolean selected; /* by the keys, of products to choose from */
};

#define HUFU_TYPE_CATEGORY_ITEM (hufu_category_item_get_type ())
G_DECLARE_FINAL_TYPE (HufuCategoryItem, hufu_category_item, HUFU, CATEGORY_ITEM, GObject)
struct _HufuCategoryItem {
  GObject parent_instance;
  gint64 category_id; /* 0 = favourites */
  char *name;
};

#define HUFU_TYPE_PRODUCT_MODEL (hufu_product_model_get_type ())
G_DECLARE_FINAL_TYPE (HufuProductModel, hufu_product_model, HUFU, PRODUCT_MODEL, GObject)

HufuProductModel *hufu_product_model_new (HufuStore *catalog);
/* Before the catalogue goes: it is asked for nothing more, whatever answers are still to come. */
void hufu_product_model_stop (HufuProductModel *model);
/* What tiles say of the stock follows this; kept. */
void hufu_product_model_set_stock (HufuProductModel *model, HufuStockBook *book);
void hufu_product_model_set_lang (HufuProductModel *model, HufuLang lang);
/* Chips: GListModel of HufuCategoryItem, favourites first. */
GListModel *hufu_product_model_get_categories (HufuProductModel *model);
void hufu_product_model_set_category (HufuProductModel *model, gint64 category_id);
gint64 hufu_product_model_get_category (HufuProductModel *model);
/* The catalogue changed: load anew. */
void hufu_product_model_refresh (HufuProductModel *model);
/* The catalogue is closed: what is still answered asks for nothing more. */
void hufu_product_model_close (HufuProductModel *model);
