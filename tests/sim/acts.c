/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/acts.h"

#include "tests/sim/customers.h"
#include "tests/sim/faults.h"
#include "tests/sim/lan.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"
#include "tests/sim/server.h"
#include "tests/sim/status.h"
#include "tests/sim/till.h"
#include "tests/sim/wan.h"

/* --- the acts ------------------------------------------------------------------------------------
 */

typedef gboolean (*Act) (SimWorld *world, SimTill *till);

static gboolean
present (SimWorld *world, SimTill *till)
{
  SimVoucher *voucher = sim_customers_pick (world);

  if (voucher == NULL)
    return FALSE;
  sim_customers_present (world, till, voucher, sim_random_chance (&world->random, 300));
  return TRUE;
}

static gboolean
fetch (SimWorld *world, SimTill *till)
{
  SimVoucher *voucher = sim_customers_pick (world);

  return voucher != NULL && sim_lan_ask (world, till, voucher);
}

static gboolean
recall (SimWorld *world, SimTill *till)
{
  SimVoucher *voucher = sim_customers_pick (world);

  return voucher != NULL && sim_server_recall (world, voucher);
}

static gboolean
wish (SimWorld *world, SimTill *till)
{
  SimVoucher *voucher = sim_customers_pick (world);
  static const HufuWishKind kinds[] = {HUFU_WISH_REFUND, HUFU_WISH_TRANSFER, HUFU_WISH_HOME};
  HufuWishKind kind = kinds[sim_random_below (&world->random, G_N_ELEMENTS (kinds))];

  return voucher != NULL && sim_server_wish (world, voucher, kind, FALSE);
}

static gboolean
sign (SimWorld *world, SimTill *till)
{
  return sim_lives_write_off (world);
}

static gboolean
want_report (SimWorld *world, SimTill *till)
{
  sim_server_want_report (world, till,
                          sim_random_chance (&world->random, 500) ? HUFU_REPORT_KEEPS
                                                                  : HUFU_REPORT_RETURNS);
  return TRUE;
}

static gboolean
buy (SimWorld *world, SimTill *till)
{
  return sim_server_issue (world) != NULL;
}

static gboolean
checkpoint (SimWorld *world, SimTill *till)
{
  hufu_db_checkpoint (till->db);
  if (sim_disk_is_dead (till->machine->disk))
    sim_till_crash (world, till);
  return TRUE;
}

/* Rare acts come in runs that are about them: a weight is drawn between nothing and its most. */
static const struct {
  Act act;
  guint least, most;
} acts[] = {
    {present, 300, 500},
    {sim_customers_undo, 10, 80},
    {sim_customers_give_back, 0, 30},
    {sim_customers_finish, 10, 60},
    {buy, 25, 50},
    {sim_wan_push, 50, 150},
    {sim_wan_ask_grants, 50, 150},
    {sim_wan_ask_use, 30, 120},
    {fetch, 0, 250},
    {sim_lan_ask_again, 0, 80},
    {sim_lan_close, 0, 20},
    {recall, 0, 40},
    {wish, 0, 20},
    {want_report, 0, 25},
    {sim_wan_ask_changes, 10, 40},
    {sim_wan_undo_held, 0, 30},
    {sim_status_ask, 5, 60},
    {sim_lan_ask_witness, 0, 30},
    {checkpoint, 0, 10},
    {sim_lives_keep_image, 0, 5},
    {sim_lives_bring_back, 0, 2},
    {sim_lives_enrol_again, 0, 2},
    {sim_lives_add, 0, 2},
    {sim_lives_remove, 0, 1},
    {sim_lives_lose, 0, 1},
    {sign, 0, 10},
    {sim_lives_restore_platform, 0, 1},
};
G_STATIC_ASSERT (G_N_ELEMENTS (acts) <= G_N_ELEMENTS (((SimProfile *)0)->act_weights));

static guint
draw (SimRandom *random, guint least, guint most)
{
  return least + sim_random_below (random, most - least + 1);
}

void
sim_acts_draw_profile (SimWorld *world)
{
  SimProfile *profile = &world->profile;
  SimRandom *random = &world->random;

  profile->tills = world->options->tills > 0 ? world->options->tills : draw (random, 2, 4);
  profile->stores = sim_random_chance (random, 300) ? SIM_STORES_MAX : 1;
  profile->stores = world->options->stores > 0 ? world->options->stores : profile->stores;
  profile->unleased = world->options->unleased || sim_random_chance (random, 300);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    profile->act_weights[i] = draw (random, acts[i].least, acts[i].most);
  profile->arrive_permille = draw (random, 300, 600);
  profile->step_us = draw (random, 2, 60) * G_USEC_PER_SEC;
  sim_faults_draw_profile (world);
}

static Act
choose (SimWorld *world)
{
  guint sum = 0, at;

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    sum += world->profile.act_weights[i];
  at = sim_random_below (&world->random, sum);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    if (at < world->profile.act_weights[i])
      return acts[i].act;
    at -= world->profile.act_weights[i];
  }
  g_assert_not_reached ();
}

/* A till without an incarnation asks for one; one that is to be removed is closed, and drains. */
static Act
choose_for (SimWorld *world, const SimTill *till)
{
  static const Act draining[] = {sim_wan_push, sim_wan_ask_grants, sim_wan_ask_use};

  if (till->renewing)
    return sim_lives_ask_renewal;
  return till->leaving ? draining[sim_random_below (&world->random, G_N_ELEMENTS (draining))]
                       : choose (world);
}

/* --- steps ---------------------------------------------------------------------------------------
 */

static void
arrive (SimWorld *world, const SimMessage *message)
{
  if (message->to == SIM_PLATFORM)
    sim_server_receive (world, message);
  else if (message->from != SIM_PLATFORM)
    sim_lan_receive (world, message);
  else
    sim_wan_receive (world, message);
}

gboolean
sim_acts_let_arrive (SimWorld *world)
{
  guint64 n_copied = world->net->n_copied;
  g_autoptr (SimMessage) message =
      sim_net_take (world->net, &world->random, world->healing || world->net->messages->len > 30);

  if (message == NULL)
    return FALSE;
  if (world->net->n_copied > n_copied)
    sim_count (world, SIM_FAULT);
  sim_count (world, SIM_SYNC);
  sim_faults_arm (world, message->to);
  arrive (world, message);
  return TRUE;
}

void
sim_acts_step (SimWorld *world)
{
  SimTill *till;
  guint64 n_lost = world->net->n_lost;

  sim_faults_step (world);
  if (!sim_random_chance (&world->random, world->profile.arrive_permille) ||
      !sim_acts_let_arrive (world)) {
    till = sim_world_get_till (world, 1 + sim_random_below (&world->random, world->tills->len));
    if (till->gone)
      return;
    sim_faults_arm (world, till->no);
    choose_for (world, till) (world, till);
  }
  sim_faults_disarm (world);
  for (; n_lost < world->net->n_lost; n_lost++)
    sim_count (world, SIM_FAULT);
}

/* --- draining ------------------------------------------------------------------------------------
 */

void
sim_acts_heal (SimWorld *world)
{
  sim_trace (world, "all is healed");
  sim_faults_heal (world);
}

/* The platform has leased it rights that it has not credited, or wants something back of it, or was
 * restored and it has not heard so. */
static gboolean
is_wanted (SimWorld *world, const SimTill *till)
{
  return hufu_pdb_get_int (
             world->platform->lib->db, 0,
             "SELECT (SELECT count(*) FROM \"right\" WHERE state = 'leased' AND credited = 0 AND "
             "terminal_id = ?1 AND incarnation = ?2) + (SELECT count(*) FROM recall WHERE "
             "state = 'open' AND terminal_id = ?1 AND incarnation = ?2) + (SELECT count(*) FROM "
             "incarnation WHERE terminal_id = ?1 AND incarnation = ?2 AND "
             "(wanted_epoch, wanted_counter) > (reported_epoch, reported_counter)) + "
             "(SELECT platform_epoch > ?3 FROM platform)",
             "dii", &till->terminal_id, (gint64)till->incarnation,
             (gint64)till->platform_epoch) > 0;
}

static gboolean
drain_till (SimWorld *world, SimTill *till)
{
  gboolean busy;

  if (till->renewing)
    return sim_lives_ask_renewal (world, till);
  busy = sim_wan_push (world, till);
  busy |= sim_wan_ask_use (world, till);
  /* Whom it asks may be gone: it hears of that in the news. */
  if (sim_lan_ask_again (world, till))
    busy |= sim_wan_ask_changes (world, till);
  if (is_wanted (world, till)) {
    /* A copy that nobody noticed has forgotten what it asked for. A report frees that once the
     * copy's journal is as long as the lost one was. */
    if (till->copied && world->step % 20 == 0)
      sim_server_want_report (world, till, HUFU_REPORT_RETURNS);
    busy |= sim_wan_ask_grants (world, till);
  }
  return busy;
}

gboolean
sim_acts_drain (SimWorld *world)
{
  gboolean busy = FALSE;

  while (world->violation == NULL && sim_acts_let_arrive (world))
    busy = TRUE;
  for (guint i = 0; i < world->tills->len && world->violation == NULL; i++) {
    SimTill *till = world->tills->pdata[i];

    if (!till->gone)
      busy |= drain_till (world, till);
  }
  busy |= sim_lives_write_off (world);
  return busy;
}
