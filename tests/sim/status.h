/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status lists: tills fetch them now and then, and go by old ones in between. */
#pragma once

#include "tests/sim/world.h"

gboolean sim_status_ask (SimWorld *world, SimTill *till);
void sim_status_take (SimWorld *world, SimTill *till, const json_t *body);
/* The lists that the till has, HufuStatusList; empty if they cannot be read. */
GPtrArray *sim_status_load (SimWorld *world, SimTill *till);
