/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page: what is at stake in one number, the cases as a list, and the chosen one
 * opened beside it. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_MANAGER_PAGE (hufu_manager_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuManagerPage, hufu_manager_page, HUFU, MANAGER_PAGE, GtkBox)

GtkWidget *hufu_manager_page_new (HufuCounter *counter);
/* A key for what is signed here: a digit, "backspace", "clear" or "enter". FALSE: nothing is. */
gboolean hufu_manager_page_press (HufuManagerPage *self, const char *key);
