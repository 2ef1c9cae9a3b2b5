/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products by what is typed of them: block by block of ranks the postings say which may fit, and
 * those are looked at. */
#include <string.h>

#include "core/search-table.h"
#include "core/search.h"
#include "store/search-write.h"

#define LOOK_AT_MAX 250 /* products of one answer, so that it never takes long */
#define FOUND_MAX 100

void
hufu_found_free (HufuFound *found)
{
  if (found == NULL)
    return;
  g_ptr_array_unref (found->products);
  g_free (found);
}

void
hufu_product_get_texts (const HufuProduct *product, const char *ret_texts[HUFU_PRODUCT_TEXTS])
{
  ret_texts[0] = product->name_zh;
  ret_texts[1] = product->name_en;
  ret_texts[2] = product->variant_zh;
  ret_texts[3] = product->variant_en;
  ret_texts[4] = product->sku;
}

gboolean
hufu_search_note (HufuDb *db, gint64 product_id, GError **error)
{
  return HUFU_RUN (db, error, "INSERT OR IGNORE INTO search_late (product_id) VALUES (?)",
                   SQL_INT (product_id));
}

gboolean
hufu_search_read_posting (HufuDb *db, gint64 key, HufuPostingSet *set, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, "SELECT bits FROM posting WHERE id = ?", SQL_INT (key));
  int step = hufu_rows_next (rows, error);
  gsize size = 0;
  const guint8 *bytes = step > 0 ? hufu_rows_blob (rows, 0, &size) : NULL;

  if (bytes != NULL)
    hufu_posting_read (bytes, size, set);
  return step >= 0;
}

typedef struct {
  HufuDb *db;
  const HufuSearchQuery *query;
  HufuFound *found;
  guint max, n_looked_at;
  gint64 n_ranks;
} Search;

static gboolean
is_empty (const HufuPostingSet *set)
{
  return hufu_posting_set_next (set, 0) == HUFU_POSTING_BLOCK;
}

/* Who has all tokens of one way. */
static gboolean
read_way (Search *search, gint64 block, const HufuSearchTokens *way, HufuPostingSet *ret_set,
          GError **error)
{
  memset (ret_set, 0xff, sizeof *ret_set);
  for (gsize i = 0; i < way->n_tokens && !is_empty (ret_set); i++) {
    const char *token = way->tokens[i];
    HufuPostingSet set = {0};

    if (!hufu_search_read_posting (search->db, hufu_search_key (block, token, strlen (token)), &set,
                                   error))
      return FALSE;
    hufu_posting_set_and (ret_set, &set);
  }
  return TRUE;
}

static gboolean
read_block (Search *search, gint64 block, HufuPostingSet *ret_set, GError **error)
{
  gsize n_terms = hufu_search_query_get_n_terms (search->query);

  memset (ret_set, 0xff, sizeof *ret_set);
  for (gsize i = 0; i < n_terms && !is_empty (ret_set); i++) {
    const HufuSearchTerm *term = hufu_search_query_get_term (search->query, i);
    HufuPostingSet any = {0};

    for (gsize k = 0; k < term->n_ways; k++) {
      HufuPostingSet set;

      if (!read_way (search, block, &term->ways[k], &set, error))
        return FALSE;
      hufu_posting_set_or (&any, &set);
    }
    hufu_posting_set_and (ret_set, &any);
  }
  return TRUE;
}

static gboolean
look_at (Search *search, gint64 rank, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (search->db, error,
                  "SELECT " HUFU_PRODUCT_COLUMNS
                  " FROM search_rank r JOIN product p ON p.id = r.product_id WHERE r.rank = ?",
                  SQL_INT (rank));
  int step = hufu_rows_next (rows, error);
  const char *texts[HUFU_PRODUCT_TEXTS];
  HufuProduct *product;

  if (step <= 0)
    return step == 0;
  product = hufu_product_read (rows);
  hufu_product_get_texts (product, texts);
  if (hufu_search_query_matches (search->query, texts, HUFU_PRODUCT_TEXTS))
    g_ptr_array_add (search->found->products, product);
  else
    hufu_product_free (product);
  return TRUE;
}

/* Goes on at `from`; found->next is where it stopped. */
static gboolean
look_through (Search *search, gint64 from, GError **error)
{
  for (gint64 block = from / HUFU_POSTING_BLOCK, base = block * HUFU_POSTING_BLOCK;
       base < search->n_ranks; block++, base += HUFU_POSTING_BLOCK) {
    HufuPostingSet set;
    guint number = (guint)(MAX (from, base) - base);

    if (!read_block (search, block, &set, error))
      return FALSE;
    while ((number = hufu_posting_set_next (&set, number)) < HUFU_POSTING_BLOCK &&
           base + number < search->n_ranks) {
      search->found->next = base + number;
      if (search->found->products->len >= search->max || search->n_looked_at >= LOOK_AT_MAX)
        return TRUE;
      if (!look_at (search, base + number, error))
        return FALSE;
      search->n_looked_at++;
      number++;
    }
  }
  search->found->next = -1;
  return TRUE;
}

static gboolean
read_state (Search *search, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (search->db, error,
                  "SELECT n_ranks, ready AND NOT EXISTS (SELECT 1 FROM search_late)"
                  " FROM search_state");
  int step = hufu_rows_next (rows, error);

  if (step > 0) {
    search->n_ranks = hufu_rows_int (rows, 0);
    search->found->ready = hufu_rows_int (rows, 1) != 0;
  }
  return step >= 0;
}

HufuFound *
hufu_catalog_search (HufuDb *db, const char *text, gint64 from, guint max, GError **error)
{
  g_autoptr (HufuSearchQuery) query = hufu_search_query_new (text);
  g_autoptr (HufuFound) found = g_new0 (HufuFound, 1);
  Search search = {.db = db, .query = query, .found = found, .max = MIN (max, FOUND_MAX)};

  found->products = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_product_free);
  found->next = -1;
  if (!read_state (&search, error) || (query != NULL && !look_through (&search, from, error)))
    return NULL;
  return g_steal_pointer (&found);
}
