/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights that move between the tills of a store while nobody is online. */
#include "sync/lan-json.h"
#include "tests/sync/lane.h"

typedef struct {
  const HufuLanHolder *holder;
  HufuWitness known;
} Known;

static gpointer
act_know (HufuDb *db, gpointer data, GError **error)
{
  Known *known = data;

  return hufu_witness_find (db, &known->holder->terminal_id, known->holder->incarnation,
                            &known->known, error)
             ? data
             : NULL;
}

/* Who gets it also learns how far the owner's journal is with that, to know a copy of the owner. */
static void
test_a_right_moves (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  g_autoptr (HufuLanHolder) holder = NULL;
  Known known;

  hufu_lane_grant (lane, 0, HUFU_TEST_PASS, 1);
  holder = hufu_lane_find (lane, 1, HUFU_TEST_PASS);
  g_assert_cmpint (holder->found, ==, HUFU_LAN_HELD);
  g_assert_cmpuint (holder->terminal_no, ==, 1);
  g_assert_cmpuint (holder->held, ==, 5);
  g_assert_cmpstr (holder->voucher->short_code, !=, "");
  g_assert_cmpint (hufu_lane_fetch (lane, 1, HUFU_TEST_PASS), ==, HUFU_LAN_MOVE_HERE);
  g_assert_cmpuint (hufu_lane_count_held (lane, 0, HUFU_TEST_PASS), ==, 4);
  g_assert_cmpuint (hufu_lane_count_held (lane, 1, HUFU_TEST_PASS), ==, 1);
  g_assert_cmpuint (hufu_lane_count_open (lane, 1), ==, 0);
  known = (Known){.holder = holder};
  hufu_till_run (lane->till[1], lane->till[1]->books, act_know, &known);
  g_assert_cmpuint (known.known.seq, ==, hufu_lane_last_seq (lane, 0));
  hufu_till_assert_whole (lane->till[0]);
  hufu_till_assert_whole (lane->till[1]);
}

static gpointer
act_take_code (HufuDb *db, gpointer data, GError **error)
{
  const HufuId cti = hufu_books_cti (HUFU_TEST_PASS), scan = {{7}};
  gboolean is_taken;

  return hufu_live_code_take (db, &cti, 100, &scan, &is_taken, error) && is_taken ? db : NULL;
}

/* Whoever holds the right says yes at once; which live code was taken, all have to say. */
static void
test_all_tills_are_heard (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (3);
  g_autoptr (HufuLanHolder) all = NULL, some = NULL;

  hufu_lane_grant (lane, 0, HUFU_TEST_PASS, 1);
  hufu_till_run (lane->till[2], lane->till[2]->books, act_take_code, NULL);
  all = hufu_lane_hear (lane, 1, HUFU_TEST_PASS);
  g_assert_cmpint (all->found, ==, HUFU_LAN_HELD);
  g_assert_cmpuint (all->n_silent, ==, 0);
  g_assert_cmpuint (all->live_step, ==, 100);
  hufu_lane_stop (lane, 2);
  some = hufu_lane_hear (lane, 1, HUFU_TEST_PASS);
  g_assert_cmpint (some->found, ==, HUFU_LAN_HELD);
  g_assert_cmpuint (some->n_silent, ==, 1);
  g_assert_cmpuint (some->live_step, ==, 0);
}

static gpointer
act_grant_to_friend (HufuDb *db, gpointer data, GError **error)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  HufuRight right = {.epoch = {1, 9}};

  voucher->generation = 4;
  right.key = (HufuRightKey){voucher->cti, voucher->generation, 0};
  hufu_grants_add (grants, voucher, &right);
  return hufu_right_credit (db, grants, NULL, error) ? db : NULL;
}

/* What was given to a friend: the till that has the friend's right says that the code which is
 * shown has ended, also while another till, which has not heard of it, holds a right of that. */
static void
test_an_ended_generation_is_told (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (3);
  g_autoptr (HufuLanHolder) before = NULL, after = NULL, both = NULL;

  before = hufu_lane_find (lane, 1, HUFU_TEST_DEAL);
  g_assert_cmpuint (before->newer_generation, ==, 0);
  hufu_till_run (lane->till[0], lane->till[0]->books, act_grant_to_friend, NULL);
  after = hufu_lane_find (lane, 1, HUFU_TEST_DEAL);
  g_assert_cmpint (after->found, !=, HUFU_LAN_HELD);
  g_assert_cmpuint (after->newer_generation, ==, 4);
  hufu_lane_grant (lane, 2, HUFU_TEST_DEAL, 1);
  both = hufu_lane_hear (lane, 1, HUFU_TEST_DEAL);
  g_assert_cmpint (both->found, ==, HUFU_LAN_HELD);
  g_assert_cmpuint (both->newer_generation, ==, 4);
}

/* Nobody ends a generation by one that is older, or the same. */
static void
test_newer_is_above (void)
{
  static const struct {
    gint64 said;
    gboolean good;
  } rows[] = {{2, TRUE}, {9, TRUE}, {1, FALSE}, {0, FALSE}, {-3, FALSE}};
  const HufuId cti = hufu_books_cti (HUFU_TEST_DEAL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    json_auto_t *json =
        json_pack ("{s:i, s:i, s:i, s:n, s:I}", "held", 0, "remaining_minor", 0, "used_utc_us", 0,
                   "voucher", "newer_generation", (json_int_t)rows[i].said);
    g_auto (HufuLanHolding) holding = {0};

    g_assert_cmpint (hufu_lan_holding_from_json (json, &cti, 1, &holding), ==, rows[i].good);
    g_assert_cmpint ((gint64)holding.newer_generation, ==, rows[i].good ? rows[i].said : 0);
  }
}

static gpointer
act_leave (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_set_life (db, HUFU_LIFE_LEAVING, error) ? db : NULL;
}

/* A till that is being removed asks nobody; the others still get what it holds. */
static void
test_leaving_asks_nobody (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  g_autoptr (HufuLanHolder) holder = NULL, other = NULL;

  hufu_lane_grant (lane, 0, HUFU_TEST_PASS, 1);
  hufu_lane_grant (lane, 1, HUFU_TEST_DEAL, 2);
  holder = hufu_lane_find (lane, 1, HUFU_TEST_PASS);
  g_assert_cmpint (holder->found, ==, HUFU_LAN_HELD);
  hufu_lane_stop (lane, 1);
  hufu_till_open (lane->till[1]);
  hufu_till_run (lane->till[1], lane->till[1]->books, act_leave, NULL);
  hufu_till_close (lane->till[1]);
  hufu_lane_start (lane, 1);
  other = hufu_lane_find (lane, 1, HUFU_TEST_PASS);
  g_assert_cmpint (other->found, ==, HUFU_LAN_ALONE);
  g_assert_cmpint (hufu_lan_fetch (hufu_lane_get_lan (lane, 1), &holder->voucher->cti, 1,
                                   &holder->terminal_id, holder->incarnation, 20000),
                   ==, HUFU_LAN_MOVE_NO);
  g_assert_cmpuint (hufu_lane_count_open (lane, 1), ==, 0);
  g_assert_cmpuint (hufu_lane_count_held (lane, 0, HUFU_TEST_PASS), ==, 5);
  g_assert_cmpint (hufu_lane_fetch (lane, 0, HUFU_TEST_DEAL), ==, HUFU_LAN_MOVE_HERE);
}

/* --- through the platform -------------------------------------------------------------------- */

static gboolean
knows_a_neighbour (HufuTill *till)
{
  g_autoptr (GPtrArray) peers = NULL;

  hufu_sync_wake (till->sync);
  peers = hufu_till_list_peers (till);
  return peers->len == 1 && *((const HufuPeer *)peers->pdata[0])->address != '\0';
}

/* The platform tells each till who else is there and where. */
static void
test_tills_learn_of_each_other (void)
{
  g_autoptr (HufuPlatformProcess) platform = hufu_platform_process_new (NULL);
  g_autoptr (HufuTill) one = hufu_till_new (0, platform, platform->port);
  g_autoptr (HufuTill) two = hufu_till_new (0, platform, platform->port);

  one->lan_listen = two->lan_listen = "127.0.0.1:0";
  hufu_till_start (one);
  hufu_till_start (two);
  hufu_await (knows_a_neighbour (one) && knows_a_neighbour (two), 20000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lan/a-right-moves", test_a_right_moves);
  g_test_add_func ("/lan/all-tills-are-heard", test_all_tills_are_heard);
  g_test_add_func ("/lan/an-ended-generation-is-told", test_an_ended_generation_is_told);
  g_test_add_func ("/lan/newer-is-above", test_newer_is_above);
  g_test_add_func ("/lan/leaving-asks-nobody", test_leaving_asks_nobody);
  g_test_add_func ("/lan/tills-learn-of-each-other", test_tills_learn_of_each_other);
  return g_test_run ();
}
