/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouchers that a till accepts without their rights, within limits that its platform has signed. */
#pragma once

#include "core/verdict.h"
#include "store/voucher-store.h"
#include "tests/sim/world.h"

#define SIM_UNLEASED_USES_MAX 4 /* by one till between two reports */
#define SIM_UNLEASED_TOTAL_MAX_MINOR 2500
#define SIM_UNLEASED_VOUCHER_MAX_MINOR 1000

/* Signs the limits into the policy of each store, if the run is one of those. */
void sim_unleased_allow (SimWorld *world);
/* Accepts what is not held, or says why not. state: what the books know of it. */
void sim_unleased_accept (SimWorld *world, SimTill *till, const HufuRedemption *redemption,
                          const HufuClaims *claims, const HufuVerdict *verdict,
                          const HufuVoucher *known);
