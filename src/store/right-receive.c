/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crediting a right that another till has debited: only against an open request, and once. */
#include <string.h>
#include "core/base64url.h"
#include "store/right-move.h"
#include "store/right-write.h"
#include "store/use-write.h"

static const char *const outcome_names[] = {
    [HUFU_RECEIVE_CREDITED] = "credited",     [HUFU_RECEIVE_KNOWN] = "known",
    [HUFU_RECEIVE_NO_REQUEST] = "no_request", [HUFU_RECEIVE_FORGED] = "forged",
    [HUFU_RECEIVE_MISMATCH] = "mismatch",     [HUFU_RECEIVE_TOMBSTONED] = "tombstoned",
    [HUFU_RECEIVE_FROZEN] = "frozen",
};

const char *
hufu_receive_outcome_name (HufuReceiveOutcome outcome)
{
  g_assert ((gsize)outcome < G_N_ELEMENTS (outcome_names));
  return outcome_names[outcome];
}

/* A debit that came in, and what this till knows of it. */
typedef struct {
  const guint8 *document;
  gsize size;
  HufuDebit debit;
  HufuRightTill till;
  HufuRequest request; /* zero id: there is none */
  gboolean open, known;
  HufuRightMarks marks;
} Credit;

static gboolean
load_request (HufuDb *db, Credit *credit, GError **error)
{
  HufuRequest *request = &credit->request;
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT cti, generation, owner_terminal, owner_incarnation, incarnation, seq,"
      " platform_epoch, state = 'open', document IS ? FROM right_request WHERE request_id = ?",
      SQL_BLOB (credit->document, credit->size), SQL_ID (&credit->debit.request_id));
  int step = hufu_rows_next (rows, error);

  if (step <= 0)
    return step == 0;
  request->request_id = credit->debit.request_id;
  request->cti = hufu_rows_id (rows, 0);
  request->generation = (guint64)hufu_rows_int (rows, 1);
  request->owner_terminal = hufu_rows_id (rows, 2);
  request->owner_incarnation = (guint32)hufu_rows_int (rows, 3);
  request->asker_incarnation = (guint32)hufu_rows_int (rows, 4);
  request->asker_seq = (guint64)hufu_rows_int (rows, 5);
  request->platform_epoch = (guint64)hufu_rows_int (rows, 6);
  credit->open = hufu_rows_int (rows, 7) != 0;
  credit->known = hufu_rows_int (rows, 8) != 0;
  return TRUE;
}

/* Signed by the till that was asked, under the key that the roster has for it now. */
static gboolean
check_signature (HufuDb *db, const Credit *credit, gboolean *ret_good, GError **error)
{
  g_autoptr (HufuPeer) owner = NULL;

  if (!hufu_roster_load (db, &credit->request.owner_terminal, credit->request.owner_incarnation,
                         &owner, error))
    return FALSE;
  *ret_good = owner != NULL && hufu_debit_verify (credit->document, credit->size,
                                                  owner->device_public, hufu_crypto_verify);
  return TRUE;
}

/* The credit matches its request, under the platform epoch of both and of now (rule 3). */
static gboolean
matches (const Credit *credit)
{
  const HufuDebit *debit = &credit->debit;
  const HufuRequest *request = &credit->request;
  const HufuRightTill *till = &credit->till;

  return hufu_id_equal (&debit->from_terminal, &request->owner_terminal) &&
         debit->from_incarnation == request->owner_incarnation &&
         hufu_id_equal (&debit->to_terminal, &till->terminal_id) &&
         debit->to_incarnation == till->incarnation &&
         request->asker_incarnation == till->incarnation && debit->to_seq == request->asker_seq &&
         hufu_id_equal (&debit->key.cti, &request->cti) &&
         debit->key.generation == request->generation &&
         request->platform_epoch == till->platform_epoch;
}

static HufuReceiveOutcome
judge (const Credit *credit, gboolean signed_well)
{
  static const HufuReceiveOutcome outcomes[] = {
      [HUFU_CREDIT_TAKE] = HUFU_RECEIVE_CREDITED,
      [HUFU_CREDIT_TOMBSTONED] = HUFU_RECEIVE_TOMBSTONED,
      [HUFU_CREDIT_PASSED] = HUFU_RECEIVE_MISMATCH,
      [HUFU_CREDIT_OTHER_PLATFORM] = HUFU_RECEIVE_MISMATCH,
  };
  const HufuDebit *debit = &credit->debit;
  const HufuRightMarks *marks = &credit->marks;

  if (!signed_well)
    return HUFU_RECEIVE_FORGED;
  if (!matches (credit))
    return HUFU_RECEIVE_MISMATCH;
  return outcomes[hufu_right_check_credit (&debit->epoch, debit->hop, &marks->known,
                                           marks->known_hop, &marks->tombstone,
                                           credit->till.platform_epoch)];
}

/* --- crediting ------------------------------------------------------------------------------- */

static gboolean
remember_undone (HufuDb *db, const HufuDebit *debit, GError **error)
{
  for (gsize i = 0; i < debit->n_undone; i++)
    if (!HUFU_RUN (db, error,
                   "INSERT INTO undone_use (cti, generation, k, platform_epoch, counter, use_id)"
                   " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                   SQL_RIGHT (&debit->key), SQL_EPOCH (&debit->epoch), SQL_ID (&debit->undone[i])))
      return FALSE;
  return TRUE;
}

/* What the platform has said stays. What was made from a code alone has no short code, and gives
 * way (use-unleased.c): whoever asks for the right next must be told what it is. */
static gboolean
learn_voucher (HufuDb *db, const HufuDebit *debit, const HufuVoucher *voucher, GError **error)
{
  gint64 known = 0;

  if (voucher == NULL || !hufu_id_equal (&voucher->cti, &debit->key.cti) ||
      voucher->generation != debit->key.generation)
    return TRUE;
  if (!HUFU_GET_INT (db, error, 0, &known,
                     "SELECT 1 FROM voucher WHERE cti = ? AND generation = ? AND short_code <> ''",
                     SQL_ID (&voucher->cti), SQL_INT (voucher->generation)))
    return FALSE;
  return known != 0 || hufu_voucher_write (db, voucher, error);
}

static gboolean
write_credit (HufuDb *db, const Credit *credit, const HufuVoucher *voucher,
              HufuReceiveOutcome *ret_outcome, GError **error)
{
  const HufuDebit *debit = &credit->debit;
  g_autofree char *text = hufu_base64url_encode (credit->document, credit->size);
  HufuRight right = {debit->key, debit->epoch, debit->hop, debit->remaining_minor};
  gboolean is_new;

  if (!hufu_right_write_held (db, &right, &is_new, error))
    return FALSE;
  if (!is_new) {
    /* The right is held here at a lower hop: somebody else has given it away too. */
    *ret_outcome = HUFU_RECEIVE_MISMATCH;
    return TRUE;
  }
  return HUFU_RUN (db, error,
                   "UPDATE right_request SET state = 'credited', document = ?"
                   " WHERE request_id = ?",
                   SQL_BLOB (credit->document, credit->size), SQL_ID (&debit->request_id)) &&
         remember_undone (db, debit, error) && learn_voucher (db, debit, voucher, error) &&
         hufu_witness_raise (db, &debit->from_terminal, debit->from_incarnation, debit->from_seq,
                             debit->from_hash, error) &&
         hufu_journal_append (db, "right.received", json_pack ("{s:s}", "debit", text), NULL,
                              error);
}

static gboolean
take (HufuDb *db, Credit *credit, const HufuVoucher *voucher, HufuReceiveOutcome *ret_outcome,
      GError **error)
{
  gboolean signed_well;

  if (!check_signature (db, credit, &signed_well, error) ||
      !hufu_right_load_marks (db, &credit->debit.key, &credit->marks, error))
    return FALSE;
  *ret_outcome = judge (credit, signed_well);
  if (*ret_outcome == HUFU_RECEIVE_CREDITED)
    return write_credit (db, credit, voucher, ret_outcome, error);
  /* Recalled here in the meantime: the platform must hear that it will not be credited. */
  return *ret_outcome != HUFU_RECEIVE_TOMBSTONED ||
         HUFU_REQUEST_CLOSE (db, error, "request_id = ?", SQL_ID (&credit->debit.request_id));
}

static gboolean
receive (HufuDb *db, Credit *credit, const HufuVoucher *voucher, HufuReceiveOutcome *ret_outcome,
         GError **error)
{
  if (!hufu_right_load_till (db, &credit->till, error) || !load_request (db, credit, error))
    return FALSE;
  if (credit->till.frozen)
    *ret_outcome = HUFU_RECEIVE_FROZEN;
  else if (credit->known)
    *ret_outcome = HUFU_RECEIVE_KNOWN;
  else if (!credit->open)
    *ret_outcome = HUFU_RECEIVE_NO_REQUEST;
  else
    return take (db, credit, voucher, ret_outcome, error);
  return TRUE;
}

gboolean
hufu_right_receive (HufuDb *db, const guint8 *document, gsize size, const HufuVoucher *voucher,
                    HufuReceiveOutcome *ret_outcome, GError **error)
{
  Credit credit = {.document = document, .size = size};

  *ret_outcome = HUFU_RECEIVE_FORGED;
  if (!hufu_debit_decode (document, size, &credit.debit))
    return TRUE;
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, receive (db, &credit, voucher, ret_outcome, error), error);
}
