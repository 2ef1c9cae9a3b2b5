/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that a widget draws itself, where labels would cost more than the frame has: a label is a
 * widget with a style of its own, and a list of lines has dozens. Drawing thread only.
 */
#pragma once

#include <gtk/gtk.h>

/* A new layout in the widget's own font, with digits of one width as in all of the window. size_pt
 * is the size where the widget's is font_pt; both follow the system's text scale. */
PangoLayout *hufu_text_new (GtkWidget *widget, double size_pt, double font_pt, PangoWeight weight);

/* Draws it with its upper left corner at x, y. */
void hufu_text_draw (PangoLayout *text, GtkSnapshot *snapshot, int x, int y, const GdkRGBA *color);

/* The colour of this name in data/css. */
GdkRGBA hufu_text_color (GtkWidget *widget, const char *name);
