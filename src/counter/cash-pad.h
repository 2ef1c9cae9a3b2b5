/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking cash: the digits typed so far, suggestions, change and its pieces. Keys and touch act
 * alike. */
#pragma once

#include <gio/gio.h>

#define HUFU_TYPE_CASH_PAD (hufu_cash_pad_get_type ())
G_DECLARE_FINAL_TYPE (HufuCashPad, hufu_cash_pad, HUFU, CASH_PAD, GObject)

/* Properties (notify): "due-text" "rounding-text" "received-text" "change-text" "covered" (boolean)
 * "short-text" ("12.00 is missing"), "part-text" ("50.00 in cash, 130.00
 * still to pay.", while there is cash for a part), int64: "due-minor" "received-minor"
 * "change-minor". */
/* '0'..'9', "00", "."; others are ignored. */
void hufu_cash_pad_press (HufuCashPad *pad, const char *key);
void hufu_cash_pad_backspace (HufuCashPad *pad);
void hufu_cash_pad_clear (HufuCashPad *pad);
void hufu_cash_pad_set_received (HufuCashPad *pad, gint64 received_minor);

typedef struct {
  gint64 sum_minor;
  char *label; /* "Exact 486.20", "500" */
  char *hint;  /* "gives back 15", "" */
} HufuCashSuggestion;
/* Borrowed arrays, valid until the next notify::due-minor / notify::change-minor. */
const GPtrArray *
hufu_cash_pad_get_suggestions (HufuCashPad *pad);             /* HufuCashSuggestion, at most 6 */
const GPtrArray *hufu_cash_pad_get_pieces (HufuCashPad *pad); /* char *: "10 yuan x 1" */
