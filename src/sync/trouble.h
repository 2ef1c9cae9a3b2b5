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
  HUFU_TROUBLE_NONE,
  /* the way there */
  HUFU_TROUBLE_UNREACHABLE,
  HUFU_TROUBLE_TIMED_OUT,
  HUFU_TROUBLE_BROKEN,
  HUFU_TROUBLE_TLS,
  HUFU_TROUBLE_TLS_PIN,
  HUFU_TROUBLE_ADDRESS,
  HUFU_TROUBLE_TOO_LARGE,
  HUFU_TROUBLE_STOPPED, /* this program ends; never shown */
  HUFU_TROUBLE_INTERNAL,
  /* the answer */
  HUFU_TROUBLE_BUSY,
  HUFU_TROUBLE_ERRORS, /* 5xx */
  HUFU_TROUBLE_MALFORMED,
  HUFU_TROUBLE_REFUSED,
  HUFU_TROUBLE_SIGNATURE,
  HUFU_TROUBLE_DEVICE,     /* it is not known there */
  HUFU_TROUBLE_SUPERSEDED, /* a later incarnation goes on elsewhere: what is held here freezes */
  HUFU_TROUBLE_FORK, /* the till freezes itself and is enrolled anew, once in a run of the program
                      */
  HUFU_TROUBLE_LOST_EVENTS,
  HUFU_TROUBLE_NEWER_EPOCH, /* stored; everything is sent again */
  HUFU_TROUBLE_OLDER_EPOCH, /* ignored */
  HUFU_TROUBLE_ENROL_DENIED,
  HUFU_TROUBLE_ENROL_CONFLICT,
  HUFU_TROUBLE_ROOTS,
  HUFU_TROUBLE_TRUST_SIGNATURE,
  HUFU_TROUBLE_TRUST_OLDER,
  HUFU_TROUBLE_SNAPSHOT_SIGNATURE,
  HUFU_TROUBLE_SNAPSHOT_BAD,
  HUFU_TROUBLE_CHANGES_BAD,
  HUFU_TROUBLE_GRANTS_BAD,
  /* this machine */
  HUFU_TROUBLE_STORE,
  HUFU_TROUBLE_DISK,
  HUFU_TROUBLE_KEY_FILE,
} HufuTrouble;

#define HUFU_TROUBLE_COUNT (HUFU_TROUBLE_KEY_FILE + 1)

/* At most 159 bytes; "" for NONE; static. */
const char *hufu_trouble_sentence (HufuTrouble problem, HufuLang lang);
