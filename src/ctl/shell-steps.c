/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of several steps, as the cashier's touches follow each other: one that is refused is the
 * last. */
#include "ctl/shell.h"

typedef struct {
  HufuAct act;
  char *typed; /* NULL: the act */
} ShellStep;

static void
step_free (gpointer data)
{
  g_free (((ShellStep *)data)->typed);
  g_free (data);
}

static void
append (HufuShell *shell, HufuAct act, const char *typed)
{
  ShellStep *step = g_new0 (ShellStep, 1);

  *step = (ShellStep){act, g_strdup (typed)};
  g_queue_push_tail (&shell->steps, step);
}

void
hufu_shell_then_act (HufuShell *shell, HufuAct act)
{
  append (shell, act, NULL);
}

void
hufu_shell_then_type (HufuShell *shell, const char *text)
{
  append (shell, HUFU_ACT_NONE, text);
}

gboolean
hufu_shell_run_step (HufuShell *shell)
{
  ShellStep *step;

  if (shell->refused || shell->complaint != NULL)
    g_queue_clear_full (&shell->steps, step_free);
  step = g_queue_pop_head (&shell->steps);
  if (step == NULL)
    return FALSE;
  if (step->typed != NULL)
    hufu_counter_input (shell->counter, step->typed, -1, HUFU_INPUT_TYPED);
  else
    hufu_counter_act (shell->counter, step->act);
  step_free (step);
  return TRUE;
}
