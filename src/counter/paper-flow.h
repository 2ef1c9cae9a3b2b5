/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The room of the manager's page of what is printed (counter/paper-desk.h). */
#pragma once

#include <jansson.h>
#include "counter/counter.h"
#include "counter/stock-list.h"

struct _HufuPaperFlow {
  HufuPaperDesk *desk;
  HufuStockList *list; /* of the products that were found */
  gboolean drawing;    /* one picture at a time */
  gboolean again;      /* it is out of date already */
};

struct _HufuPaperFlow *hufu_paper_flow_new (HufuStockBook *book);
void hufu_paper_flow_free (struct _HufuPaperFlow *flow);

/* For managers: the page in front, with the kind that was chosen last. */
void hufu_paper_open (HufuCounter *counter);
/* The same with this kind; of a label code is a barcode, a number or words, "" = as it was. */
void hufu_paper_show (HufuCounter *counter, HufuPaper kind, const char *code);
/* A scan while labels are looked at is a product for one. */
gboolean hufu_paper_wants_scan (HufuCounter *counter);
/* The template's file was read again; fault "" = it counts, or there is none. */
void hufu_paper_on_look (HufuCounter *counter, const char *fault);
/* What is shown is of another language now. */
void hufu_paper_on_lang (HufuCounter *counter);
/* NULL: the page is not in front. */
json_t *hufu_paper_to_json (HufuCounter *counter);
