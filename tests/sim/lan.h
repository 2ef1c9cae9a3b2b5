/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tills say to each other: one asks for a right that another holds, as src/sync does it. */
#pragma once

#include "tests/sim/world.h"

/* Asks a neighbour for a right of the voucher: most often whoever holds one. */
gboolean sim_lan_ask (SimWorld *world, SimTill *till, const SimVoucher *voucher);
/* Sends one of the open requests again. */
gboolean sim_lan_ask_again (SimWorld *world, SimTill *till);
/* Gives one of them up. */
gboolean sim_lan_close (SimWorld *world, SimTill *till);

/* What a neighbour knows of the till's own journal. */
gboolean sim_lan_ask_witness (SimWorld *world, SimTill *till);
/* What each knows from whom it has not heard since it was started. */
void sim_lan_ask_witnesses (SimWorld *world, SimTill *till);
/* A message of another till has arrived. Takes nothing. */
void sim_lan_receive (SimWorld *world, const SimMessage *message);
