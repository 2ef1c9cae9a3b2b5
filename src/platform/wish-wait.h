/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a refund, a transfer or a change of home waits for: each right of the voucher that is at a
 * till; and, if the wish will end anything, each that its till may still bring back by undoing what
 * it used of it. That one would come back to a voucher that is refunded or a friend's. */
#pragma once

#include "platform/json-util.h"
#include "platform/rights-row.h"

/* rights: HufuRightRow. */
gboolean hufu_wish_has_available (const GArray *rights);
/* The tills that it waits for, each with how many rights and since when they are asked for: an
 * array of the contract, to be freed. */
json_t *hufu_wish_list_holders (HufuPlatform *platform, const HufuId *cti, guint64 generation);
/* Whether it waits for nothing more. Who may undo a use is asked for a report; nobody waits for
 * that who has signed for the wish. */
gboolean hufu_wish_is_ready (HufuPlatform *platform, const HufuId *wish_id);
