/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typing another price or a discount: of which line or of the whole sale, how much, and why. Keys
 * and touch act alike. */
#pragma once

#include <gio/gio.h>
#include "core/markdown.h"

#define HUFU_TYPE_PRICE_PAD (hufu_price_pad_get_type ())
G_DECLARE_FINAL_TYPE (HufuPricePad, hufu_price_pad, HUFU, PRICE_PAD, GObject)

/* Properties (notify): "line-no" (uint, 0 = the whole sale) "kind" (int: HufuMarkdownKind)
 * "entered" (string: what was typed, "" at first) "reason" "note" (strings) "title" "preview"
 * "limit" (strings: what it is about, what would come of it, how far the clerk may go alone)
 * "marked" (boolean: a price or discount is there already) "beyond" (boolean: a manager has to
 * approve it). "entered" notifies at every change of kind, sum, reason or note. */

/* A PRICE is for lines alone: ignored for the whole sale. */
void hufu_price_pad_set_kind (HufuPricePad *pad, HufuMarkdownKind kind);
/* '0'..'9', "00", "."; others are ignored, and what makes no number of that kind. */
void hufu_price_pad_press (HufuPricePad *pad, const char *key);
void hufu_price_pad_backspace (HufuPricePad *pad);
/* What was typed, at once: "12.50", "" for nothing. Ignored if it is no number of that kind. */
void hufu_price_pad_set_entered (HufuPricePad *pad, const char *text);
void hufu_price_pad_set_reason (HufuPricePad *pad, const char *reason);
void hufu_price_pad_set_note (HufuPricePad *pad, const char *note);
