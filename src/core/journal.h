/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hash chain over a terminal's journal: gap-free per (terminal, incarnation), checked alike by
 * the terminal, by `hufuctl journal verify` and by the platform.
 */
#pragma once

#include <glib.h>
#include "core/id.h"

#define HUFU_JOURNAL_HASH_BYTES 32
#define HUFU_EVENT_KIND_MAX 40
#define HUFU_ACT_BODY_MAX 196608 /* bytes of canonical JSON: a sale of 500 lines */
/* An event of an earlier incarnation, in the event that brings it up. */
#define HUFU_EVENT_BODY_MAX (HUFU_ACT_BODY_MAX + 1024)

typedef struct {
  HufuId terminal_id;
  guint32 incarnation;
  guint64 seq; /* from 1 */
  HufuId event_id;
  guint64 hlc;      /* core/hlc.h */
  const char *kind; /* "sale.finished" */
  const char *body; /* canonical JSON: sorted keys, no spaces */
} HufuEvent;

/* SHA-256 is passed in: crypto/sha256.h has a quick one. */
typedef void (*HufuSha256Func) (const guint8 *bytes, gsize size,
                                guint8 ret_hash[HUFU_JOURNAL_HASH_BYTES]);

/* hash = SHA-256 ("HUFUJ1" || prev || terminal || u32be incarnation || u64be seq || event id ||
 * u64be hlc || u32be |kind| || kind || u32be |body| || body). prev of seq 1 is all zeros.
 * kind and body within the limits above, seq >= 1 (asserted). */
void hufu_journal_hash (HufuSha256Func sha256, const guint8 prev[HUFU_JOURNAL_HASH_BYTES],
                        const HufuEvent *event, guint8 ret_hash[HUFU_JOURNAL_HASH_BYTES]);
