/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories of machines that come and go. */
#include "platform/restore.h"
#include "store/roster.h"
#include "tests/sim/customers.h"
#include "tests/sim/lan.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"
#include "tests/sim/scene.h"
#include "tests/sim/server.h"
#include "tests/sim/till.h"
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

/* Asks what is new, and holds up the answer. */
static SimMessage *
ask_news (SimScene *scene, SimTill *till)
{
  GPtrArray *under_way = scene->world->net->messages;

  g_assert_true (sim_wan_ask_changes (scene->world, till));
  sim_scene_arrive_one (scene);
  g_assert_cmpuint (under_way->len, ==, 1);
  return g_ptr_array_steal_index (under_way, 0);
}

/* A page of news that was asked for before a neighbour was lost comes after that was heard: it does
 * not bring the neighbour back, who would be asked for ever. */
static void
test_late_news (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (3);
  SimTill *till = sim_scene_till (scene, 1), *lost = sim_scene_till (scene, 2);
  g_autoptr (SimMessage) early = ask_news (scene, till), last = NULL;
  g_autoptr (HufuPeer) peer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sim_lives_lose (scene->world, lost));
  sim_wan_ask_changes (scene->world, till);
  sim_scene_arrive (scene);
  last = ask_news (scene, till);
  sim_wan_receive (scene->world, early);
  sim_wan_receive (scene->world, last);
  peer = hufu_roster_find (till->db, &lost->terminal_id, lost->incarnation, &error);
  g_assert_no_error (error);
  g_assert_null (peer);
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

/* A request that was answered is asked again when its owner is another incarnation: what the former
 * one gave is the platform's to say. */
static void
test_answered_by_predecessor (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  sim_lan_ask (scene->world, sim_scene_till (scene, 2), voucher);
  sim_scene_arrive_one (scene);
  sim_net_drop (scene->world->net, 2);
  g_assert_true (sim_lives_enrol_again (scene->world, sim_scene_till (scene, 1)));
  g_assert_true (sim_lan_ask_again (scene->world, sim_scene_till (scene, 2)));
  sim_scene_arrive (scene);
  g_assert_cmpuint (sim_scene_held (scene, 2, voucher), ==, 0);
  sim_scene_end (scene);
}

/* A till that was frozen and began anew still asks what became of its uses. */
static void
test_open_keys_outlive_a_fork (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_customers_present (scene->world, till, voucher, TRUE);
  till->copied = TRUE;
  g_assert_true (sim_lives_notice_fork (scene->world, till));
  sim_lives_ask_renewal (scene->world, till);
  sim_scene_arrive (scene);
  g_assert_cmpuint (till->incarnation, ==, 2);
  g_assert_true (sim_wan_ask_use (scene->world, till));
  sim_scene_arrive (scene);
  g_assert_cmpint (sim_till_count (till, "SELECT count(*) FROM voucher_use"
                                         " WHERE state IN ('redeemed', 'refused')"),
                   ==, 1);
  sim_scene_end (scene);
}

/* A key whose sale is stored is not given up, although a restored platform has forgotten it. */
static void
test_sold_key (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  HufuPdb *db = scene->world->platform->lib->db;
  const SimUse *use;

  sim_scene_redeem_online (scene, 1, voucher);
  g_assert_true (sim_customers_finish (scene->world, till));
  sim_scene_sync (scene, 1);
  use = scene->world->uses->pdata[0];
  hufu_pdb_run (db, "DELETE FROM use", "");
  hufu_pdb_run (db, "DELETE FROM redemption", "");
  sim_wan_give_up (scene->world, till, &use->use_id);
  sim_scene_arrive (scene);
  g_assert_cmpint (
      hufu_pdb_get_int (db, -1, "SELECT count(*) FROM redemption WHERE state = 'given_up'", ""), ==,
      0);
}

/* A neighbour was asked for a right after the image was kept: it knows more of this till's journal
 * than the copy that is brought back, and the copy learns from it that it is one. */
static void
test_neighbour_knows_more (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *first = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  SimVoucher *second = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 2, first);
  sim_scene_bring (scene, 2, second);
  sim_lives_keep_image (scene->world, till);
  sim_lan_ask (scene->world, till, first);
  sim_scene_arrive (scene);
  g_assert_true (sim_scene_redeem (scene, 1, first));
  sim_lan_ask (scene->world, till, second);
  sim_scene_arrive (scene);
  g_assert_true (sim_lives_bring_back (scene->world, till));
  till->renewing = FALSE;
  g_assert_true (sim_lan_ask_witness (scene->world, till));
  sim_scene_arrive (scene);
  g_assert_cmpint (sim_till_count (till, "SELECT frozen FROM terminal"), ==, 1);
  g_assert_true (till->renewing);
  sim_scene_end (scene);
}

/* Put back in the shop by somebody who does not know what that means: nobody says that it is a
 * copy.
 */
static void
bring_back_unnoticed (SimScene *scene, guint no)
{
  SimTill *till = sim_scene_till (scene, no);

  g_assert_true (sim_lives_bring_back (scene->world, till));
  till->renewing = FALSE;
}

/* What was redeemed and told after the image was kept is not redeemed by the copy, not even in its
 * first second: it waits for the platform, and hears that it is one. */
static void
test_copy_waits_for_the_platform (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  sim_lives_keep_image (scene->world, till);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_sync (scene, 1);
  bring_back_unnoticed (scene, 1);
  g_assert_cmpuint (sim_scene_held (scene, 1, voucher), ==, 1);
  g_assert_false (sim_scene_redeem (scene, 1, voucher));
  sim_scene_arrive (scene);
  g_assert_cmpint (sim_till_count (till, "SELECT frozen FROM terminal"), ==, 1);
  g_assert_false (sim_scene_redeem (scene, 1, voucher));
  sim_scene_end (scene);
}

/* The internet is down, and nothing went from till to till. A neighbour was told how far the
 * journal had come, which is enough. */
static void
test_copy_waits_for_a_neighbour (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  sim_net_set_cut (scene->world->net, SIM_PLATFORM, 1, TRUE);
  sim_lives_keep_image (scene->world, till);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_lan_ask_witness (scene->world, till);
  sim_scene_arrive (scene);
  bring_back_unnoticed (scene, 1);
  g_assert_false (sim_scene_redeem (scene, 1, voucher));
  sim_scene_arrive (scene);
  g_assert_cmpint (sim_till_count (till, "SELECT frozen FROM terminal"), ==, 1);
  sim_scene_end (scene);
}

/* The image was kept when the till had been asked for a right and had not given it yet. Who got it
 * was told with it how far the journal is then, so that the copy does not use it again. */
static void
test_copy_of_before_a_debit (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  sim_net_set_cut (scene->world->net, SIM_PLATFORM, 1, TRUE);
  sim_lives_keep_image (scene->world, till);
  sim_lan_ask (scene->world, sim_scene_till (scene, 2), voucher);
  sim_scene_arrive (scene);
  g_assert_true (sim_scene_redeem (scene, 2, voucher));
  bring_back_unnoticed (scene, 1);
  sim_scene_arrive (scene);
  g_assert_cmpint (sim_till_count (till, "SELECT frozen FROM terminal"), ==, 1);
  g_assert_false (sim_scene_redeem (scene, 1, voucher));
  sim_scene_end (scene);
}

/* Nor does a copy give away what it holds while it waits; who asked asks again. */
static void
test_copy_gives_nothing_away (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  sim_lives_keep_image (scene->world, sim_scene_till (scene, 1));
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_sync (scene, 1);
  bring_back_unnoticed (scene, 1);
  sim_scene_hold (scene);
  sim_lan_ask (scene->world, sim_scene_till (scene, 2), voucher);
  sim_scene_arrive (scene);
  g_assert_cmpuint (sim_scene_held (scene, 2, voucher), ==, 0);
  sim_scene_release (scene);
  sim_scene_arrive (scene);
  sim_scene_end (scene);
}

/* A till that starts with nobody to ask works offline all the same, once it has waited; one that is
 * answered does not wait. */
static void
test_start_without_witnesses (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *first = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  SimVoucher *second = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, first);
  sim_scene_bring (scene, 1, second);
  sim_till_crash (scene->world, till);
  g_assert_false (sim_scene_redeem (scene, 1, first));
  sim_scene_arrive (scene);
  g_assert_true (sim_scene_redeem (scene, 1, first));
  sim_net_set_cut (scene->world->net, SIM_PLATFORM, 1, TRUE);
  sim_net_set_cut (scene->world->net, 1, 2, TRUE);
  sim_till_crash (scene->world, till);
  sim_scene_arrive (scene);
  g_assert_false (sim_scene_redeem (scene, 1, second));
  scene->world->now_us += SIM_WITNESS_US;
  g_assert_true (sim_scene_redeem (scene, 1, second));
  sim_scene_end (scene);
}

/* Nobody can tell a copy what it is, and it goes on longer than its original had. The platform sees
 * by the chain that this is another journal, although its numbers fit. */
static void
test_copy_has_another_chain (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (1);
  SimWorld *world = scene->world;
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *vouchers[3];

  for (guint i = 0; i < G_N_ELEMENTS (vouchers); i++) {
    vouchers[i] = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
    sim_scene_bring (scene, 1, vouchers[i]);
  }
  sim_lives_keep_image (world, till);
  g_assert_true (sim_scene_redeem (scene, 1, vouchers[0]));
  sim_wan_push (world, till);
  sim_scene_arrive (scene);
  bring_back_unnoticed (scene, 1);
  sim_net_drop (world->net, 1);
  world->now_us += SIM_WITNESS_US;
  for (guint i = 1; i < G_N_ELEMENTS (vouchers); i++)
    g_assert_true (sim_scene_redeem (scene, 1, vouchers[i]));
  sim_wan_push (world, till);
  sim_scene_arrive (scene);
  g_assert_cmpint (hufu_pdb_get_int (world->platform->lib->db, 0,
                                     "SELECT count(*) FROM incarnation WHERE state = 'forked'", ""),
                   ==, 1);
  sim_scene_end (scene);
}

/* Nobody can tell a copy what it is, and it asks a neighbour for a right. The platform knows the
 * original's journal, in which that was never asked: what the copy has is not free. order: whose
 * word comes first. */
static void
test_copy_asks_a_neighbour (gconstpointer data)
{
  gboolean is_told_first = GPOINTER_TO_INT (data);
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimWorld *world = scene->world;
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 2, voucher);
  sim_lives_keep_image (world, till);
  sim_server_want_report (world, till, HUFU_REPORT_KEEPS);
  sim_wan_ask_grants (world, till);
  sim_scene_arrive (scene);
  g_assert_true (sim_wan_push (world, till));
  if (is_told_first)
    sim_scene_arrive (scene);
  else
    sim_scene_hold (scene);
  bring_back_unnoticed (scene, 1);
  sim_net_drop (world->net, 1);
  world->now_us += SIM_WITNESS_US;
  sim_lan_ask (world, till, voucher);
  sim_scene_arrive (scene);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_sync (scene, 2);
  sim_scene_release (scene);
  sim_scene_arrive (scene);
  sim_scene_sync (scene, 2);
  g_assert_false (sim_scene_redeem (scene, 2, voucher));
  g_assert_cmpint (hufu_pdb_get_int (world->platform->lib->db, 0,
                                     "SELECT count(*) FROM incarnation WHERE state = 'forked'", ""),
                   ==, 1);
  sim_scene_end (scene);
}

/* A till is lost and signed for; what another redeems of its rights after that is used for good,
 * although the platform is brought back from a backup of before the loss. */
static void
test_write_off_before_restore (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (3);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  sim_scene_sync (scene, 1);
  sim_lives_keep_backup (scene->world);
  g_assert_true (sim_lives_lose (scene->world, sim_scene_till (scene, 1)));
  sim_scene_sync (scene, 2);
  sim_scene_sync (scene, 3);
  g_assert_true (sim_lives_write_off (scene->world));
  sim_scene_bring (scene, 2, voucher);
  g_assert_true (sim_scene_redeem (scene, 2, voucher));
  sim_scene_restore_platform (scene, 3);
  sim_scene_sync (scene, 3);
  sim_scene_sync (scene, 2);
  sim_scene_sync (scene, 3);
  sim_scene_look (scene);
  g_assert_false (sim_scene_redeem (scene, 3, voucher));
  sim_scene_end (scene);
}

/* A till that is put back to before its grants while the restored platform waits: what it was
 * granted, used and told nobody is not given to another before somebody has signed for it. */
static void
test_put_back_while_restoring (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimTill *till = sim_scene_till (scene, 1);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);
  json_auto_t *missing = NULL;

  sim_lives_keep_image (scene->world, till);
  sim_lives_keep_backup (scene->world);
  sim_scene_bring (scene, 1, voucher);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_restore_platform (scene, 2);
  sim_disk_set_full (till->machine->disk, TRUE); /* so that somebody looks after it */
  g_assert_true (sim_lives_bring_back (scene->world, till));
  sim_disk_set_full (till->machine->disk, FALSE);
  sim_lives_ask_renewal (scene->world, till);
  sim_scene_arrive (scene);
  g_assert_cmpuint (till->incarnation, ==, 2);
  sim_scene_sync (scene, 1);
  sim_scene_sync (scene, 2);
  missing = hufu_restore_list_missing (scene->world->platform->lib);
  /* Beside its next one, which waits for its witnesses. */
  g_assert_cmpint (
      json_integer_value (json_object_get (json_array_get (missing, 0), "incarnation")), ==, 1);
  sim_scene_end (scene);
}

/* What a till has told before the platform is brought back from a backup of before that is used
 * for good, although the till is lost and somebody signs for it. */
static void
test_told_before_restore (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (3);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_scene_bring (scene, 1, voucher);
  sim_scene_sync (scene, 1);
  sim_lives_keep_backup (scene->world);
  g_assert_true (sim_scene_redeem (scene, 1, voucher));
  sim_scene_sync (scene, 1);
  sim_scene_restore_platform (scene, 3);
  g_assert_true (sim_lives_lose (scene->world, sim_scene_till (scene, 1)));
  sim_scene_sync (scene, 2);
  sim_scene_sync (scene, 3);
  g_assert_true (sim_lives_write_off (scene->world));
  sim_scene_sync (scene, 2);
  sim_scene_sync (scene, 3);
  sim_scene_look (scene);
  g_assert_false (sim_scene_redeem (scene, 2, voucher));
  g_assert_false (sim_scene_redeem (scene, 3, voucher));
  sim_scene_end (scene);
}

/* A transfer that was made after the backup is asked for again: it is told, not made again. */
static void
test_transfer_before_restore (void)
{
  g_autoptr (SimScene) scene = sim_scene_new (2);
  SimVoucher *voucher = sim_scene_sell (scene, HUFU_VOUCHER_DEAL);

  sim_lives_keep_backup (scene->world);
  g_assert_true (sim_server_wish (scene->world, voucher, HUFU_WISH_TRANSFER, FALSE));
  sim_oracle_look_at_wishes (scene->world);
  g_assert_cmpuint (voucher->generation, ==, 2);
  sim_scene_restore_platform (scene, 1);
  sim_scene_sync (scene, 1);
  sim_scene_sync (scene, 2);
  g_assert_true (sim_server_wish (scene->world, voucher, HUFU_WISH_TRANSFER, FALSE));
  sim_oracle_look_at_wishes (scene->world);
  g_assert_cmpuint (voucher->generation, ==, 2);
  sim_scene_end (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/enrolled-while-restoring", test_enrolled_while_restoring);
  g_test_add_func ("/sim/late-news", test_late_news);
  g_test_add_func ("/sim/branch-is-understood", test_branch_is_understood);
  g_test_add_func ("/sim/answered-by-predecessor", test_answered_by_predecessor);
  g_test_add_func ("/sim/open-keys-outlive-a-fork", test_open_keys_outlive_a_fork);
  g_test_add_func ("/sim/sold-key", test_sold_key);
  g_test_add_func ("/sim/neighbour-knows-more", test_neighbour_knows_more);
  g_test_add_func ("/sim/copy-waits-for-the-platform", test_copy_waits_for_the_platform);
  g_test_add_func ("/sim/copy-waits-for-a-neighbour", test_copy_waits_for_a_neighbour);
  g_test_add_func ("/sim/copy-gives-nothing-away", test_copy_gives_nothing_away);
  g_test_add_func ("/sim/copy-of-before-a-debit", test_copy_of_before_a_debit);
  g_test_add_func ("/sim/copy-has-another-chain", test_copy_has_another_chain);
  g_test_add_func ("/sim/start-without-witnesses", test_start_without_witnesses);
  g_test_add_data_func ("/sim/copy-asks-a-neighbour/report-first", GINT_TO_POINTER (TRUE),
                        test_copy_asks_a_neighbour);
  g_test_add_data_func ("/sim/copy-asks-a-neighbour/debit-first", GINT_TO_POINTER (FALSE),
                        test_copy_asks_a_neighbour);
  g_test_add_func ("/sim/write-off-before-restore", test_write_off_before_restore);
  g_test_add_func ("/sim/put-back-while-restoring", test_put_back_while_restoring);
  g_test_add_func ("/sim/told-before-restore", test_told_before_restore);
  g_test_add_func ("/sim/transfer-before-restore", test_transfer_before_restore);
  return g_test_run ();
}
