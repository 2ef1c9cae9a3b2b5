/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rights that go from till to till. The signed debit says where one went; it comes from either end,
 * or from both, in any order: the highest hop of an epoch locates the right (rule 3). Each runs
 * inside the caller's transaction and answers a verdict code.
 */
#pragma once

#include "core/debit.h"
#include "platform/rights.h"

/* Reads and checks a document; FALSE if it is none, or not signed by the till it comes from, or
 * names a till that was never enrolled. */
gboolean hufu_rights_read_debit (HufuPlatform *platform, const guint8 *document, gsize size,
                                 HufuDebit *ret_debit);
/* Follows a checked debit. is_credited: the one who got it says so. */
const char *hufu_rights_follow_debit (HufuPlatform *platform, const HufuDebit *debit,
                                      gboolean is_credited);
/* Of a right that this till asked a neighbour for when its journal stood at request_seq, which its
 * journal now follows with a report or a recall, and has neither credited nor closed. TRUE: that
 * journal tells all that it closed, so another one has asked, of a copy of the till, and what it
 * got is not free. FALSE: the report is of a till from before it told that (no "closed" in it). */
gboolean hufu_rights_is_asked_by_copy (HufuPlatform *platform, const HufuId *terminal_id,
                                       guint32 incarnation, gint64 request_seq);
/* The asker has closed this request at seq of its journal: a right on its way under it is free. */
const char *hufu_rights_close_request (HufuPlatform *platform, const HufuHolder *holder,
                                       const HufuId *request_id, gint64 seq);
