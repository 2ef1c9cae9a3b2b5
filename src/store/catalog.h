/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The catalogue: its own database, apart from the books, replaced whole by a signed snapshot and
 * then kept up by deltas. Read through its own owner thread (HufuStore); opened with
 * trusted_schema=OFF.
 */
#pragma once

#include <jansson.h>
#include "core/basket.h"
#include "core/flaw.h"
#include "store/db.h"

typedef struct {
  gint64 product_id;
  gint64 group_id; /* variants of one design share it */
  gint64 category_id;
  char *sku, *name_en, *name_zh, *variant_en, *variant_zh, *icon;
  gint64 price_minor, member_price_minor; /* -1 = no member price */
  gint32 tax_ppm;
  gboolean by_weight;
  gint64 stock_milli;          /* on hand here by the platform (core/stock.h) */
  gint64 stock_utc_s;          /* 0 = it has not said */
  gint64 stock_no;             /* own events up to this one are in it */
  gint64 low_milli;            /* so few are short; -1 = as the policy says */
  gint64 open_price_max_minor; /* the price is asked, at most this; 0 = it has one */
  gint64 popularity;           /* greater sells more */
  HufuDetail asks;             /* what is asked when it is sold */
  char *options;               /* what may be chosen then, as it is kept; "" = nothing */
  HufuFlaw flaw;               /* of what was told of it last; what its options are is not in it */
} HufuProduct;
void hufu_product_free (HufuProduct *product);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuProduct, hufu_product_free)

/* In the order of what sells more, then of the number. */
typedef struct {
  gint64 popularity, product_id;
} HufuShelfPlace;

typedef struct {
  gint64 category_id; /* 0 = favourites */
  char *name_en, *name_zh;
} HufuCategory;
void hufu_category_free (HufuCategory *category);

/* NULL without error: not in the catalogue. code: GTIN as a number, or an in-store item number. */
HufuProduct *hufu_catalog_find_code (HufuDb *db, guint64 code, GError **error);
HufuProduct *hufu_catalog_find_sku (HufuDb *db, const char *sku, GError **error);
HufuProduct *hufu_catalog_find_product (HufuDb *db, gint64 product_id, GError **error);

/* The least barcode of a product, as a number; 0 = it has none. */
gboolean hufu_catalog_find_gtin (HufuDb *db, gint64 product_id, guint64 *ret_gtin,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- search (core/search.h) ---- */

typedef struct {
  GPtrArray *products; /* HufuProduct, what sells more first; may be none though there are more */
  gint64 next;         /* ask again from here for more; -1 = that is all */
  gboolean ready;      /* FALSE: the index is still being made, and only has what sells most, or
                        lacks what came late */
} HufuFound;
void hufu_found_free (HufuFound *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuFound, hufu_found_free)

/* Products that fit all words of text, from rank `from` (0 = the first) on, at most `max` (<= 100).
 * Looks at a bounded number of products, so that it is always quick. */
HufuFound *hufu_catalog_search (HufuDb *db, const char *text, gint64 from, guint max,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The index in the making: after a new catalogue, and what changed since. One step is one short
 * act, so that selling goes on between two. */
typedef struct _HufuSearchBuild HufuSearchBuild;
HufuSearchBuild *hufu_search_build_new (void);
void hufu_search_build_free (HufuSearchBuild *build);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuSearchBuild, hufu_search_build_free)
/* *ret_done: nothing is left to do. A catalogue that was swapped in between begins anew. */
gboolean hufu_search_build_step (HufuSearchBuild *build, HufuDb *db, gboolean *ret_done,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All steps at once: for tests and tools. */
gboolean hufu_search_build_all (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *hufu_catalog_list_categories (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The first n of a category in the grid's order (0 = favourites), one design a tile, after the
 * product `after` (NULL: from the start), which need not be there any more. */
GPtrArray *hufu_catalog_page (HufuDb *db, gint64 category_id, const HufuShelfPlace *after, guint n,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All variants of one design. */
GPtrArray *hufu_catalog_list_group (HufuDb *db, gint64 group_id,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a page of changes says of its figures. */
typedef struct {
  gint64 store_no;     /* the till's own: "here" */
  gint64 counted_no;   /* own events up to this one are in the figures */
  gboolean is_last;    /* no page follows: all figures are so */
  const json_t *heard; /* the contract's Changes.heard; NULL: nothing is said */
} HufuCatalogPage;

/* Applies product, category, store and stock changes; other kinds are skipped. page NULL: of no
 * store, and no own event is in the figures. A bad product is taken as far as core/flaw.h says, and
 * noted; anything else that breaks the contract is INVALID, and nothing is applied. */
gboolean hufu_catalog_apply (HufuDb *db, json_t *changes, const HufuCatalogPage *page,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A product that was not told as agreed. */
typedef struct {
  gint64 product_id; /* 0 = those that have no number to be named by */
  HufuFlaw flaw;
  gboolean is_here;              /* it is sold here */
  char *sku, *name_en, *name_zh; /* NULL unless it is here */
} HufuFlawed;
void hufu_flawed_free (gpointer flawed);
/* The first n of them. */
GPtrArray *hufu_catalog_list_flawed (HufuDb *db, guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Seen at the counter: what came whole was not looked at row by row. */
gboolean hufu_catalog_note_flaw (HufuDb *db, gint64 product_id, HufuFlaw flaw,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Checks the file (schema version, length, exactly the schema of the contract) and swaps it in for
 * the database at `path`, atomically; db is reopened. A bad file is INVALID and the old one stays.
 * That its digest is signed is the caller's to check: its pages are not read one by one. */
gboolean hufu_catalog_swap (HufuDb *db, const char *snapshot_path,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A catalogue that was found damaged is put aside and is empty from now on; TRUE if it was not, or
 * is whole again. */
gboolean hufu_catalog_begin_anew (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A basket line of qty_milli of the product. */
HufuLine *hufu_product_to_line (const HufuProduct *product, guint64 gtin, gint64 qty_milli);
