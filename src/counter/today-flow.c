/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what today came to, off this thread, while the manager's page is open. */
#include "counter/counter-private.h"
#include "counter/say.h"
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
  gboolean whole_store = FALSE;
  HufuTodayFacts facts = {
      .staff = counter->staff,
      .categories =
          counter->products == NULL ? NULL : hufu_product_model_get_categories (counter->products),
      .matters = hufu_cases_get_matters (counter->cases),
      .lang = counter->lang,
      .now_utc_us = hufu_counter_now_utc_us (counter),
  };

  g_object_get (counter->status, "unsent", &n_unsent, "oldest-text", &oldest, NULL);
  g_object_get (counter->today, "whole-store", &whole_store, NULL);
  facts.whole_store = whole_store;
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
  g_object_set (counter->today, "shown", in_front, "whole-store", FALSE, NULL);
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

void
hufu_today_flow_turn (HufuCounter *counter)
{
  const HufuMatters *matters = hufu_cases_get_matters (counter->cases);
  gboolean whole_store = FALSE;

  if (!hufu_manager_is_open (counter))
    return;
  g_object_get (counter->today, "whole-store", &whole_store, NULL);
  if (!whole_store && (matters == NULL || matters->store_day == NULL)) {
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang,
                                    "The platform has not told what the other tills sold. It is "
                                    "asked while this page is open.",
                                    "平台还没有告知其他收银机的销售。本页打开时会自动询问。"));
    return;
  }
  g_object_set (counter->today, "whole-store", !whole_store, NULL);
  hufu_today_flow_redraw (counter);
}
