/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Machines come and go: a till is enrolled again, brought back from an old image of its disk,
 * added, removed, lost; the platform is brought back from a backup. What cannot be known any more
 * is written off by signature, and only then may a right be used twice.
 */
#pragma once

#include "tests/sim/world.h"

/* Keeps an image of the till's disk; brings it back to the last one that was kept. */
gboolean sim_lives_keep_image (SimWorld *world, SimTill *till);
gboolean sim_lives_bring_back (SimWorld *world, SimTill *till);
/* A till that knows itself to be a copy asks for another incarnation. */
gboolean sim_lives_ask_renewal (SimWorld *world, SimTill *till);
void sim_lives_take_renewal (SimWorld *world, SimTill *till, const SimMessage *answer);
/* The till has seen that others know another journal of it. FALSE: it has no right to say so. */
gboolean sim_lives_notice_fork (SimWorld *world, SimTill *till);

gboolean sim_lives_enrol_again (SimWorld *world, SimTill *till);
gboolean sim_lives_add (SimWorld *world, SimTill *till);
gboolean sim_lives_remove (SimWorld *world, SimTill *till);
gboolean sim_lives_lose (SimWorld *world, SimTill *till);
/* Signs for the rights of all tills that will never say what became of them, where that is allowed
 * now. TRUE if something is left to be signed or was. */
gboolean sim_lives_write_off (SimWorld *world);

/* Who the platform waits for, in the trace. */
void sim_lives_tell (SimWorld *world);

/* The platform's disk as it was at the last sale of a voucher, and an epoch above all others. */
void sim_lives_keep_backup (SimWorld *world);
gboolean sim_lives_restore_platform (SimWorld *world, SimTill *till);
