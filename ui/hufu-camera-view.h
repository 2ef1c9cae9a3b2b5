/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the camera sees, while it is on. Found codes go to the counter by themselves. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_CAMERA_VIEW (hufu_camera_view_get_type ())
G_DECLARE_FINAL_TYPE (HufuCameraView, hufu_camera_view, HUFU, CAMERA_VIEW, GtkBox)

GtkWidget *hufu_camera_view_new (HufuCounter *counter);
