/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a manager has to look at, in one list: exposure, conflicts, unknown outcomes, wishes that
 * wait for a store, events nobody could read, tills that are missing after a restore. */
#pragma once

#include "platform/rights.h"

/* The Attention answer of the contract. store_no here and below: what is of this store, where a
 * conflict is of the voucher's home and of every store where it was used; 0: of all. */
json_t *hufu_attention_list (HufuPlatform *platform, guint64 store_no, const HufuId *asks,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An open conflict is settled; its loss stays booked. *ret_found FALSE: there is none. */
gboolean hufu_attention_decide_conflict (HufuPlatform *platform, guint64 store_no,
                                         const HufuRightKey *key, const char *decision,
                                         const char *decided_by, gboolean *ret_found,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An event that could not be read, or a claim, needs no more attention; what its till gives back
 * after it takes effect now, unless another one is in the way. */
gboolean hufu_attention_settle_event (HufuPlatform *platform, const HufuHolder *holder, gint64 seq,
                                      const char *decided_by, gboolean *ret_found,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
