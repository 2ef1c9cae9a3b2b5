/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Limits for vouchers that tills accept without their rights (core/limits.h): signed into a store's
 * policy, and what the tills' journals say was accepted under them.
 */
#pragma once

#include "platform/rights.h"

/* Puts limits into the policy of a store, signed; `limits` null takes them out. FALSE without error
 * and *ret_refused (NULL before; free with g_free): why not. */
gboolean hufu_unleased_allow (HufuPlatform *platform, guint64 store_no, const json_t *limits,
                              char **ret_refused, GError **error);

/* The stores, what is signed for each, and what their tills accepted since their last reports. */
json_t *hufu_unleased_list (HufuPlatform *platform, GError **error);

/* A use under limits, as a till's journal tells it; inside the caller's transaction. A right that
 * is here is used up by it. Otherwise it is wanted back from who has it, and used up when it comes;
 * until then the use is a claim. The till is asked for a report, by which its counters fall. TRUE:
 * a claim is to be kept. */
gboolean hufu_unleased_use (HufuPlatform *platform, const HufuHolder *holder,
                            const HufuRightReport *report);
/* Such a use was undone at its till, which tells so in its journal: nothing of it is a claim any
 * more, and what it took is free again under a new epoch; if a till has the right meanwhile, when
 * that comes back. "ended": the voucher was refunded or given on meanwhile, and nobody else has
 * used what this leaves, so that a person has to pay it back (owed_minor of the event). Else "ok";
 * NULL: there is no such use. */
const char *hufu_unleased_undo (HufuPlatform *platform, const HufuHolder *holder,
                                const HufuRightReport *report);
/* What was undone and can be freed now, whoever else was undone or has let go meanwhile. */
void hufu_unleased_settle_undone (HufuPlatform *platform);
/* Before what is left of each right that is here is made up anew from its uses. */
void hufu_unleased_forget_undone (HufuPlatform *platform);
/* The right is here again: claims under limits use it up, first come first. Not while a restored
 * platform waits for reports: what looks unused in a backup may have been used since. */
void hufu_unleased_settle (HufuPlatform *platform, const HufuRightKey *key);
/* The same for all rights, when it serves again: those that are out are wanted back. */
void hufu_unleased_settle_all (HufuPlatform *platform);
/* What tills have accepted since their last reports. */
gint64 hufu_unleased_sum_open (HufuPlatform *platform, guint64 store_no);
gint64 hufu_unleased_sum_till (HufuPlatform *platform, const HufuId *terminal_id);
