/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is on hand, and why it may be changed by hand. Pure.
 *
 * The platform's figure of a product counts this till's own journal up to a point that is told with
 * it, and nothing of it after that. What is on hand here is that figure and the till's own
 * movements after the point. A figure and its point are one fact, so an answer may come late, twice
 * or never, from a restored platform or after another enrolment: no movement is counted twice.
 *
 *   hufu_stock_tally_begin (tally, counted_no);
 *   hufu_stock_tally_add (tally, &(HufuStockMove){event_no, product_id, -2000});
 *   if (hufu_stock_on_hand (tally, product_id, &figure, &milli)) ...
 */
#pragma once

#include "core/lang.h"
#include "core/money.h"
#include "core/note.h"

#define HUFU_STOCK_MAX_MILLI G_GINT64_CONSTANT (1000000000000) /* a figure: a milliard pieces */
#define HUFU_STOCK_ONLINE 0                                    /* the store_no of what is online */
#define HUFU_STOCK_PLACES_MAX 1000                             /* stores of one product */
#define HUFU_STOCK_LOW_MILLI 3000    /* what is short, where neither product nor policy says */
#define HUFU_STOCK_OLD_S (24 * 3600) /* a figure that is older is shown as old */

/* ---- figures and movements ---- */

typedef struct {
  gint64 milli;      /* may be below zero: sold before it was counted */
  gint64 at_utc_s;   /* 0 = nobody has told one */
  gint64 counted_no; /* own events up to this one are in it; 0 = none */
} HufuStockFigure;

typedef struct {
  gint64 event_no; /* of the journal: greater is later, over incarnations too */
  gint64 product_id;
  gint64 delta_milli;
} HufuStockMove;

/* The till's own movements from one event on. Not thread-safe. */
typedef struct _HufuStockTally HufuStockTally;
HufuStockTally *hufu_stock_tally_new (void);
void hufu_stock_tally_free (HufuStockTally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuStockTally, hufu_stock_tally_free)

/* Forgets everything; movements are added from after this event on. */
void hufu_stock_tally_begin (HufuStockTally *tally, gint64 after_no);
/* Movements come in the order of their events, those of one event together; one that is not after
 * what was read (hufu_stock_tally_set_read) is known and changes nothing. */
void hufu_stock_tally_add (HufuStockTally *tally, const HufuStockMove *move);
/* All movements up to this event were added. */
void hufu_stock_tally_set_read (HufuStockTally *tally, gint64 event_no);
gint64 hufu_stock_tally_get_read (const HufuStockTally *tally);
gint64 hufu_stock_tally_get_begin (const HufuStockTally *tally);
/* Products with a movement, in no order; free with g_array_unref. gint64. */
GArray *hufu_stock_tally_list (const HufuStockTally *tally);
/* What moved after that event. */
gint64 hufu_stock_tally_sum (const HufuStockTally *tally, gint64 product_id, gint64 after_no);
/* Drops what no figure asks for any more: movements up to that event. */
void hufu_stock_tally_drop (HufuStockTally *tally, gint64 up_to_no);

/* FALSE: nobody knows, as there is no figure, or movements before the tally begins belong to it. */
gboolean hufu_stock_on_hand (const HufuStockTally *tally, gint64 product_id,
                             const HufuStockFigure *figure, gint64 *ret_milli);

/* ---- corrections by hand ---- */

typedef enum {
  HUFU_STOCK_IS,   /* the number is what there is */
  HUFU_STOCK_MORE, /* the number is what came */
  HUFU_STOCK_LESS, /* the number is what went */
} HufuStockWay;

typedef struct {
  const char *name; /* in the journal, the contract and hufuctl */
  HufuStockWay way;
  const char *labels[HUFU_LANG_COUNT];
} HufuStockReason;

#define HUFU_STOCK_REASON_COUNT 6
/* static; i < HUFU_STOCK_REASON_COUNT. */
const HufuStockReason *hufu_stock_reason_get (gsize i);
/* NULL if there is none of that name. */
const HufuStockReason *hufu_stock_reason_find (const char *name);

typedef enum {
  HUFU_STOCK_OK,
  HUFU_STOCK_NO_REASON,
  HUFU_STOCK_BAD_NUMBER,
  HUFU_STOCK_BAD_NOTE,
  HUFU_STOCK_CARD_NOTE,
  HUFU_STOCK_NOT_KNOWN, /* counted, but against what? */
  HUFU_STOCK_NOT_MANAGER,
} HufuStockFault;

/* "stock_no_reason"; "" for OK; static. */
const char *hufu_stock_fault_code (HufuStockFault fault);
/* One sentence: what is the case, what to do; "" for OK; static. */
const char *hufu_stock_fault_sentence (HufuStockFault fault, HufuLang lang);

/* What a correction moves: always a difference, never what there is. number_milli: as typed, 0 to
 * HUFU_QTY_MAX_MILLI, above 0 but for HUFU_STOCK_IS; here_milli: on hand, used if known. note may
 * be NULL. */
HufuStockFault hufu_stock_correct (const HufuStockReason *reason, gint64 number_milli,
                                   const char *note, gboolean known, gint64 here_milli,
                                   gint64 *ret_delta_milli);
