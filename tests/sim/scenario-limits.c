/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories of what is accepted without its right, of lists that are old, and of two stores. */
#include "tests/sim/customers.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"
#include "tests/sim/scene.h"
#include "tests/sim/server.h"
#include "tests/sim/status.h"
#include "tests/sim/till.h"
#include "tests/sim/wan.h"

#define TRIES_MAX 100

/* Whether somebody can be asked is chance: it is shown until nobody can. */
static void
accept_unleased (SimScene *scene, guint no, SimVoucher *voucher)
{
  sim_status_ask (scene->world, sim_scene_till (scene, no));
  sim_scene_arrive (scene);
  for (guint i = 0; i < TRIES_MAX; i++)
    if (sim_scene_redeem (scene, no, voucher))
      return;
  g_assert_not_reached ();
}

static gint64
count (SimScene *scene, const char *sql)
{
  return hufu_pdb_get_int (scene->world->platform->lib->db, -1, sql, "");
}

/* One till has the right and uses it, the other accepts the voucher under its limits: both told,
 * that is a conflict; and what was accepted counts until a report covers it. */
static void
test_over_redeemed (void)
{
  g_autoptr (SimScene) scene = sim_scene_new_in (2, 1, TRUE);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  SimTill *till = sim_scene_till (scene, 2);

  sim_scene_bring (scene, 1, voucher);
  accept_unleased (scene, 2, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  g_assert_cmpint (sim_till_count (till, "SELECT unleased_uses FROM terminal"), ==, 1);
  sim_scene_sync (scene, 1);
  sim_wan_push (scene->world, till);
  sim_scene_arrive (scene);
  g_assert_cmpint (count (scene, "SELECT count(*) FROM conflict"), ==, 1);
  g_assert_cmpint (sim_till_count (till, "SELECT unleased_uses FROM terminal"), ==, 1);
  sim_scene_end (scene);
  g_assert_cmpint (sim_till_count (till, "SELECT unleased_uses FROM terminal"), ==, 0);
}

/* Nobody used it meanwhile: the right is wanted back, and what was accepted uses it up. */
static void
test_used_up (void)
{
  g_autoptr (SimScene) scene = sim_scene_new_in (2, 1, TRUE);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  accept_unleased (scene, 2, voucher);
  sim_scene_end (scene);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 0);
  g_assert_cmpint (count (scene, "SELECT count(*) FROM conflict"), ==, 0);
  g_assert_cmpint (count (scene, "SELECT count(*) FROM use WHERE basis = 'R03'"), ==, 1);
}

/* The till that has it is lost, and somebody signs: what was accepted meanwhile is taken once. */
static void
test_written_off (void)
{
  g_autoptr (SimScene) scene = sim_scene_new_in (3, 1, TRUE);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);

  sim_scene_bring (scene, 1, voucher);
  sim_wan_push (scene->world, sim_scene_till (scene, 1));
  sim_scene_arrive (scene);
  accept_unleased (scene, 2, voucher);
  sim_wan_push (scene->world, sim_scene_till (scene, 2));
  sim_scene_arrive (scene);
  g_assert_true (sim_lives_lose (scene->world, sim_scene_till (scene, 1)));
  sim_scene_end (scene);
  g_assert_cmpint (count (scene, "SELECT r.remaining_minor + u.amount_minor FROM use u JOIN "
                                 "\"right\" r USING (cti, generation, k)"),
                   ==, voucher->value_minor);
}

/* It is taken back, before the platform has heard of it or after: the right is whole, wherever it
 * was, and what was accepted counts until a report. */
static void
test_undone (void)
{
  for (guint told = 0; told < 2; told++) {
    g_autoptr (SimScene) scene = sim_scene_new_in (2, 1, TRUE);
    SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);
    SimTill *till = sim_scene_till (scene, 2);

    sim_scene_bring (scene, 1, voucher);
    accept_unleased (scene, 2, voucher);
    if (told == 1) {
      sim_wan_push (scene->world, till);
      sim_scene_arrive (scene);
      sim_scene_sync (scene, 1); /* it gives the right back, which is used up */
    }
    g_assert_true (sim_customers_undo (scene->world, till));
    g_assert_cmpint (sim_till_count (till, "SELECT count(*) FROM voucher_use"
                                           " WHERE state = 'undone'"),
                     ==, 1);
    sim_scene_end (scene);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM use WHERE state = 'used'"), ==, 0);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM claim WHERE state = 'used'"), ==, 0);
    g_assert_cmpint (count (scene, "SELECT remaining_minor FROM \"right\""), ==,
                     voucher->value_minor);
  }
}

/* Its till alone takes it back: whoever asks the platform to is refused, and nothing is said to be
 * undone that gave nothing back. */
static void
test_undone_by_its_till (void)
{
  g_autoptr (SimScene) scene = sim_scene_new_in (2, 1, TRUE);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  SimTill *till = sim_scene_till (scene, 2);
  const SimUse *use;

  sim_scene_bring (scene, 1, voucher);
  accept_unleased (scene, 2, voucher);
  use = scene->world->uses->pdata[0];
  sim_wan_push (scene->world, till);
  sim_scene_arrive (scene);
  sim_scene_sync (scene, 1); /* it gives the right back, which is used up */
  sim_wan_give_up (scene->world, till, &use->use_id);
  sim_scene_arrive (scene);
  g_assert_cmpint (count (scene, "SELECT count(*) FROM use WHERE state = 'used'"), ==, 1);
  g_assert_cmpint (count (scene, "SELECT count(*) FROM undone_use"), ==, 0);
  sim_scene_end (scene);
}

/* Several tills have accepted it, each has told so, and then each takes it back: the first one's
 * use had used the right up, and the last one leaves it whole. */
static void
test_undone_by_all (void)
{
  static const guint orders[][3] = {{2, 3, 4}, {4, 3, 2}, {3, 2, 4}};
  static const HufuVoucherType types[] = {HUFU_VOUCHER_DEAL, HUFU_VOUCHER_CASH};

  for (guint i = 0; i < G_N_ELEMENTS (orders) * G_N_ELEMENTS (types); i++) {
    g_autoptr (SimScene) scene = sim_scene_new_in (4, 1, TRUE);
    SimVoucher *voucher = sim_scene_sell (scene, types[i % G_N_ELEMENTS (types)]);

    sim_scene_bring (scene, 1, voucher);
    for (guint no = 2; no <= 4; no++) {
      accept_unleased (scene, no, voucher);
      sim_wan_push (scene->world, sim_scene_till (scene, no));
      sim_scene_arrive (scene);
    }
    sim_scene_sync (scene, 1); /* it gives the right back */
    for (guint at = 0; at < 3; at++) {
      SimTill *till = sim_scene_till (scene, orders[i / G_N_ELEMENTS (types)][at]);

      g_assert_true (sim_customers_undo (scene->world, till));
      sim_wan_push (scene->world, till);
      sim_scene_arrive (scene);
      if (voucher->type == HUFU_VOUCHER_DEAL)
        g_assert_cmpint (count (scene, "SELECT count(*) FROM use WHERE state = 'used'"), ==,
                         at < 2 ? 1 : 0);
    }
    sim_scene_end (scene);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM use WHERE state = 'used'"), ==, 0);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM conflict"), ==, 0);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM late_undo"), ==, 0);
  }
}

/* The voucher was refunded or given to a friend by the time the till takes back what it accepted:
 * that comes back to neither, and a person is told to pay it back. */
static void
test_undone_after_end (void)
{
  static const HufuWishKind kinds[] = {HUFU_WISH_REFUND, HUFU_WISH_TRANSFER};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (SimScene) scene = sim_scene_new_in (2, 1, TRUE);
    SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);
    SimTill *till = sim_scene_till (scene, 2);

    sim_scene_bring (scene, 1, voucher);
    accept_unleased (scene, 2, voucher);
    sim_wan_push (scene->world, till);
    sim_scene_arrive (scene);
    sim_scene_sync (scene, 1); /* it gives the right back, which is used up in part */
    g_assert_true (sim_server_wish (scene->world, voucher, kinds[i], FALSE));
    sim_scene_sync (scene, 1);
    sim_scene_sync (scene, 2);
    sim_oracle_look_at_wishes (scene->world);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM wish WHERE state = 'done'"), ==, 1);
    g_assert_true (sim_customers_undo (scene->world, till));
    sim_scene_end (scene);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM event WHERE code = 'ended'"), ==, 1);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM use WHERE state = 'used'"), ==, 0);
    g_assert_cmpint (count (scene, "SELECT count(*) FROM conflict"), ==, 0);
  }
}

/* Tills 2 to 4 accept one each: two uses have their parts, and the third one waits for its own,
 * which is more than what is left and less than what one of them has. FALSE: it came otherwise. */
static gboolean
accept_with_waiting (SimScene *scene, SimVoucher *voucher)
{
  for (guint no = 2; no <= 4; no++)
    accept_unleased (scene, no, voucher);
  for (guint no = 2; no <= 4; no++) {
    sim_wan_push (scene->world, sim_scene_till (scene, no));
    sim_scene_arrive (scene);
  }
  return hufu_pdb_get_int (
             scene->world->platform->lib->db, 0,
             "SELECT 1 FROM \"right\" r JOIN claim c USING (cti, generation, k) WHERE "
             "r.state = 'available' AND c.terminal_id = ? AND c.amount_minor < "
             "(SELECT max (amount_minor) FROM use)",
             "d", &sim_scene_till (scene, 4)->terminal_id) != 0;
}

/* Then the rest is refunded, and all three are undone, the one that waited last: what is owed is
 * what was not refunded, and no more. */
static void
test_undone_beside_waiting (void)
{
  for (guint i = 0, n_met = 0; n_met == 0; i++) {
    g_autoptr (SimScene) scene = sim_scene_new_in (4, 1, TRUE);
    SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);

    g_assert_cmpuint (i, <, TRIES_MAX);
    sim_random_init (&scene->world->random, i, 0); /* other amounts */
    if (!accept_with_waiting (scene, voucher))
      continue;
    n_met++;
    g_assert_true (sim_server_wish (scene->world, voucher, HUFU_WISH_REFUND, FALSE));
    sim_oracle_look_at_wishes (scene->world);
    for (guint no = 2; no <= 4; no++) {
      SimTill *till = sim_scene_till (scene, no);

      while (sim_till_count (till, "SELECT count(*) FROM voucher_use WHERE state = 'undone'") == 0)
        sim_customers_undo (scene->world, till);
      sim_wan_push (scene->world, till);
      sim_scene_arrive (scene);
    }
    sim_scene_end (scene);
    g_assert_cmpint (count (scene, "SELECT sum (owed_minor) + (SELECT refund_minor FROM wish WHERE "
                                   "state = 'done') FROM event"),
                     ==, voucher->value_minor);
  }
}

/* The platform is brought back from a backup of before the right was used up. What was accepted
 * under limits is told first, and waits for what the other till has to say. */
static void
test_restored (void)
{
  g_autoptr (SimScene) scene = sim_scene_new_in (2, 1, TRUE);
  SimVoucher *voucher;

  /* The other till must never have had it. */
  do {
    voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);
    sim_scene_sync (scene, 1);
  } while (sim_scene_held (scene, 1, voucher) == 0);
  accept_unleased (scene, 2, voucher);
  for (guint i = 0; i < TRIES_MAX && sim_scene_held (scene, 1, voucher) > 0; i++)
    sim_scene_redeem (scene, 1, voucher);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 0);
  sim_scene_restore_platform (scene, 2);
  sim_wan_push (scene->world, sim_scene_till (scene, 2));
  sim_scene_arrive (scene);
  sim_scene_end (scene);
  g_assert_cmpint (count (scene, "SELECT count(*) FROM conflict"), ==, 1);
}

/* A code that a phone made is good for one scan; its picture is good for none, and the next code
 * is. */
static void
test_live_code (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimVoucher *voucher;

  scene->options.live = TRUE;
  voucher = sim_scene_sell (scene, HUFU_VOUCHER_PASS);
  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  g_assert_false (sim_scene_redeem (scene, 1, voucher));
  scene->world->now_us += 60 * G_USEC_PER_SEC;
  g_clear_pointer (&voucher->screenshot, g_free);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_end (scene);
}

/* The list was made between a use and its undo: it says "used", and the till that holds the right
 * knows better. */
static void
test_list_is_older (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  g_autoptr (GPtrArray) lists = NULL;

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_wan_push (scene->world, till);
  sim_scene_arrive (scene);
  sim_status_ask (scene->world, till);
  sim_scene_arrive (scene);
  lists = sim_status_load (scene->world, till);
  g_assert_cmpuint (lists->len, >, 0);
  g_assert_true (sim_customers_undo (scene->world, till));
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_end (scene);
}

/* A voucher that moves to another store is given back by the first one, and held in the second.
 * Which one it is to move to is chance. */
static void
test_other_home (void)
{
  g_autoptr (SimScene) scene = sim_scene_new_in (2, 2, FALSE);
  guint n_moved = 0;

  for (guint i = 0; i < 12; i++) {
    SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
    guint here;

    sim_scene_sync (scene, 1);
    sim_scene_sync (scene, 2);
    here = sim_scene_held (scene, 1, voucher) > 0 ? 1 : 2;
    g_assert_cmpuint (sim_scene_held (scene, here, voucher), ==, 1);
    g_assert_true (sim_server_wish (scene->world, voucher, HUFU_WISH_HOME, FALSE));
    sim_scene_sync (scene, here);
    sim_scene_sync (scene, 3 - here);
    sim_scene_sync (scene, here);
    g_assert_cmpuint (sim_scene_held (scene, 1, voucher) + sim_scene_held (scene, 2, voucher), ==,
                      1);
    n_moved += sim_scene_held (scene, 3 - here, voucher);
  }
  g_assert_cmpuint (n_moved, >, 0);
  sim_scene_end (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/over-redeemed", test_over_redeemed);
  g_test_add_func ("/sim/used-up", test_used_up);
  g_test_add_func ("/sim/written-off", test_written_off);
  g_test_add_func ("/sim/undone", test_undone);
  g_test_add_func ("/sim/undone-by-its-till", test_undone_by_its_till);
  g_test_add_func ("/sim/undone-by-all", test_undone_by_all);
  g_test_add_func ("/sim/undone-after-end", test_undone_after_end);
  g_test_add_func ("/sim/undone-beside-waiting", test_undone_beside_waiting);
  g_test_add_func ("/sim/restored", test_restored);
  g_test_add_func ("/sim/live-code", test_live_code);
  g_test_add_func ("/sim/list-is-older", test_list_is_older);
  g_test_add_func ("/sim/other-home", test_other_home);
  return g_test_run ();
}
