/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cash in and out of the drawer, or the drawer opened without a sale: which way, how much, why. The
 * basket stays beside it, and its primary button books. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_DRAWER_PAGE (hufu_drawer_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuDrawerPage, hufu_drawer_page, HUFU, DRAWER_PAGE, GtkBox)

GtkWidget *hufu_drawer_page_new (HufuCounter *counter);
