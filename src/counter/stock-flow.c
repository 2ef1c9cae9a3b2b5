/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the till moved itself, read in pages from the journal beside everything else. */
#include "counter/counter-private.h"
#include "store/stock.h"

struct _HufuStockFlow *
hufu_stock_flow_new (void)
{
  struct _HufuStockFlow *flow = g_new0 (struct _HufuStockFlow, 1);

  flow->book = hufu_stock_book_new ();
  flow->list = hufu_stock_list_new (flow->book);
  flow->desk = hufu_stock_desk_new (G_LIST_MODEL (flow->list));
  flow->counted_no = -1;
  return flow;
}

void
hufu_stock_flow_free (struct _HufuStockFlow *flow)
{
  g_object_unref (flow->desk);
  g_object_unref (flow->list);
  g_object_unref (flow->book);
  g_clear_pointer (&flow->question, hufu_stock_question_free);
  g_clear_pointer (&flow->product, hufu_product_free);
  g_clear_pointer (&flow->places, g_ptr_array_unref);
  g_free (flow);
}

static HufuStockTally *
get_tally (HufuCounter *counter)
{
  return hufu_stock_book_get_tally (counter->stock->book);
}

/* ---- own movements ---- */

typedef struct {
  HufuCounter *counter; /* a reference */
  gint64 after_no;
  void (*then) (HufuCounter *counter); /* the following commands wait for it; NULL = nobody does */
} Reading;

static gpointer
read_moves (HufuDb *db, gpointer data, GError **error)
{
  return hufu_stock_read_moves (db, *(const gint64 *)data, error);
}

static void read_on (HufuCounter *counter, void (*then) (HufuCounter *counter));

/* FALSE: the tally was begun anew meanwhile, or somebody else read the same. */
static gboolean
take_page (HufuCounter *counter, const HufuStockPage *page, gint64 after_no)
{
  HufuStockTally *tally = get_tally (counter);

  if (hufu_stock_tally_get_read (tally) != after_no)
    return FALSE;
  for (guint i = 0; i < page->moves->len; i++)
    hufu_stock_tally_add (tally, &g_array_index (page->moves, HufuStockMove, i));
  hufu_stock_tally_set_read (tally, page->read_no);
  if (page->moves->len > 0)
    hufu_stock_book_tell_changed (counter->stock->book);
  return TRUE;
}

static void
on_moves (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (HufuCounter) counter = reading->counter;
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuStockPage) page = hufu_store_run_finish (result, &error);

  if (g_cancellable_is_cancelled (counter->cancellable)) {
    /* nobody looks at it any more */
  } else if (page == NULL) {
    g_message ("what the till moved could not be read: %s", error->message);
    if (reading->then != NULL)
      hufu_counter_show_problem (counter, error);
  } else if (!take_page (counter, page, reading->after_no) || page->more) {
    read_on (counter, reading->then);
  } else if (reading->then != NULL) {
    reading->then (counter);
  }
  if (reading->then != NULL)
    hufu_counter_end_wait (counter);
  else
    counter->n_quiet--;
}

static void
read_on (HufuCounter *counter, void (*then) (HufuCounter *counter))
{
  gint64 after_no = hufu_stock_tally_get_read (get_tally (counter));
  Reading *reading = g_new (Reading, 1);

  *reading = (Reading){g_object_ref (counter), after_no, then};
  if (then != NULL)
    hufu_counter_begin_wait (counter);
  else
    counter->n_quiet++;
  hufu_store_run_async (counter->books, read_moves, g_memdup2 (&after_no, sizeof after_no), g_free,
                        (GDestroyNotify)hufu_stock_page_free, NULL, on_moves, reading);
}

void
hufu_stock_flow_on_moved (HufuCounter *counter)
{
  if (counter->books != NULL)
    read_on (counter, NULL);
}

void
hufu_stock_flow_catch_up (HufuCounter *counter, void (*then) (HufuCounter *counter))
{
  read_on (counter, then);
}

/* ---- the figures ---- */

static gpointer
read_counted (HufuDb *db, gpointer data, GError **error)
{
  gint64 counted_no = hufu_stock_get_counted (db, error);

  return counted_no < 0 ? NULL : g_memdup2 (&counted_no, sizeof counted_no);
}

/* What is shown may still be of the catalogue before: its movements are kept until the next one. */
static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HufuCounter) counter = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *counted_no = hufu_store_run_finish (result, &error);
  HufuStockTally *tally = get_tally (counter);

  counter->n_quiet--;
  if (g_cancellable_is_cancelled (counter->cancellable))
    return;
  if (counted_no == NULL) {
    g_message ("how far the figures count could not be read: %s", error->message);
    return;
  }
  if (counter->stock->counted_no < 0 || *counted_no < hufu_stock_tally_get_begin (tally))
    hufu_stock_tally_begin (tally, *counted_no);
  else
    hufu_stock_tally_drop (tally, counter->stock->counted_no);
  counter->stock->counted_no = *counted_no;
  hufu_stock_book_tell_changed (counter->stock->book);
  hufu_stock_flow_on_moved (counter);
}

void
hufu_stock_flow_on_catalog (HufuCounter *counter)
{
  if (counter->catalog == NULL)
    return;
  counter->n_quiet++;
  hufu_store_run_async (counter->catalog, read_counted, NULL, NULL, g_free, NULL, on_counted,
                        g_object_ref (counter));
}

void
hufu_stock_flow_on_policy (HufuCounter *counter)
{
  hufu_stock_book_set_low_milli (counter->stock->book, counter->policy.low_stock_milli);
}
