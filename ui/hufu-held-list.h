/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The held sales as buttons; a click starts "counter.resume" with the place in the list. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_HELD_LIST (hufu_held_list_get_type ())
G_DECLARE_FINAL_TYPE (HufuHeldList, hufu_held_list, HUFU, HELD_LIST, GtkBox)

/* held: GListModel of HufuHeldItem. */
GtkWidget *hufu_held_list_new (GListModel *held);
