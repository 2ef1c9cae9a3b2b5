/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the journal and the ledger from inside an act; private to src/store. */
#pragma once

#include <jansson.h>
#include "core/journal.h"
#include "core/json-text.h"
#include "core/right.h"
#include "store/journal-store.h"
#include "store/sql.h"

/* Appends an event. Takes body (a bug if NULL). CONFLICT while the till is not enrolled: events of
 * nobody could never be sent. ret_journal_no, the key of its row, may be NULL. */
gboolean hufu_journal_append (HufuDb *db, const char *kind, json_t *take_body,
                              gint64 *ret_journal_no, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a body that is canonical text. */
gboolean hufu_journal_append_text (HufuDb *db, const char *kind, const char *body,
                                   gint64 *ret_journal_no,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

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
/* Writes what the event posts. Asserts that it balances. Nothing is written for no postings. */
gboolean hufu_ledger_post (HufuDb *db, gint64 journal_no, guint32 currency,
                           const HufuPostings *postings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Posts the mirror of what the event reversed_no posted; nothing if it posted nothing. */
gboolean hufu_ledger_reverse (HufuDb *db, gint64 reversed_no, gint64 journal_no,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
