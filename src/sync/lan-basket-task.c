/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-basket-task.h"

typedef struct {
  HufuLan *lan;
  HufuId owner_terminal, sale_id;
  guint64 owner_no;
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
begin (const Question *question, gpointer tag, GTaskThreadFunc run, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  hufu_lan_ref (question->lan);
  g_task_set_task_data (task, g_memdup2 (question, sizeof *question), question_free);
  g_task_run_in_thread (task, run);
}

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
  const Question question = {lan, *owner_terminal, *sale_id, owner_no, timeout_ms};

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
