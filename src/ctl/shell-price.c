/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands about prices and discounts by hand, and why a line costs what it costs. */
#include <string.h>

#include "ctl/shell.h"

/* "sale" or a line's number. */
static gboolean
read_target (HufuShell *shell, const char *word, guint32 *ret_line_no)
{
  gint64 line_no = 0;

  if (g_strcmp0 (word, "sale") != 0 && !hufu_shell_read_number (shell, word, G_MAXUINT32, &line_no))
    return FALSE;
  *ret_line_no = (guint32)line_no;
  return TRUE;
}

/* To the page, what is typed there, and the primary act: what the cashier does. */
static void
change (HufuShell *shell, guint32 line_no, HufuMarkdownKind kind, const char *entered,
        const char *reason, const char *note)
{
  HufuPricePad *pad = hufu_counter_get_price_pad (shell->counter);

  hufu_counter_change_price (shell->counter, line_no);
  if (hufu_counter_get_screen (shell->counter) != HUFU_SCREEN_PRICE)
    return;
  hufu_price_pad_set_kind (pad, kind);
  hufu_price_pad_set_entered (pad, entered);
  hufu_price_pad_set_reason (pad, reason == NULL ? "" : reason);
  hufu_price_pad_set_note (pad, note);
  hufu_counter_act (shell->counter, HUFU_ACT_MARK_DOWN);
}

/* Takes away the price, or the discount, that is there. */
static void
keep (HufuShell *shell, guint32 line_no, gboolean price)
{
  gboolean marked = FALSE;
  int kind = HUFU_MARKDOWN_NONE;

  hufu_counter_change_price (shell->counter, line_no);
  if (hufu_counter_get_screen (shell->counter) != HUFU_SCREEN_PRICE)
    return;
  g_object_get (hufu_counter_get_price_pad (shell->counter), "marked", &marked, "kind", &kind,
                NULL);
  if (marked && (kind == HUFU_MARKDOWN_PRICE) == price) {
    hufu_counter_act (shell->counter, HUFU_ACT_KEEP_PRICE);
    return;
  }
  hufu_counter_act (shell->counter, HUFU_ACT_BACK);
  hufu_shell_complain (shell, "there is no %s by hand to take away", price ? "price" : "discount");
}

/* price LINE 12.50 tag [NOTE]; price LINE off */
void
hufu_shell_price (HufuShell *shell, char **words)
{
  guint32 line_no;
  gint64 price_minor;

  if (words[1] == NULL || words[2] == NULL)
    hufu_shell_complain (shell, "say: price LINE AMOUNT REASON [NOTE] or price LINE off");
  else if (!read_target (shell, words[1], &line_no))
    return;
  else if (strcmp (words[2], "off") == 0)
    keep (shell, line_no, TRUE);
  else if (hufu_shell_read_amount (shell, words[2], &price_minor))
    change (shell, line_no, HUFU_MARKDOWN_PRICE, words[2], words[3], hufu_shell_rest (shell, 4));
}

/* discount LINE|sale 10%|5.00 damaged [NOTE]; discount LINE|sale off */
void
hufu_shell_discount (HufuShell *shell, char **words)
{
  guint32 line_no;
  gint64 value;

  if (words[1] == NULL || words[2] == NULL) {
    hufu_shell_complain (shell, "say: discount LINE|sale PERCENT%%|AMOUNT REASON [NOTE] or "
                                "discount LINE|sale off");
    return;
  }
  if (!read_target (shell, words[1], &line_no))
    return;
  if (strcmp (words[2], "off") == 0) {
    keep (shell, line_no, FALSE);
  } else if (g_str_has_suffix (words[2], "%")) {
    g_autofree char *percent = g_strndup (words[2], strlen (words[2]) - 1);

    if (hufu_shell_read_number (shell, percent, 100, &value))
      change (shell, line_no, HUFU_MARKDOWN_PERCENT, percent, words[3], hufu_shell_rest (shell, 4));
  } else if (hufu_shell_read_amount (shell, words[2], &value)) {
    change (shell, line_no, HUFU_MARKDOWN_AMOUNT, words[2], words[3], hufu_shell_rest (shell, 4));
  }
}

void
hufu_shell_approve (HufuShell *shell, char **words)
{
  if (words[1] == NULL || words[2] == NULL)
    hufu_shell_complain (shell, "say: approve NO PIN");
  else if (hufu_product_desk_is_beyond (hufu_counter_get_product_desk (shell->counter)))
    hufu_counter_approve_product (shell->counter, words[1], words[2]);
  else
    hufu_counter_approve_price (shell->counter, words[1], words[2]);
}

void
hufu_shell_note (HufuShell *shell, char **words)
{
  gint64 line_no;

  if (hufu_shell_read_number (shell, words[1], G_MAXUINT32, &line_no))
    hufu_counter_set_note (shell->counter, (guint32)line_no, hufu_shell_rest (shell, 2));
}

/* answer LINE SN77; answer LINE A1 2027-01-31; answer LINE 11-24 15:30 */
void
hufu_shell_answer (HufuShell *shell, char **words)
{
  gint64 line_no;

  if (hufu_shell_read_number (shell, words[1], G_MAXUINT32, &line_no))
    hufu_counter_answer (shell->counter, (guint32)line_no, hufu_shell_rest (shell, 2));
}

/* choose LINE 2 5; choose LINE oat */
void
hufu_shell_choose (HufuShell *shell, char **words)
{
  gint64 line_no;

  if (hufu_shell_read_number (shell, words[1], G_MAXUINT32, &line_no))
    hufu_counter_choose (shell->counter, (guint32)line_no, hufu_shell_rest (shell, 2));
}

void
hufu_shell_take_price (HufuShell *shell, char **words)
{
  gint64 line_no;

  if (hufu_shell_read_number (shell, words[1], G_MAXUINT32, &line_no))
    hufu_counter_take_price (shell->counter, (guint32)line_no);
}

static HufuBasketRow *
find_row (HufuShell *shell, guint32 line_no)
{
  GListModel *rows = G_LIST_MODEL (hufu_counter_get_basket (shell->counter));

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (HufuBasketRow) row = g_list_model_get_item (rows, i);

    if (row->line_no == line_no)
      return g_steal_pointer (&row);
  }
  return NULL;
}

/* What the selected line shows. */
void
hufu_shell_why (HufuShell *shell, char **words)
{
  g_autoptr (HufuBasketRow) row = NULL;
  gint64 line_no;

  if (!hufu_shell_read_number (shell, words[1], G_MAXUINT32, &line_no))
    return;
  row = line_no == 0 ? NULL : find_row (shell, (guint32)line_no);
  if (row == NULL) {
    hufu_shell_complain (shell, "there is no line %s", words[1]);
    return;
  }
  shell->why_line = (guint32)line_no;
  hufu_counter_select_line (shell->counter, shell->why_line);
}

void
hufu_shell_add_why (HufuShell *shell, json_t *answer)
{
  g_autoptr (HufuBasketRow) row = shell->why_line == 0 ? NULL : find_row (shell, shell->why_line);
  g_auto (GStrv) steps = row == NULL ? NULL : g_strsplit (row->detail, "\n", -1);
  json_t *why = json_array ();

  for (char **step = steps; step != NULL && *step != NULL; step++)
    json_array_append_new (why, json_string (*step));
  if (row != NULL)
    json_object_set (answer, "why", why);
  json_decref (why);
}
