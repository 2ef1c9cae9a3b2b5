/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window of the till: shows the counter's screen and hands every key and touch to the counter.
 * It holds no state of the sale: after a change of language it is thrown away and made anew.
 *
 * Its action group "counter" is what all buttons start:
 *   act(s) an act by name   page(s) a page of the rail   key(s) a key on the screen
 *   line(s) less, more, count, delete on the selected line   select-line(u)   add-product(x)
 *   resume(u) place in the held list   received(x) a sum of cash   hint(s) how to go on
 *   camera, keyboard, switch-lang, switch-theme   lang(s), theme(s), volume(s) settings
 */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_WINDOW (hufu_window_get_type ())
G_DECLARE_FINAL_TYPE (HufuWindow, hufu_window, HUFU, WINDOW, GtkWindow)

/* The primary button and Enter do nothing for this long after the primary act became another: a
 * touch meant for the one before must not start the next. */
#define HUFU_PRIMARY_DEAF_MS 400

GtkWidget *hufu_window_new (HufuCounter *counter);

/* What the keys need of the window. */
HufuCounter *hufu_window_get_counter (HufuWindow *self);
GtkEditable *hufu_window_get_input (HufuWindow *self); /* NULL unless the screen has an input */
void hufu_window_press (HufuWindow *self, const char *key);
void hufu_window_go (HufuWindow *self, const char *page);
void hufu_window_act (HufuWindow *self, HufuAct act);
void hufu_window_line (HufuWindow *self, const char *what);
void hufu_window_hint (HufuWindow *self, const char *topic);
void hufu_window_step (HufuWindow *self, int step);
/* Esc. */
void hufu_window_back (HufuWindow *self);
/* Enter that closes no scan. */
void hufu_window_enter (HufuWindow *self);
