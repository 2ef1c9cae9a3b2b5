/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two colour sheets and the common one, for all windows of the display. */
#pragma once

#include <gtk/gtk.h>

/* "light", "dark" or "system". */
void hufu_theme_apply (const char *theme);
/* From now on this theme whatever is applied: an option of the start goes before the setting. */
void hufu_theme_force (const char *theme);
/* The one that is shown where this one is set: the forced one goes before it. */
const char *hufu_theme_get_shown (const char *theme);
/* Whether the colours of the moment are the dark ones. */
gboolean hufu_theme_is_dark (void);
