/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is short, lowest first, as a list that is read as far as somebody looks; what the till moved
 * itself is sorted anew into it. Or a few products that were found. */
#pragma once

#include <gio/gio.h>
#include "counter/stock-desk.h"
#include "store/store.h"

/* A GListModel of HufuStockRow. */
#define HUFU_TYPE_STOCK_LIST (hufu_stock_list_get_type ())
G_DECLARE_FINAL_TYPE (HufuStockList, hufu_stock_list, HUFU, STOCK_LIST, GObject)

HufuStockList *hufu_stock_list_new (HufuStockBook *book);
/* Reads what is short anew: the list changes when its first page is there; done is called then, on
 * the main context. */
typedef void (*HufuStockListDone) (gpointer data);
void hufu_stock_list_read (HufuStockList *list, HufuStore *catalog, HufuLang lang,
                           HufuStockListDone done, gpointer data);
/* These (HufuProduct) instead, in their order. */
void hufu_stock_list_show (HufuStockList *list, const GPtrArray *products, HufuLang lang);
/* The same products with how many there are by now. */
void hufu_stock_list_recount (HufuStockList *list);
/* Before the catalogue goes: it is asked for nothing more. */
void hufu_stock_list_stop (HufuStockList *list);
