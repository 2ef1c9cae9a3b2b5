/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/unleased.h"

#include <string.h>
#include "platform/unleased.h"
#include "store/limits-store.h"
#include "tests/sim/oracle.h"
#include "tests/sim/status.h"
#include "tests/sim/till.h"

void
sim_unleased_allow (SimWorld *world)
{
  json_auto_t *limits =
      json_pack ("{s:i, s:i, s:i, s:i}", "voucher_max_minor", SIM_UNLEASED_VOUCHER_MAX_MINOR,
                 "uses_max", SIM_UNLEASED_USES_MAX, "total_max_minor", SIM_UNLEASED_TOTAL_MAX_MINOR,
                 "status_age_max_s", HUFU_LIMITS_STATUS_AGE_MAX_S);
  g_autoptr (GError) error = NULL;
  g_autofree char *refused = NULL;

  for (guint64 no = 1; no <= world->profile.stores && world->profile.unleased; no++)
    if (!hufu_unleased_allow (world->platform->lib, no, limits, &refused, &error))
      sim_violate (world, "I12", "limits cannot be allowed: %s",
                   error != NULL ? error->message : refused);
}

/* What its code says of it, as the counter has it (counter/limit-use.c). */
static HufuVoucher *
voucher_from_claims (const HufuClaims *claims)
{
  HufuVoucher *voucher = g_new0 (HufuVoucher, 1);

  voucher->cti = claims->cti;
  voucher->generation = claims->generation;
  voucher->type = (claims->flags & HUFU_VOUCHER_PARTIAL_USE) != 0 ? HUFU_VOUCHER_CASH
                  : claims->uses > 1                              ? HUFU_VOUCHER_PASS
                                                                  : HUFU_VOUCHER_DEAL;
  voucher->title_en = g_strdup ("Voucher");
  voucher->title_zh = g_strdup ("券");
  voucher->item_en = g_strdup ("Item");
  voucher->item_zh = g_strdup ("商品");
  voucher->icon = g_strdup ("");
  voucher->issuer = g_strdup (claims->issuer);
  voucher->short_code = g_strdup ("");
  voucher->holder_masked = g_strdup ("");
  voucher->not_before_utc_s = claims->not_before_utc_s;
  voucher->expires_utc_s = claims->expires_utc_s;
  voucher->uses = claims->uses;
  voucher->value_minor = (gint64)claims->value_minor;
  voucher->paid_minor = hufu_claims_are_of_sold (claims) ? voucher->value_minor : 0;
  voucher->currency = claims->currency;
  voucher->home_store = claims->has_home ? claims->home_store : 0;
  voucher->flags = claims->flags;
  return voucher;
}

void
sim_unleased_accept (SimWorld *world, SimTill *till, const HufuRedemption *redemption,
                     const HufuClaims *claims, const HufuVerdict *verdict, const HufuVoucher *known)
{
  const HufuLimitsAsk ask = {
      .flags = claims->flags,
      .is_live = redemption->live_step != 0,
      .status = verdict->status,
      .status_utc_s = verdict->status_utc_s,
      .now_utc_s = sim_machine_utc_us (till->machine) / G_USEC_PER_SEC,
      .clock_trusted = TRUE,
  };
  g_autoptr (HufuVoucher) voucher =
      known != NULL ? hufu_voucher_copy (known) : voucher_from_claims (claims);
  HufuReason reason = HUFU_R04_BAD_FORMAT;
  HufuBasket *basket = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done =
      hufu_use_redeem_unleased (till->db, redemption, voucher, &ask, &reason, &basket, &error);

  sim_count (world, SIM_REDEEM);
  if (sim_till_end_act (world, till, done, &error)) {
    sim_trace (world, "till %u has not V%u and would accept %d of it, use " SIM_ID_FORMAT ": %s",
               till->no, sim_world_find_voucher (world, &redemption->cti)->no,
               (int)redemption->amount_minor, SIM_ID (&redemption->use_id),
               hufu_reason_code (reason));
    world->n_accepted += hufu_reason_accepts (reason) ? 1 : 0;
    sim_till_take_basket (till, basket);
    basket = NULL;
    if (reason == HUFU_R20_STATUS_TOO_OLD)
      sim_status_ask (world, till);
  }
  hufu_basket_free (basket);
  sim_oracle_look_at_use (world, till, &redemption->use_id);
  sim_oracle_look_at_live (world, till, &redemption->use_id, redemption->live_step);
  sim_oracle_look_at_limits (world, till);
}
