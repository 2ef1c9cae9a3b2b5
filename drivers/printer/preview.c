/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/preview.h"

#include <gio/gio.h>

#include "drivers/printer/escpos-render.h"
#include "drivers/printer/escpos.h"

static cairo_status_t
take_bytes (void *closure, const unsigned char *bytes, unsigned int size)
{
  g_byte_array_append (closure, bytes, size);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
hufu_preview_draw (const HufuReceipt *receipt, const char *profile, GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (HufuRendering) rendering = NULL;
  HufuPrinterProfile paper;
  GByteArray *png;
  cairo_surface_t *picture;
  cairo_status_t status;

  if (!hufu_profile_load (NULL, profile != NULL ? profile : "xprinter-80", &paper, error))
    return NULL;
  bytes = hufu_escpos_encode (receipt, &paper, HUFU_ESCPOS_PLAIN);
  rendering = hufu_escpos_render (bytes->data, bytes->len, paper.width_dots);
  picture = hufu_rendering_join (rendering);
  png = g_byte_array_new ();
  status = cairo_surface_write_to_png_stream (picture, take_bytes, png);
  cairo_surface_destroy (picture);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (png);
  g_byte_array_unref (png);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  return NULL;
}

gboolean
hufu_preview_write (const HufuReceipt *receipt, const char *profile, const char *png_path,
                    GError **error)
{
  g_autoptr (GBytes) png = hufu_preview_draw (receipt, profile, error);

  return png != NULL && g_file_set_contents (png_path, g_bytes_get_data (png, NULL),
                                             (gssize)g_bytes_get_size (png), error);
}
