/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Giving a right to another till: durable before the answer is sent, answered the same for ever. */
#include <string.h>
#include "core/base64url.h"
#include "store/right-move.h"
#include "store/right-write.h"

static const char *const outcome_names[] = {
    [HUFU_DEBIT_DEBITED] = "debited",
    [HUFU_DEBIT_NOT_HELD] = "not_held",
    [HUFU_DEBIT_WRONG_OWNER] = "wrong_owner",
    [HUFU_DEBIT_WRONG_EPOCH] = "wrong_epoch",
    [HUFU_DEBIT_STRANGER] = "stranger",
    [HUFU_DEBIT_FROZEN] = "frozen",
    [HUFU_DEBIT_FULL] = "full",
};

const char *
hufu_debit_outcome_name (HufuDebitOutcome outcome)
{
  g_assert ((gsize)outcome < G_N_ELEMENTS (outcome_names));
  return outcome_names[outcome];
}

gboolean
hufu_debit_outcome_find (const char *name, HufuDebitOutcome *ret_outcome)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outcome_names); i++)
    if (g_strcmp0 (name, outcome_names[i]) == 0) {
      *ret_outcome = (HufuDebitOutcome)i;
      return TRUE;
    }
  return FALSE;
}

/* --- who asks whom --------------------------------------------------------------------------- */

/* DEBITED here means: go on. A successor of the owner refuses even what its predecessor answered,
 * and both ends refuse a transfer across platform epochs (rule 3). */
static gboolean
check_ends (HufuDb *db, const HufuRequest *request, const HufuRightTill *till,
            HufuDebitOutcome *ret_outcome, GError **error)
{
  g_autoptr (HufuPeer) asker = NULL;

  if (!hufu_roster_load (db, &request->asker_terminal, request->asker_incarnation, &asker, error))
    return FALSE;
  if (till->frozen || till->is_awaiting)
    *ret_outcome = HUFU_DEBIT_FROZEN;
  else if (!hufu_id_equal (&request->owner_terminal, &till->terminal_id) ||
           request->owner_incarnation != till->incarnation)
    *ret_outcome = HUFU_DEBIT_WRONG_OWNER;
  else if (asker == NULL)
    *ret_outcome = HUFU_DEBIT_STRANGER;
  else if (request->platform_epoch != till->platform_epoch)
    *ret_outcome = HUFU_DEBIT_WRONG_EPOCH;
  else
    *ret_outcome = HUFU_DEBIT_DEBITED;
  return TRUE;
}

/* NULL without error: this request was not answered yet. */
static GBytes *
find_answer (HufuDb *db, const HufuRequest *request, GError **error)
{
  guint8 document[HUFU_DEBIT_MAX_BYTES];
  gint64 size = 0;
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error,
                                          "SELECT length (document), document FROM right_debit"
                                          " WHERE request_id = ?",
                                          SQL_ID (&request->request_id));

  if (hufu_rows_next (rows, error) <= 0)
    return NULL;
  size = hufu_rows_int (rows, 0);
  g_assert (size > 0 && size <= HUFU_DEBIT_MAX_BYTES &&
            hufu_rows_bytes (rows, 1, document, (gsize)size));
  return g_bytes_new (document, (gsize)size);
}

/* The answer goes to nobody but who asked first, and for what was asked. */
static gboolean
is_answer_to (GBytes *document, const HufuRequest *request)
{
  HufuDebit debit;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (document, &size);

  g_assert (hufu_debit_decode (bytes, size, &debit));
  return hufu_id_equal (&debit.to_terminal, &request->asker_terminal) &&
         debit.to_incarnation == request->asker_incarnation &&
         hufu_id_equal (&debit.key.cti, &request->cti) &&
         debit.key.generation == request->generation;
}

/* --- the debit ------------------------------------------------------------------------------- */

/* The lowest right of the voucher; of this platform epoch if there is one. */
static gboolean
find_right (HufuDb *db, const HufuRequest *request, HufuRight *ret_right, gboolean *ret_found,
            GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT k, platform_epoch, counter, hop, remaining_minor FROM entitlement"
                  " WHERE cti = ? AND generation = ? ORDER BY platform_epoch DESC, k LIMIT 1",
                  SQL_ID (&request->cti), SQL_INT (request->generation));
  int step = hufu_rows_next (rows, error);

  *ret_found = step > 0;
  if (step <= 0)
    return step == 0;
  *ret_right = (HufuRight){
      .key = {request->cti, request->generation, (guint32)hufu_rows_int (rows, 0)},
      .epoch = {(guint64)hufu_rows_int (rows, 1), (guint64)hufu_rows_int (rows, 2)},
      .hop = (guint32)hufu_rows_int (rows, 3),
      .remaining_minor = hufu_rows_int (rows, 4),
  };
  return TRUE;
}

static gboolean
list_undone (HufuDb *db, HufuDebit *debit, gboolean *ret_full, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT use_id FROM undone_use WHERE cti = ? AND generation = ? AND k = ?"
                  " AND platform_epoch = ? AND counter = ? ORDER BY use_id",
                  SQL_RIGHT (&debit->key), SQL_EPOCH (&debit->epoch));
  int step;

  *ret_full = FALSE;
  while (!*ret_full && (step = hufu_rows_next (rows, error)) > 0) {
    HufuId use_id = hufu_rows_id (rows, 0);

    *ret_full = !hufu_debit_add_undone (debit, &use_id);
  }
  return *ret_full || step == 0;
}

static HufuDebit
make_debit (const HufuRequest *request, const HufuRightTill *till, const HufuRight *right)
{
  HufuDebit debit = {
      .request_id = request->request_id,
      .key = right->key,
      .epoch = right->epoch,
      .hop = right->hop + 1,
      .remaining_minor = right->remaining_minor,
      .from_terminal = till->terminal_id,
      .from_incarnation = till->incarnation,
      .from_seq = till->head.seq,
      .to_terminal = request->asker_terminal,
      .to_incarnation = request->asker_incarnation,
      .to_seq = request->asker_seq,
  };

  memcpy (debit.from_hash, till->head.hash, sizeof debit.from_hash);
  return debit;
}

/* The right goes, the answer comes, and how far the right has come is raised, so that nothing
 * behind that point is ever credited or restored here. */
static gboolean
write_debit (HufuDb *db, const HufuRequest *request, const HufuDebit *debit, GBytes *document,
             GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (document, &size);
  g_autofree char *text = hufu_base64url_encode (bytes, size);

  return HUFU_RUN (db, error, "DELETE FROM entitlement WHERE cti = ? AND generation = ? AND k = ?",
                   SQL_RIGHT (&debit->key)) &&
         HUFU_RUN (db, error,
                   "UPDATE credited SET hop = ? WHERE cti = ? AND generation = ? AND k = ?",
                   SQL_INT (debit->hop), SQL_RIGHT (&debit->key)) &&
         HUFU_RUN (db, error, "INSERT INTO right_debit (request_id, document) VALUES (?, ?)",
                   SQL_ID (&request->request_id), SQL_BLOB (bytes, size)) &&
         hufu_witness_raise (db, &request->asker_terminal, request->asker_incarnation,
                             request->asker_seq, request->asker_hash, error) &&
         hufu_journal_append (db, "right.debited", json_pack ("{s:s}", "debit", text), NULL, error);
}

static gboolean
give (HufuDb *db, const HufuRequest *request, const HufuRightTill *till, HufuKeyPair *device,
      HufuDebitOutcome *ret_outcome, GBytes **ret_document, GError **error)
{
  guint8 bytes[HUFU_DEBIT_MAX_BYTES];
  gboolean found, full;
  HufuRight right;
  HufuDebit debit;
  gsize size;

  if (!find_right (db, request, &right, &found, error))
    return FALSE;
  *ret_outcome = !found                                               ? HUFU_DEBIT_NOT_HELD
                 : right.epoch.platform_epoch != till->platform_epoch ? HUFU_DEBIT_WRONG_EPOCH
                                                                      : HUFU_DEBIT_DEBITED;
  if (*ret_outcome != HUFU_DEBIT_DEBITED)
    return TRUE;
  debit = make_debit (request, till, &right);
  if (!list_undone (db, &debit, &full, error))
    return FALSE;
  if (full) {
    *ret_outcome = HUFU_DEBIT_FULL;
    return TRUE;
  }
  size = hufu_debit_seal (&debit, hufu_crypto_sign, device, bytes);
  if (size == 0)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "a request that nobody makes");
  *ret_document = g_bytes_new (bytes, size);
  return write_debit (db, request, &debit, *ret_document, error);
}

static gboolean
answer (HufuDb *db, const HufuRequest *request, HufuKeyPair *device, HufuDebitOutcome *ret_outcome,
        GBytes **ret_document, GError **error)
{
  g_autoptr (GError) failure = NULL;
  HufuRightTill till;

  if (!hufu_right_load_till (db, &till, error) ||
      !check_ends (db, request, &till, ret_outcome, error))
    return FALSE;
  if (*ret_outcome != HUFU_DEBIT_DEBITED)
    return TRUE;
  *ret_document = find_answer (db, request, &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (*ret_document == NULL)
    return give (db, request, &till, device, ret_outcome, ret_document, error);
  if (!is_answer_to (*ret_document, request)) {
    g_clear_pointer (ret_document, g_bytes_unref);
    *ret_outcome = HUFU_DEBIT_STRANGER;
  }
  return TRUE;
}

gboolean
hufu_right_debit (HufuDb *db, const HufuRequest *request, HufuKeyPair *device,
                  HufuDebitOutcome *ret_outcome, GBytes **ret_document, GError **error)
{
  g_autoptr (GBytes) document = NULL;

  *ret_document = NULL;
  if (!hufu_act_begin (db, error) ||
      !hufu_act_end (db, answer (db, request, device, ret_outcome, &document, error), error))
    return FALSE;
  *ret_document = g_steal_pointer (&document);
  return TRUE;
}
