/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telling a wedge scanner from a person at the same keyboard, by timing alone. A run is what comes
 * without a pause of HUFU_BURST_PAUSE_MS, or of HUFU_BURST_STALL_MS once it is a scanner's. It is a
 * scan if it has at least HUFU_BURST_MIN characters, Enter or Tab closes it (that Enter belongs to
 * the scan), and nearly all of them came less than HUFU_BURST_GAP_MS after the one before: a radio
 * scanner or a busy machine may hold some keys up, one in HUFU_BURST_SLOW_ONE_IN, and half a code
 * must never be taken for one. Times are those of the key events, not of their arrival.
 *
 *   hufu_burst_key (&burst, '6', time_ms); ...
 *   if (hufu_burst_end (&burst, time_ms)) use (hufu_burst_get_text (&burst));
 */
#pragma once

#include <glib.h>

#define HUFU_BURST_GAP_MS 35     /* between keys; hands are slower, scanners quicker */
#define HUFU_BURST_PAUSE_MS 250  /* nobody reaches for the scanner faster */
#define HUFU_BURST_STALL_MS 1000 /* of a run that no hand could have made: a machine is held up */
#define HUFU_BURST_SLOW_ONE_IN 4 /* keys of a scan that were held up, at most */
#define HUFU_BURST_MIN 6         /* the shortest code is an EAN-8; no hand types six keys so fast */
#define HUFU_BURST_MAX 12000     /* bytes kept; a longer run is cut there and will not be a code */
#define HUFU_BURST_TAKEOVER 4    /* from here on the run is surely a scanner's */

typedef struct {
  GString *text;   /* the run so far */
  guint n_keys;    /* characters in it */
  guint n_slow;    /* of these, later than HUFU_BURST_GAP_MS after the one before */
  guint32 last_ms; /* time of its last key */
} HufuBurst;

void hufu_burst_init (HufuBurst *burst);
void hufu_burst_clear (HufuBurst *burst);

/* A character key; time_ms of its event (may wrap). TRUE if it goes on with the run, FALSE if it
 * starts a new one. */
gboolean hufu_burst_key (HufuBurst *burst, gunichar character, guint32 time_ms);

/* TRUE if the run so far is too fast and long for a hand. */
gboolean hufu_burst_is_sure (const HufuBurst *burst);

/* Enter or Tab at time_ms: TRUE if the run before it is a scan. Its text stays until the next key.
 */
gboolean hufu_burst_end (const HufuBurst *burst, guint32 time_ms);

/* UTF-8, never NULL. */
const char *hufu_burst_get_text (const HufuBurst *burst);

/* Forgets the run. */
void hufu_burst_reset (HufuBurst *burst);
