/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power and disks fail in the acts by which rights move, go back and change hands. */
#include <string.h>
#include "store/change-store.h"
#include "store/limits-store.h"
#include "store/right-return.h"
#include "store/roster.h"
#include "store/terminal.h"
#include "tests/store/crash-sweep.h"

#define NEIGHBOUR 2

static void
enlist (HufuScene *scene)
{
  guint8 seed[HUFU_SEED_BYTES] = {NEIGHBOUR};
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_peer_free);
  HufuPeer *peer = g_new0 (HufuPeer, 1);
  g_autoptr (GError) error = NULL;

  scene->keys = hufu_key_pair_from_seed (seed);
  peer->terminal_id = hufu_books_terminal_id (NEIGHBOUR);
  peer->incarnation = 1;
  peer->address = g_strdup ("");
  memcpy (peer->device_public, scene->keys->public_key, sizeof peer->device_public);
  g_ptr_array_add (peers, peer);
  g_assert_true (hufu_roster_apply (scene->books->db, peers, &error));
}

/* --- asking and receiving -------------------------------------------------------------------- */

static gboolean
act_request (HufuScene *scene, GError **error)
{
  HufuId cti = hufu_books_cti (HUFU_TEST_DEAL), owner = hufu_books_terminal_id (NEIGHBOUR);

  return hufu_request_open (scene->books->db, &cti, 1, &owner, 1, &scene->request, error);
}

/* The neighbour has answered with a debit that says that a use of before was undone. */
static void
prepare_receive (HufuScene *scene)
{
  guint8 bytes[HUFU_DEBIT_MAX_BYTES];
  g_autoptr (GError) error = NULL;
  HufuDebit debit;
  gsize size;

  enlist (scene);
  g_assert_true (act_request (scene, &error));
  debit = (HufuDebit){
      .request_id = scene->request.request_id,
      .key = {scene->request.cti, 1, 0},
      .epoch = {1, 7},
      .hop = 1,
      .remaining_minor = 10000,
      .from_terminal = scene->request.owner_terminal,
      .from_incarnation = 1,
      .from_seq = 4,
      .to_terminal = scene->request.asker_terminal,
      .to_incarnation = 1,
      .to_seq = scene->request.asker_seq,
      .n_undone = 1,
      .undone = {{{1, 2, 3}}},
  };
  size = hufu_debit_seal (&debit, hufu_crypto_sign, scene->keys, bytes);
  scene->document = g_bytes_new (bytes, size);
}

static gboolean
act_receive (HufuScene *scene, GError **error)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  HufuReceiveOutcome outcome = HUFU_RECEIVE_FROZEN;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (scene->document, &size);

  if (!hufu_right_receive (scene->books->db, bytes, size, voucher, &outcome, error))
    return FALSE;
  g_assert_cmpint (outcome, ==, HUFU_RECEIVE_CREDITED);
  return TRUE;
}

/* The right that is asked for was recalled here before: its debit closes the request. */
static void
prepare_tombstoned (HufuScene *scene)
{
  HufuRecall recall = {{1, 20}, {hufu_books_cti (HUFU_TEST_DEAL), 1, 0}, {1, 7}};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_right_recall (scene->books->db, &recall, 1, NULL, &error));
  prepare_receive (scene);
}

static gboolean
act_tombstoned (HufuScene *scene, GError **error)
{
  HufuReceiveOutcome outcome = HUFU_RECEIVE_FROZEN;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (scene->document, &size);

  if (!hufu_right_receive (scene->books->db, bytes, size, NULL, &outcome, error))
    return FALSE;
  g_assert_cmpint (outcome, ==, HUFU_RECEIVE_TOMBSTONED);
  return TRUE;
}

/* As after a restart, which begins with what is open. */
static gboolean
act_close (HufuScene *scene, GError **error)
{
  g_autoptr (GPtrArray) open = hufu_request_list_open (scene->books->db, error);
  const HufuRequest *request;

  if (open == NULL)
    return FALSE;
  request = g_ptr_array_index (open, 0);
  return hufu_request_close (scene->books->db, &request->request_id, error);
}

/* The one neighbour that there is leaves. */
static gboolean
act_roster (HufuScene *scene, GError **error)
{
  g_autoptr (GPtrArray) peers = hufu_roster_list (scene->books->db, error);

  if (peers == NULL)
    return FALSE;
  g_ptr_array_remove_index (peers, 0);
  return hufu_roster_apply (scene->books->db, peers, error);
}

/* The neighbour says how far it has come, and is told how far this till has. */
static gboolean
act_witness (HufuScene *scene, GError **error)
{
  HufuId neighbour = hufu_books_terminal_id (NEIGHBOUR);
  HufuWitness said = {5, {1, 2, 3}}, own, known;

  return hufu_witness_get_own (scene->books->db, &own, error) &&
         hufu_witness_exchange (scene->books->db, &neighbour, 1, &said, &known, error);
}

/* The platform tells of one till that changed, and of one that left. */
static gboolean
act_feed (HufuScene *scene, GError **error)
{
  json_auto_t *changes = json_loads (
      "[{\"kind\":\"peer\",\"op\":\"put\",\"key\":\"00000000-0000-4000-8000-000000000003\","
      "\"data\":{\"terminal_id\":\"00000000-0000-4000-8000-000000000003\",\"incarnation\":1,"
      "\"store_no\":1,\"terminal_no\":3,\"address\":\"\",\"state\":\"enrolled\","
      "\"device_public\":\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA\"}},"
      "{\"kind\":\"peer\",\"op\":\"delete\",\"key\":\"00000000-0000-4000-8000-000000000002\","
      "\"data\":null}]",
      0, NULL);

  return hufu_change_apply (scene->books->db, changes, "c7", error);
}

/* --- using and giving ------------------------------------------------------------------------ */

static void
prepare_received (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_receive (scene);
  g_assert_true (act_receive (scene, &error));
}

static gboolean
act_redeem (HufuScene *scene, GError **error)
{
  HufuRedemption redemption =
      hufu_books_make_redemption (scene->books, HUFU_TEST_DEAL, 0, scene->basket);
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  scene->use_id = redemption.use_id;
  if (!hufu_use_redeem_held (scene->books->db, &redemption, &reason, &basket, error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R02_OK_TRANSFERRED);
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static void
prepare_redeemed (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_received (scene);
  g_assert_true (act_redeem (scene, &error));
}

static gboolean
act_undo (HufuScene *scene, GError **error)
{
  const HufuUndo wanted = hufu_books_make_undo (scene->books, &scene->use_id);
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  if (!hufu_use_undo (scene->books->db, &wanted, &reason, &basket, error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R27_UNDONE_IN_WINDOW);
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

/* The answer was lost: it is asked for again, and then taken back. */
static gboolean
act_undo_again (HufuScene *scene, GError **error)
{
  HufuRedemption redemption =
      hufu_books_make_redemption (scene->books, HUFU_TEST_DEAL, 0, scene->basket);
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  redemption.use_id = scene->use_id;
  if (!hufu_use_redeem_held (scene->books->db, &redemption, &reason, NULL, error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R02_OK_TRANSFERRED);
  return act_undo (scene, error);
}

/* The sale of the prepaid line is finished. */
static void
prepare_sold (HufuScene *scene)
{
  g_auto (HufuFinished) finished = {0};

  prepare_redeemed (scene);
  hufu_books_finish (scene->books, scene->basket, &finished);
}

static void
prepare_debit (HufuScene *scene)
{
  enlist (scene);
  hufu_books_grant (scene->books, HUFU_TEST_PASS, 1);
  scene->request = (HufuRequest){
      .request_id = {{7}},
      .cti = hufu_books_cti (HUFU_TEST_PASS),
      .generation = 1,
      .owner_terminal = hufu_books_terminal_id (1),
      .owner_incarnation = 1,
      .asker_terminal = hufu_books_terminal_id (NEIGHBOUR),
      .asker_incarnation = 1,
      .asker_seq = 3,
      .platform_epoch = 1,
  };
}

static gboolean
act_debit (HufuScene *scene, GError **error)
{
  g_autoptr (GBytes) document = NULL;
  HufuDebitOutcome outcome = HUFU_DEBIT_FULL;

  if (!hufu_right_debit (scene->books->db, &scene->request, scene->keys, &outcome, &document,
                         error)) {
    g_assert_null (document);
    return FALSE;
  }
  g_assert_cmpint (outcome, ==, HUFU_DEBIT_DEBITED);
  return TRUE;
}

/* --- accepting without the right, under limits ------------------------------------------------ */

static void
prepare_limits (HufuScene *scene)
{
  guint8 seed[HUFU_SEED_BYTES] = {1};

  scene->keys = hufu_key_pair_from_seed (seed);
  hufu_books_trust (scene->books, scene->keys);
  hufu_books_ask_limits (scene->books, HUFU_TEST_LIMITS, scene->keys);
}

static gboolean
act_accept (HufuScene *scene, GError **error)
{
  static const HufuLimitsAsk ask = {
      .status = HUFU_STATUS_VALID,
      .status_utc_s = HUFU_TEST_START_UTC_S - 60,
      .now_utc_s = HUFU_TEST_START_UTC_S,
      .clock_trusted = TRUE,
  };
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_CASH);
  HufuRedemption redemption =
      hufu_books_make_redemption (scene->books, HUFU_TEST_CASH, 1000, scene->basket);
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  scene->use_id = redemption.use_id;
  if (!hufu_use_redeem_unleased (scene->books->db, &redemption, voucher, &ask, &reason, &basket,
                                 error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R03_OK_GRACE);
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static void
prepare_accepted (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_limits (scene);
  g_assert_true (act_accept (scene, &error));
}

/* --- going back ------------------------------------------------------------------------------ */

/* Held rights, a request under way, and a right of before. */
static void
prepare_return (HufuScene *scene)
{
  prepare_receive (scene);
  hufu_books_grant (scene->books, HUFU_TEST_DEAL, 3);
  hufu_books_grant (scene->books, HUFU_TEST_PASS, 10);
}

static gboolean
act_recall (HufuScene *scene, GError **error)
{
  HufuRecall recalls[] = {
      {{1, 30}, {hufu_books_cti (HUFU_TEST_DEAL), 1, 0}, {1, 3}},
      {{1, 31}, {hufu_books_cti (HUFU_TEST_PASS), 1, 4}, {1, 14}},
      {{1, 32}, {hufu_books_cti (HUFU_TEST_CASH), 1, 0}, {1, 29}},
  };

  return hufu_right_recall (scene->books->db, recalls, G_N_ELEMENTS (recalls), NULL, error);
}

static gboolean
act_report (HufuScene *scene, GError **error)
{
  HufuReturnOutcome outcome = HUFU_RETURN_KNOWN;

  if (!hufu_right_report (scene->books->db, &(HufuEpoch){1, 30}, FALSE, &outcome, error))
    return FALSE;
  g_assert_cmpint (outcome, ==, HUFU_RETURN_DONE);
  return TRUE;
}

/* --- changing hands -------------------------------------------------------------------------- */

static gboolean
act_reincarnate (HufuScene *scene, GError **error)
{
  return hufu_terminal_reincarnate (scene->books->db, 2, error);
}

static gboolean
act_freeze (HufuScene *scene, GError **error)
{
  HufuWitness witness = {1, {1, 2, 3}};
  gboolean forked = FALSE;

  if (!hufu_witness_compare (scene->books->db, 1, &witness, &forked, error))
    return FALSE;
  g_assert_true (forked);
  return TRUE;
}

static void
prepare_reincarnated (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_return (scene);
  g_assert_true (act_reincarnate (scene, &error));
}

static gboolean
act_platform_epoch (HufuScene *scene, GError **error)
{
  return hufu_terminal_set_platform_epoch (scene->books->db, 2, error);
}

static const HufuSweepAct acts[] = {
    {"request", enlist, act_request},
    {"receive", prepare_receive, act_receive},
    {"receive-tombstoned", prepare_tombstoned, act_tombstoned},
    {"close-request", prepare_receive, act_close},
    {"roster-shrinks", prepare_receive, act_roster},
    {"roster-feed", prepare_receive, act_feed},
    {"witness", enlist, act_witness},
    {"redeem-received", prepare_received, act_redeem},
    {"undo-received", prepare_redeemed, act_undo},
    {"undo-again", prepare_redeemed, act_undo_again},
    {"undo-sold", prepare_sold, act_undo},
    {"accept", prepare_limits, act_accept},
    {"undo-unleased", prepare_accepted, act_undo},
    {"debit", prepare_debit, act_debit},
    {"recall", prepare_return, act_recall},
    {"report", prepare_return, act_report},
    {"freeze", enlist, act_freeze},
    {"reincarnate", prepare_return, act_reincarnate},
    {"platform-epoch", prepare_reincarnated, act_platform_epoch},
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hufu_sweep_add_tests (acts, G_N_ELEMENTS (acts));
  return g_test_run ();
}
