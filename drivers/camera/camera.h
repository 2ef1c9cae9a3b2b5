/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The camera as a scanner: frames from V4L2 or from picture files, decoded by ZBar in a sandboxed
 * child process. One worker thread; enqueueing, opening and decoding never touch the caller's
 * thread. Plugging, unplugging and having no camera are all fine: it says so and looks again every
 * second.
 *
 *   HufuCamera *camera = hufu_camera_new ("v4l2:", child, &watch, self);
 *   hufu_camera_set_on (camera, TRUE);
 */
#pragma once

#include <gio/gio.h>
#include "core/lang.h"

#define HUFU_CAMERA_SIDE_MAX 1920 /* pixels of a frame's side; larger sources are halved first */
#define HUFU_CAMERA_WORK_WIDTH                                                                     \
  640 /* decoding works on frames of about this width: more hurts ZBar */
#define HUFU_CAMERA_TEXT_MAX 4096  /* bytes of a decoded text */
#define HUFU_CAMERA_FORGET_MS 1500 /* a code is told again after it was out of sight this long */

typedef enum {
  HUFU_CAMERA_OFF,
  HUFU_CAMERA_STARTING,
  HUFU_CAMERA_RUNNING,
  HUFU_CAMERA_RECOVERING, /* the reader ended at a picture and is started again */
  HUFU_CAMERA_ABSENT,
  HUFU_CAMERA_NO_PERMISSION,
  HUFU_CAMERA_BUSY,       /* another program has it */
  HUFU_CAMERA_UNSUITABLE, /* no pixel format that we read, or not a camera */
  HUFU_CAMERA_NO_DECODER, /* the decoder child cannot be started */
} HufuCameraState;

/* One sentence that says what is the case and what to do; static. */
const char *hufu_camera_state_sentence (HufuCameraState state, HufuLang lang);

typedef struct {
  gint32 x[4], y[4]; /* corners in pixels of the frame, in order */
} HufuOutline;

/* Called in the GMainContext that was the thread's default when the camera was made. */
typedef struct {
  void (*state) (HufuCameraState state, gpointer user_data);
  /* A grey frame, 8 bits a pixel, rows without padding; at most one is on its way at a time. */
  void (*frame) (GBytes *grey, guint width, guint height, gpointer user_data);
  /* A code came into sight. text: NUL-terminated, with its symbology identifier (ISO/IEC 15424) in
   * front
   * ("]Q1", "]E0", "]C0"). outline: where it was seen. */
  void (*found) (const char *text, const HufuOutline *outline, gpointer user_data);
} HufuCameraWatch;

typedef struct _HufuCamera HufuCamera;

/* uri: "v4l2:" (the first camera), "v4l2:/dev/videoN", "images:FILE" (a picture that is held up;
 * replaced files are seen at once) or "images:FOLDER" (its pictures in turn; which there are is
 * looked up each round). child_path: the decoder program. Never NULL: what is wrong is told by
 * `state`. */
HufuCamera *hufu_camera_new (const char *uri, const char *child_path, const HufuCameraWatch *watch,
                             gpointer user_data);
void hufu_camera_set_on (HufuCamera *camera, gboolean on);
/* Ends the worker and the child (< 1 s); no callback comes after it. NULL-safe. */
void hufu_camera_free (HufuCamera *camera);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuCamera, hufu_camera_free)
