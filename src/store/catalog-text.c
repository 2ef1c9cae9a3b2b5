/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/catalog-text.h"

#define TOKENS_MAX 12

typedef struct {
  GString *query;
  guint n_tokens;
} Query;

/* The index has no positions: a token must never fall into two, so it holds letters, digits and
 * hyphens alone. */
static void
add_token (Query *query, const char *token, gsize size, gboolean prefix)
{
  if (query->n_tokens++ >= TOKENS_MAX)
    return;
  g_string_append_printf (query->query, "%s\"%.*s\"%s", query->query->len > 0 ? " " : "", (int)size,
                          token, prefix ? "*" : "");
}

/* g_utf8_next_char without its cast. The text is valid. */
static const char *
next_char (const char *text)
{
  return text + g_utf8_skip[(guchar)*text];
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

static gboolean
is_word (gunichar c)
{
  return c == '-' || (g_unichar_isalnum (c) && !is_han (c));
}

/* Adds the bigrams of the hanzi that begin at text; returns where they end. */
static const char *
add_han_run (Query *query, const char *text)
{
  const char *next = next_char (text);

  if (!is_han (g_utf8_get_char (next))) {
    add_token (query, text, (gsize)(next - text), FALSE);
    return next;
  }
  while (is_han (g_utf8_get_char (next))) {
    const char *end = next_char (next);

    add_token (query, text, (gsize)(end - text), FALSE);
    text = next;
    next = end;
  }
  return next;
}

static const char *
add_word (Query *query, const char *text)
{
  const char *end = text;
  gboolean only_hyphens = TRUE;

  for (; is_word (g_utf8_get_char (end)); end = next_char (end))
    only_hyphens = only_hyphens && *end == '-';
  if (!only_hyphens)
    add_token (query, text, (gsize)(end - text), TRUE);
  return end;
}

char *
hufu_catalog_make_query (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *folded = g_utf8_strdown (valid, -1);
  Query query = {.query = g_string_new (NULL)};
  const char *at = folded;

  while (*at != '\0') {
    gunichar c = g_utf8_get_char (at);

    if (is_han (c))
      at = add_han_run (&query, at);
    else if (is_word (c))
      at = add_word (&query, at);
    else
      at = next_char (at);
  }
  return g_string_free (query.query, query.n_tokens == 0);
}
