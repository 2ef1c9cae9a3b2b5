/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rail at the left: logo and pages. Only pages that work are on it. A click starts the action
 * "counter.page" with "sell", "redeem", "held" or "more", whose state says which is shown. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_RAIL (hufu_rail_get_type ())
G_DECLARE_FINAL_TYPE (HufuRail, hufu_rail, HUFU, RAIL, GtkBox)

/* The number on "Held"; 0 hides it. */
void hufu_rail_show_held (HufuRail *self, guint n_held);
/* The page of Alt+1, Alt+2 ...; NULL if there is none. */
const char *hufu_rail_get_page (guint number);
