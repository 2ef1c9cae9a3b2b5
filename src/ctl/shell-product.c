/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of `hufuctl counter` for products that are changed or made at the till. */
#include <string.h>

#include "ctl/shell.h"

/* FALSE: there is no such change. */
static gboolean
read_change (HufuShell *shell, char **words, HufuProductForm *form)
{
  const char *what = words[1];
  char *rest = (char *)(gsize)hufu_shell_rest (shell, 3);

  form->which = words[2];
  form->sets_sold = g_str_equal (what, "off") || g_str_equal (what, "on");
  form->sold = g_str_equal (what, "on");
  if (form->sets_sold)
    return words[3] == NULL;
  if (g_str_equal (what, "name") || g_str_equal (what, "name-en"))
    form->name_en = rest;
  if (g_str_equal (what, "name") || g_str_equal (what, "name-zh"))
    form->name_zh = rest;
  if (g_str_equal (what, "price"))
    form->price = words[3];
  if (g_str_equal (what, "member-price"))
    form->member_price = g_strcmp0 (words[3], "none") == 0 ? rest + strlen (rest) : words[3];
  if (g_str_equal (what, "barcode"))
    form->code = words[3];
  if (g_str_equal (what, "no-barcode"))
    form->code_off = words[3];
  if (g_str_equal (what, "category"))
    form->category = rest;
  return words[3] != NULL &&
         (form->name_en != NULL || form->name_zh != NULL || form->price != NULL ||
          form->member_price != NULL || form->code != NULL || form->code_off != NULL ||
          form->category != NULL);
}

/* CATEGORY PRICE BARCODE|- NAME */
static gboolean
read_new (HufuShell *shell, char **words, HufuProductForm *form)
{
  if (!g_str_equal (words[1], "add") || words[3] == NULL || words[4] == NULL || words[5] == NULL)
    return FALSE;
  form->category = words[2];
  form->price = words[3];
  form->code = g_str_equal (words[4], "-") ? NULL : words[4];
  form->name_en = (char *)(gsize)hufu_shell_rest (shell, 5);
  return TRUE;
}

void
hufu_shell_product (HufuShell *shell, char **words)
{
  HufuProductForm form = {0};

  if (words[1] == NULL)
    hufu_counter_act (shell->counter, HUFU_ACT_EDIT_PRODUCT);
  else if (words[2] == NULL)
    hufu_counter_show_product (shell->counter, words[1]);
  else if (read_new (shell, words, &form) || read_change (shell, words, &form))
    hufu_counter_edit_product (shell->counter, &form);
  else
    hufu_shell_complain (
        shell,
        "say: product [CODE|SKU], product price|member-price CODE|SKU AMOUNT, "
        "product member-price CODE|SKU none, product name|name-en|name-zh "
        "CODE|SKU NAME, product barcode|no-barcode CODE|SKU BARCODE, product category "
        "CODE|SKU CATEGORY, product on|off CODE|SKU, product add CATEGORY PRICE BARCODE|- NAME");
}
