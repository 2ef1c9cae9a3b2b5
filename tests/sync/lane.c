/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sync/lane.h"

#include <string.h>
#include "store/right-move.h"
#include "store/roster.h"

#define ANSWER_MS 2000
#define FIND_MS 20000 /* whoever is there answers sooner */

static gpointer
act_enrol (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_enrol (db, data, error) ? data : NULL;
}

static void
enrol (HufuLane *lane, guint which)
{
  HufuTerminal identity = {
      .terminal_id = hufu_books_terminal_id ((guint8)(which + 1)),
      .incarnation = 1,
      .store_no = 1,
      .terminal_no = which + 1,
      .currency = 156,
      .platform_epoch = 1,
  };
  g_autofree char *path = hufu_tempdir_build (lane->till[which]->dir, "device.key");
  g_autoptr (GError) error = NULL;

  lane->keys[which] = hufu_key_pair_load_or_make (path, &error);
  g_assert_no_error (error);
  hufu_till_run (lane->till[which], lane->till[which]->books, act_enrol, &identity);
}

HufuLane *
hufu_lane_new (guint n)
{
  HufuLane *lane = g_new0 (HufuLane, 1);

  g_assert (n <= HUFU_LANE_MAX);
  lane->n = n;
  for (guint i = 0; i < n; i++) {
    lane->till[i] = hufu_till_new (0, NULL, 1); /* nobody listens at that port */
    lane->till[i]->lan_listen = "127.0.0.1:0";
    enrol (lane, i);
    hufu_lane_start (lane, i);
  }
  hufu_lane_enlist (lane, (1u << n) - 1);
  return lane;
}

void
hufu_lane_free (HufuLane *lane)
{
  if (lane == NULL)
    return;
  for (guint i = 0; i < lane->n; i++) {
    hufu_till_free (lane->till[i]);
    hufu_key_pair_free (lane->keys[i]);
    g_free (lane->address[i]);
  }
  g_free (lane);
}

HufuLan *
hufu_lane_get_lan (HufuLane *lane, guint which)
{
  return hufu_sync_get_lan (lane->till[which]->sync);
}

static gboolean
learn_address (HufuLane *lane, guint which)
{
  g_autofree char *address = hufu_lan_dup_address (hufu_lane_get_lan (lane, which));

  if (address == NULL)
    return FALSE;
  g_free (lane->address[which]);
  lane->address[which] = g_steal_pointer (&address);
  return TRUE;
}

void
hufu_lane_start (HufuLane *lane, guint which)
{
  if (lane->till[which]->books == NULL)
    hufu_till_open (lane->till[which]);
  hufu_till_start (lane->till[which]);
  hufu_await (learn_address (lane, which), 20000);
}

void
hufu_lane_stop (HufuLane *lane, guint which)
{
  hufu_till_close (lane->till[which]);
}

/* --- the roster ------------------------------------------------------------------------------ */

typedef struct {
  HufuLane *lane;
  guint tills;
} Roster;

static gpointer
act_enlist (HufuDb *db, gpointer data, GError **error)
{
  const Roster *roster = data;
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_peer_free);

  for (guint i = 0; i < roster->lane->n; i++) {
    HufuPeer *peer;

    if ((roster->tills & 1u << i) == 0)
      continue;
    peer = g_new0 (HufuPeer, 1);
    peer->terminal_id = hufu_books_terminal_id ((guint8)(i + 1));
    peer->incarnation = 1;
    peer->store_no = 1;
    peer->terminal_no = i + 1;
    peer->address = g_strdup (roster->lane->address[i]);
    memcpy (peer->device_public, roster->lane->keys[i]->public_key, sizeof peer->device_public);
    g_ptr_array_add (peers, peer);
  }
  return hufu_roster_apply (db, peers, error) ? data : NULL;
}

void
hufu_lane_enlist (HufuLane *lane, guint tills)
{
  Roster roster = {lane, tills};

  for (guint i = 0; i < lane->n; i++) {
    if (lane->till[i]->books == NULL)
      continue;
    hufu_till_run (lane->till[i], lane->till[i]->books, act_enlist, &roster);
    hufu_lan_roster_changed (hufu_lane_get_lan (lane, i));
  }
}

void
hufu_lane_set_address (HufuLane *lane, guint which, const char *address)
{
  g_free (lane->address[which]);
  lane->address[which] = g_strdup (address);
  hufu_lane_enlist (lane, (1u << lane->n) - 1);
}

/* --- rights ---------------------------------------------------------------------------------- */

typedef struct {
  HufuTestVoucher voucher;
  guint64 counter;
  guint number;
} Act;

static gpointer
act_grant (HufuDb *db, gpointer data, GError **error)
{
  const Act *act = data;
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (act->voucher);
  g_autoptr (HufuGrants) grants = hufu_grants_new ();

  for (guint32 k = 0; k < voucher->uses; k++) {
    HufuRight right = {
        .key = {voucher->cti, voucher->generation, k},
        .epoch = {1, act->counter + k},
        .remaining_minor = voucher->value_minor,
    };

    hufu_grants_add (grants, voucher, &right);
  }
  return hufu_right_credit (db, grants, NULL, error) ? data : NULL;
}

void
hufu_lane_grant (HufuLane *lane, guint which, HufuTestVoucher voucher, guint64 counter)
{
  Act act = {.voucher = voucher, .counter = counter};

  hufu_till_run (lane->till[which], lane->till[which]->books, act_grant, &act);
}

static gpointer
act_count_held (HufuDb *db, gpointer data, GError **error)
{
  Act *act = data;
  HufuId cti = hufu_books_cti (act->voucher);
  g_auto (HufuVoucherState) state = {0};

  if (!hufu_voucher_find (db, &cti, &state, error))
    return NULL;
  act->number = state.held;
  return act;
}

guint
hufu_lane_count_held (HufuLane *lane, guint which, HufuTestVoucher voucher)
{
  Act act = {.voucher = voucher};

  hufu_till_run (lane->till[which], lane->till[which]->books, act_count_held, &act);
  return act.number;
}

static gpointer
act_count_open (HufuDb *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) open = hufu_request_list_open (db, error);
  Act *act = data;

  act->number = open != NULL ? open->len : 0;
  return open != NULL ? act : NULL;
}

guint
hufu_lane_count_open (HufuLane *lane, guint which)
{
  Act act = {0};

  hufu_till_run (lane->till[which], lane->till[which]->books, act_count_open, &act);
  return act.number;
}

guint64
hufu_lane_last_seq (HufuLane *lane, guint which)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (lane->till[which], &terminal);
  return terminal.last_seq;
}

/* --- asking ---------------------------------------------------------------------------------- */

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static HufuLanHolder *
find (HufuLane *lane, guint which, HufuTestVoucher voucher, HufuLanHearing hearing)
{
  HufuId cti = hufu_books_cti (voucher);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HufuLanHolder *holder;

  hufu_lan_find_async (hufu_lane_get_lan (lane, which), &cti, 1, hearing, FIND_MS, NULL, on_answer,
                       &result);
  hufu_await (result != NULL, 2 * FIND_MS);
  holder = hufu_lan_find_finish (result, &error);
  g_assert_no_error (error);
  return holder;
}

HufuLanHolder *
hufu_lane_find (HufuLane *lane, guint which, HufuTestVoucher voucher)
{
  return find (lane, which, voucher, HUFU_LAN_FIRST_YES);
}

HufuLanHolder *
hufu_lane_hear (HufuLane *lane, guint which, HufuTestVoucher voucher)
{
  return find (lane, which, voucher, HUFU_LAN_ALL_TILLS);
}

HufuLanMove
hufu_lane_fetch (HufuLane *lane, guint which, HufuTestVoucher voucher)
{
  g_autoptr (HufuLanHolder) holder = hufu_lane_find (lane, which, voucher);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HufuLanMove move = HUFU_LAN_MOVE_NO;

  if (holder->found != HUFU_LAN_HELD)
    return HUFU_LAN_MOVE_NO;
  hufu_lan_fetch_async (hufu_lane_get_lan (lane, which), holder, ANSWER_MS, NULL, on_answer,
                        &result);
  hufu_await (result != NULL, 20000);
  g_assert_true (hufu_lan_fetch_finish (result, &move, &error));
  g_assert_no_error (error);
  return move;
}
