/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where frames come from. Used by the camera's worker thread alone. */
#pragma once

#include "drivers/camera/camera.h"

typedef struct {
  guint width, height;
  guint8 *grey; /* width * height, owned by the source, valid until the next call */
} HufuFrame;

typedef struct _HufuFrameSource HufuFrameSource;
typedef struct {
  /* Opens the device. May block up to a second. Returns RUNNING or the state that says why not. */
  HufuCameraState (*open) (HufuFrameSource *source);
  /* Waits at most 200 ms for a frame. RUNNING with frame->grey NULL: none yet; any other state: the
   * source is gone, close it. */
  HufuCameraState (*next) (HufuFrameSource *source, HufuFrame *ret_frame);
  /* After open failed, too; leaves the source ready to be opened again. */
  void (*close) (HufuFrameSource *source);
  /* Frees a closed source. */
  void (*free) (HufuFrameSource *source);
} HufuFrameSourceClass;

struct _HufuFrameSource {
  const HufuFrameSourceClass *klass;
};

/* path "" = the first camera. */
HufuFrameSource *hufu_v4l2_source_new (const char *path);
HufuFrameSource *hufu_image_source_new (const char *path);
