/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of `hufuctl counter` for the staff, which a manager changes. */
#include <string.h>

#include "ctl/shell.h"

/* Words of a rights command: three percentages, or "role". */
static gboolean
read_rights (HufuShell *shell, char **words, HufuStaffForm *form, HufuPriceRights *rights)
{
  gint *const places[] = {&rights->line_percent, &rights->basket_percent, &rights->price_percent};

  form->sets_rights = TRUE;
  if (g_strcmp0 (words[0], "role") == 0)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    gint64 percent;
    if (!hufu_shell_read_number (shell, words[i], G_MAXINT32, &percent))
      return FALSE;
    *places[i] = (gint)percent;
  }
  form->rights = rights;
  return TRUE;
}

/* FALSE: there is no such change. */
static gboolean
read_change (HufuShell *shell, char **words, HufuStaffForm *form)
{
  const char *what = words[1];

  form->which = words[2];
  form->sets_active = g_str_equal (what, "off") || g_str_equal (what, "on");
  form->active = g_str_equal (what, "on");
  if (g_str_equal (what, "name"))
    form->name = (char *)(gsize)hufu_shell_rest (shell, 3);
  else if (g_str_equal (what, "pin"))
    form->pin = words[3];
  else if (g_str_equal (what, "role"))
    form->role = words[3];
  else if (g_str_equal (what, "number"))
    form->no = words[3];
  else
    return form->sets_active;
  return words[3] != NULL;
}

void
hufu_shell_staff (HufuShell *shell, char **words)
{
  HufuPriceRights rights = {0};
  HufuStaffForm form = {0};

  if (words[1] == NULL) {
    hufu_counter_act (shell->counter, HUFU_ACT_SHOW_STAFF);
    return;
  }
  if (words[2] != NULL && g_str_equal (words[1], "rights")) {
    form.which = words[2];
    if (!read_rights (shell, words + 3, &form, &rights))
      return;
  } else if (words[2] != NULL && g_str_equal (words[1], "add") && words[3] != NULL &&
             words[4] != NULL) {
    form.no = words[2];
    form.role = words[3];
    form.pin = words[4];
    form.name = (char *)(gsize)hufu_shell_rest (shell, 5);
  } else if (words[2] == NULL || !read_change (shell, words, &form)) {
    hufu_shell_complain (shell,
                         "say: staff, staff add NO ROLE PIN NAME, staff "
                         "name|number|role|pin NO NEW, staff rights NO LINE SALE PRICE|role, "
                         "staff on|off NO");
    return;
  }
  hufu_counter_edit_staff (shell->counter, &form);
}
