/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sync round from the time to the last event. Worker threads only; one round at a time. */
#pragma once

#include "sync/enrol.h"
#include "sync/lan.h"
#include "sync/trust.h"
#include "sync/outcome.h"

typedef struct {
  HufuWire *wire;
  HufuLan *lan; /* NULL: there is none */
  HufuEnrolment enrolment;
  HufuTrustFacts trust;
  gboolean compared; /* the platform has said what it knows of this till's journal */
  gboolean renewed;  /* once in a run of the program: two copies must not chase each other */
} HufuRound;

/* Goes through all steps; a step's own problem does not hold up the others, a broken link ends it.
 * *ret_wait_ms: enrolment waits so long for its approval, else 0. The outcome is the first problem.
 */
HufuOutcome hufu_round_run (HufuRound *round, HufuHttp *http, guint *ret_wait_ms);
