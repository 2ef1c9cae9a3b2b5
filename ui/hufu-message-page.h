/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole window says one thing: the till is starting, waits to be enrolled (code and QR), or
 * cannot open its books and what to do. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_MESSAGE_PAGE (hufu_message_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuMessagePage, hufu_message_page, HUFU, MESSAGE_PAGE, GtkBox)

void hufu_message_page_set_counter (HufuMessagePage *self, HufuCounter *counter);
