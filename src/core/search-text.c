/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/search-text.h"

static gboolean
is_han (gunichar c)
{
  return (c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff) || c == 0x3007;
}

static void
append (HufuSearchText *text, gunichar c)
{
  HufuUnitKind kind = HUFU_UNIT_GAP;

  if (text->n >= HUFU_SEARCH_UNITS_MAX)
    return;
  if (is_han (c))
    kind = HUFU_UNIT_HAN;
  else if (g_unichar_isalnum (c))
    kind = HUFU_UNIT_WORD;
  text->units[text->n++] = (HufuUnit){c, kind};
}

/* Full-width letters, accents and capitals are taken for the plain letter. */
static void
append_folded (HufuSearchText *text, gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  if (c < 128 || (c >= 0x3400 && c <= 0x9fff)) {
    append (text, c < 128 ? (gunichar)g_ascii_tolower ((char)c) : c);
    return;
  }
  n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++) {
    if (!g_unichar_ismark (parts[i]))
      append (text, g_unichar_tolower (parts[i]));
  }
}

void
hufu_search_text_init (HufuSearchText *text, const char *const *texts, gsize n_texts)
{
  text->n = 0;
  for (gsize i = 0; i < n_texts; i++) {
    for (const char *at = texts[i]; *at != '\0'; at += g_utf8_skip[(guchar)*at])
      append_folded (text, g_utf8_get_char (at));
    if (text->n < HUFU_SEARCH_UNITS_MAX)
      text->units[text->n++] = (HufuUnit){0, HUFU_UNIT_END};
  }
  text->units[text->n] = (HufuUnit){0, HUFU_UNIT_END};
}

static gboolean
is_digit (const HufuUnit *unit)
{
  return unit->c >= '0' && unit->c <= '9';
}

gboolean
hufu_search_text_begins_word (const HufuSearchText *text, gsize at)
{
  const HufuUnit *unit = &text->units[at];

  if (unit->kind != HUFU_UNIT_WORD)
    return FALSE;
  return at == 0 || unit[-1].kind != HUFU_UNIT_WORD || is_digit (unit) != is_digit (unit - 1);
}
