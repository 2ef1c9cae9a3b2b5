/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/preview.h"

#include <gio/gio.h>

#include "drivers/printer/escpos-render.h"
#include "drivers/printer/escpos.h"

gboolean
hufu_preview_write (const HufuReceipt *receipt, const char *profile, const char *png_path,
                    GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (HufuRendering) rendering = NULL;
  HufuPrinterProfile paper;
  cairo_surface_t *picture;
  cairo_status_t status;

  if (!hufu_profile_load (NULL, profile != NULL ? profile : "xprinter-80", &paper, error))
    return FALSE;
  bytes = hufu_escpos_encode (receipt, &paper, HUFU_ESCPOS_PLAIN);
  rendering = hufu_escpos_render (bytes->data, bytes->len, paper.width_dots);
  picture = hufu_rendering_join (rendering);
  status = cairo_surface_write_to_png (picture, png_path);
  cairo_surface_destroy (picture);
  if (status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", png_path,
                 cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}
