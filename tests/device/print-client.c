/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The driver as a program, for the tests that watch it from outside:
 *
 *   print-client URI [PROFILE-FOLDER PROFILE]
 *
 * Reads commands on standard input: "print N" enqueues make_sale_receipt ("R-N", 3) as job N,
 * "quit" ends. Writes what it is told to standard output: "state NAME MODEL", "job N STATE", "full
 * N" for a job that was not taken..
 */
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>

#include "drivers/printer/printer.h"
#include "tests/device/receipts.h"

static GMainLoop *loop;
static HufuPrinter *printer;

static void
on_status (const HufuPrinterStatus *status, gpointer user_data)
{
  printf ("state %s %s\n", hufu_printer_state_name (status->state), status->name);
}

static void
on_job (const HufuId *job, HufuPrintJobState state, gpointer user_data)
{
  printf ("job %u %s\n", job->bytes[15], hufu_print_job_state_name (state));
}

static void
print (guint n)
{
  g_autofree char *receipt_no = g_strdup_printf ("R-%u", n);
  g_autoptr (HufuReceipt) receipt = make_sale_receipt (receipt_no, 3);
  HufuId job = {.bytes = {[15] = (guint8)n}};
  if (!hufu_printer_enqueue (printer, &job, receipt))
    printf ("full %u\n", n);
}

static gboolean
on_stdin (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  g_autofree char *line = NULL;
  guint64 n;
  GIOStatus status = g_io_channel_read_line (channel, &line, NULL, NULL, NULL);
  if (status != G_IO_STATUS_NORMAL || g_str_has_prefix (line, "quit")) {
    g_main_loop_quit (loop);
    return G_SOURCE_REMOVE;
  }
  g_strstrip (line);
  if (g_str_has_prefix (line, "print ") &&
      g_ascii_string_to_unsigned (line + strlen ("print "), 10, 1, 255, &n, NULL))
    print ((guint)n);
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  HufuPrinterOptions options = {.on_status = on_status, .on_job = on_job};
  if (argc != 2 && argc != 4)
    return 2;
  options.uri = argv[1];
  options.profile_folder = argc == 4 ? argv[2] : NULL;
  options.profile = argc == 4 ? argv[3] : NULL;
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_autoptr (GError) error = NULL;
  printer = hufu_printer_new (&options, &error);
  if (printer == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  loop = g_main_loop_new (NULL, FALSE);
  GIOChannel *channel = g_io_channel_unix_new (0);
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, on_stdin, NULL);
  g_main_loop_run (loop);
  hufu_printer_free (printer);
  g_io_channel_unref (channel);
  g_main_loop_unref (loop);
  return 0;
}
