/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that say what this till holds and remembers of a right. */
#include "store/right-write.h"

gboolean
hufu_right_load_till (HufuDb *db, HufuRightTill *ret_till, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT terminal_id, incarnation, platform_epoch, fence_platform_epoch, fence_counter,"
      " frozen, last_seq, last_hash, life <> 'live' FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  *ret_till = (HufuRightTill){
      .terminal_id = hufu_rows_id (rows, 0),
      .incarnation = (guint32)hufu_rows_int (rows, 1),
      .platform_epoch = (guint64)hufu_rows_int (rows, 2),
      .fence = {(guint64)hufu_rows_int (rows, 3), (guint64)hufu_rows_int (rows, 4)},
      .frozen = hufu_rows_int (rows, 5) != 0,
      .head = {.seq = (guint64)hufu_rows_int (rows, 6)},
      .leaving = hufu_rows_int (rows, 8) != 0,
      .is_awaiting = hufu_witness_is_awaited (db),
  };
  if (!hufu_rows_bytes (rows, 7, ret_till->head.hash, HUFU_JOURNAL_HASH_BYTES))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "the head of the journal");
  return TRUE;
}

static gboolean
load_known (HufuDb *db, const HufuRightKey *key, HufuRightMarks *marks, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error,
                                          "SELECT platform_epoch, counter, hop FROM credited"
                                          " WHERE cti = ? AND generation = ? AND k = ?",
                                          SQL_RIGHT (key));
  int step = hufu_rows_next (rows, error);

  if (step <= 0)
    return step == 0;
  marks->known = (HufuEpoch){(guint64)hufu_rows_int (rows, 0), (guint64)hufu_rows_int (rows, 1)};
  marks->known_hop = (guint32)hufu_rows_int (rows, 2);
  return TRUE;
}

static gboolean
load_tombstone (HufuDb *db, const HufuRightKey *key, HufuRightMarks *marks, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT platform_epoch, counter, recall_platform_epoch, recall_counter"
                  " FROM tombstone WHERE cti = ? AND generation = ? AND k = ?",
                  SQL_RIGHT (key));
  int step = hufu_rows_next (rows, error);

  if (step <= 0)
    return step == 0;
  marks->tombstone =
      (HufuEpoch){(guint64)hufu_rows_int (rows, 0), (guint64)hufu_rows_int (rows, 1)};
  marks->recall = (HufuEpoch){(guint64)hufu_rows_int (rows, 2), (guint64)hufu_rows_int (rows, 3)};
  return TRUE;
}

gboolean
hufu_right_load_marks (HufuDb *db, const HufuRightKey *key, HufuRightMarks *ret_marks,
                       GError **error)
{
  *ret_marks = (HufuRightMarks){0};
  return load_known (db, key, ret_marks, error) && load_tombstone (db, key, ret_marks, error);
}

gboolean
hufu_right_write_held (HufuDb *db, const HufuRight *right, gboolean *ret_new, GError **error)
{
  *ret_new = FALSE;
  if (!HUFU_RUN (db, error,
                 "INSERT INTO entitlement (cti, generation, k, platform_epoch, counter, hop,"
                 " remaining_minor) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                 SQL_RIGHT (&right->key), SQL_EPOCH (&right->epoch), SQL_INT (right->hop),
                 SQL_INT (right->remaining_minor)))
    return FALSE;
  *ret_new = hufu_sql_changes (db) != 0;
  return !*ret_new ||
         HUFU_RUN (db, error,
                   "INSERT INTO credited (cti, generation, k, platform_epoch, counter, hop)"
                   " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                   " platform_epoch = excluded.platform_epoch, counter = excluded.counter,"
                   " hop = excluded.hop",
                   SQL_RIGHT (&right->key), SQL_EPOCH (&right->epoch), SQL_INT (right->hop));
}
