/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-task.h"

typedef struct {
  HufuLan *lan;
  guint timeout_ms;
  HufuId owner_terminal;
  /* a right */
  HufuId cti;
  guint64 generation;
  guint32 owner_incarnation;
  HufuLanHearing hearing;
  /* a held sale */
  HufuId sale_id;
  guint64 owner_no;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  hufu_lan_unref (question->lan);
  g_free (question);
}

static void
begin (const Question *question, gpointer tag, GTaskThreadFunc run, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  hufu_lan_ref (question->lan);
  g_task_set_task_data (task, g_memdup2 (question, sizeof *question), question_free);
  g_task_run_in_thread (task, run);
}

/* ---- rights ---- */

static void
run_find (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;

  g_task_return_pointer (task,
                         hufu_lan_find (question->lan, &question->cti, question->generation,
                                        question->hearing, question->timeout_ms),
                         (GDestroyNotify)hufu_lan_holder_free);
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

  begin (&question, hufu_lan_find_async, run_find, cancellable, callback, user_data);
}

HufuLanHolder *
hufu_lan_find_finish (GAsyncResult *result, GError **error)
{
  g_assert (g_task_get_source_tag (G_TASK (result)) == hufu_lan_find_async);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_fetch (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;

  g_task_return_int (task, hufu_lan_fetch (question->lan, &question->cti, question->generation,
                                           &question->owner_terminal, question->owner_incarnation,
                                           question->timeout_ms));
}

void
hufu_lan_fetch_async (HufuLan *lan, const HufuLanHolder *holder, guint timeout_ms,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  const Question question = {.lan = lan,
                             .cti = holder->voucher->cti,
                             .generation = holder->voucher->generation,
                             .owner_terminal = holder->terminal_id,
                             .owner_incarnation = holder->incarnation,
                             .timeout_ms = timeout_ms};

  begin (&question, hufu_lan_fetch_async, run_fetch, cancellable, callback, user_data);
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

/* ---- held sales ---- */

static void
run_list (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;

  g_task_return_pointer (task, hufu_lan_list_baskets (question->lan, question->timeout_ms),
                         (GDestroyNotify)hufu_lan_basket_list_free);
}

void
hufu_lan_list_baskets_async (HufuLan *lan, guint timeout_ms, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  const Question question = {.lan = lan, .timeout_ms = timeout_ms};

  begin (&question, hufu_lan_list_baskets_async, run_list, cancellable, callback, user_data);
}

HufuLanBasketList *
hufu_lan_list_baskets_finish (GAsyncResult *result, GError **error)
{
  g_assert (g_task_get_source_tag (G_TASK (result)) == hufu_lan_list_baskets_async);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_take (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  HufuLanTaken taken =
      hufu_lan_take_basket (question->lan, &question->owner_terminal, question->owner_no,
                            &question->sale_id, question->timeout_ms);

  g_task_return_pointer (task, g_memdup2 (&taken, sizeof taken), g_free);
}

void
hufu_lan_take_basket_async (HufuLan *lan, const HufuId *owner_terminal, guint64 owner_no,
                            const HufuId *sale_id, guint timeout_ms, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  const Question question = {.lan = lan,
                             .owner_terminal = *owner_terminal,
                             .sale_id = *sale_id,
                             .owner_no = owner_no,
                             .timeout_ms = timeout_ms};

  begin (&question, hufu_lan_take_basket_async, run_take, cancellable, callback, user_data);
}

gboolean
hufu_lan_take_basket_finish (GAsyncResult *result, HufuLanTaken *ret_taken, GError **error)
{
  g_autofree HufuLanTaken *taken = NULL;

  g_assert (g_task_get_source_tag (G_TASK (result)) == hufu_lan_take_basket_async);
  taken = g_task_propagate_pointer (G_TASK (result), error);
  if (taken == NULL)
    return FALSE;
  *ret_taken = *taken;
  return TRUE;
}
