/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of `hufuctl counter` for the stock: what is where, what is short, corrections. */
#include "ctl/shell.h"

void
hufu_shell_stock (HufuShell *shell, char **words)
{
  if (g_strcmp0 (words[1], "low") == 0 && words[2] == NULL)
    hufu_counter_act (shell->counter, HUFU_ACT_SHOW_LOW);
  else if (g_strcmp0 (words[1], "correct") == 0 && words[2] != NULL && words[3] != NULL &&
           words[4] != NULL)
    hufu_counter_correct_stock (shell->counter, words[2], words[3], words[4],
                                hufu_shell_rest (shell, 5));
  else if (words[1] != NULL && words[2] == NULL && g_strcmp0 (words[1], "correct") != 0)
    hufu_counter_show_stock (shell->counter, words[1]);
  else
    hufu_shell_complain (shell, "say: stock CODE|SKU, stock low, stock correct CODE|SKU NUMBER "
                                "counted|received|found|damaged|lost|used [NOTE]");
}
