/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that interpret events share. */
#pragma once

#include "platform/rights.h"

/* One event while it is interpreted. */
typedef struct {
  HufuPlatform *platform;
  const HufuHolder *holder;
  const json_t *body; /* NULL: not readable */
  const char *text;
  gint64 seq;
} HufuSubject;

/* Each answers a verdict code of the contract. */
const char *hufu_interpret_right_credited (const HufuSubject *subject);
const char *hufu_interpret_grants_credited (const HufuSubject *subject);
const char *hufu_interpret_right_debited (const HufuSubject *subject);
const char *hufu_interpret_right_received (const HufuSubject *subject);
const char *hufu_interpret_request_closed (const HufuSubject *subject);
const char *hufu_interpret_right_recalled (const HufuSubject *subject);
const char *hufu_interpret_right_reported (const HufuSubject *subject);
const char *hufu_interpret_voucher_redeemed (const HufuSubject *subject);
const char *hufu_interpret_voucher_undone (const HufuSubject *subject);

/* An event of a journal that has diverged: it moves no right and frees none. */
const char *hufu_interpret_branch (const HufuSubject *subject, const char *kind);

/* Keeps what cannot be followed: a use, or the undo of one, moves nothing and is never lost. */
void hufu_interpret_keep_claim (const HufuSubject *subject, const char *code);
