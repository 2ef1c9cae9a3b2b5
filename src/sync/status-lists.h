/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status lists, each document signed by a platform key of the trust list. Worker threads only. */
#pragma once

#include "core/status-list.h"
#include "sync/trust.h"

/* Takes one list of an answer: documents one after the other from what is here (NULL: nothing),
 * each checked. The newest that is good, or what is here; free it. *ret_problem: TROUBLE_NONE, or
 * why it went no further. *ret_gap: a delta does not fit: ask for a snapshot. Pure. */
HufuStatusList *hufu_status_lists_take (const json_t *told, const HufuStatusList *here,
                                        const HufuTrustFacts *trust, gboolean *ret_gap,
                                        HufuTrouble *ret_problem);

/* Brings the lists of the till up to date. */
HufuOutcome hufu_status_lists_pull (HufuWire *wire, HufuHttp *http, const HufuTrustFacts *trust);
