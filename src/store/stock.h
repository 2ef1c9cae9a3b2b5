/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is where, as far as this till knows (core/stock.h): figures of the catalogue, and the till's
 * own movements. A movement is no row of its own: the lines of a finished sale are in its event of
 * the journal, a correction is an event, and both are read from there. So a sale costs nothing
 * more, and sale and movement are there together or not at all.
 */
#pragma once

#include "core/stock.h"
#include "store/catalog.h"

/* ---- the books ---- */

typedef struct {
  GArray *moves;  /* HufuStockMove, in the order of their events */
  gint64 read_no; /* all events up to it are in */
  gboolean more;
} HufuStockPage;
void hufu_stock_page_free (HufuStockPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuStockPage, hufu_stock_page_free)

#define HUFU_STOCK_PAGE_EVENTS 200 /* looked at in one act: a few milliseconds */

/* What this till moved after that event. Events that were brought up for an earlier incarnation are
 * there by themselves. */
HufuStockPage *hufu_stock_read_moves (HufuDb *db, gint64 after_no,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  gint64 product_id;
  const HufuStockReason *reason;
  const char *note;                 /* NULL or "": none */
  gint64 number_milli, delta_milli; /* as hufu_stock_correct made it */
  HufuId staff_id;
} HufuStockCorrection;

/* stock.corrected in the journal. INVALID: hufu_stock_correct says no. */
gboolean hufu_stock_write_correction (HufuDb *db, const HufuStockCorrection *correction,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- the catalogue ---- */

typedef struct {
  gint64 store_no;         /* HUFU_STOCK_ONLINE: online */
  char *name_en, *name_zh; /* "" = nobody has told it */
  gint64 milli;
  gint64 at_utc_s; /* as of: when that store told of anything last */
} HufuStockPlace;
void hufu_stock_place_free (HufuStockPlace *place);

/* Figures of other stores, then online. */
GPtrArray *hufu_stock_list_elsewhere (HufuDb *catalog, gint64 product_id,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Up to which own event all figures count; -1: an error. */
gint64 hufu_stock_get_counted (HufuDb *catalog, GError **error);

/* In the order of what is shortest. */
typedef struct {
  gint64 room_milli; /* on hand less what is short; <= 0 */
  gint64 product_id;
} HufuStockRoom;

/* Products whose figures are short, `low_milli` where a product does not say, from after that place
 * on (NULL: the shortest), at most n. */
GPtrArray *hufu_stock_list_low (HufuDb *catalog, gint64 low_milli, const HufuStockRoom *after,
                                guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* These products, as far as there are such; gint64. */
GPtrArray *hufu_stock_list_products (HufuDb *catalog, const GArray *product_ids,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The figure of the product; what is short of it. */
HufuStockFigure hufu_product_get_figure (const HufuProduct *product);
gint64 hufu_product_get_low_milli (const HufuProduct *product, gint64 low_milli);
