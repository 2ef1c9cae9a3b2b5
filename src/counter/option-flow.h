/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows, in the work area, what may be chosen of a line's product (core/option.h), each choice with
 * its number. The line is in the sale already, with what is standard; whatever is scanned next goes
 * on selling. Only a group that wants more than is chosen stops paying (counter/detail-flow.h). */
#pragma once

#include "counter/counter.h"

/* Of a line that offers something. */
void hufu_option_flow_begin (HufuCounter *counter, guint32 line_no);
/* TRUE if these were numbers of choices, good or not: then all is done. */
gboolean hufu_option_flow_take (HufuCounter *counter, const char *text, gsize length,
                                HufuInput how);
/* By numbers from 1 on, or ids, a space between them; line_no 0 = of the line that is shown. */
void hufu_option_flow_choose (HufuCounter *counter, guint32 line_no, const char *text);
/* "Choose Sugar on line 1, Milk tea, then pay." Free with g_free. */
char *hufu_option_flow_say_missing (HufuCounter *counter, const HufuLine *line);
