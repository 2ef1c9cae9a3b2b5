/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A till's side of the link to the platform: what src/sync sends and how it takes the answers, one
 * message at a time, so that anything may come between a question and its answer.
 */
#pragma once

#include "tests/sim/server.h"
#include "tests/sim/world.h"

/* FALSE: it was lost at once. */
gboolean sim_wan_send (SimWorld *world, const SimTill *till, SimVerb verb, const HufuId *subject,
                       char *take_text);

/* Each returns FALSE if there was nothing to send. */
gboolean sim_wan_push (SimWorld *world, SimTill *till);
/* Sends the last event again, to hear what the platform knows. */
void sim_wan_compare (SimWorld *world, SimTill *till);
gboolean sim_wan_ask_grants (SimWorld *world, SimTill *till);
gboolean sim_wan_ask_changes (SimWorld *world, SimTill *till);
/* Wants a use undone online that some till of the store had made of a right it held. */
gboolean sim_wan_undo_held (SimWorld *world, SimTill *till);
/* Gives a key up, whatever became of it. */
void sim_wan_give_up (SimWorld *world, SimTill *till, const HufuId *use_id);
/* Asks one of the uses that wait for the platform. */
gboolean sim_wan_ask_use (SimWorld *world, SimTill *till);

/* An answer of the platform has arrived. Takes nothing. */
void sim_wan_receive (SimWorld *world, const SimMessage *answer);
