/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The held sales as buttons, those of the other tills after those of this one; a click starts
 * "counter.resume" or "counter.take" with the place in its list. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_HELD_LIST (hufu_held_list_get_type ())
G_DECLARE_FINAL_TYPE (HufuHeldList, hufu_held_list, HUFU, HELD_LIST, GtkBox)

/* Both GListModel of HufuHeldItem. */
GtkWidget *hufu_held_list_new (GListModel *held, GListModel *elsewhere);
