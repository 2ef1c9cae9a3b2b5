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
/* The asker has closed this request at seq of its journal: a right on its way under it is free. */
const char *hufu_rights_close_request (HufuPlatform *platform, const HufuHolder *holder,
                                       const HufuId *request_id, gint64 seq);
