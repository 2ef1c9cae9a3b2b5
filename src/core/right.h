/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rights: one use of one voucher, the thing that is conserved. A right is (cti, generation, k).
 * Here are its names and the pure rules; src/store keeps held rights, src/platform owns all others.
 */
#pragma once

#include <glib.h>
#include "core/id.h"

/* Epochs and grant ids are pairs, compared in this order. */
typedef struct {
  guint64 platform_epoch;
  guint64 counter;
} HufuEpoch;

typedef struct {
  HufuId cti;
  guint64 generation;
  guint32 k; /* 0-based use number of a pass; 0 for single-use and cash vouchers */
} HufuRightKey;

/* A right as somebody holds it. */
typedef struct {
  HufuRightKey key;
  HufuEpoch epoch;
  guint32 hop;
  gint64 remaining_minor;
} HufuRight;

typedef enum {
  HUFU_VOUCHER_DEAL,
  HUFU_VOUCHER_CASH,
  HUFU_VOUCHER_PASS,
  HUFU_VOUCHER_COUPON,
} HufuVoucherType;
#define HUFU_VOUCHER_TYPE_COUNT 4

/* < 0, 0, > 0: a is below, equal to, above b. */
int hufu_epoch_compare (const HufuEpoch *a, const HufuEpoch *b);

/* What a till does with a grant (rule 1 of the rights): */
typedef enum {
  HUFU_GRANT_CREDIT,         /* new: store the right */
  HUFU_GRANT_KNOWN,          /* already credited under this id: nothing changes */
  HUFU_GRANT_BELOW_FENCE,    /* not above the fence: refused */
  HUFU_GRANT_TOMBSTONED,     /* not above the recall tombstone of this right: refused */
  HUFU_GRANT_OLD_PLATFORM,   /* from an older platform epoch: refused */
  HUFU_GRANT_NEWER_PLATFORM, /* from a platform epoch not yet stored here: refused until it is */
} HufuGrantVerdict;

/* known: the greatest epoch this right was ever credited under here; fence, tombstone: zero pairs
 * if there is none. platform_epoch: the newest one stored here. Only CREDIT changes anything. A
 * grant at or below `known` but above fence and tombstone is KNOWN: a duplicate, perhaps a late
 * one. */
HufuGrantVerdict hufu_right_check_grant (const HufuEpoch *grant, const HufuEpoch *known,
                                         const HufuEpoch *fence, const HufuEpoch *tombstone,
                                         guint64 platform_epoch);

/* What a till does with a debit that it asked for (rule 3 of the rights): */
typedef enum {
  HUFU_CREDIT_TAKE,           /* store the right */
  HUFU_CREDIT_TOMBSTONED,     /* not above the recall tombstone of this right: refused */
  HUFU_CREDIT_PASSED,         /* the right is known to have come as far as this already: refused */
  HUFU_CREDIT_OTHER_PLATFORM, /* not of the platform epoch that is stored here: refused */
} HufuCreditVerdict;

/* epoch, hop: of the debit. known, known_hop: the furthest that this right is known to have come
 * here by grant, credit or debit; known, tombstone: zero pairs if there is none. The fence is no
 * bound: a right may come from another till after a report. */
HufuCreditVerdict hufu_right_check_credit (const HufuEpoch *epoch, guint32 hop,
                                           const HufuEpoch *known, guint32 known_hop,
                                           const HufuEpoch *tombstone, guint64 platform_epoch);

/* The name of a type in events, JSON and SQL; static. */
const char *hufu_voucher_type_name (HufuVoucherType type); /* "deal" "cash" "pass" "coupon" */
/* Finds a type by that name; FALSE and *ret_type untouched if there is none. */
gboolean hufu_voucher_type_find (const char *name, HufuVoucherType *ret_type);

/* What the k-th use (0-based) of a voucher with `uses` uses has of an amount that was paid for all
 * of them: whole minor units that add up to the amount exactly, whatever the order. k < uses. */
gint64 hufu_right_share_minor (gint64 whole_minor, guint32 uses, guint32 k);
