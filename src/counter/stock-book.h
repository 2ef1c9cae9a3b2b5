/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on hand here as this till knows it: figures of the catalogue with what the till itself
 * moved since (core/stock.h). In memory: nothing is read while something is drawn. */
#pragma once

#include <gio/gio.h>
#include "core/lang.h"
#include "core/stock.h"
#include "counter/stock-words.h"
#include "store/catalog.h"

/* Signal "changed": the till moved something, or what is short is another number. */
#define HUFU_TYPE_STOCK_BOOK (hufu_stock_book_get_type ())
G_DECLARE_FINAL_TYPE (HufuStockBook, hufu_stock_book, HUFU, STOCK_BOOK, GObject)

HufuStockBook *hufu_stock_book_new (void);
HufuStockTally *hufu_stock_book_get_tally (HufuStockBook *book); /* borrowed, constant */
void hufu_stock_book_tell_changed (HufuStockBook *book);
/* What is short where a product does not say. */
void hufu_stock_book_set_low_milli (HufuStockBook *book, gint64 low_milli);
gint64 hufu_stock_book_get_low_milli (HufuStockBook *book);

/* What is kept of a product to tell how much of it there is. */
typedef struct {
  gint64 product_id;
  HufuStockFigure figure;
  gint64 low_milli; /* -1 = as the policy says */
} HufuStockKey;
HufuStockKey hufu_stock_key_of (const HufuProduct *product);

typedef struct {
  gboolean known;
  gint64 milli, low_milli;
  gboolean is_low; /* known, and so few are short */
} HufuStockState;
HufuStockState hufu_stock_book_look (HufuStockBook *book, const HufuStockKey *key);
