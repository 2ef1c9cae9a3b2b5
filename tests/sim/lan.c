/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/lan.h"

#include <string.h>
#include "store/right-move.h"
#include "store/roster.h"
#include "sync/json.h"
#include "sync/lan-json.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"
#include "tests/sim/server.h"
#include "tests/sim/till.h"

/* --- the asker -----------------------------------------------------------------------------------
 */

static void
send (SimWorld *world, guint from, guint to, SimVerb verb, const HufuId *subject,
      const json_t *body)
{
  SimMessage *message = g_new0 (SimMessage, 1);

  message->from = from;
  message->to = to;
  message->verb = verb;
  message->incarnation = sim_world_get_till (world, from)->incarnation;
  message->subject = *subject;
  message->text = hufu_json_format (body);
  sim_net_send (world->net, message, &world->random);
}

static gboolean
holds (SimTill *till, const SimVoucher *voucher)
{
  g_auto (HufuVoucherState) state = {0};

  return till->db != NULL && hufu_voucher_find (till->db, &voucher->cti, &state, NULL) &&
         state.held > 0;
}

/* Asking everybody who holds it is a question that changes nothing: here it is not played. */
static SimTill *
choose_owner (SimWorld *world, const SimTill *asker, const SimVoucher *voucher)
{
  guint n = world->tills->len, first = sim_random_below (&world->random, n);
  gboolean any = sim_random_chance (&world->random, 100);

  for (guint i = 0; i < n; i++) {
    SimTill *till = world->tills->pdata[(first + i) % n];

    if (till != asker && (any || (!till->gone && holds (till, voucher))))
      return till;
  }
  return NULL;
}

static void
send_request (SimWorld *world, SimTill *till, const HufuRequest *request)
{
  SimTill *owner = sim_world_find_till (world, &request->owner_terminal);
  json_auto_t *body = hufu_request_to_json (request);

  g_assert (owner != NULL);
  sim_trace (world, "till %u asks till %u for V%u, request " SIM_ID_FORMAT, till->no, owner->no,
             sim_world_find_voucher (world, &request->cti)->no, SIM_ID (&request->request_id));
  send (world, till->no, owner->no, SIM_LAN_ASK, &request->request_id, body);
}

gboolean
sim_lan_ask (SimWorld *world, SimTill *till, const SimVoucher *voucher)
{
  SimTill *owner = choose_owner (world, till, voucher);
  g_autoptr (HufuPeer) peer = NULL;
  g_autoptr (GError) error = NULL;
  HufuRequest request;
  gboolean done;

  if (owner == NULL)
    return FALSE;
  peer = hufu_roster_find (till->db, &owner->terminal_id, owner->incarnation, &error);
  if (peer == NULL)
    return error == NULL ? FALSE : sim_till_end_act (world, till, FALSE, &error);
  done = hufu_request_open (till->db, &voucher->cti, voucher->generation, &peer->terminal_id,
                            peer->incarnation, &request, &error);
  if (sim_till_end_act (world, till, done, &error))
    send_request (world, till, &request);
  return TRUE;
}

static HufuRequest *
pick_open (SimWorld *world, SimTill *till, GPtrArray **ret_open)
{
  g_autoptr (GError) error = NULL;

  *ret_open = hufu_request_list_open (till->db, &error);
  if (!sim_till_end_act (world, till, *ret_open != NULL, &error) || (*ret_open)->len == 0)
    return NULL;
  return (*ret_open)->pdata[sim_random_below (&world->random, (*ret_open)->len)];
}

gboolean
sim_lan_ask_again (SimWorld *world, SimTill *till)
{
  g_autoptr (GPtrArray) open = NULL;
  const HufuRequest *request = pick_open (world, till, &open);

  if (request == NULL)
    return FALSE;
  send_request (world, till, request);
  return TRUE;
}

static void
close_request (SimWorld *world, SimTill *till, const HufuId *request_id)
{
  g_autoptr (GError) error = NULL;

  if (sim_till_end_act (world, till, hufu_request_close (till->db, request_id, &error), &error))
    sim_trace (world, "till %u gives up request " SIM_ID_FORMAT, till->no, SIM_ID (request_id));
}

gboolean
sim_lan_close (SimWorld *world, SimTill *till)
{
  g_autoptr (GPtrArray) open = NULL;
  const HufuRequest *request = pick_open (world, till, &open);

  if (request == NULL)
    return FALSE;
  close_request (world, till, &request->request_id);
  return TRUE;
}

static void
take_debit (SimWorld *world, SimTill *till, const SimMessage *message)
{
  json_auto_t *body = json_loads (message->text, 0, NULL);
  g_auto (HufuLanDebit) debit = {0};
  HufuReceiveOutcome outcome = HUFU_RECEIVE_NO_REQUEST;
  const SimTill *owner = sim_world_get_till (world, message->from);
  HufuWitness known;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (!hufu_lan_debit_from_json (body, &debit)) {
    sim_violate (world, "I6", "the answer of till %u cannot be read", message->from);
    return;
  }
  if (debit.document == NULL) {
    sim_trace (world, "till %u hears of request " SIM_ID_FORMAT ": %s", till->no,
               SIM_ID (&message->subject), hufu_debit_outcome_name (debit.outcome));
    if (world->healing || sim_random_chance (&world->random, 500))
      close_request (world, till, &message->subject);
    return;
  }
  sim_count (world, SIM_TRANSFER);
  done = hufu_witness_exchange (till->db, &owner->terminal_id, message->incarnation, &debit.head,
                                &known, &error) &&
         hufu_right_receive (till->db, g_bytes_get_data (debit.document, NULL),
                             g_bytes_get_size (debit.document), debit.voucher, &outcome, &error);
  if (sim_till_end_act (world, till, done, &error))
    sim_trace (world, "till %u receives what it asked for by " SIM_ID_FORMAT ": %s", till->no,
               SIM_ID (&message->subject), hufu_receive_outcome_name (outcome));
}

/* --- the owner -----------------------------------------------------------------------------------
 */

static void
answer_request (SimWorld *world, SimTill *till, const SimMessage *message)
{
  json_auto_t *body = json_loads (message->text, 0, NULL), *answer = NULL;
  g_auto (HufuVoucherState) state = {0};
  HufuLanDebit debit = {.outcome = HUFU_DEBIT_NOT_HELD};
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  HufuRequest request;
  gboolean done;

  if (!hufu_request_from_json (body, &request)) {
    sim_violate (world, "I6", "the request of till %u cannot be read", message->from);
    return;
  }
  sim_count (world, SIM_TRANSFER);
  done = hufu_right_debit (till->db, &request, till->device, &debit.outcome, &document, &error) &&
         hufu_witness_get_own (till->db, &debit.head, &error) &&
         hufu_voucher_find (till->db, &request.cti, &state, &error);
  if (!sim_till_end_act (world, till, done, &error))
    return;
  sim_trace (world, "till %u answers till %u's request " SIM_ID_FORMAT ": %s", till->no,
             message->from, SIM_ID (&request.request_id), hufu_debit_outcome_name (debit.outcome));
  debit.document = document;
  debit.voucher =
      document != NULL && state.voucher != NULL && state.voucher->generation == request.generation
          ? state.voucher
          : NULL;
  answer = hufu_lan_debit_to_json (&debit);
  send (world, till->no, message->from, SIM_LAN_ANSWER, &request.request_id, answer);
}

/* --- witnesses -----------------------------------------------------------------------------------
 */

static void
ask_witness (SimWorld *world, SimTill *till, guint to)
{
  HufuWitness own;
  g_autoptr (GError) error = NULL;
  g_autofree char *query = NULL;
  json_auto_t *body = NULL;

  if (!sim_till_end_act (world, till, hufu_witness_get_own (till->db, &own, &error), &error))
    return;
  query = hufu_lan_witness_query (&own);
  body = json_pack ("{s:s?}", "query", query);
  sim_trace (world, "till %u asks till %u what it knows of its journal, which is at %d", till->no,
             to, (int)own.seq);
  send (world, till->no, to, SIM_LAN_WITNESS, &till->witness_question, body);
}

static void
begin_question (SimTill *till)
{
  till->witness_question = hufu_host_make_id (&till->machine->host);
  till->witness_incarnation = till->incarnation;
}

gboolean
sim_lan_ask_witness (SimWorld *world, SimTill *till)
{
  guint n = world->tills->len, to = (till->no + sim_random_below (&world->random, n - 1)) % n + 1;

  begin_question (till);
  ask_witness (world, till, to);
  return TRUE;
}

void
sim_lan_ask_witnesses (SimWorld *world, SimTill *till)
{
  begin_question (till);
  for (guint no = 1; no < SIM_MACHINES_MAX; no++)
    if ((till->unheard & 1U << no) != 0 && till->db != NULL)
      ask_witness (world, till, no);
}

/* Strangers are not answered (lan-gate.c). */
static void
answer_witness (SimWorld *world, SimTill *till, const SimMessage *message)
{
  const SimTill *asker = sim_world_get_till (world, message->from);
  json_auto_t *body = json_loads (message->text, 0, NULL), *json = NULL;
  guint32 incarnation = message->incarnation;
  HufuWitness said;
  HufuLanWitness answer = {.platform_epoch = till->platform_epoch};
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuPeer) peer = hufu_roster_find (till->db, &asker->terminal_id, incarnation, &error);

  if (!hufu_lan_witness_parse (json_string_value (json_object_get (body, "query")), &said))
    sim_violate (world, "I6", "what till %u says of its journal cannot be read", message->from);
  if (!sim_till_end_act (
          world, till,
          error == NULL &&
              (peer == NULL || hufu_witness_exchange (till->db, &asker->terminal_id, incarnation,
                                                      &said, &answer.witness, &error)),
          &error) ||
      peer == NULL)
    return;
  json = hufu_lan_witness_to_json (&answer);
  send (world, till->no, message->from, SIM_LAN_SEEN, &message->subject, json);
}

/* Only answers to the last question count, and only while the till that asked it runs. */
static void
take_witness (SimWorld *world, SimTill *till, const SimMessage *message)
{
  json_auto_t *body = json_loads (message->text, 0, NULL);
  g_autoptr (GError) error = NULL;
  gboolean forked = FALSE;
  HufuLanWitness answer;

  if (!hufu_id_equal (&message->subject, &till->witness_question))
    return;
  if (!hufu_lan_witness_from_json (body, &answer)) {
    sim_violate (world, "G3", "what till %u knows of till %u cannot be read", message->from,
                 till->no);
    return;
  }
  if (!sim_till_end_act (world, till,
                         hufu_witness_compare (till->db, till->witness_incarnation, &answer.witness,
                                               &forked, &error),
                         &error))
    return;
  sim_trace (world, "till %u hears from till %u of its journal up to %d%s", till->no, message->from,
             (int)answer.witness.seq, forked ? ": it is another" : "");
  if (forked && !sim_lives_notice_fork (world, till))
    sim_violate (world, "I9", "till %u is said by a neighbour to have forked its journal",
                 till->no);
  if (!forked)
    sim_till_note_heard (till, message->from);
}

void
sim_lan_receive (SimWorld *world, const SimMessage *message)
{
  SimTill *till = sim_world_get_till (world, message->to);

  if (till->gone || till->db == NULL || till->renewing)
    return;
  if (message->verb == SIM_LAN_ASK && !hufu_witness_is_awaited (till->db))
    answer_request (world, till, message);
  else if (message->verb == SIM_LAN_ANSWER)
    take_debit (world, till, message);
  else if (message->verb == SIM_LAN_WITNESS)
    answer_witness (world, till, message);
  else if (message->verb == SIM_LAN_SEEN)
    take_witness (world, till, message);
}
