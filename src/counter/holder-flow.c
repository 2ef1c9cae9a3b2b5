/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Vouchers that are bound to a member: only with that member in the sale. What the voucher carries
 * is a keyed hash of the member's id, so a code tells nobody whose it is; the cashier sees a masked
 * number.
 */
#include <string.h>

#include "counter/counter-private.h"
#include "crypto/keyed-index.h"

/* Of what the issuer signed, or else of what the platform said; NULL = a bearer's. */
static const guint8 *
find_holder (HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;

  if (flow->claims != NULL && flow->claims->has_holder)
    return flow->claims->holder;
  return flow->voucher != NULL && flow->voucher->has_holder ? flow->voucher->holder : NULL;
}

gboolean
hufu_holder_flow_is_here (HufuCounter *counter)
{
  const guint8 *holder = find_holder (counter);
  guint8 index[HUFU_INDEX_BYTES];

  if (holder == NULL)
    return TRUE;
  if (!counter->basket->has_member)
    return FALSE;
  hufu_keyed_index (counter->policy.phone_index_key, "holder", counter->basket->member_id.bytes,
                    HUFU_ID_BYTES, index);
  return memcmp (index, holder, HUFU_HOLDER_BYTES) == 0;
}

void
hufu_holder_flow_say_missing (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  const HufuVoucher *voucher = counter->flow.voucher;
  const char *masked = voucher == NULL ? "" : voucher->holder_masked;
  g_autofree char *sentence = NULL;

  if (counter->flow.reason != HUFU_R29_CONDITIONS_NOT_MET || hufu_holder_flow_is_here (counter))
    return;
  sentence =
      counter->basket->has_member
          ? HUFU_SAY (lang, "It belongs to member %s, not to the member of this sale.",
                      "这张券属于会员 %s，不是本单的会员。", masked)
          : HUFU_SAY (lang,
                      "It belongs to member %s: scan the member code, then the voucher again.",
                      "这张券属于会员 %s：请先扫会员码，再扫这张券。", masked);
  hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
  hufu_panel_set_say (panel, HUFU_WORD (lang,
                                        "This voucher is for its member alone. Please show your "
                                        "member code.",
                                        "这张券限会员本人使用，请出示会员码。"));
}
