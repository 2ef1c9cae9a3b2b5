/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bars of a label as dots. */
#include <string.h>

#include "core/ean.h"
#include "drivers/printer/raster.h"

#define MODULE_DOTS 3 /* 0.375 mm at 203 dpi: GS1 asks for 0.264 to 0.66 mm (5.2.6.1) */
#define QUIET_MODULES 11
#define HEIGHT_DOTS 96

HufuRaster *
hufu_raster_of_bars (const char *digits, guint width_dots)
{
  char modules[HUFU_EAN_MODULES_MAX + 1];
  guint n, left;
  HufuRaster *raster;

  if (!hufu_ean_draw (digits, modules))
    return NULL;
  n = (guint)strlen (modules);
  if ((n + 2 * QUIET_MODULES) * MODULE_DOTS > width_dots)
    return NULL;
  left = (width_dots - n * MODULE_DOTS) / 2;
  raster = hufu_raster_new (width_dots, HEIGHT_DOTS);
  for (guint i = 0; i < n * MODULE_DOTS; i++)
    if (modules[i / MODULE_DOTS] == '1')
      hufu_raster_set (raster, left + i, 0);
  for (guint y = 1; y < HEIGHT_DOTS; y++)
    memcpy (raster->bits + y * raster->row_bytes, raster->bits, raster->row_bytes);
  return raster;
}
