/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/world.h"

#include <stdio.h>
#include "tests/sim/acts.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"
#include "tests/sim/server.h"
#include "tests/sim/till.h"
#include "tests/sim/unleased.h"

#define FIRST_VOUCHERS 6
#define DRAIN_STEPS_MAX 400

/* --- trace ---------------------------------------------------------------------------------------
 */

void
sim_trace (SimWorld *world, const char *format, ...)
{
  g_autoptr (GString) line = g_string_sized_new (160);
  va_list arguments;

  g_string_append_printf (line, "%6d %9.3f  ", (int)world->step,
                          (double)(world->now_us - SIM_START_UTC_US) / G_USEC_PER_SEC);
  va_start (arguments, format);
  g_string_append_vprintf (line, format, arguments);
  va_end (arguments);
  g_string_append_c (line, '\n');
  g_checksum_update (world->digest, (const guint8 *)line->str, (gssize)line->len);
  if (world->options->trace)
    fputs (line->str, stdout);
}

void
sim_violate (SimWorld *world, const char *invariant, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  if (world->violation != NULL)
    return;
  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  world->violation = g_strdup_printf ("%s: %s", invariant, what);
  sim_trace (world, "VIOLATED %s", world->violation);
}

void
sim_count (SimWorld *world, SimCount count)
{
  world->counts[count]++;
}

SimTill *
sim_world_get_till (const SimWorld *world, guint no)
{
  g_assert (no >= 1 && no <= world->tills->len);
  return world->tills->pdata[no - 1];
}

SimTill *
sim_world_find_till (const SimWorld *world, const HufuId *terminal_id)
{
  for (guint i = 0; i < world->tills->len; i++) {
    SimTill *till = world->tills->pdata[i];

    if (hufu_id_equal (&till->terminal_id, terminal_id))
      return till;
  }
  return NULL;
}

guint64
sim_world_draw_store (SimWorld *world)
{
  return 1 + sim_random_below (&world->random, world->profile.stores);
}

SimVoucher *
sim_world_find_voucher (const SimWorld *world, const HufuId *cti)
{
  for (guint i = world->vouchers->len; i > 0; i--) {
    SimVoucher *voucher = world->vouchers->pdata[i - 1];

    if (hufu_id_equal (&voucher->cti, cti))
      return voucher;
  }
  return NULL;
}

/* --- making --------------------------------------------------------------------------------------
 */

static void
free_till (gpointer till)
{
  sim_till_free (till);
}

static void
free_voucher (gpointer data)
{
  SimVoucher *voucher = data;

  g_free (voucher->token);
  g_free (voucher->screenshot);
  hufu_key_pair_free (voucher->phone);
  g_free (voucher->old_token);
  g_free (voucher);
}

SimWorld *
sim_world_new (const SimOptions *options, const char *folder, guint64 seed)
{
  SimWorld *world = g_new0 (SimWorld, 1);

  world->options = options;
  world->seed = seed;
  world->folder = g_strdup (folder);
  world->now_us = SIM_START_UTC_US;
  sim_random_init (&world->random, seed, 1000);
  world->digest = g_checksum_new (G_CHECKSUM_SHA256);
  world->tills = g_ptr_array_new_with_free_func (free_till);
  world->vouchers = g_ptr_array_new_with_free_func (free_voucher);
  world->uses = g_ptr_array_new_with_free_func (g_free);
  world->net = sim_net_new ();
  world->platform = sim_server_new (world, folder);
  sim_acts_draw_profile (world);
  sim_unleased_allow (world);
  for (guint no = 1; no <= world->profile.tills; no++) {
    g_ptr_array_add (world->tills, sim_till_new (world, folder, no));
    sim_till_enrol (world, world->tills->pdata[no - 1]);
  }
  for (guint i = 0; i < FIRST_VOUCHERS; i++)
    sim_server_issue (world);
  return world;
}

void
sim_world_free (SimWorld *world)
{
  if (world == NULL)
    return;
  g_ptr_array_unref (world->tills);
  sim_server_free (world->platform);
  sim_net_free (world->net);
  g_ptr_array_unref (world->vouchers);
  g_ptr_array_unref (world->uses);
  g_checksum_free (world->digest);
  sim_image_free (world->backup);
  g_free (world->folder);
  g_free (world->violation);
  g_free (world);
}

/* --- running -------------------------------------------------------------------------------------
 */

static void
let_time_pass (SimWorld *world)
{
  world->now_us += sim_random_below (&world->random, (guint)(2 * world->profile.step_us));
}

void
sim_world_drain (SimWorld *world)
{
  guint quiet = 0;

  world->healing = TRUE;
  sim_acts_heal (world);
  for (guint i = 0; i < DRAIN_STEPS_MAX && quiet < 3 && world->violation == NULL; i++) {
    world->step++;
    let_time_pass (world);
    quiet = sim_acts_drain (world) ? 0 : quiet + 1;
  }
  if (quiet < 3 && world->violation == NULL) {
    sim_lives_tell (world);
    sim_violate (world, "I16", "not everything drains in %d steps", DRAIN_STEPS_MAX);
  }
  if (world->violation == NULL)
    sim_oracle_look_at_end (world);
}

gboolean
sim_world_run (SimWorld *world)
{
  for (guint i = 0; i < world->options->steps && world->violation == NULL; i++) {
    world->step++;
    let_time_pass (world);
    sim_acts_step (world);
    if (world->step % 50 == 0 && world->violation == NULL) {
      sim_oracle_look_at_wishes (world);
      sim_oracle_look_at_epochs (world);
      sim_oracle_look_at_rights (world, FALSE);
    }
  }
  if (world->violation == NULL)
    sim_world_drain (world);
  return world->violation == NULL;
}
