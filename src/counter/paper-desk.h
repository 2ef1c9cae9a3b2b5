/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page of what is printed: how receipts and slips look, as their template is now; and
 * the label of a product that was found, to be printed. */
#pragma once

#include <gio/gio.h>
#include "counter/paper.h"

/* Properties (notify): "shown" (boolean: the page is in front), "kind" (HufuPaper as int), "sku"
 * "title" (of the product whose label is shown; "" = none), "fault" (string: why the template's
 * file does not count, with its line; "" = it does, or there is none), "picture" (GBytes of a PNG;
 * NULL = there is nothing to show). */
#define HUFU_TYPE_PAPER_DESK (hufu_paper_desk_get_type ())
G_DECLARE_FINAL_TYPE (HufuPaperDesk, hufu_paper_desk, HUFU, PAPER_DESK, GObject)

/* rows: of HufuStockRow. */
HufuPaperDesk *hufu_paper_desk_new (GListModel *rows);
/* The products that were found; borrowed, constant. */
GListModel *hufu_paper_desk_get_rows (HufuPaperDesk *desk);
HufuPaper hufu_paper_desk_get_kind (HufuPaperDesk *desk);
/* Borrowed until "sku" notifies. */
const char *hufu_paper_desk_get_sku (HufuPaperDesk *desk);
const char *hufu_paper_desk_get_title (HufuPaperDesk *desk);
/* Borrowed until "fault" notifies. */
const char *hufu_paper_desk_get_fault (HufuPaperDesk *desk);
/* Borrowed until "picture" notifies. */
GBytes *hufu_paper_desk_get_picture (HufuPaperDesk *desk);

void hufu_paper_desk_choose (HufuPaperDesk *desk, HufuPaper kind);
void hufu_paper_desk_look_at (HufuPaperDesk *desk, const char *sku, const char *title);
void hufu_paper_desk_set_fault (HufuPaperDesk *desk, const char *sentence);
void hufu_paper_desk_take_picture (HufuPaperDesk *desk, GBytes *picture);
