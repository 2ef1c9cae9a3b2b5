/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line drawing of data/icons in the CSS colour. Properties: "icon" (name), "size" (px). It says
 * nothing by itself: a word or an accessible label always stands beside it. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_ICON (hufu_icon_get_type ())
G_DECLARE_FINAL_TYPE (HufuIcon, hufu_icon, HUFU, ICON, GtkWidget)

GtkWidget *hufu_icon_new (const char *icon, int size_px);
void hufu_icon_set_icon (HufuIcon *self, const char *icon);
