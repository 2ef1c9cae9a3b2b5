/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print jobs from inside an act; private to src/store. */
#pragma once

#include "core/receipt.h"
#include "store/sql.h"

/* Lets the receipt of a finished sale wait for the printer, or a copy of it. */
gboolean hufu_print_write (HufuDb *db, const HufuId *sale_id, gboolean copy, HufuId *ret_job_id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Lets a document that is no sale's wait for the printer, or a copy of it. */
gboolean hufu_print_write_slip (HufuDb *db, const char *text, gboolean copy, HufuId *ret_job_id,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Lets a preparation slip wait for the printer of those. */
gboolean hufu_print_write_preparation (HufuDb *db, const HufuReceipt *slip, HufuId *ret_job_id,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A stored document; a copy is marked on top and does not open the drawer. */
HufuReceipt *hufu_print_read (const char *text, gboolean copy, GError **error);
