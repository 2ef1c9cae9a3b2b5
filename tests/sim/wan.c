/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/wan.h"

#include <jansson.h>
#include <string.h>
#include "store/change-store.h"
#include "store/journal-store.h"
#include "store/right-return.h"
#include "store/roster.h"
#include "store/terminal.h"
#include "sync/json.h"
#include "sync/push.h"
#include "sync/voucher-json.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"
#include "tests/sim/server.h"
#include "tests/sim/status.h"
#include "tests/sim/till.h"

#define ROOM 60 /* rights that a till wants to hold */

/* --- questions -----------------------------------------------------------------------------------
 */

gboolean
sim_wan_send (SimWorld *world, const SimTill *till, SimVerb verb, const HufuId *subject,
              char *take_text)
{
  SimMessage *message = g_new0 (SimMessage, 1);

  message->from = till->no;
  message->to = SIM_PLATFORM;
  message->verb = verb;
  message->incarnation = till->incarnation;
  if (subject != NULL)
    message->subject = *subject;
  message->text = take_text;
  return sim_net_send (world->net, message, &world->random);
}

gboolean
sim_wan_push (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuBatch) batch = hufu_journal_next_batch (till->db, &error);
  const HufuStoredEvent *first;

  if (!sim_till_end_act (world, till, batch != NULL, &error) || batch->events->len == 0)
    return FALSE;
  first = batch->events->pdata[0];
  sim_trace (world, "till %u sends its events from %d.%d on, %u of them", till->no,
             (int)till->incarnation, (int)first->seq, batch->events->len);
  sim_wan_send (world, till, SIM_PUSH, NULL, hufu_batch_format (batch));
  return TRUE;
}

void
sim_wan_compare (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuBatch) batch = hufu_journal_last_batch (till->db, &error);

  if (!sim_till_end_act (world, till, batch != NULL, &error) || batch->events->len == 0)
    return;
  sim_trace (world, "till %u asks what the platform knows of its journal", till->no);
  sim_wan_send (world, till, SIM_PUSH, NULL, hufu_batch_format (batch));
}

gboolean
sim_wan_ask_grants (SimWorld *world, SimTill *till)
{
  gint64 held = sim_till_count (till, "SELECT count(*) FROM entitlement");
  json_auto_t *body =
      json_pack ("{s:I, s:I, s:I}", "incarnation", (json_int_t)till->incarnation, "platform_epoch",
                 (json_int_t)till->platform_epoch, "room", (json_int_t)MAX (ROOM - held, 0));

  sim_trace (world, "till %u asks for grants", till->no);
  sim_wan_send (world, till, SIM_GRANTS, NULL, hufu_json_format (body));
  return TRUE;
}

gboolean
sim_wan_ask_changes (SimWorld *world, SimTill *till)
{
  g_auto (HufuTerminal) terminal = {0};
  g_autoptr (GError) error = NULL;
  json_auto_t *body = NULL;

  if (!sim_till_end_act (world, till, hufu_terminal_load (till->db, &terminal, &error), &error))
    return FALSE;
  body = json_pack ("{s:s?}", "cursor", terminal.changes_cursor);
  sim_trace (world, "till %u asks what is new", till->no);
  sim_wan_send (world, till, SIM_CHANGES, NULL, hufu_json_format (body));
  return TRUE;
}

gboolean
sim_wan_undo_held (SimWorld *world, SimTill *till)
{
  guint n = world->uses->len;
  const SimUse *use;

  if (n == 0)
    return FALSE;
  use = world->uses->pdata[n - 1 - sim_random_below (&world->random, MIN (n, 20))];
  /* Nobody can name a use that the platform has not been told of. */
  if (!use->at_till || use->at_platform ||
      sim_world_get_till (world, use->till)->store_no != till->store_no ||
      hufu_pdb_get_int (world->platform->lib->db, 0, "SELECT 1 FROM use WHERE use_id = ?", "d",
                        &use->use_id) == 0)
    return FALSE;
  sim_trace (world, "till %u wants use " SIM_ID_FORMAT " of V%u undone online", till->no,
             SIM_ID (&use->use_id), use->voucher);
  sim_wan_give_up (world, till, &use->use_id);
  return TRUE;
}

static void
send_undo (SimWorld *world, SimTill *till, const HufuId *use_id, gint64 attempt)
{
  json_auto_t *body = json_pack ("{s:I}", "attempt", (json_int_t)attempt);

  sim_wan_send (world, till, SIM_GIVE_UP, use_id, hufu_json_format (body));
}

/* No books count its attempts: each is a new one. */
void
sim_wan_give_up (SimWorld *world, SimTill *till, const HufuId *use_id)
{
  send_undo (world, till, use_id, world->now_us);
}

static void
ask (SimWorld *world, SimTill *till, const HufuUse *use)
{
  if (use->state == HUFU_USE_UNDOING || use->give_back)
    send_undo (world, till, &use->use_id, use->undo_attempt);
  else
    sim_wan_send (world, till, SIM_ASK, &use->use_id, g_strdup (use->request));
}

gboolean
sim_wan_ask_use (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) open = hufu_use_list_open (till->db, &error);
  const HufuUse *use;

  if (!sim_till_end_act (world, till, open != NULL, &error) || open->len == 0)
    return FALSE;
  use = open->pdata[sim_random_below (&world->random, open->len)];
  if (use->waits_for_report)
    return FALSE;
  sim_trace (world, "till %u %s use " SIM_ID_FORMAT, till->no,
             use->state == HUFU_USE_UNDOING ? "wants undone online"
             : use->give_back               ? "gives up"
                                            : "asks what becomes of",
             SIM_ID (&use->use_id));
  ask (world, till, use);
  return TRUE;
}

/* --- answers -------------------------------------------------------------------------------------
 */

/* A newer platform epoch is stored first, and the answer is not looked at. The books themselves
 * must refuse what is of an older one. */
static gboolean
take_epoch (SimWorld *world, SimTill *till, const json_t *body)
{
  gint64 epoch;
  g_autoptr (GError) error = NULL;

  if (!hufu_json_get_int (body, "platform_epoch", 1, G_MAXINT64, &epoch))
    return TRUE;
  if ((guint64)epoch <= till->platform_epoch)
    return TRUE;
  if (!sim_till_end_act (
          world, till, hufu_terminal_set_platform_epoch (till->db, (guint64)epoch, &error), &error))
    return FALSE;
  sim_trace (world, "till %u hears of platform epoch %d", till->no, (int)epoch);
  sim_till_refresh (world, till);
  return FALSE;
}

static HufuEventVerdict *
read_verdicts (const json_t *list, gsize *ret_n)
{
  gsize n = json_array_size (list);
  HufuEventVerdict *verdicts = g_new0 (HufuEventVerdict, n + 1);

  for (gsize i = 0; i < n; i++) {
    const json_t *item = json_array_get (list, i);
    gboolean attention =
        g_strcmp0 (json_string_value (json_object_get (item, "verdict")), "attention") == 0;

    verdicts[i].seq = (guint64)json_integer_value (json_object_get (item, "seq"));
    verdicts[i].code =
        attention ? g_strdup (json_string_value (json_object_get (item, "code"))) : NULL;
  }
  *ret_n = n;
  return verdicts;
}

static void
free_verdicts (HufuEventVerdict *verdicts, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_free (verdicts[i].code);
  g_free (verdicts);
}

static void
tell_attention (SimWorld *world, SimTill *till, const HufuEventVerdict *verdict)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      till->db, NULL, "SELECT kind, body FROM journal WHERE incarnation = ? AND seq = ?",
      SQL_INT (till->incarnation), SQL_INT (verdict->seq));

  if (hufu_rows_next (rows, NULL) > 0)
    sim_trace (world, "event %d.%d of till %u needs attention, %s: %s %s", (int)till->incarnation,
               (int)verdict->seq, till->no, verdict->code, hufu_rows_text (rows, 0),
               hufu_rows_text (rows, 1));
}

static void
take_ack (SimWorld *world, SimTill *till, const json_t *body)
{
  gint64 acked_seq, epoch;
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];
  gsize n;
  HufuEventVerdict *verdicts = read_verdicts (json_object_get (body, "verdicts"), &n);
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (!hufu_json_get_int (body, "acked_seq", 0, G_MAXINT64, &acked_seq) ||
      !hufu_json_get_int (body, "platform_epoch", 1, G_MAXINT64, &epoch) ||
      !hufu_json_get_bytes (body, "chain_hash", hash, sizeof hash))
    g_assert_not_reached ();
  done = hufu_journal_acknowledge (till->db, (guint64)acked_seq, hash, (guint64)epoch, verdicts, n,
                                   &error);
  for (gsize i = 0; i < n; i++)
    if (verdicts[i].code != NULL)
      tell_attention (world, till, &verdicts[i]);
  free_verdicts (verdicts, n);
  if (g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT) &&
      sim_lives_notice_fork (world, till))
    return;
  if (sim_till_end_act (world, till, done, &error)) {
    sim_trace (world, "till %u has its events up to %d acknowledged, %02x%02x%02x%02x", till->no,
               (int)acked_seq, hash[0], hash[1], hash[2], hash[3]);
    sim_till_note_heard (till, SIM_PLATFORM);
  }
  if (till->db != NULL)
    sim_oracle_look_at_limits (world, till);
}

static gboolean
read_recall (const json_t *item, HufuRecall *recall)
{
  const json_t *right = json_object_get (item, "right");
  gint64 generation, k;

  if (!hufu_epoch_from_json (json_object_get (item, "number"), &recall->number) ||
      !hufu_epoch_from_json (json_object_get (item, "epoch"), &recall->epoch) ||
      !hufu_json_get_id (right, "cti", &recall->key.cti) ||
      !hufu_json_get_int (right, "generation", 0, G_MAXINT64, &generation) ||
      !hufu_json_get_int (right, "k", 0, 999, &k))
    return FALSE;
  recall->key.generation = (guint64)generation;
  recall->key.k = (guint32)k;
  return TRUE;
}

static gboolean
take_recalls (SimWorld *world, SimTill *till, const json_t *list)
{
  gsize n = json_array_size (list);
  g_autofree HufuRecall *recalls = g_new0 (HufuRecall, n + 1);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    if (!read_recall (json_array_get (list, i), &recalls[i]))
      sim_violate (world, "I6", "a recall cannot be read");
  if (n == 0)
    return TRUE;
  if (!sim_till_end_act (world, till, hufu_right_recall (till->db, recalls, n, NULL, &error),
                         &error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    sim_trace (world, "till %u gives V%u.%u back as the platform wants", till->no,
               sim_world_find_voucher (world, &recalls[i].key.cti)->no, recalls[i].key.k);
  return TRUE;
}

static void
take_report (SimWorld *world, SimTill *till, const json_t *wanted, gboolean keeps)
{
  HufuReturnOutcome outcome = HUFU_RETURN_KNOWN;
  g_autoptr (GError) error = NULL;
  HufuEpoch number;

  if (wanted == NULL || json_is_null (wanted))
    return;
  if (!hufu_epoch_from_json (wanted, &number)) {
    sim_violate (world, "I6", "the number of a report cannot be read");
    return;
  }
  if (sim_till_end_act (world, till, hufu_right_report (till->db, &number, keeps, &outcome, &error),
                        &error) &&
      outcome == HUFU_RETURN_DONE)
    sim_trace (world, "till %u reports up to %d.%d%s", till->no, (int)number.platform_epoch,
               (int)number.counter, keeps ? " and keeps what it has" : "");
}

static void
take_grants (SimWorld *world, SimTill *till, const json_t *body)
{
  g_autoptr (HufuGrants) grants = hufu_grants_from_json (body);
  g_autoptr (GError) error = NULL;
  guint n_credited = 0;

  if (grants == NULL) {
    sim_violate (world, "I6", "the platform grants what is no grant");
    return;
  }
  if (grants->items->len > 0) {
    if (!sim_till_end_act (world, till, hufu_right_credit (till->db, grants, &n_credited, &error),
                           &error))
      return;
    sim_trace (world, "till %u credits %u of %u grants", till->no, n_credited, grants->items->len);
  }
  if (!hufu_witness_is_awaited (till->db) &&
      take_recalls (world, till, json_object_get (body, "recalls")))
    take_report (world, till, json_object_get (body, "report"),
                 json_is_true (json_object_get (body, "report_keeps")));
}

static void
take_changes (SimWorld *world, SimTill *till, const json_t *body)
{
  json_t *list = json_object_get (body, "changes");
  const char *from = json_string_value (json_object_get (body, "from"));
  const char *cursor = json_string_value (json_object_get (body, "cursor"));
  g_autoptr (GError) error = NULL;
  gboolean done = hufu_change_apply_after (till->db, from, list, cursor, &error);
  gboolean late = g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);

  if (!sim_till_end_act (world, till, done || late, &error))
    return;
  if (late)
    sim_trace (world, "till %u is told what is no news any more", till->no);
  else
    sim_trace (world, "till %u hears of %u news", till->no, (guint)json_array_size (list));
}

/* A restored platform does not know how far this till has heard: all of it again, as sync/pull.c.
 */
static void
begin_anew (SimWorld *world, SimTill *till)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (sim_till_end_act (world, till, hufu_roster_apply (till->db, nobody, &error), &error))
    sim_till_end_act (world, till, hufu_change_begin_anew (till->db, &error), &error);
}

static gboolean
read_answer (const json_t *body, const HufuUse *use, HufuUseAnswer *answer)
{
  const char *reason = hufu_json_get_text (body, "reason", 3);
  const char *state = hufu_json_get_text (body, "state", 16);
  const json_t *uses = json_object_get (body, "uses");
  gint64 undo_until_utc_s;

  *answer = (HufuUseAnswer){.use_id = use->use_id};
  if (reason == NULL || state == NULL || !hufu_reason_find (reason, &answer->reason) ||
      !hufu_json_get_int_or_null (body, "undo_until_utc_s", G_MAXINT64 / G_USEC_PER_SEC, 0,
                                  &undo_until_utc_s))
    return FALSE;
  answer->redeemed = strcmp (state, "redeemed") == 0;
  answer->undo_until_utc_us = undo_until_utc_s * G_USEC_PER_SEC;
  if (!answer->redeemed)
    return TRUE;
  answer->voucher = hufu_voucher_from_json (json_object_get (body, "voucher"));
  if (answer->voucher == NULL || json_array_size (uses) != 1)
    return FALSE;
  answer->key =
      (HufuRightKey){answer->voucher->cti, answer->voucher->generation,
                     (guint32)json_integer_value (json_object_get (json_array_get (uses, 0), "k"))};
  answer->amount_minor =
      json_integer_value (json_object_get (json_array_get (uses, 0), "amount_minor"));
  return TRUE;
}

static void
store_answer (SimWorld *world, SimTill *till, const HufuUseAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  HufuBasket *basket = NULL;
  gboolean done = hufu_use_answer (till->db, answer, &basket, &error);

  if (sim_till_end_act (world, till, done, &error)) {
    sim_trace (world, "till %u knows of use " SIM_ID_FORMAT ": %s", till->no,
               SIM_ID (&answer->use_id), hufu_reason_code (answer->reason));
    sim_till_take_basket (till, basket);
    basket = NULL;
  }
  hufu_basket_free (basket);
  sim_oracle_look_at_use (world, till, &answer->use_id);
}

static void
take_redemption (SimWorld *world, SimTill *till, const HufuUse *use, const json_t *body)
{
  HufuUseAnswer answer;

  if (read_answer (body, use, &answer))
    store_answer (world, till, &answer);
  else
    sim_violate (world, "I6", "the platform's answer to a redemption cannot be read");
  hufu_voucher_free (answer.voucher);
}

static void
store_undone (SimWorld *world, SimTill *till, const HufuUse *use, gint64 attempt, gboolean undone,
              HufuReason reason)
{
  g_autoptr (GError) error = NULL;
  HufuBasket *basket = NULL;
  gboolean done = hufu_use_undone (till->db, &use->use_id, attempt, undone, &basket, &error);

  if (sim_till_end_act (world, till, done, &error)) {
    sim_trace (world, "till %u knows of the undo of use " SIM_ID_FORMAT ": %s", till->no,
               SIM_ID (&use->use_id), hufu_reason_code (reason));
    sim_till_take_basket (till, basket);
    basket = NULL;
  }
  hufu_basket_free (basket);
  sim_oracle_look_at_use (world, till, &use->use_id);
}

/* As sync/uses.c: a give-up that came too late is asked for its truth. */
static void
take_undo (SimWorld *world, SimTill *till, const HufuUse *use, const json_t *body)
{
  const char *state = hufu_json_get_text (body, "state", 16);
  const char *code = hufu_json_get_text (body, "reason", 3);
  gboolean undone = g_strcmp0 (state, "undone") == 0 || g_strcmp0 (state, "given_up") == 0;
  HufuReason reason = HUFU_R29_CONDITIONS_NOT_MET;
  gint64 attempt = 0;

  if (!hufu_json_get_int (body, "attempt", 0, G_MAXINT64, &attempt) || state == NULL ||
      code == NULL || !hufu_reason_find (code, &reason)) {
    sim_violate (world, "I6", "the platform's answer to an undo cannot be read");
    return;
  }
  if (use->state == HUFU_USE_UNDOING)
    store_undone (world, till, use, attempt, undone, reason);
  else if (use->state == HUFU_USE_ASKED && undone)
    store_answer (world, till,
                  &(HufuUseAnswer){
                      .use_id = use->use_id, .reason = HUFU_R27_UNDONE_IN_WINDOW, .key = use->key});
  else if (use->state == HUFU_USE_ASKED)
    sim_wan_send (world, till, SIM_FIND, &use->use_id, NULL);
}

static void
take_use_answer (SimWorld *world, SimTill *till, const SimMessage *message, const json_t *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuUse) use = hufu_use_find (till->db, &message->subject, &error);

  if (error != NULL) {
    sim_till_end_act (world, till, FALSE, &error);
    return;
  }
  if (use == NULL)
    return;
  if (message->verb == SIM_GIVE_UP)
    take_undo (world, till, use, body);
  else
    take_redemption (world, till, use, body);
}

static void
take_problem (SimWorld *world, SimTill *till, const SimMessage *message, const char *problem)
{
  sim_trace (world, "till %u is told: %s", till->no, problem);
  /* It has given all back and is not of the store any more. */
  if (till->leaving && strcmp (problem, "forbidden") == 0)
    till->gone = world->rough = TRUE;
  else if (strcmp (problem, "forbidden") == 0 && !sim_lives_notice_fork (world, till))
    sim_violate (world, "I9", "till %u is not believed to be who it is", till->no);
  if (strcmp (problem, "snapshot_needed") == 0)
    begin_anew (world, till);
  if (strcmp (problem, "key_reused") == 0)
    sim_violate (world, "I6", "till %u used one key for two redemptions", till->no);
  /* Another journal was stored, or a neighbour told of one that asked it (sync/answer.c). */
  if ((strcmp (problem, "chain_fork") == 0 || strcmp (problem, "frozen") == 0) &&
      !sim_lives_notice_fork (world, till))
    sim_violate (world, "I9", "till %u is said to have forked its journal", till->no);
}

void
sim_wan_receive (SimWorld *world, const SimMessage *answer)
{
  SimTill *till = sim_world_get_till (world, answer->to);
  json_auto_t *body = json_loads (answer->text, 0, NULL);
  const char *problem = json_string_value (json_object_get (body, "problem"));

  /* The till that asked is no more. */
  if (till->gone || till->db == NULL || answer->incarnation != till->incarnation)
    return;
  if (till->renewing) {
    if (answer->verb == SIM_RENEW)
      sim_lives_take_renewal (world, till, answer);
    return;
  }
  if (!take_epoch (world, till, body))
    return;
  if (problem != NULL)
    take_problem (world, till, answer, problem);
  else if (answer->verb == SIM_PUSH)
    take_ack (world, till, body);
  else if (answer->verb == SIM_GRANTS)
    take_grants (world, till, body);
  else if (answer->verb == SIM_CHANGES)
    take_changes (world, till, body);
  else if (answer->verb == SIM_STATUS)
    sim_status_take (world, till, body);
  else if (answer->verb != SIM_RENEW)
    take_use_answer (world, till, answer, body);
}
