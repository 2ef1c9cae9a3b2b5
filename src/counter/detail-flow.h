/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks, in the work area, for what the product of a line asks for (core/detail.h): a serial number,
 * a lot, a due date. The line is in the sale already; it is paid when all have answered. A manager
 * who is signed in may leave out a serial number or a lot, never a due date. */
#pragma once

#include "core/recognise.h"
#include "counter/counter.h"

/* This day and minute here, by the best-known time. */
HufuDue hufu_detail_flow_now (HufuCounter *counter);
/* Asks, also where it is answered already: to say something else. */
void hufu_detail_flow_begin (HufuCounter *counter, guint32 line_no);
void hufu_detail_flow_begin_line (HufuCounter *counter); /* of the selected line */
/* Asks if the line was not told all yet. */
void hufu_detail_flow_begin_if_asking (HufuCounter *counter, guint32 line_no);
/* The same of a line that just came; what may be chosen of it goes first. */
void hufu_detail_flow_begin_new (HufuCounter *counter, guint32 line_no);
/* A line has to be told something before anything is paid: it is said which, and asked. */
gboolean hufu_detail_flow_stops (HufuCounter *counter);
/* TRUE if that was the answer, good or not: then all is done. */
gboolean hufu_detail_flow_take (HufuCounter *counter, const HufuScan *scan, HufuInput how);
/* The same of a number that is no product's. */
gboolean hufu_detail_flow_take_text (HufuCounter *counter, const char *text, gsize length);
/* A code of the product that is asked about tells of the piece. */
gboolean hufu_detail_flow_take_trace (HufuCounter *counter, gint64 product_id,
                                      const HufuTrace *trace);
void hufu_detail_flow_answer (HufuCounter *counter, guint32 line_no, const char *text,
                              gsize length);
void hufu_detail_flow_leave_out (HufuCounter *counter);
void hufu_detail_flow_due_today (HufuCounter *counter);
void hufu_detail_flow_due_tomorrow (HufuCounter *counter);
void hufu_detail_flow_due_3_days (HufuCounter *counter);
void hufu_detail_flow_due_week (HufuCounter *counter);
