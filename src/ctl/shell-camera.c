/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that looks through the camera until it has found a code. */
#include <string.h>

#include "ctl/shell.h"

/* What it finds is scanned, which turns it off. */
static gboolean
has_found (HufuShell *shell)
{
  return !hufu_counter_get_camera_on (shell->counter) && !hufu_counter_get_busy (shell->counter);
}

void
hufu_shell_camera (HufuShell *shell, char **words)
{
  HufuScreen screen = hufu_counter_get_screen (shell->counter);

  if (g_strcmp0 (words[1], "off") == 0) {
    hufu_counter_set_camera_on (shell->counter, FALSE);
    return;
  }
  if (screen != HUFU_SCREEN_SELL && screen != HUFU_SCREEN_TENDER && screen != HUFU_SCREEN_PRICE) {
    hufu_shell_complain (shell, "nothing is scanned on this screen");
    return;
  }
  if (!hufu_shell_read_bound (shell, words[1]))
    return;
  hufu_counter_set_camera_on (shell->counter, TRUE);
  if (hufu_counter_get_camera_on (shell->counter))
    shell->awaited = has_found;
  else
    hufu_shell_complain (shell, "this till has no camera; see --camera");
}
