/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text as the cells of a character printer: each cell is one byte in one column, or a GB pair in
 * two. Decides which of a printer's sets can print a text, and breaks it into lines. Internal to
 * escpos.c.
 */
#pragma once

#include "drivers/printer/profile.h"

typedef enum {
  HUFU_CHARSET_ASCII,
  HUFU_CHARSET_HANZI,
  HUFU_CHARSET_CODEPAGE,
  HUFU_CHARSET_NONE, /* only a picture will do */
} HufuCharset;

typedef struct {
  guint8 bytes[2];
  guint8 n_bytes; /* and columns */
} HufuCell;

typedef struct {
  const HufuCell *cells; /* borrowed from the array */
  guint n_cells;
  guint columns;
} HufuCellLine;

/* The text that may be printed: valid UTF-8 without control, format and private characters, blanks
 * as spaces, at most max_chars long. Free with g_free. */
char *hufu_cells_clean_text (const char *text, gsize max_chars);

/* The first set of the profile that holds all of `text`; its cells are appended to `cells`, which
 * is left as it was for HUFU_CHARSET_NONE. */
HufuCharset hufu_cells_encode (const char *text, const HufuPrinterProfile *profile, GArray *cells);

/* Takes a line of at most `columns` off the front of cells[*position..], breaking at a space or
 * beside a Hanzi where it can. FALSE at the end. */
gboolean hufu_cells_next_line (const GArray *cells, guint *position, guint columns,
                               HufuCellLine *ret_line);
