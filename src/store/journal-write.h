/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the journal and the ledger from inside an act; private to src/store. */
#pragma once

#include <jansson.h>
#include "core/journal.h"
#include "core/json-text.h"
#include "core/right.h"
#include "store/sql.h"

/* Appends an event. Takes body (a bug if NULL). CONFLICT while the till is not enrolled: events of
 * nobody could never be sent. ret_ may be NULL. */
gboolean hufu_journal_append (HufuDb *db, const char *kind, json_t *take_body, HufuId *ret_event_id,
                              guint64 *ret_seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a body that is canonical text. */
gboolean hufu_journal_append_text (HufuDb *db, const char *kind, const char *body,
                                   HufuId *ret_event_id, guint64 *ret_seq,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The key of a row of the journal. */
gint64 hufu_journal_no (guint32 incarnation, guint64 seq);

/* JSON of the store's values; new references. A zero id is null. */
json_t *hufu_json_id (const HufuId *id);
json_t *hufu_json_right (const HufuRightKey *key);
json_t *hufu_json_epoch (const HufuEpoch *epoch);

#define HUFU_POSTINGS_MAX 8

typedef struct {
  const char *account;
  gint64 debit_minor, credit_minor;
} HufuPosting;

typedef struct {
  HufuPosting postings[HUFU_POSTINGS_MAX];
  gsize n;
} HufuPostings;

/* Adds a debit (> 0) or credit (< 0) of the account; nothing for 0. */
void hufu_postings_add (HufuPostings *postings, const char *account, gint64 debit_minor);
/* Adds them as the value "ledger". */
void hufu_postings_add_to_json (const HufuPostings *postings, HufuJsonText *json);
/* Writes one ledger transaction of the event. Asserts that it balances. Nothing is written for no
 * postings. reverses: tx_no, or 0. */
gboolean hufu_ledger_post (HufuDb *db, const HufuId *event_id, const char *kind, gint64 reverses,
                           guint32 currency, const HufuPostings *postings,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Posts the mirror of the transaction that source_event posted; nothing if it posted none. */
gboolean hufu_ledger_reverse (HufuDb *db, const HufuId *source_event, const HufuId *event_id,
                              const char *kind, GError **error) G_GNUC_WARN_UNUSED_RESULT;
