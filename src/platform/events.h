/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminals' journals: stored raw and durable first, in order, gap-free and chained; then
 * interpreted. */
#pragma once

#include "platform/platform.h"

typedef enum {
  HUFU_BATCH_STORED,
  HUFU_BATCH_MALFORMED, /* not as the contract says: nothing was stored */
  HUFU_BATCH_FORKED,    /* another hash at a stored seq, or a chain that does not follow ours */
} HufuBatchOutcome;

/* request: an EventBatch. On STORED *ret_answer is an EventAck. On FORKED the incarnation is
 * frozen, *ret_seq is where. FALSE: the environment; the same batch may be sent again. */
gboolean hufu_events_store (HufuPlatform *platform, const HufuHolder *holder, const json_t *request,
                            HufuBatchOutcome *ret_outcome, guint64 *ret_seq, json_t **ret_answer,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
