/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a product asks for when it is sold: the serial number of each piece, the lot that it is of,
 * or, made to order, the day on which it is to be ready. How the answer is typed, and what is none.
 * Pure.
 *
 *   HufuDetails answer;
 *   hufu_detail_read (HUFU_DETAIL_DUE, "11-24 15:30", 11, &now, &answer)   HUFU_DETAIL_OK
 */
#pragma once

#include "core/gs1.h"
#include "core/lang.h"

typedef enum {
  HUFU_DETAIL_NOTHING,
  HUFU_DETAIL_SERIAL, /* each piece has its own: a line is one piece */
  HUFU_DETAIL_LOT,    /* with the last day of its use, where that is known */
  HUFU_DETAIL_DUE,    /* made to order: when it is to be ready */
} HufuDetail;
#define HUFU_DETAIL_COUNT 4
/* "" "serial" "lot" "due": in the books, the catalogue and the contract; static. */
const char *hufu_detail_name (HufuDetail detail);
gboolean hufu_detail_find (const char *name, HufuDetail *ret_ask);

#define HUFU_DUE_DAYS_MAX 366 /* from today on */
#define HUFU_ANSWER_MAX 64    /* bytes of what is typed */

/* A day, and a minute of it or any. */
typedef struct {
  gint32 day;    /* yyyymmdd; 0 = none */
  gint16 minute; /* 0 to 1439; -1 = at any time of the day */
} HufuDue;
#define HUFU_DUE_NONE ((HufuDue){0, -1})
/* It is over; with any time, when its day is. */
gboolean hufu_due_is_past (const HufuDue *due, const HufuDue *now);
/* The day so many days after that one. */
gint32 hufu_day_after (gint32 day, guint days);
/* "2026-11-24 15:30", "2026-11-24"; free with g_free. */
char *hufu_due_format (const HufuDue *due);

typedef struct {
  HufuTrace trace;
  HufuDue due;
} HufuDetails;

typedef enum {
  HUFU_DETAIL_OK,
  HUFU_DETAIL_BAD_SERIAL, /* not 1 to 20 of GS1's signs */
  HUFU_DETAIL_BAD_LOT,
  HUFU_DETAIL_BAD_DAY, /* there is no such day, or time */
  HUFU_DETAIL_EXPIRED, /* the last day of its use is over */
  HUFU_DETAIL_PAST,    /* to be ready in the past */
  HUFU_DETAIL_TOO_FAR, /* in more than HUFU_DUE_DAYS_MAX days */
} HufuDetailFault;
#define HUFU_DETAIL_FAULT_COUNT 7
/* "bad_serial"; "" for OK; static. */
const char *hufu_detail_fault_code (HufuDetailFault fault);
/* One sentence: what is the case, what to do; "" for OK; static. */
const char *hufu_detail_fault_sentence (HufuDetailFault fault, HufuLang lang);

/*
 * Reads what was typed or scanned for it; now: here. A serial number is one word; so is a lot,
 * behind it may stand the last day of its use. A due date is a day, a time behind it or both:
 * "2026-11-24", "20261124", "11-24" (the next there is), "+3" (days from now), "15:30"
 * (today), with / or . for the hyphens as well. A day of 2000 to 2099.
 */
HufuDetailFault hufu_detail_read (HufuDetail detail, const char *text, gsize length,
                                  const HufuDue *now, HufuDetails *ret_answer);
/* What a scanned code told of the piece answers it; is expired as of that day. */
gboolean hufu_detail_is_answered (HufuDetail detail, const HufuTrace *trace, const HufuDue *due);
