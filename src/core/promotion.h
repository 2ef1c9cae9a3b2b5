/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Promotions: what the shop takes off by itself, for everybody or for members, for some days or
 * hours. Pure: promotions and goods in, what each takes off which goods out. It knows no basket and
 * no clock.
 *
 * The rules, which decide alone, whatever the order of the goods:
 * 1. Of the promotions with the highest priority, the one that would take off most goes first
 * (ties: by id); then again of those that are left; then those of the next priority. Each takes off
 * what the ones before it have left.
 * 2. A piece counts once for an exclusive group: what a promotion of the group has used is closed
 * to the others of that group. Promotions without a group stack with all.
 * 3. Pieces are taken from the dearest to the cheapest. A weighed or labelled thing is one piece.
 * 4. A percentage is rounded once for the whole promotion, half a cent up; what is taken off
 * several goods together is shared by largest remainder, so nothing costs less than nothing.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

#define HUFU_PROMOTIONS_MAX 64    /* of a store at once */
#define HUFU_PROMOTION_ID_SIZE 41 /* with the 0 */
#define HUFU_PROMOTION_NAME_SIZE 97
#define HUFU_PROMOTION_GROUP_SIZE 25
#define HUFU_PROMOTION_PARTS_MAX 4  /* of a bundle */
#define HUFU_PROMOTION_GOODS_MAX 16 /* products, and categories, of a part */
#define HUFU_PROMOTION_PIECES_MAX 99
#define HUFU_PROMOTION_TIMES_MAX 999
#define HUFU_PROMOTION_PRIORITY_MAX 999
#define HUFU_MINUTES_OF_WEEK (7 * 24 * 60)

typedef enum {
  HUFU_PROMOTION_PERCENT, /* percent off the goods */
  HUFU_PROMOTION_AMOUNT,  /* amount_minor off each piece */
  HUFU_PROMOTION_BUY_GET, /* in sets of buy + get pieces: percent off the `get` cheapest of each */
  HUFU_PROMOTION_BUNDLE,  /* the pieces of all parts together for amount_minor */
  HUFU_PROMOTION_THRESHOLD, /* from min_spend_minor of the goods: amount_minor, or percent, off */
} HufuPromotionKind;
#define HUFU_PROMOTION_KIND_COUNT 5
/* "buy-get": in the books, the contract and hufuctl; static. */
const char *hufu_promotion_kind_name (HufuPromotionKind kind);
gboolean hufu_promotion_kind_find (const char *name, HufuPromotionKind *ret_kind);

/* Goods that count: of one of these products or categories; none of both: all. */
typedef struct {
  gint64 products[HUFU_PROMOTION_GOODS_MAX], categories[HUFU_PROMOTION_GOODS_MAX];
  gsize n_products, n_categories;
  guint pieces; /* of a bundle's part: how many, 1.. */
} HufuPromotionPart;

typedef struct {
  char id[HUFU_PROMOTION_ID_SIZE];
  gint64 version; /* 1.. */
  HufuPromotionKind kind;
  char name_en[HUFU_PROMOTION_NAME_SIZE], name_zh[HUFU_PROMOTION_NAME_SIZE];
  gint64 from_utc_s, until_utc_s;        /* the end not included; 0 = no end */
  guint days;                            /* bit 0 = Monday; 0 = every day */
  gint from_minute, to_minute;           /* of the local day, as of coupons; equal = all day */
  gint min_level;                        /* of the member; 0 = any member, -1 = anybody */
  gint priority;                         /* 0..999, the highest first */
  char group[HUFU_PROMOTION_GROUP_SIZE]; /* exclusive; "" = none */
  HufuPromotionPart parts[HUFU_PROMOTION_PARTS_MAX];
  gsize n_parts; /* 1, of a bundle 1..4 */
  gint percent;  /* 0..100 */
  gint64 amount_minor, min_spend_minor;
  guint buy, get;
  guint times_max;  /* sets, bundles, thresholds of one sale; 0 = as often as it fits */
  gboolean repeats; /* a threshold: for each full min_spend_minor */
} HufuPromotion;

/* One that takes nothing off, for anybody at any time, of one part that is all goods. */
void hufu_promotion_init (HufuPromotion *ret_promotion);
/* FALSE for one that cannot be: its kind lacks what it needs, or a number is out of range. */
gboolean hufu_promotion_is_good (const HufuPromotion *promotion);
/* On at that instant; minute_of_week: local, 0 = Monday 00:00. */
gboolean hufu_promotion_is_on (const HufuPromotion *promotion, gint64 utc_s, gint minute_of_week);

/* ---- a set of promotions, as a sale keeps it ---- */

/* Shared and constant once it is made. */
typedef struct {
  gatomicrefcount refs;
  gint64 number;         /* of the till's list that it was taken from */
  gint64 utc_s;          /* when */
  gint minute_of_week;   /* local */
  GPtrArray *promotions; /* HufuPromotion, owned: those that were on then */
} HufuPromotionSet;

/* Of `all` (HufuPromotion) those that are on then; copies. */
HufuPromotionSet *hufu_promotion_set_new (const GPtrArray *all, gint64 number, gint64 utc_s,
                                          gint minute_of_week);
HufuPromotionSet *hufu_promotion_set_ref (HufuPromotionSet *set);
void hufu_promotion_set_unref (HufuPromotionSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuPromotionSet, hufu_promotion_set_unref)

/* ---- the engine ---- */

typedef struct {
  gint64 product_id, category_id;
  gint64 pieces;     /* 1.. */
  gint64 left_minor; /* what they cost together */
} HufuPromotionItem;

typedef struct {
  guint promotion, item; /* their places */
  gint64 off_minor;      /* > 0 */
} HufuPromotionShare;

/* What `promotions` (HufuPromotion) take off the items: HufuPromotionShare, free with
 * g_array_unref. member_level -1 = no member. Items that are not told apart by what they are have
 * to be in an order of the caller's that does not depend on how they came. */
GArray *hufu_promotions_apply (const GPtrArray *promotions, gint64 member_level,
                               const HufuPromotionItem *items, gsize n_items);
