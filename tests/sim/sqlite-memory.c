/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/sqlite-memory.h"

#include <glib.h>
#include <sqlite3.h>
#include <string.h>

#define STEP_BYTES 32
#define KEPT_MAX 8192 /* larger pieces are the system's: a page of a database fits */
#define SLAB_BYTES (256 * 1024)

/* In front of each piece. */
typedef union {
  gsize size; /* without this, a multiple of STEP_BYTES */
  guint64 align;
} Head;

typedef struct Free {
  struct Free *next;
} Free;

static Free *kept[KEPT_MAX / STEP_BYTES + 1];
static guint8 *slab;
static gsize slab_left;

static int
round_up (int size)
{
  return (size + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
}

static Head *
cut (gsize bytes)
{
  Head *head;

  if (bytes > slab_left) {
    slab = g_malloc (SLAB_BYTES);
    slab_left = SLAB_BYTES;
  }
  head = (gpointer)slab;
  slab += bytes;
  slab_left -= bytes;
  return head;
}

static void *
take (int asked)
{
  gsize size = (gsize)round_up (MAX (asked, 1));
  Free **list = &kept[MIN (size, KEPT_MAX) / STEP_BYTES];
  Head *head;

  if (size <= KEPT_MAX && *list != NULL) {
    head = (Head *)(gpointer)*list - 1;
    *list = (*list)->next;
    return head + 1;
  }
  head = size <= KEPT_MAX ? cut (sizeof *head + size) : g_malloc (sizeof *head + size);
  head->size = size;
  return head + 1;
}

static void
give_back (void *piece)
{
  Head *head = (Head *)piece - 1;
  Free *free_piece = piece;

  if (head->size > KEPT_MAX) {
    g_free (head);
    return;
  }
  free_piece->next = kept[head->size / STEP_BYTES];
  kept[head->size / STEP_BYTES] = free_piece;
}

static int
get_size (void *piece)
{
  return piece != NULL ? (int)((Head *)piece - 1)->size : 0;
}

static void *
resize (void *piece, int size)
{
  int old_size = get_size (piece);
  void *other;

  if (size <= old_size && size > old_size / 2)
    return piece;
  other = take (size);
  memcpy (other, piece, (gsize)MIN (size, old_size));
  give_back (piece);
  return other;
}

static int
start (void *unused)
{
  return SQLITE_OK;
}

static void
stop (void *unused)
{
}

void
sim_sqlite_memory_use (void)
{
  static const sqlite3_mem_methods methods = {.xMalloc = take,
                                              .xFree = give_back,
                                              .xRealloc = resize,
                                              .xSize = get_size,
                                              .xRoundup = round_up,
                                              .xInit = start,
                                              .xShutdown = stop};

  g_assert (sqlite3_config (SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
}
