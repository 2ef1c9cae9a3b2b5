/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands about the shift and the drawer. */
#include <string.h>

#include "ctl/shell.h"

/* Without a sum: what the last shift left in the drawer. */
static void
open_shift (HufuShell *shell, char **words)
{
  gint64 float_minor = hufu_counter_get_left_minor (shell->counter);

  if (words[2] == NULL && float_minor == 0)
    hufu_shell_complain (shell, "say: shift open FLOAT [DAY]; nothing was left in the drawer");
  else if (words[2] == NULL || hufu_shell_read_amount (shell, words[2], &float_minor))
    hufu_counter_open_shift (shell->counter, float_minor, words[2] == NULL ? NULL : words[3]);
}

/* "100x3": the row of the count pad and how many. */
static gboolean
read_pieces (HufuShell *shell, const char *word, guint *ret_row, gint64 *ret_pieces)
{
  HufuCountPad *pad = hufu_counter_get_count_pad (shell->counter);
  g_auto (GStrv) parts = g_strsplit (word, "x", 2);
  gint64 value_minor;

  if (!hufu_shell_read_amount (shell, parts[0], &value_minor) ||
      !hufu_shell_read_number (shell, parts[1], HUFU_CASH_PIECES_MAX, ret_pieces))
    return FALSE;
  for (*ret_row = 0; *ret_row < hufu_count_pad_get_n_rows (pad); (*ret_row)++)
    if (hufu_count_pad_get_value_minor (pad, *ret_row) == value_minor)
      return TRUE;
  hufu_shell_complain (shell, "there is no piece of %s", parts[0]);
  return FALSE;
}

/* To the counting, the pieces, and the primary act: what the cashier does. An empty drawer is said
 * as one, since what was not counted is not nothing. */
static void
close_shift (HufuShell *shell, char **words)
{
  HufuCountPad *pad = hufu_counter_get_count_pad (shell->counter);
  gboolean handover = g_strcmp0 (words[2], "handover") == 0;
  const char *counted = hufu_shell_rest (shell, handover ? 3 : 2);
  gboolean empty = strcmp (counted, "0") == 0;
  g_auto (GStrv) pieces = g_strsplit (empty ? "" : counted, " ", -1);
  gboolean beyond = FALSE;
  gint64 n;
  guint row;

  if (*counted == '\0') {
    hufu_shell_complain (shell, "say: shift close [handover] VALUExPIECES..., as 100x3 0.5x4, or "
                                "0 for an empty drawer");
    return;
  }
  g_object_get (pad, "beyond", &beyond, NULL);
  if (hufu_counter_get_screen (shell->counter) != HUFU_SCREEN_CLOSE_SHIFT)
    hufu_counter_act (shell->counter, HUFU_ACT_CLOSE_SHIFT);
  else if (beyond)
    hufu_counter_act (shell->counter, HUFU_ACT_BACK); /* counted again */
  if (hufu_counter_get_screen (shell->counter) != HUFU_SCREEN_CLOSE_SHIFT)
    return;
  hufu_count_pad_set_handover (pad, handover);
  for (guint i = 0; i < hufu_count_pad_get_n_rows (pad); i++)
    hufu_count_pad_set_pieces (pad, i, 0);
  for (char **piece = pieces; *piece != NULL; piece++) {
    if (**piece == '\0')
      continue;
    if (!read_pieces (shell, *piece, &row, &n))
      return;
    hufu_count_pad_set_pieces (pad, row, (guint32)n);
  }
  hufu_counter_act (shell->counter, HUFU_ACT_HAND_IN);
}

static void
approve_count (HufuShell *shell, char **words)
{
  if (words[2] == NULL || words[3] == NULL || words[4] == NULL)
    hufu_shell_complain (shell, "say: shift approve NO PIN REASON [NOTE]");
  else
    hufu_counter_approve_count (shell->counter, words[4], hufu_shell_rest (shell, 5), words[2],
                                words[3]);
}

void
hufu_shell_shift (HufuShell *shell, char **words)
{
  if (g_strcmp0 (words[1], "open") == 0)
    open_shift (shell, words);
  else if (g_strcmp0 (words[1], "close") == 0)
    close_shift (shell, words);
  else if (g_strcmp0 (words[1], "approve") == 0)
    approve_count (shell, words);
  else
    hufu_shell_complain (
        shell, "say: shift open [FLOAT [DAY]], shift close [handover] VALUExPIECES...|0 or "
               "shift approve NO PIN REASON [NOTE]");
}

/* cash in 100 change; cash out 12.50 expense Tape and paper; drawer check */
void
hufu_shell_cash (HufuShell *shell, char **words)
{
  HufuCashKind kind;
  gint64 amount_minor;

  if (!hufu_cash_kind_find (words[1], &kind) || (kind != HUFU_CASH_IN && kind != HUFU_CASH_OUT))
    hufu_shell_complain (shell, "say: cash in|out AMOUNT REASON [NOTE]");
  else if (hufu_shell_read_amount (shell, words[2], &amount_minor))
    hufu_counter_move_cash (shell->counter, kind, amount_minor, words[3],
                            hufu_shell_rest (shell, 4));
}

void
hufu_shell_drawer (HufuShell *shell, char **words)
{
  hufu_counter_move_cash (shell->counter, HUFU_CASH_NO_SALE, 0, words[1],
                          hufu_shell_rest (shell, 2));
}
