/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redemptions, undos and give-backs asked of the platform: the same stored request under the same
 * key, until the answer is known and stored. What the platform refuses to look at, or the books
 * refuse to take, is set aside for a person and blocks nothing. Worker threads only.
 */
#pragma once

#include "store/voucher-store.h"
#include "sync/outcome.h"

typedef struct HufuUses HufuUses;

HufuUses *hufu_uses_new (HufuWire *wire);
void hufu_uses_free (HufuUses *uses);

/* Asks every open use whose time has come, newest first, until the link fails. *ret_wait_ms: until
 * the next one is due; G_MAXUINT if none is, as one whose report has to be acknowledged first. */
HufuOutcome hufu_uses_ask_due (HufuUses *uses, HufuHttp *http, guint *ret_wait_ms);
/* The platform answers again: all are due now that do not wait for a person; by_hand: these too. */
void hufu_uses_make_due (HufuUses *uses, gboolean by_hand);
