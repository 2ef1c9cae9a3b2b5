/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few words of a cashier's, kept and printed: on a line, for cash that moves, for a price. Pure.
 */
#pragma once

#include <glib.h>

#define HUFU_NOTE_MAX 120 /* bytes */

typedef enum {
  HUFU_NOTE_GOOD,
  HUFU_NOTE_EMPTY, /* nothing, or only spaces */
  HUFU_NOTE_BAD,   /* too long, more than a line, or with characters that are no text */
  HUFU_NOTE_CARD,  /* looks like the number of a payment card */
} HufuNoteKind;

/* What such words are; NULL is EMPTY. */
HufuNoteKind hufu_note_look (const char *note);
/* UTF-8 of at most max bytes that a printer can print, in one line; may be empty. */
gboolean hufu_note_is_line (const char *text, gsize max);
