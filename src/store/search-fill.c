/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/search-fill.h"

#include <string.h>

#include "core/search.h"
#include "store/search-write.h"

#define PAGE_PRODUCTS 100 /* a third of a millisecond of work */
#define N_PAGES 16

/* Products on their way into the table, in one piece of memory. */
typedef struct {
  guint16 numbers[PAGE_PRODUCTS];
  guint n;
  GByteArray *texts; /* HUFU_PRODUCT_TEXTS of each, each with its NUL */
} Page;

/* The pages are split one after the other, by whoever has the time. */
struct _HufuSearchFill {
  GThread *thread;
  Page pages[N_PAGES]; /* a ring */
  Page *page;          /* the one behind the full ones: of who fills it */
  GMutex mutex;        /* of what follows */
  GCond changed;
  guint first, n_full;
  gboolean busy; /* the first one is being split: it and the table are of who does */
  gboolean stop;
  HufuSearchTable *table;
};

typedef struct {
  HufuSearchTable *table;
  guint16 number;
} Adding;

static void
add_token (const char *token, gsize size, gpointer user_data)
{
  const Adding *adding = user_data;

  hufu_search_table_add (adding->table, token, size, adding->number);
}

static void
split (HufuSearchTable *table, Page *page)
{
  const char *at = (const char *)page->texts->data;

  for (guint i = 0; i < page->n; i++) {
    Adding adding = {table, page->numbers[i]};
    const char *texts[HUFU_PRODUCT_TEXTS];

    for (guint k = 0; k < HUFU_PRODUCT_TEXTS; k++) {
      texts[k] = at;
      at += strlen (at) + 1;
    }
    hufu_search_make_tokens (texts, HUFU_PRODUCT_TEXTS, add_token, &adding);
  }
}

/* The mutex is taken, but not while it works. */
static void
split_first (HufuSearchFill *fill)
{
  Page *page = &fill->pages[fill->first];

  fill->busy = TRUE;
  g_mutex_unlock (&fill->mutex);
  split (fill->table, page);
  page->n = 0;
  g_byte_array_set_size (page->texts, 0);
  g_mutex_lock (&fill->mutex);
  fill->busy = FALSE;
  fill->first = (fill->first + 1) % N_PAGES;
  fill->n_full--;
  g_cond_broadcast (&fill->changed);
}

static gpointer
work (gpointer user_data)
{
  HufuSearchFill *fill = user_data;

  g_mutex_lock (&fill->mutex);
  while (!fill->stop) {
    if (fill->n_full > 0 && !fill->busy)
      split_first (fill);
    else
      g_cond_wait (&fill->changed, &fill->mutex);
  }
  g_mutex_unlock (&fill->mutex);
  return NULL;
}

HufuSearchFill *
hufu_search_fill_new (void)
{
  HufuSearchFill *fill = g_new0 (HufuSearchFill, 1);

  g_mutex_init (&fill->mutex);
  g_cond_init (&fill->changed);
  for (guint i = 0; i < N_PAGES; i++)
    fill->pages[i].texts = g_byte_array_new ();
  fill->page = fill->pages;
  fill->table = hufu_search_table_new ();
  fill->thread = g_thread_new ("hufu-search", work, fill);
  return fill;
}

void
hufu_search_fill_free (HufuSearchFill *fill)
{
  if (fill == NULL)
    return;
  g_mutex_lock (&fill->mutex);
  fill->stop = TRUE;
  g_cond_broadcast (&fill->changed);
  g_mutex_unlock (&fill->mutex);
  g_thread_join (fill->thread);
  for (guint i = 0; i < N_PAGES; i++)
    g_byte_array_unref (fill->pages[i].texts);
  hufu_search_table_free (fill->table);
  g_cond_clear (&fill->changed);
  g_mutex_clear (&fill->mutex);
  g_free (fill);
}

/* Until at most n are full. Who waits helps: on a busy machine the thread comes late. */
static void
wait_for_pages (HufuSearchFill *fill, guint n)
{
  while (fill->n_full > n) {
    if (fill->busy)
      g_cond_wait (&fill->changed, &fill->mutex);
    else
      split_first (fill);
  }
}

static void
send_page (HufuSearchFill *fill, guint n_waiting)
{
  fill->n_full++;
  g_cond_broadcast (&fill->changed);
  wait_for_pages (fill, n_waiting);
  fill->page = &fill->pages[(fill->first + fill->n_full) % N_PAGES];
}

void
hufu_search_fill_add (HufuSearchFill *fill, const char *const *texts, guint16 number)
{
  Page *page = fill->page;

  page->numbers[page->n++] = number;
  for (guint i = 0; i < HUFU_PRODUCT_TEXTS; i++)
    g_byte_array_append (page->texts, (const guint8 *)texts[i], (guint)strlen (texts[i]) + 1);
  if (page->n < PAGE_PRODUCTS)
    return;
  g_mutex_lock (&fill->mutex);
  send_page (fill, N_PAGES - 1);
  g_mutex_unlock (&fill->mutex);
}

HufuSearchTable *
hufu_search_fill_swap (HufuSearchFill *fill, HufuSearchTable *take_empty)
{
  HufuSearchTable *table;

  g_mutex_lock (&fill->mutex);
  send_page (fill, 0);
  table = fill->table;
  fill->table = take_empty;
  g_mutex_unlock (&fill->mutex);
  return table;
}
