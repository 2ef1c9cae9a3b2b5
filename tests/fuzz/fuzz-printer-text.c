/* SPDX-License-Identifier: GPL-3.0-or-later */
/* User text on its way to a printer (I18): whatever it holds, only printable bytes and GB pairs
 * come out, in lines that fit. */
#include <stdint.h>

#include "drivers/printer/cells.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_cell (const HufuCell *cell, HufuCharset charset)
{
  if (cell->n_bytes == 1) {
    g_assert_cmpint (cell->bytes[0], >=, 0x20);
    g_assert_cmpint (cell->bytes[0], !=, 0x7f);
    g_assert_true (charset == HUFU_CHARSET_CODEPAGE || cell->bytes[0] < 0x80);
  } else {
    g_assert_cmpint (charset, ==, HUFU_CHARSET_HANZI);
    g_assert_cmpint (cell->bytes[0], >=, 0x81);
    g_assert_cmpint (cell->bytes[1], >=, 0x40);
  }
}

static void
check_lines (const GArray *cells, guint columns)
{
  guint position = 0, before = 0;
  for (HufuCellLine line; hufu_cells_next_line (cells, &position, columns, &line);) {
    g_assert_cmpuint (line.columns, <=, columns);
    g_assert_cmpuint (position, >, before);
    before = position;
  }
  g_assert_cmpuint (position, ==, cells->len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *clean = hufu_cells_clean_text (text, 1000);
  g_assert_true (g_utf8_validate (clean, -1, NULL));
  for (guint i = 0; i < 6; i++) {
    HufuPrinterProfile profile = {.hanzi = (HufuHanzi)(i % 3)};
    g_strlcpy (profile.codepage, i < 3 ? "" : "CP437", sizeof profile.codepage);
    g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (HufuCell));
    HufuCharset charset = hufu_cells_encode (clean, &profile, cells);
    for (guint n = 0; n < cells->len; n++)
      check_cell (&g_array_index (cells, HufuCell, n), charset);
    check_lines (cells, 2 + i * 9);
  }
  return 0;
}
