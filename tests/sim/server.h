/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The platform of the simulator: its real library on a machine of its own, called with the
 * contract's JSON. What the HTTP layer decides before an operation (who may ask, which platform
 * epoch is meant) is decided here in the same way, as there is no HTTP.
 */
#pragma once

#include "platform/rights-drain.h"
#include "platform/wish.h"
#include "store/terminal.h"
#include "tests/sim/world.h"

typedef enum {
  SIM_PUSH,    /* an EventBatch */
  SIM_GRANTS,  /* a request for grants */
  SIM_ASK,     /* a redemption, under its key */
  SIM_FIND,    /* what became of a key */
  SIM_GIVE_UP, /* undo of a key, known or not */
  SIM_CHANGES, /* what is new for the store: its tills */
  SIM_RENEW,   /* another incarnation */
  SIM_STATUS,  /* the status lists */
  SIM_N_VERBS, /* that the platform answers */
  SIM_LAN_ASK, /* from till to till: a request, and its answer */
  SIM_LAN_ANSWER,
  SIM_LAN_WITNESS, /* what is known of the asker's own journal, and its answer */
  SIM_LAN_SEEN,
} SimVerb;

SimPlatform *sim_server_new (SimWorld *world, const char *folder);
void sim_server_free (SimPlatform *platform);

/* A request has arrived: it is answered, unless the platform dies in it. Takes nothing. */
void sim_server_receive (SimWorld *world, const SimMessage *request);
/* Starts the library on what is on the disk. */
void sim_server_start (SimWorld *world);
/* Power fails and comes back. */
void sim_server_crash (SimWorld *world);

/* Enrols the till's key; FALSE if that could not be done. */
gboolean sim_server_enrol (SimWorld *world, SimTill *till, HufuTerminal *ret_identity);
/* What a till's first round of the link fetches: the trust list, the policy, who its neighbours
 * are. */
void sim_server_greet (SimWorld *world, SimTill *till);
/* Sells a voucher; NULL if that could not be done. Owned by the world. */
SimVoucher *sim_server_issue (SimWorld *world);
/* People at the platform want a right back, or a report of a till. */
gboolean sim_server_recall (SimWorld *world, const SimVoucher *voucher);
/* A refund, or a transfer to a friend; with `risk` somebody signs that it is done at once. */
gboolean sim_server_wish (SimWorld *world, SimVoucher *voucher, HufuWishKind kind, gboolean risk);
void sim_server_want_report (SimWorld *world, const SimTill *till, HufuReportKind kind);
/* Ends a call of the library: TRUE if it happened; if the machine died in it, starts it again. */
gboolean sim_server_end_call (SimWorld *world, gboolean done, GError **error);
