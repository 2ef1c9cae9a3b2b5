/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be chosen of a product, group by group, a button each with its number; a touch starts
 * "counter.choose" with that number. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_OPTION_LIST (hufu_option_list_get_type ())
G_DECLARE_FINAL_TYPE (HufuOptionList, hufu_option_list, HUFU, OPTION_LIST, GtkBox)

GtkWidget *hufu_option_list_new (void);
/* options: HufuPanelOption. The same ones again only change what is chosen: the focus stays. */
void hufu_option_list_show (HufuOptionList *self, const GPtrArray *options);
