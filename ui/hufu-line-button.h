/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A button of a basket line: its picture and words are drawn, it has no children. Properties:
 * "sign" (string, small and quiet before the words), "icon" (a drawing's name), "icon-size" (int),
 * "words" (string), "gap" (int, px between them). Its font and the colour of words and picture are
 * the style's.
 */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_LINE_BUTTON (hufu_line_button_get_type ())
G_DECLARE_FINAL_TYPE (HufuLineButton, hufu_line_button, HUFU, LINE_BUTTON, GtkButton)

/* What it shows. NULL = none. */
void hufu_line_button_show (HufuLineButton *button, const char *sign, const char *icon,
                            const char *words);
