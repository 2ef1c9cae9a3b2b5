/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counter's side of the count pad. */
#pragma once

#include "core/cash.h"
#include "counter/count-pad.h"

HufuCountPad *hufu_count_pad_new (void);
/* Nothing counted, nothing handed in. */
void hufu_count_pad_clear (HufuCountPad *pad);
void hufu_count_pad_set_lang (HufuCountPad *pad, HufuLang lang);
const HufuCashCount *hufu_count_pad_get_count (HufuCountPad *pad);
/* "50.00 short", "to the cent". */
char *hufu_count_pad_say_difference (HufuLang lang, gint64 difference_minor);
/* Handed in, and beyond the tolerance; FALSE: to be counted again. */
void hufu_count_pad_set_beyond (HufuCountPad *pad, gboolean beyond, gint64 difference_minor);
gboolean hufu_count_pad_get_beyond (HufuCountPad *pad);
gboolean hufu_count_pad_get_handover (HufuCountPad *pad);
