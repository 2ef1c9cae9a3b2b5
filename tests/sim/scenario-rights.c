/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories of rights that move, and of questions whose answers come late. */
#include "platform/wish.h"
#include "store/journal-write.h"
#include "store/right-return.h"
#include "tests/sim/customers.h"
#include "tests/sim/lan.h"
#include "tests/sim/lives.h"
#include "tests/sim/net.h"
#include "tests/sim/oracle.h"
#include "tests/sim/scene.h"
#include "tests/sim/server.h"
#include "tests/sim/till.h"
#include "tests/sim/wan.h"

/* The platform's question for a report reaches the till by another way than its answers. */
static void
report (SimScene *scene, SimTill *till)
{
  HufuPdb *db = scene->world->platform->lib->db;
  HufuReturnOutcome outcome;
  g_autoptr (GError) error = NULL;
  HufuEpoch number = {1, 0};

  sim_server_want_report (scene->world, till, HUFU_REPORT_RETURNS);
  number.counter = (guint64)hufu_pdb_get_int (
      db, 0, "SELECT wanted_counter FROM incarnation WHERE terminal_id = ?", "d",
      &till->terminal_id);
  g_assert_true (hufu_right_report (till->db, &number, FALSE, &outcome, &error));
  g_assert_cmpint (outcome, ==, HUFU_RETURN_DONE);
}

/* Both events of an online use come up after the platform has taken it back: neither is news, and
 * neither is a claim. */
static void
test_undone_before_heard (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_redeem_online (scene, 1, voucher);
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

/* The answer to a request for grants comes after the till has reported. */
static void
test_late_grant (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_wan_ask_grants (scene->world, till);
  sim_scene_arrive_one (scene);
  sim_scene_hold (scene);
  report (scene, till);
  sim_wan_push (scene->world, till);
  sim_scene_arrive (scene);
  sim_scene_release (scene);
  sim_scene_arrive (scene);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 0);
  sim_scene_look (scene);
  sim_scene_end (scene);
}

/* Nobody knows what an event that cannot be read has moved: what its till gives back waits. */
static void
test_unreadable_event (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  g_autoptr (GError) error = NULL;

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (hufu_act_begin (till->db, &error) &&
                 hufu_act_end (till->db,
                               hufu_journal_append (till->db, "right.of_the_future",
                                                    json_pack ("{}"), NULL, &error),
                               &error));
  report (scene, till);
  sim_scene_sync (scene, 1);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 0);
  g_assert_cmpint (hufu_pdb_get_int (scene->world->platform->lib->db, -1,
                                     "SELECT count(*) FROM \"right\" WHERE cti = ? AND "
                                     "state = 'leased'",
                                     "d", &voucher->cti),
                   ==, 1);
}

/* A grant of before the platform was restored comes after the till has reported to it. */
static void
test_grant_across_epochs (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_wan_ask_grants (scene->world, till);
  sim_scene_arrive_one (scene);
  sim_scene_hold (scene);
  sim_scene_restore_platform (scene, 1);
  sim_scene_release (scene);
  sim_scene_arrive (scene);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 0);
  sim_scene_look (scene);
  sim_scene_end (scene);
}

/* A debit that was asked for under one platform epoch is not credited under the next. */
static void
test_credit_across_epochs (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  sim_lan_ask (scene->world, sim_scene_till (scene, 2), voucher);
  sim_scene_arrive_one (scene);
  sim_scene_hold (scene);
  sim_scene_restore_platform (scene, 2);
  sim_scene_release (scene);
  sim_scene_arrive (scene);
  g_assert_cmpuint (sim_scene_held (scene, 2, voucher), ==, 0);
  sim_scene_end (scene);
}

/* A refund waits for what is out; a use that is taken back meanwhile brings one more right out. */
static void
test_undone_after_wish (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_PASS);

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_wan_push (scene->world, till);
  sim_scene_arrive (scene);
  g_assert_true (sim_server_wish (scene->world, voucher, HUFU_WISH_REFUND, FALSE));
  g_assert_true (sim_customers_undo (scene->world, till));
  sim_scene_end (scene);
}

/* Nor is it refunded when all else is back: its till may still take the use back, and does. */
static void
test_refund_waits_for_undo (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_PASS);

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_wan_push (scene->world, till);
  sim_scene_arrive (scene);
  g_assert_true (sim_server_wish (scene->world, voucher, HUFU_WISH_REFUND, FALSE));
  sim_scene_sync (scene, 1);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 0);
  g_assert_true (sim_customers_undo (scene->world, till));
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 1);
  g_assert_true (hufu_wishes_is_waiting (scene->world->platform->lib, &voucher->cti));
  sim_scene_end (scene);
}

/* What was used here and reported since is for the platform to give back; its first answer is lost,
 * and the right that comes back is used again. */
static void
test_undone_after_report (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  report (scene, till);
  g_assert_true (sim_customers_undo (scene->world, till));
  /* Not before it has heard of the report. */
  g_assert_false (sim_wan_ask_use (scene->world, till));
  sim_wan_push (scene->world, till);
  sim_scene_arrive (scene);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (sim_wan_ask_use (scene->world, till));
    sim_scene_arrive_one (scene);
    if (i == 0)
      sim_net_drop (scene->world->net, 1);
  }
  sim_scene_arrive (scene);
  g_assert_cmpint (sim_till_count (till, "SELECT count(*) FROM voucher_use WHERE state = 'undone'"),
                   ==, 1);
  g_assert_false (sim_wan_ask_use (scene->world, till));
  sim_scene_sync (scene, 1);
  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_end (scene);
}

/* A first part was reported, and is wanted back online; the last part the till may undo itself, and
 * does: both of them never have the right. */
static void
test_undone_beside_last (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);
  const SimUse *first;

  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  first = scene->world->uses->pdata[0];
  report (scene, till);
  sim_scene_sync (scene, 1);
  sim_scene_bring (scene, 1, voucher);
  while (sim_scene_held (scene, 1, voucher) > 0)
    sim_scene_redeem (scene, 1, voucher);
  sim_wan_push (scene->world, till);
  sim_scene_arrive (scene);
  sim_wan_give_up (scene->world, till, &first->use_id);
  sim_scene_arrive (scene);
  for (guint i = 0; i < 20 && sim_scene_held (scene, 1, voucher) == 0; i++)
    sim_customers_undo (scene->world, till);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 1);
  sim_scene_look (scene);
  sim_scene_end (scene);
}

/* While another till holds the rest nothing comes back: the till is told so and sells with the use.
 * The same question comes a second time when the rest is back, and must not be answered otherwise.
 */
static void
test_refused_undo_comes_late (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimTill *till = sim_scene_till (scene, 2);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);
  HufuPdb *db = scene->world->platform->lib->db;

  sim_scene_redeem_online (scene, 2, voucher);
  sim_scene_sync (scene, 1);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 1);
  g_assert_true (sim_customers_undo (scene->world, till));
  g_assert_true (sim_wan_ask_use (scene->world, till));
  sim_scene_hold (scene);
  g_assert_true (sim_wan_ask_use (scene->world, till));
  sim_scene_arrive (scene);
  g_assert_true (sim_customers_finish (scene->world, till));
  report (scene, sim_scene_till (scene, 1));
  sim_wan_push (scene->world, sim_scene_till (scene, 1));
  sim_scene_arrive (scene);
  g_assert_cmpint (
      hufu_pdb_get_int (db, 0, "SELECT count(*) FROM \"right\" WHERE state = 'leased'", ""), ==, 0);
  sim_scene_release (scene);
  sim_scene_arrive (scene);
  g_assert_cmpint (hufu_pdb_get_int (db, 0, "SELECT state = 'used' FROM use", ""), ==, 1);
  sim_scene_end (scene);
}

/* What was refused is asked for anew, and done now; the answer to the first attempt, which comes
 * after the second was made, does not end it. */
static void
test_undo_asked_anew (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimTill *till = sim_scene_till (scene, 2);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_CASH);

  sim_scene_redeem_online (scene, 2, voucher);
  sim_scene_sync (scene, 1);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 1);
  g_assert_true (sim_customers_undo (scene->world, till));
  for (guint i = 0; i < 2; i++)
    g_assert_true (sim_wan_ask_use (scene->world, till));
  sim_scene_arrive_one (scene);
  sim_scene_arrive_one (scene); /* both are refused */
  sim_scene_arrive_one (scene);
  sim_scene_hold (scene);
  report (scene, sim_scene_till (scene, 1));
  sim_wan_push (scene->world, sim_scene_till (scene, 1));
  sim_scene_arrive (scene);
  g_assert_true (sim_customers_undo (scene->world, till));
  sim_scene_release (scene);
  sim_scene_arrive (scene);
  g_assert_cmpint (
      sim_till_count (till, "SELECT count(*) FROM voucher_use WHERE state = 'undoing'"), ==, 1);
  g_assert_true (sim_wan_ask_use (scene->world, till));
  sim_scene_arrive (scene);
  g_assert_cmpint (sim_till_count (till, "SELECT count(*) FROM voucher_use WHERE state = 'undone'"),
                   ==, 1);
  sim_scene_end (scene);
}

/* Given to a friend: whoever still shows the old code where the friend's right is held gets
 * nothing.
 */
static void
test_old_generation (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  g_autofree char *token = NULL;

  g_assert_true (sim_server_wish (scene->world, voucher, HUFU_WISH_TRANSFER, FALSE));
  sim_oracle_look_at_wishes (scene->world);
  sim_scene_bring (scene, 1, voucher);
  token = voucher->token;
  voucher->token = g_steal_pointer (&voucher->old_token);
  g_assert_false (sim_scene_redeem (scene, 1, voucher));
  g_free (voucher->token);
  voucher->token = g_steal_pointer (&token);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_end (scene);
}

/* A report that keeps: what the till holds it goes on with, alone, and offline; what it gave away
 * before and after is where it went; the next report brings back what is left. */
static void
test_report_keeps (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimVoucher *kept = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  SimVoucher *given = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  SimVoucher *fetched = sim_scene_sell (scene, HUFU_VOUCHER_PASS);

  sim_scene_bring (scene, 1, kept);
  sim_scene_bring (scene, 1, given);
  sim_scene_bring (scene, 1, fetched);
  sim_server_want_report (scene->world, sim_scene_till (scene, 1), HUFU_REPORT_KEEPS);
  sim_scene_sync (scene, 1);
  g_assert_cmpuint (sim_scene_held (scene, 1, kept), ==, 1);
  sim_scene_look (scene);
  sim_lan_ask (scene->world, sim_scene_till (scene, 2), given);
  sim_scene_arrive (scene);
  g_assert_cmpuint (sim_scene_held (scene, 2, given), ==, 1);
  g_assert_true (sim_scene_redeem (scene, 1, kept));
  g_assert_true (sim_scene_redeem (scene, 2, given));
  sim_server_want_report (scene->world, sim_scene_till (scene, 1), HUFU_REPORT_RETURNS);
  sim_scene_sync (scene, 2);
  sim_scene_sync (scene, 1);
  sim_scene_look (scene);
  sim_scene_end (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/undone-before-heard", test_undone_before_heard);
  g_test_add_func ("/sim/undone-ids-travel", test_undone_ids_travel);
  g_test_add_func ("/sim/late-grant", test_late_grant);
  g_test_add_func ("/sim/undone-after-wish", test_undone_after_wish);
  g_test_add_func ("/sim/refund-waits-for-undo", test_refund_waits_for_undo);
  g_test_add_func ("/sim/undone-after-report", test_undone_after_report);
  g_test_add_func ("/sim/undone-beside-last", test_undone_beside_last);
  g_test_add_func ("/sim/refused-undo-comes-late", test_refused_undo_comes_late);
  g_test_add_func ("/sim/undo-asked-anew", test_undo_asked_anew);
  g_test_add_func ("/sim/unreadable-event", test_unreadable_event);
  g_test_add_func ("/sim/old-generation", test_old_generation);
  g_test_add_func ("/sim/grant-across-epochs", test_grant_across_epochs);
  g_test_add_func ("/sim/credit-across-epochs", test_credit_across_epochs);
  g_test_add_func ("/sim/report-keeps", test_report_keeps);
  return g_test_run ();
}
