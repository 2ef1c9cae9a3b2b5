/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/qr/qr.h"

#include <cairo.h>
#include <gio/gio.h>
#include <qrencode.h>

struct HufuQr {
  QRcode *code;
};

static QRecLevel
level_of (HufuQrLevel level)
{
  switch (level) {
  case HUFU_QR_L:
    return QR_ECLEVEL_L;
  case HUFU_QR_M:
    return QR_ECLEVEL_M;
  case HUFU_QR_Q:
    return QR_ECLEVEL_Q;
  case HUFU_QR_H:
    return QR_ECLEVEL_H;
  }
  g_assert_not_reached ();
}

HufuQr *
hufu_qr_new (const char *text, HufuQrLevel level)
{
  g_assert (text != NULL);
  QRcode *code = QRcode_encodeString (text, 0, level_of (level), QR_MODE_8, 1);
  if (code == NULL)
    return NULL;
  HufuQr *qr = g_new0 (HufuQr, 1);
  qr->code = code;
  return qr;
}

void
hufu_qr_free (HufuQr *qr)
{
  if (qr == NULL)
    return;
  QRcode_free (qr->code);
  g_free (qr);
}

int
hufu_qr_get_size (const HufuQr *qr)
{
  return qr->code->width;
}

int
hufu_qr_get_version (const HufuQr *qr)
{
  return qr->code->version;
}

gboolean
hufu_qr_get (const HufuQr *qr, int x, int y)
{
  int size = qr->code->width;
  if (x < 0 || y < 0 || x >= size || y >= size)
    return FALSE;
  return (qr->code->data[y * size + x] & 1) != 0;
}

static void
draw_modules (const HufuQr *qr, guint8 *pixels, int stride, int module_px)
{
  int side = (hufu_qr_get_size (qr) + 2 * HUFU_QR_QUIET_MODULES) * module_px;
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++) {
      int module_x = x / module_px - HUFU_QR_QUIET_MODULES;
      int module_y = y / module_px - HUFU_QR_QUIET_MODULES;
      guint32 *row = (guint32 *)(void *)(pixels + (gsize)y * (gsize)stride);
      row[x] = hufu_qr_get (qr, module_x, module_y) ? 0x000000 : 0xffffff;
    }
}

gboolean
hufu_qr_write_png (const HufuQr *qr, const char *path, int module_px, GError **error)
{
  g_assert (module_px >= 1);
  int side = (hufu_qr_get_size (qr) + 2 * HUFU_QR_QUIET_MODULES) * module_px;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  cairo_status_t status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS) {
    cairo_surface_flush (surface);
    draw_modules (qr, cairo_image_surface_get_data (surface),
                  cairo_image_surface_get_stride (surface), module_px);
    cairo_surface_mark_dirty (surface);
    status = cairo_surface_write_to_png (surface, path);
  }
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path,
               cairo_status_to_string (status));
  return FALSE;
}
