/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens at the counters: customers who show a voucher, again and again and at several tills,
 * cashiers who redeem, undo, give back and finish. */
#pragma once

#include "tests/sim/world.h"

/* A voucher that somebody has in his pocket, the newest more often. */
SimVoucher *sim_customers_pick (SimWorld *world);

/* Shows the voucher at the till. Held there it is redeemed; else the till asks online, if `online`.
 */
void sim_customers_present (SimWorld *world, SimTill *till, SimVoucher *voucher, gboolean online);
/* Undoes one of the uses of the open sale. */
gboolean sim_customers_undo (SimWorld *world, SimTill *till);
/* The customer pays another way: one of the open questions is given back. */
gboolean sim_customers_give_back (SimWorld *world, SimTill *till);
gboolean sim_customers_finish (SimWorld *world, SimTill *till);
