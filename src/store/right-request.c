/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests for rights of other tills: stored before they are sent, closed for ever. */
#include <string.h>
#include "store/right-move.h"
#include "store/right-write.h"

#define SELECT_REQUEST                                                                             \
  "SELECT request_id, cti, generation, owner_terminal, owner_incarnation, t.terminal_id,"          \
  " r.incarnation, seq, hash, r.platform_epoch FROM right_request r, terminal t"                   \
  " WHERE state = 'open' AND r.incarnation = t.incarnation"                                        \
  " AND r.platform_epoch = t.platform_epoch "

static void
read_request (HufuRows *rows, HufuRequest *request)
{
  request->request_id = hufu_rows_id (rows, 0);
  request->cti = hufu_rows_id (rows, 1);
  request->generation = (guint64)hufu_rows_int (rows, 2);
  request->owner_terminal = hufu_rows_id (rows, 3);
  request->owner_incarnation = (guint32)hufu_rows_int (rows, 4);
  request->asker_terminal = hufu_rows_id (rows, 5);
  request->asker_incarnation = (guint32)hufu_rows_int (rows, 6);
  request->asker_seq = (guint64)hufu_rows_int (rows, 7);
  g_assert (hufu_rows_bytes (rows, 8, request->asker_hash, HUFU_JOURNAL_HASH_BYTES));
  request->platform_epoch = (guint64)hufu_rows_int (rows, 9);
}

static gboolean
find_open (HufuDb *db, HufuRequest *request, gboolean *ret_found, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  SELECT_REQUEST "AND cti = ? AND generation = ? AND owner_terminal = ?"
                                 " AND owner_incarnation = ?",
                  SQL_ID (&request->cti), SQL_INT (request->generation),
                  SQL_ID (&request->owner_terminal), SQL_INT (request->owner_incarnation));
  int step = hufu_rows_next (rows, error);

  *ret_found = step > 0;
  if (step > 0)
    read_request (rows, request);
  return step >= 0;
}

/* The request says where the journal stood, so that a report made before it proves nothing of it
 * and one made after it does (rule 5). */
static gboolean
write_request (HufuDb *db, const HufuRequest *request, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO right_request (request_id, cti, generation, owner_terminal,"
                   " owner_incarnation, incarnation, seq, hash, platform_epoch, state)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
                   SQL_ID (&request->request_id), SQL_ID (&request->cti),
                   SQL_INT (request->generation), SQL_ID (&request->owner_terminal),
                   SQL_INT (request->owner_incarnation), SQL_INT (request->asker_incarnation),
                   SQL_INT (request->asker_seq),
                   SQL_BLOB (request->asker_hash, sizeof request->asker_hash),
                   SQL_INT (request->platform_epoch));
}

static gboolean
open_new (HufuDb *db, HufuRequest *request, GError **error)
{
  HufuRightTill till;
  g_autoptr (HufuPeer) owner = NULL;

  if (!hufu_right_load_till (db, &till, error))
    return FALSE;
  if (hufu_id_is_zero (&till.terminal_id) || till.frozen)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT,
                              "this till may not ask: enrol it first");
  if (till.leaving)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT,
                              "this till may not ask: it is being removed");
  if (!hufu_roster_load (db, &request->owner_terminal, request->owner_incarnation, &owner, error))
    return FALSE;
  if (owner == NULL)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT,
                              "that till is not on the store's roster");
  request->request_id = hufu_host_make_id (db->host);
  request->asker_terminal = till.terminal_id;
  request->asker_incarnation = till.incarnation;
  request->asker_seq = till.head.seq;
  memcpy (request->asker_hash, till.head.hash, sizeof request->asker_hash);
  request->platform_epoch = till.platform_epoch;
  return write_request (db, request, error);
}

gboolean
hufu_request_open (HufuDb *db, const HufuId *cti, guint64 generation, const HufuId *owner_terminal,
                   guint32 owner_incarnation, HufuRequest *ret_request, GError **error)
{
  gboolean found;

  *ret_request = (HufuRequest){
      .cti = *cti,
      .generation = generation,
      .owner_terminal = *owner_terminal,
      .owner_incarnation = owner_incarnation,
  };
  if (!hufu_act_begin (db, error))
    return FALSE;
  if (!find_open (db, ret_request, &found, error))
    return hufu_act_end (db, FALSE, error);
  if (!found)
    return hufu_act_end (db, open_new (db, ret_request, error), error);
  hufu_act_roll_back (db);
  return TRUE;
}

GPtrArray *
hufu_request_list_open (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, SELECT_REQUEST "ORDER BY request_id");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuRequest *request = g_new0 (HufuRequest, 1);

    read_request (rows, request);
    g_ptr_array_add (requests, request);
  }
  return step < 0 ? NULL : g_steal_pointer (&requests);
}

/* --- closing --------------------------------------------------------------------------------- */

static gboolean
close_one (HufuDb *db, const HufuId *request_id, GError **error)
{
  return HUFU_RUN (db, error, "UPDATE right_request SET state = 'closed' WHERE request_id = ?",
                   SQL_ID (request_id)) &&
         hufu_journal_append (db, "request.closed",
                              json_pack ("{s:o}", "request_id", hufu_json_id (request_id)), NULL,
                              error);
}

static GArray *
list_ids (HufuDb *db, const char *select, const HufuSqlValue *values, gsize n, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (HufuId));
  g_autoptr (HufuRows) rows = hufu_sql_query (db, error, select, values, n);
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuId id = hufu_rows_id (rows, 0);

    g_array_append_val (ids, id);
  }
  return step < 0 ? NULL : g_steal_pointer (&ids);
}

gboolean
hufu_request_close_where (HufuDb *db, const char *select, const HufuSqlValue *values, gsize n,
                          GError **error)
{
  g_autoptr (GArray) ids = list_ids (db, select, values, n, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!close_one (db, &g_array_index (ids, HufuId, i), error))
      return FALSE;
  return TRUE;
}

gboolean
hufu_request_close (HufuDb *db, const HufuId *request_id, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, HUFU_REQUEST_CLOSE (db, error, "request_id = ?", SQL_ID (request_id)),
                       error);
}
