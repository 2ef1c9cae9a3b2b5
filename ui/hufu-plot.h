/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small plot of today: columns for the hours, rows for anything else. It draws itself, and says
 * all that it draws as its accessible label. */
#pragma once

#include <gtk/gtk.h>
#include "counter/today-view.h"

#define HUFU_TYPE_PLOT (hufu_plot_get_type ())
G_DECLARE_FINAL_TYPE (HufuPlot, hufu_plot, HUFU, PLOT, GtkWidget)

GtkWidget *hufu_plot_new (HufuTodayView *today, HufuPlotKind kind);
/* The end of a label gives way to the bars and sums: the plot is too narrow for all. */
gboolean hufu_plot_is_label_cut (HufuPlot *plot);
