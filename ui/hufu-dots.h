/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The uses of a pass as dots: spent (grey), used just now (filled), left (ring). More uses than fit
 * are left to the words beside them. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_DOTS (hufu_dots_get_type ())
G_DECLARE_FINAL_TYPE (HufuDots, hufu_dots, HUFU, DOTS, GtkWidget)

#define HUFU_DOTS_MAX 20

/* fresh: index of the use just made, -1 = none. The widget hides itself for 0 uses and for more
 * than HUFU_DOTS_MAX. */
void hufu_dots_show (HufuDots *self, guint uses, guint uses_spent, int fresh);
