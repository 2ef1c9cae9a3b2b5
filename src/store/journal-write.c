/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal-write.h"

#include <string.h>
#include "core/hlc.h"
#include "crypto/sha256.h"

json_t *
hufu_json_id (const HufuId *id)
{
  char text[HUFU_ID_TEXT_SIZE];

  if (hufu_id_is_zero (id))
    return json_null ();
  hufu_id_format (id, text);
  return json_string (text);
}

json_t *
hufu_json_right (const HufuRightKey *key)
{
  return json_pack ("{s:o, s:I, s:I}", "cti", hufu_json_id (&key->cti), "generation",
                    (json_int_t)key->generation, "k", (json_int_t)key->k);
}

json_t *
hufu_json_epoch (const HufuEpoch *epoch)
{
  return json_pack ("{s:I, s:I}", "platform_epoch", (json_int_t)epoch->platform_epoch, "counter",
                    (json_int_t)epoch->counter);
}

/* The head of the chain as the terminal row has it. */
static gboolean
load_head (HufuDb *db, HufuEvent *ret_event, guint8 ret_hash[HUFU_JOURNAL_HASH_BYTES],
           GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, "SELECT terminal_id, incarnation, last_seq, last_hlc, last_hash FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  if (hufu_rows_is_null (rows, 0))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "this till is not enrolled yet");
  ret_event->terminal_id = hufu_rows_id (rows, 0);
  ret_event->incarnation = (guint32)hufu_rows_int (rows, 1);
  ret_event->seq = (guint64)hufu_rows_int (rows, 2);
  ret_event->hlc = (guint64)hufu_rows_int (rows, 3);
  if (ret_event->incarnation > G_MAXINT32 || ret_event->seq >= G_MAXUINT32)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "the number of the journal");
  if (!hufu_rows_bytes (rows, 4, ret_hash, HUFU_JOURNAL_HASH_BYTES))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "the head of the journal");
  return TRUE;
}

gint64
hufu_journal_no (guint32 incarnation, guint64 seq)
{
  return (gint64)(((guint64)incarnation << 32) + seq);
}

static gboolean
write_event (HufuDb *db, const HufuEvent *event, const guint8 hash[HUFU_JOURNAL_HASH_BYTES],
             GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO journal (journal_no, event_id, hlc, kind, body, hash)"
                   " VALUES (?, ?, ?, ?, ?, ?)",
                   SQL_INT (hufu_journal_no (event->incarnation, event->seq)),
                   SQL_ID (&event->event_id), SQL_INT (event->hlc), SQL_TEXT (event->kind),
                   SQL_TEXT (event->body), SQL_BLOB (hash, HUFU_JOURNAL_HASH_BYTES)) &&
         HUFU_RUN (db, error,
                   "UPDATE OR ROLLBACK terminal SET last_seq = ?, last_hlc = ?, last_hash = ?"
                   " WHERE one = 1",
                   SQL_INT (event->seq), SQL_INT (event->hlc),
                   SQL_BLOB (hash, HUFU_JOURNAL_HASH_BYTES));
}

gboolean
hufu_journal_append_text (HufuDb *db, const char *kind, const char *body, gint64 *ret_journal_no,
                          GError **error)
{
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];
  HufuEvent event = {.kind = kind};

  if (!load_head (db, &event, hash, error))
    return FALSE;
  if (strlen (body) > (strcmp (kind, "branch") == 0 ? HUFU_EVENT_BODY_MAX : HUFU_ACT_BODY_MAX))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "the event is too long");
  event.seq++;
  event.event_id = hufu_host_make_id (db->host);
  event.hlc = hufu_hlc_next (event.hlc, hufu_db_now_utc_us (db) / 1000);
  event.body = body;
  hufu_journal_hash (hufu_sha256, hash, &event, hash);
  if (ret_journal_no != NULL)
    *ret_journal_no = hufu_journal_no (event.incarnation, event.seq);
  return write_event (db, &event, hash, error);
}

gboolean
hufu_journal_append (HufuDb *db, const char *kind, json_t *take_body, gint64 *ret_journal_no,
                     GError **error)
{
  json_auto_t *body = take_body;
  g_autofree char *text = NULL;

  g_assert (body != NULL);
  text = json_dumps (body, JSON_SORT_KEYS | JSON_COMPACT);
  g_assert (text != NULL);
  return hufu_journal_append_text (db, kind, text, ret_journal_no, error);
}
