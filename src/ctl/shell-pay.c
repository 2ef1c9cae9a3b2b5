/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands about taking money, and giving it back. */
#include <string.h>

#include "ctl/shell.h"

/* Into the pad: what is typed there is the part that the next means of payment takes. */
static gboolean
type_amount (HufuShell *shell, const char *text)
{
  HufuCashPad *pad = hufu_counter_get_cash_pad (shell->counter);
  gint64 amount_minor;

  if (text == NULL) {
    hufu_cash_pad_clear (pad); /* all that is due */
    return TRUE;
  }
  if (hufu_counter_get_screen (shell->counter) != HUFU_SCREEN_TENDER) {
    hufu_shell_complain (shell, "say pay first: there is no tender to take");
    return FALSE;
  }
  if (!hufu_shell_read_amount (shell, text, &amount_minor))
    return FALSE;
  hufu_cash_pad_set_received (pad, amount_minor);
  return TRUE;
}

/* An empty pad asks for all of it; nothing in so many words is none of it. */
static gboolean
is_nothing (HufuShell *shell, const char *text)
{
  gint64 amount_minor, due_minor;

  if (text == NULL || !hufu_money_parse (text, &amount_minor) || amount_minor > 0)
    return FALSE;
  g_object_get (hufu_counter_get_cash_pad (shell->counter), "due-minor", &due_minor, NULL);
  if (due_minor == 0)
    return FALSE; /* all that is due rounds away */
  hufu_shell_complain (
      shell, "%s",
      hufu_edit_sentence (HUFU_EDIT_NOT_COVERED, (int)hufu_counter_get_lang (shell->counter)));
  return TRUE;
}

/* The sum into the pad, then the means: what the cashier's touches do. */
void
hufu_shell_tender (HufuShell *shell, char **words)
{
  static const struct {
    const char *name;
    HufuAct act, then;
  } means[] = {
      {"cash", HUFU_ACT_PRIMARY, HUFU_ACT_NONE},
      {"card", HUFU_ACT_PAY_CARD, HUFU_ACT_NONE},
      {"wallet", HUFU_ACT_PAY_WALLET, HUFU_ACT_NONE},
      {"qr", HUFU_ACT_PAY_WALLET, HUFU_ACT_SHOW_PAY_QR},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (means); i++) {
    if (g_strcmp0 (words[1], means[i].name) != 0)
      continue;
    if (i == 0 && words[2] == NULL)
      break;
    if (!type_amount (shell, words[2]) || is_nothing (shell, words[2]))
      return;
    hufu_shell_then_act (shell, means[i].act);
    if (means[i].then != HUFU_ACT_NONE)
      hufu_shell_then_act (shell, means[i].then);
    return;
  }
  hufu_shell_complain (shell, "say: tender cash AMOUNT, or tender card|wallet|qr [AMOUNT]");
}

/* deposit 20 blue coat, deposit 20/50 of a 50 note: what cards and wallets have taken is a part of
 * it beside the cash. */
void
hufu_shell_deposit (HufuShell *shell, char **words)
{
  g_autofree char *name = NULL;
  g_auto (GStrv) sums = NULL;

  if (words[1] == NULL) {
    hufu_shell_complain (
        shell, "say: deposit CASH[/RECEIVED] [NAME], after pay; 0 for cards and wallets alone");
    return;
  }
  sums = g_strsplit (words[1], "/", 2);
  if (!type_amount (shell, sums[0]))
    return;
  hufu_shell_then_act (shell, HUFU_ACT_DEPOSIT);
  if (sums[1] != NULL)
    hufu_shell_then_type (shell, words[1]);
  name = g_strjoinv (" ", words + 2);
  if (*name != '\0')
    hufu_shell_then_type (shell, name);
  hufu_shell_then_act (shell, HUFU_ACT_TAKE_DEPOSIT);
}

/* card approved 4242 00A123; card declined; card unsure */
void
hufu_shell_card (HufuShell *shell, char **words)
{
  g_autofree char *name = g_strconcat ("card-", words[1], NULL);
  HufuAct act;

  if (words[1] == NULL || !hufu_act_find (name, &act)) {
    hufu_shell_complain (shell, "say: card approved|declined|unsure [LAST4] [AUTHORISATION]");
    return;
  }
  for (char **word = words + 2; *word != NULL; word++)
    hufu_shell_then_type (shell, *word);
  hufu_shell_then_act (shell, act);
}

static void
act_because (HufuShell *shell, HufuAct first, const char *reason)
{
  g_autofree char *name = g_strconcat ("reason-", reason, NULL);
  HufuAct act;

  if (reason == NULL || !hufu_act_find (name, &act)) {
    hufu_shell_complain (shell, "give a reason: customer, mistake or payment");
    return;
  }
  hufu_shell_then_act (shell, first);
  hufu_shell_then_act (shell, act);
}

void
hufu_shell_void (HufuShell *shell, char **words)
{
  act_because (shell, HUFU_ACT_VOID, words[1]);
}

void
hufu_shell_reverse (HufuShell *shell, char **words)
{
  act_because (shell, HUFU_ACT_SHOW_PAYMENT, words[1]);
}
