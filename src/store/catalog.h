/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The catalogue: its own database, apart from the books, replaced whole by a signed snapshot and
 * then kept up by deltas. Read through its own owner thread (HufuStore); opened with
 * trusted_schema=OFF.
 */
#pragma once

#include <jansson.h>
#include "core/basket.h"
#include "store/db.h"

typedef struct {
  gint64 product_id;
  gint64 group_id; /* variants of one design share it */
  gint64 category_id;
  char *sku, *name_en, *name_zh, *variant_en, *variant_zh, *icon;
  gint64 price_minor, member_price_minor; /* -1 = no member price */
  gint32 tax_ppm;
  gboolean by_weight;
  gint64 stock_milli;
  gint64 stock_utc_s;
} HufuProduct;
void hufu_product_free (HufuProduct *product);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuProduct, hufu_product_free)

/* Nobody scrolls further: the rest of a category is found by scanning and by name. Counting more
 * would keep the first scan of the day waiting. */
#define HUFU_CATEGORY_TILES_MAX 2000

typedef struct {
  gint64 category_id; /* 0 = favourites */
  char *name_en, *name_zh;
  gint64 n_products; /* tiles: designs, not variants; at most HUFU_CATEGORY_TILES_MAX */
} HufuCategory;
void hufu_category_free (HufuCategory *category);

/* NULL without error: not in the catalogue. code: GTIN as a number, or an in-store item number. */
HufuProduct *hufu_catalog_find_code (HufuDb *db, guint64 code, GError **error);
HufuProduct *hufu_catalog_find_sku (HufuDb *db, const char *sku, GError **error);
HufuProduct *hufu_catalog_find_product (HufuDb *db, gint64 product_id, GError **error);
/* Products whose name has all words of text, most popular first, at most `max` (<= 100). */
GPtrArray *hufu_catalog_search (HufuDb *db, const char *text, guint max,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hufu_catalog_list_categories (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Rows offset..offset+n of a category in the grid's order (0 = favourites), one design a tile. */
GPtrArray *hufu_catalog_page (HufuDb *db, gint64 category_id, guint offset, guint n,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All variants of one design. */
GPtrArray *hufu_catalog_list_group (HufuDb *db, gint64 group_id,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Applies product and category changes; other kinds are skipped. */
gboolean hufu_catalog_apply (HufuDb *db, json_t *changes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Checks the file (schema version, length, exactly the schema of the contract) and swaps it in for
 * the database at `path`, atomically; db is reopened. A bad file is INVALID and the old one stays.
 * That its digest is signed is the caller's to check: its pages are not read one by one. */
gboolean hufu_catalog_swap (HufuDb *db, const char *snapshot_path,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A basket line of qty_milli of the product. */
HufuLine *hufu_product_to_line (const HufuProduct *product, guint64 gtin, gint64 qty_milli);
