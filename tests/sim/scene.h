/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A world in which nothing is left to chance, for stories of a few acts: what is rare in a run, or
 * was once found by one. A story ends with sim_scene_end, which drains and lets the oracle look.
 *
 *   g_autoptr (SimScene) scene = sim_scene_new (2);
 *   SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
 *   sim_scene_sync (scene, 1);
 */
#pragma once

#include "tests/lib/tempdir.h"
#include "tests/sim/world.h"

typedef struct {
  HufuTempdir *dir;
  SimOptions options;
  SimWorld *world;
  GPtrArray *held; /* SimMessage */
} SimScene;

SimScene *sim_scene_new (guint tills);
/* In two stores (the even tills are those of the first), or where limits allow what is not held. */
SimScene *sim_scene_new_in (guint tills, guint stores, gboolean unleased);
void sim_scene_free (SimScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimScene, sim_scene_free)

SimTill *sim_scene_till (SimScene *scene, guint no);
/* Sells a voucher at home in the store. */
SimVoucher *sim_scene_sell (SimScene *scene, HufuVoucherType type);
/* All messages under way arrive, and their answers. */
void sim_scene_arrive (SimScene *scene);
/* One message arrives. */
void sim_scene_arrive_one (SimScene *scene);
/* Whatever is under way is held up; and goes on. */
void sim_scene_hold (SimScene *scene);
void sim_scene_release (SimScene *scene);
/* What a round of the link does: events, grants, events. */
void sim_scene_sync (SimScene *scene, guint no);
/* The till holds a right of the voucher: by a grant, or fetched from whoever got that. */
void sim_scene_bring (SimScene *scene, guint no, const SimVoucher *voucher);
/* How many rights of the voucher the till holds. */
guint sim_scene_held (SimScene *scene, guint no, const SimVoucher *voucher);
/* Shows the voucher at the till; TRUE if it is redeemed there at once. */
gboolean sim_scene_redeem (SimScene *scene, guint no, SimVoucher *voucher);
/* The same where the till does not hold it: it asks the platform. */
void sim_scene_redeem_online (SimScene *scene, guint no, SimVoucher *voucher);
/* The platform is brought back from its backup, and the till hears of its new epoch. */
void sim_scene_restore_platform (SimScene *scene, guint no);

/* Nobody holds what another holds or has used: fails the test otherwise. */
void sim_scene_look (SimScene *scene);
/* Everything drains; fails the test if the oracle saw a violation. */
void sim_scene_end (SimScene *scene);
