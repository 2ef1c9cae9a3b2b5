/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case of the manager's page, opened: what is the case, what is certain, both journal entries
 * side by side, the act that resolves it and what happens then. Its button starts "counter.resolve"
 * with the case's id. */
#pragma once

#include <gtk/gtk.h>
#include "counter/case.h"

#define HUFU_TYPE_CASE_VIEW (hufu_case_view_get_type ())
G_DECLARE_FINAL_TYPE (HufuCaseView, hufu_case_view, HUFU, CASE_VIEW, GtkBox)

/* NULL: there is nothing to decide. */
void hufu_case_view_show (HufuCaseView *self, HufuCase *shown);
