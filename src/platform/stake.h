/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The most that tills can lose by what they accept without its right. A till goes by the last
 * limits that it has heard of, which need not be the last that were signed: it counts as the
 * greatest of those that it may have had since its last report, and no less than what it has told
 * that it accepted since. A till that is lost counts until it is written off.
 */
#pragma once

#include "platform/rights.h"

/* --- inside the caller's transaction ------------------------------------------------------------
 */

/* The policy of a store was signed anew, or has no limits any more (0). */
void hufu_stake_sign (HufuPlatform *platform, guint64 store_no, gint64 total_max_minor);
/* The terminal is asked for a report by a new number: it is written under the policy that the
 * terminal has now, or a newer one. */
void hufu_stake_want (HufuPlatform *platform, const HufuId *terminal_id);
/* The report with this number has come. */
void hufu_stake_take_report (HufuPlatform *platform, const HufuHolder *holder,
                             const HufuEpoch *number);
/* Brought back from a backup: what was signed and heard since then is not known. */
void hufu_stake_forget (HufuPlatform *platform);

/* --- acts ---------------------------------------------------------------------------------------
 */

/* The terminal asks for changes after `seq` of the feed, so it has all up to it; -1: from the
 * start, it has none. One that went by greater limits than it has now is asked for a report. */
gboolean hufu_stake_hear (HufuPlatform *platform, const HufuHolder *holder, gint64 seq,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of one terminal; 0 once it is removed or written off. */
gint64 hufu_stake_get (HufuPlatform *platform, const HufuId *terminal_id);
/* Of the terminals of a store (0: of all), but for one (NULL: but for none). */
gint64 hufu_stake_sum (HufuPlatform *platform, guint64 store_no, const HufuId *but_for);
