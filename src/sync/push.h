/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: batches up, acknowledgements back. Worker threads only. */
#pragma once

#include "store/journal-store.h"
#include "sync/outcome.h"

/* Sends until nothing is unsent; anyhow: something in any case, as the answer says what the
 * platform knows of this till. FORK: this till or another one is a copy. LOST_EVENTS needs people.
 * After both nothing more is to be sent. */
HufuOutcome hufu_push_all (HufuWire *wire, HufuHttp *http, gboolean anyhow);

/* The text of a batch as the contract writes it. Pure; free with g_free. */
char *hufu_batch_format (const HufuBatch *batch);
