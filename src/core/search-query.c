/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is searched for: its tokens, and looking at a product's texts. */
#include <string.h>

#include "core/pinyin.h"
#include "core/search-text.h"

#define TERM_UNITS_MAX 32 /* characters of one word; the rest is left out */

typedef struct {
  HufuUnitKind kind;
  gsize n;
  gunichar units[TERM_UNITS_MAX];
  HufuSearchTerm term;
} Word;

struct _HufuSearchQuery {
  gsize n_words;
  Word words[HUFU_SEARCH_TERMS_MAX];
};

/* ---- tokens ---- */

static void
add_token (HufuSearchTokens *way, const char *mark, const gunichar *units, gsize n)
{
  char *token;
  gsize size = strlen (mark);

  if (way->n_tokens == HUFU_SEARCH_TERM_TOKENS_MAX)
    return;
  token = way->tokens[way->n_tokens++];
  memcpy (token, mark, size);
  for (gsize i = 0; i < n; i++)
    size += (gsize)g_unichar_to_utf8 (units[i], token + size);
  token[size] = '\0';
}

/* The pieces of `size` that cover all of the word; the last one may overlap. */
static void
add_pieces (HufuSearchTokens *way, const char *mark, const Word *word, gsize size)
{
  gsize step = size > 2 ? size : 1;

  for (gsize i = 0; i + size < word->n; i += step)
    add_token (way, mark, word->units + i, size);
  if (word->n >= size)
    add_token (way, mark, word->units + word->n - size, size);
}

static gboolean
is_initials (const Word *word)
{
  for (gsize i = 0; i < word->n; i++) {
    if (word->units[i] >= 128)
      return FALSE;
  }
  return TRUE;
}

static void
make_term (Word *word)
{
  HufuSearchTerm *term = &word->term;

  term->n_ways = 1;
  if (word->kind == HUFU_UNIT_HAN) {
    add_pieces (&term->ways[0], "", word, MIN (word->n, 2));
    return;
  }
  add_token (&term->ways[0], "", word->units, MIN (word->n, HUFU_SEARCH_PREFIX_MAX));
  if (!is_initials (word))
    return;
  term->n_ways = 2;
  add_pieces (&term->ways[1], "'", word, MIN (word->n, HUFU_SEARCH_INITIALS_MAX));
}

/* ---- the query ---- */

static void
add_unit (HufuSearchQuery *query, const HufuUnit *unit, gboolean begins)
{
  Word *word;

  if (begins) {
    if (query->n_words == HUFU_SEARCH_TERMS_MAX)
      return;
    query->words[query->n_words++].kind = unit->kind;
  }
  word = &query->words[query->n_words - 1];
  if (word->n < TERM_UNITS_MAX)
    word->units[word->n++] = unit->c;
}

HufuSearchQuery *
hufu_search_query_new (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char *texts[] = {valid};
  HufuSearchQuery *query = g_new0 (HufuSearchQuery, 1);
  HufuUnitKind last = HUFU_UNIT_GAP;
  HufuSearchText units;
  gboolean full = FALSE;

  hufu_search_text_init (&units, texts, 1);
  for (gsize i = 0; i < units.n && !full; i++) {
    HufuUnitKind kind = units.units[i].kind;
    gboolean begins = kind != last;

    full = begins && query->n_words == HUFU_SEARCH_TERMS_MAX;
    if (!full && (kind == HUFU_UNIT_HAN || kind == HUFU_UNIT_WORD))
      add_unit (query, &units.units[i], begins);
    last = kind;
  }
  for (gsize i = 0; i < query->n_words; i++)
    make_term (&query->words[i]);
  if (query->n_words > 0)
    return query;
  hufu_search_query_free (query);
  return NULL;
}

void
hufu_search_query_free (HufuSearchQuery *query)
{
  g_free (query);
}

gsize
hufu_search_query_get_n_terms (const HufuSearchQuery *query)
{
  return query->n_words;
}

const HufuSearchTerm *
hufu_search_query_get_term (const HufuSearchQuery *query, gsize i)
{
  return &query->words[i].term;
}

/* ---- looking ---- */

static gboolean
has_run (const Word *word, const HufuUnit *unit)
{
  for (gsize i = 0; i < word->n; i++) {
    if (unit[i].kind != word->kind || unit[i].c != word->units[i])
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_letter (const HufuUnit *unit, gunichar letter)
{
  if (unit->kind == HUFU_UNIT_HAN)
    return strchr (hufu_pinyin_get_initials (unit->c), (int)letter) != NULL;
  return unit->kind == HUFU_UNIT_WORD && unit->c == letter;
}

static gboolean
has_initials (const Word *word, const HufuUnit *unit)
{
  for (gsize i = 0; i < word->n; i++, unit++) {
    while (i > 0 && unit->kind == HUFU_UNIT_GAP)
      unit++;
    if (!has_letter (unit, word->units[i]))
      return FALSE;
  }
  return TRUE;
}

/* Text by text, as first letters are of those that have hanzi. */
static gboolean
has_word (const Word *word, const HufuSearchText *text)
{
  gboolean has_han = FALSE;

  for (gsize i = 0, end = 0; i < text->n; i++) {
    gboolean fits = word->kind == HUFU_UNIT_HAN || hufu_search_text_begins_word (text, i);

    if (i == end) {
      has_han = FALSE;
      for (; text->units[end].kind != HUFU_UNIT_END; end++)
        has_han = has_han || text->units[end].kind == HUFU_UNIT_HAN;
      end++;
    }
    if ((fits && has_run (word, &text->units[i])) ||
        (has_han && word->term.n_ways == 2 && has_initials (word, &text->units[i])))
      return TRUE;
  }
  return FALSE;
}

gboolean
hufu_search_query_matches (const HufuSearchQuery *query, const char *const *texts, gsize n_texts)
{
  HufuSearchText text;

  hufu_search_text_init (&text, texts, n_texts);
  for (gsize i = 0; i < query->n_words; i++) {
    if (!has_word (&query->words[i], &text))
      return FALSE;
  }
  return TRUE;
}
