/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for everything that the window shows. They look at the widget and at all in it;
 * `where` names the picture in what is said of a fault. */
#pragma once

#include <gtk/gtk.h>

/* Targets are large enough, controls have names, no word of a label is cut, lines of the basket are
 * drawn quickly. */
void check_widgets (GtkWidget *widget, const char *where);

/* The amounts of tiles and of the basket's lines, and the labels of plots, are whole, however large
 * the letters. */
void check_amounts (GtkWidget *widget, const char *where);

/* The tiles' categories may be pushed along; what a customer pays is all in sight. */
void check_not_sideways (GtkWidget *widget);

/* A tile does not move under the finger: beside the basket is the same room in every state. */
void check_basket_place (GtkWidget *window);

/* TRUE if a screen reader has something to say for the widget. */
gboolean check_has_name (GtkWidget *widget);
