/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The judge. It reads the tills' and the platform's databases, and keeps the one record that no
 * machine has: what customers really got. The invariants' numbers are those of the proof page.
 */
#pragma once

#include "core/reason.h"
#include "tests/sim/world.h"

/* What live uses took of a right; of other than cash, how many there are. all: with those that were
 * accepted without it, and those that a person is told to pay back. */
gint64 sim_oracle_sum_used (SimWorld *world, const SimVoucher *voucher, const HufuRightKey *key,
                            gboolean all);
/* What the right can give at most, in the same measure. */
gint64 sim_oracle_get_limit (const SimVoucher *voucher);

/* After an act on a use at a till: brings the record up to date from the till's books (whatever the
 * act answered, they are what counts) and checks I4 of its right. */
void sim_oracle_look_at_use (SimWorld *world, const SimTill *till, const HufuId *use_id);
/* The same from the platform's database, for a key that was asked there. */
void sim_oracle_look_at_key (SimWorld *world, const SimTill *till, const HufuId *use_id);

/* The same for all keys: the platform has forgotten some. */
void sim_oracle_look_at_online (SimWorld *world);

/* After a till came back: nothing that was done is missing, nothing is done by halves (I11, I12),
 * its ledger balances (I1), its sales add up (I2). */
void sim_oracle_look_at_till (SimWorld *world, SimTill *till);
/* The chain of the till's journal (I9), and its ledger as a whole (I1). */
void sim_oracle_look_at_journal (SimWorld *world, SimTill *till);

/* Who holds what, over all machines at once: no right twice, none beside its use, no value from
 * nothing (I4, I5); with `all`, none and nothing lost either (I17). */
void sim_oracle_look_at_rights (SimWorld *world, gboolean all);
/* Takes note of the uses that the platform knows: from now on nobody else signs for them. */
void sim_oracle_look_at_told (SimWorld *world);
/* What became of refunds and transfers: a refund is had as a use is, a friend has a new token. */
void sim_oracle_look_at_wishes (SimWorld *world);
/* What a till accepted without rights is counted until the platform has confirmed a report that
 * covers it, and is within its limits (I13; so the loss is, G2). */
void sim_oracle_look_at_limits (SimWorld *world, SimTill *till);
/* The epoch of a right never falls (I6) ... */
void sim_oracle_look_at_epochs (SimWorld *world);
/* ... but with the platform's whole memory. */
void sim_oracle_forget_epochs (SimWorld *world);
/* A till that holds a voucher refuses it: not because of a list that is old or wrong (G4). */
void sim_oracle_look_at_refusal (SimWorld *world, const SimTill *till, const SimVoucher *voucher,
                                 HufuReason reason);
/* When all is drained the lists are exact: no voucher is said to be used or revoked that is not,
 * none to be whole of which something was used (G4). */
void sim_oracle_look_at_lists (SimWorld *world);
/* A use that a scan of a live code made (step; 0: of a plain one): the code was fresh by the till's
 * clock, and no other scan of it was good there (R17). */
void sim_oracle_look_at_live (SimWorld *world, const SimTill *till, const HufuId *use_id,
                              guint64 step);
/* Every right that was used for more than it is worth, as far as both uses have come to the
 * platform, is a conflict there (G3), and who was first does not depend on the order of what came
 * (I14). */
void sim_oracle_look_at_conflicts (SimWorld *world);
/* When all is drained: every event and every order at the platform once and the same (I3, I9, I11),
 * nothing under way or open anywhere (I16), and all of it sent again changes nothing (I10). */
void sim_oracle_look_at_end (SimWorld *world);
