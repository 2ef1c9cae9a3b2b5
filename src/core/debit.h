/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A debit: what the owner of a right signs when it gives the right to another till (rule 3 of the
 * rights). One document says it all: it is the answer to the asker, the body of the event at either
 * end, and what the platform follows the right by. Strict and deterministic (core/cbor.h), no heap,
 * bounded. Pure: signing and checking come in as functions.
 *
 *   document = [ bstr payload, bstr .size 64 signature ]
 *   payload  = bstr .cbor [ request_id, cti, generation, k, platform_epoch, counter, hop,
 *                remaining_minor, from_terminal, from_incarnation, from_seq, from_hash,
 *                to_terminal, to_incarnation, to_seq, [ 0*64 undone use id ] ]
 *   signature = Ed25519 (device key of from_terminal, "OVD1" || payload)
 *
 *   size = hufu_debit_seal (&debit, hufu_crypto_sign, keys, document);
 *   if (hufu_debit_decode (document, size, &debit) &&
 *       hufu_debit_verify (document, size, peer->device_public, hufu_crypto_verify)) ...
 */
#pragma once

#include "core/journal.h"
#include "core/right.h"
#include "core/token.h"

#define HUFU_DEBIT_UNDONE_MAX 64
#define HUFU_DEBIT_MAX_BYTES 1400 /* of a document; the longest one has 1327 */

typedef struct {
  HufuId request_id;
  HufuRightKey key;
  HufuEpoch epoch; /* of the lease: a transfer keeps it */
  guint32 hop;     /* the new one: the owner's + 1; a grant has 0 */
  gint64 remaining_minor;
  HufuId from_terminal;
  guint32 from_incarnation;
  /* The head of the owner's journal just before the event of this debit: whoever keeps the debit is
   * a witness of it (rule 8). */
  guint64 from_seq;
  guint8 from_hash[HUFU_JOURNAL_HASH_BYTES];
  HufuId to_terminal;
  guint32 to_incarnation;
  guint64 to_seq; /* the last one of the asker's journal when it asked */
  /* Uses of the right that were undone under this epoch, here and before: ascending, each once. */
  gsize n_undone;
  HufuId undone[HUFU_DEBIT_UNDONE_MAX];
} HufuDebit;

/* Adds an undone use; TRUE if it is in the list now, FALSE if the list is full. */
gboolean hufu_debit_add_undone (HufuDebit *debit, const HufuId *use_id) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE if the debit says that this use was undone. */
gboolean hufu_debit_has_undone (const HufuDebit *debit, const HufuId *use_id);

/* Encodes and signs; returns the size of the document, or 0 if the debit breaks a limit of the
 * schema (those of hufu_debit_decode). */
gsize hufu_debit_seal (const HufuDebit *debit, HufuSignFunc sign, gpointer user_data,
                       guint8 ret_document[HUFU_DEBIT_MAX_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

/* Reads a document; FALSE for anything but the one spelling that seal makes, and for values that no
 * honest owner writes: zero ids, incarnation, epoch or hop, k >= 1000, an amount above
 * HUFU_MONEY_MAX_MINOR, numbers that no journal has, one till on both sides. The signature is NOT
 * checked. *ret_debit is undefined on FALSE. */
gboolean hufu_debit_decode (const guint8 *document, gsize size,
                            HufuDebit *ret_debit) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE if this key signed the document. FALSE for what is no document. */
gboolean hufu_debit_verify (const guint8 *document, gsize size,
                            const guint8 device_public[HUFU_TOKEN_KEY_BYTES],
                            HufuVerifyFunc verify) G_GNUC_WARN_UNUSED_RESULT;
