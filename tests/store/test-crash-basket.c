/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweeps of test-crash.c over the acts by which a held sale goes to another till and comes from
 * one. */
#include "store/basket-move.h"
#include "tests/store/crash-sweep.h"

static const HufuId other_sale = {{5, 5}}, request_id = {{6, 6}};

/* Terminals 2 and 3 are in the store. */
static void
enlist (HufuScene *scene, guint8 first)
{
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_peer_free);
  g_autoptr (GError) error = NULL;

  for (guint8 no = first; no <= 3; no++) {
    HufuPeer *peer = g_new0 (HufuPeer, 1);

    peer->terminal_id = hufu_books_terminal_id (no);
    peer->incarnation = 1;
    peer->store_no = 1;
    peer->terminal_no = no;
    peer->address = g_strdup ("");
    g_ptr_array_add (peers, peer);
  }
  g_assert_true (hufu_roster_apply (scene->books->db, peers, &error));
}

static void
prepare_held (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  enlist (scene, 2);
  g_free (scene->basket->hold_name);
  scene->basket->hold_name = g_strdup ("Table 7");
  g_assert_true (hufu_sale_save (scene->books->db, scene->basket, HUFU_SALE_HELD, &error));
}

static gboolean
give (HufuScene *scene, HufuGiving giving, GError **error)
{
  const HufuId taker_id = hufu_books_terminal_id (2);
  g_autoptr (HufuPeer) taker = hufu_roster_find (scene->books->db, &taker_id, 1, error);
  g_auto (HufuGift) gift = {0};

  if (taker == NULL ||
      !hufu_basket_give (scene->books->db, taker, &request_id, &scene->basket->id, &gift, error))
    return FALSE;
  g_assert_cmpint (gift.giving, ==, giving);
  return TRUE;
}

static gboolean
act_give (HufuScene *scene, GError **error)
{
  return give (scene, HUFU_GIVING_MOVED, error);
}

static void
prepare_open (HufuScene *scene)
{
  enlist (scene, 2);
}

static gboolean
act_refuse (HufuScene *scene, GError **error)
{
  return give (scene, HUFU_GIVING_OPEN, error);
}

static gboolean
act_ask (HufuScene *scene, GError **error)
{
  const HufuId owner = hufu_books_terminal_id (2);
  HufuBasketRequest request;

  if (!hufu_basket_request_open (scene->books->db, &owner, 2, &other_sale, &request, error))
    return FALSE;
  scene->use_id = request.request_id;
  return TRUE;
}

static void
prepare_asked (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (act_ask (scene, &error));
}

static gboolean
act_receive (HufuScene *scene, GError **error)
{
  g_auto (HufuBasketParcel) parcel = {.basket = hufu_basket_copy (scene->basket), .age_s = 60};
  json_auto_t *json = hufu_basket_parcel_to_json (&parcel);

  return hufu_basket_receive (scene->books->db, &scene->use_id, json, error);
}

static gboolean
act_close (HufuScene *scene, GError **error)
{
  return hufu_basket_request_close (scene->books->db, &scene->use_id, error);
}

static void
prepare_stranded (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_held (scene);
  g_assert_true (act_give (scene, &error));
  enlist (scene, 3);
}

static gboolean
act_take_back (HufuScene *scene, GError **error)
{
  gboolean is_back;
  HufuId back;

  if (!hufu_basket_take_back (scene->books->db, &scene->basket->id, &back, &is_back, error))
    return FALSE;
  g_assert_true (is_back);
  return TRUE;
}

static const HufuSweepAct acts[] = {
    {"give", prepare_held, act_give},    {"refuse", prepare_open, act_refuse},
    {"ask", prepare_open, act_ask},      {"receive", prepare_asked, act_receive},
    {"close", prepare_asked, act_close}, {"take-back", prepare_stranded, act_take_back},
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hufu_sweep_add_tests (acts, G_N_ELEMENTS (acts));
  return g_test_run ();
}
