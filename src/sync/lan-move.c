/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-move.h"

#include "core/backoff.h"
#include "sync/json.h"
#include "sync/lan-json.h"

#define ASK_AGAIN_TIMEOUT_MS 2000
#define ASK_AGAIN_FIRST_MS 100
#define ASK_AGAIN_MOST_MS 10000 /* the till is in the same room: it is back when it is back */

/* How often a request was sent without an answer, and when it is sent again. */
typedef struct {
  guint n_failed;
  gint64 due_mono_us;
  gboolean is_under_way;
} Pace;

struct HufuLanMover {
  HufuWire *wire;
  HufuLanPeers *peers;
  HufuLanClient *client;
  HufuLanMoverObserver observer;
  GMutex mutex;      /* guards what follows */
  GHashTable *paces; /* id text -> Pace */
};

HufuLanMover *
hufu_lan_mover_new (HufuWire *wire, HufuLanPeers *peers, HufuLanClient *client,
                    const HufuLanMoverObserver *observer)
{
  HufuLanMover *mover = g_new0 (HufuLanMover, 1);

  mover->wire = wire;
  mover->peers = peers;
  mover->client = client;
  mover->observer = *observer;
  g_mutex_init (&mover->mutex);
  mover->paces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return mover;
}

void
hufu_lan_mover_free (HufuLanMover *mover)
{
  if (mover == NULL)
    return;
  g_hash_table_unref (mover->paces);
  g_mutex_clear (&mover->mutex);
  g_free (mover);
}

void
hufu_lan_mover_make_due (HufuLanMover *mover)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mover->mutex);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, mover->paces);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Pace *)value)->due_mono_us = 0;
}

/* --- acts ------------------------------------------------------------------------------------ */

typedef struct {
  HufuRequest request;
  const HufuLanDebit *debit;
  HufuReceiveOutcome outcome;
} Act;

static gpointer
act_open (HufuDb *db, gpointer data, GError **error)
{
  HufuRequest *request = data;
  const HufuRequest wanted = *request;

  return hufu_request_open (db, &wanted.cti, wanted.generation, &wanted.owner_terminal,
                            wanted.owner_incarnation, request, error)
             ? data
             : NULL;
}

static gpointer
act_list (HufuDb *db, gpointer data, GError **error)
{
  return hufu_request_list_open (db, error);
}

static gpointer
act_close (HufuDb *db, gpointer data, GError **error)
{
  const HufuRequest *request = data;

  return hufu_request_close (db, &request->request_id, error) ? data : NULL;
}

static gpointer
act_receive (HufuDb *db, gpointer data, GError **error)
{
  Act *act = data;
  gsize size = 0;
  const guint8 *document = g_bytes_get_data (act->debit->document, &size);

  return hufu_right_receive (db, document, size, act->debit->voucher, &act->outcome, error) ? data
                                                                                            : NULL;
}

static gpointer
run (HufuLanMover *mover, HufuStoreAct act, gpointer data)
{
  return hufu_store_run_wait (hufu_wire_get_books (mover->wire), act, data, NULL);
}

/* --- one request ----------------------------------------------------------------------------- */

static HufuLanMove
receive (HufuLanMover *mover, const HufuRequest *request, const HufuLanDebit *debit)
{
  Act act = {.request = *request, .debit = debit};

  if (run (mover, act_receive, &act) == NULL)
    return HUFU_LAN_MOVE_WAITING;
  switch (act.outcome) {
  case HUFU_RECEIVE_CREDITED:
  case HUFU_RECEIVE_KNOWN:
    return HUFU_LAN_MOVE_HERE;
  case HUFU_RECEIVE_NO_REQUEST: /* closed meanwhile */
  case HUFU_RECEIVE_TOMBSTONED:
  case HUFU_RECEIVE_FROZEN:
    return HUFU_LAN_MOVE_NO;
  case HUFU_RECEIVE_FORGED:
  case HUFU_RECEIVE_MISMATCH:
    /* Not what an honest owner answers: not believed, so it is no answer. */
    g_message ("a debit of another till was refused: %s", hufu_receive_outcome_name (act.outcome));
    return HUFU_LAN_MOVE_WAITING;
  }
  g_assert_not_reached ();
}

/* A definite no of the owner: what it never gave can no longer come. */
static HufuLanMove
close_request (HufuLanMover *mover, const HufuRequest *request)
{
  HufuRequest copy = *request;

  return run (mover, act_close, &copy) != NULL ? HUFU_LAN_MOVE_NO : HUFU_LAN_MOVE_WAITING;
}

static HufuLanMove
deliver (HufuLanMover *mover, const HufuRequest *request, guint timeout_ms)
{
  g_autoptr (GPtrArray) list = hufu_lan_peers_list (mover->peers);
  const HufuPeer *owner = hufu_lan_peers_find (list, &request->owner_terminal);
  hufu_autojson body = hufu_request_to_json (request);
  g_autofree char *content = hufu_json_format (body);
  HufuLanAsk ask = {
      .method = "POST", .path = HUFU_LAN_RIGHTS, .content = content, .timeout_ms = timeout_ms};
  g_autoptr (HufuLanReply) reply = NULL;
  g_auto (HufuLanDebit) debit = {0};

  /* Who is not on the roster under that incarnation is never believed; the roster's change closes
   * the request. */
  if (owner == NULL || owner->incarnation != request->owner_incarnation)
    return HUFU_LAN_MOVE_WAITING;
  reply = hufu_lan_client_ask (mover->client, owner, &ask);
  if (reply->json == NULL || !hufu_lan_debit_from_json (reply->json, &debit))
    return HUFU_LAN_MOVE_WAITING;
  return debit.outcome == HUFU_DEBIT_DEBITED ? receive (mover, request, &debit)
                                             : close_request (mover, request);
}

/* --- when ------------------------------------------------------------------------------------ */

/* FALSE: it is under way in another thread, or not due yet. */
static gboolean
begin (HufuLanMover *mover, const char *id, gboolean now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mover->mutex);
  Pace *pace = g_hash_table_lookup (mover->paces, id);

  if (pace == NULL) {
    pace = g_new0 (Pace, 1);
    g_hash_table_insert (mover->paces, g_strdup (id), pace);
  }
  if (pace->is_under_way || (!now && pace->due_mono_us > g_get_monotonic_time ()))
    return FALSE;
  pace->is_under_way = TRUE;
  return TRUE;
}

static void
end (HufuLanMover *mover, const char *id, HufuLanMove move)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mover->mutex);
  Pace *pace = g_hash_table_lookup (mover->paces, id);
  guint64 random;
  gint64 wait_ms;

  if (move != HUFU_LAN_MOVE_WAITING) {
    g_hash_table_remove (mover->paces, id);
    return;
  }
  hufu_host_random (hufu_wire_get_host (mover->wire), (guint8 *)&random, sizeof random);
  wait_ms =
      pace->n_failed == 0 ? ASK_AGAIN_FIRST_MS : hufu_backoff_delay_ms (pace->n_failed, random, 0);
  pace->n_failed++;
  pace->is_under_way = FALSE;
  pace->due_mono_us = g_get_monotonic_time () + MIN (wait_ms, ASK_AGAIN_MOST_MS) * 1000;
}

static HufuLanMove
ask (HufuLanMover *mover, const HufuRequest *request, guint timeout_ms, gboolean now)
{
  char id[HUFU_ID_TEXT_SIZE];
  HufuLanMove move;

  hufu_id_format (&request->request_id, id);
  if (!begin (mover, id, now))
    return HUFU_LAN_MOVE_WAITING;
  move = deliver (mover, request, timeout_ms);
  end (mover, id, move);
  if (move != HUFU_LAN_MOVE_WAITING)
    mover->observer.moved (mover->observer.user_data, move);
  return move;
}

HufuLanMove
hufu_lan_mover_fetch (HufuLanMover *mover, const HufuId *cti, guint64 generation,
                      const HufuId *owner_terminal, guint32 owner_incarnation, guint timeout_ms)
{
  HufuRequest request = {.cti = *cti,
                         .generation = generation,
                         .owner_terminal = *owner_terminal,
                         .owner_incarnation = owner_incarnation};

  /* Nothing is stored, so nothing is under way. */
  if (run (mover, act_open, &request) == NULL)
    return HUFU_LAN_MOVE_NO;
  return ask (mover, &request, timeout_ms, TRUE);
}

static guint
find_wait (HufuLanMover *mover, const GPtrArray *open)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mover->mutex);
  gint64 now_us = g_get_monotonic_time ();
  gint64 wait_ms = open->len > 0 ? ASK_AGAIN_MOST_MS : G_MAXUINT;

  for (guint i = 0; i < open->len; i++) {
    char id[HUFU_ID_TEXT_SIZE];
    const Pace *pace;

    hufu_id_format (&((const HufuRequest *)open->pdata[i])->request_id, id);
    pace = g_hash_table_lookup (mover->paces, id);
    if (pace != NULL && !pace->is_under_way)
      wait_ms = MIN (wait_ms, MAX (pace->due_mono_us - now_us, 0) / 1000 + 1);
  }
  return (guint)wait_ms;
}

guint
hufu_lan_mover_ask_due (HufuLanMover *mover)
{
  g_autoptr (GPtrArray) open = run (mover, act_list, NULL);
  g_autoptr (GPtrArray) left = NULL;

  if (open == NULL)
    return ASK_AGAIN_MOST_MS;
  for (guint i = 0; i < open->len && !hufu_wire_is_stopped (mover->wire); i++)
    ask (mover, open->pdata[i], ASK_AGAIN_TIMEOUT_MS, FALSE);
  left = run (mover, act_list, NULL);
  return left != NULL ? find_wait (mover, left) : ASK_AGAIN_MOST_MS;
}
