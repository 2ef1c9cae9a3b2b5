/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokens of a product. */
#include "core/search.h"

#include "core/pinyin.h"
#include "core/search-text.h"

typedef struct {
  const HufuSearchText *text;
  HufuSearchTokenFunc func;
  gpointer user_data;
} Maker;

static void
tell_hanzi (const Maker *maker, gsize at)
{
  const HufuUnit *unit = &maker->text->units[at];
  char token[12];
  gint size = g_unichar_to_utf8 (unit->c, token);

  maker->func (token, (gsize)size, maker->user_data);
  if (unit[1].kind != HUFU_UNIT_HAN)
    return;
  size += g_unichar_to_utf8 (unit[1].c, token + size);
  maker->func (token, (gsize)size, maker->user_data);
}

static void
tell_word (const Maker *maker, gsize at)
{
  char token[HUFU_SEARCH_TOKEN_MAX];
  gsize size = 0;

  for (gsize i = 0; i < HUFU_SEARCH_PREFIX_MAX; i++) {
    const HufuUnit *unit = &maker->text->units[at + i];

    if (unit->kind != HUFU_UNIT_WORD)
      return;
    size += (gsize)g_unichar_to_utf8 (unit->c, token + size);
    maker->func (token, size, maker->user_data);
  }
}

/* What stands for a character among the first letters: of a hanzi all of its readings'. */
static const char *
get_letters (const HufuUnit *unit, char ret_own[2])
{
  if (unit->kind == HUFU_UNIT_HAN)
    return hufu_pinyin_get_initials (unit->c);
  ret_own[0] = unit->kind == HUFU_UNIT_WORD && unit->c < 128 ? (char)unit->c : '\0';
  ret_own[1] = '\0';
  return ret_own;
}

/* Goes on from token[0..size) with all letters of the character at `at` and what follows. */
static void
tell_letters (const Maker *maker, gsize at, char *token, gsize size)
{
  const HufuUnit *unit = &maker->text->units[at];
  char own[2];

  for (; unit->kind == HUFU_UNIT_GAP; unit++)
    at++;
  for (const char *letter = get_letters (unit, own); *letter != '\0'; letter++) {
    token[size] = *letter;
    maker->func (token, size + 1, maker->user_data);
    if (size < HUFU_SEARCH_INITIALS_MAX)
      tell_letters (maker, at + 1, token, size + 1);
  }
}

void
hufu_search_make_tokens (const char *const *texts, gsize n_texts, HufuSearchTokenFunc func,
                         gpointer user_data)
{
  HufuSearchText text;
  Maker maker = {&text, func, user_data};
  char token[1 + HUFU_SEARCH_INITIALS_MAX + 1] = "'";
  gboolean has_han = FALSE;

  hufu_search_text_init (&text, texts, n_texts);
  for (gsize i = 0, end = 0; i < text.n; i++) {
    if (i == end) { /* a text begins */
      has_han = FALSE;
      for (; text.units[end].kind != HUFU_UNIT_END; end++)
        has_han = has_han || text.units[end].kind == HUFU_UNIT_HAN;
      end++;
    }
    if (text.units[i].kind == HUFU_UNIT_HAN)
      tell_hanzi (&maker, i);
    else if (hufu_search_text_begins_word (&text, i))
      tell_word (&maker, i);
    if (has_han && text.units[i].kind != HUFU_UNIT_GAP)
      tell_letters (&maker, i, token, 1);
  }
}
