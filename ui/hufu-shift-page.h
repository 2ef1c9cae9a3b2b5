/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the shift with the float that was counted. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_SHIFT_PAGE (hufu_shift_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuShiftPage, hufu_shift_page, HUFU, SHIFT_PAGE, GtkBox)

void hufu_shift_page_set_counter (HufuShiftPage *self, HufuCounter *counter);
/* "0".."9", "00", ".", "backspace", "clear", "enter"; others are ignored. */
void hufu_shift_page_press (HufuShiftPage *self, const char *key);
