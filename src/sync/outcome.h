/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How one step of a round, or one try of a use, went. */
#pragma once

#include "sync/wire.h"

typedef struct {
  HufuTrouble problem;
  gboolean ends_round; /* nothing else can be asked now */
  gboolean again;      /* a newer platform epoch was stored: begin the round again */
  gboolean final;      /* refused as such: asking again cannot change it, a person has to look */
  char code[40];       /* of such a refusal: the problem's, or "books" */
  guint retry_after_s;
} HufuOutcome;

#define HUFU_OUTCOME_OK ((HufuOutcome){.problem = HUFU_TROUBLE_NONE})

/* A problem of its own, which does not hold up what comes after. */
HufuOutcome hufu_outcome_problem (HufuTrouble problem);
/* Of an answer that is not OK; takes a newer platform epoch. */
HufuOutcome hufu_outcome_of (HufuWire *wire, const HufuAnswer *answer);
/* A newer platform epoch was found and stored. */
HufuOutcome hufu_outcome_again (void);
