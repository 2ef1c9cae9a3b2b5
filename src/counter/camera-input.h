/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The camera as one more hand at the universal input: found codes are scans, frames are the
 * preview. */
#pragma once

#include "counter/counter.h"
#include "drivers/camera/camera.h"

typedef struct _HufuCameraInput HufuCameraInput;

/* counter is borrowed and outlives the object. uri and child_path as in drivers/camera/camera.h. */
HufuCameraInput *hufu_camera_input_new (HufuCounter *counter, const char *uri,
                                        const char *child_path);
void hufu_camera_input_set_on (HufuCameraInput *input, gboolean on);
HufuCameraState hufu_camera_input_get_state (HufuCameraInput *input);
/* NULL-safe; no code or frame comes after it. */
void hufu_camera_input_free (HufuCameraInput *input);
