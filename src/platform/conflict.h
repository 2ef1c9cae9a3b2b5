/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rights that were used for more than they are worth. Who was first is decided by a pure function
 * of all uses and claims (core/claim.h), so the order in which they came does not matter. A
 * finished sale is never reversed: the loss is booked here, and a person has a look.
 */
#pragma once

#include "platform/rights.h"

/* All that stands or waits of this right's uses, HufuClaim elements: followed uses, then claims;
 * what was told twice is in once. */
GArray *hufu_conflicts_list_claims (HufuPlatform *platform, const HufuRightKey *key);
/* What it is worth to core/claim.h. */
gint64 hufu_conflicts_get_value (HufuPlatform *platform, const HufuRightRow *row);
/* After anything that is known of this right's uses has changed; inside the caller's transaction.
 */
void hufu_conflicts_judge (HufuPlatform *platform, const HufuRightKey *key);
/* store_no here and below: the voucher's home or where it was used; 0: of all. Those that nobody
 * has decided yet, oldest first: Conflict elements of the contract, each with the journal entries
 * side by side, first to last. */
json_t *hufu_conflicts_list (HufuPlatform *platform, guint64 store_no);
/* What is booked as lost, decided or not. */
gint64 hufu_conflicts_sum_loss (HufuPlatform *platform, guint64 store_no);
/* TRUE if there was such an open conflict. The loss stays booked. */
gboolean hufu_conflicts_decide (HufuPlatform *platform, guint64 store_no, const HufuRightKey *key,
                                const char *decision, const char *decided_by);
