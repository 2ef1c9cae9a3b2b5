/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Typing into the fields of a page by touch alone: keys on the half of the window away from the
 * field. They open where a finger touches a field, or by a button while a field has the focus, and
 * go with the focus. The universal input has keys of its own.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _HufuTouchTyping HufuTouchTyping;

/* changed: a field has got or lost the focus. The window owns the rest; until freed. */
HufuTouchTyping *hufu_touch_typing_new (GtkWindow *window, GtkOverlay *over,
                                        void (*changed) (GtkWindow *window, gboolean typing));
void hufu_touch_typing_free (HufuTouchTyping *self);

void hufu_touch_typing_toggle (HufuTouchTyping *self);
/* TRUE: the keys were there. */
gboolean hufu_touch_typing_close (HufuTouchTyping *self);
/* A letter, "backspace", or "done". */
void hufu_touch_typing_press (HufuTouchTyping *self, const char *key);

/* What the key does in a text, over what is selected there. */
void hufu_type_into (GtkText *text, const char *key);
