/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page: what is at stake in one number, the cases as a list, and the chosen one
 * opened beside it. */
#pragma once

#include <gtk/gtk.h>
#include "counter/cases.h"

#define HUFU_TYPE_MANAGER_PAGE (hufu_manager_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuManagerPage, hufu_manager_page, HUFU, MANAGER_PAGE, GtkBox)

GtkWidget *hufu_manager_page_new (HufuCases *cases);
