/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/cells.h"

#include <string.h>

#define FULL_WIDTH_YEN 0xffe5 /* GB sets have this one in place of U+00A5 */

static gboolean
is_printable (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return FALSE;
  case G_UNICODE_LOWERCASE_LETTER:
  case G_UNICODE_MODIFIER_LETTER:
  case G_UNICODE_OTHER_LETTER:
  case G_UNICODE_TITLECASE_LETTER:
  case G_UNICODE_UPPERCASE_LETTER:
  case G_UNICODE_SPACING_MARK:
  case G_UNICODE_ENCLOSING_MARK:
  case G_UNICODE_NON_SPACING_MARK:
  case G_UNICODE_DECIMAL_NUMBER:
  case G_UNICODE_LETTER_NUMBER:
  case G_UNICODE_OTHER_NUMBER:
  case G_UNICODE_CONNECT_PUNCTUATION:
  case G_UNICODE_DASH_PUNCTUATION:
  case G_UNICODE_CLOSE_PUNCTUATION:
  case G_UNICODE_FINAL_PUNCTUATION:
  case G_UNICODE_INITIAL_PUNCTUATION:
  case G_UNICODE_OTHER_PUNCTUATION:
  case G_UNICODE_OPEN_PUNCTUATION:
  case G_UNICODE_CURRENCY_SYMBOL:
  case G_UNICODE_MODIFIER_SYMBOL:
  case G_UNICODE_MATH_SYMBOL:
  case G_UNICODE_OTHER_SYMBOL:
  case G_UNICODE_SPACE_SEPARATOR:
    return TRUE;
  }
  return FALSE;
}

char *
hufu_cells_clean_text (const char *text, gsize max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *clean = g_string_sized_new (strlen (valid));
  gsize n_chars = 0;
  for (const char *at = valid; *at != '\0' && n_chars < max_chars; at += g_utf8_skip[(guchar)*at]) {
    gunichar c = g_utf8_get_char (at);
    if (c == '\n' || c == '\t' || g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
      c = c == 0x3000 ? c : ' ';
    else if (!is_printable (c))
      continue;
    g_string_append_unichar (clean, c);
    n_chars++;
  }
  return g_string_free (clean, FALSE);
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar)*text >= 0x80)
      return FALSE;
  return TRUE;
}

static gboolean
is_gb_pair (const guint8 bytes[2], HufuHanzi hanzi)
{
  if (hanzi == HUFU_HANZI_GB2312)
    return bytes[0] >= 0xa1 && bytes[0] <= 0xf7 && bytes[1] >= 0xa1 && bytes[1] <= 0xfe;
  return bytes[0] >= 0x81 && bytes[0] <= 0xfe && bytes[1] >= 0x40 && bytes[1] <= 0xfe &&
         bytes[1] != 0x7f;
}

/* One character; n_wanted is how many bytes it must take. */
static gboolean
convert (GIConv converter, gunichar c, guint8 n_wanted, HufuCell *ret_cell)
{
  char utf8[6], out[8];
  gsize in_left = (gsize)g_unichar_to_utf8 (c, utf8), out_left = sizeof out;
  char *in = utf8, *to = out;
  g_iconv (converter, NULL, NULL, NULL, NULL);
  if (g_iconv (converter, &in, &in_left, &to, &out_left) != 0 || sizeof out - out_left != n_wanted)
    return FALSE;
  memcpy (ret_cell->bytes, out, n_wanted);
  ret_cell->n_bytes = n_wanted;
  return TRUE;
}

static gboolean
encode_with (const char *charset, HufuHanzi hanzi, const char *text, GArray *cells)
{
  guint n_before = cells->len;
  GIConv converter = g_iconv_open (charset, "UTF-8");
  g_assert (converter != (GIConv)-1);
  gboolean ok = TRUE;
  for (const char *at = text; ok && *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
    gunichar c = g_utf8_get_char (at);
    HufuCell cell = {.bytes = {(guint8)c}, .n_bytes = 1};
    if (c == 0xa5 && hanzi != HUFU_HANZI_NONE)
      c = FULL_WIDTH_YEN;
    if (c >= 0x80)
      ok = hanzi == HUFU_HANZI_NONE
               ? convert (converter, c, 1, &cell) && cell.bytes[0] >= 0x80
               : convert (converter, c, 2, &cell) && is_gb_pair (cell.bytes, hanzi);
    g_array_append_val (cells, cell);
  }
  g_iconv_close (converter);
  if (!ok)
    g_array_set_size (cells, n_before);
  return ok;
}

HufuCharset
hufu_cells_encode (const char *text, const HufuPrinterProfile *profile, GArray *cells)
{
  if (is_ascii (text)) {
    for (const char *at = text; *at != '\0'; at++)
      g_array_append_val (cells, ((HufuCell){.bytes = {(guint8)*at}, .n_bytes = 1}));
    return HUFU_CHARSET_ASCII;
  }
  if (profile->hanzi != HUFU_HANZI_NONE && encode_with ("GB18030", profile->hanzi, text, cells))
    return HUFU_CHARSET_HANZI;
  if (profile->codepage[0] != '\0' && encode_with (profile->codepage, HUFU_HANZI_NONE, text, cells))
    return HUFU_CHARSET_CODEPAGE;
  return HUFU_CHARSET_NONE;
}

static gboolean
is_space (const HufuCell *cell)
{
  return cell->n_bytes == 1 && cell->bytes[0] == ' ';
}

static gboolean
is_pair_of (const HufuCell *cell, const guint8 (*pairs)[2], gsize n_pairs)
{
  for (gsize i = 0; i < n_pairs; i++)
    if (cell->n_bytes == 2 && memcmp (cell->bytes, pairs[i], 2) == 0)
      return TRUE;
  return FALSE;
}

/* TRUE if a line may end before cells[i]: not after what opens or is a currency sign, not before
 * what closes. */
static gboolean
may_break (const HufuCell *cells, guint i)
{
  static const guint8 OPENS[][2] = {{0xa3, 0xa4}, {0xa3, 0xa8}, {0xa1, 0xb6}, {0xa1, 0xb0}};
  static const guint8 CLOSES[][2] = {{0xa3, 0xac}, {0xa1, 0xa3}, {0xa1, 0xa2}, {0xa3, 0xa9},
                                     {0xa3, 0xba}, {0xa3, 0xbb}, {0xa3, 0xa1}, {0xa3, 0xbf},
                                     {0xa1, 0xb7}, {0xa1, 0xb1}};
  if (is_pair_of (&cells[i - 1], OPENS, G_N_ELEMENTS (OPENS)) ||
      is_pair_of (&cells[i], CLOSES, G_N_ELEMENTS (CLOSES)))
    return FALSE;
  return is_space (&cells[i]) || is_space (&cells[i - 1]) || cells[i].n_bytes == 2 ||
         cells[i - 1].n_bytes == 2;
}

gboolean
hufu_cells_next_line (const GArray *cells, guint *position, guint columns, HufuCellLine *ret_line)
{
  guint left = cells->len - *position, n = 0, used = 0;
  if (left == 0)
    return FALSE;
  const HufuCell *from = &g_array_index (cells, HufuCell, *position);
  for (; n < left && used + from[n].n_bytes <= columns; n++)
    used += from[n].n_bytes;
  if (n < left) {
    guint good = n;
    while (good > 0 && !may_break (from, good))
      good--;
    n = good > 0 ? good : MAX (n, 1);
  }

  guint n_printed = n;
  while (n_printed > 0 && is_space (&from[n_printed - 1]))
    n_printed--;
  *ret_line = (HufuCellLine){.cells = from, .n_cells = n_printed};
  for (guint i = 0; i < n_printed; i++)
    ret_line->columns += from[i].n_bytes;
  while (n < left && is_space (&from[n]))
    n++;
  *position += n;
  return TRUE;
}
