/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A box of toggle buttons of which one is chosen: a reason, a manager. */
#pragma once

#include <gtk/gtk.h>

/* Adds a button of the name prefix + value; the caller fills an empty box. Returns it, borrowed. */
GtkWidget *hufu_choices_add (GtkWidget *box, const char *prefix, const char *value,
                             const char *label);
/* The value that is chosen, borrowed; NULL = none. */
const char *hufu_choices_get (GtkWidget *box);
/* Chooses the value; none is chosen by one that is not there. */
void hufu_choices_set (GtkWidget *box, const char *value);
