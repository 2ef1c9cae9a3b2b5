/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who was first, if a right was used for more than it is worth: a pure function of the set of its
 * uses, so that everybody who has the same set decides the same, whatever order it came in. First
 * wins; what is not covered is the merchant's loss, never the customer's (G5 of the rights).
 *
 *   loss_minor = hufu_claims_decide (claims, n, cash ? value_minor : HUFU_CLAIMS_WHOLE);
 */
#pragma once

#include "core/id.h"

/* How well a use is founded: a lower one comes before a higher one, whatever the time. */
typedef enum {
  HUFU_CLAIM_PLATFORM, /* the platform said yes itself, in one transaction */
  HUFU_CLAIM_HELD,     /* by the till to which the right was leased */
  HUFU_CLAIM_MOVED,    /* by a till that had it from another, with a signed debit */
  HUFU_CLAIM_OVERRIDE, /* a manager's decision */
  HUFU_CLAIM_UNLEASED, /* accepted without the right, under a limit or without */
} HufuClaimClass;

/* What a use has of the right. */
typedef enum {
  HUFU_CLAIM_STANDS, /* its part of the right is gone */
  HUFU_CLAIM_WAITS,  /* it was accepted without the right, and takes its part when that is here */
  HUFU_CLAIM_UNDONE, /* it was undone, and amount_minor of what it took has not come back */
} HufuClaimState;

/* One use of the right. The first four order the claims of a class; time is the best known one. */
typedef struct {
  HufuClaimClass class;
  gint64 at_utc_us;
  HufuId terminal_id;
  guint32 incarnation;
  guint64 seq;
  HufuId use_id;
  gint64 amount_minor; /* >= 0 */
  HufuClaimState state;
  /* The decision: how much of the amount the right pays for, and whether that is all of the use. A
   * use that is told twice is paid for once: the second one is not accepted, and no loss. */
  gint64 covered_minor;
  gboolean accepted;
} HufuClaim;

/* Of a right that is used whole: deal, coupon, one use of a pass. */
#define HUFU_CLAIMS_WHOLE G_GINT64_CONSTANT (-1)

/* Sorts the uses of one right, first to last, and decides on each. value_minor: what the right is
 * worth (>= 0), or HUFU_CLAIMS_WHOLE: then the first is accepted and no other. Returns what is not
 * covered, in all. */
gint64 hufu_claims_decide (HufuClaim *claims, gsize n, gint64 value_minor);

/* How much comes back to a right when uses of it were undone: what they took, but no more than
 * lacks beside what stands. Whoever waits has nothing of the right and is in nobody's way, so that
 * the last of them who is undone leaves it whole, whatever the order. left_minor: what is there
 * now. Of a right that is used whole: 1 if it is free again, else 0. */
gint64 hufu_claims_find_free (const HufuClaim *claims, gsize n, gint64 value_minor,
                              gint64 left_minor);

/* How much of the right these uses have between them, whatever their state; of one that is used
 * whole: 1 if there is any, else 0. */
gint64 hufu_claims_sum_covered (const HufuClaim *claims, gsize n, gint64 value_minor);
