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
hufu_print_write (HufuDb *db, const HufuId *sale_id, gboolean copy, HufuId *ret_job_id,
                  GError **error)
{
  *ret_job_id = hufu_host_make_id (db->host);
  return HUFU_RUN (db, error, "INSERT INTO print_job (job_id, sale_id, copy) VALUES (?, ?, ?)",
                   SQL_ID (ret_job_id), SQL_ID (sale_id), SQL_INT (copy));
}

gboolean
hufu_print_write_slip (HufuDb *db, const char *text, gboolean copy, HufuId *ret_job_id,
                       GError **error)
{
  *ret_job_id = hufu_host_make_id (db->host);
  return HUFU_RUN (db, error, "INSERT INTO print_job (job_id, copy, document) VALUES (?, ?, ?)",
                   SQL_ID (ret_job_id), SQL_INT (copy), SQL_TEXT (text));
}

gboolean
hufu_print_write_preparation (HufuDb *db, const HufuReceipt *slip, HufuId *ret_job_id,
                              GError **error)
{
  g_autofree char *text = hufu_receipt_to_text (slip);

  *ret_job_id = hufu_host_make_id (db->host);
  return HUFU_RUN (db, error,
                   "INSERT INTO print_job (job_id, copy, document, printer) VALUES (?, 0, ?, 1)",
                   SQL_ID (ret_job_id), SQL_TEXT (text));
}

gboolean
hufu_print_add (HufuDb *db, const HufuReceipt *document, HufuId *ret_job_id, GError **error)
{
  g_autofree char *text = hufu_receipt_to_text (document);

  return hufu_act_begin (db, error) &&
         hufu_act_end (db, hufu_print_write_slip (db, text, FALSE, ret_job_id, error), error);
}

HufuReceipt *
hufu_print_read (const char *text, gboolean copy, GError **error)
{
  g_autoptr (HufuReceipt) original = hufu_receipt_from_text (text);
  HufuReceipt *marked;

  if (original == NULL)
    hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a receipt cannot be read");
  if (original == NULL || !copy)
    return g_steal_pointer (&original);
  marked = hufu_receipt_new ();
  hufu_receipt_add (marked, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE, "COPY 副本", NULL);
  for (guint i = 0; i < original->blocks->len; i++) {
    const HufuBlock *block = g_ptr_array_index (original->blocks, i);

    if (block->kind != HUFU_BLOCK_DRAWER)
      hufu_receipt_add (marked, block->kind, block->align, block->bold, block->large, block->left,
                        block->right);
  }
  return marked;
}

GPtrArray *
hufu_print_list_waiting (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_print_job_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT job_id, coalesce (document, receipt), copy OR begun, printer"
                  " FROM print_job LEFT JOIN sale USING (sale_id) ORDER BY job_no");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuReceipt *document =
        hufu_print_read (hufu_rows_text (rows, 1), hufu_rows_int (rows, 2) != 0, error);
    HufuPrintJob *job;

    if (document == NULL)
      return NULL;
    job = g_new0 (HufuPrintJob, 1);
    job->job_id = hufu_rows_id (rows, 0);
    job->at = hufu_rows_int (rows, 3) != 0 ? HUFU_PRINT_SLIPS : HUFU_PRINT_RECEIPTS;
    job->document = document;
    g_ptr_array_add (list, job);
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}

gboolean
hufu_print_begin (HufuDb *db, const HufuId *job_id, GError **error)
{
  return HUFU_ACT_RUN (db, error, "UPDATE print_job SET begun = 1 WHERE job_id = ?",
                       SQL_ID (job_id));
}

gboolean
hufu_print_done (HufuDb *db, const HufuId *job_id, GError **error)
{
  return HUFU_ACT_RUN (db, error, "DELETE FROM print_job WHERE job_id = ?", SQL_ID (job_id));
}
