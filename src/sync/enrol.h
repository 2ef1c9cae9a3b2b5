/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Becoming a terminal of a store: the device flow (RFC 8628) with the device's key in the first
 * request. Worker threads only. */
#pragma once

#include "sync/outcome.h"

#define HUFU_ENROL_POLL_MIN_MS 200

typedef struct {
  char device_code[65];
  guint interval_ms;
  gint64 expires_mono_us;
} HufuEnrolment;

/* One step: asks for a code if there is none, then whether it was approved. OK with *ret_wait_ms:
 * not yet, come again after so long; OK with 0: this terminal is enrolled. A lost answer is asked
 * for again under the same code. */
HufuOutcome hufu_enrol_step (HufuWire *wire, HufuHttp *http, HufuEnrolment *enrolment,
                             guint *ret_wait_ms);
