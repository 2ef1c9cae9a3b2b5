/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/limits.h"

/* A list from further ahead than this was made by another clock than ours. */
#define AHEAD_MAX_S 3600
#define TIER_SHIFT 2

const char *
hufu_limits_state_name (HufuLimitsState state)
{
  static const char *const names[] = {
      [HUFU_LIMITS_OFF] = "off",
      [HUFU_LIMITS_ON] = "on",
      [HUFU_LIMITS_UNSIGNED] = "unsigned",
      [HUFU_LIMITS_NONSENSE] = "nonsense",
  };

  return names[state];
}

static gboolean
is_within (gint64 value, gint64 max)
{
  return value >= 1 && value <= max;
}

HufuLimitsState
hufu_limits_judge (const HufuLimits *limits, gboolean is_signed)
{
  if (!is_signed)
    return HUFU_LIMITS_UNSIGNED;
  return is_within (limits->voucher_max_minor, HUFU_LIMITS_VOUCHER_MAX_MINOR) &&
                 is_within (limits->uses_max, HUFU_LIMITS_USES_MAX) &&
                 is_within (limits->total_max_minor, HUFU_LIMITS_TOTAL_MAX_MINOR) &&
                 is_within (limits->status_age_max_s, HUFU_LIMITS_STATUS_AGE_MAX_S)
             ? HUFU_LIMITS_ON
             : HUFU_LIMITS_NONSENSE;
}

static HufuReason
check_status (const HufuLimits *limits, const HufuLimitsAsk *ask)
{
  static const HufuReason reasons[] = {
      [HUFU_STATUS_VALID] = HUFU_R03_OK_GRACE,
      [HUFU_STATUS_USED] = HUFU_R12_ALREADY_REDEEMED_ELSEWHERE,
      [HUFU_STATUS_REVOKED] = HUFU_R13_REVOKED,
      [HUFU_STATUS_ASK] = HUFU_R07_OWNER_UNREACHABLE,
      [HUFU_STATUS_UNLISTED] = HUFU_R20_STATUS_TOO_OLD,
  };
  gint64 age_s = ask->now_utc_s - ask->status_utc_s;
  gboolean is_fresh = age_s >= -AHEAD_MAX_S && age_s < limits->status_age_max_s;

  return ask->status != HUFU_STATUS_VALID || is_fresh ? reasons[ask->status]
                                                      : HUFU_R20_STATUS_TOO_OLD;
}

static HufuReason
check_tier (const HufuLimitsAsk *ask)
{
  guint tier = (ask->flags & HUFU_VOUCHER_TIER_MASK) >> TIER_SHIFT;

  if (tier > 1)
    return HUFU_R07_OWNER_UNREACHABLE;
  return tier == 1 && !ask->is_live ? HUFU_R16_PROOF_REQUIRED : HUFU_R03_OK_GRACE;
}

/* Sums are compared by what is left, so that none can overflow. */
static HufuReason
check_amounts (const HufuLimits *limits, const HufuLimitsUsed *used, const HufuLimitsAsk *ask)
{
  if (used->uses >= limits->uses_max)
    return HUFU_R18_LIMIT_COUNT;
  if (ask->amount_minor > limits->voucher_max_minor - ask->voucher_spent_minor ||
      ask->amount_minor > limits->total_max_minor - used->total_minor)
    return HUFU_R19_LIMIT_VALUE;
  return HUFU_R03_OK_GRACE;
}

HufuReason
hufu_limits_check (const HufuLimits *limits, HufuLimitsState state, const HufuLimitsUsed *used,
                   const HufuLimitsAsk *ask)
{
  HufuReason reason;

  if (state != HUFU_LIMITS_ON)
    return HUFU_R07_OWNER_UNREACHABLE;
  if (!ask->clock_trusted)
    return HUFU_R21_CLOCK_UNTRUSTED;
  reason = check_status (limits, ask);
  if (reason == HUFU_R03_OK_GRACE)
    reason = check_tier (ask);
  return reason == HUFU_R03_OK_GRACE ? check_amounts (limits, used, ask) : reason;
}

gint64
hufu_limits_sum_store (const HufuLimits *limits, const HufuLimitsUsed *used, gint64 n_tills,
                       gint64 others_minor)
{
  return MAX ((n_tills - 1) * limits->total_max_minor, others_minor) +
         MAX (limits->total_max_minor, used->total_minor);
}

gint64
hufu_limits_bound (const HufuLimitsSigned *list, gsize n, gint64 base_seq)
{
  gint64 most_minor = 0;

  for (gsize i = 0; i < n; i++)
    if (i + 1 == n || list[i + 1].seq > base_seq)
      most_minor = MAX (most_minor, list[i].total_max_minor);
  return most_minor;
}
