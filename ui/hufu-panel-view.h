/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws any HufuPanel: band, what it is about, facts, steps, note, words to the customer, choices,
 * and its list if it has one. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_PANEL_VIEW (hufu_panel_view_get_type ())
G_DECLARE_FINAL_TYPE (HufuPanelView, hufu_panel_view, HUFU, PANEL_VIEW, GtkBox)

void hufu_panel_view_set_counter (HufuPanelView *self, HufuCounter *counter);
