/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The customer's display: a window of its own on the second monitor. Lines, what is to be paid,
 * what was saved; when nobody is served, the shop. It shows and takes nothing: no key, no touch. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_DISPLAY (hufu_display_get_type ())
G_DECLARE_FINAL_TYPE (HufuDisplay, hufu_display, HUFU, DISPLAY, GtkWindow)

GtkWidget *hufu_display_new (HufuCounter *counter);
