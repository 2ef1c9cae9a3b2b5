/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held sales that the tills of a store share while nobody is online. */
#include "store/basket-move.h"
#include "store/sql.h"
#include "sync/lan-task.h"
#include "tests/sync/lane.h"

#define WAIT_MS 20000
#define BOUND_MS 30000

typedef struct {
  HufuId sale_id;
  guint n_lines, n_held;
  HufuBasketRequest request;
} Act;

static gpointer
act_hold (HufuDb *db, gpointer data, GError **error)
{
  Act *act = data;
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);

  basket->id = act->sale_id = hufu_host_make_id (hufu_db_get_host (db));
  basket->hold_name = g_strdup ("Table 7");
  for (guint i = 0; i < act->n_lines; i++) {
    g_autoptr (HufuLine) line = hufu_line_new ();

    line->product_id = i + 1;
    g_free (line->name_en);
    line->name_en = g_strdup ("Oolong tea from the east slope, first picking, in a tin of 500 g");
    line->list_price_minor = 1290;
    g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, HUFU_EDIT_OK);
  }
  return hufu_sale_save (db, basket, HUFU_SALE_HELD, error) ? act : NULL;
}

static HufuId
hold (HufuLane *lane, guint which, guint n_lines)
{
  Act act = {.n_lines = n_lines};

  hufu_till_run (lane->till[which], lane->till[which]->books, act_hold, &act);
  return act.sale_id;
}

static gpointer
act_count (HufuDb *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) list = hufu_sale_list_held (db, error);

  ((Act *)data)->n_held = list == NULL ? 0 : list->len;
  return list == NULL ? NULL : data;
}

static guint
count_held (HufuLane *lane, guint which)
{
  Act act = {0};

  hufu_till_run (lane->till[which], lane->till[which]->books, act_count, &act);
  return act.n_held;
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static HufuLanBasketList *
look (HufuLane *lane, guint which)
{
  g_autoptr (GAsyncResult) result = NULL;

  hufu_lan_list_baskets_async (hufu_lane_get_lan (lane, which), WAIT_MS, NULL, on_answer, &result);
  hufu_await (result != NULL, 2 * WAIT_MS);
  return hufu_lan_list_baskets_finish (result, NULL);
}

static gboolean
sees (HufuLane *lane, guint which, guint n_silent, HufuLanBasketList **list)
{
  hufu_lan_basket_list_free (*list);
  *list = look (lane, which);
  return (*list)->n_silent == n_silent;
}

/* A busy machine may have to look again: until so many have not answered, and no more. */
static HufuLanBasketList *
look_until (HufuLane *lane, guint which, guint n_silent)
{
  HufuLanBasketList *list = NULL;

  hufu_await (sees (lane, which, n_silent, &list), BOUND_MS);
  return list;
}

/* All tills know each other, and have answered each other. */
static HufuLane *
make_lane (guint n)
{
  HufuLane *lane = hufu_lane_new (n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (HufuLanBasketList) list = look_until (lane, i, 0);
  }
  return lane;
}

static void
begin_take (HufuLane *lane, guint which, guint owner, const HufuId *sale_id, guint timeout_ms,
            GAsyncResult **result)
{
  const HufuId owner_id = hufu_books_terminal_id ((guint8)(owner + 1));

  hufu_lan_take_basket_async (hufu_lane_get_lan (lane, which), &owner_id, owner + 1u, sale_id,
                              timeout_ms, NULL, on_answer, result);
}

static HufuLanTaken
end_take (GAsyncResult **result)
{
  HufuLanTaken taken;

  hufu_await (*result != NULL, 2 * WAIT_MS);
  g_assert_true (hufu_lan_take_basket_finish (*result, &taken, NULL));
  g_clear_object (result);
  return taken;
}

static HufuLanTaken
take (HufuLane *lane, guint which, guint owner, const HufuId *sale_id, guint timeout_ms)
{
  GAsyncResult *result = NULL;

  begin_take (lane, which, owner, sale_id, timeout_ms, &result);
  return end_take (&result);
}

static gboolean
says (HufuLane *lane, guint which, guint owner, const HufuId *sale_id, HufuLanTaken *taken)
{
  if (taken->taking != HUFU_TAKING_ANSWERED)
    *taken = take (lane, which, owner, sale_id, WAIT_MS);
  return taken->taking == HUFU_TAKING_ANSWERED;
}

/* What the owner says in the end: it says the same however often it is asked. */
static HufuLanTaken
insist (HufuLane *lane, guint which, guint owner, const HufuId *sale_id, HufuLanTaken taken)
{
  hufu_await (says (lane, which, owner, sale_id, &taken), BOUND_MS);
  return taken;
}

static void
test_a_sale_moves (void)
{
  g_autoptr (HufuLane) lane = make_lane (3);
  HufuId sale_id = hold (lane, 0, 3);
  g_autoptr (HufuLanBasketList) there = look_until (lane, 1, 0), after = NULL;
  const HufuLanBasket *basket;
  HufuLanTaken taken, late;

  g_assert_cmpuint (there->n_tills, ==, 2);
  g_assert_cmpuint (there->baskets->len, ==, 1);
  basket = there->baskets->pdata[0];
  g_assert_cmpuint (basket->terminal_no, ==, 1);
  g_assert_cmpstr (basket->offered.name, ==, "Table 7");
  g_assert_cmpuint (basket->offered.n_lines, ==, 3);
  g_assert_cmpint (basket->offered.due_minor, ==, 3870);
  taken = insist (lane, 1, 0, &sale_id, take (lane, 1, 0, &sale_id, WAIT_MS));
  g_assert_cmpint (taken.giving, ==, HUFU_GIVING_MOVED);
  g_assert_cmpuint (count_held (lane, 0), ==, 0);
  g_assert_cmpuint (count_held (lane, 1), ==, 1);
  late = insist (lane, 2, 0, &sale_id, take (lane, 2, 0, &sale_id, WAIT_MS));
  g_assert_cmpint (late.giving, ==, HUFU_GIVING_TAKEN);
  g_assert_cmpuint (late.taker_no, ==, 2);
  after = look_until (lane, 2, 0);
  g_assert_cmpuint (after->baskets->len, ==, 1);
  g_assert_cmpuint (((HufuLanBasket *)after->baskets->pdata[0])->terminal_no, ==, 2);
  hufu_till_assert_whole (lane->till[0]);
  hufu_till_assert_whole (lane->till[1]);
}

/* Both touch it in the same moment. */
static void
test_two_take_it (void)
{
  g_autoptr (HufuLane) lane = make_lane (3);

  for (guint i = 0; i < 3; i++) {
    HufuId sale_id = hold (lane, 0, 1);
    GAsyncResult *results[2] = {NULL, NULL};
    HufuLanTaken first, second;

    begin_take (lane, 1, 0, &sale_id, WAIT_MS, &results[0]);
    begin_take (lane, 2, 0, &sale_id, WAIT_MS, &results[1]);
    first = insist (lane, 1, 0, &sale_id, end_take (&results[0]));
    second = insist (lane, 2, 0, &sale_id, end_take (&results[1]));
    if (first.giving == HUFU_GIVING_MOVED) {
      g_assert_cmpint (second.giving, ==, HUFU_GIVING_TAKEN);
      g_assert_cmpuint (second.taker_no, ==, 2);
    } else {
      g_assert_cmpint (first.giving, ==, HUFU_GIVING_TAKEN);
      g_assert_cmpint (second.giving, ==, HUFU_GIVING_MOVED);
      g_assert_cmpuint (first.taker_no, ==, 3);
    }
  }
  g_assert_cmpuint (count_held (lane, 0), ==, 0);
  g_assert_cmpuint (count_held (lane, 1) + count_held (lane, 2), ==, 3);
}

/* Nobody answers; each till is killed and comes back: it is here then, once, without being asked
 * for again by anybody. */
static void
test_no_answer_yet (void)
{
  g_autoptr (HufuLane) lane = make_lane (2);
  HufuId sale_id = hold (lane, 0, 2);
  HufuLanTaken taken;

  hufu_lane_stop (lane, 0);
  taken = take (lane, 1, 0, &sale_id, 300);
  g_assert_cmpint (taken.taking, ==, HUFU_TAKING_WAITING);
  hufu_lane_stop (lane, 1);
  hufu_lane_start (lane, 0);
  hufu_lane_start (lane, 1);
  hufu_lane_enlist (lane, 3);
  hufu_await (count_held (lane, 1) == 1, BOUND_MS);
  g_assert_cmpuint (count_held (lane, 0), ==, 0);
  hufu_till_assert_whole (lane->till[0]);
  hufu_till_assert_whole (lane->till[1]);
}

static gpointer
act_ask (HufuDb *db, gpointer data, GError **error)
{
  const HufuId owner = hufu_books_terminal_id (1);
  Act *act = data;

  return hufu_basket_request_open (db, &owner, 1, &act->sale_id, &act->request, error) ? act : NULL;
}

static gpointer
act_give (HufuDb *db, gpointer data, GError **error)
{
  const HufuId taker_id = hufu_books_terminal_id (2);
  g_autoptr (HufuPeer) taker = hufu_roster_find (db, &taker_id, 1, error);
  g_auto (HufuGift) gift = {0};
  Act *act = data;

  return hufu_basket_give (db, taker, &act->request.request_id, &act->sale_id, &gift, error) &&
                 gift.giving == HUFU_GIVING_MOVED
             ? act
             : NULL;
}

/* The owner gave it, and then neither was there: the asker asks with the same request. */
static void
test_a_lost_answer (void)
{
  g_autoptr (HufuLane) lane = make_lane (2);
  Act act = {.sale_id = hold (lane, 0, 2)};

  hufu_lane_stop (lane, 1);
  hufu_till_open (lane->till[1]);
  hufu_till_run (lane->till[1], lane->till[1]->books, act_ask, &act);
  hufu_till_close (lane->till[1]);
  hufu_till_run (lane->till[0], lane->till[0]->books, act_give, &act);
  g_assert_cmpuint (count_held (lane, 0), ==, 0);
  hufu_lane_start (lane, 1);
  hufu_lane_enlist (lane, 3);
  hufu_await (count_held (lane, 1) == 1, BOUND_MS);
}

/* There is no room for what comes, only for the request: the owner has given it by then, so the
 * request stays, and it is here as soon as there is room. In one go, as the till asks by itself. */
static gpointer
act_ask_on_a_full_disk (HufuDb *db, gpointer data, GError **error)
{
  return act_ask (db, data, error) != NULL &&
                 hufu_sql_script (db, "PRAGMA max_page_count = 1", error)
             ? data
             : NULL;
}

static gpointer
act_free_the_disk (HufuDb *db, gpointer data, GError **error)
{
  return hufu_sql_script (db, "PRAGMA max_page_count = 1000000", error) ? data : NULL;
}

static gboolean
hears (HufuLane *lane, guint which, guint owner, const HufuId *sale_id, HufuLanTaken *taken)
{
  *taken = take (lane, which, owner, sale_id, WAIT_MS);
  return taken->taking != HUFU_TAKING_WAITING;
}

static void
test_a_full_disk (void)
{
  g_autoptr (HufuLane) lane = make_lane (2);
  Act act = {.sale_id = hold (lane, 0, HUFU_BASKET_LINES_MAX)};
  HufuLanTaken taken;

  hufu_till_run (lane->till[1], lane->till[1]->books, act_ask_on_a_full_disk, &act);
  hufu_await (hears (lane, 1, 0, &act.sale_id, &taken), BOUND_MS);
  g_assert_cmpint (taken.taking, ==, HUFU_TAKING_UNSTORED);
  g_assert_cmpuint (count_held (lane, 0) + count_held (lane, 1), ==, 0);
  hufu_till_run (lane->till[1], lane->till[1]->books, act_free_the_disk, &act);
  hufu_await (count_held (lane, 1) == 1, BOUND_MS);
  hufu_till_assert_whole (lane->till[0]);
  hufu_till_assert_whole (lane->till[1]);
}

/* A till that holds as many as there may be asks for none; it stays where it is. */
static void
test_as_many_as_there_may_be (void)
{
  g_autoptr (HufuLane) lane = make_lane (2);
  HufuId sale_id = hold (lane, 0, 1);
  HufuLanTaken taken;

  for (guint i = 0; i < HUFU_BASKETS_MAX; i++)
    hold (lane, 1, 1);
  taken = take (lane, 1, 0, &sale_id, WAIT_MS);
  g_assert_cmpint (taken.taking, ==, HUFU_TAKING_TOO_MANY);
  g_assert_cmpuint (count_held (lane, 0), ==, 1);
}

/* A till that is away is silent; its sales are its own until it is back. */
static void
test_who_is_away (void)
{
  g_autoptr (HufuLane) lane = make_lane (3);
  g_autoptr (HufuLanBasketList) list = NULL;

  hold (lane, 0, 1);
  hold (lane, 2, 1);
  hufu_lane_stop (lane, 2);
  list = look_until (lane, 1, 1);
  g_assert_cmpuint (list->baskets->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lan-basket/a-sale-moves", test_a_sale_moves);
  g_test_add_func ("/lan-basket/two-take-it", test_two_take_it);
  g_test_add_func ("/lan-basket/no-answer-yet", test_no_answer_yet);
  g_test_add_func ("/lan-basket/a-lost-answer", test_a_lost_answer);
  g_test_add_func ("/lan-basket/a-full-disk", test_a_full_disk);
  g_test_add_func ("/lan-basket/as-many-as-there-may-be", test_as_many_as_there_may_be);
  g_test_add_func ("/lan-basket/who-is-away", test_who_is_away);
  return g_test_run ();
}
