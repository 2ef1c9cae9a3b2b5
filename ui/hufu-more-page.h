/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Language, colours, sounds, the state of devices, network and clock, reprint and sign out.
 * Property "status" (HufuStatus). */
#pragma once

#include <gtk/gtk.h>
#include "counter/status.h"

#define HUFU_TYPE_MORE_PAGE (hufu_more_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuMorePage, hufu_more_page, HUFU, MORE_PAGE, GtkBox)

GtkWidget *hufu_more_page_new (HufuStatus *status);
