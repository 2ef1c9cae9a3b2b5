/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures held up to the counter: a file, or the files of a folder in turn. A file may be replaced
 * while it is shown, and may be missing: then nobody holds up anything. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "drivers/camera/decode-protocol.h"
#include "drivers/camera/source.h"

#define FRAME_GAP_US (50 * 1000)
#define FRAMES_A_PICTURE (2 * HUFU_STRATEGY_COUNT) /* each strategy sees each picture twice */
#define PICTURES_MAX 1000

typedef struct {
  HufuFrameSource source;
  char *path;
  GPtrArray *files; /* of a folder, sorted; NULL for a single file */
  guint shown;      /* frames of this round */
  guint8 *grey;
  gint64 next_us;
} ImageSource;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* At the start of each round, so that what comes and goes in the folder is seen. */
static void
list_pictures (ImageSource *self)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (dir != NULL && files->len < PICTURES_MAX && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".png") || g_str_has_suffix (name, ".jpg"))
      g_ptr_array_add (files, g_build_filename (self->path, name, NULL));
  g_ptr_array_sort (files, compare_names);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  self->files = files;
  self->shown = 0;
}

static HufuCameraState
image_open (HufuFrameSource *source)
{
  ImageSource *self = (ImageSource *)source;

  if (g_file_test (self->path, G_FILE_TEST_IS_DIR))
    list_pictures (self);
  else if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    return HUFU_CAMERA_ABSENT;
  return HUFU_CAMERA_RUNNING;
}

/* Luma by integer weights of ITU-R BT.601; see-through pixels lie on white paper. */
static guint8
luma (const guchar *pixel, int n_channels)
{
  guint grey =
      n_channels < 3 ? pixel[0] : (299u * pixel[0] + 587u * pixel[1] + 114u * pixel[2]) / 1000;
  guint alpha = n_channels == 4 ? pixel[3] : n_channels == 2 ? pixel[1] : 255;

  return (guint8)((grey * alpha + 255 * (255 - alpha)) / 255);
}

static gboolean
load_grey (ImageSource *self, const char *file, HufuFrame *ret_frame)
{
  g_autoptr (GdkPixbuf) pixbuf =
      gdk_pixbuf_new_from_file_at_size (file, HUFU_CAMERA_WORK_WIDTH, HUFU_CAMERA_WORK_WIDTH, NULL);
  int width, height, n_channels, stride;

  if (pixbuf == NULL)
    return FALSE;
  width = gdk_pixbuf_get_width (pixbuf);
  height = gdk_pixbuf_get_height (pixbuf);
  n_channels = gdk_pixbuf_get_n_channels (pixbuf);
  stride = gdk_pixbuf_get_rowstride (pixbuf);
  g_free (self->grey);
  self->grey = g_malloc ((gsize)width * (gsize)height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      self->grey[y * width + x] =
          luma (gdk_pixbuf_read_pixels (pixbuf) + y * stride + x * n_channels, n_channels);
  *ret_frame = (HufuFrame){(guint)width, (guint)height, self->grey};
  return TRUE;
}

static HufuCameraState
image_next (HufuFrameSource *source, HufuFrame *ret_frame)
{
  ImageSource *self = (ImageSource *)source;
  const char *file = self->path;
  gint64 now_us = g_get_monotonic_time ();

  if (self->next_us > now_us)
    g_usleep ((gulong)(self->next_us - now_us));
  self->next_us = MAX (now_us, self->next_us) + FRAME_GAP_US;
  *ret_frame = (HufuFrame){0};
  if (self->files != NULL && self->shown >= self->files->len * FRAMES_A_PICTURE)
    list_pictures (self);
  if (self->files != NULL && self->files->len == 0)
    return HUFU_CAMERA_RUNNING;
  if (self->files != NULL)
    file = self->files->pdata[self->shown++ / FRAMES_A_PICTURE];
  if (!load_grey (self, file, ret_frame))
    ret_frame->grey = NULL;
  return HUFU_CAMERA_RUNNING;
}

static void
image_close (HufuFrameSource *source)
{
  ImageSource *self = (ImageSource *)source;

  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->grey, g_free);
}

static void
image_free (HufuFrameSource *source)
{
  g_free (((ImageSource *)source)->path);
  g_free (source);
}

static const HufuFrameSourceClass image_class = {image_open, image_next, image_close, image_free};

HufuFrameSource *
hufu_image_source_new (const char *path)
{
  ImageSource *self = g_new0 (ImageSource, 1);

  self->source.klass = &image_class;
  self->path = g_strdup (path);
  return &self->source;
}
