/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens next: acts and faults by chance in the first phase, in turn when all drains. */
#pragma once

#include "tests/sim/world.h"

/* How this run is, from its seed. */
void sim_acts_draw_profile (SimWorld *world);
/* One act, or one message that arrives, and perhaps a fault in it. */
void sim_acts_step (SimWorld *world);

/* One message arrives; FALSE if none can. */
gboolean sim_acts_let_arrive (SimWorld *world);

/* All links, disks and clocks are good from now on. */
void sim_acts_heal (SimWorld *world);
/* One round of what drains: every message arrives, every till says and asks what it has to. FALSE
 * if nothing was left to do. */
gboolean sim_acts_drain (SimWorld *world);
