/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/right.h"

#include "core/money.h"

#include <string.h>

int
hufu_epoch_compare (const HufuEpoch *a, const HufuEpoch *b)
{
  if (a->platform_epoch != b->platform_epoch)
    return a->platform_epoch < b->platform_epoch ? -1 : 1;
  if (a->counter != b->counter)
    return a->counter < b->counter ? -1 : 1;
  return 0;
}

HufuGrantVerdict
hufu_right_check_grant (const HufuEpoch *grant, const HufuEpoch *known, const HufuEpoch *fence,
                        const HufuEpoch *tombstone, guint64 platform_epoch)
{
  if (grant->platform_epoch < platform_epoch)
    return HUFU_GRANT_OLD_PLATFORM;
  if (grant->platform_epoch > platform_epoch)
    return HUFU_GRANT_NEWER_PLATFORM;
  if (hufu_epoch_compare (grant, fence) <= 0)
    return HUFU_GRANT_BELOW_FENCE;
  if (hufu_epoch_compare (grant, tombstone) <= 0)
    return HUFU_GRANT_TOMBSTONED;
  /* Below the greatest one credited it can only be a late duplicate: the platform grants again
   * only what came back. */
  if (hufu_epoch_compare (grant, known) <= 0)
    return HUFU_GRANT_KNOWN;
  return HUFU_GRANT_CREDIT;
}

HufuCreditVerdict
hufu_right_check_credit (const HufuEpoch *epoch, guint32 hop, const HufuEpoch *known,
                         guint32 known_hop, const HufuEpoch *tombstone, guint64 platform_epoch)
{
  int order = hufu_epoch_compare (epoch, known);

  if (epoch->platform_epoch != platform_epoch)
    return HUFU_CREDIT_OTHER_PLATFORM;
  if (hufu_epoch_compare (epoch, tombstone) <= 0)
    return HUFU_CREDIT_TOMBSTONED;
  return order > 0 || (order == 0 && hop > known_hop) ? HUFU_CREDIT_TAKE : HUFU_CREDIT_PASSED;
}

static const char *const type_names[] = {
    [HUFU_VOUCHER_DEAL] = "deal",
    [HUFU_VOUCHER_CASH] = "cash",
    [HUFU_VOUCHER_PASS] = "pass",
    [HUFU_VOUCHER_COUPON] = "coupon",
};

const char *
hufu_voucher_type_name (HufuVoucherType type)
{
  g_assert ((gsize)type < G_N_ELEMENTS (type_names));
  return type_names[type];
}

gboolean
hufu_voucher_type_find (const char *name, HufuVoucherType *ret_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (type_names); i++) {
    if (g_strcmp0 (name, type_names[i]) == 0) {
      *ret_type = (HufuVoucherType)i;
      return TRUE;
    }
  }
  return FALSE;
}

gint64
hufu_right_share_minor (gint64 whole_minor, guint32 uses, guint32 k)
{
  g_assert (k < uses);
  return hufu_money_mul_div (whole_minor, k + 1, uses, HUFU_ROUND_FLOOR) -
         hufu_money_mul_div (whole_minor, k, uses, HUFU_ROUND_FLOOR);
}
