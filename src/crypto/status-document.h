/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Status lists as they travel: squeezed with zlib (RFC 1950) and signed. What is opened is bounded
 * before it is opened: the signed head says how long it is, and a byte more is refused. Any thread.
 */
#pragma once

#include "core/status-list.h"
#include "crypto/sign.h"

/* The document of a snapshot (base NULL), or of what is new in list since base, signed by the
 * platform's key. A delta that would be longer than the list is a snapshot. NULL if the list has
 * more entries than fit in a document. */
GBytes *hufu_status_document_make (const HufuStatusList *list, const HufuStatusList *base,
                                   HufuKeyPair *signer) G_GNUC_WARN_UNUSED_RESULT;

/* The key under which the platform signs as this kid; NULL = not one of its. */
typedef const guint8 *(*HufuStatusKeyFunc) (gpointer user_data,
                                            const guint8 kid[HUFU_TOKEN_KID_BYTES]);

typedef enum {
  HUFU_STATUS_TAKEN,
  HUFU_STATUS_MALFORMED, /* no document, or its bytes are not what its head says */
  HUFU_STATUS_UNSIGNED,  /* by no key of the platform */
  HUFU_STATUS_GAP,       /* a delta from another version than base has: a snapshot is needed */
} HufuStatusOutcome;

/* Checks and opens a document. base: the list as it is here, NULL if there is none; it is of the
 * list that the document is of, or the answer is GAP. *ret_list is set only by TAKEN; free it. */
HufuStatusOutcome hufu_status_document_open (const guint8 *document, gsize size,
                                             const HufuStatusList *base, HufuStatusKeyFunc find_key,
                                             gpointer user_data, HufuStatusList **ret_list);
