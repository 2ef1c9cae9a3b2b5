/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/raster.h"

#include <pango/pangocairo.h>
#include <string.h>

#define INK_MIN 110      /* of 255: darker than this is a dot */
#define QR_MODULE_DOTS 6 /* 0.75 mm at 203 dpi: a phone reads it at arm's length */
#define QR_MODULE_DOTS_MIN 2
#define COLUMN_GAP_DOTS 12

HufuRaster *
hufu_raster_new (guint width_dots, guint height_dots)
{
  HufuRaster *raster = g_new0 (HufuRaster, 1);
  raster->width_dots = width_dots;
  raster->height_dots = height_dots;
  raster->row_bytes = (width_dots + 7) / 8;
  raster->bits = g_malloc0 (MAX (raster->row_bytes * height_dots, 1));
  return raster;
}

void
hufu_raster_free (HufuRaster *raster)
{
  if (raster == NULL)
    return;
  g_free (raster->bits);
  g_free (raster);
}

void
hufu_raster_set (HufuRaster *raster, guint x, guint y)
{
  raster->bits[y * raster->row_bytes + x / 8] |= (guint8)(0x80 >> (x % 8));
}

static void
free_context (gpointer context)
{
  g_object_unref (context);
}

/* Making a context and loading its font costs some 20 ms once; layouts are cheap after that.
 * Pango's font maps belong to one thread, so the context does too. */
static PangoContext *
get_context (void)
{
  static GPrivate contexts = G_PRIVATE_INIT (free_context);
  PangoContext *context = g_private_get (&contexts);
  if (context == NULL) {
    context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
    g_private_set (&contexts, context);
  }
  return context;
}

static PangoLayout *
make_layout (const char *text, gboolean bold, gboolean large)
{
  PangoLayout *layout = pango_layout_new (get_context ());
  PangoFontDescription *font = pango_font_description_from_string (HUFU_RASTER_FONT);
  pango_font_description_set_absolute_size (font,
                                            (large ? 2 : 1) * HUFU_RASTER_FONT_DOTS * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* Most of a receipt is white: eight pixels at a time are looked at, and most are left at once. */
static guint8
take_eight (const guint8 pixels[8])
{
  guint64 all;
  memcpy (&all, pixels, sizeof all);
  if (all == 0)
    return 0;
  guint8 dots = 0;
  for (guint i = 0; i < 8; i++)
    if (pixels[i] >= INK_MIN)
      dots |= (guint8)(0x80 >> i);
  return dots;
}

static void
take_ink (HufuRaster *raster, cairo_surface_t *surface)
{
  cairo_surface_flush (surface);
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  for (guint y = 0; y < raster->height_dots; y++)
    for (gsize x = 0; x < raster->row_bytes; x++)
      raster->bits[y * raster->row_bytes + x] = take_eight (pixels + y * stride + x * 8);
}

static HufuRaster *
draw_layouts (PangoLayout *left, PangoLayout *right, int right_x, int right_y, guint width_dots,
              int height)
{
  HufuRaster *raster = hufu_raster_new (width_dots, (guint)height);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_A8, (int)width_dots, MAX (height, 1));
  cairo_t *cairo = cairo_create (surface);
  pango_cairo_show_layout (cairo, left);
  if (right != NULL) {
    cairo_move_to (cairo, right_x, right_y);
    pango_cairo_show_layout (cairo, right);
  }
  cairo_destroy (cairo);
  take_ink (raster, surface);
  cairo_surface_destroy (surface);
  return raster;
}

HufuRaster *
hufu_raster_of_text (const char *left, const char *right, HufuAlign align, gboolean bold,
                     gboolean large, guint width_dots)
{
  g_autoptr (PangoLayout) left_layout = make_layout (left, bold, large);
  int width = (int)width_dots, height, right_width = 0, right_height = 0;
  g_autoptr (PangoLayout) right_layout = NULL;
  if (right != NULL && right[0] != '\0') {
    right_layout = make_layout (right, bold, large);
    pango_layout_set_width (right_layout, width * PANGO_SCALE);
    pango_layout_get_pixel_size (right_layout, &right_width, &right_height);
  }

  /* A sum so wide that nothing sensible fits beside it stands on a line of its own. */
  gboolean beside = right_layout != NULL && right_width <= width * 2 / 3;
  int left_width = beside ? width - right_width - COLUMN_GAP_DOTS : width;
  pango_layout_set_width (left_layout, left_width * PANGO_SCALE);
  if (align == HUFU_ALIGN_CENTRE)
    pango_layout_set_alignment (left_layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (left_layout, NULL, &height);
  int right_y = beside ? MAX (height - right_height, 0) : height;
  if (right_layout != NULL)
    height = MAX (height, right_y + right_height);
  return draw_layouts (left_layout, right_layout, width - right_width, right_y, width_dots, height);
}

HufuRaster *
hufu_raster_of_qr (const HufuQr *qr, guint width_dots)
{
  guint side = (guint)hufu_qr_get_size (qr) + 2 * HUFU_QR_QUIET_MODULES;
  guint module = MIN (width_dots / side, QR_MODULE_DOTS);
  if (module < QR_MODULE_DOTS_MIN)
    return NULL;
  guint left = (width_dots - side * module) / 2;
  HufuRaster *raster = hufu_raster_new (width_dots, side * module);
  for (guint y = 0; y < side; y++) {
    guint8 *row = raster->bits + (gsize)y * module * raster->row_bytes;
    for (guint x = 0; x < side * module; x++)
      if (hufu_qr_get (qr, (int)(x / module) - HUFU_QR_QUIET_MODULES,
                       (int)y - HUFU_QR_QUIET_MODULES))
        hufu_raster_set (raster, left + x, y * module);
    for (guint i = 1; i < module; i++)
      memcpy (row + i * raster->row_bytes, row, raster->row_bytes);
  }
  return raster;
}
