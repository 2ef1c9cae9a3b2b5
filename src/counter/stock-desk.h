/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page of the stock: what is short, lowest first, or what was found by words; and the
 * product that is looked at. */
#pragma once

#include <gio/gio.h>
#include "core/lang.h"
#include "counter/stock-book.h"

/* A product of the list: plain and read-only. */
#define HUFU_TYPE_STOCK_ROW (hufu_stock_row_get_type ())
G_DECLARE_FINAL_TYPE (HufuStockRow, hufu_stock_row, HUFU, STOCK_ROW, GObject)
struct _HufuStockRow {
  GObject parent_instance;
  HufuStockKey key;
  char *sku, *name, *icon, *amount; /* "T-104", "Wide trousers · M", "trousers", "-2" */
  char *hint;                       /* "T-104 · low at 3" */
  HufuStockState state;
};

/* Properties (notify): "shown" (boolean: the page is in front), "words" (string: what the list was
 * searched for; "" = it is what is short), "sku" "title" "icon" (of the product that is looked at;
 * "" = none; "sku" notifies whenever what is told of it is new), "booked" (string: what was booked
 * last, one sentence; notifies at each). */
#define HUFU_TYPE_STOCK_DESK (hufu_stock_desk_get_type ())
G_DECLARE_FINAL_TYPE (HufuStockDesk, hufu_stock_desk, HUFU, STOCK_DESK, GObject)

/* rows: of HufuStockRow. */
HufuStockDesk *hufu_stock_desk_new (GListModel *rows);
GListModel *hufu_stock_desk_get_rows (HufuStockDesk *desk); /* borrowed, constant */
void hufu_stock_desk_set_words (HufuStockDesk *desk, const char *words);

/* Shows a product; places: HufuFact, a place with how much is there and how old that figure is. */
void hufu_stock_desk_look_at (HufuStockDesk *desk, const char *sku, const char *title,
                              const char *icon, const HufuStockState *state,
                              GPtrArray *take_places);
/* Borrowed until "sku" notifies; NULL = no product is looked at. */
const GPtrArray *hufu_stock_desk_get_places (HufuStockDesk *desk);
/* What the correction that is being typed would move, or what is wrong with it so far; "" while
 * there is no reason or number. Free with g_free. */
char *hufu_stock_desk_foretell (HufuStockDesk *desk, const char *reason, const char *number,
                                const char *note, HufuLang lang);
void hufu_stock_desk_tell_booked (HufuStockDesk *desk, const char *sentence);
