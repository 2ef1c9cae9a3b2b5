/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shop's logo as dots. What a file says it is is looked at before any of it is decoded. */
#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>

#include "drivers/printer/raster.h"

#define WHITE 255
#define GREY 128 /* darker becomes a dot */

typedef struct {
  const guint8 *bytes;
  gsize left;
} Reader;

static cairo_status_t
read_bytes (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->bytes, length);
  reader->bytes += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static guint32
read_number (const guint8 *bytes)
{
  return (guint32)bytes[0] << 24 | (guint32)bytes[1] << 16 | (guint32)bytes[2] << 8 | bytes[3];
}

/* The signature and the first chunk of PNG (ISO/IEC 15948, 11.2.2), which holds the size. */
static gboolean
is_small_png (const guint8 *bytes, gsize size)
{
  static const guint8 head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                                0,    0,   0,   13,  'I',  'H',  'D',  'R'};
  guint32 width, height;

  if (size < sizeof head + 8 || memcmp (bytes, head, sizeof head) != 0)
    return FALSE;
  width = read_number (bytes + sizeof head);
  height = read_number (bytes + sizeof head + 4);
  return width >= 1 && width <= HUFU_RASTER_IMAGE_SIDE_MAX && height >= 1 &&
         height <= HUFU_RASTER_IMAGE_SIDE_MAX;
}

static cairo_surface_t *
load (const char *path)
{
  g_autofree char *bytes = NULL;
  GStatBuf file;
  gsize size = 0;
  cairo_surface_t *surface;

  if (g_stat (path, &file) != 0 || file.st_size > HUFU_RASTER_IMAGE_BYTES_MAX ||
      !g_file_get_contents (path, &bytes, &size, NULL) ||
      !is_small_png ((const guint8 *)bytes, size))
    return NULL;
  surface = cairo_image_surface_create_from_png_stream (read_bytes,
                                                        &(Reader){(const guint8 *)bytes, size});
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy (surface);
  return NULL;
}

/* On white paper, made smaller until it fits, never larger. */
static cairo_surface_t *
fit (cairo_surface_t *image, guint width_dots)
{
  int width = cairo_image_surface_get_width (image);
  int height = cairo_image_surface_get_height (image);
  double scale =
      MIN (1.0, MIN ((double)width_dots / width, (double)HUFU_RASTER_IMAGE_HEIGHT_MAX / height));
  cairo_surface_t *paper = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)width_dots,
                                                       MAX ((int)(height * scale), 1));
  cairo_t *cairo = cairo_create (paper);

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_translate (cairo, (int)((width_dots - width * scale) / 2), 0);
  cairo_scale (cairo, scale, scale);
  cairo_set_source_surface (cairo, image, 0, 0);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (paper);
  return paper;
}

static int
get_grey (guint32 pixel)
{
  return (int)(((pixel >> 16 & 0xff) * 77 + (pixel >> 8 & 0xff) * 150 + (pixel & 0xff) * 29) >> 8);
}

/* What a dot is too dark or too light is given on to those right of and below it (Floyd and
 * Steinberg, 1976), so that greys stay greys. */
static void
take_row (HufuRaster *raster, guint y, const guint32 *pixels, int *errors, int *next)
{
  int carried = 0;

  memset (next, 0, (raster->width_dots + 2) * sizeof *next);
  for (guint x = 0; x < raster->width_dots; x++) {
    int grey = get_grey (pixels[x]) + carried + errors[x + 1];
    gboolean dot = grey < GREY;
    int error = grey - (dot ? 0 : WHITE);

    if (dot)
      hufu_raster_set (raster, x, y);
    carried = error * 7 / 16;
    next[x] += error * 3 / 16;
    next[x + 1] += error * 5 / 16;
    next[x + 2] += error / 16;
  }
}

HufuRaster *
hufu_raster_of_image (const char *path, guint width_dots)
{
  cairo_surface_t *image = load (path), *paper;
  HufuRaster *raster;
  g_autofree int *errors = g_new0 (int, width_dots + 2), *next = g_new0 (int, width_dots + 2);

  if (image == NULL)
    return NULL;
  paper = fit (image, width_dots);
  cairo_surface_destroy (image);
  raster = hufu_raster_new (width_dots, (guint)cairo_image_surface_get_height (paper));
  for (guint y = 0; y < raster->height_dots; y++) {
    gsize stride = (gsize)cairo_image_surface_get_stride (paper);
    const guint8 *row = cairo_image_surface_get_data (paper) + y * stride;
    int *swap = errors;

    take_row (raster, y, (const guint32 *)(gconstpointer)row, errors, next);
    errors = next;
    next = swap;
  }
  cairo_surface_destroy (paper);
  return raster;
}
