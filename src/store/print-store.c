/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/print-store.h"

#include "store/print-write.h"

void
hufu_print_job_free (HufuPrintJob *job)
{
  if (job == NULL)
    return;
  hufu_receipt_free (job->document);
  g_free (job);
}

gboolean
hufu_print_write (HufuDb *db, const HufuId *sale_id, gboolean copy, const HufuReceipt *document,
                  gboolean print, HufuId *ret_job_id, GError **error)
{
  g_autofree char *text = hufu_receipt_to_text (document);

  *ret_job_id = hufu_host_make_id (db->host);
  return HUFU_RUN (db, error,
                   "INSERT INTO print_job (job_id, sale_id, copy, document, state, created_utc_us)"
                   " VALUES (?, ?, ?, ?, ?, ?)",
                   SQL_ID (ret_job_id), SQL_ID (sale_id), SQL_INT (copy), SQL_TEXT (text),
                   SQL_TEXT (print ? "waiting" : "cancelled"),
                   SQL_INT (hufu_host_utc_us (db->host)));
}

gboolean
hufu_print_add (HufuDb *db, const HufuReceipt *document, HufuId *ret_job_id, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, hufu_print_write (db, NULL, FALSE, document, TRUE, ret_job_id, error),
                       error);
}

GPtrArray *
hufu_print_list_waiting (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_print_job_free);
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error,
                                          "SELECT job_id, document FROM print_job"
                                          " WHERE state = 'waiting' ORDER BY job_no");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuReceipt *document = hufu_receipt_from_text (hufu_rows_text (rows, 1));
    HufuPrintJob *job;

    if (document == NULL) {
      hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a waiting receipt cannot be read");
      return NULL;
    }
    job = g_new0 (HufuPrintJob, 1);
    job->job_id = hufu_rows_id (rows, 0);
    job->document = document;
    g_ptr_array_add (list, job);
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}

gboolean
hufu_print_done (HufuDb *db, const HufuId *job_id, GError **error)
{
  return HUFU_ACT_RUN (db, error,
                       "UPDATE print_job SET state = 'done', done_utc_us = ?"
                       " WHERE job_id = ? AND state = 'waiting'",
                       SQL_INT (hufu_host_utc_us (db->host)), SQL_ID (job_id));
}
