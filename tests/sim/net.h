/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network between the platform and the tills, and among the tills: messages under way are lost,
 * duplicated, held up for as long as chance likes, and overtake each other; links are cut and
 * healed. It knows nothing of what a message says.
 */
#pragma once

#include "core/id.h"
#include "tests/sim/random.h"

#define SIM_MACHINES_MAX 8
#define SIM_PLATFORM 0 /* the platform's place; tills are 1 and up */

typedef struct {
  guint from, to;
  guint verb; /* the receiver's to understand */
  guint32 incarnation, to_incarnation;
  HufuId subject; /* what it is about: a use, a request */
  char *text;     /* JSON, owned; NULL = no answer but a refusal */
} SimMessage;
void sim_message_free (SimMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimMessage, sim_message_free)

typedef struct {
  GPtrArray *messages; /* SimMessage under way */
  gboolean cut[SIM_MACHINES_MAX][SIM_MACHINES_MAX];
  guint loss_permille, copy_permille;
  guint64 n_lost, n_copied, n_cut;
} SimNet;

SimNet *sim_net_new (void);
void sim_net_free (SimNet *net);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimNet, sim_net_free)

/* Takes the message. Returns FALSE if it was lost at once. */
gboolean sim_net_send (SimNet *net, SimMessage *take_message, SimRandom *random);
/* One of the messages that can arrive now, by chance (the oldest if `in_order`); it may stay under
 * way as a copy. NULL if there is none. The caller frees it. */
SimMessage *sim_net_take (SimNet *net, SimRandom *random, gboolean in_order);
void sim_net_set_cut (SimNet *net, guint a, guint b, gboolean cut);
/* Everything that is cut comes back; from now on nothing is lost or copied. */
void sim_net_heal (SimNet *net);
/* Forgets what is under way to and from a machine (its connections died). */
void sim_net_drop (SimNet *net, guint machine);
