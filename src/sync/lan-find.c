/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-find.h"

#include "sync/lan-json.h"

struct HufuLanFinder {
  HufuLanClient *client;
  HufuLanPeers *peers;
  GThreadPool *pool; /* Question */
};

/* One search; it lives until the last till has answered, which may be after its asker went on. */
typedef struct {
  gatomicrefcount references;
  HufuId cti;
  guint64 generation;
  char *query;
  HufuLanHearing hearing;
  guint timeout_ms;
  GPtrArray *list; /* HufuPeer */
  GMutex mutex;    /* guards what follows */
  GCond cond;
  guint n_asked, n_done, n_said, n_used; /* done: it said something, or will not */
  gint64 used_minor;
  guint64 used_terminal_no;
  gint64 used_utc_us;
  guint64 newer_generation, live_step;
  HufuLanHolder *holder; /* the first yes */
} Search;

typedef struct {
  Search *search;
  const HufuPeer *peer;
} Question;

void
hufu_lan_holder_free (HufuLanHolder *holder)
{
  if (holder == NULL)
    return;
  hufu_voucher_free (holder->voucher);
  g_free (holder);
}

static void
search_unref (Search *search)
{
  if (!g_atomic_ref_count_dec (&search->references))
    return;
  hufu_lan_holder_free (search->holder);
  g_ptr_array_unref (search->list);
  g_mutex_clear (&search->mutex);
  g_cond_clear (&search->cond);
  g_free (search->query);
  g_free (search);
}

static HufuLanHolder *
make_holder (const HufuPeer *peer, HufuLanHolding *holding)
{
  HufuLanHolder *holder = g_new0 (HufuLanHolder, 1);

  holder->found = HUFU_LAN_HELD;
  holder->terminal_id = peer->terminal_id;
  holder->incarnation = peer->incarnation;
  holder->terminal_no = peer->terminal_no;
  holder->held = holding->held;
  holder->remaining_minor = holding->remaining_minor;
  holder->voucher = g_steal_pointer (&holding->voucher);
  return holder;
}

static void
take_no (Search *search, const HufuPeer *peer, const HufuLanHolding *holding)
{
  if (holding->used_utc_us <= search->used_utc_us)
    return;
  search->used_terminal_no = peer->terminal_no;
  search->used_utc_us = holding->used_utc_us;
}

static void
take_answer (Search *search, const HufuPeer *peer, const HufuLanReply *reply)
{
  g_auto (HufuLanHolding) holding = {0};
  gboolean answered =
      reply->json != NULL &&
      hufu_lan_holding_from_json (reply->json, &search->cti, search->generation, &holding);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&search->mutex);

  search->newer_generation = MAX (search->newer_generation, holding.newer_generation);
  search->live_step = MAX (search->live_step, holding.live_step);
  search->n_used += holding.used;
  search->used_minor += holding.used_minor;
  search->n_done++;
  search->n_said += answered ? 1 : 0;
  if (answered && holding.held == 0)
    take_no (search, peer, &holding);
  else if (answered && search->holder == NULL)
    search->holder = make_holder (peer, &holding);
  g_cond_broadcast (&search->cond);
}

static void
run_question (gpointer data, gpointer user_data)
{
  g_autofree Question *question = data;
  HufuLanFinder *finder = user_data;
  Search *search = question->search;
  HufuLanAsk ask = {.method = "GET",
                    .path = HUFU_LAN_HOLDS,
                    .query = search->query,
                    .timeout_ms = search->timeout_ms};
  g_autoptr (HufuLanReply) reply = hufu_lan_client_ask (finder->client, question->peer, &ask);

  take_answer (search, question->peer, reply);
  search_unref (search);
}

HufuLanFinder *
hufu_lan_finder_new (HufuLanClient *client, HufuLanPeers *peers)
{
  HufuLanFinder *finder = g_new0 (HufuLanFinder, 1);

  finder->client = client;
  finder->peers = peers;
  finder->pool = g_thread_pool_new (run_question, finder, HUFU_LAN_FINDERS_MAX, FALSE, NULL);
  return finder;
}

void
hufu_lan_finder_free (HufuLanFinder *finder)
{
  if (finder == NULL)
    return;
  g_thread_pool_free (finder->pool, FALSE, TRUE);
  g_free (finder);
}

static HufuLanHolder *
make_none (const Search *search)
{
  HufuLanHolder *holder = g_new0 (HufuLanHolder, 1);

  holder->used_terminal_no = search->used_terminal_no;
  holder->used_utc_us = search->used_utc_us;
  holder->found = search->n_asked == 0                ? HUFU_LAN_ALONE
                  : search->n_said == search->n_asked ? HUFU_LAN_NOT_HELD
                                                      : HUFU_LAN_NO_ANSWER;
  return holder;
}

static gboolean
is_enough (const Search *search)
{
  return search->n_done == search->n_asked ||
         (search->hearing == HUFU_LAN_FIRST_YES &&
          (search->holder != NULL || search->used_utc_us != 0 || search->newer_generation != 0));
}

static HufuLanHolder *
await_answers (Search *search)
{
  gint64 end_us = g_get_monotonic_time () + (gint64)search->timeout_ms * 1000;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&search->mutex);
  HufuLanHolder *holder;

  while (!is_enough (search) && g_cond_wait_until (&search->cond, &search->mutex, end_us))
    continue;
  holder = g_steal_pointer (&search->holder);
  if (holder == NULL)
    holder = make_none (search);
  holder->n_silent = search->n_asked - search->n_said;
  holder->newer_generation = search->newer_generation;
  holder->live_step = search->live_step;
  holder->n_used = search->n_used;
  holder->used_minor = search->used_minor;
  return holder;
}

HufuLanHolder *
hufu_lan_finder_ask (HufuLanFinder *finder, const HufuId *cti, guint64 generation,
                     HufuLanHearing hearing, guint timeout_ms)
{
  Search *search = g_new0 (Search, 1);
  HufuLanHolder *holder;

  g_atomic_ref_count_init (&search->references);
  g_mutex_init (&search->mutex);
  g_cond_init (&search->cond);
  search->cti = *cti;
  search->generation = generation;
  search->query = hufu_lan_holds_query (cti, generation);
  search->hearing = hearing;
  search->timeout_ms = timeout_ms;
  search->list = hufu_lan_peers_list (finder->peers);
  search->n_asked = search->list->len;
  for (guint i = 0; i < search->list->len; i++) {
    Question *question = g_new (Question, 1);

    *question = (Question){search, search->list->pdata[i]};
    g_atomic_ref_count_inc (&search->references);
    g_thread_pool_push (finder->pool, question, NULL);
  }
  holder = await_answers (search);
  search_unref (search);
  return holder;
}
