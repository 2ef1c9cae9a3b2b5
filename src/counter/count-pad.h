/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting the drawer at the end of a shift: how many pieces of each denomination, and, if that
 * differs too much from the books, why. Keys and touch act alike. */
#pragma once

#include <gio/gio.h>

#define HUFU_TYPE_COUNT_PAD (hufu_count_pad_get_type ())
G_DECLARE_FINAL_TYPE (HufuCountPad, hufu_count_pad, HUFU, COUNT_PAD, GObject)

/* Properties (notify): "selected" (uint: the row that keys go to) "total-text" "total-minor"
 * (int64) "handover" (boolean: the next shift begins with what is counted) "beyond" (boolean: it
 * was handed in, and wants a reason and a manager) "difference-text" ("50.00 short", "" unless
 * beyond). "total-text" notifies at every change of a row. */

guint hufu_count_pad_get_n_rows (HufuCountPad *pad);
/* "100 yuan", free with g_free; pieces; "300.00", free with g_free. row < n_rows. */
char *hufu_count_pad_dup_label (HufuCountPad *pad, guint row);
guint32 hufu_count_pad_get_pieces (HufuCountPad *pad, guint row);
char *hufu_count_pad_dup_amount (HufuCountPad *pad, guint row);
gint64 hufu_count_pad_get_value_minor (HufuCountPad *pad, guint row);

/* Rows past the end are the last one. */
void hufu_count_pad_select (HufuCountPad *pad, guint row);
/* '0'..'9', "00"; others are ignored, and digits that make too many pieces. */
void hufu_count_pad_press (HufuCountPad *pad, const char *key);
void hufu_count_pad_backspace (HufuCountPad *pad);
void hufu_count_pad_set_pieces (HufuCountPad *pad, guint row, guint32 pieces);
void hufu_count_pad_set_handover (HufuCountPad *pad, gboolean handover);
