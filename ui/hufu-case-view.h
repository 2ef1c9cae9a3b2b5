/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case of the manager's page, opened: what is the case, what is certain, both journal entries
 * side by side, the act that resolves it and what happens then. Its button starts "counter.resolve"
 * with the case's id; what is signed asks for the reason and a manager's PIN first. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_CASE_VIEW (hufu_case_view_get_type ())
G_DECLARE_FINAL_TYPE (HufuCaseView, hufu_case_view, HUFU, CASE_VIEW, GtkBox)

/* Who is signed to; before anything is shown. */
void hufu_case_view_set_counter (HufuCaseView *self, HufuCounter *counter);
/* For what is signed: a digit, "backspace", "clear" or "enter". FALSE: nothing is signed here. */
gboolean hufu_case_view_press (HufuCaseView *self, const char *key);
/* NULL: there is nothing to decide. */
void hufu_case_view_show (HufuCaseView *self, HufuCase *shown);
