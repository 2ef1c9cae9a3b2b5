/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page of the stock: what is short, shortest first, as a list that is read as far as
 * somebody looks; and the product that is looked at. */
#pragma once

#include <gio/gio.h>
#include "counter/stock-book.h"
#include "store/store.h"

/* A product of the list: plain and read-only. */
#define HUFU_TYPE_STOCK_ROW (hufu_stock_row_get_type ())
G_DECLARE_FINAL_TYPE (HufuStockRow, hufu_stock_row, HUFU, STOCK_ROW, GObject)
struct _HufuStockRow {
  GObject parent_instance;
  gint64 product_id;
  char *sku, *name, *icon, *amount; /* "T-104", "Wide trousers · M", "trousers", "-2" */
  gint64 milli, low_milli;
};

/* Properties (notify): "shown" (boolean: the page is in front), "sku" "title" "about" (of the
 * product that is looked at: its number, name, and where there is how much of it, a line a place;
 * "" = none), "booked" (string: what was booked last, one sentence; notifies at each). */
#define HUFU_TYPE_STOCK_DESK (hufu_stock_desk_get_type ())
G_DECLARE_FINAL_TYPE (HufuStockDesk, hufu_stock_desk, HUFU, STOCK_DESK, GObject)

HufuStockDesk *hufu_stock_desk_new (HufuStockBook *book);
/* GListModel of HufuStockRow; borrowed, constant. */
GListModel *hufu_stock_desk_get_rows (HufuStockDesk *desk);
/* Reads the list anew; done is called on the main context when its first page is there. */
typedef void (*HufuStockDeskDone) (gpointer data);
void hufu_stock_desk_read (HufuStockDesk *desk, HufuStore *catalog, HufuLang lang,
                           HufuStockDeskDone done, gpointer data);
/* Before the catalogue goes: it is asked for nothing more. */
void hufu_stock_desk_stop (HufuStockDesk *desk);
void hufu_stock_desk_look_at (HufuStockDesk *desk, const char *sku, const char *title,
                              const char *about);
void hufu_stock_desk_tell_booked (HufuStockDesk *desk, const char *sentence);
