/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is where: movements, each counted once, and their sums by product and place. A till is told
 * figures together with the last event of its own that they count (core/stock.h).
 */
#pragma once

#include "core/stock.h"
#include "platform/platform.h"

typedef struct {
  HufuId source_id; /* the sale, correction or order behind it */
  const char *part; /* of it; each moves once */
  gint64 product_id;
  gint64 store_no; /* HUFU_STOCK_ONLINE: none */
  gint64 delta_milli;
  const char *reason;
  gint64 at_utc_s; /* when it was so; 0 = now */
} HufuStockEntry;

/* Inside the caller's transaction: books it and tells the tills. FALSE: it is known, or there is no
 * such product. */
gboolean hufu_stock_book_move (HufuPlatform *platform, const HufuStockEntry *entry);
/* What the sale took from its store comes back, once. */
void hufu_stock_book_take_back (HufuPlatform *platform, const HufuId *sale_id);
/* stock.corrected; answers a verdict code: "ok", "bad_body". */
const char *hufu_stock_book_correct (HufuPlatform *platform, const HufuHolder *holder,
                                     const json_t *body);

/* Who is told: the figures "here" are of the holder's store, and count its journal so far. */
typedef struct {
  gint64 incarnation, seq;
} HufuCounted;
HufuCounted hufu_stock_book_find_counted (HufuPlatform *platform, const HufuHolder *holder);
/* The contract's Stock; NULL: there is no such product. */
json_t *hufu_stock_book_tell (HufuPlatform *platform, gint64 product_id);
/* The contract's Store, and when each was heard of last; NULL: there is no such store. */
json_t *hufu_stock_book_tell_store (HufuPlatform *platform, gint64 store_no);
json_t *hufu_stock_book_tell_heard (HufuPlatform *platform);

/* The figure of one place; 0 without a movement. */
gint64 hufu_stock_book_get (HufuPlatform *platform, gint64 product_id, gint64 store_no,
                            gint64 *ret_at_utc_s);
