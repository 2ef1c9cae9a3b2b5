/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/events.h"

#include <string.h>

#include "core/journal.h"
#include "crypto/sha256.h"
#include "platform/interpret.h"
#include "platform/terminals.h"

#define BATCH_EVENTS_MAX 200

typedef struct {
  gint64 acked_seq;
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];
  gboolean forked;
} Chain;

static void
load_chain (HufuPlatform *platform, const HufuHolder *holder, Chain *chain)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT acked_seq, chain_hash, state = 'forked' FROM incarnation "
                      "WHERE terminal_id = ? AND incarnation = ?",
                      "di", &holder->terminal_id, (gint64)holder->incarnation);

  memset (chain, 0, sizeof *chain);
  if (!hufu_pdb_next (platform->db, row))
    return;
  chain->acked_seq = hufu_pdb_int (row, 0);
  hufu_pdb_bytes (row, 1, chain->hash, sizeof chain->hash);
  chain->forked = hufu_pdb_int (row, 2) != 0;
  hufu_pdb_done (row);
}

static gboolean
is_kind (const char *kind)
{
  for (const char *c = kind; *c != '\0'; c++) {
    if (!g_ascii_islower (*c) && (c == kind || (*c != '.' && *c != '_')))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_event (const json_t *value, const HufuHolder *holder, HufuEvent *event,
            guint8 ret_hash[HUFU_JOURNAL_HASH_BYTES])
{
  gint64 seq, hlc;

  event->kind = hufu_pjson_find_text (value, "kind", HUFU_EVENT_KIND_MAX, FALSE);
  event->body = hufu_pjson_find_text (value, "body", HUFU_EVENT_BODY_MAX, TRUE);
  event->terminal_id = holder->terminal_id;
  event->incarnation = holder->incarnation;
  if (event->kind == NULL || !is_kind (event->kind) || event->body == NULL ||
      !hufu_pjson_get_int (value, "seq", 1, G_MAXINT64, &seq) ||
      !hufu_pjson_get_int (value, "hlc", 0, G_MAXINT64, &hlc) ||
      !hufu_pjson_get_id (value, "event_id", &event->event_id) ||
      !hufu_pjson_get_bytes (value, "hash", ret_hash, HUFU_JOURNAL_HASH_BYTES))
    return FALSE;
  event->seq = (guint64)seq;
  event->hlc = (guint64)hlc;
  return TRUE;
}

static gboolean
is_stored_hash (HufuPlatform *platform, const HufuEvent *event, const guint8 *hash)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM event WHERE terminal_id = ? AND incarnation = ? AND "
                           "seq = ? AND hash = ?",
                           "diib", &event->terminal_id, (gint64)event->incarnation,
                           (gint64)event->seq, hash, (gsize)HUFU_JOURNAL_HASH_BYTES) != 0;
}

/* FALSE: the journal has forked here. An event beyond a gap is left for later. */
static gboolean
take_event (HufuPlatform *platform, const HufuEvent *event, const guint8 *hash, Chain *chain)
{
  guint8 good[HUFU_JOURNAL_HASH_BYTES];

  if ((gint64)event->seq <= chain->acked_seq)
    return is_stored_hash (platform, event, hash);
  if ((gint64)event->seq > chain->acked_seq + 1)
    return TRUE;
  hufu_journal_hash (hufu_sha256, chain->hash, event, good);
  if (memcmp (good, hash, sizeof good) != 0)
    return FALSE;
  hufu_pdb_run (
      platform->db,
      "INSERT INTO event (terminal_id, incarnation, seq, event_id, hlc, kind, body, hash, "
      "stored_utc_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "diidittbi", &event->terminal_id, (gint64)event->incarnation, (gint64)event->seq,
      &event->event_id, (gint64)event->hlc, event->kind, event->body, hash, sizeof good,
      hufu_host_utc_us (platform->host));
  chain->acked_seq++;
  memcpy (chain->hash, good, sizeof good);
  return TRUE;
}

static HufuBatchOutcome
take_batch (HufuPlatform *platform, const HufuHolder *holder, const json_t *events, Chain *chain,
            guint64 *ret_seq)
{
  json_t *value;
  gsize i;

  json_array_foreach (events, i, value)
  {
    HufuEvent event;
    guint8 hash[HUFU_JOURNAL_HASH_BYTES];

    if (!read_event (value, holder, &event, hash))
      return HUFU_BATCH_MALFORMED;
    *ret_seq = event.seq;
    if (chain->forked || !take_event (platform, &event, hash, chain))
      return HUFU_BATCH_FORKED;
  }
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET acked_seq = ?, chain_hash = ? "
                "WHERE terminal_id = ? AND incarnation = ?",
                "ibdi", chain->acked_seq, chain->hash, sizeof chain->hash, &holder->terminal_id,
                (gint64)holder->incarnation);
  return HUFU_BATCH_STORED;
}

static void
append_verdict (HufuPlatform *platform, const HufuHolder *holder, gint64 seq, json_t *verdicts)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT verdict, code, detail FROM event WHERE "
                      "terminal_id = ? AND incarnation = ? AND seq = ?",
                      "dii", &holder->terminal_id, (gint64)holder->incarnation, seq);

  if (!hufu_pdb_next (platform->db, row))
    return;
  json_array_append_new (verdicts,
                         json_pack ("{s:I, s:s, s:s, s:s}", "seq", (json_int_t)seq, "verdict",
                                    hufu_pdb_text (row, 0), "code", hufu_pdb_text (row, 1),
                                    "detail", hufu_pdb_text (row, 2)));
  hufu_pdb_done (row);
}

static json_t *
make_ack (HufuPlatform *platform, const HufuHolder *holder, const json_t *events,
          const Chain *chain)
{
  json_t *verdicts = json_array ();
  json_t *value;
  gsize i;

  json_array_foreach (events, i, value) append_verdict (
      platform, holder, json_integer_value (json_object_get (value, "seq")), verdicts);
  return json_pack ("{s:I, s:o, s:I, s:I, s:o}", "acked_seq", (json_int_t)chain->acked_seq,
                    "chain_hash", hufu_pjson_bytes (chain->hash, sizeof chain->hash), "want_seq",
                    (json_int_t)chain->acked_seq + 1, "platform_epoch",
                    (json_int_t)hufu_platform_get_epoch (platform), "verdicts", verdicts);
}

gboolean
hufu_events_store (HufuPlatform *platform, const HufuHolder *holder, const json_t *request,
                   HufuBatchOutcome *ret_outcome, guint64 *ret_seq, json_t **ret_answer,
                   GError **error)
{
  const json_t *events = json_object_get (request, "events");
  gsize n = json_array_size (events);
  Chain chain;

  *ret_answer = NULL;
  *ret_outcome = HUFU_BATCH_MALFORMED;
  if (n == 0 || n > BATCH_EVENTS_MAX)
    return TRUE;
  hufu_pdb_begin (platform->db);
  load_chain (platform, holder, &chain);
  *ret_outcome = take_batch (platform, holder, events, &chain, ret_seq);
  if (*ret_outcome == HUFU_BATCH_STORED) {
    if (!hufu_pdb_commit (platform->db, error) || !hufu_interpret_open (platform, holder, error))
      return FALSE;
    *ret_answer = make_ack (platform, holder, events, &chain);
    return hufu_pdb_check (platform->db, error);
  }
  hufu_pdb_rollback (platform->db);
  /* A database that cannot be read looks like a fork: it must not freeze anybody. */
  if (!hufu_pdb_check (platform->db, error))
    return FALSE;
  if (*ret_outcome == HUFU_BATCH_MALFORMED)
    return TRUE;
  hufu_pdb_begin (platform->db);
  hufu_terminals_freeze (platform, &holder->terminal_id, holder->incarnation);
  return hufu_pdb_commit (platform->db, error);
}
