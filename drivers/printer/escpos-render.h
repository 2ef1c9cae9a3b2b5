/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small ESC/POS printer in memory: draws the commands that escpos.c sends, steps cleanly over the
 * others that it knows the length of, and takes any bytes without fail. For the file printer, the
 * preview and the tests. Hanzi are read as GB18030. One thread at a time.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

#define HUFU_PAPER_HEIGHT_DOTS_MAX                                                                 \
  20000 /* dots of one piece of paper; printing goes on on the next */

/* A piece of paper between two cuts. */
typedef struct {
  cairo_surface_t *picture; /* CAIRO_FORMAT_RGB24, one pixel a dot and a margin */
  GString *text;            /* what was printed as characters, UTF-8, a line each */
  gboolean cut;             /* FALSE: the bytes ended before a cut */
} HufuPaper;

typedef struct {
  GPtrArray *papers;    /* HufuPaper, in order; paper without ink is left out */
  guint n_drawer_kicks; /* ESC p */
  guint n_status;       /* DLE EOT, GS r: questions that a printer answers */
  guint n_unknown;      /* bytes that are no command known here */
  gsize n_missing;      /* bytes that the last command still waits for */
} HufuRendering;

/* width_dots 200..1024. Not NULL, whatever the bytes are. */
HufuRendering *hufu_escpos_render (const guint8 *bytes, gsize size, guint width_dots);
void hufu_rendering_free (HufuRendering *rendering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuRendering, hufu_rendering_free)

/* All pieces of paper one below the other. The caller destroys the surface. */
cairo_surface_t *hufu_rendering_join (const HufuRendering *rendering);
