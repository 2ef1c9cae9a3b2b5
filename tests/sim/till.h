/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One till of the simulator: its books on its machine, and how it dies and comes back. */
#pragma once

#include "store/sql.h"
#include "store/voucher-store.h"
#include "tests/sim/world.h"

/* The clerk of all tills. */
extern const HufuId sim_staff_id;

/* Makes a till with a fresh database and no enrolment. no: its place on the network. */
SimTill *sim_till_new (SimWorld *world, const char *folder, guint no);
void sim_till_free (SimTill *till);

/* Enrols it (again: a new incarnation) at the platform, and opens its shift. */
void sim_till_enrol (SimWorld *world, SimTill *till);

/* Runs at the end of each act at a till: TRUE if the act's outcome is to be believed. On FALSE the
 * machine died in it (it is started again here, and the oracle looks at what is left), or its disk
 * is full. error is cleared; any other error is a violation. */
gboolean sim_till_end_act (SimWorld *world, SimTill *till, gboolean done, GError **error);
/* The machine loses its power now. */
void sim_till_crash (SimWorld *world, SimTill *till);
/* Opens the books, finds what was open, and asks the platform and the other tills of the store
 * whether this is a copy: until all have answered, or for so long, what is held waits. */
#define SIM_WITNESS_US (60 * G_USEC_PER_SEC)
void sim_till_open (SimWorld *world, SimTill *till);
/* Whoever has this place on the network has answered. */
void sim_till_note_heard (SimTill *till, guint from);
/* An act answered with its sale: if that is the open one, it is what the till has now. Takes basket
 * (NULL: nothing to take). */
void sim_till_take_basket (SimTill *till, HufuBasket *basket);
/* Reads who it is from its books again. */
void sim_till_refresh (SimWorld *world, SimTill *till);
/* One number from the books. */
gint64 sim_till_count (SimTill *till, const char *sql);
