/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes out of the printers, for the manager: how receipts and slips look, as their template
 * is now; labels of a product, as many as are wanted. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_PAPER_PAGE (hufu_paper_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuPaperPage, hufu_paper_page, HUFU, PAPER_PAGE, GtkBox)

GtkWidget *hufu_paper_page_new (HufuCounter *counter);
/* To what is looked at. */
void hufu_paper_page_focus (HufuPaperPage *page);
