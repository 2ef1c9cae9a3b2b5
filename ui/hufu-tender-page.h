/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking cash: due, received, likely sums, change with its pieces, and the keys. Keys and touch
 * both go to the counter's cash pad. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_TENDER_PAGE (hufu_tender_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuTenderPage, hufu_tender_page, HUFU, TENDER_PAGE, GtkBox)

void hufu_tender_page_set_counter (HufuTenderPage *self, HufuCounter *counter);
