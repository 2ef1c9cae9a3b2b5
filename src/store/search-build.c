/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The search index in the making. Products are taken in the order of what sells more; the postings
 * of a block of them wait in memory and are then written once, in the order of their key, so that
 * the file only grows. What changes meanwhile is noted by the catalogue's deltas and added last.
 */
#include <stdlib.h>
#include <string.h>

#include "core/search.h"
#include "store/search-write.h"

/* Rows of one step: a few milliseconds each. */
#define TAKE_ROWS 250
#define POSTING_ROWS 250
#define RANK_ROWS 2000
#define LATE_ROWS 8
#define WAL_PAGES 512 /* are copied back before there are more */

typedef enum {
  PHASE_BEGIN,
  PHASE_TAKE,
  PHASE_POSTINGS,
  PHASE_RANKS,
  PHASE_PRODUCTS,
  PHASE_LATE,
} Phase;

typedef struct {
  gint64 product_id, rank;
} Ranked;

struct _HufuSearchBuild {
  Phase phase;
  gboolean taken_all;
  gint64 popularity, product_id; /* of the product that was taken last */
  GArray *ranked;                /* Ranked: by rank, and once written by product in each block */
  guint n_written;               /* of `ranked`, or of `sorted` */
  GArray *heads;                 /* guint, of each block: the next one to write of `ranked` */
  gint64 last_product;           /* that was written by product; -1 = none */
  guint first_of_block;          /* rank */
  GHashTable *tokens;            /* token -> GArray of guint16, of the block */
  GPtrArray *sorted;             /* its keys */
};

static void
unref_array (gpointer array)
{
  g_array_unref (array);
}

HufuSearchBuild *
hufu_search_build_new (void)
{
  HufuSearchBuild *build = g_new0 (HufuSearchBuild, 1);

  build->ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));
  build->heads = g_array_new (FALSE, FALSE, sizeof (guint));
  build->last_product = -1;
  build->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_array);
  build->sorted = g_ptr_array_new ();
  return build;
}

void
hufu_search_build_free (HufuSearchBuild *build)
{
  if (build == NULL)
    return;
  g_array_unref (build->ranked);
  g_array_unref (build->heads);
  g_ptr_array_unref (build->sorted);
  g_hash_table_unref (build->tokens);
  g_free (build);
}

static void
start_over (HufuSearchBuild *build)
{
  build->phase = PHASE_BEGIN;
  build->taken_all = FALSE;
  build->n_written = build->first_of_block = 0;
  build->last_product = -1;
  g_array_set_size (build->ranked, 0);
  g_array_set_size (build->heads, 0);
  g_ptr_array_set_size (build->sorted, 0);
  g_hash_table_remove_all (build->tokens);
}

/* ---- taking ---- */

typedef struct {
  GHashTable *tokens;
  guint16 number;
} Adding;

static void
add_token (const char *token, gsize size, gpointer user_data)
{
  const Adding *adding = user_data;
  char key[HUFU_SEARCH_TOKEN_MAX + 1];
  GArray *numbers;

  memcpy (key, token, size);
  key[size] = '\0';
  numbers = g_hash_table_lookup (adding->tokens, key);
  if (numbers == NULL) {
    numbers = g_array_new (FALSE, FALSE, sizeof (guint16));
    g_hash_table_insert (adding->tokens, g_strdup (key), numbers);
  }
  if (numbers->len == 0 || g_array_index (numbers, guint16, numbers->len - 1) != adding->number)
    g_array_append_val (numbers, adding->number);
}

static void
take (HufuSearchBuild *build, const HufuProduct *product)
{
  Ranked ranked = {product->product_id, build->ranked->len};
  Adding adding = {build->tokens, (guint16)(build->ranked->len % HUFU_POSTING_BLOCK)};
  const char *texts[HUFU_PRODUCT_TEXTS];

  hufu_product_get_texts (product, texts);
  hufu_search_make_tokens (texts, HUFU_PRODUCT_TEXTS, add_token, &adding);
  g_array_append_val (build->ranked, ranked);
  build->popularity = product->popularity;
  build->product_id = product->product_id;
}

static gboolean
take_rows (HufuSearchBuild *build, HufuRows *take_rows, guint *n, GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    g_autoptr (HufuProduct) product = hufu_product_read (rows);

    take (build, product);
    (*n)++;
  }
  return step == 0;
}

/* Those that sell alike by their number, then those that sell less. */
static gboolean
take_some (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  guint room = MIN (TAKE_ROWS, HUFU_POSTING_BLOCK - build->ranked->len % HUFU_POSTING_BLOCK), n = 0;

  if (build->ranked->len > 0 &&
      !take_rows (build,
                  HUFU_QUERY (db, error,
                              "SELECT " HUFU_PRODUCT_COLUMNS " FROM product p"
                              " WHERE p.popularity = ? AND p.id > ? ORDER BY p.id LIMIT ?",
                              SQL_INT (build->popularity), SQL_INT (build->product_id),
                              SQL_INT (room)),
                  &n, error))
    return FALSE;
  if (n < room &&
      !take_rows (build,
                  HUFU_QUERY (db, error,
                              "SELECT " HUFU_PRODUCT_COLUMNS " FROM product p"
                              " WHERE p.popularity < ? ORDER BY p.popularity DESC, p.id LIMIT ?",
                              SQL_INT (build->ranked->len > 0 ? build->popularity : G_MAXINT64),
                              SQL_INT (room - n)),
                  &n, error))
    return FALSE;
  build->taken_all = n < room;
  if (build->taken_all || build->ranked->len % HUFU_POSTING_BLOCK == 0)
    build->phase = PHASE_POSTINGS;
  return TRUE;
}

/* ---- writing a block ---- */

static int
compare_tokens (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
sort_tokens (HufuSearchBuild *build)
{
  GHashTableIter iter;
  gpointer token;

  g_hash_table_iter_init (&iter, build->tokens);
  while (g_hash_table_iter_next (&iter, &token, NULL))
    g_ptr_array_add (build->sorted, token);
  g_ptr_array_sort (build->sorted, compare_tokens);
}

static gboolean
write_posting (HufuDb *db, gint64 block, const char *token, const HufuPostingSet *set,
               GError **error)
{
  guint8 bytes[HUFU_POSTING_BYTES_MAX];
  gsize size = hufu_posting_write (set, bytes);

  return HUFU_RUN (db, error,
                   "INSERT INTO posting (block, token, bits) VALUES (?, ?, ?)"
                   " ON CONFLICT (block, token) DO UPDATE SET bits = excluded.bits",
                   SQL_INT (block), SQL_TEXT (token), SQL_BLOB (bytes, size));
}

static gboolean
write_postings (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  gint64 block = build->first_of_block / HUFU_POSTING_BLOCK;

  if (build->n_written == 0)
    sort_tokens (build);
  for (guint i = 0; i < POSTING_ROWS && build->n_written < build->sorted->len; i++) {
    const char *token = build->sorted->pdata[build->n_written++];
    const GArray *numbers = g_hash_table_lookup (build->tokens, token);
    HufuPostingSet set = {0};

    for (guint k = 0; k < numbers->len; k++)
      hufu_posting_set_add (&set, g_array_index (numbers, guint16, k));
    if (!write_posting (db, block, token, &set, error))
      return FALSE;
  }
  if (build->n_written < build->sorted->len)
    return TRUE;
  g_ptr_array_set_size (build->sorted, 0);
  g_hash_table_remove_all (build->tokens);
  build->n_written = build->first_of_block;
  build->phase = PHASE_RANKS;
  return TRUE;
}

static int
compare_products (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a, *y = b;

  return x->product_id < y->product_id   ? -1
         : x->product_id > y->product_id ? 1
         : x->rank < y->rank             ? -1
                                         : 1;
}

/* With its last rank the block is found. */
static gboolean
end_block (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  guint n = build->ranked->len - build->first_of_block;

  if (n > 0) {
    qsort (&g_array_index (build->ranked, Ranked, build->first_of_block), n, sizeof (Ranked),
           compare_products);
    g_array_append_val (build->heads, build->first_of_block);
  }
  build->first_of_block = build->ranked->len;
  build->n_written = 0;
  build->phase = build->taken_all ? PHASE_PRODUCTS : PHASE_TAKE;
  return HUFU_RUN (db, error, "UPDATE search_state SET n_ranks = ?", SQL_INT (build->ranked->len));
}

static gboolean
write_ranks (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  for (guint i = 0; i < RANK_ROWS && build->n_written < build->ranked->len; i++) {
    const Ranked *ranked = &g_array_index (build->ranked, Ranked, build->n_written++);

    if (!HUFU_RUN (db, error, "INSERT INTO search_rank (rank, product_id) VALUES (?, ?)",
                   SQL_INT (ranked->rank), SQL_INT (ranked->product_id)))
      return FALSE;
  }
  return build->n_written < build->ranked->len || end_block (build, db, error);
}

/* The least product of all blocks that is not written yet; NULL at the end. */
static const Ranked *
take_least (HufuSearchBuild *build)
{
  const Ranked *least = NULL;
  guint block = 0;

  for (guint i = 0; i < build->heads->len; i++) {
    guint head = g_array_index (build->heads, guint, i);
    guint end = MIN ((i + 1) * HUFU_POSTING_BLOCK, build->ranked->len);
    const Ranked *ranked = &g_array_index (build->ranked, Ranked, head);

    if (head < end && (least == NULL || compare_products (ranked, least) < 0)) {
      least = ranked;
      block = i;
    }
  }
  if (least != NULL)
    g_array_index (build->heads, guint, block)++;
  return least;
}

/* In the order of their key, so that the table only grows. What began to sell less while the index
 * was made was taken twice: it keeps its first rank. */
static gboolean
write_products (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  for (guint i = 0; i < RANK_ROWS; i++) {
    const Ranked *ranked = take_least (build);

    if (ranked == NULL) {
      build->phase = PHASE_LATE;
      return TRUE;
    }
    if (ranked->product_id == build->last_product
            ? !HUFU_RUN (db, error, "DELETE FROM search_rank WHERE rank = ?",
                         SQL_INT (ranked->rank))
            : !HUFU_RUN (db, error, "INSERT INTO search_product (product_id, rank) VALUES (?, ?)",
                         SQL_INT (ranked->product_id), SQL_INT (ranked->rank)))
      return FALSE;
    build->last_product = ranked->product_id;
  }
  return TRUE;
}

/* ---- what came late ---- */

static gboolean
get_rank (HufuDb *db, gint64 product_id, gint64 *ret_rank, GError **error)
{
  if (!HUFU_GET_INT (db, error, -1, ret_rank,
                     "SELECT rank FROM search_product WHERE product_id = ?", SQL_INT (product_id)))
    return FALSE;
  if (*ret_rank >= 0)
    return TRUE;
  return HUFU_GET_INT (db, error, 0, ret_rank, "SELECT n_ranks FROM search_state") &&
         HUFU_RUN (db, error, "INSERT INTO search_rank (rank, product_id) VALUES (?, ?)",
                   SQL_INT (*ret_rank), SQL_INT (product_id)) &&
         HUFU_RUN (db, error, "INSERT INTO search_product (product_id, rank) VALUES (?, ?)",
                   SQL_INT (product_id), SQL_INT (*ret_rank)) &&
         HUFU_RUN (db, error, "UPDATE search_state SET n_ranks = n_ranks + 1");
}

/* Its old words stay: they say too much, and who looks at the product sees it. */
static gboolean
add_late (HufuDb *db, gint64 product_id, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (HufuProduct) product = hufu_catalog_find_product (db, product_id, &trouble);
  g_autoptr (GHashTable) tokens =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_array);
  Adding adding = {tokens, 0};
  const char *texts[HUFU_PRODUCT_TEXTS];
  GHashTableIter iter;
  gpointer token;
  gint64 rank;

  if (trouble != NULL) {
    g_propagate_error (error, g_steal_pointer (&trouble));
    return FALSE;
  }
  if (product == NULL)
    return TRUE;
  if (!get_rank (db, product_id, &rank, error))
    return FALSE;
  hufu_product_get_texts (product, texts);
  hufu_search_make_tokens (texts, HUFU_PRODUCT_TEXTS, add_token, &adding);
  g_hash_table_iter_init (&iter, tokens);
  while (g_hash_table_iter_next (&iter, &token, NULL)) {
    HufuPostingSet set = {0};

    if (!hufu_search_read_posting (db, rank / HUFU_POSTING_BLOCK, token, &set, error))
      return FALSE;
    hufu_posting_set_add (&set, (guint)(rank % HUFU_POSTING_BLOCK));
    if (!write_posting (db, rank / HUFU_POSTING_BLOCK, token, &set, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_late (HufuDb *db, gboolean *ret_done, GError **error)
{
  for (guint i = 0; i < LATE_ROWS; i++) {
    gint64 product_id;

    if (!HUFU_GET_INT (db, error, -1, &product_id, "SELECT min (product_id) FROM search_late"))
      return FALSE;
    *ret_done = product_id < 0;
    if (*ret_done)
      return HUFU_RUN (db, error, "UPDATE search_state SET ready = 1 WHERE ready = 0");
    if (!add_late (db, product_id, error) ||
        !HUFU_RUN (db, error, "DELETE FROM search_late WHERE product_id = ?", SQL_INT (product_id)))
      return FALSE;
  }
  return TRUE;
}

/* ---- the steps ---- */

/* An index that was not finished is made anew. */
static gboolean
begin (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  start_over (build);
  build->phase = PHASE_TAKE;
  return HUFU_RUN (db, error, "DELETE FROM posting") &&
         HUFU_RUN (db, error, "DELETE FROM search_rank") &&
         HUFU_RUN (db, error, "DELETE FROM search_product") &&
         HUFU_RUN (db, error, "DELETE FROM search_late") &&
         HUFU_RUN (db, error,
                   "INSERT INTO search_state (one, ready, n_ranks) VALUES (1, 0, 0)"
                   " ON CONFLICT (one) DO UPDATE SET ready = 0, n_ranks = 0");
}

static gboolean
do_step (HufuSearchBuild *build, HufuDb *db, gboolean *ret_done, GError **error)
{
  switch (build->phase) {
  case PHASE_BEGIN:
    return begin (build, db, error);
  case PHASE_TAKE:
    return take_some (build, db, error);
  case PHASE_POSTINGS:
    return write_postings (build, db, error);
  case PHASE_RANKS:
    return write_ranks (build, db, error);
  case PHASE_PRODUCTS:
    return write_products (build, db, error);
  case PHASE_LATE:
    return write_late (db, ret_done, error);
  }
  g_assert_not_reached ();
}

gboolean
hufu_search_build_step (HufuSearchBuild *build, HufuDb *db, gboolean *ret_done, GError **error)
{
  gint64 ready;

  *ret_done = FALSE;
  if (!HUFU_GET_INT (db, error, -1, &ready, "SELECT ready FROM search_state"))
    return FALSE;
  if (ready == 1)
    build->phase = PHASE_LATE;
  else if (ready < 0)
    build->phase = PHASE_BEGIN; /* another catalogue was swapped in */
  if (!hufu_act_begin (db, error) ||
      !hufu_act_end (db, do_step (build, db, ret_done, error), error)) {
    start_over (build); /* what is in memory may be ahead of what is in the file */
    return FALSE;
  }
  if (hufu_db_get_wal_pages (db) >= WAL_PAGES)
    hufu_db_checkpoint (db);
  return TRUE;
}

gboolean
hufu_search_build_all (HufuDb *db, GError **error)
{
  g_autoptr (HufuSearchBuild) build = hufu_search_build_new ();
  gboolean done = FALSE;

  while (!done) {
    if (!hufu_search_build_step (build, db, &done, error))
      return FALSE;
  }
  return TRUE;
}
