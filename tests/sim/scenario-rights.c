/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories of rights that move, and of questions whose answers come late. */
#include "tests/sim/customers.h"
#include "tests/sim/lan.h"
#include "tests/sim/scene.h"
#include "tests/sim/server.h"
#include "tests/sim/wan.h"

/* Both events of an online use come up after the platform has taken it back: neither is news, and
 * neither is a claim. */
static void
test_undone_before_heard (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_customers_present (scene->world, till, voucher, TRUE);
  sim_wan_ask_use (scene->world, till);
  sim_scene_arrive (scene);
  g_assert_true (sim_customers_undo (scene->world, till));
  sim_wan_ask_use (scene->world, till);
  sim_scene_arrive (scene);
  sim_scene_end (scene);
}

/* A use that was undone here, then the right went to a neighbour who used it and told first. */
static void
test_undone_ids_travel (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_wan_push (scene->world, sim_scene_till (scene, 1));
  sim_scene_arrive (scene);
  g_assert_true (sim_customers_undo (scene->world, sim_scene_till (scene, 1)));
  sim_lan_ask (scene->world, sim_scene_till (scene, 2), voucher);
  sim_scene_arrive (scene);
  g_assert_true (sim_scene_redeem (scene, 2, voucher));
  sim_scene_sync (scene, 2);
  sim_scene_end (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/undone-before-heard", test_undone_before_heard);
  g_test_add_func ("/sim/undone-ids-travel", test_undone_ids_travel);
  return g_test_run ();
}
