/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counter's side of the cash pad. */
#pragma once

#include "core/lang.h"
#include "core/money.h"
#include "counter/cash-pad.h"

HufuCashPad *hufu_cash_pad_new (void);
/* Asks for due_minor, rounded to cash by the policy, after part_minor that was taken in cash. What
 * is typed so far stays. */
void hufu_cash_pad_ask (HufuCashPad *pad, gint64 due_minor, gint64 part_minor,
                        gint64 increment_minor, HufuRounding rounding, HufuLang lang);
gint64 hufu_cash_pad_get_received_minor (HufuCashPad *pad);
