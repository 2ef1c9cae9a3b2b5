/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights that move between the tills of a store while nobody is online. */
#include "tests/sync/lane.h"

static void
test_a_right_moves (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  g_autoptr (HufuLanHolder) holder = NULL;

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
  hufu_till_assert_whole (lane->till[0]);
  hufu_till_assert_whole (lane->till[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lan/a-right-moves", test_a_right_moves);
  return g_test_run ();
}
