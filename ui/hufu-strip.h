/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip at the bottom: network, what is unsent, devices, what works offline, shift, clerk,
 * time. Property "status" (HufuStatus). */
#pragma once

#include <gtk/gtk.h>
#include "counter/status.h"

#define HUFU_TYPE_STRIP (hufu_strip_get_type ())
G_DECLARE_FINAL_TYPE (HufuStrip, hufu_strip, HUFU, STRIP, GtkBox)

/* A field has the focus: keys on the screen are offered for it. */
void hufu_strip_show_typing (HufuStrip *self, gboolean typing);
