/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search index in the making: one short act after another on the catalogue's thread, so that a
 * scan waits for one at most. */
#include "counter/counter-private.h"

static char finished; /* the answer of the last step */

static gpointer
do_step (HufuDb *db, gpointer data, GError **error)
{
  gboolean done;

  if (!hufu_search_build_step (data, db, &done, error))
    return NULL;
  return done ? &finished : data;
}

static void go_on (HufuCounter *counter);

static void
on_step (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HufuCounter) counter = user_data;
  g_autoptr (GError) error = NULL;
  gpointer answer = hufu_store_run_finish (result, &error);
  gboolean more = answer == counter->search_build || (answer != NULL && counter->search_again);

  counter->n_quiet--;
  if (error != NULL)
    g_message ("the search index cannot be made: %s", error->message);
  if (answer == &finished)
    counter->search_again = FALSE;
  if (more && !g_cancellable_is_cancelled (counter->cancellable))
    go_on (counter);
  else
    g_clear_pointer (&counter->search_build, hufu_search_build_free);
}

static void
go_on (HufuCounter *counter)
{
  counter->n_quiet++;
  hufu_store_run_async (counter->catalog, do_step, counter->search_build, NULL, NULL, NULL, on_step,
                        g_object_ref (counter));
}

void
hufu_search_make_ready (HufuCounter *counter)
{
  counter->search_again = counter->search_build != NULL;
  if (counter->search_build != NULL || counter->catalog == NULL)
    return;
  counter->search_build = hufu_search_build_new ();
  go_on (counter);
}
