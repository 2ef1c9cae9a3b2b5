/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories of machines that come and go. */
#include "tests/sim/customers.h"
#include "tests/sim/lives.h"
#include "tests/sim/scene.h"
#include "tests/sim/wan.h"

/* A till that is enrolled while the restored platform waits for reports is asked for one too. */
static void
test_enrolled_while_restoring (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_lives_restore_platform (scene->world, NULL));
  g_assert_true (sim_lives_enrol_again (scene->world, sim_scene_till (scene, 2)));
  sim_scene_end (scene);
}

/* What a till had not told under its former incarnation is understood, as claims. */
static void
test_branch_is_understood (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  g_assert_true (sim_customers_finish (scene->world, sim_scene_till (scene, 1)));
  g_assert_true (sim_lives_enrol_again (scene->world, sim_scene_till (scene, 1)));
  sim_scene_sync (scene, 1);
  g_assert_cmpint (hufu_pdb_get_int (scene->world->platform->lib->db, -1,
                                     "SELECT count(*) FROM event WHERE code = 'bad_body'", ""),
                   ==, 0);
  sim_scene_end (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/enrolled-while-restoring", test_enrolled_while_restoring);
  g_test_add_func ("/sim/branch-is-understood", test_branch_is_understood);
  return g_test_run ();
}
