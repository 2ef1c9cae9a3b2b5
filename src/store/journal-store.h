/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's journal, which is the outbox too: batches to send, acknowledgements, verification.
 */
#pragma once

#include "core/journal.h"
#include "store/db.h"

/* The number of an event over all incarnations: the key of its row; 0 = before the first one. */
gint64 hufu_journal_no (guint32 incarnation, guint64 seq);

#define HUFU_BATCH_EVENTS_MAX 200
#define HUFU_BATCH_BYTES_MAX (256 * 1024)

typedef struct {
  HufuId event_id;
  guint64 seq;
  guint64 hlc;
  char *kind, *body;
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];
} HufuStoredEvent;

typedef struct {
  HufuId terminal_id;
  guint32 incarnation;
  guint64 platform_epoch;
  GPtrArray *events; /* HufuStoredEvent, in order; empty = nothing to send */
} HufuBatch;
void hufu_batch_free (HufuBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuBatch, hufu_batch_free)

/* The next events above acked_seq, within the limits of one batch (one event is always given). */
HufuBatch *hufu_journal_next_batch (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The last event of this incarnation alone, confirmed or not: the answer to it says what the
 * platform knows. Empty if there is none. */
HufuBatch *hufu_journal_last_batch (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  guint64 seq;
  char *code, *detail; /* NULL code: accepted */
} HufuEventVerdict;

/* Moves acked_seq (never past what was written, never on a wrong chain hash: CONFLICT) and stores
 * verdicts that need attention. */
gboolean hufu_journal_acknowledge (HufuDb *db, guint64 acked_seq,
                                   const guint8 chain_hash[HUFU_JOURNAL_HASH_BYTES],
                                   guint64 platform_epoch, const HufuEventVerdict *verdicts,
                                   gsize n_verdicts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a person has to look at. incarnation 0: no event but a use, whose id is the detail
 * (hufu_use_set_attention). */
typedef struct {
  guint64 incarnation, seq;
  const char *code, *detail;
} HufuAttention;
typedef void (*HufuAttentionFunc) (const HufuAttention *attention, gpointer user_data);
gboolean hufu_attention_foreach (HufuDb *db, HufuAttentionFunc func, gpointer user_data,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Walks the chain of every incarnation. TRUE and *ret_bad_seq 0 if whole; TRUE and the first bad
 * seq with a sentence otherwise; FALSE if it cannot be read. Finds any changed, missing or inserted
 * row. */
gboolean hufu_journal_verify (HufuDb *db, guint64 *ret_rows, guint64 *ret_bad_seq, char **ret_what,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calls func for every event in order; for `hufuctl export`. */
typedef void (*HufuEventFunc) (const HufuStoredEvent *event, gpointer user_data);
gboolean hufu_journal_foreach (HufuDb *db, HufuEventFunc func, gpointer user_data,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
