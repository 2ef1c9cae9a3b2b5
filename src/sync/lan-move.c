/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-move.h"

#include "store/roster.h"
#include "sync/json.h"
#include "sync/lan-json.h"
#include "sync/lan-pace.h"

#define ASK_AGAIN_TIMEOUT_MS 2000

struct HufuLanMover {
  HufuWire *wire;
  HufuLanPeers *peers;
  HufuLanClient *client;
  HufuLanMoverObserver observer;
  HufuLanPaces *paces;
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
  mover->paces = hufu_lan_paces_new (hufu_wire_get_host (wire));
  return mover;
}

void
hufu_lan_mover_free (HufuLanMover *mover)
{
  if (mover == NULL)
    return;
  hufu_lan_paces_free (mover->paces);
  g_free (mover);
}

void
hufu_lan_mover_make_due (HufuLanMover *mover)
{
  hufu_lan_paces_make_due (mover->paces);
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
  const HufuLanDebit *debit = act->debit;
  gsize size = 0;
  const guint8 *document = g_bytes_get_data (debit->document, &size);
  HufuWitness known;

  return hufu_witness_exchange (db, &act->request.owner_terminal, act->request.owner_incarnation,
                                &debit->head, &known, error) &&
                 hufu_right_receive (db, document, size, debit->voucher, &act->outcome, error)
             ? data
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

static HufuLanMove
ask (HufuLanMover *mover, const HufuRequest *request, guint timeout_ms, gboolean now)
{
  HufuLanMove move;

  if (!hufu_lan_paces_begin (mover->paces, &request->request_id, now))
    return HUFU_LAN_MOVE_WAITING;
  move = deliver (mover, request, timeout_ms);
  hufu_lan_paces_end (mover->paces, &request->request_id, move != HUFU_LAN_MOVE_WAITING);
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

guint
hufu_lan_mover_ask_due (HufuLanMover *mover)
{
  g_autoptr (GPtrArray) open = run (mover, act_list, NULL);
  g_autoptr (GPtrArray) left = NULL;

  if (open == NULL)
    return HUFU_LAN_ASK_AGAIN_MOST_MS;
  for (guint i = 0; i < open->len && !hufu_wire_is_stopped (mover->wire); i++)
    ask (mover, open->pdata[i], ASK_AGAIN_TIMEOUT_MS, FALSE);
  left = run (mover, act_list, NULL);
  return left != NULL ? hufu_lan_paces_find_wait (mover->paces, left) : HUFU_LAN_ASK_AGAIN_MOST_MS;
}
