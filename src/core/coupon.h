/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Coupons: what a coupon takes off a sale, and what it asks for. Pure: terms and goods in, an
 * amount or the first condition that is not met out, with by how much. It knows no basket, clock or
 * voucher.
 *
 *   HufuCouponVerdict verdict;
 *   hufu_coupon_judge (&terms, &sale, &verdict);
 *   if (verdict.condition != HUFU_COUPON_MET)
 *     g_autofree char *why = hufu_coupon_explain (&terms, &verdict, lang); // "Spend 38.50 more"
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

#define HUFU_COUPON_GOODS_MAX 16  /* products, and categories, that a coupon may name */
#define HUFU_COUPON_TARGET_MAX 96 /* bytes of what they are called together, with the 0 */
#define HUFU_COUPON_MINUTES 1440  /* of a day */

typedef struct {
  gint64 off_minor;       /* what it takes off, at most what its goods cost */
  gint64 min_spend_minor; /* on its goods, before any coupon; 0 = none */
  gint64 products[HUFU_COUPON_GOODS_MAX], categories[HUFU_COUPON_GOODS_MAX];
  gsize n_products, n_categories; /* a line fits if it is one of these; none of both: all lines */
  char target_en[HUFU_COUPON_TARGET_MAX]; /* "snacks"; "" if it is for everything */
  char target_zh[HUFU_COUPON_TARGET_MAX];
  gint off_percent; /* 1..99: it takes off this part of what other coupons leave of its goods,
                     * at most off_minor, to the nearest cent, half a cent up, one cent at
                     * least; 0 = off_minor itself */
  guint days;       /* bit 0 = Monday ... 6 = Sunday; 0 = every day */
  gint from_minute, to_minute; /* of the local day, the end not included; to < from goes over
                                * midnight; equal = all day */
  gint min_level;              /* of the member; 0 = any member, -1 = anybody */
  gboolean alone;              /* with no other coupon in the sale */
} HufuCouponTerms;

/* Terms that ask for nothing and take nothing off. */
void hufu_coupon_terms_init (HufuCouponTerms *ret_terms);
/* FALSE for terms that no coupon can have: unknown days, minutes or amounts out of range. */
gboolean hufu_coupon_terms_are_good (const HufuCouponTerms *terms);
/* TRUE if they are for some goods alone. */
gboolean hufu_coupon_terms_name_goods (const HufuCouponTerms *terms);
/* TRUE if a line of this product and category is one that the coupon is for. */
gboolean hufu_coupon_fits (const HufuCouponTerms *terms, gint64 product_id, gint64 category_id);

/* The sale as a coupon looks at it. */
typedef struct {
  gint64 fitting_minor; /* what the lines that fit cost, before any coupon */
  gint64 left_minor;    /* of that, what other coupons leave to take off */
  gboolean has_member;
  gint64 member_level;
  gboolean has_other;   /* another coupon is in the sale */
  gboolean other_alone; /* which is for itself */
  gboolean has_time;    /* FALSE: the time does not count any more */
  gint weekday, minute; /* 1 = Monday ... 7 = Sunday; local */
} HufuCouponSale;

/* In the order in which they are looked at. */
typedef enum {
  HUFU_COUPON_MET,
  HUFU_COUPON_OTHER,  /* not together with another coupon */
  HUFU_COUPON_MEMBER, /* for members */
  HUFU_COUPON_LEVEL,  /* of a level */
  HUFU_COUPON_DAY,
  HUFU_COUPON_TIME,
  HUFU_COUPON_GOODS, /* nothing in the sale that it is for */
  HUFU_COUPON_SPEND, /* too little of it */
} HufuCouponCondition;

typedef struct {
  HufuCouponCondition condition;
  gint64 off_minor;     /* what it takes off; 0 unless met */
  gint64 missing_minor; /* SPEND, GOODS: how much more has to be spent on its goods */
} HufuCouponVerdict;

void hufu_coupon_judge (const HufuCouponTerms *terms, const HufuCouponSale *sale,
                        HufuCouponVerdict *ret_verdict);
/* Which condition is not met and what would meet it, in a few words: "Spend 38.50 more on snacks",
 * "From 14:00"; "" if it is met. Free with g_free. */
char *hufu_coupon_explain (const HufuCouponTerms *terms, const HufuCouponVerdict *verdict,
                           HufuLang lang);
/* All that it asks for: "From 50.00 on snacks, Mon Tue, 14:00-17:00"; "" if nothing. Free with
 * g_free. */
char *hufu_coupon_describe (const HufuCouponTerms *terms, HufuLang lang);
/* How much it takes off: "20% off, at most 30.00"; "" of a sum. Free with g_free. */
char *hufu_coupon_describe_part (const HufuCouponTerms *terms, HufuLang lang);
