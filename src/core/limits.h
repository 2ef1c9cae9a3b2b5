/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Accepting a voucher whose right is not held here, while neither another till nor the platform can
 * be asked (rule 9 of the rights): off unless the merchant's policy, signed by the platform, turns
 * it on, and then within limits that no policy can raise. So the loss between two reports is at
 * most the sum of the tills' limits. Pure.
 */
#pragma once

#include "core/reason.h"
#include "core/status-list.h"

/* A policy may ask for less, never for more. */
#define HUFU_LIMITS_VOUCHER_MAX_MINOR 20000 /* on one voucher */
#define HUFU_LIMITS_USES_MAX 50             /* by one till between two fenced reports */
#define HUFU_LIMITS_TOTAL_MAX_MINOR 200000  /* the same */
#define HUFU_LIMITS_STATUS_AGE_MAX_S 86400  /* of the status list */

typedef struct {
  gint64 voucher_max_minor;
  gint64 uses_max;
  gint64 total_max_minor;
  gint64 status_age_max_s;
} HufuLimits;

typedef enum {
  HUFU_LIMITS_OFF,      /* the policy asks for nothing */
  HUFU_LIMITS_ON,       /* as the policy says */
  HUFU_LIMITS_UNSIGNED, /* off: not signed by a key of the platform */
  HUFU_LIMITS_NONSENSE, /* off: negative, nothing at all, or above a maximum */
} HufuLimitsState;

/* "off" "on" "unsigned" "nonsense"; static. */
const char *hufu_limits_state_name (HufuLimitsState state);
/* What becomes of limits that a policy asks for. */
HufuLimitsState hufu_limits_judge (const HufuLimits *limits, gboolean is_signed);

/* What a till has accepted since the last fenced report that the platform confirmed. */
typedef struct {
  gint64 uses;
  gint64 total_minor;
} HufuLimitsUsed;

/* What is to be accepted. */
typedef struct {
  guint32 flags;            /* HufuVoucherFlags: the risk tier */
  gboolean is_live;         /* a live code was shown, and its proof is good */
  HufuVoucherStatus status; /* of its list */
  gint64 status_utc_s;      /* when that was so */
  gint64 now_utc_s;         /* best-known time */
  gboolean clock_trusted;
  gint64 amount_minor;        /* >= 0: of this use */
  gint64 voucher_spent_minor; /* >= 0: accepted of this voucher here before */
} HufuLimitsAsk;

/* R03: within the limits. R07: not to be accepted without its right (off, risk tier, or the
 * platform alone can say). Else what stands against it: R12, R13, R16, R18, R19, R20, R21. The
 * order is that of the checks of a code: status, proof, limits; a doubt about the clock is first,
 * as without a time nothing else can be said. */
HufuReason hufu_limits_check (const HufuLimits *limits, HufuLimitsState state,
                              const HufuLimitsUsed *used, const HufuLimitsAsk *ask);

/* What a store of n_tills (>= 1) can lose between two syncs, in minor units: every till its value
 * limit, and what this one used beyond a limit that is smaller or off now. The others may go by
 * another policy: others_minor is what the platform said of them, and they count for no less. */
gint64 hufu_limits_sum_store (const HufuLimits *limits, const HufuLimitsUsed *used, gint64 n_tills,
                              gint64 others_minor);

/* One of the policies that a platform signed for a store. */
typedef struct {
  gint64 seq;
  gint64 total_max_minor; /* 0 = off */
} HufuLimitsSigned;

/* The greatest limit that a till may go by, or have gone by, since it reported under the policy
 * that was newest at base_seq: of that one and of all later ones. list: by seq, from the oldest. */
gint64 hufu_limits_bound (const HufuLimitsSigned *list, gsize n, gint64 base_seq);
