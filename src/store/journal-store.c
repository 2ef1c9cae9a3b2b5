/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal-store.h"

#include <string.h>
#include "store/incarnation-write.h"
#include "store/journal-write.h"
#include "store/limits-write.h"

/* What the JSON of one event takes beside its body: ids, numbers, hash, member names. */
#define EVENT_OVERHEAD_BYTES 400
#define BATCH_OVERHEAD_BYTES 200

static void
stored_event_free (gpointer data)
{
  HufuStoredEvent *event = data;

  g_free (event->kind);
  g_free (event->body);
  g_free (event);
}

void
hufu_batch_free (HufuBatch *batch)
{
  if (batch == NULL)
    return;
  g_ptr_array_unref (batch->events);
  g_free (batch);
}

#define EVENT_COLUMNS "event_id, seq, hlc, kind, body, hash"

static HufuStoredEvent *
read_event (HufuRows *rows)
{
  HufuStoredEvent *event = g_new0 (HufuStoredEvent, 1);

  event->event_id = hufu_rows_id (rows, 0);
  event->seq = (guint64)hufu_rows_int (rows, 1);
  event->hlc = (guint64)hufu_rows_int (rows, 2);
  event->kind = g_strdup (hufu_rows_text (rows, 3));
  event->body = g_strdup (hufu_rows_text (rows, 4));
  hufu_rows_bytes (rows, 5, event->hash, HUFU_JOURNAL_HASH_BYTES);
  return event;
}

/* Bytes of the event on the wire, where its body is a JSON string. */
static gsize
count_wire_bytes (const HufuStoredEvent *event)
{
  gsize bytes = EVENT_OVERHEAD_BYTES;

  for (const char *c = event->body; *c != '\0'; c++)
    bytes += *c == '"' || *c == '\\' ? 2 : 1;
  return bytes;
}

static gboolean
load_batch_head (HufuDb *db, HufuBatch *batch, gint64 *ret_acked_seq, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, "SELECT terminal_id, incarnation, platform_epoch, acked_seq FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  batch->terminal_id = hufu_rows_id (rows, 0);
  batch->incarnation = (guint32)hufu_rows_int (rows, 1);
  batch->platform_epoch = (guint64)hufu_rows_int (rows, 2);
  *ret_acked_seq = hufu_rows_int (rows, 3);
  return TRUE;
}

HufuBatch *
hufu_journal_next_batch (HufuDb *db, GError **error)
{
  g_autoptr (HufuBatch) batch = g_new0 (HufuBatch, 1);
  g_autoptr (HufuRows) rows = NULL;
  gsize bytes = BATCH_OVERHEAD_BYTES;
  gint64 acked_seq;
  int step;

  batch->events = g_ptr_array_new_with_free_func (stored_event_free);
  if (!load_batch_head (db, batch, &acked_seq, error))
    return NULL;
  rows = HUFU_QUERY (
      db, error,
      "SELECT " EVENT_COLUMNS " FROM journal WHERE journal_no > ? AND journal_no <= ?"
      " ORDER BY journal_no LIMIT ?",
      SQL_INT (hufu_journal_no (batch->incarnation, (guint64)acked_seq)),
      SQL_INT (hufu_journal_no (batch->incarnation, G_MAXUINT32)), SQL_INT (HUFU_BATCH_EVENTS_MAX));
  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuStoredEvent *event = read_event (rows);

    bytes += count_wire_bytes (event);
    if (bytes > HUFU_BATCH_BYTES_MAX && batch->events->len > 0) {
      stored_event_free (event);
      break;
    }
    g_ptr_array_add (batch->events, event);
  }
  return step < 0 ? NULL : g_steal_pointer (&batch);
}

HufuBatch *
hufu_journal_last_batch (HufuDb *db, GError **error)
{
  g_autoptr (HufuBatch) batch = g_new0 (HufuBatch, 1);
  g_autoptr (HufuRows) rows = NULL;
  gint64 acked_seq;
  int step;

  batch->events = g_ptr_array_new_with_free_func (stored_event_free);
  if (!load_batch_head (db, batch, &acked_seq, error))
    return NULL;
  rows = HUFU_QUERY (db, error,
                     "SELECT " EVENT_COLUMNS " FROM journal WHERE journal_no > ?"
                     " ORDER BY journal_no DESC LIMIT 1",
                     SQL_INT (hufu_journal_no (batch->incarnation, 0)));
  step = hufu_rows_next (rows, error);
  if (step > 0)
    g_ptr_array_add (batch->events, read_event (rows));
  return step < 0 ? NULL : g_steal_pointer (&batch);
}

static gboolean
check_chain_hash (HufuDb *db, guint32 incarnation, guint64 acked_seq,
                  const guint8 chain_hash[HUFU_JOURNAL_HASH_BYTES], GError **error)
{
  gint64 same = 0;

  if (acked_seq == 0)
    return TRUE;
  if (acked_seq <= G_MAXUINT32 &&
      !HUFU_GET_INT (db, error, 0, &same, "SELECT hash = ? FROM journal WHERE journal_no = ?",
                     SQL_BLOB (chain_hash, HUFU_JOURNAL_HASH_BYTES),
                     SQL_INT (hufu_journal_no (incarnation, acked_seq))))
    return FALSE;
  return same != 0 || hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT,
                                         "the platform has another journal than this till");
}

gboolean
hufu_attention_foreach (HufuDb *db, HufuAttentionFunc func, gpointer user_data, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, "SELECT incarnation, seq, code, detail FROM attention ORDER BY incarnation, seq");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuAttention attention = {.incarnation = (guint64)hufu_rows_int (rows, 0),
                               .seq = (guint64)hufu_rows_int (rows, 1),
                               .code = hufu_rows_text (rows, 2),
                               .detail = hufu_rows_text (rows, 3)};

    func (&attention, user_data);
  }
  return step == 0;
}

static gboolean
store_verdict (HufuDb *db, gint64 incarnation, const HufuEventVerdict *verdict, GError **error)
{
  if (verdict->code == NULL)
    return HUFU_RUN (db, error, "DELETE FROM attention WHERE incarnation = ? AND seq = ?",
                     SQL_INT (incarnation), SQL_INT (verdict->seq));
  return HUFU_RUN (db, error,
                   "INSERT INTO attention (incarnation, seq, code, detail) VALUES (?, ?, ?, ?)"
                   " ON CONFLICT DO UPDATE SET code = excluded.code, detail = excluded.detail",
                   SQL_INT (incarnation), SQL_INT (verdict->seq), SQL_TEXT (verdict->code),
                   SQL_TEXT (verdict->detail == NULL ? "" : verdict->detail));
}

static gboolean
acknowledge (HufuDb *db, guint64 acked_seq, const guint8 *chain_hash, guint64 platform_epoch,
             const HufuEventVerdict *verdicts, gsize n_verdicts, GError **error)
{
  g_autoptr (HufuBatch) head = g_new0 (HufuBatch, 1);
  gint64 old_acked_seq;

  head->events = g_ptr_array_new ();
  if (!load_batch_head (db, head, &old_acked_seq, error))
    return FALSE;
  if (platform_epoch < head->platform_epoch)
    return TRUE;
  if (!check_chain_hash (db, head->incarnation, acked_seq, chain_hash, error))
    return FALSE;
  for (gsize i = 0; i < n_verdicts; i++)
    if (!store_verdict (db, head->incarnation, &verdicts[i], error))
      return FALSE;
  /* Within one platform epoch late answers come in any order; a newer epoch may know less. */
  if (platform_epoch == head->platform_epoch && acked_seq < (guint64)old_acked_seq)
    return TRUE;
  return HUFU_RUN (db, error, "UPDATE terminal SET acked_seq = ?, platform_epoch = ?",
                   SQL_INT (acked_seq), SQL_INT (platform_epoch)) &&
         hufu_limits_confirm (db, hufu_journal_no (head->incarnation, acked_seq), error) &&
         (platform_epoch == head->platform_epoch || hufu_incarnation_tell_past (db, error));
}

gboolean
hufu_journal_acknowledge (HufuDb *db, guint64 acked_seq,
                          const guint8 chain_hash[HUFU_JOURNAL_HASH_BYTES], guint64 platform_epoch,
                          const HufuEventVerdict *verdicts, gsize n_verdicts, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (
             db,
             acknowledge (db, acked_seq, chain_hash, platform_epoch, verdicts, n_verdicts, error),
             error);
}

gboolean
hufu_journal_foreach (HufuDb *db, HufuEventFunc func, gpointer user_data, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, "SELECT " EVENT_COLUMNS " FROM journal ORDER BY journal_no");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuStoredEvent *event = read_event (rows);

    func (event, user_data);
    stored_event_free (event);
  }
  return step == 0;
}
