/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the platform has for a manager to look at (GET and POST /v1/attention). The answer is kept
 * as text beside the till, so that the last known can be shown offline; it is read with the same
 * care whenever it is used.
 */
#pragma once

#include "sync/matter.h"
#include "sync/wire.h"

/* NULL: that is no Attention of the contract. as_of_utc_us is the caller's. Pure. */
HufuMatters *hufu_matters_from_text (const char *text);
/* The body of a decision on the matter; NULL if there is nothing to decide. staff_id: the manager
 * who is signed in. Free with g_free. Pure. */
char *hufu_matter_make_decision (const HufuMatter *matter, const char *decision,
                                 const HufuId *staff_id);

/* Asks, or sends a decision; the answer's canonical text. NULL with error: the platform's own words
 * or what is wrong with the link. Worker threads. */
char *hufu_attention_ask (HufuWire *wire, HufuHttp *http, const char *decision, GError **error);
