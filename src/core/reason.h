/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stable reason codes of a redemption: shown, stored and exported. Numbers are never reused.
 * Each has a headline, a sentence for the cashier and words to say to the customer, in both
 * languages.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

typedef enum {
  HUFU_R00_OK_HELD,
  HUFU_R01_OK_ONLINE,
  HUFU_R02_OK_TRANSFERRED,
  HUFU_R03_OK_GRACE,
  HUFU_R04_BAD_FORMAT,
  HUFU_R05_UNKNOWN_KEY,
  HUFU_R06_BAD_SIGNATURE,
  HUFU_R07_OWNER_UNREACHABLE,
  HUFU_R08_NOT_YET,
  HUFU_R09_EXPIRED,
  HUFU_R10_WRONG_SCOPE,
  HUFU_R11_ALREADY_REDEEMED_HERE,
  HUFU_R12_ALREADY_REDEEMED_ELSEWHERE,
  HUFU_R13_REVOKED,
  HUFU_R14_SUSPENDED,
  HUFU_R15_GENERATION_OLD,
  HUFU_R16_PROOF_REQUIRED,
  HUFU_R17_PROOF_BAD_OR_STALE,
  HUFU_R18_LIMIT_COUNT,
  HUFU_R19_LIMIT_VALUE,
  HUFU_R20_STATUS_TOO_OLD,
  HUFU_R21_CLOCK_UNTRUSTED,
  HUFU_R22_RISK_ACCEPTED,
  HUFU_R23_MANAGER_OVERRIDE,
  HUFU_R24_RANDOM_ONLINE,
  HUFU_R25_OVER_REDEEMED,
  HUFU_R26_LEASE_LOST_DEVICE,
  HUFU_R27_UNDONE_IN_WINDOW,
  HUFU_R28_OUTCOME_UNKNOWN,
  HUFU_R29_CONDITIONS_NOT_MET,
  HUFU_R30_RECALLED,
} HufuReason;

#define HUFU_REASON_COUNT 31

/* How sure we are: decides mark, colour and sound of a verdict (one table in reason.c). */
typedef enum {
  HUFU_CERTAINTY_CERTAIN, /* accepted, joined mark, green: R00 R01 R02 R27 */
  HUFU_CERTAINTY_AT_RISK, /* accepted within a limit, amber rim: R03 R22 R23 R24 */
  HUFU_CERTAINTY_UNKNOWN, /* no answer yet, amber: R28 */
  HUFU_CERTAINTY_OPEN,    /* nobody could be asked, nothing was used, amber: R07 R18-R21 R30 */
  HUFU_CERTAINTY_REFUSED, /* halves apart, red: all others */
} HufuCertainty;

/* "R12"; static. */
const char *hufu_reason_code (HufuReason reason);
/* "ALREADY_REDEEMED_ELSEWHERE"; static. */
const char *hufu_reason_name (HufuReason reason);
/* At most 5 English words or 10 hanzi; static. */
const char *hufu_reason_headline (HufuReason reason, HufuLang lang);
/* One sentence for the cashier that says what is the case and what to do; static. */
const char *hufu_reason_sentence (HufuReason reason, HufuLang lang);
/* What to tell the customer, to be quoted; "" where there is nothing to explain; static. */
const char *hufu_reason_say (HufuReason reason, HufuLang lang);
HufuCertainty hufu_reason_certainty (HufuReason reason);
/* TRUE for R00-R03, R22-R24: the right was used, hand over. */
gboolean hufu_reason_accepts (HufuReason reason);
/* Finds a reason by code ("R12"); FALSE if there is none. */
gboolean hufu_reason_find (const char *code, HufuReason *ret_reason);
