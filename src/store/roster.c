/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/roster.h"

#include <string.h>
#include "store/right-write.h"

void
hufu_peer_free (HufuPeer *peer)
{
  if (peer == NULL)
    return;
  g_free (peer->address);
  g_free (peer);
}

/* --- the roster ------------------------------------------------------------------------------ */

/* An answer of a till that is not on the roster would not be believed any more. Closed, what it may
 * have debited comes back to the platform; open, it would wait for the next report (rule 5). */
static gboolean
close_unanswerable (HufuDb *db, GError **error)
{
  return HUFU_REQUEST_CLOSE (db, error,
                             "NOT EXISTS (SELECT 1 FROM peer p WHERE p.terminal_id = owner_terminal"
                             " AND p.incarnation = owner_incarnation AND p.state = 'enrolled')");
}

static gboolean
put (HufuDb *db, const HufuPeer *peer, gboolean enrolled, GError **error)
{
  if (hufu_id_is_zero (&peer->terminal_id) || peer->incarnation == 0 ||
      strlen (peer->address) > HUFU_PEER_ADDRESS_MAX)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "peer");
  return HUFU_RUN (db, error,
                   "INSERT INTO peer (terminal_id, incarnation, store_no, terminal_no,"
                   " device_public, address, state) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
                   " WHERE NOT EXISTS (SELECT 1 FROM terminal WHERE terminal_id = ?1)"
                   " ON CONFLICT (terminal_id) DO UPDATE SET incarnation = excluded.incarnation,"
                   " store_no = excluded.store_no, terminal_no = excluded.terminal_no,"
                   " device_public = excluded.device_public, address = excluded.address,"
                   " state = excluded.state",
                   SQL_ID (&peer->terminal_id), SQL_INT (peer->incarnation),
                   SQL_INT (peer->store_no), SQL_INT (peer->terminal_no),
                   SQL_BLOB (peer->device_public, sizeof peer->device_public),
                   SQL_TEXT (peer->address), SQL_TEXT (enrolled ? "enrolled" : "gone"));
}

gboolean
hufu_roster_put (HufuDb *db, const HufuPeer *peer, gboolean enrolled, GError **error)
{
  return put (db, peer, enrolled, error) && close_unanswerable (db, error);
}

gboolean
hufu_roster_remove (HufuDb *db, const HufuId *terminal_id, GError **error)
{
  return HUFU_RUN (db, error, "DELETE FROM peer WHERE terminal_id = ?", SQL_ID (terminal_id)) &&
         close_unanswerable (db, error);
}

static gboolean
apply (HufuDb *db, GPtrArray *peers, GError **error)
{
  if (!HUFU_RUN (db, error, "DELETE FROM peer"))
    return FALSE;
  for (guint i = 0; i < peers->len; i++)
    if (!put (db, g_ptr_array_index (peers, i), TRUE, error))
      return FALSE;
  return close_unanswerable (db, error);
}

gboolean
hufu_roster_apply (HufuDb *db, GPtrArray *peers, GError **error)
{
  if (peers->len > HUFU_PEERS_MAX)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "too many tills in the store");
  return hufu_act_begin (db, error) && hufu_act_end (db, apply (db, peers, error), error);
}

#define SELECT_PEER                                                                                \
  "SELECT terminal_id, incarnation, store_no, terminal_no, device_public, address FROM peer"       \
  " WHERE state = 'enrolled' "

static HufuPeer *
read_peer (HufuRows *rows)
{
  HufuPeer *peer = g_new0 (HufuPeer, 1);

  peer->terminal_id = hufu_rows_id (rows, 0);
  peer->incarnation = (guint32)hufu_rows_int (rows, 1);
  peer->store_no = (guint64)hufu_rows_int (rows, 2);
  peer->terminal_no = (guint64)hufu_rows_int (rows, 3);
  g_assert (hufu_rows_bytes (rows, 4, peer->device_public, sizeof peer->device_public));
  peer->address = g_strdup (hufu_rows_text (rows, 5));
  return peer;
}

gboolean
hufu_roster_load (HufuDb *db, const HufuId *terminal_id, guint32 incarnation, HufuPeer **ret_peer,
                  GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_PEER "AND terminal_id = ? AND incarnation = ?",
                  SQL_ID (terminal_id), SQL_INT (incarnation));
  int step = hufu_rows_next (rows, error);

  *ret_peer = step > 0 ? read_peer (rows) : NULL;
  return step >= 0;
}

HufuPeer *
hufu_roster_find (HufuDb *db, const HufuId *terminal_id, guint32 incarnation, GError **error)
{
  HufuPeer *peer;

  return hufu_roster_load (db, terminal_id, incarnation, &peer, error) ? peer : NULL;
}

GPtrArray *
hufu_roster_list (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_peer_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_PEER "ORDER BY terminal_no, terminal_id");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    g_ptr_array_add (peers, read_peer (rows));
  return step < 0 ? NULL : g_steal_pointer (&peers);
}

/* --- witnesses ------------------------------------------------------------------------------- */

gboolean
hufu_witness_raise (HufuDb *db, const HufuId *terminal_id, guint32 incarnation, guint64 seq,
                    const guint8 hash[HUFU_JOURNAL_HASH_BYTES], GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO witness (terminal_id, incarnation, seq, hash) VALUES (?, ?, ?, ?)"
                   " ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
                   " WHERE excluded.seq > seq",
                   SQL_ID (terminal_id), SQL_INT (incarnation), SQL_INT (seq),
                   SQL_BLOB (hash, HUFU_JOURNAL_HASH_BYTES));
}

gboolean
hufu_witness_find (HufuDb *db, const HufuId *terminal_id, guint32 incarnation,
                   HufuWitness *ret_witness, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, "SELECT seq, hash FROM witness WHERE terminal_id = ? AND incarnation = ?",
      SQL_ID (terminal_id), SQL_INT (incarnation));
  int step = hufu_rows_next (rows, error);

  *ret_witness = (HufuWitness){0};
  if (step <= 0)
    return step == 0;
  ret_witness->seq = (guint64)hufu_rows_int (rows, 0);
  g_assert (hufu_rows_bytes (rows, 1, ret_witness->hash, HUFU_JOURNAL_HASH_BYTES));
  return TRUE;
}

static gboolean
compare (HufuDb *db, guint32 incarnation, const HufuWitness *witness, gboolean *ret_forked,
         GError **error)
{
  HufuRightTill till;
  gint64 same = 0;

  if (!hufu_right_load_till (db, &till, error))
    return FALSE;
  *ret_forked = FALSE;
  if (incarnation != till.incarnation || witness->seq == 0)
    return TRUE;
  if (witness->seq <= till.head.seq &&
      !HUFU_GET_INT (db, error, 0, &same, "SELECT hash = ? FROM journal WHERE journal_no = ?",
                     SQL_BLOB (witness->hash, HUFU_JOURNAL_HASH_BYTES),
                     SQL_INT (hufu_journal_no (incarnation, witness->seq))))
    return FALSE;
  *ret_forked = same == 0;
  return same != 0 || HUFU_RUN (db, error, "UPDATE terminal SET frozen = max (frozen, 1)");
}

/* --- before they have answered --------------------------------------------------------------- */

void
hufu_witness_await (HufuDb *db, gint64 wait_us)
{
  g_assert (wait_us >= 0);
  db->witness_boot_us = wait_us == 0 ? 0 : hufu_host_boot_us (db->host) + wait_us;
}

void
hufu_witness_heard (HufuDb *db)
{
  db->witness_boot_us = 0;
}

gboolean
hufu_witness_is_awaited (HufuDb *db)
{
  if (db->witness_boot_us != 0 && hufu_host_boot_us (db->host) >= db->witness_boot_us)
    db->witness_boot_us = 0;
  return db->witness_boot_us != 0;
}

gboolean
hufu_witness_get_own (HufuDb *db, HufuWitness *ret_witness, GError **error)
{
  HufuRightTill till;

  *ret_witness = (HufuWitness){0};
  if (!hufu_right_load_till (db, &till, error))
    return FALSE;
  if (!till.frozen && !till.is_awaiting)
    *ret_witness = till.head;
  return TRUE;
}

static gboolean
exchange (HufuDb *db, const HufuId *terminal_id, guint32 incarnation, const HufuWitness *said,
          HufuWitness *ret_known, GError **error)
{
  return hufu_witness_find (db, terminal_id, incarnation, ret_known, error) &&
         (said->seq <= ret_known->seq ||
          hufu_witness_raise (db, terminal_id, incarnation, said->seq, said->hash, error));
}

gboolean
hufu_witness_exchange (HufuDb *db, const HufuId *terminal_id, guint32 incarnation,
                       const HufuWitness *said, HufuWitness *ret_known, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, exchange (db, terminal_id, incarnation, said, ret_known, error), error);
}

gboolean
hufu_witness_compare (HufuDb *db, guint32 incarnation, const HufuWitness *witness,
                      gboolean *ret_forked, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, compare (db, incarnation, witness, ret_forked, error), error);
}
