/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case in the list of the manager's page: picture, title, what is the case, how much. */
#pragma once

#include <gtk/gtk.h>
#include "counter/case.h"

#define HUFU_TYPE_CASE_ROW (hufu_case_row_get_type ())
G_DECLARE_FINAL_TYPE (HufuCaseRow, hufu_case_row, HUFU, CASE_ROW, GtkBox)

void hufu_case_row_show (HufuCaseRow *self, HufuCase *shown);
/* The same words without a case; "" hides one. */
void hufu_case_row_fill (HufuCaseRow *self, const char *icon, const char *title, const char *hint,
                         const char *amount, const char *badge);
