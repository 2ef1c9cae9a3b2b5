/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The search index in the making. Products are taken in the order of what sells more; the postings
 * of a block of them wait in memory and are then written once, in the order of their key, so that
 * the file only grows. A thread beside splits the texts (search-fill.h). What changes meanwhile is
 * noted by the catalogue's deltas and added last.
 */
#include <stdlib.h>
#include <string.h>

#include "core/search-table.h"
#include "core/search.h"
#include "store/search-fill.h"
#include "store/search-write.h"

/* Rows of one step: a few milliseconds each. */
#define TAKE_ROWS 250
#define POSTING_ROWS 600
#define RANK_ROWS 1500
#define LATE_ROWS 8
#define WAL_PAGES 512 /* are copied back before there are more */

typedef enum {
  PHASE_BEGIN,
  PHASE_BLOCKS,
  PHASE_PRODUCTS,
  PHASE_LATE,
} Phase;

typedef struct {
  gint64 product_id, rank;
} Ranked;

/* A block that was taken; while it is written, the next one is. */
typedef struct {
  guint first, end;        /* ranks; the same: there is none */
  HufuSearchTable *tokens; /* never NULL; empty once they are written */
  guint at;                /* the next place in `tokens` */
  guint n_ranked;          /* ranks are written up to this one */
} Block;

struct _HufuSearchBuild {
  Phase phase;
  HufuSearchFill *fill; /* NULL unless blocks are taken */
  gboolean taken_all, write_next;
  gint64 popularity, product_id; /* of the product that was taken last */
  GArray *ranked;                /* Ranked: by rank, and once written by product in each block */
  Block block;
  GArray *heads;       /* guint, of each block: the next one to write of `ranked` */
  gint64 last_product; /* that was written by product; -1 = none */
};

static void
start (HufuSearchBuild *build)
{
  *build = (HufuSearchBuild){
      .phase = PHASE_BEGIN,
      .last_product = -1,
      .ranked = g_array_new (FALSE, FALSE, sizeof (Ranked)),
      .heads = g_array_new (FALSE, FALSE, sizeof (guint)),
      .block.tokens = hufu_search_table_new (),
  };
}

static void
clear (HufuSearchBuild *build)
{
  hufu_search_fill_free (build->fill);
  g_array_unref (build->ranked);
  g_array_unref (build->heads);
  hufu_search_table_free (build->block.tokens);
}

static void
start_over (HufuSearchBuild *build)
{
  clear (build);
  start (build);
}

HufuSearchBuild *
hufu_search_build_new (void)
{
  HufuSearchBuild *build = g_new (HufuSearchBuild, 1);

  start (build);
  return build;
}

void
hufu_search_build_free (HufuSearchBuild *build)
{
  if (build == NULL)
    return;
  clear (build);
  g_free (build);
}

/* ---- taking ---- */

/* Its texts are searched, so no more of it is read. */
#define TAKEN_COLUMNS "p.id, p.popularity, p.name_zh, p.name_en, p.variant_zh, p.variant_en, p.sku"
enum { TAKEN_ID, TAKEN_POPULARITY, TAKEN_TEXTS };

static void
take (HufuSearchBuild *build, HufuRows *row)
{
  Ranked ranked = {hufu_rows_int (row, TAKEN_ID), build->ranked->len};
  const char *texts[HUFU_PRODUCT_TEXTS];

  for (int i = 0; i < HUFU_PRODUCT_TEXTS; i++)
    texts[i] = hufu_rows_text (row, TAKEN_TEXTS + i);
  hufu_search_fill_add (build->fill, texts, (guint16)(build->ranked->len % HUFU_POSTING_BLOCK));
  g_array_append_val (build->ranked, ranked);
  build->popularity = hufu_rows_int (row, TAKEN_POPULARITY);
  build->product_id = ranked.product_id;
}

static gboolean
take_rows (HufuSearchBuild *build, HufuRows *take_rows, guint *n, GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    take (build, rows);
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
                              "SELECT " TAKEN_COLUMNS " FROM product p"
                              " WHERE p.popularity = ? AND p.id > ? ORDER BY p.id LIMIT ?",
                              SQL_INT (build->popularity), SQL_INT (build->product_id),
                              SQL_INT (room)),
                  &n, error))
    return FALSE;
  if (n < room &&
      !take_rows (build,
                  HUFU_QUERY (db, error,
                              "SELECT " TAKEN_COLUMNS " FROM product p"
                              " WHERE p.popularity < ? ORDER BY p.popularity DESC, p.id LIMIT ?",
                              SQL_INT (build->ranked->len > 0 ? build->popularity : G_MAXINT64),
                              SQL_INT (room - n)),
                  &n, error))
    return FALSE;
  build->taken_all = n < room;
  return TRUE;
}

/* ---- writing a block ---- */

static gboolean
write_posting (HufuDb *db, gint64 key, const guint8 *bytes, gsize size, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO posting (id, bits) VALUES (?, ?)"
                   " ON CONFLICT (id) DO UPDATE SET bits = excluded.bits",
                   SQL_INT (key), SQL_BLOB (bytes, size));
}

static gboolean
write_postings (Block *block, HufuDb *db, GError **error)
{
  gint64 key, number = block->first / HUFU_POSTING_BLOCK;
  guint at = hufu_search_table_next (block->tokens, block->at);
  guint end = hufu_search_table_get_end (block->tokens);

  for (guint i = 0; i < POSTING_ROWS && at < end; i++) {
    guint8 bytes[HUFU_POSTING_BYTES_MAX];
    gsize size = hufu_search_table_write (block->tokens, at, number, &key, bytes);

    if (!write_posting (db, key, bytes, size, error))
      return FALSE;
    at = hufu_search_table_next (block->tokens, at + 1);
  }
  block->at = at;
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
  Block *block = &build->block;

  qsort (&g_array_index (build->ranked, Ranked, block->first), block->end - block->first,
         sizeof (Ranked), compare_products);
  g_array_append_val (build->heads, block->first);
  hufu_search_table_clear (block->tokens);
  block->first = block->end;
  return HUFU_RUN (db, error, "UPDATE search_state SET n_ranks = ?", SQL_INT (block->end));
}

static gboolean
write_ranks (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  Block *block = &build->block;

  for (guint i = 0; i < RANK_ROWS && block->n_ranked < block->end; i++) {
    const Ranked *ranked = &g_array_index (build->ranked, Ranked, block->n_ranked++);

    if (!HUFU_RUN (db, error, "INSERT INTO search_rank (rank, product_id) VALUES (?, ?)",
                   SQL_INT (ranked->rank), SQL_INT (ranked->product_id)))
      return FALSE;
  }
  return block->n_ranked < block->end || end_block (build, db, error);
}

static gboolean
write_some (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  Block *block = &build->block;

  return block->at < hufu_search_table_get_end (block->tokens) ? write_postings (block, db, error)
                                                               : write_ranks (build, db, error);
}

/* ---- one block after the other ---- */

/* What is taken is a whole block, or the rest; the one before is written. */
static gboolean
begin_block (HufuSearchBuild *build)
{
  Block *block = &build->block;

  if (block->end == build->ranked->len)
    return FALSE;
  block->tokens = hufu_search_fill_swap (build->fill, block->tokens);
  block->end = build->ranked->len;
  block->at = 0;
  return TRUE;
}

/* Step by step in turns: the products of a block are split while the one before is written. */
static gboolean
go_on (HufuSearchBuild *build, HufuDb *db, GError **error)
{
  gboolean writing = build->block.first < build->block.end;
  gboolean taken = build->taken_all || (build->ranked->len > build->block.end &&
                                        build->ranked->len % HUFU_POSTING_BLOCK == 0);

  if (taken && !writing && !begin_block (build)) {
    g_clear_pointer (&build->fill, hufu_search_fill_free);
    build->phase = PHASE_PRODUCTS;
    return TRUE;
  }
  build->write_next = taken || (writing && !build->write_next);
  return build->write_next ? write_some (build, db, error) : take_some (build, db, error);
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

typedef struct {
  HufuDb *db;
  gint64 rank;
  GError *error; /* of the first that failed; the others are left out */
} Late;

static void
add_late_token (const char *token, gsize size, gpointer user_data)
{
  Late *late = user_data;
  gint64 block = late->rank / HUFU_POSTING_BLOCK, key = hufu_search_key (block, token, size);
  guint8 bytes[HUFU_POSTING_BYTES_MAX];
  HufuPostingSet set = {0};

  if (late->error != NULL || !hufu_search_read_posting (late->db, key, &set, &late->error))
    return;
  if (hufu_posting_set_add (&set, (guint)(late->rank % HUFU_POSTING_BLOCK)))
    write_posting (late->db, key, bytes, hufu_posting_write (&set, bytes), &late->error);
}

/* Its old words stay: they say too much, and who looks at the product sees it. */
static gboolean
add_late (HufuDb *db, gint64 product_id, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (HufuProduct) product = hufu_catalog_find_product (db, product_id, &trouble);
  Late late = {.db = db};
  const char *texts[HUFU_PRODUCT_TEXTS];

  if (trouble != NULL) {
    g_propagate_error (error, g_steal_pointer (&trouble));
    return FALSE;
  }
  if (product == NULL)
    return TRUE;
  if (!get_rank (db, product_id, &late.rank, error))
    return FALSE;
  hufu_product_get_texts (product, texts);
  hufu_search_make_tokens (texts, HUFU_PRODUCT_TEXTS, add_late_token, &late);
  if (late.error == NULL)
    return TRUE;
  g_propagate_error (error, late.error);
  return FALSE;
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
  build->fill = hufu_search_fill_new ();
  build->phase = PHASE_BLOCKS;
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
  case PHASE_BLOCKS:
    return go_on (build, db, error);
  case PHASE_PRODUCTS:
    return write_products (build, db, error);
  case PHASE_LATE:
    return write_late (db, ret_done, error);
  }
  g_assert_not_reached ();
}

/* An index that is lost with the power is begun anew, so its making waits for no disk: a sync takes
 * longer than what it writes. The last acts do, and have the whole of it on the disk. */
static gboolean
act (HufuSearchBuild *build, HufuDb *db, gboolean *ret_done, GError **error)
{
  gboolean done = hufu_act_set_hurry (db, build->phase != PHASE_LATE, error) &&
                  hufu_act_begin (db, error) &&
                  hufu_act_end (db, do_step (build, db, ret_done, error), error);

  return hufu_act_set_hurry (db, FALSE, done ? error : NULL) && done;
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
  if (!act (build, db, ret_done, error)) {
    start_over (build); /* what is in memory may be ahead of what is in the file */
    return FALSE;
  }
  if (hufu_db_get_wal_pages (db) >= WAL_PAGES)
    hufu_db_checkpoint (db);
  if (*ret_done) {
    start_over (build);
    hufu_db_release_memory (db);
  }
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
