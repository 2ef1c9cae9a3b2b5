/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The room of the stock: what is where, and corrections. A part of counter-private.h, which
 * includes it. */
#pragma once

#include <jansson.h>
#include "counter/counter-private.h"
#include "counter/stock-book.h"
#include "counter/stock-list.h"

typedef struct _HufuStockQuestion HufuStockQuestion;

struct _HufuStockFlow {
  HufuStockBook *book;
  HufuStockList *list; /* the desk's */
  HufuStockDesk *desk;
  gint64 counted_no;           /* of the catalogue that was read last; -1 = none */
  HufuStockQuestion *question; /* that the following commands wait for; NULL = none */
  HufuCounterDone then;        /* of it */
  HufuProduct *product;        /* that is shown; NULL = none */
  GPtrArray *places;           /* HufuStockPlace: where else there is some of it */
};
struct _HufuStockFlow *hufu_stock_flow_new (void);
void hufu_stock_flow_free (struct _HufuStockFlow *flow);

/* ---- stock-flow.c ---- */

/* The catalogue has other figures, or is opened. */
void hufu_stock_flow_on_catalog (HufuCounter *counter);
/* The policy may say another number. */
void hufu_stock_flow_on_policy (HufuCounter *counter);
/* The till moved something: reads it, beside selling. */
void hufu_stock_flow_on_moved (HufuCounter *counter);
/* The same, awaited: `then` goes on with what all own movements come to. */
void hufu_stock_flow_catch_up (HufuCounter *counter, void (*then) (HufuCounter *counter));

/* ---- stock-panel.c ---- */

/* The manager's page with the stock is in front. */
gboolean hufu_stock_is_desk_shown (HufuCounter *counter);
/* By a barcode or the product's number; on the manager's page by words too. */
void hufu_stock_show (HufuCounter *counter, const char *code);
/* Of the product that is found, or of the selected line. */
void hufu_stock_show_meant (HufuCounter *counter);
/* The catalogue has other figures: what is shown of it is read anew. */
void hufu_stock_on_figures (HufuCounter *counter);
/* What is short, on the manager's page. */
void hufu_stock_open_low (HufuCounter *counter);
/* The same after something was booked. */
void hufu_stock_show_again (HufuCounter *counter);
/* The language is another one. */
void hufu_stock_on_lang (HufuCounter *counter);
/* "low", or "found" where words were searched for. */
void hufu_stock_add_list_to_json (HufuCounter *counter, json_t *state);
/* The product that is shown, where it is and when that was told. */
json_t *hufu_stock_to_json (HufuCounter *counter);

/* ---- stock-correct.c ---- */

/* Books what a manager typed: by a barcode or the product's number. */
void hufu_stock_correct_by_hand (HufuCounter *counter, const char *code, const char *number,
                                 const char *reason, const char *note);

/* A question about a product by its code; comes back as its own answer. */
struct _HufuStockQuestion {
  char *code, *number, *reason, *note;
  guint64 gtin;      /* that the code has; 0 = none */
  gint64 product_id; /* instead of the code; 0 = by the code */
  gboolean by_words; /* too: they are products that have them, if none has the code */
  HufuProduct *product;
  GPtrArray *places;
  HufuFound *found;
};
void hufu_stock_question_free (gpointer question);
/* Catches up, finds the product and goes on with `done`, whose answer is the question; `done` says
 * what is wrong where there is no product. */
void hufu_stock_ask (HufuCounter *counter, HufuStockQuestion *take_question, HufuCounterDone done);
void hufu_stock_say_unknown (HufuCounter *counter);
