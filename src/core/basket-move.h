/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a till of the store answers that is asked for one of its held sales: it is the asker's from
 * now on, or why not. Pure.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

/* Held sales that a till tells the others of, and with as many it asks for none more. */
#define HUFU_BASKETS_MAX 100
#define HUFU_BASKET_AGE_MAX_S (366 * 24 * 3600) /* of a held sale as told; an older one is this */
#define HUFU_BASKET_PARCEL_MAX (1024 * 1024)    /* bytes of a sale as it goes from till to till */
#define HUFU_BASKET_BACK_S (24 * 3600) /* what went to a till that is gone is offered so long */

typedef enum {
  HUFU_GIVING_MOVED,
  HUFU_GIVING_TAKEN,   /* another till has it */
  HUFU_GIVING_OPEN,    /* that till goes on with it itself */
  HUFU_GIVING_GONE,    /* finished, thrown away, or never there */
  HUFU_GIVING_PAID,    /* money was received for it */
  HUFU_GIVING_VOUCHER, /* a voucher was redeemed on it */
  HUFU_GIVING_PENDING, /* a voucher or payment has no answer yet */
  HUFU_GIVING_UNFIT,   /* too long, or with something in it that the message cannot carry */
} HufuGiving;

#define HUFU_GIVING_COUNT (HUFU_GIVING_UNFIT + 1)

/* "moved": in messages and hufuctl; static. */
const char *hufu_giving_name (HufuGiving giving);
gboolean hufu_giving_find (const char *name, HufuGiving *ret_giving);
/* It is at that till and stays there, whoever asks: PAID, VOUCHER, PENDING, UNFIT. */
gboolean hufu_giving_stays (HufuGiving giving);
/* One sentence: what is the case, what to do; "" for MOVED. owner_no: the till that was asked;
 * taker_no: of TAKEN. Free with g_free. */
char *hufu_giving_say (HufuGiving giving, guint64 owner_no, guint64 taker_no, HufuLang lang);

/* What became of asking for one. */
typedef enum {
  HUFU_TAKING_ANSWERED,   /* as HufuGiving says */
  HUFU_TAKING_WAITING,    /* no answer yet: it is asked again */
  HUFU_TAKING_UNSTORED,   /* it was given, and could not be written down here: it is asked again */
  HUFU_TAKING_UNREADABLE, /* it was given, and is more than this Hufu understands: the same */
  HUFU_TAKING_NO_DISK,    /* not asked: the request could not be written down */
  HUFU_TAKING_TOO_MANY,   /* not asked: HUFU_BASKETS_MAX are held here */
  HUFU_TAKING_ALONE,      /* not asked: this till may not, or there is no network of the store */
} HufuTaking;

/* The request stays, and is sent again. */
gboolean hufu_taking_goes_on (HufuTaking taking);
/* One sentence: what is the case, what to do; "" for ANSWERED. Free with g_free. */
char *hufu_taking_say (HufuTaking taking, guint64 owner_no, HufuLang lang);
