/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sum of money while it is typed on a pad: digits, at most one point and two decimals. */
#pragma once

#include <glib.h>

typedef struct {
  char text[16]; /* as pressed: "", "500", "12.", "12.5" */
} HufuTypedSum;

/* '0'..'9', "00", ".". A key that would make no amount (a third decimal, a second point, too many
 * digits) is not taken. */
void hufu_typed_sum_press (HufuTypedSum *sum, const char *key);
void hufu_typed_sum_backspace (HufuTypedSum *sum);
void hufu_typed_sum_clear (HufuTypedSum *sum);
/* 0 while nothing is typed. */
gint64 hufu_typed_sum_get_minor (const HufuTypedSum *sum);
