/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes out of the printers and can be looked at before. */
#pragma once

#include <glib.h>

typedef enum {
  HUFU_PAPER_RECEIPT,
  HUFU_PAPER_GIFT,
  HUFU_PAPER_PREPARATION,
  HUFU_PAPER_LABEL, /* of a product; the template says nothing of it */
} HufuPaper;
#define HUFU_PAPER_COUNT 4

/* "receipt", "gift", "preparation", "label"; static. */
const char *hufu_paper_name (HufuPaper paper);
gboolean hufu_paper_find (const char *name, HufuPaper *ret_paper);
