/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The customer's display on a second monitor: opened when there is one, closed when it is
 * unplugged. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

typedef struct _HufuSecondScreen HufuSecondScreen;

/* "auto": on the second monitor, if there is one; "window": always, as a window to be moved; "off".
 */
gboolean hufu_second_screen_check (const char *how, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* counter is kept; how: as checked. */
HufuSecondScreen *hufu_second_screen_new (HufuCounter *counter, const char *how);
/* In the language of the moment: the display is made anew. */
void hufu_second_screen_restart (HufuSecondScreen *screen);
void hufu_second_screen_free (HufuSecondScreen *screen);
