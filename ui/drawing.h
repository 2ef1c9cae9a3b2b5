/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line drawings of data/icons, read from the program's resources and stroked with cairo. They
 * keep to a small part of SVG (path with M L H V C Z, circle, rect; one stroke), so a window full
 * of them costs neither librsvg nor an icon theme at start-up. Drawing thread only.
 */
#pragma once

#include <gtk/gtk.h>

#define HUFU_DRAWING_GRID 24 /* every drawing is made on 24 x 24 */

/* Strokes the drawing `name` ("cart", "goods/shirt") into a square of size_px at the origin, with
 * the source colour already set. An unknown name draws nothing. */
void hufu_drawing_stroke (cairo_t *cr, const char *name, double size_px);

/* The same as a node of its own, at x, y. */
void hufu_drawing_append (GtkSnapshot *snapshot, const char *name, float x, float y, int size_px,
                          const GdkRGBA *color);

/* TRUE if there is such a drawing. */
gboolean hufu_drawing_exists (const char *name);

/* The drawing of a product: "goods/<icon>", or "goods/generic" if there is none of that name.
 * Static text. */
const char *hufu_drawing_for_goods (const char *icon);

/* The drawing of a button: "<icon>" or "goods/<icon>" if it exists, else `otherwise`. */
const char *hufu_drawing_for_name (const char *icon, const char *otherwise);
