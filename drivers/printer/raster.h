/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dots: one bit each, 1 = black, the leftmost dot in the highest bit, rows padded to whole bytes:
 * the form that GS v 0 takes. Text is drawn with Pango, plain, never as markup.
 */
#pragma once

#include <glib.h>
#include "core/receipt.h"
#include "drivers/qr/qr.h"

#define HUFU_RASTER_FONT "Noto Sans Mono CJK SC"
#define HUFU_RASTER_FONT_DOTS 24 /* of a full-width character, as in font A */

typedef struct {
  guint width_dots, height_dots;
  gsize row_bytes;
  guint8 *bits; /* row_bytes * height_dots */
} HufuRaster;

#define HUFU_RASTER_IMAGE_BYTES_MAX (1024 * 1024) /* of a PNG */
#define HUFU_RASTER_IMAGE_SIDE_MAX 4096           /* pixels */
#define HUFU_RASTER_IMAGE_HEIGHT_MAX 400          /* dots: 50 mm at 203 dpi */

/* White. */
HufuRaster *hufu_raster_new (guint width_dots, guint height_dots);
/* Makes a dot black. */
void hufu_raster_set (HufuRaster *raster, guint x, guint y);

/* Draws text in lines of at most width_dots. `right` (may be NULL) stands at the right edge of the
 * last line. Not NULL; height 0 for empty text. */
HufuRaster *hufu_raster_of_text (const char *left, const char *right, HufuAlign align,
                                 gboolean bold, gboolean large, guint width_dots);

/* Draws a QR symbol in the middle with the largest modules that make sense; NULL if it does not fit
 * with modules of at least two dots. */
HufuRaster *hufu_raster_of_qr (const HufuQr *qr, guint width_dots);

/* Draws a PNG in the middle, made smaller where it is too large, greys as patterns of dots. NULL if
 * the file is none, or beyond the limits above. */
HufuRaster *hufu_raster_of_image (const char *path, guint width_dots);

/* Draws EAN-8 or EAN-13 bars in the middle; NULL if the digits are none, or do not fit. */
HufuRaster *hufu_raster_of_bars (const char *digits, guint width_dots);

void hufu_raster_free (HufuRaster *raster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuRaster, hufu_raster_free)
