/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cash that moves without a sale, while it is typed: which way, how much, why. Keys and touch act
 * alike. */
#pragma once

#include <gio/gio.h>
#include "core/cash.h"

#define HUFU_TYPE_DRAWER_PAD (hufu_drawer_pad_get_type ())
G_DECLARE_FINAL_TYPE (HufuDrawerPad, hufu_drawer_pad, HUFU, DRAWER_PAD, GObject)

/* Properties (notify): "kind" (uint: HufuCashKind, a difference never) "reason" (name of a
 * HufuCashReason, "" = none is chosen) "note" "amount-minor" (int64) "amount-text". Another kind
 * has other reasons: none is chosen then. */

void hufu_drawer_pad_set_kind (HufuDrawerPad *pad, HufuCashKind kind);
/* A name of another kind's reason changes nothing. */
void hufu_drawer_pad_set_reason (HufuDrawerPad *pad, const char *reason);
/* The reason so many places after the one that is chosen (-1: before); ends at the last. */
void hufu_drawer_pad_step (HufuDrawerPad *pad, int step);
void hufu_drawer_pad_set_note (HufuDrawerPad *pad, const char *note);
/* As hufu_typed_sum_press; no sum is typed for a drawer that is only opened. */
void hufu_drawer_pad_press (HufuDrawerPad *pad, const char *key);
void hufu_drawer_pad_backspace (HufuDrawerPad *pad);
/* What was typed, to be put back: "12.5"; borrowed until the next key. */
const char *hufu_drawer_pad_get_typed (HufuDrawerPad *pad);
void hufu_drawer_pad_set_typed (HufuDrawerPad *pad, const char *typed);
