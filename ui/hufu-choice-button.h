/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A button made of a HufuChoice: drawing, words, smaller words, keycap. A click starts the choice's
 * act by the action "counter.act". */
#pragma once

#include <gtk/gtk.h>
#include "counter/panel.h"

#define HUFU_TYPE_CHOICE_BUTTON (hufu_choice_button_get_type ())
G_DECLARE_FINAL_TYPE (HufuChoiceButton, hufu_choice_button, HUFU, CHOICE_BUTTON, GtkButton)

GtkWidget *hufu_choice_button_new (const HufuChoice *choice);
HufuAct hufu_choice_button_get_act (HufuChoiceButton *self);

/* Shows the time left for the act as "59:42" and a bar; left_us 0 or less takes the offer away. */
void hufu_choice_button_show_countdown (HufuChoiceButton *self, gint64 left_us, gint64 window_us);
