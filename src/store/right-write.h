/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights, requests and the roster from inside an act; private to src/store. */
#pragma once

#include "store/journal-write.h"
#include "store/roster.h"
#include "store/voucher-store.h"

#define SQL_RIGHT(key) SQL_ID (&(key)->cti), SQL_INT ((key)->generation), SQL_INT ((key)->k)
#define SQL_EPOCH(epoch) SQL_INT ((epoch)->platform_epoch), SQL_INT ((epoch)->counter)

/* What of the till's own row the rules of rights ask for. */
typedef struct {
  HufuId terminal_id; /* zero: not enrolled */
  guint32 incarnation;
  guint64 platform_epoch;
  HufuEpoch fence;
  gboolean frozen, leaving;
  gboolean is_awaiting; /* its witnesses (hufu_witness_await) */
  HufuWitness head;     /* of its journal */
} HufuRightTill;
gboolean hufu_right_load_till (HufuDb *db, HufuRightTill *ret_till,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What this till remembers of a right, held or not; zeros for nothing. */
typedef struct {
  HufuEpoch known; /* the furthest it has come here, with known_hop */
  guint32 known_hop;
  HufuEpoch tombstone, recall; /* recall: the number of the last one */
} HufuRightMarks;
gboolean hufu_right_load_marks (HufuDb *db, const HufuRightKey *key, HufuRightMarks *ret_marks,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stores a right that was credited and how far it has come. A row that is here stays as it is:
 * *ret_new FALSE, and nothing changes. */
gboolean hufu_right_write_held (HufuDb *db, const HufuRight *right, gboolean *ret_new,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Closes the open requests that the condition names (one literal of SQL), each with its event. */
gboolean hufu_request_close_where (HufuDb *db, const char *select, const HufuSqlValue *values,
                                   gsize n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
#define HUFU_REQUEST_CLOSE(db, error, condition, ...)                                              \
  hufu_request_close_where (                                                                       \
      db,                                                                                          \
      "SELECT request_id FROM right_request WHERE state = 'open' AND " condition                   \
      " ORDER BY request_id",                                                                      \
      HUFU_SQL_VALUES (__VA_ARGS__), error)

/* As hufu_roster_find, for who must tell a stranger from a failure: *ret_peer NULL for a stranger.
 */
gboolean hufu_roster_load (HufuDb *db, const HufuId *terminal_id, guint32 incarnation,
                           HufuPeer **ret_peer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One row of the roster. hufu_roster_put leaves this till itself out. */
gboolean hufu_roster_put (HufuDb *db, const HufuPeer *peer, gboolean enrolled,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_roster_remove (HufuDb *db, const HufuId *terminal_id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remembers the furthest that a till's journal is known to have come. */
gboolean hufu_witness_raise (HufuDb *db, const HufuId *terminal_id, guint32 incarnation,
                             guint64 seq, const guint8 hash[HUFU_JOURNAL_HASH_BYTES],
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
