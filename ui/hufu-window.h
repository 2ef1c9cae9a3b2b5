/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window of the till: shows the counter's screen and hands every key and touch to the counter.
 * It holds no state of the sale: after a change of language it is thrown away and made anew.
 * What its buttons start is in ui/actions.h, what its keys do in ui/keys.h.
 */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"
#include "ui/hufu-counter-page.h"

#define HUFU_TYPE_WINDOW (hufu_window_get_type ())
G_DECLARE_FINAL_TYPE (HufuWindow, hufu_window, HUFU, WINDOW, GtkWindow)
/* Signal "training": into training, or back from it, in another window. */

/* The primary button and Enter do nothing for this long after the primary act became another: a
 * touch meant for the one before must not start the next. */
#define HUFU_PRIMARY_DEAF_MS 400

GtkWidget *hufu_window_new (HufuCounter *counter);

/* What the keys and the actions need of the window. */
HufuCounter *hufu_window_get_counter (HufuWindow *self);
HufuCounterPage *hufu_window_get_selling (HufuWindow *self); /* NULL before the first sign-in */
GtkEditable *hufu_window_get_input (HufuWindow *self); /* NULL unless the screen has an input */
void hufu_window_press (HufuWindow *self, const char *key);
/* Keys on the screen for the field that has the focus: what one types, and the keys themselves. */
void hufu_window_type (HufuWindow *self, const char *key);
void hufu_window_toggle_typing (HufuWindow *self);
void hufu_window_go (HufuWindow *self, const char *page);
void hufu_window_act (HufuWindow *self, HufuAct act);
void hufu_window_line (HufuWindow *self, const char *what);
void hufu_window_hint (HufuWindow *self, const char *topic);
void hufu_window_step (HufuWindow *self, int step);
void hufu_window_tell_training (HufuWindow *self);
/* Esc. */
void hufu_window_back (HufuWindow *self);
/* Enter that closes no scan. */
void hufu_window_enter (HufuWindow *self);
