/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Status lists: what the platform last said of each voucher, two bits a voucher, dense, one list an
 * issuer and quarter. Exact: no guesses, no false refusals. A list comes whole (a snapshot) or as
 * what has changed since a version (a delta); either is a document that the platform has signed.
 * Strict and deterministic (core/cbor.h). Pure: signing and checking come in as functions, and what
 * is squeezed is squeezed and opened elsewhere (crypto/status-document.h).
 *
 *   document = [ bstr payload, bstr .size 8 kid, bstr .size 64 signature ]
 *   payload  = bstr .cbor [ issuer, list, base version (0: a snapshot), version, made_utc_s,
 *                entries, size of the plain bytes, bstr squeezed bytes ]
 *   plain    = of a snapshot: the bits, four entries a byte, lowest bits first
 *              of a delta: n, n gaps between the changed entries, then their n states, four a byte;
 *              numbers as LEB128, shortest form
 *   signature = Ed25519 (platform key, "OVS1" || payload)
 */
#pragma once

#include "core/token.h"

#define HUFU_STATUS_ENTRIES_MAX 4000000
#define HUFU_STATUS_BYTES(n_entries) (((n_entries) + 3) / 4)
/* Of the plain bytes: a delta that would be longer is sent as a snapshot instead. */
#define HUFU_STATUS_PLAIN_MAX HUFU_STATUS_BYTES (HUFU_STATUS_ENTRIES_MAX)
/* Deflate makes what cannot be squeezed longer by 5 bytes in 16 KB. */
#define HUFU_STATUS_DOCUMENT_MAX (HUFU_STATUS_PLAIN_MAX + 4096)

typedef enum {
  HUFU_STATUS_VALID = 0, /* unused, or some of it leased to a till */
  HUFU_STATUS_USED = 1,
  HUFU_STATUS_REVOKED = 2,
  HUFU_STATUS_ASK = 3,      /* only the platform can say: suspended, partly used ... */
  HUFU_STATUS_UNLISTED = 4, /* never in a list: no list here, or the voucher is younger than it */
} HufuVoucherStatus;

typedef struct {
  char issuer[HUFU_TOKEN_ISSUER_MAX + 1];
  guint64 list_no;
  guint64 version;
  gint64 made_utc_s; /* what the platform knew then is in it */
  gsize n_entries;
  guint8 *bits; /* HUFU_STATUS_BYTES (n_entries) */
} HufuStatusList;

/* All entries valid. n_entries <= HUFU_STATUS_ENTRIES_MAX. */
HufuStatusList *hufu_status_list_new (const char *issuer, guint64 list_no, gsize n_entries);
/* The same list with room for n_entries (not fewer than it has), the new ones valid. */
HufuStatusList *hufu_status_list_copy (const HufuStatusList *list, gsize n_entries);
/* NULL-safe. */
void hufu_status_list_free (HufuStatusList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuStatusList, hufu_status_list_free)

/* UNLISTED beyond the end. */
HufuVoucherStatus hufu_status_list_get (const HufuStatusList *list, guint64 index);
/* status: one of the four that are listed; index < n_entries. */
void hufu_status_list_set (HufuStatusList *list, gsize index, HufuVoucherStatus status);
/* Among HufuStatusList pointers; borrowed, NULL if there is none. */
const HufuStatusList *hufu_status_lists_find (HufuStatusList *const *lists, gsize n_lists,
                                              const char *issuer, guint64 list_no);

/* What a document says before its squeezed bytes are opened. */
typedef struct {
  char issuer[HUFU_TOKEN_ISSUER_MAX + 1];
  guint64 list_no;
  guint64 base_version; /* 0: a snapshot */
  guint64 version;      /* > base_version */
  gint64 made_utc_s;
  gsize n_entries;
  gsize n_plain;
  const guint8 *squeezed; /* points into the document */
  gsize n_squeezed;
  guint8 kid[HUFU_TOKEN_KID_BYTES];
} HufuStatusHead;

/* The plain bytes of a snapshot (base NULL) or of what is new since base, which is the same list
 * with no more entries. NULL: the delta would be longer than the list. */
GByteArray *hufu_status_list_to_plain (const HufuStatusList *list, const HufuStatusList *base);
/* The document of head, which has everything but a kid. */
GByteArray *hufu_status_seal (const HufuStatusHead *head, const guint8 kid[HUFU_TOKEN_KID_BYTES],
                              HufuSignFunc sign, gpointer user_data);

/* Reads a document; FALSE for anything but the one spelling that seal makes and for values out of
 * range. The signature is NOT checked. *ret_head is undefined on FALSE. */
gboolean hufu_status_read (const guint8 *document, gsize size,
                           HufuStatusHead *ret_head) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE if this key signed the document. FALSE for what is no document. */
gboolean hufu_status_verify (const guint8 *document, gsize size,
                             const guint8 public_key[HUFU_TOKEN_KEY_BYTES],
                             HufuVerifyFunc verify) G_GNUC_WARN_UNUSED_RESULT;
/* The list that a document makes of its plain bytes (n_plain of them): of a snapshot without base,
 * of a delta from the base that it names. NULL if they do not fit. */
HufuStatusList *hufu_status_follow (const HufuStatusHead *head, const guint8 *plain,
                                    const HufuStatusList *base) G_GNUC_WARN_UNUSED_RESULT;
