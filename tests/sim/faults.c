/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/faults.h"

#include "tests/sim/server.h"
#include "tests/sim/till.h"

#define CALLS_TO_DEATH_MAX 4 /* an act is a write or a few, and a sync */
#define CLOCK_JUMP_S (3 * 86400)

static guint
draw_level (SimRandom *random, const guint levels[3])
{
  return levels[sim_random_below (random, 3)];
}

void
sim_faults_draw_profile (SimWorld *world)
{
  SimProfile *profile = &world->profile;
  SimRandom *random = &world->random;

  if (world->options->quiet)
    return;
  profile->crash_permille = draw_level (random, (const guint[]){2, 10, 30});
  profile->platform_crash_permille = draw_level (random, (const guint[]){0, 3, 10});
  profile->fault_permille = draw_level (random, (const guint[]){5, 20, 60});
  world->net->loss_permille = draw_level (random, (const guint[]){0, 50, 200});
  world->net->copy_permille = draw_level (random, (const guint[]){20, 100, 250});
}

static SimTill *
pick_till (SimWorld *world)
{
  return sim_world_get_till (world, 1 + sim_random_below (&world->random, world->tills->len));
}

/* --- between acts --------------------------------------------------------------------------------
 */

static void
cut_or_mend (SimWorld *world)
{
  guint n = world->tills->len + 1, a = sim_random_below (&world->random, n);
  guint b = (a + 1 + sim_random_below (&world->random, n - 1)) % n;
  gboolean cut = !world->net->cut[a][b];

  sim_net_set_cut (world->net, a, b, cut);
  sim_trace (world, "the link between %u and %u is %s", a, b, cut ? "cut" : "mended");
}

static void
set_clock (SimWorld *world)
{
  SimTill *till = pick_till (world);
  gint64 off_s = (gint64)sim_random_below (&world->random, 2 * CLOCK_JUMP_S) - CLOCK_JUMP_S;
  gint drift_ppm = (gint)sim_random_below (&world->random, 400) - 200;

  if (sim_random_chance (&world->random, 500))
    off_s = 0;
  sim_machine_set_clock (till->machine, world->now_us + off_s * G_USEC_PER_SEC, drift_ppm);
  sim_trace (world, "the clock of till %u is set %d s off", till->no, (int)off_s);
}

static SimDisk *
get_disk (SimWorld *world, guint no)
{
  return (no == SIM_PLATFORM ? world->platform->machine : sim_world_get_till (world, no)->machine)
      ->disk;
}

static void
fill_or_empty (SimWorld *world)
{
  guint no = sim_random_below (&world->random, world->tills->len + 1);
  SimDisk *disk = get_disk (world, no);
  gboolean full = !sim_disk_is_full (disk);

  sim_disk_set_full (disk, full);
  sim_trace (world, "the disk of %s %u %s", no == SIM_PLATFORM ? "platform" : "till", no,
             full ? "is full" : "has room again");
}

void
sim_faults_step (SimWorld *world)
{
  static void (*const faults[]) (SimWorld *) = {cut_or_mend, cut_or_mend, set_clock, fill_or_empty};

  if (!sim_random_chance (&world->random, world->profile.fault_permille))
    return;
  sim_count (world, SIM_FAULT);
  faults[sim_random_below (&world->random, G_N_ELEMENTS (faults))](world);
}

/* --- in the middle of one ------------------------------------------------------------------------
 */

void
sim_faults_arm (SimWorld *world, guint no)
{
  gboolean platform = no == SIM_PLATFORM;
  SimDisk *disk = get_disk (world, no);

  if (!world->healing &&
      sim_random_chance (&world->random, platform ? world->profile.platform_crash_permille
                                                  : world->profile.crash_permille))
    sim_disk_arm (disk, 1 + sim_random_below (&world->random, CALLS_TO_DEATH_MAX));
}

void
sim_faults_disarm (SimWorld *world)
{
  if (sim_disk_is_armed (world->platform->machine->disk))
    sim_server_crash (world);
  for (guint i = 0; i < world->tills->len; i++) {
    SimTill *till = world->tills->pdata[i];

    if (sim_disk_is_armed (till->machine->disk))
      sim_till_crash (world, till);
  }
}

void
sim_faults_heal (SimWorld *world)
{
  sim_net_heal (world->net);
  sim_disk_set_full (world->platform->machine->disk, FALSE);
  for (guint i = 0; i < world->tills->len; i++) {
    SimTill *till = world->tills->pdata[i];

    sim_disk_set_full (till->machine->disk, FALSE);
    sim_machine_set_clock (till->machine, world->now_us, 0);
  }
}
