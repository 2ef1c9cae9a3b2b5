/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding a product by what people type of it: any run of its hanzi, the beginnings of its other
 * words and of its SKU's parts, or the first letters of its pinyin from any hanzi on. Pure. It
 * makes two things of texts that agree with each other: the tokens under which a product is
 * indexed, and the query, which names tokens that a product must have and then looks at the
 * product's texts itself.
 *
 * Tokens, all in small letters without accents: each hanzi, each pair of neighbours; the first 1 to
 * 8 letters of each word ("500ml" is also the word "ml"); and "'" with 1 to 4 neighbouring first
 * letters of a text that has hanzi, in each of their readings ("'cx" and "'zx" of 长袖).
 *
 *   g_autoptr (HufuSearchQuery) query = hufu_search_query_new ("ym chens");
 *   if (query != NULL && hufu_search_query_matches (query, texts, n_texts)) ...
 */
#pragma once

#include <glib.h>

#define HUFU_SEARCH_TOKEN_MAX 48   /* bytes of a token */
#define HUFU_SEARCH_PREFIX_MAX 8   /* letters of a word that are indexed */
#define HUFU_SEARCH_INITIALS_MAX 4 /* first letters in a row that are */
#define HUFU_SEARCH_UNITS_MAX                                                                      \
  600 /* characters of all texts of a product; what is beyond is not found */
#define HUFU_SEARCH_TERMS_MAX 8 /* words of a query; further ones are left out */
#define HUFU_SEARCH_TERM_TOKENS_MAX 8

/* token: `size` bytes, not NUL-terminated. The same token may come several times. */
typedef void (*HufuSearchTokenFunc) (const char *token, gsize size, gpointer user_data);
void hufu_search_make_tokens (const char *const *texts, gsize n_texts, HufuSearchTokenFunc func,
                              gpointer user_data);

/* A product must have all tokens of one list of each term. */
typedef struct {
  gsize n_tokens;
  char tokens[HUFU_SEARCH_TERM_TOKENS_MAX][HUFU_SEARCH_TOKEN_MAX + 1];
} HufuSearchTokens;

typedef struct {
  gsize n_ways;
  HufuSearchTokens ways[2];
} HufuSearchTerm;

typedef struct _HufuSearchQuery HufuSearchQuery;

/* NULL if the text has no word. text need not be valid UTF-8. */
HufuSearchQuery *hufu_search_query_new (const char *text);
void hufu_search_query_free (HufuSearchQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuSearchQuery, hufu_search_query_free)
gsize hufu_search_query_get_n_terms (const HufuSearchQuery *query);
/* Borrowed. */
const HufuSearchTerm *hufu_search_query_get_term (const HufuSearchQuery *query, gsize i);
/* What the tokens only make likely. */
gboolean hufu_search_query_matches (const HufuSearchQuery *query, const char *const *texts,
                                    gsize n_texts);
