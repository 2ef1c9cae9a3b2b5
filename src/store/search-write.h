/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the catalogue and its search index; private to src/store. */
#pragma once

#include "core/posting.h"
#include "store/catalog.h"
#include "store/sql.h"

#define HUFU_PRODUCT_COLUMNS                                                                       \
  "p.id, p.group_id, p.category_id, p.sku, p.name_en, p.name_zh, p.variant_en, p.variant_zh,"      \
  " p.icon, p.price_minor, coalesce (p.member_price_minor, -1), p.tax_ppm, p.by_weight,"           \
  " p.stock_milli, p.stock_utc_s, coalesce (p.open_price_max_minor, 0), p.popularity,"             \
  " max (p.stock_no, coalesce ((SELECT counted_no FROM catalogue), 0)), coalesce (p.low_milli, "   \
  "-1), p.asks, p.options, coalesce ((SELECT flaw FROM product_flaw WHERE product_id = p.id), '')"
HufuProduct *hufu_product_read (HufuRows *rows);

/* The texts of a product that are searched, borrowed. */
#define HUFU_PRODUCT_TEXTS 5
void hufu_product_get_texts (const HufuProduct *product, const char *ret_texts[HUFU_PRODUCT_TEXTS]);

/* Inside the caller's act: the product is new or has other words. */
gboolean hufu_search_note (HufuDb *db, gint64 product_id, GError **error);
/* Adds the numbers of the posting of a key (core/search-table.h) to the set. */
gboolean hufu_search_read_posting (HufuDb *db, gint64 key, HufuPostingSet *set, GError **error);
