/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Accepting without the right (core/limits.h), in the books: the limits of the signed policy, what
 * was accepted so far, and the act itself.
 */
#pragma once

#include "core/limits.h"
#include "store/voucher-store.h"

typedef struct {
  HufuLimits limits; /* zeros unless ON */
  HufuLimitsState state;
  HufuLimitsUsed used;
  gint64 n_tills;      /* of the store, this one too */
  gint64 others_minor; /* what the platform said last that the others can lose */
} HufuLimitsBook;

/* The policy's limits, whose signature is checked against the platform keys of the trust list, and
 * what was used of them. A policy without limits is OFF. */
gboolean hufu_limits_load (HufuDb *db, HufuLimitsBook *ret_book,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was accepted of this voucher here under limits. */
gboolean hufu_limits_load_spent (HufuDb *db, const HufuId *cti, gint64 *ret_minor,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether limits can stand in for the right: known to be paid for, without conditions, and one use
 * is one thing. Not a coupon, and not a pass of several uses (which of them is free only the
 * platform knows). */
gboolean hufu_limits_can_cover (const HufuVoucher *voucher);

/* How much of one more use the limits still allow; 0 = none of any. */
gint64 hufu_limits_find_room (const HufuLimitsBook *book, gint64 spent_minor);

/* Accepts a voucher whose right is not held here: limits checked, use recorded as R03, line or
 * tender put on the open sale, counters raised, ledger, journal (whose event carries the counters
 * after it), all in one transaction. voucher: what is known of it, from its token if nothing else.
 * ask: all but the amounts, which the act fills in. *ret_reason: R03, or the refusal: R00 if the
 * right is held here after all (redeem it), R11 if it was used here, R07 if limits cannot cover
 * it or this till is not live (its last report covers all), R26 if it is frozen, else as
 * hufu_limits_check. It is undone as other uses are (hufu_use_undo), which lowers no counter. */
gboolean hufu_use_redeem_unleased (HufuDb *db, const HufuRedemption *redemption,
                                   const HufuVoucher *voucher, const HufuLimitsAsk *ask,
                                   HufuReason *ret_reason, HufuBasket **ret_basket,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
