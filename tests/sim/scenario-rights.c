/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories of rights that move, and of questions whose answers come late. */
#include "tests/sim/customers.h"
#include "tests/sim/scene.h"
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/undone-before-heard", test_undone_before_heard);
  return g_test_run ();
}
