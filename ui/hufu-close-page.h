/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a shift: the drawer is counted by denomination; if that differs too much, a reason is
 * chosen and a manager types the PIN. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_CLOSE_PAGE (hufu_close_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuClosePage, hufu_close_page, HUFU, CLOSE_PAGE, GtkBox)

GtkWidget *hufu_close_page_new (HufuCounter *counter);
/* "0".."9", "00", "backspace", "clear", "enter" (the next row; of the last one: hand in; of a PIN:
 * approve); others are ignored. */
void hufu_close_page_press (HufuClosePage *self, const char *key);
/* To another row of the count. */
void hufu_close_page_step (HufuClosePage *self, int step);
