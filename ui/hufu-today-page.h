/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page for today: figures, plots, and what is open beside them. */
#pragma once

#include <gtk/gtk.h>
#include "counter/cases.h"
#include "counter/today-view.h"

#define HUFU_TYPE_TODAY_PAGE (hufu_today_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuTodayPage, hufu_today_page, HUFU, TODAY_PAGE, GtkBox)

GtkWidget *hufu_today_page_new (HufuTodayView *today, HufuCases *cases);
