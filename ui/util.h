/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small things that several widgets need. */
#pragma once

#include <gtk/gtk.h>
#include "counter/panel.h"

/* Adds or removes a CSS class. */
void hufu_set_class (gpointer widget, const char *css_class, gboolean on);
/* Gives the widget the class "tone-ok", "tone-ask", "tone-no" or "tone-plain", and no other tone.
 */
void hufu_set_tone (gpointer widget, HufuTone tone);
/* The name that assistive technology speaks. */
void hufu_set_accessible_label (gpointer widget, const char *label);
/* Sets the text and hides the label if it is empty. */
void hufu_set_text (gpointer label, const char *text);
/* Removes all children of a box or grid. */
void hufu_remove_children (gpointer box);
/* "1" -> 1000, "0.350" -> 350; -1 if it is no quantity. Exact, at most three decimals. */
gint64 hufu_parse_qty_milli (const char *text);
/* The CSS hue ("hue-0".."hue-4") that a thing of this name always has. */
const char *hufu_hue_class (const char *name);

/* Shows one page of a stack and hides the others from assistive technology too: GTK 4.8 tells it
 * only `visible`, which a stack leaves set on the pages behind. */
void hufu_stack_show (GtkStack *stack, const char *name);
/* TRUE if who sits here reads with letters much larger than usual. */
gboolean hufu_text_is_large (void);
