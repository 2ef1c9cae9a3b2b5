/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own small V4L2 capture: memory-mapped buffers, formats whose first plane or every other byte
 * is luma. (libv4l would convert more formats, but it goes around the interposition that the tests
 * use.) */
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "drivers/camera/source.h"

#define N_BUFFERS 4
#define N_DEVICES 16
#define WANTED_HEIGHT 480
#define FRAME_WAIT_MS 200

typedef struct {
  HufuFrameSource source;
  char *path; /* "" = look for one */
  int fd;
  struct {
    void *start;
    gsize size;
  } buffers[N_BUFFERS];
  guint n_buffers;
  guint width, height, stride, pixel_step;
  guint8 *grey;
} V4l2Source;

static HufuCameraState
state_of_errno (int code)
{
  switch (code) {
  case EACCES:
  case EPERM:
    return HUFU_CAMERA_NO_PERMISSION;
  case EBUSY:
    return HUFU_CAMERA_BUSY;
  case ENOENT:
  case ENODEV:
  case ENXIO:
  case EIO:
    return HUFU_CAMERA_ABSENT;
  default:
    return HUFU_CAMERA_UNSUITABLE;
  }
}

static int
control (int fd, unsigned long request, gpointer argument)
{
  int answer;

  do
    answer = ioctl (fd, request, argument);
  while (answer < 0 && errno == EINTR);
  return answer;
}

static HufuCameraState
open_device (V4l2Source *self, const char *path)
{
  struct v4l2_capability capability = {0};
  guint32 wanted = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;

  self->fd = open (path, O_RDWR | O_CLOEXEC);
  if (self->fd < 0)
    return state_of_errno (errno);
  if (control (self->fd, VIDIOC_QUERYCAP, &capability) < 0)
    return state_of_errno (errno == ENOTTY ? EINVAL : errno);
  if ((capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0)
    capability.capabilities = capability.device_caps;
  return (capability.capabilities & wanted) == wanted ? HUFU_CAMERA_RUNNING
                                                      : HUFU_CAMERA_UNSUITABLE;
}

static gboolean
set_format (V4l2Source *self, guint32 pixel_format, guint pixel_step)
{
  struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};

  format.fmt.pix.width = HUFU_CAMERA_WORK_WIDTH;
  format.fmt.pix.height = WANTED_HEIGHT;
  format.fmt.pix.pixelformat = pixel_format;
  format.fmt.pix.field = V4L2_FIELD_ANY;
  if (control (self->fd, VIDIOC_S_FMT, &format) < 0 || format.fmt.pix.pixelformat != pixel_format ||
      format.fmt.pix.width < 1 || format.fmt.pix.width > HUFU_CAMERA_SIDE_MAX ||
      format.fmt.pix.height < 1 || format.fmt.pix.height > HUFU_CAMERA_SIDE_MAX)
    return FALSE;
  self->width = format.fmt.pix.width;
  self->height = format.fmt.pix.height;
  self->stride = MAX (format.fmt.pix.bytesperline, self->width * pixel_step);
  self->pixel_step = pixel_step;
  return TRUE;
}

static gboolean
map_buffer (V4l2Source *self, guint index)
{
  struct v4l2_buffer buffer = {
      .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP, .index = index};
  void *start;

  if (control (self->fd, VIDIOC_QUERYBUF, &buffer) < 0)
    return FALSE;
  start = mmap (NULL, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, buffer.m.offset);
  if (start == MAP_FAILED)
    return FALSE;
  self->buffers[index].start = start;
  self->buffers[index].size = buffer.length;
  self->n_buffers = index + 1;
  return control (self->fd, VIDIOC_QBUF, &buffer) == 0;
}

static gboolean
start_stream (V4l2Source *self)
{
  struct v4l2_requestbuffers request = {
      .count = N_BUFFERS, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

  if (control (self->fd, VIDIOC_REQBUFS, &request) < 0 || request.count < 1)
    return FALSE;
  for (guint i = 0; i < MIN (request.count, N_BUFFERS); i++)
    if (!map_buffer (self, i))
      return FALSE;
  return control (self->fd, VIDIOC_STREAMON, &type) == 0;
}

static void
v4l2_close (HufuFrameSource *source)
{
  V4l2Source *self = (V4l2Source *)source;

  for (guint i = 0; i < self->n_buffers; i++)
    munmap (self->buffers[i].start, self->buffers[i].size);
  self->n_buffers = 0;
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->grey, g_free);
}

static HufuCameraState
open_path (V4l2Source *self, const char *path)
{
  HufuCameraState state = open_device (self, path);

  if (state != HUFU_CAMERA_RUNNING)
    return state;
  if (!set_format (self, V4L2_PIX_FMT_GREY, 1) && !set_format (self, V4L2_PIX_FMT_YUYV, 2) &&
      !set_format (self, V4L2_PIX_FMT_NV12, 1) && !set_format (self, V4L2_PIX_FMT_YUV420, 1))
    return HUFU_CAMERA_UNSUITABLE;
  if (!start_stream (self))
    return state_of_errno (errno);
  self->grey = g_malloc ((gsize)self->width * self->height);
  return HUFU_CAMERA_RUNNING;
}

/* Without a path the first device that streams is taken; the worst news of the others is passed on.
 */
static HufuCameraState
v4l2_open (HufuFrameSource *source)
{
  V4l2Source *self = (V4l2Source *)source;
  HufuCameraState worst = HUFU_CAMERA_ABSENT;

  if (*self->path != '\0')
    return open_path (self, self->path);
  for (guint i = 0; i < N_DEVICES; i++) {
    g_autofree char *path = g_strdup_printf ("/dev/video%u", i);
    HufuCameraState state = open_path (self, path);
    if (state == HUFU_CAMERA_RUNNING)
      return state;
    v4l2_close (source);
    if (state != HUFU_CAMERA_ABSENT)
      worst = state;
  }
  return worst;
}

static void
copy_luma (V4l2Source *self, const guint8 *from, gsize size)
{
  gsize needed = (gsize)self->stride * (self->height - 1) + (gsize)self->width * self->pixel_step;

  if (size < needed)
    return; /* a short frame: keep what the last one showed */
  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      self->grey[(gsize)y * self->width + x] =
          from[(gsize)y * self->stride + (gsize)x * self->pixel_step];
}

static HufuCameraState
v4l2_next (HufuFrameSource *source, HufuFrame *ret_frame)
{
  V4l2Source *self = (V4l2Source *)source;
  struct v4l2_buffer buffer = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
  struct pollfd ready = {.fd = self->fd, .events = POLLIN};

  *ret_frame = (HufuFrame){0};
  if (poll (&ready, 1, FRAME_WAIT_MS) <= 0)
    return HUFU_CAMERA_RUNNING;
  if (control (self->fd, VIDIOC_DQBUF, &buffer) < 0)
    return errno == EAGAIN ? HUFU_CAMERA_RUNNING : HUFU_CAMERA_ABSENT;
  if (buffer.index >= self->n_buffers)
    return HUFU_CAMERA_UNSUITABLE;
  copy_luma (self, self->buffers[buffer.index].start,
             MIN (buffer.bytesused, self->buffers[buffer.index].size));
  if (control (self->fd, VIDIOC_QBUF, &buffer) < 0)
    return HUFU_CAMERA_ABSENT;
  *ret_frame = (HufuFrame){self->width, self->height, self->grey};
  return HUFU_CAMERA_RUNNING;
}

static void
v4l2_free (HufuFrameSource *source)
{
  g_free (((V4l2Source *)source)->path);
  g_free (source);
}

static const HufuFrameSourceClass v4l2_class = {v4l2_open, v4l2_next, v4l2_close, v4l2_free};

HufuFrameSource *
hufu_v4l2_source_new (const char *path)
{
  V4l2Source *self = g_new0 (V4l2Source, 1);

  self->source.klass = &v4l2_class;
  self->path = g_strdup (path);
  self->fd = -1;
  return &self->source;
}
