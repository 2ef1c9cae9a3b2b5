/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/push.h"

#include "core/base64url.h"
#include "sync/json.h"

/* What the platform confirmed of one batch. */
typedef struct {
  guint64 acked_seq;
  guint8 chain_hash[HUFU_JOURNAL_HASH_BYTES];
  guint64 platform_epoch;
  HufuEventVerdict *verdicts; /* the texts are borrowed from the answer */
  gsize n_verdicts;
} Ack;

static void
ack_clear (Ack *ack)
{
  g_free (ack->verdicts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ack, ack_clear)

static json_t *
format_event (const HufuStoredEvent *event)
{
  char id[HUFU_ID_TEXT_SIZE];
  g_autofree char *hash = hufu_base64url_encode (event->hash, sizeof event->hash);

  hufu_id_format (&event->event_id, id);
  return json_pack ("{s:I, s:s, s:I, s:s, s:s, s:s}", "seq", (json_int_t)event->seq, "event_id", id,
                    "hlc", (json_int_t)event->hlc, "kind", event->kind, "body", event->body, "hash",
                    hash);
}

char *
hufu_batch_format (const HufuBatch *batch)
{
  hufu_autojson body = json_pack ("{s:I, s:I, s:[]}", "incarnation", (json_int_t)batch->incarnation,
                                  "platform_epoch", (json_int_t)batch->platform_epoch, "events");
  json_t *events = json_object_get (body, "events");

  for (guint i = 0; i < batch->events->len; i++) {
    int failed = json_array_append_new (events, format_event (batch->events->pdata[i]));

    g_assert (failed == 0);
  }
  return hufu_json_format (body);
}

static gboolean
read_verdict (const json_t *json, HufuEventVerdict *ret_verdict, gboolean *ret_attention)
{
  const char *verdict = hufu_json_get_text (json, "verdict", 16);
  const char *code = hufu_json_get_text (json, "code", 40);
  const char *detail = hufu_json_get_text_or_empty (json, "detail", 4000);
  gint64 seq;

  if (verdict == NULL || code == NULL || detail == NULL ||
      !hufu_json_get_int (json, "seq", 1, G_MAXINT64, &seq))
    return FALSE;
  *ret_attention = g_str_equal (verdict, "attention");
  ret_verdict->seq = (guint64)seq;
  ret_verdict->code = *ret_attention ? (char *)(gsize)code : NULL;
  ret_verdict->detail = *ret_attention ? (char *)(gsize)detail : NULL;
  return *ret_attention || g_str_equal (verdict, "accepted");
}

static gboolean
read_ack (const json_t *json, Ack *ret_ack)
{
  const json_t *verdicts = hufu_json_get_array (json, "verdicts", HUFU_BATCH_EVENTS_MAX);
  const json_t *verdict;
  gint64 acked_seq, epoch;
  gboolean attention;
  gsize i;

  if (verdicts == NULL || !hufu_json_get_int (json, "acked_seq", 0, G_MAXINT64, &acked_seq) ||
      !hufu_json_get_int (json, "platform_epoch", 1, G_MAXINT64, &epoch) ||
      !hufu_json_get_bytes (json, "chain_hash", ret_ack->chain_hash, sizeof ret_ack->chain_hash))
    return FALSE;
  ret_ack->acked_seq = (guint64)acked_seq;
  ret_ack->platform_epoch = (guint64)epoch;
  ret_ack->verdicts = g_new0 (HufuEventVerdict, json_array_size (verdicts) + 1);
  json_array_foreach (verdicts, i, verdict)
  {
    if (!read_verdict (verdict, &ret_ack->verdicts[ret_ack->n_verdicts++], &attention))
      return FALSE;
  }
  return TRUE;
}

/* --- acts ------------------------------------------------------------------------------------ */

static gpointer
act_next_batch (HufuDb *db, gpointer data, GError **error)
{
  return hufu_journal_next_batch (db, error);
}

static gpointer
act_last_batch (HufuDb *db, gpointer data, GError **error)
{
  return hufu_journal_last_batch (db, error);
}

static gpointer
act_acknowledge (HufuDb *db, gpointer data, GError **error)
{
  const Ack *ack = data;

  return hufu_journal_acknowledge (db, ack->acked_seq, ack->chain_hash, ack->platform_epoch,
                                   ack->verdicts, ack->n_verdicts, error)
             ? data
             : NULL;
}

/* --- sending --------------------------------------------------------------------------------- */

static HufuOutcome
take_ack (HufuWire *wire, const HufuBatch *batch, const json_t *json)
{
  g_auto (Ack) ack = {0};
  g_autoptr (GError) error = NULL;
  const HufuStoredEvent *first = g_ptr_array_index (batch->events, 0);

  if (!read_ack (json, &ack))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  if (hufu_wire_take_epoch (wire, ack.platform_epoch))
    return hufu_outcome_again ();
  if (ack.platform_epoch < batch->platform_epoch)
    return hufu_outcome_problem (HUFU_TROUBLE_OLDER_EPOCH);
  /* Confirmed once and gone without a new epoch: only people can tell why. */
  if (ack.acked_seq + 1 < first->seq)
    return hufu_outcome_problem (HUFU_TROUBLE_LOST_EVENTS);
  /* It knows more of this incarnation than was ever written here, or other things. */
  if (hufu_store_run_wait (hufu_wire_get_books (wire), act_acknowledge, &ack, &error) == NULL)
    return hufu_outcome_problem (
        g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT) ? HUFU_TROUBLE_FORK
                                                                             : HUFU_TROUBLE_STORE);
  hufu_wire_refresh (wire);
  return ack.acked_seq < first->seq ? hufu_outcome_problem (HUFU_TROUBLE_REFUSED) : HUFU_OUTCOME_OK;
}

static HufuOutcome
push_batch (HufuWire *wire, HufuHttp *http, const HufuBatch *batch)
{
  g_autofree char *content = hufu_batch_format (batch);
  HufuAsk ask = {.method = "POST", .path = "/v1/events", .content = content};
  g_autoptr (HufuAnswer) answer = hufu_wire_ask (wire, http, &ask);

  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (wire, answer);
  return take_ack (wire, batch, answer->json);
}

/* A till with nothing to say says its last word again, to hear what the platform knows of it. */
static HufuOutcome
compare (HufuWire *wire, HufuHttp *http)
{
  g_autoptr (HufuBatch) batch =
      hufu_store_run_wait (hufu_wire_get_books (wire), act_last_batch, NULL, NULL);

  if (batch == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  return batch->events->len > 0 ? push_batch (wire, http, batch) : HUFU_OUTCOME_OK;
}

HufuOutcome
hufu_push_all (HufuWire *wire, HufuHttp *http, gboolean anyhow)
{
  HufuOutcome outcome = HUFU_OUTCOME_OK;
  gboolean pushed = FALSE;

  while (outcome.problem == HUFU_TROUBLE_NONE) {
    g_autoptr (HufuBatch) batch =
        hufu_store_run_wait (hufu_wire_get_books (wire), act_next_batch, NULL, NULL);

    if (batch == NULL)
      return hufu_outcome_problem (HUFU_TROUBLE_STORE);
    if (batch->events->len == 0)
      break;
    outcome = push_batch (wire, http, batch);
    pushed = TRUE;
  }
  if (anyhow && !pushed && outcome.problem == HUFU_TROUBLE_NONE)
    outcome = compare (wire, http);
  return outcome;
}
