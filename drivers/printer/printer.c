/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/printer.h"

#include <gio/gio.h>
#include <string.h>

#include "drivers/printer/backend.h"
#include "drivers/printer/escpos.h"

#define IDLE_MS 1000   /* between two looks at a printer that is well */
#define FRESH_MS 1500  /* how long a look is believed */
#define TROUBLE_MS 250 /* at one that is not */
#define GRACE_MS 2000  /* for the receipt that is being printed when the till closes */
#define REFUSALS_MAX 5 /* faults of the printer during one job before it is given up */

typedef struct {
  HufuId id;
  HufuReceipt *receipt;
  guint n_refusals;
  gboolean begun; /* the caller has written down that it may be on paper */
  gboolean drawer_opened;
} Job;

/* Shared by the caller's side, the worker and every notice on its way; the last one frees it. */
struct HufuPrinter {
  gatomicrefcount n_refs;
  GMainContext *context;
  HufuPrinterStatusFunc on_status;
  HufuPrintJobFunc on_job;
  HufuPrintBeginFunc begin_job;
  gpointer user_data;
  gboolean closed;      /* creator's thread: nothing is delivered any more */
  GAsyncQueue *notices; /* Notice, in order; each has a source on its way that takes one */

  GThread *thread;
  HufuBackend *backend;
  GMutex begin_mutex; /* around begin_job: none is under way once quit is set */
  GMutex mutex;
  GCond done_cond;
  GQueue jobs;              /* Job; under mutex; the head belongs to the worker while it prints */
  gboolean quit, done;      /* under mutex */
  HufuPrinterStatus status; /* under mutex: delivered last */

  /* The worker's own. */
  HufuPrinterStatus told;
  gboolean opened;
  gint64 looked_us;
  gboolean fragment; /* a part of a receipt may lie in the printer */
  gsize missing;     /* bytes that its last command may still wait for */
};

typedef struct {
  gboolean is_job;
  HufuPrinterStatus status;
  HufuId job;
  HufuPrintJobState job_state;
} Notice;

static void
job_free (gpointer data)
{
  Job *job = data;
  hufu_receipt_free (job->receipt);
  g_free (job);
}

static HufuPrinter *
printer_ref (HufuPrinter *printer)
{
  g_atomic_ref_count_inc (&printer->n_refs);
  return printer;
}

static void
printer_unref (HufuPrinter *printer)
{
  if (!g_atomic_ref_count_dec (&printer->n_refs))
    return;
  g_queue_clear_full (&printer->jobs, job_free);
  g_free (printer->backend->profile_folder);
  g_free (printer->backend->profile_name);
  printer->backend->class->free (printer->backend);
  g_main_context_unref (printer->context);
  g_async_queue_unref (printer->notices);
  g_mutex_clear (&printer->begin_mutex);
  g_mutex_clear (&printer->mutex);
  g_cond_clear (&printer->done_cond);
  g_free (printer);
}

static gboolean
deliver (gpointer data)
{
  HufuPrinter *printer = data;
  g_autofree Notice *notice = g_async_queue_try_pop (printer->notices);
  if (printer->closed || notice == NULL)
    return G_SOURCE_REMOVE;
  if (!notice->is_job) {
    g_mutex_lock (&printer->mutex);
    printer->status = notice->status;
    g_mutex_unlock (&printer->mutex);
    if (printer->on_status != NULL)
      printer->on_status (&notice->status, printer->user_data);
  } else if (printer->on_job != NULL) {
    printer->on_job (&notice->job, notice->job_state, printer->user_data);
  }
  return G_SOURCE_REMOVE;
}

static void
post (HufuPrinter *printer, Notice notice)
{
  g_async_queue_push (printer->notices, g_memdup2 (&notice, sizeof notice));
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, printer_ref (printer), (GDestroyNotify)printer_unref);
  g_source_attach (source, printer->context);
}

static void
post_job (HufuPrinter *printer, const HufuId *job, HufuPrintJobState state)
{
  post (printer, (Notice){.is_job = TRUE, .job = *job, .job_state = state});
}

static void
set_state (HufuPrinter *printer, HufuPrinterState state)
{
  HufuPrinterStatus status = {.state = state};
  if (printer->opened) {
    g_strlcpy (status.name, printer->backend->name, sizeof status.name);
    g_strlcpy (status.profile, printer->backend->profile.name, sizeof status.profile);
  }
  if (memcmp (&status, &printer->told, sizeof status) == 0)
    return;
  printer->told = status;
  post (printer, (Notice){.status = status});
}

/* TRUE if the device has to be looked for again. */
static gboolean
is_lost (HufuPrinterState state)
{
  switch (state) {
  case HUFU_PRINTER_ABSENT:
  case HUFU_PRINTER_NO_PERMISSION:
  case HUFU_PRINTER_BUSY:
  case HUFU_PRINTER_NO_ANSWER:
  case HUFU_PRINTER_FOLDER_BAD:
  case HUFU_PRINTER_ERROR:
    return TRUE;
  case HUFU_PRINTER_STARTING:
  case HUFU_PRINTER_READY:
  case HUFU_PRINTER_PAPER_LOW:
  case HUFU_PRINTER_PAPER_OUT:
  case HUFU_PRINTER_COVER_OPEN:
  case HUFU_PRINTER_CUTTER_JAM:
  case HUFU_PRINTER_OFFLINE:
    return FALSE;
  }
  g_assert_not_reached ();
}

/* The state as it is now, the device opened if it can be. */
static HufuPrinterState
look (HufuPrinter *printer)
{
  HufuBackend *backend = printer->backend;
  HufuPrinterState state;
  if (printer->opened)
    state = backend->class->poll (backend);
  else
    printer->opened = backend->class->open (backend, &state);
  if (printer->opened && is_lost (state)) {
    backend->class->close (backend);
    printer->opened = FALSE;
  }
  set_state (printer, state);
  printer->looked_us = g_get_monotonic_time ();
  return state;
}

/* A receipt does not wait for a look that was taken a moment ago. */
static HufuPrinterState
look_unless_fresh (HufuPrinter *printer)
{
  gboolean fresh = g_get_monotonic_time () - printer->looked_us < (gint64)FRESH_MS * 1000;
  if (fresh && printer->opened && hufu_printer_state_can_print (printer->told.state))
    return printer->told.state;
  return look (printer);
}

static HufuPrinterState
send (HufuPrinter *printer, const guint8 *bytes, gsize size)
{
  gsize sent = 0;
  HufuPrinterState state = printer->backend->class->send (printer->backend, bytes, size, &sent);
  if (hufu_printer_state_can_print (state))
    return state;
  /* What is not known to have arrived may have: the command is filled up as if nothing had. */
  printer->fragment |= sent > 0;
  printer->missing = size;
  return state;
}

static HufuPrinterState
end_fragment (HufuPrinter *printer)
{
  HufuBackend *backend = printer->backend;
  gboolean clean = FALSE;
  HufuPrinterState state = backend->class->recover (backend, &clean);
  if (clean)
    printer->fragment = FALSE;
  if (clean || !hufu_printer_state_can_print (state))
    return state;
  gsize missing = MIN (printer->missing, HUFU_ESCPOS_CHUNK_MAX);
  g_autoptr (GByteArray) bytes = hufu_escpos_end_fragment (&backend->profile, missing);
  gsize sent;
  state = backend->class->send (backend, bytes->data, bytes->len, &sent);
  if (hufu_printer_state_can_print (state)) {
    printer->fragment = FALSE;
    printer->missing = 0;
  } else {
    printer->missing = HUFU_ESCPOS_CHUNK_MAX;
  }
  return state;
}

static HufuPrinterState
send_receipt (HufuPrinter *printer, Job *job)
{
  HufuBackend *backend = printer->backend;
  HufuPrinterState state = HUFU_PRINTER_READY;
  guint flags = job->drawer_opened ? HUFU_ESCPOS_NO_DRAWER : HUFU_ESCPOS_PLAIN;
  if (backend->confirms)
    flags |= HUFU_ESCPOS_CONFIRM;
  g_autoptr (HufuEscpos) escpos =
      hufu_escpos_new (job->receipt, &backend->profile, (HufuEscposFlags)flags);
  for (HufuEscposChunk chunk; hufu_escpos_next (escpos, &chunk);) {
    state = send (printer, chunk.bytes, chunk.size);
    if (!hufu_printer_state_can_print (state))
      break;
    printer->fragment = TRUE;
    printer->missing = 0;
    job->drawer_opened |= chunk.kind == HUFU_BLOCK_DRAWER;
  }
  return state;
}

/* One attempt at the first job. */
static HufuPrinterState
print_job (HufuPrinter *printer, Job *job)
{
  HufuBackend *backend = printer->backend;
  HufuPrinterState state = HUFU_PRINTER_READY;
  post_job (printer, &job->id, HUFU_PRINT_JOB_PRINTING);
  backend->class->begin (backend, &job->id);
  if (printer->fragment)
    state = end_fragment (printer);
  if (hufu_printer_state_can_print (state))
    state = send_receipt (printer, job);
  if (hufu_printer_state_can_print (state))
    state = backend->class->finish (backend);
  return state;
}

/* The queue is shorter before the notice comes: who hears it may enqueue again. */
static void
end_first_job (HufuPrinter *printer, HufuPrintJobState state)
{
  g_mutex_lock (&printer->mutex);
  Job *job = g_queue_pop_head (&printer->jobs);
  g_mutex_unlock (&printer->mutex);
  post_job (printer, &job->id, state);
  job_free (job);
}

/* How often the printer has refused this job, 0 if the attempt ended otherwise. */
static guint
end_attempt (HufuPrinter *printer, Job *job, HufuPrinterState state)
{
  if (hufu_printer_state_can_print (state)) {
    printer->fragment = FALSE;
    printer->missing = 0;
    end_first_job (printer, HUFU_PRINT_JOB_DONE);
    return 0;
  }
  job->n_refusals += state == HUFU_PRINTER_ERROR;
  guint n_refusals = job->n_refusals;
  if (n_refusals >= REFUSALS_MAX)
    end_first_job (printer, HUFU_PRINT_JOB_FAILED);
  else
    post_job (printer, &job->id, HUFU_PRINT_JOB_WAITING);
  return state == HUFU_PRINTER_ERROR ? n_refusals : 0;
}

/* What the caller's store cannot write down is not printed: nobody could tell it from a job that
 * was not. FALSE also once the printer is being freed. */
static gboolean
begin_job (HufuPrinter *printer, Job *job)
{
  if (job->begun || printer->begin_job == NULL)
    return TRUE;
  g_mutex_lock (&printer->begin_mutex);
  g_mutex_lock (&printer->mutex);
  gboolean quit = printer->quit;
  g_mutex_unlock (&printer->mutex);
  job->begun = !quit && printer->begin_job (&job->id, printer->user_data);
  g_mutex_unlock (&printer->begin_mutex);
  return job->begun;
}

/* As end_attempt. */
static guint
try_job (HufuPrinter *printer, Job *job)
{
  if (!begin_job (printer, job))
    return end_attempt (printer, job, HUFU_PRINTER_ERROR);
  HufuPrinterState state = print_job (printer, job);
  if (is_lost (state)) {
    printer->backend->class->close (printer->backend);
    printer->opened = FALSE;
  }
  set_state (printer, state);
  printer->looked_us = g_get_monotonic_time ();
  return end_attempt (printer, job, state);
}

static Job *
peek_job (HufuPrinter *printer, gboolean *ret_quit)
{
  g_mutex_lock (&printer->mutex);
  Job *job = g_queue_peek_head (&printer->jobs);
  *ret_quit = printer->quit;
  g_mutex_unlock (&printer->mutex);
  return job;
}

static gpointer
work (gpointer data)
{
  HufuPrinter *printer = data;
  HufuBackend *backend = printer->backend;
  gboolean quit;
  for (Job *job = peek_job (printer, &quit); !quit; job = peek_job (printer, &quit)) {
    HufuPrinterState state = job != NULL ? look_unless_fresh (printer) : look (printer);
    gboolean can_print = printer->opened && hufu_printer_state_can_print (state);
    if (!can_print || job == NULL) {
      backend->class->wait (backend, can_print ? IDLE_MS : TROUBLE_MS);
      continue;
    }
    guint n_refusals = try_job (printer, job);
    if (n_refusals > 0) /* a fault that passes is given the time to */
      backend->class->wait (backend, n_refusals * TROUBLE_MS);
  }
  if (printer->opened)
    backend->class->close (backend);
  g_mutex_lock (&printer->mutex);
  printer->done = TRUE;
  g_cond_signal (&printer->done_cond);
  g_mutex_unlock (&printer->mutex);
  printer_unref (printer);
  return NULL;
}

static gboolean
read_hex (const char *text, guint16 *ret_number)
{
  guint64 number;
  if (!g_ascii_string_to_unsigned (text, 16, 0, G_MAXUINT16, &number, NULL))
    return FALSE;
  *ret_number = (guint16)number;
  return TRUE;
}

typedef struct {
  const char *folder;      /* of the URI; NULL: a USB device */
  guint16 vendor, product; /* 0: any */
} Address;

static gboolean
read_address (const char *uri, Address *ret_address, GError **error)
{
  *ret_address = (Address){0};
  if (g_str_has_prefix (uri, "file:/")) {
    ret_address->folder = uri + strlen ("file:");
    return TRUE;
  }
  if (g_str_equal (uri, "usb:"))
    return TRUE;
  if (g_str_has_prefix (uri, "usb:")) {
    g_auto (GStrv) parts = g_strsplit (uri + strlen ("usb:"), ":", 3);
    if (g_strv_length (parts) == 2 && read_hex (parts[0], &ret_address->vendor) &&
        read_hex (parts[1], &ret_address->product) && ret_address->vendor != 0)
      return TRUE;
  }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "no printer is called \"%s\": use \"usb:\", \"usb:04b8:0202\" or \"file:/folder\"",
               uri);
  return FALSE;
}

gboolean
hufu_printer_check_uri (const char *uri, GError **error)
{
  Address address;
  return read_address (uri, &address, error);
}

static HufuBackend *
make_backend (const char *uri, GError **error)
{
  Address address;
  if (!read_address (uri, &address, error))
    return NULL;
  return address.folder != NULL ? hufu_backend_new_file (address.folder)
                                : hufu_backend_new_usb (address.vendor, address.product);
}

HufuPrinter *
hufu_printer_new (const HufuPrinterOptions *options, GError **error)
{
  HufuPrinterProfile profile;
  if (options->profile != NULL &&
      !hufu_profile_load (options->profile_folder, options->profile, &profile, error))
    return NULL;
  HufuBackend *backend = make_backend (options->uri, error);
  if (backend == NULL)
    return NULL;
  backend->profile_folder = g_strdup (options->profile_folder);
  backend->profile_name = g_strdup (options->profile);

  HufuPrinter *printer = g_new0 (HufuPrinter, 1);
  g_atomic_ref_count_init (&printer->n_refs);
  printer->context = g_main_context_ref_thread_default ();
  printer->on_status = options->on_status;
  printer->on_job = options->on_job;
  printer->begin_job = options->begin_job;
  printer->user_data = options->user_data;
  printer->backend = backend;
  printer->fragment = options->interrupted;
  printer->missing = options->interrupted ? HUFU_ESCPOS_CHUNK_MAX : 0;
  printer->notices = g_async_queue_new_full (g_free);
  g_mutex_init (&printer->begin_mutex);
  g_mutex_init (&printer->mutex);
  g_cond_init (&printer->done_cond);
  g_queue_init (&printer->jobs);
  printer->thread = g_thread_new ("printer", work, printer_ref (printer));
  return printer;
}

/* TRUE if the worker ended within that time. */
static gboolean
await_worker (HufuPrinter *printer, guint timeout_ms)
{
  gint64 deadline = g_get_monotonic_time () + (gint64)timeout_ms * 1000;
  g_mutex_lock (&printer->mutex);
  printer->quit = TRUE;
  while (!printer->done && g_cond_wait_until (&printer->done_cond, &printer->mutex, deadline))
    ;
  gboolean done = printer->done;
  g_mutex_unlock (&printer->mutex);
  return done;
}

/* A job that ended while the printer was being freed is told all the same, or it would be printed
 * again at the next start. */
static void
deliver_last (HufuPrinter *printer)
{
  printer->on_status = NULL;
  while (g_async_queue_length (printer->notices) > 0)
    deliver (printer);
  printer->closed = TRUE;
}

void
hufu_printer_free (HufuPrinter *printer)
{
  if (printer == NULL)
    return;
  HufuBackend *backend = printer->backend;
  g_mutex_lock (&printer->begin_mutex);
  g_mutex_lock (&printer->mutex);
  printer->quit = TRUE;
  g_mutex_unlock (&printer->mutex);
  g_mutex_unlock (&printer->begin_mutex);
  backend->class->wake (backend);
  gboolean done = await_worker (printer, GRACE_MS);
  if (!done) {
    g_atomic_int_set (&backend->stop, 1);
    backend->class->wake (backend);
    done = await_worker (printer, HUFU_PRINTER_FREE_BOUND_MS - GRACE_MS);
  }
  if (done) {
    g_thread_join (printer->thread);
  } else {
    /* A kernel call that does not return holds the worker; what it uses stays until it does. */
    g_warning ("the printer's worker does not end; it is left behind");
    g_thread_unref (printer->thread);
  }
  deliver_last (printer);
  printer_unref (printer);
}

static HufuReceipt *
copy_receipt (const HufuReceipt *receipt)
{
  HufuReceipt *copy = hufu_receipt_new ();
  for (guint i = 0; i < receipt->blocks->len; i++) {
    const HufuBlock *block = g_ptr_array_index (receipt->blocks, i);
    hufu_receipt_add (copy, block->kind, block->align, block->bold, block->large, block->left,
                      block->right);
  }
  return copy;
}

static gboolean
has_room_for (HufuPrinter *printer, const HufuId *job)
{
  for (GList *link = printer->jobs.head; link != NULL; link = link->next)
    if (hufu_id_equal (&((const Job *)link->data)->id, job))
      return FALSE;
  return printer->jobs.length < HUFU_PRINTER_QUEUE_MAX;
}

gboolean
hufu_printer_enqueue (HufuPrinter *printer, const HufuId *job, const HufuReceipt *receipt)
{
  g_mutex_lock (&printer->mutex);
  gboolean ok = has_room_for (printer, job);
  if (ok) {
    Job *entry = g_new0 (Job, 1);
    entry->id = *job;
    entry->receipt = copy_receipt (receipt);
    post_job (printer, job, HUFU_PRINT_JOB_WAITING);
    g_queue_push_tail (&printer->jobs, entry);
  }
  g_mutex_unlock (&printer->mutex);
  if (ok)
    printer->backend->class->wake (printer->backend);
  return ok;
}

void
hufu_printer_get_status (HufuPrinter *printer, HufuPrinterStatus *ret_status)
{
  g_mutex_lock (&printer->mutex);
  *ret_status = printer->status;
  g_mutex_unlock (&printer->mutex);
}

gsize
hufu_printer_get_n_jobs (HufuPrinter *printer)
{
  g_mutex_lock (&printer->mutex);
  gsize n_jobs = printer->jobs.length;
  g_mutex_unlock (&printer->mutex);
  return n_jobs;
}

const char *
hufu_print_job_state_name (HufuPrintJobState state)
{
  switch (state) {
  case HUFU_PRINT_JOB_WAITING:
    return "waiting";
  case HUFU_PRINT_JOB_PRINTING:
    return "printing";
  case HUFU_PRINT_JOB_DONE:
    return "done";
  case HUFU_PRINT_JOB_FAILED:
    return "failed";
  }
  g_assert_not_reached ();
}
