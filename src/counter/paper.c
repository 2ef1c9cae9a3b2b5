/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/paper.h"

#include <string.h>

static const char *const papers[] = {
    [HUFU_PAPER_RECEIPT] = "receipt",
    [HUFU_PAPER_GIFT] = "gift",
    [HUFU_PAPER_PREPARATION] = "preparation",
    [HUFU_PAPER_LABEL] = "label",
};

const char *
hufu_paper_name (HufuPaper paper)
{
  g_assert ((gsize)paper < G_N_ELEMENTS (papers));
  return papers[paper];
}

gboolean
hufu_paper_find (const char *name, HufuPaper *ret_paper)
{
  for (gsize i = 0; i < G_N_ELEMENTS (papers); i++)
    if (strcmp (papers[i], name) == 0) {
      *ret_paper = (HufuPaper)i;
      return TRUE;
    }
  return FALSE;
}
