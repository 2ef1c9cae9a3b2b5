/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A receipt printer: one worker thread, one bounded queue, whole receipts. It prints documents in
 * the order in which they were enqueued, waits for a printer that is away, out of paper or open,
 * and then prints the interrupted receipt again from the top, after a mark and a cut. It is not the
 * store of print jobs: a job is a row there before it is enqueued here, and a job without DONE is
 * enqueued again at the next start, marked COPY if it was begun.
 *
 * Thread: all functions are called from the thread that made the printer; none of them waits for
 * the device. Callbacks come in the GMainContext that was the thread default when it was made, in
 * order, never from within a call but hufu_printer_free, which tells what became of the jobs until
 * then, and never after it. begin_job alone comes on the worker's thread.
 *
 *   HufuPrinterOptions options = {.uri = "usb:", .on_status = show_status, .on_job = keep_job};
 *   g_autoptr (HufuPrinter) printer = hufu_printer_new (&options, &error);
 *   if (!hufu_printer_enqueue (printer, &job_id, receipt))
 *     ... the queue is full: the row stays stored, try again after the next DONE ...
 */
#pragma once

#include <glib.h>
#include "core/id.h"
#include "core/receipt.h"
#include "drivers/printer/state.h"

#define HUFU_PRINTER_QUEUE_MAX 64       /* jobs waiting or printing */
#define HUFU_PRINTER_NAME_SIZE 64       /* bytes, NUL included */
#define HUFU_PRINTER_FREE_BOUND_MS 3000 /* hufu_printer_free returns within this */

typedef struct {
  HufuPrinterState state;
  char name[HUFU_PRINTER_NAME_SIZE]; /* what the device calls itself, printable; "" while unknown */
  char profile[HUFU_PRINTER_NAME_SIZE]; /* the profile in use, "epson-tm-t88" */
} HufuPrinterStatus;

typedef enum {
  HUFU_PRINT_JOB_WAITING,  /* in the queue, or interrupted and to be printed again */
  HUFU_PRINT_JOB_PRINTING, /* its first byte is on the way */
  HUFU_PRINT_JOB_DONE,     /* the printer took all of it and reports no trouble */
  HUFU_PRINT_JOB_FAILED,   /* given up: the printer refused it again and again; reprint by hand */
} HufuPrintJobState;

typedef void (*HufuPrinterStatusFunc) (const HufuPrinterStatus *status, gpointer user_data);
typedef void (*HufuPrintJobFunc) (const HufuId *job, HufuPrintJobState state, gpointer user_data);
/* Before the first byte of a job, on the worker's thread, which may wait here: writes down that the
 * job may be on paper from now on. FALSE: it cannot be written, so the printer waits and asks
 * again, and gives the job up as if it had refused it. */
typedef gboolean (*HufuPrintBeginFunc) (const HufuId *job, gpointer user_data);

typedef struct {
  /* "usb:"            the first printer-class device, or one that a profile names
   * "usb:04b8:0202"   the device with these ids (hex), printer class or vendor-specific
   * "file:/folder"    0001.bin and 0001.png ... per receipt in that folder, made if missing */
  const char *uri;
  const char *profile; /* name of a profile; NULL = by what the device says it is */
  const char
      *profile_folder; /* folder of NAME.ini files that come before those built in; or NULL */
  /* The last run ended with a job in PRINTING: a part of it may lie in the printer, so the first
   * receipt comes after a mark and a cut. */
  gboolean interrupted;
  HufuPrinterStatusFunc on_status; /* at every change, the first one included; or NULL */
  HufuPrintJobFunc on_job;         /* or NULL */
  HufuPrintBeginFunc begin_job;    /* or NULL */
  gpointer user_data;
} HufuPrinterOptions;

typedef struct HufuPrinter HufuPrinter;

/* Whether it names a printer as HufuPrinterOptions.uri does. */
gboolean hufu_printer_check_uri (const char *uri, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Starts the worker; all strings are copied. NULL with an error if the URI or the profile makes no
 * sense; a device that is not there is no error but a state. */
HufuPrinter *hufu_printer_new (const HufuPrinterOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stops the worker within HUFU_PRINTER_FREE_BOUND_MS. A receipt that is being printed gets two
 * seconds to finish, and its DONE comes from within this call; jobs that are not DONE stay as they
 * are in the caller's store. NULL-safe. */
void hufu_printer_free (HufuPrinter *printer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuPrinter, hufu_printer_free)

/* Takes a copy of the receipt into the queue; never waits. FALSE if the queue is full or already
 * has this job: nothing happened then. A receipt that is printed a second time after it was DONE is
 * a new job of the caller, with its document marked COPY (HufuReceiptFacts.copy). */
gboolean hufu_printer_enqueue (HufuPrinter *printer, const HufuId *job,
                               const HufuReceipt *receipt) G_GNUC_WARN_UNUSED_RESULT;

/* The status last delivered. */
void hufu_printer_get_status (HufuPrinter *printer, HufuPrinterStatus *ret_status);

/* Jobs waiting or printing. */
gsize hufu_printer_get_n_jobs (HufuPrinter *printer);

/* "waiting", "printing", "done", "failed"; static. */
const char *hufu_print_job_state_name (HufuPrintJobState state);
