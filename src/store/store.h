/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The owner thread of a database. Callers hand it an act; it runs them in order, one at a time, and
 * brings the answer back to the caller's main context. Nobody waits: the drawing thread never runs
 * SQL. When nothing is asked for a while it checkpoints.
 */
#pragma once

#include <gio/gio.h>
#include "store/db.h"

typedef struct _HufuStore HufuStore;

#define HUFU_STORE_QUEUE_MAX 10000 /* acts waiting; more is a bug of the caller and asserts */

/* Runs on the owner thread. Returns the answer (any pointer, NULL allowed) or NULL with error set.
 */
typedef gpointer (*HufuStoreAct) (HufuDb *db, gpointer data, GError **error);

/* Takes the db; NULL-safe free waits for acts under way, then closes the db. */
HufuStore *hufu_store_new (HufuDb *take_db);
void hufu_store_free (HufuStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuStore, hufu_store_free)

/* Before the first act: calls `func` in the caller's main context, ahead of the answer of the act
 * that found the file damaged, and again if that happens once more after it was healed. The
 * watcher frees the store; until then, and while it is told, it lives. */
void hufu_store_watch_damage (HufuStore *store, GSourceFunc func, GObject *watcher);

/* Enqueues an act. `data` is freed with free_data on the owner thread after the act; the answer is
 * freed with free_answer unless taken by the finish call. `callback` comes in the thread-default
 * main context of the caller; a cancelled callback still leaves the act done. callback may be NULL.
 */
void hufu_store_run_async (HufuStore *store, HufuStoreAct act, gpointer data,
                           GDestroyNotify free_data, GDestroyNotify free_answer,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
/* The answer (taken by the caller); with error set the act did not happen. */
gpointer hufu_store_run_finish (GAsyncResult *result, GError **error);
/* The same, waiting: for worker threads (sync) only; asserts that the caller is not the main
 * thread. */
gpointer hufu_store_run_wait (HufuStore *store, HufuStoreAct act, gpointer data, GError **error);

/* In two steps, so that the worker does something else meanwhile; each begin has its end, which
 * waits and frees it. `data` stays until then. */
typedef struct _HufuStoreTurn HufuStoreTurn;
HufuStoreTurn *hufu_store_run_begin (HufuStore *store, HufuStoreAct act, gpointer data);
gpointer hufu_store_run_end (HufuStoreTurn *take_turn, GError **error);
