/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The checks of a scanned voucher that need nothing but the token, the trust list, this store and
 * the best-known time, in their fixed order: algorithm and key, signature, kind, issuer, scope,
 * time, status list, generation, proof. What follows (the right, limits, the transaction) needs the
 * store. Pure.
 *
 * A voucher with a holder key needs a live code (core/live.h): a plain one is R16. The proof of a
 * live code is checked whether it was needed or not.
 *
 * A code of another kind (member, pick-up, reservation ...) passes the same checks without scope
 * and generation and needs no live code; a pick-up or reservation of another store is R10.
 */
#pragma once

#include "core/journal.h"
#include "core/status-list.h"
#include "core/token.h"
#include "core/trust.h"

/* A clock in doubt is taken to be wrong by less than this: nearer to a limit only the platform says
 * yes; outside the limits the answer is R21, never R08 or R09. */
#define HUFU_VERDICT_DOUBT_S 86400

typedef struct {
  const HufuTrustList *trust;
  HufuVerifyFunc verify;
  HufuSha256Func sha256; /* for the proof of a live code */
  guint64 store_no;
  const guint64 *groups; /* store groups that this store belongs to */
  gsize n_groups;
  gint64 now_utc_s; /* best-known time */
  gboolean clock_trusted;
  guint64 newest_generation;    /* known for this cti; 0 = none known */
  HufuStatusList *const *lists; /* status lists that are here */
  gsize n_lists;
  /* The right is held here, which is surer than what a list says of its use: a use that was undone
   * offline may be on a list still. What is revoked is refused all the same. */
  gboolean held;
} HufuVerdictContext;

typedef struct {
  HufuReason reason;    /* R00: all passed */
  gboolean online_only; /* passed, but only the platform may say yes (no home store here, offline
                           not allowed, compromised key, clock in doubt near a limit) */
  /* Of a voucher, as far as the checks came: what its list says, and when that was so. */
  HufuVoucherStatus status;
  gint64 status_utc_s;
} HufuVerdict;

HufuVerdict hufu_verdict_check (const HufuToken *token, const HufuVerdictContext *context);
