/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The universal input: wedge scanners, the camera's button and typing meet here. It only holds the
 * text; which key means what is the window's (ui/keys.h), since a scan may come whatever has the
 * focus.
 */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_INPUT_BOX (hufu_input_box_get_type ())
G_DECLARE_FINAL_TYPE (HufuInputBox, hufu_input_box, HUFU, INPUT_BOX, GtkBox)

void hufu_input_box_set_counter (HufuInputBox *self, HufuCounter *counter);
GtkText *hufu_input_box_get_text (HufuInputBox *self);
/* Puts the caret into it, at the end. */
void hufu_input_box_focus (HufuInputBox *self);
/* A sentence under the input; "" takes it away. */
void hufu_input_box_show_notice (HufuInputBox *self, const char *sentence);
