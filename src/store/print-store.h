/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits for the printer, as rows: it is printed after any restart, and its row goes when it
 * is. One that was begun and not done may be on paper whole, so it comes again as a copy.
 */
#pragma once

#include "core/receipt.h"
#include "store/db.h"

typedef enum {
  HUFU_PRINT_RECEIPTS, /* whatever a customer, a clerk or a manager gets */
  HUFU_PRINT_SLIPS,    /* preparation slips, where they are made ready */
} HufuPrintAt;
#define HUFU_PRINT_AT_COUNT 2

typedef struct {
  HufuId job_id;
  HufuPrintAt at;
  HufuReceipt *document;
} HufuPrintJob;
void hufu_print_job_free (HufuPrintJob *job);

/* Stores a document that belongs to no sale (a slip). */
gboolean hufu_print_add (HufuDb *db, const HufuReceipt *document, HufuId *ret_job_id,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hufu_print_list_waiting (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Before its first byte goes to the printer. */
gboolean hufu_print_begin (HufuDb *db, const HufuId *job_id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_print_done (HufuDb *db, const HufuId *job_id,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
