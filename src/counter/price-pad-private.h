/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counter's side of the price pad. */
#pragma once

#include "counter/price-pad.h"

HufuPricePad *hufu_price_pad_new (void);
/* For a line or (0) the whole sale: nothing typed, no reason, the kind of what is there already. */
void hufu_price_pad_begin (HufuPricePad *pad, guint32 line_no, HufuMarkdownKind marked);
guint32 hufu_price_pad_get_line_no (HufuPricePad *pad);
gboolean hufu_price_pad_get_beyond (HufuPricePad *pad);
/* What was typed, without base and persons; its value is -1 while nothing is typed. */
void hufu_price_pad_get_markdown (HufuPricePad *pad, HufuMarkdown *ret_markdown);
void hufu_price_pad_show (HufuPricePad *pad, const char *title, const char *preview,
                          const char *limit, gboolean marked);
/* It was asked for, and a manager has to approve it. */
void hufu_price_pad_set_beyond (HufuPricePad *pad, gboolean beyond);
