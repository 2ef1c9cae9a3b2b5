/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The V4L2 capture against a virtual camera: the ioctls are answered here, the frames lie in the
 * file that stands for the device node and that the capture maps. Runs under umockdev-wrapper.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/videodev2.h>
#include <string.h>
#include <umockdev.h>
#include <unistd.h>

#include "drivers/camera/camera.h"
#include "drivers/qr/qr.h"
#include "tests/lib/await.h"

#define BOUND_MS 60000
#define NODE "/dev/video0"
#define WIDTH 320u
#define HEIGHT 240u
#define BUFFER_SIZE 155648u /* 320 * 240 * 2, up to whole pages: each buffer is mapped alone */
#define FRAME_GAP_US 10000
#define TEXT "OV1:VIRTUAL CAMERA"

typedef struct {
  UMockdevTestbed *testbed;
  UMockdevIoctlBase *handler;
  guint32 format;   /* the one that this camera speaks */
  int refuse_errno; /* of QUERYCAP */
  gint unplugged;
  guint n_buffers, next;
} VirtualCamera;

/* ---- the camera's side ---- */

static int
answer_capability (VirtualCamera *self, struct v4l2_capability *capability)
{
  if (self->refuse_errno != 0)
    return self->refuse_errno;
  capability->capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  return 0;
}

static int
answer_format (VirtualCamera *self, struct v4l2_format *format)
{
  format->fmt.pix.width = WIDTH;
  format->fmt.pix.height = HEIGHT;
  format->fmt.pix.pixelformat = self->format;
  format->fmt.pix.bytesperline = self->format == V4L2_PIX_FMT_YUYV ? WIDTH * 2 : WIDTH;
  return 0;
}

static int
answer_buffer (VirtualCamera *self, struct v4l2_buffer *buffer)
{
  buffer->length = BUFFER_SIZE;
  buffer->m.offset = buffer->index * BUFFER_SIZE;
  return 0;
}

static int
answer_dequeue (VirtualCamera *self, struct v4l2_buffer *buffer)
{
  g_usleep (FRAME_GAP_US); /* the camera's pace, not a wait of the test */
  if (g_atomic_int_get (&self->unplugged))
    return ENODEV;
  buffer->index = self->next++ % self->n_buffers;
  buffer->bytesused = BUFFER_SIZE;
  return 0;
}

static int
answer (VirtualCamera *self, gulong request, gpointer argument)
{
  if (g_atomic_int_get (&self->unplugged))
    return ENODEV;
  switch (request) {
  case VIDIOC_QUERYCAP:
    return answer_capability (self, argument);
  case VIDIOC_S_FMT:
    return answer_format (self, argument);
  case VIDIOC_REQBUFS:
    self->n_buffers = ((struct v4l2_requestbuffers *)argument)->count = 2;
    return 0;
  case VIDIOC_QUERYBUF:
    return answer_buffer (self, argument);
  case VIDIOC_DQBUF:
    return answer_dequeue (self, argument);
  case VIDIOC_QBUF:
  case VIDIOC_STREAMON:
    return 0;
  default:
    return ENOTTY;
  }
}

static gboolean
on_ioctl (UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer user_data)
{
  gulong request = umockdev_ioctl_client_get_request (client);
  UMockdevIoctlData *pointer = umockdev_ioctl_client_get_arg (client);
  UMockdevIoctlData *data =
      umockdev_ioctl_data_resolve (pointer, 0, _IOC_SIZE ((guint)request), NULL);
  g_autofree guint8 *argument = NULL;
  int code;

  if (data == NULL) {
    umockdev_ioctl_client_complete (client, -1, EFAULT);
    return TRUE;
  }
  argument = g_memdup2 (data->data, _IOC_SIZE ((guint)request));
  code = answer (user_data, request, argument);
  umockdev_ioctl_data_update (data, 0, argument, (int)_IOC_SIZE ((guint)request));
  umockdev_ioctl_data_unref (data);
  umockdev_ioctl_client_complete (client, code == 0 ? 0 : -1, code);
  return TRUE;
}

/* Writes a QR code of TEXT into both buffers, in the camera's format. */
static void
fill_frames (VirtualCamera *self)
{
  g_autofree char *root = umockdev_testbed_get_root_dir (self->testbed);
  g_autofree char *path = g_build_filename (root, NODE, NULL);
  g_autoptr (HufuQr) qr = hufu_qr_new (TEXT, HUFU_QR_M);
  guint step = self->format == V4L2_PIX_FMT_YUYV ? 2 : 1;
  g_autofree guint8 *frames = g_malloc (2 * BUFFER_SIZE);
  const int module = 6, left = 60, top = 20;

  memset (frames, 255, 2 * BUFFER_SIZE);
  for (guint buffer = 0; buffer < 2; buffer++)
    for (int y = 0; y < hufu_qr_get_size (qr) * module; y++)
      for (int x = 0; x < hufu_qr_get_size (qr) * module; x++)
        if (hufu_qr_get (qr, x / module, y / module))
          frames[buffer * BUFFER_SIZE + ((guint)(top + y) * WIDTH + (guint)(left + x)) * step] = 0;
  g_assert_true (g_file_set_contents_full (path, (const char *)frames, 2 * BUFFER_SIZE,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
plug_in (VirtualCamera *self, guint32 format)
{
  self->format = format;
  self->testbed = umockdev_testbed_new ();
  self->handler = umockdev_ioctl_base_new ();
  g_assert_true (umockdev_testbed_add_from_string (self->testbed,
                                                   "P: /devices/video0\n"
                                                   "N: video0\n"
                                                   "E: DEVNAME=/dev/video0\n"
                                                   "E: SUBSYSTEM=video4linux\n",
                                                   NULL));
  g_signal_connect (self->handler, "handle-ioctl", G_CALLBACK (on_ioctl), self);
  g_assert_true (umockdev_testbed_attach_ioctl (self->testbed, NODE, self->handler, NULL));
  fill_frames (self);
}

static void
take_away (VirtualCamera *self)
{
  g_clear_object (&self->handler);
  g_clear_object (&self->testbed);
}

/* ---- the till's side ---- */

typedef struct {
  HufuCameraState state;
  guint n_frames, n_found, width, height;
  char *last;
} Watch;

static void
on_state (HufuCameraState state, gpointer user_data)
{
  ((Watch *)user_data)->state = state;
}

static void
on_frame (GBytes *grey, guint width, guint height, gpointer user_data)
{
  Watch *watch = user_data;

  watch->n_frames++;
  watch->width = width;
  watch->height = height;
}

static void
on_found (const char *text, const HufuOutline *outline, gpointer user_data)
{
  Watch *watch = user_data;

  watch->n_found++;
  g_free (watch->last);
  watch->last = g_strdup (text);
}

static HufuCamera *
open_camera (Watch *watch)
{
  static const HufuCameraWatch calls = {on_state, on_frame, on_found};
  HufuCamera *camera =
      hufu_camera_new ("v4l2:" NODE, g_getenv ("HUFU_CAMERA_DECODER"), &calls, watch);

  hufu_camera_set_on (camera, TRUE);
  return camera;
}

static void
reads_every_format (gconstpointer format)
{
  VirtualCamera device = {0};
  Watch watch = {0};
  HufuCamera *camera;

  plug_in (&device, GPOINTER_TO_UINT (format));
  camera = open_camera (&watch);
  hufu_await (watch.n_found > 0, BOUND_MS);
  g_assert_cmpstr (watch.last, ==, "]Q1" TEXT);
  g_assert_cmpuint (watch.width, ==, WIDTH);
  g_assert_cmpuint (watch.height, ==, HEIGHT);
  hufu_camera_free (camera);
  take_away (&device);
  g_free (watch.last);
}

/* Unplugged in mid-stream it says so and takes the camera up again when it is back. */
static void
unplugged_and_back (void)
{
  VirtualCamera device = {0};
  Watch watch = {0};
  HufuCamera *camera;

  plug_in (&device, V4L2_PIX_FMT_YUYV);
  camera = open_camera (&watch);
  hufu_await (watch.n_frames > 2, BOUND_MS);
  g_atomic_int_set (&device.unplugged, 1);
  hufu_await (watch.state == HUFU_CAMERA_ABSENT, BOUND_MS);
  g_atomic_int_set (&device.unplugged, 0);
  watch.n_frames = 0;
  hufu_await (watch.state == HUFU_CAMERA_RUNNING && watch.n_frames > 2, BOUND_MS);
  hufu_camera_free (camera);
  take_away (&device);
  g_free (watch.last);
}

typedef struct {
  int refuse_errno;
  guint32 format;
  HufuCameraState expected;
} Refusal;

static void
says_what_is_wrong (gconstpointer data)
{
  const Refusal *refusal = data;
  VirtualCamera device = {.refuse_errno = refusal->refuse_errno};
  Watch watch = {0};
  HufuCamera *camera;

  plug_in (&device, refusal->format);
  camera = open_camera (&watch);
  hufu_await (watch.state == refusal->expected, BOUND_MS);
  g_assert_cmpuint (watch.n_frames, ==, 0);
  hufu_camera_free (camera);
  take_away (&device);
}

int
main (int argc, char **argv)
{
  static const Refusal refusals[] = {
      {EACCES, V4L2_PIX_FMT_YUYV, HUFU_CAMERA_NO_PERMISSION},
      {EBUSY, V4L2_PIX_FMT_YUYV, HUFU_CAMERA_BUSY},
      {0, V4L2_PIX_FMT_MJPEG, HUFU_CAMERA_UNSUITABLE},
      {EINVAL, V4L2_PIX_FMT_YUYV, HUFU_CAMERA_UNSUITABLE},
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/v4l2/reads/yuyv", GUINT_TO_POINTER (V4L2_PIX_FMT_YUYV),
                        reads_every_format);
  g_test_add_data_func ("/v4l2/reads/grey", GUINT_TO_POINTER (V4L2_PIX_FMT_GREY),
                        reads_every_format);
  g_test_add_data_func ("/v4l2/reads/nv12", GUINT_TO_POINTER (V4L2_PIX_FMT_NV12),
                        reads_every_format);
  g_test_add_func ("/v4l2/unplugged-and-back", unplugged_and_back);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *name = g_strdup_printf ("/v4l2/says-what-is-wrong/%zu", i);
    g_test_add_data_func (name, &refusals[i], says_what_is_wrong);
  }
  return g_test_run ();
}
