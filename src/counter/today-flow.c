/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what today came to, off this thread, while the manager's page is open. */
#include "counter/counter-private.h"
#include "store/today.h"

static gpointer
read_today (HufuDb *db, gpointer data, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return hufu_today_load (db, zone, error);
}

static void
show (HufuCounter *counter, HufuToday *take_today)
{
  g_autofree char *oldest = NULL;
  guint64 n_unsent = 0;
  HufuTodayFacts facts = {
      .staff = counter->staff,
      .categories =
          counter->products == NULL ? NULL : hufu_product_model_get_categories (counter->products),
      .matters = hufu_cases_get_matters (counter->cases),
      .lang = counter->lang,
      .now_utc_us = hufu_counter_now_utc_us (counter),
  };

  g_object_get (counter->status, "unsent", &n_unsent, "oldest-text", &oldest, NULL);
  facts.n_unsent = n_unsent;
  facts.oldest_text = oldest == NULL ? "" : oldest;
  hufu_today_view_show (counter->today, take_today, &facts);
}

typedef struct {
  HufuCounter *counter; /* a reference */
  gboolean awaited;     /* the following commands wait for it */
} Reading;

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (HufuCounter) counter = reading->counter;
  g_autoptr (GError) error = NULL;
  HufuToday *today = hufu_store_run_finish (result, &error);

  if (today == NULL)
    g_message ("what today came to could not be read: %s", error->message);
  else if (g_cancellable_is_cancelled (counter->cancellable))
    hufu_today_free (today);
  else
    show (counter, today);
  if (reading->awaited)
    hufu_counter_end_wait (counter);
  else
    counter->n_quiet--;
}

static void
read_sums (HufuCounter *counter, gboolean awaited)
{
  Reading *reading = g_new (Reading, 1);

  *reading = (Reading){g_object_ref (counter), awaited};
  if (awaited)
    hufu_counter_begin_wait (counter);
  else
    counter->n_quiet++;
  hufu_store_run_async (counter->books, read_today, NULL, NULL, (GDestroyNotify)hufu_today_free,
                        NULL, on_read, reading);
}

void
hufu_today_flow_open (HufuCounter *counter, gboolean in_front)
{
  g_object_set (counter->today, "shown", in_front, NULL);
  if (counter->books != NULL)
    read_sums (counter, TRUE);
}

void
hufu_today_flow_reload (HufuCounter *counter)
{
  if (counter->books != NULL && hufu_manager_is_open (counter))
    read_sums (counter, FALSE);
}

void
hufu_today_flow_redraw (HufuCounter *counter)
{
  if (hufu_today_view_is_ready (counter->today))
    show (counter, NULL);
}
