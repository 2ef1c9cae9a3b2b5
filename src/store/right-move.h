/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moving a right from one till of the store to another (rule 3 of the rights): the asker stores a
 * request, the owner debits and signs, the asker credits against its open request, once. Each is
 * one act; nothing is sent before it is stored. Whoever calls has checked the token and its live
 * proof.
 *
 *   asker: hufu_request_open (db, &cti, generation, &owner_terminal, owner_incarnation, &request);
 *   owner: hufu_right_debit (db, &request, keys, &outcome, &document)
 *   asker: hufu_right_receive (db, bytes, size, voucher, &outcome)
 *
 * A lost answer is asked for again with the same request, and the answer is the same.
 */
#pragma once

#include "core/debit.h"
#include "crypto/sign.h"
#include "store/voucher-store.h"

typedef struct {
  HufuId request_id;
  HufuId cti;
  guint64 generation;
  HufuId owner_terminal;
  guint32 owner_incarnation;
  HufuId asker_terminal;
  guint32 asker_incarnation;
  guint64 asker_seq; /* the head of the asker's journal when it asked: a witness */
  guint8 asker_hash[HUFU_JOURNAL_HASH_BYTES];
  guint64 platform_epoch;
} HufuRequest;

/* --- the asker -------------------------------------------------------------------------------- */

/* Stores a request for a right of this voucher, or finds the open one that was stored for the same
 * owner. CONFLICT: not enrolled, frozen, not live, or the owner is not on the roster under this
 * incarnation.
 */
gboolean hufu_request_open (HufuDb *db, const HufuId *cti, guint64 generation,
                            const HufuId *owner_terminal, guint32 owner_incarnation,
                            HufuRequest *ret_request, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All that are open (HufuRequest *), oldest first: to be asked again. */
GPtrArray *hufu_request_list_open (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives an open request up, with the event request.closed: nothing is ever credited against it.
 * Nothing happens if it is not open. */
gboolean hufu_request_close (HufuDb *db, const HufuId *request_id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  HUFU_RECEIVE_CREDITED,   /* the right is held here now */
  HUFU_RECEIVE_KNOWN,      /* credited by this document before: nothing changes */
  HUFU_RECEIVE_NO_REQUEST, /* never asked for, or closed: refused */
  HUFU_RECEIVE_FORGED,     /* no debit, or not signed by the owner that was asked */
  HUFU_RECEIVE_MISMATCH,   /* of another request, right, till, journal, hop or platform epoch */
  HUFU_RECEIVE_TOMBSTONED, /* recalled here: refused, and the request is closed */
  HUFU_RECEIVE_FROZEN,     /* a fork was seen here: refused */
} HufuReceiveOutcome;
const char *hufu_receive_outcome_name (HufuReceiveOutcome outcome); /* "credited" ... */

/* Credits a debit. voucher: what the voucher is, as the owner told it beside the debit; taken only
 * if this till does not know it yet, as it cannot be redeemed by who does not; may be NULL. All but
 * CREDITED and TOMBSTONED leave everything as it was. */
gboolean hufu_right_receive (HufuDb *db, const guint8 *document, gsize size,
                             const HufuVoucher *voucher, HufuReceiveOutcome *ret_outcome,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- the owner -------------------------------------------------------------------------------- */

typedef enum {
  HUFU_DEBIT_DEBITED,     /* the document is the answer */
  HUFU_DEBIT_NOT_HELD,    /* no right of this voucher here */
  HUFU_DEBIT_WRONG_OWNER, /* meant for another till, or for an earlier incarnation of this one */
  HUFU_DEBIT_WRONG_EPOCH, /* the two know different platform epochs, or the right is of an older */
  HUFU_DEBIT_STRANGER,    /* the asker is not on the roster under its incarnation */
  HUFU_DEBIT_FROZEN,      /* a fork was seen here: nothing leased moves */
  HUFU_DEBIT_FULL,        /* its list of undone uses is full: the right stays here */
} HufuDebitOutcome;
const char *hufu_debit_outcome_name (HufuDebitOutcome outcome); /* "debited" "not_held" ... */
/* FALSE and *ret_outcome untouched if there is none of that name. */
gboolean hufu_debit_outcome_find (const char *name, HufuDebitOutcome *ret_outcome);

/* Gives a right of the voucher away and signs for it; the same request is answered by the same
 * document for ever. The caller has authenticated the asker as request->asker_terminal. Anything
 * but DEBITED leaves the right here and *ret_document NULL. */
gboolean hufu_right_debit (HufuDb *db, const HufuRequest *request, HufuKeyPair *device,
                           HufuDebitOutcome *ret_outcome, GBytes **ret_document,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
