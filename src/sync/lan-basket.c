/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-basket.h"

#include "sync/json.h"
#include "sync/lan-basket-json.h"
#include "sync/lan-pace.h"

#define ASK_AGAIN_TIMEOUT_MS 5000

struct HufuLanBaskets {
  HufuWire *wire;
  HufuLanPeers *peers;
  HufuLanClient *client;
  HufuLanBasketObserver observer;
  HufuLanPaces *paces;
  GThreadPool *pool; /* Question */
};

void
hufu_lan_basket_free (HufuLanBasket *basket)
{
  if (basket == NULL)
    return;
  g_free (basket->offered.name);
  g_free (basket);
}

void
hufu_lan_basket_list_free (HufuLanBasketList *list)
{
  if (list == NULL)
    return;
  g_ptr_array_unref (list->baskets);
  g_free (list);
}

/* --- which there are ------------------------------------------------------------------------- */

/* One look around; it lives until the last till has answered, which may be after its asker went on.
 */
typedef struct {
  gatomicrefcount references;
  GPtrArray *list; /* HufuPeer */
  guint timeout_ms;
  GMutex mutex; /* guards what follows */
  GCond cond;
  guint n_done, n_said;
  GPtrArray *baskets; /* HufuLanBasket */
} Look;

typedef struct {
  Look *look;
  const HufuPeer *peer;
} Question;

static void
look_unref (Look *look)
{
  if (!g_atomic_ref_count_dec (&look->references))
    return;
  g_ptr_array_unref (look->baskets);
  g_ptr_array_unref (look->list);
  g_mutex_clear (&look->mutex);
  g_cond_clear (&look->cond);
  g_free (look);
}

static HufuLanBasket *
make_basket (const HufuPeer *peer, HufuOfferedBasket *offered)
{
  HufuLanBasket *basket = g_new (HufuLanBasket, 1);

  *basket = (HufuLanBasket){peer->terminal_id, peer->terminal_no, *offered};
  offered->name = NULL;
  return basket;
}

static void
take_list (Look *look, const HufuPeer *peer, const GPtrArray *offered)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&look->mutex);

  look->n_done++;
  look->n_said += offered != NULL ? 1 : 0;
  for (guint i = 0; offered != NULL && i < offered->len; i++)
    g_ptr_array_add (look->baskets, make_basket (peer, offered->pdata[i]));
  g_cond_broadcast (&look->cond);
}

static void
run_question (gpointer data, gpointer user_data)
{
  g_autofree Question *question = data;
  HufuLanBaskets *baskets = user_data;
  HufuLanAsk ask = {
      .method = "GET", .path = HUFU_LAN_BASKETS, .timeout_ms = question->look->timeout_ms};
  g_autoptr (HufuLanReply) reply = hufu_lan_client_ask (baskets->client, question->peer, &ask);
  g_autoptr (GPtrArray) offered =
      reply->json != NULL ? hufu_lan_baskets_from_json (reply->json) : NULL;

  take_list (question->look, question->peer, offered);
  look_unref (question->look);
}

static int
compare_baskets (gconstpointer a, gconstpointer b)
{
  const HufuLanBasket *one = *(HufuLanBasket *const *)a, *other = *(HufuLanBasket *const *)b;

  if (one->terminal_no != other->terminal_no)
    return one->terminal_no < other->terminal_no ? -1 : 1;
  return (one->offered.age_s < other->offered.age_s) - (one->offered.age_s > other->offered.age_s);
}

/* A late answer finds the list taken away. */
static HufuLanBasketList *
await_lists (Look *look)
{
  gint64 end_us = g_get_monotonic_time () + (gint64)look->timeout_ms * 1000;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&look->mutex);
  HufuLanBasketList *list = g_new0 (HufuLanBasketList, 1);

  while (look->n_done < look->list->len && g_cond_wait_until (&look->cond, &look->mutex, end_us))
    continue;
  list->n_tills = look->list->len;
  list->n_silent = look->list->len - look->n_said;
  list->baskets = look->baskets;
  look->baskets = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_lan_basket_free);
  g_ptr_array_sort (list->baskets, compare_baskets);
  return list;
}

HufuLanBasketList *
hufu_lan_baskets_list (HufuLanBaskets *baskets, guint timeout_ms)
{
  Look *look = g_new0 (Look, 1);
  HufuLanBasketList *list;

  g_atomic_ref_count_init (&look->references);
  g_mutex_init (&look->mutex);
  g_cond_init (&look->cond);
  look->timeout_ms = timeout_ms;
  look->list = hufu_lan_peers_list (baskets->peers);
  look->baskets = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_lan_basket_free);
  for (guint i = 0; i < look->list->len; i++) {
    Question *question = g_new (Question, 1);

    *question = (Question){look, look->list->pdata[i]};
    g_atomic_ref_count_inc (&look->references);
    g_thread_pool_push (baskets->pool, question, NULL);
  }
  list = await_lists (look);
  look_unref (look);
  return list;
}

/* --- acts ------------------------------------------------------------------------------------ */

typedef struct {
  HufuBasketRequest request;
  const json_t *basket;
} Act;

static gpointer
act_open (HufuDb *db, gpointer data, GError **error)
{
  HufuBasketRequest *request = data;
  const HufuBasketRequest wanted = *request;

  return hufu_basket_request_open (db, &wanted.owner_terminal, wanted.owner_no, &wanted.sale_id,
                                   request, error)
             ? data
             : NULL;
}

static gpointer
act_receive (HufuDb *db, gpointer data, GError **error)
{
  Act *act = data;

  return hufu_basket_receive (db, &act->request.request_id, act->basket, error) ? act : NULL;
}

static gpointer
act_close (HufuDb *db, gpointer data, GError **error)
{
  Act *act = data;

  return hufu_basket_request_close (db, &act->request.request_id, error) ? act : NULL;
}

static gpointer
act_list (HufuDb *db, gpointer data, GError **error)
{
  return hufu_basket_request_list_open (db, error);
}

static gpointer
run (HufuLanBaskets *baskets, HufuStoreAct act, gpointer data, GError **error)
{
  return hufu_store_run_wait (hufu_wire_get_books (baskets->wire), act, data, error);
}

/* --- one that is taken ----------------------------------------------------------------------- */

/* What it says is in the books before it counts as said. */
static HufuTaking
settle (HufuLanBaskets *baskets, const HufuBasketRequest *request, const HufuGift *gift)
{
  gboolean moved = gift->giving == HUFU_GIVING_MOVED;
  Act act = {.request = *request, .basket = gift->basket};
  g_autoptr (GError) error = NULL;

  if (run (baskets, moved ? act_receive : act_close, &act, &error) != NULL)
    return HUFU_TAKING_ANSWERED;
  if (!moved)
    return HUFU_TAKING_WAITING;
  return g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID)
             ? HUFU_TAKING_UNREADABLE
             : HUFU_TAKING_UNSTORED;
}

static HufuLanTaken
deliver (HufuLanBaskets *baskets, const HufuBasketRequest *request, guint timeout_ms)
{
  HufuLanTaken taken = {
      .taking = HUFU_TAKING_WAITING, .owner_no = request->owner_no, .sale_id = request->request_id};
  g_autoptr (GPtrArray) list = hufu_lan_peers_list (baskets->peers);
  const HufuPeer *owner = hufu_lan_peers_find (list, &request->owner_terminal);
  hufu_autojson body = hufu_lan_basket_wish_to_json (&request->request_id, &request->sale_id);
  g_autofree char *content = hufu_json_format (body);
  HufuLanAsk ask = {.method = "POST",
                    .path = HUFU_LAN_BASKET,
                    .content = content,
                    .timeout_ms = timeout_ms,
                    .answer_max = HUFU_LAN_BASKET_ANSWER_MAX};
  g_autoptr (HufuLanReply) reply = NULL;
  g_auto (HufuGift) gift = {0};

  if (owner == NULL)
    return taken;
  reply = hufu_lan_client_ask (baskets->client, owner, &ask);
  if (reply->json == NULL || !hufu_lan_gift_from_json (reply->json, &gift))
    return taken;
  taken.taking = settle (baskets, request, &gift);
  taken.giving = gift.giving;
  taken.taker_no = gift.taker_no;
  return taken;
}

/* It was begun. */
static HufuLanTaken
ask_for (HufuLanBaskets *baskets, const HufuBasketRequest *request, guint timeout_ms)
{
  HufuLanTaken taken = deliver (baskets, request, timeout_ms);
  gboolean answered = taken.taking == HUFU_TAKING_ANSWERED;

  hufu_lan_paces_end (baskets->paces, &request->request_id, answered);
  if (answered)
    baskets->observer.settled (baskets->observer.user_data, &taken);
  return taken;
}

static HufuTaking
find_why (const GError *error)
{
  if (g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID))
    return HUFU_TAKING_TOO_MANY;
  return g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT) ? HUFU_TAKING_ALONE
                                                                              : HUFU_TAKING_NO_DISK;
}

HufuLanTaken
hufu_lan_baskets_take (HufuLanBaskets *baskets, const HufuId *owner_terminal, guint64 owner_no,
                       const HufuId *sale_id, guint timeout_ms)
{
  HufuBasketRequest request = {
      .owner_terminal = *owner_terminal, .owner_no = owner_no, .sale_id = *sale_id};
  g_autoptr (GError) error = NULL;

  /* Nothing is stored, so nothing is under way. */
  if (run (baskets, act_open, &request, &error) == NULL)
    return (HufuLanTaken){.taking = find_why (error), .owner_no = owner_no};
  /* The till's own thread may have seen it first; what that heard is said again to this. */
  if (!hufu_lan_paces_begin_now (baskets->paces, &request.request_id, timeout_ms))
    return (HufuLanTaken){
        .taking = HUFU_TAKING_WAITING, .owner_no = owner_no, .sale_id = request.request_id};
  return ask_for (baskets, &request, timeout_ms);
}

/* --- again ----------------------------------------------------------------------------------- */

guint
hufu_lan_baskets_ask_due (HufuLanBaskets *baskets)
{
  g_autoptr (GPtrArray) open = run (baskets, act_list, NULL, NULL);
  g_autoptr (GPtrArray) left = NULL;

  for (guint i = 0; open != NULL && i < open->len && !hufu_wire_is_stopped (baskets->wire); i++)
    if (hufu_lan_paces_begin (baskets->paces, open->pdata[i], FALSE))
      ask_for (baskets, open->pdata[i], ASK_AGAIN_TIMEOUT_MS);
  left = run (baskets, act_list, NULL, NULL);
  return left != NULL ? hufu_lan_paces_find_wait (baskets->paces, left)
                      : HUFU_LAN_ASK_AGAIN_MOST_MS;
}

void
hufu_lan_baskets_make_due (HufuLanBaskets *baskets)
{
  hufu_lan_paces_make_due (baskets->paces);
}

HufuLanBaskets *
hufu_lan_baskets_new (HufuWire *wire, HufuLanPeers *peers, HufuLanClient *client,
                      const HufuLanBasketObserver *observer)
{
  HufuLanBaskets *baskets = g_new0 (HufuLanBaskets, 1);

  baskets->wire = wire;
  baskets->peers = peers;
  baskets->client = client;
  baskets->observer = *observer;
  baskets->paces = hufu_lan_paces_new (hufu_wire_get_host (wire));
  baskets->pool =
      g_thread_pool_new (run_question, baskets, HUFU_LAN_BASKET_ASKERS_MAX, FALSE, NULL);
  return baskets;
}

void
hufu_lan_baskets_free (HufuLanBaskets *baskets)
{
  if (baskets == NULL)
    return;
  g_thread_pool_free (baskets->pool, FALSE, TRUE);
  hufu_lan_paces_free (baskets->paces);
  g_free (baskets);
}
