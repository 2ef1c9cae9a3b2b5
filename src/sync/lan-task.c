/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-task.h"

typedef struct {
  HufuLan *lan;
  gboolean fetches;
  HufuId cti;
  guint64 generation;
  HufuId owner_terminal;
  guint32 owner_incarnation;
  HufuLanHearing hearing;
  guint timeout_ms;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  hufu_lan_unref (question->lan);
  g_free (question);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;

  if (question->fetches)
    g_task_return_int (task, hufu_lan_fetch (question->lan, &question->cti, question->generation,
                                             &question->owner_terminal, question->owner_incarnation,
                                             question->timeout_ms));
  else
    g_task_return_pointer (task,
                           hufu_lan_find (question->lan, &question->cti, question->generation,
                                          question->hearing, question->timeout_ms),
                           (GDestroyNotify)hufu_lan_holder_free);
}

static void
begin (const Question *question, gpointer tag, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  hufu_lan_ref (question->lan);
  g_task_set_task_data (task, g_memdup2 (question, sizeof *question), question_free);
  g_task_run_in_thread (task, run);
  g_object_unref (task);
}

void
hufu_lan_find_async (HufuLan *lan, const HufuId *cti, guint64 generation, HufuLanHearing hearing,
                     guint timeout_ms, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  const Question question = {.lan = lan,
                             .cti = *cti,
                             .generation = generation,
                             .hearing = hearing,
                             .timeout_ms = timeout_ms};

  begin (&question, hufu_lan_find_async, cancellable, callback, user_data);
}

HufuLanHolder *
hufu_lan_find_finish (GAsyncResult *result, GError **error)
{
  g_assert (g_task_get_source_tag (G_TASK (result)) == hufu_lan_find_async);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hufu_lan_fetch_async (HufuLan *lan, const HufuLanHolder *holder, guint timeout_ms,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  const Question question = {.lan = lan,
                             .fetches = TRUE,
                             .cti = holder->voucher->cti,
                             .generation = holder->voucher->generation,
                             .owner_terminal = holder->terminal_id,
                             .owner_incarnation = holder->incarnation,
                             .timeout_ms = timeout_ms};

  begin (&question, hufu_lan_fetch_async, cancellable, callback, user_data);
}

gboolean
hufu_lan_fetch_finish (GAsyncResult *result, HufuLanMove *ret_move, GError **error)
{
  GError *trouble = NULL;
  gssize move;

  g_assert (g_task_get_source_tag (G_TASK (result)) == hufu_lan_fetch_async);
  move = g_task_propagate_int (G_TASK (result), &trouble);
  if (trouble != NULL) {
    g_propagate_error (error, trouble);
    return FALSE;
  }
  *ret_move = (HufuLanMove)move;
  return TRUE;
}
