/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be wrong with the link: one closed list, each with a sentence in both languages that
 * says what is the case and what happens next. Nothing of a request or an answer is in them, so
 * they carry no personal data. Pure; any thread.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

typedef enum {
  HUFU_PROBLEM_NONE,
  /* the way there */
  HUFU_PROBLEM_UNREACHABLE,
  HUFU_PROBLEM_TIMED_OUT,
  HUFU_PROBLEM_BROKEN,
  HUFU_PROBLEM_TLS,
  HUFU_PROBLEM_TLS_PIN,
  HUFU_PROBLEM_ADDRESS,
  HUFU_PROBLEM_TOO_LARGE,
  HUFU_PROBLEM_STOPPED, /* this program ends; never shown */
  HUFU_PROBLEM_INTERNAL,
  /* the answer */
  HUFU_PROBLEM_BUSY,
  HUFU_PROBLEM_MALFORMED,
  HUFU_PROBLEM_REFUSED,
  HUFU_PROBLEM_SIGNATURE,
  HUFU_PROBLEM_DEVICE,
  HUFU_PROBLEM_FROZEN,
  HUFU_PROBLEM_FORK,
  HUFU_PROBLEM_LOST_EVENTS,
  HUFU_PROBLEM_NEWER_EPOCH, /* stored; everything is sent again */
  HUFU_PROBLEM_OLDER_EPOCH, /* ignored */
  HUFU_PROBLEM_ENROL_DENIED,
  HUFU_PROBLEM_ENROL_CONFLICT,
  HUFU_PROBLEM_ROOTS,
  HUFU_PROBLEM_TRUST_SIGNATURE,
  HUFU_PROBLEM_TRUST_OLDER,
  HUFU_PROBLEM_SNAPSHOT_SIGNATURE,
  HUFU_PROBLEM_SNAPSHOT_BAD,
  HUFU_PROBLEM_CHANGES_BAD,
  HUFU_PROBLEM_GRANTS_BAD,
  /* this machine */
  HUFU_PROBLEM_STORE,
  HUFU_PROBLEM_DISK,
  HUFU_PROBLEM_KEY_FILE,
} HufuProblem;

#define HUFU_PROBLEM_COUNT (HUFU_PROBLEM_KEY_FILE + 1)

/* At most 159 bytes; "" for NONE; static. */
const char *hufu_problem_sentence (HufuProblem problem, HufuLang lang);
