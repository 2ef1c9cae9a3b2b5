/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storing a document from inside an act; private to src/store. */
#pragma once

#include "core/receipt.h"
#include "store/sql.h"

/* sale_id NULL: a slip. copy: not the sale's own receipt. print FALSE: kept for a reprint, not
 * printed now. */
gboolean hufu_print_write (HufuDb *db, const HufuId *sale_id, gboolean copy,
                           const HufuReceipt *document, gboolean print, HufuId *ret_job_id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
