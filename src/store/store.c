/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <unistd.h>

#include "store/sql.h"
#include "store/today.h"

#define IDLE_US (2 * G_USEC_PER_SEC) /* without an act, then a checkpoint */
#define IDLE_WAL_PAGES 32            /* fewer are not worth one */

struct _HufuStore {
  HufuDb *db;
  GThread *thread;
  GAsyncQueue *queue; /* Job */
  GSourceFunc on_damage;
  GObject *watcher;      /* borrowed */
  GMainContext *context; /* of the watcher; NULL: nobody watches */
  gboolean told;         /* of the damage that there is */
};

/* Exactly one of task (asynchronous) and waiter (waiting) is set; the last job has neither. */
typedef struct {
  HufuStoreAct act;
  gpointer data;
  GDestroyNotify free_data, free_answer;
  GTask *task;
  GAsyncQueue *waiter;
  gpointer answer;
  GError *error;
} Job;

static void
tell_damage (HufuStore *store)
{
  gboolean damaged = hufu_db_is_damaged (store->db);

  if (damaged && !store->told && store->context != NULL)
    g_main_context_invoke_full (store->context, G_PRIORITY_HIGH, store->on_damage,
                                g_object_ref (store->watcher), g_object_unref);
  store->told = damaged;
}

static void
run_job (HufuStore *store, Job *job)
{
  job->answer = job->act (store->db, job->data, &job->error);
  tell_damage (store);
  if (job->free_data != NULL)
    job->free_data (job->data);
  if (job->waiter != NULL) {
    g_async_queue_push (job->waiter, job);
    return;
  }
  if (job->error != NULL)
    g_task_return_error (job->task, job->error);
  else
    g_task_return_pointer (job->task, job->answer, job->free_answer);
  g_object_unref (job->task);
  g_free (job);
}

/* What can wait. A disk that is full then is told by the next act that somebody waits for. */
static void
follow_sales (HufuDb *db)
{
  gboolean done = db->schema != HUFU_DB_TERMINAL;
  g_autoptr (GError) error = NULL;

  if (!done && !hufu_today_follow (db, &done, &error))
    g_info ("store: sums of the day: %s", error->message);
}

/* The next job; while there is none, the time is used to add up and to copy the WAL back. */
static Job *
take_job (HufuStore *store)
{
  Job *job = g_async_queue_timeout_pop (store->queue, IDLE_US);

  if (job != NULL)
    return job;
  follow_sales (store->db);
  if (hufu_db_get_wal_pages (store->db) >= IDLE_WAL_PAGES)
    hufu_db_checkpoint (store->db);
  return g_async_queue_pop (store->queue);
}

static gpointer
own_db (gpointer user_data)
{
  HufuStore *store = user_data;
  Job *job;

  while ((job = take_job (store))->act != NULL)
    run_job (store, job);
  g_free (job);
  hufu_db_close (store->db);
  return NULL;
}

HufuStore *
hufu_store_new (HufuDb *take_db)
{
  HufuStore *store = g_new0 (HufuStore, 1);

  store->db = take_db;
  store->queue = g_async_queue_new ();
  store->thread = g_thread_new ("hufu-store", own_db, store);
  return store;
}

void
hufu_store_watch_damage (HufuStore *store, GSourceFunc func, GObject *watcher)
{
  store->on_damage = func;
  store->watcher = watcher;
  store->context = g_main_context_ref_thread_default ();
}

void
hufu_store_free (HufuStore *store)
{
  if (store == NULL)
    return;
  g_async_queue_push (store->queue, g_new0 (Job, 1));
  g_thread_join (store->thread);
  g_async_queue_unref (store->queue);
  g_clear_pointer (&store->context, g_main_context_unref);
  g_free (store);
}

static void
enqueue (HufuStore *store, Job *job)
{
  g_assert (g_async_queue_length (store->queue) < HUFU_STORE_QUEUE_MAX);
  g_async_queue_push (store->queue, job);
}

void
hufu_store_run_async (HufuStore *store, HufuStoreAct act, gpointer data, GDestroyNotify free_data,
                      GDestroyNotify free_answer, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  g_assert (act != NULL);
  job->act = act;
  job->data = data;
  job->free_data = free_data;
  job->free_answer = free_answer;
  job->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, hufu_store_run_async);
  enqueue (store, job);
}

gpointer
hufu_store_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

struct _HufuStoreTurn {
  Job job;
};

HufuStoreTurn *
hufu_store_run_begin (HufuStore *store, HufuStoreAct act, gpointer data)
{
  HufuStoreTurn *turn = g_new (HufuStoreTurn, 1);

  g_assert (act != NULL && getpid () != gettid ());
  turn->job = (Job){.act = act, .data = data, .waiter = g_async_queue_new ()};
  enqueue (store, &turn->job);
  return turn;
}

gpointer
hufu_store_run_end (HufuStoreTurn *take_turn, GError **error)
{
  gpointer answer;

  g_async_queue_pop (take_turn->job.waiter);
  g_async_queue_unref (take_turn->job.waiter);
  if (take_turn->job.error != NULL)
    g_propagate_error (error, take_turn->job.error);
  answer = take_turn->job.answer;
  g_free (take_turn);
  return answer;
}

gpointer
hufu_store_run_wait (HufuStore *store, HufuStoreAct act, gpointer data, GError **error)
{
  return hufu_store_run_end (hufu_store_run_begin (store, act, data), error);
}
