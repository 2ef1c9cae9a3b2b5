/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tills of one store on one network, without a platform: real links, real TLS on loopback. They
 * know each other from the start; what they hold is granted by hand.
 *
 *   g_autoptr (HufuLane) lane = hufu_lane_new (2);
 *   hufu_lane_grant (lane, 0, HUFU_TEST_DEAL, 1);
 *   g_assert_cmpint (hufu_lane_fetch (lane, 1, HUFU_TEST_DEAL), ==, HUFU_LAN_MOVE_HERE);
 */
#pragma once

#include "crypto/sign.h"
#include "sync/lan-task.h"
#include "tests/store/books.h"
#include "tests/sync/till.h"

#define HUFU_LANE_MAX 4

typedef struct {
  guint n;
  HufuTill *till[HUFU_LANE_MAX];
  HufuKeyPair *keys[HUFU_LANE_MAX];
  char *address[HUFU_LANE_MAX]; /* as the roster has it */
} HufuLane;

HufuLane *hufu_lane_new (guint n);
void hufu_lane_free (HufuLane *lane);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuLane, hufu_lane_free)

HufuLan *hufu_lane_get_lan (HufuLane *lane, guint which);
/* Tells all who is in the store: the tills whose bit is set, at their addresses. */
void hufu_lane_enlist (HufuLane *lane, guint tills);
/* From now on the others reach it there. */
void hufu_lane_set_address (HufuLane *lane, guint which, const char *address);
/* Ends the link and the books of a till, as a kill does; begins them again. */
void hufu_lane_stop (HufuLane *lane, guint which);
void hufu_lane_start (HufuLane *lane, guint which);

/* All rights of the voucher under epoch (1, counter). */
void hufu_lane_grant (HufuLane *lane, guint which, HufuTestVoucher voucher, guint64 counter);
guint hufu_lane_count_held (HufuLane *lane, guint which, HufuTestVoucher voucher);
guint hufu_lane_count_open (HufuLane *lane, guint which);
guint64 hufu_lane_last_seq (HufuLane *lane, guint which);

/* As the counter asks. */
HufuLanHolder *hufu_lane_find (HufuLane *lane, guint which, HufuTestVoucher voucher);
/* The same, when every till has said what it knows, or will not. */
HufuLanHolder *hufu_lane_hear (HufuLane *lane, guint which, HufuTestVoucher voucher);
/* Finds, then fetches. NO if nobody holds it. */
HufuLanMove hufu_lane_fetch (HufuLane *lane, guint which, HufuTestVoucher voucher);
