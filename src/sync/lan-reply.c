/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-reply.h"

#include <string.h>

#include "sync/lan-basket-json.h"

static gpointer
run (HufuLanCall *call, HufuStoreAct act, gpointer data, HufuLanRefusal *ret_refusal)
{
  gpointer answer = hufu_store_run_wait (hufu_wire_get_books (call->wire), act, data, NULL);

  if (answer == NULL)
    *ret_refusal = HUFU_LAN_INTERNAL;
  return answer;
}

/* --- who holds it? --------------------------------------------------------------------------- */

typedef struct {
  HufuId cti;
  guint64 generation;
  HufuLanHolding holding;
} Holds;

static gpointer
act_holds (HufuDb *db, gpointer data, GError **error)
{
  Holds *holds = data;
  g_auto (HufuVoucherState) state = {0};

  if (!hufu_voucher_find (db, &holds->cti, &state, error))
    return NULL;
  holds->holding.live_step = state.live_step;
  if (state.newest_generation > holds->generation)
    holds->holding.newer_generation = state.newest_generation;
  if (state.voucher == NULL || state.voucher->generation != holds->generation)
    return holds;
  holds->holding.used = MIN (state.used_here, state.voucher->uses);
  if (state.voucher->type == HUFU_VOUCHER_CASH)
    holds->holding.used_minor = CLAMP (state.used_minor, 0, state.voucher->value_minor);
  if (state.held == 0) {
    if (hufu_voucher_state_is_spent (&state))
      holds->holding.used_utc_us = state.last_use_utc_us;
    return holds;
  }
  holds->holding.held = state.held;
  holds->holding.remaining_minor =
      state.voucher->type == HUFU_VOUCHER_CASH ? state.remaining_minor : 0;
  holds->holding.voucher = g_steal_pointer (&state.voucher);
  return holds;
}

static json_t *
reply_holds (HufuLanCall *call, HufuLanRefusal *ret_refusal)
{
  Holds holds = {0};
  json_t *json = NULL;

  if (!hufu_lan_holds_parse (call->query, &holds.cti, &holds.generation)) {
    *ret_refusal = HUFU_LAN_BAD_REQUEST;
    return NULL;
  }
  if (run (call, act_holds, &holds, ret_refusal) != NULL)
    json = hufu_lan_holding_to_json (&holds.holding);
  hufu_lan_holding_clear (&holds.holding);
  return json;
}

/* --- the request for a right ----------------------------------------------------------------- */

typedef struct {
  HufuRequest request;
  HufuKeyPair *keys;
  gboolean is_starting;
  HufuLanDebit debit;
} Debit;

static gpointer
act_debit (HufuDb *db, gpointer data, GError **error)
{
  Debit *debit = data;
  g_auto (HufuVoucherState) state = {0};

  /* What is asked for now is asked again (rule 8 of the rights). */
  debit->is_starting = hufu_witness_is_awaited (db);
  if (debit->is_starting)
    return debit;
  if (!hufu_right_debit (db, &debit->request, debit->keys, &debit->debit.outcome,
                         &debit->debit.document, error))
    return NULL;
  /* The debit stands, whether or not it can be told how far the journal is and what the voucher. */
  if (!hufu_witness_get_own (db, &debit->debit.head, NULL))
    return debit;
  if (debit->debit.outcome == HUFU_DEBIT_DEBITED &&
      hufu_voucher_find (db, &debit->request.cti, &state, NULL) && state.voucher != NULL &&
      state.voucher->generation == debit->request.generation)
    debit->debit.voucher = g_steal_pointer (&state.voucher);
  return debit;
}

static json_t *
reply_rights (HufuLanCall *call, HufuLanRefusal *ret_refusal)
{
  Debit debit = {.keys = hufu_wire_get_keys (call->wire)};
  json_t *json = NULL;

  *ret_refusal = HUFU_LAN_BAD_REQUEST;
  if (!hufu_request_from_json (call->body, &debit.request))
    return NULL;
  *ret_refusal = HUFU_LAN_WRONG_DEVICE;
  if (!hufu_id_equal (&debit.request.asker_terminal, &call->sender->terminal_id) ||
      debit.request.asker_incarnation != call->sender->incarnation)
    return NULL;
  if (run (call, act_debit, &debit, ret_refusal) == NULL)
    return NULL;
  *ret_refusal = HUFU_LAN_STARTING;
  if (!debit.is_starting)
    json = hufu_lan_debit_to_json (&debit.debit);
  call->debited = json != NULL && debit.debit.outcome == HUFU_DEBIT_DEBITED;
  hufu_lan_debit_clear (&debit.debit);
  return json;
}

/* --- the witness ----------------------------------------------------------------------------- */

typedef struct {
  const HufuPeer *sender;
  HufuWitness said;
  HufuLanWitness answer;
} Witness;

static gpointer
act_witness (HufuDb *db, gpointer data, GError **error)
{
  Witness *witness = data;

  return hufu_witness_exchange (db, &witness->sender->terminal_id, witness->sender->incarnation,
                                &witness->said, &witness->answer.witness, error)
             ? data
             : NULL;
}

static json_t *
reply_witness (HufuLanCall *call, HufuLanRefusal *ret_refusal)
{
  Witness witness = {.sender = call->sender};
  HufuIdentity identity;
  HufuLinkState state;

  *ret_refusal = HUFU_LAN_BAD_REQUEST;
  if (!hufu_lan_witness_parse (call->query, &witness.said))
    return NULL;
  if (run (call, act_witness, &witness, ret_refusal) == NULL)
    return NULL;
  hufu_board_get (hufu_wire_get_board (call->wire), &state);
  witness.answer.n_vouchers = state.n_vouchers;
  hufu_wire_get_identity (call->wire, &identity);
  witness.answer.platform_epoch = identity.platform_epoch;
  hufu_wire_get_time_bounds (call->wire, &witness.answer.earliest_utc_us,
                             &witness.answer.latest_utc_us);
  return hufu_lan_witness_to_json (&witness.answer);
}

/* --- held sales ------------------------------------------------------------------------------ */

static gpointer
act_list_baskets (HufuDb *db, gpointer data, GError **error)
{
  return hufu_basket_list_offered (db, error);
}

static json_t *
reply_baskets (HufuLanCall *call, HufuLanRefusal *ret_refusal)
{
  g_autoptr (GPtrArray) offered = NULL;

  if (call->query != NULL) {
    *ret_refusal = HUFU_LAN_BAD_REQUEST;
    return NULL;
  }
  offered = run (call, act_list_baskets, NULL, ret_refusal);
  return offered != NULL ? hufu_lan_baskets_to_json (offered) : NULL;
}

typedef struct {
  const HufuPeer *sender;
  HufuId request_id, sale_id;
  gboolean is_starting;
  HufuGift gift;
} Give;

/* Without an answer (this till is starting, or may be a copy) it is asked again. */
static gpointer
act_give (HufuDb *db, gpointer data, GError **error)
{
  Give *give = data;

  give->is_starting = hufu_witness_is_awaited (db);
  if (give->is_starting)
    return give;
  return hufu_basket_give (db, give->sender, &give->request_id, &give->sale_id, &give->gift, error)
             ? give
             : NULL;
}

static json_t *
reply_basket (HufuLanCall *call, HufuLanRefusal *ret_refusal)
{
  Give give = {.sender = call->sender};
  json_t *json = NULL;

  *ret_refusal = HUFU_LAN_BAD_REQUEST;
  if (!hufu_lan_basket_wish_from_json (call->body, &give.request_id, &give.sale_id))
    return NULL;
  if (run (call, act_give, &give, ret_refusal) == NULL)
    return NULL;
  *ret_refusal = HUFU_LAN_STARTING;
  if (!give.is_starting)
    json = hufu_lan_gift_to_json (&give.gift);
  call->debited = json != NULL && give.gift.giving == HUFU_GIVING_MOVED;
  hufu_gift_clear (&give.gift);
  return json;
}

/* --- which ----------------------------------------------------------------------------------- */

static const HufuLanOperation operations[] = {
    {HUFU_LAN_HOLDS, "GET", reply_holds},     {HUFU_LAN_RIGHTS, "POST", reply_rights},
    {HUFU_LAN_WITNESS, "GET", reply_witness}, {HUFU_LAN_BASKETS, "GET", reply_baskets},
    {HUFU_LAN_BASKET, "POST", reply_basket},
};

const HufuLanOperation *
hufu_lan_operation_find (const char *method, const char *path, HufuLanRefusal *ret_refusal)
{
  *ret_refusal = HUFU_LAN_NOT_FOUND;
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++) {
    if (strcmp (operations[i].path, path) != 0)
      continue;
    if (strcmp (operations[i].method, method) == 0)
      return &operations[i];
    *ret_refusal = HUFU_LAN_METHOD_NOT_ALLOWED;
  }
  return NULL;
}
