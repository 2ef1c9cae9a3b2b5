/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The staff, for the manager: the people as a list, and the chosen one, or a new one, as a form
 * beside it. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_STAFF_PAGE (hufu_staff_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuStaffPage, hufu_staff_page, HUFU, STAFF_PAGE, GtkBox)

GtkWidget *hufu_staff_page_new (HufuCounter *counter);
