/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printers and the camera of this till. None of them is needed for selling. */
#include "counter/counter-private.h"

static gpointer
mark_begun (HufuDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (hufu_print_begin (db, data, error));
}

/* On the printer's thread; the books stay open until it has ended. */
static gboolean
begin_job (const HufuId *job, gpointer user_data)
{
  HufuCounter *counter = user_data;
  HufuId job_id = *job;
  g_autoptr (GError) error = NULL;

  (void)hufu_store_run_wait (counter->books, mark_begun, &job_id, &error);
  if (error != NULL)
    g_message ("a receipt waits: %s", error->message);
  return error == NULL;
}

static gpointer
mark_printed (HufuDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (hufu_print_done (db, data, error));
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HufuCounter) counter = user_data;
  g_autoptr (GError) error = NULL;

  (void)hufu_store_run_finish (result, &error);
  if (error != NULL && !g_cancellable_is_cancelled (counter->cancellable))
    hufu_counter_show_problem (counter, error);
  hufu_counter_end_save (counter);
}

static void
on_job_state (HufuCounter *counter, const HufuId *job, HufuPrintJobState state, const char *failed)
{
  if (state == HUFU_PRINT_JOB_FAILED && !g_cancellable_is_cancelled (counter->cancellable))
    hufu_counter_notice (counter, failed);
  if (state != HUFU_PRINT_JOB_DONE || counter->books == NULL)
    return;
  hufu_counter_begin_save (counter);
  hufu_store_run_async (counter->books, mark_printed, g_memdup2 (job, sizeof *job), g_free, NULL,
                        NULL, on_marked, g_object_ref (counter));
}

static void
on_job (const HufuId *job, HufuPrintJobState state, gpointer user_data)
{
  HufuCounter *counter = user_data;

  on_job_state (counter, job, state,
                HUFU_WORD (counter->lang,
                           "A receipt could not be printed. Check the printer, then print it "
                           "again.",
                           "有一张小票没打出来。请检查打印机后补打。"));
}

static void
on_slip_job (const HufuId *job, HufuPrintJobState state, gpointer user_data)
{
  HufuCounter *counter = user_data;

  on_job_state (counter, job, state,
                HUFU_WORD (counter->lang,
                           "A preparation slip could not be printed. Pass the order on by its "
                           "receipt; the slip comes when the till starts again.",
                           "有一张制作单没打出来。请凭小票转告制作；重启本机后会补打。"));
}

static void
on_printer (const HufuPrinterStatus *status, gpointer user_data)
{
  HufuCounter *counter = user_data;

  counter->printer_status = *status;
  hufu_link_refresh_status (counter);
}

/* ---- preparation slips ---- */

/* Nobody stands at that printer who would see it: the cashier tells those who wait for the slip. */
static void
tell_slips_wait (HufuCounter *counter)
{
  HufuPrinterState state = counter->slip_status.state;
  gsize n = counter->slip_printer != NULL ? hufu_printer_get_n_jobs (counter->slip_printer) : 0;
  g_autofree char *said = NULL;

  if (n == 0 || state == HUFU_PRINTER_STARTING || hufu_printer_state_can_print (state) ||
      g_cancellable_is_cancelled (counter->cancellable))
    return;
  said = HUFU_SAY (counter->lang,
                   "Slips not printed: %" G_GSIZE_FORMAT
                   ". %s Pass the order on by its receipt; the slips come by themselves.",
                   "没打出的制作单：%" G_GSIZE_FORMAT " 张。%s请凭小票转告制作；恢复后自动打印。",
                   n, hufu_printer_state_sentence (state, counter->lang));
  hufu_counter_notice (counter, said);
}

static void
on_slip_printer (const HufuPrinterStatus *status, gpointer user_data)
{
  HufuCounter *counter = user_data;

  counter->slip_status = *status;
  hufu_link_refresh_status (counter);
  tell_slips_wait (counter);
}

void
hufu_devices_print_slip (HufuCounter *counter, const HufuId *job_id, const HufuReceipt *slip)
{
  if (counter->slip_printer == NULL || slip == NULL)
    return;
  if (!hufu_printer_enqueue (counter->slip_printer, job_id, slip))
    hufu_counter_notice (counter, HUFU_WORD (counter->lang,
                                             "Many slips wait for their printer; they are stored.",
                                             "很多制作单在等打印机，都已存好。"));
  tell_slips_wait (counter);
}

/* Without one nothing waits for it: a receipt of before does not come out of a printer of later. */
gboolean
hufu_devices_can_print (HufuCounter *counter)
{
  if (counter->training)
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "Training: nothing is printed.", "练习时不打印。"));
  else if (counter->printer_uri == NULL)
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                             "No printer is set up on this till. Set one up, then "
                                             "print again.",
                                             "本机没有设置打印机。请设置后再打印。"));
  return counter->printer_uri != NULL;
}

void
hufu_devices_print (HufuCounter *counter, const HufuId *job_id, const HufuReceipt *document)
{
  if (counter->printer != NULL && document != NULL && !hufu_id_is_zero (job_id) &&
      !hufu_printer_enqueue (counter->printer, job_id, document))
    hufu_counter_notice (counter, HUFU_WORD (counter->lang,
                                             "Many receipts wait for the printer; they are stored.",
                                             "很多小票在等打印机，都已存好。"));
}

/* ---- what waited when the till was last closed ---- */

static gpointer
list_waiting (HufuDb *db, gpointer data, GError **error)
{
  return hufu_print_list_waiting (db, error);
}

static void
on_waiting (HufuCounter *counter, gpointer answer, const GError *error)
{
  GPtrArray *jobs = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  for (guint i = 0; i < jobs->len; i++) {
    const HufuPrintJob *job = jobs->pdata[i];
    if (job->at == HUFU_PRINT_SLIPS)
      hufu_devices_print_slip (counter, &job->job_id, job->document);
    else
      hufu_devices_print (counter, &job->job_id, job->document);
  }
}

/* NULL: what it is called is no printer, which is said. */
static HufuPrinter *
start_printer (HufuCounter *counter, const HufuPrinterOptions *options)
{
  g_autoptr (GError) error = NULL;
  HufuPrinter *printer = options->uri != NULL ? hufu_printer_new (options, &error) : NULL;

  if (error != NULL)
    hufu_counter_notice (counter, error->message);
  return printer;
}

void
hufu_devices_start (HufuCounter *counter)
{
  guint64 n_slips = counter->terminal.n_waiting_slips;
  const HufuPrinterOptions receipts = {.uri = counter->printer_uri,
                                       .interrupted = counter->terminal.n_waiting_prints > n_slips,
                                       .on_status = on_printer,
                                       .on_job = on_job,
                                       .begin_job = begin_job,
                                       .user_data = counter};
  const HufuPrinterOptions slips = {.uri = counter->slip_printer_uri,
                                    .interrupted = n_slips > 0,
                                    .on_status = on_slip_printer,
                                    .on_job = on_slip_job,
                                    .begin_job = begin_job,
                                    .user_data = counter};

  counter->printer = start_printer (counter, &receipts);
  counter->slip_printer = start_printer (counter, &slips);
  if (counter->printer != NULL || counter->slip_printer != NULL)
    hufu_counter_ask (counter, counter->books, list_waiting, NULL, NULL,
                      (GDestroyNotify)g_ptr_array_unref, on_waiting);
  if (counter->camera_uri != NULL)
    counter->camera = hufu_camera_input_new (counter, counter->camera_uri, counter->camera_child);
}

void
hufu_devices_stop (HufuCounter *counter)
{
  g_clear_pointer (&counter->printer, hufu_printer_free);
  g_clear_pointer (&counter->slip_printer, hufu_printer_free);
  g_clear_pointer (&counter->camera, hufu_camera_input_free);
}

void
hufu_counter_set_camera_on (HufuCounter *counter, gboolean on)
{
  if (counter->camera == NULL || counter->camera_on == on)
    return;
  counter->camera_on = on;
  hufu_camera_input_set_on (counter->camera, on);
  g_object_notify (G_OBJECT (counter), "camera-on");
}
