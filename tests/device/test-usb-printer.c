/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The driver against a virtual printer, each story with a bus and processes of its own.
 * Arguments: the virtual-printer and the print-client programs. */
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/printer/escpos-render.h"
#include "drivers/printer/escpos.h"
#include "drivers/printer/printer.h"
#include "tests/device/receipts.h"

#define AWAIT_MS 15000

static const char *virtual_printer_path, *print_client_path;

typedef struct {
  char *folder, *bytes, *control;
  GPid pid;
  int in, out;     /* the client's standard input and output */
  GString *unread; /* of its output */
  GString *heard;  /* all of it, for messages */
  GSocketConnection *commands;
} Bench;

static void
write_impatient_profile (const char *folder)
{
  HufuPrinterProfile profile = load_profile ("epson-tm-t88");
  g_autofree char *path = g_build_filename (folder, "impatient.ini", NULL);
  g_autofree char *text = g_strdup_printf (
      "[profile]\nwidth_dots=%u\ncolumns=%u\nhanzi=gb18030\ncodepage=CP437\ncodepage_number=0\n"
      "cutter=yes\nfeed_lines=1\ndrawer_pin=2\nnative_qr=no\nstatus=yes\nconfirms=yes\n"
      "clears_buffer=yes\npatience_ms=600\n",
      profile.width_dots, profile.columns);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
connect_control (Bench *bench)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (bench->control);
  gint64 deadline_us = g_get_monotonic_time () + AWAIT_MS * 1000;
  while (bench->commands == NULL && g_get_monotonic_time () < deadline_us) {
    bench->commands = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
    if (bench->commands == NULL)
      g_usleep (2000);
  }
  g_assert_nonnull (bench->commands);
}

static void
start (Bench *bench, gboolean plugged, gboolean impatient)
{
  g_autoptr (GError) error = NULL;
  *bench = (Bench){.unread = g_string_new (NULL), .heard = g_string_new (NULL)};
  bench->folder = g_dir_make_tmp ("hufu-usb-XXXXXX", &error);
  g_assert_no_error (error);
  bench->bytes = g_build_filename (bench->folder, "bytes", NULL);
  bench->control = g_build_filename (bench->folder, "control", NULL);
  write_impatient_profile (bench->folder);

  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *const fixed[] = {"umockdev-wrapper", virtual_printer_path, "--bytes",
                               bench->bytes,       "--control",          bench->control};
  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_add (argv, (gpointer)(gsize)fixed[i]);
  const char *const more[] = {plugged ? "--" : "--unplugged", plugged ? print_client_path : "--",
                              plugged ? "usb:" : print_client_path, plugged ? NULL : "usb:"};
  for (gsize i = 0; i < G_N_ELEMENTS (more) && more[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer)(gsize)more[i]);
  if (impatient) {
    g_ptr_array_add (argv, bench->folder);
    g_ptr_array_add (argv, (gpointer)(gsize) "impatient");
  }
  g_ptr_array_add (argv, NULL);
  g_spawn_async_with_pipes (NULL, (char **)argv->pdata, NULL,
                            G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &bench->pid, &bench->in, &bench->out, NULL, &error);
  g_assert_no_error (error);
  connect_control (bench);
}

/* Tells the virtual printer. */
static void
command (Bench *bench, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  char answer[64] = "";
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (bench->commands));
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (bench->commands));
  g_assert_true (g_output_stream_write_all (out, line, strlen (line), NULL, NULL, NULL));
  g_assert_cmpint (g_input_stream_read (in, answer, sizeof answer - 1, NULL, NULL), >, 0);
  g_assert_cmpstr (answer, ==, "ok\n");
}

/* Tells the client. */
static void
say (Bench *bench, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  g_assert_cmpint (write (bench->in, line, strlen (line)), ==, (gssize)strlen (line));
}

static gboolean
read_more (Bench *bench, gint64 deadline_us)
{
  char bytes[4096];
  struct pollfd wait = {.fd = bench->out, .events = POLLIN};
  gint64 left_ms = (deadline_us - g_get_monotonic_time ()) / 1000;
  if (left_ms <= 0 || poll (&wait, 1, (int)left_ms) != 1)
    return FALSE;
  gssize n = read (bench->out, bytes, sizeof bytes);
  if (n <= 0)
    return FALSE;
  g_string_append_len (bench->unread, bytes, n);
  g_string_append_len (bench->heard, bytes, n);
  return TRUE;
}

/* Reads on to a line that begins so; what came before it is passed over. */
static void
await (Bench *bench, const char *line)
{
  gint64 deadline_us = g_get_monotonic_time () + AWAIT_MS * 1000;
  for (;;) {
    char *end = strchr (bench->unread->str, '\n');
    if (end == NULL) {
      if (!read_more (bench, deadline_us))
        g_error ("\"%s\" did not come; this did:\n%s", line, bench->heard->str);
      continue;
    }
    gboolean found = g_str_has_prefix (bench->unread->str, line);
    g_string_erase (bench->unread, 0, end - bench->unread->str + 1);
    if (found)
      return;
  }
}

static void
await_end (Bench *bench)
{
  while (read_more (bench, g_get_monotonic_time () + AWAIT_MS * 1000))
    ;
  int status;
  g_assert_cmpint (waitpid (bench->pid, &status, 0), ==, bench->pid);
  g_assert_cmpint (status, ==, 0);
  g_spawn_close_pid (bench->pid);
}

static void
stop (Bench *bench)
{
  say (bench, "quit");
  await_end (bench);
  close (bench->in);
  close (bench->out);
  g_object_unref (bench->commands);
  const char *const files[] = {"bytes", "control", "impatient.ini"};
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (bench->folder, files[i], NULL);
    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (bench->folder), ==, 0);
  g_free (bench->folder);
  g_free (bench->bytes);
  g_free (bench->control);
  g_string_free (bench->unread, TRUE);
  g_string_free (bench->heard, TRUE);
}

static GByteArray *
encode (guint n, HufuEscposFlags flags)
{
  HufuPrinterProfile profile = load_profile ("epson-tm-t88");
  g_autofree char *receipt_no = g_strdup_printf ("R-%u", n);
  g_autoptr (HufuReceipt) receipt = make_sale_receipt (receipt_no, 3);
  return hufu_escpos_encode (receipt, &profile, flags);
}

static GByteArray *
read_bytes (Bench *bench)
{
  char *contents;
  gsize size;
  g_assert_true (g_file_get_contents (bench->bytes, &contents, &size, NULL));
  return g_byte_array_new_take ((guint8 *)contents, size);
}

static void
assert_printed (Bench *bench, const GByteArray *expected)
{
  g_autoptr (GByteArray) bytes = read_bytes (bench);
  g_assert_cmpuint (bytes->len, ==, expected->len);
  g_assert_true (memcmp (bytes->data, expected->data, bytes->len) == 0);
}

/* The first n_fragment bytes of receipt 1, closed by the mark, then all of it once. */
static void
assert_fragment_then_whole (Bench *bench, guint n_fragment)
{
  HufuPrinterProfile profile = load_profile ("epson-tm-t88");
  g_autoptr (GByteArray) bytes = read_bytes (bench);
  g_autoptr (GByteArray) first = encode (1, HUFU_ESCPOS_CONFIRM);
  g_autoptr (HufuRendering) fragment =
      hufu_escpos_render (first->data, n_fragment, profile.width_dots);
  g_autoptr (GByteArray) again =
      encode (1, HUFU_ESCPOS_CONFIRM | (fragment->n_drawer_kicks > 0 ? HUFU_ESCPOS_NO_DRAWER : 0));
  g_assert_cmpuint (bytes->len, >, n_fragment + again->len);
  g_assert_true (memcmp (bytes->data, first->data, n_fragment) == 0);
  g_assert_true (memcmp (bytes->data + bytes->len - again->len, again->data, again->len) == 0);

  g_autoptr (HufuRendering) all = hufu_escpos_render (bytes->data, bytes->len, profile.width_dots);
  g_assert_cmpuint (all->papers->len, ==, 2);
  g_assert_cmpuint (all->n_drawer_kicks, ==, 1);
  g_assert_cmpuint (all->n_unknown, ==, 0);
  const HufuPaper *mark = g_ptr_array_index (all->papers, 0);
  const HufuPaper *whole = g_ptr_array_index (all->papers, 1);
  g_assert_nonnull (strstr (mark->text->str, "Interrupted: not a receipt\n"));
  g_assert_null (strstr (whole->text->str, "Interrupted"));
  g_assert_true (whole->cut);
  g_autofree char *qr = read_qr (whole->picture);
  g_assert_cmpstr (qr, ==, RECEIPT_QR_TEXT);
}

/* ---- stories -----------------------------------------------------------------------------------
 */

static void
test_prints_byte_exact (void)
{
  Bench bench;
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready EPSON TM-T88VI");
  say (&bench, "print 1");
  await (&bench, "job 1 waiting");
  await (&bench, "job 1 printing");
  await (&bench, "job 1 done");
  g_autoptr (GByteArray) expected = encode (1, HUFU_ESCPOS_CONFIRM);
  assert_printed (&bench, expected);
  stop (&bench);
}

static void
test_two_jobs_in_order (void)
{
  Bench bench;
  start (&bench, FALSE, FALSE);
  await (&bench, "state absent");
  say (&bench, "print 1\nprint 2");
  await (&bench, "job 2 waiting");
  command (&bench, "plug");
  await (&bench, "job 1 done");
  await (&bench, "job 2 printing");
  await (&bench, "job 2 done");
  g_autoptr (GByteArray) expected = encode (1, HUFU_ESCPOS_CONFIRM);
  g_autoptr (GByteArray) second = encode (2, HUFU_ESCPOS_CONFIRM);
  g_byte_array_append (expected, second->data, second->len);
  assert_printed (&bench, expected);
  stop (&bench);
}

static void
test_no_permission (void)
{
  Bench bench;
  start (&bench, FALSE, FALSE);
  command (&bench, "deny");
  command (&bench, "plug");
  await (&bench, "state no-permission");
  say (&bench, "print 1");
  command (&bench, "allow");
  await (&bench, "state ready");
  await (&bench, "job 1 done");
  stop (&bench);
}

static void
test_busy (void)
{
  Bench bench;
  start (&bench, FALSE, FALSE);
  command (&bench, "busy");
  command (&bench, "plug");
  await (&bench, "state busy");
  command (&bench, "free");
  await (&bench, "state ready");
  stop (&bench);
}

static void
test_paper_out_while_idle (void)
{
  Bench bench;
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready");
  command (&bench, "paper-low");
  await (&bench, "state paper-low");
  command (&bench, "paper-out");
  await (&bench, "state paper-out");
  say (&bench, "print 1");
  await (&bench, "job 1 waiting");
  command (&bench, "paper-in");
  await (&bench, "state ready");
  await (&bench, "job 1 done");
  g_autoptr (GByteArray) expected = encode (1, HUFU_ESCPOS_CONFIRM);
  assert_printed (&bench, expected);
  stop (&bench);
}

static void
test_paper_out_in_a_receipt (void)
{
  Bench bench;
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready");
  command (&bench, "paper-out-after 300");
  say (&bench, "print 1");
  await (&bench, "state paper-out");
  await (&bench, "job 1 waiting");
  command (&bench, "paper-in");
  await (&bench, "job 1 done");
  assert_fragment_then_whole (&bench, 300);
  stop (&bench);
}

static void
test_cover_open (void)
{
  Bench bench;
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready");
  command (&bench, "cover-open");
  await (&bench, "state cover-open");
  command (&bench, "cover-close");
  await (&bench, "state ready");
  stop (&bench);
}

static void
test_unplug_while_idle (void)
{
  Bench bench;
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready");
  for (guint i = 0; i < 3; i++) {
    command (&bench, "unplug");
    await (&bench, "state absent");
    command (&bench, "plug");
    await (&bench, "state ready");
  }
  stop (&bench);
}

static void
unplug_after (const char *how, guint n)
{
  Bench bench;
  g_autofree char *text = g_strdup_printf ("%s %u", how, n);
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready");
  command (&bench, text);
  say (&bench, "print 1");
  await (&bench, "job 1 printing");
  await (&bench, "state absent");
  await (&bench, "job 1 waiting");
  command (&bench, "plug");
  await (&bench, "job 1 printing");
  await (&bench, "job 1 done");
  assert_fragment_then_whole (&bench, n);
  stop (&bench);
}

static void
test_unplug_in_a_receipt (void)
{
  static const guint AFTER[] = {14, 37, 300, 2500};
  for (gsize i = 0; i < G_N_ELEMENTS (AFTER); i++)
    unplug_after ("unplug-after", AFTER[i]);
}

static void
test_transfer_error_in_a_receipt (void)
{
  static const guint AFTER[] = {20, 300, 2500};
  for (gsize i = 0; i < G_N_ELEMENTS (AFTER); i++)
    unplug_after ("unplug-error-after", AFTER[i]);
}

static void
test_short_write_and_stall (void)
{
  Bench bench;
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready");
  command (&bench, "stall-after 700");
  say (&bench, "print 1");
  await (&bench, "state error");
  await (&bench, "job 1 waiting");
  await (&bench, "job 1 done");
  assert_fragment_then_whole (&bench, 700);
  stop (&bench);
}

/* A printer that refuses again and again does not hold up the receipts behind. */
static void
test_broken_printer (void)
{
  Bench bench;
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready");
  command (&bench, "break");
  say (&bench, "print 1");
  await (&bench, "state error");
  await (&bench, "job 1 failed");
  command (&bench, "repair");
  say (&bench, "print 2");
  await (&bench, "job 2 done");
  g_autoptr (GByteArray) expected = encode (2, HUFU_ESCPOS_CONFIRM);
  assert_printed (&bench, expected);
  stop (&bench);
}

static void
test_time_out (void)
{
  Bench bench;
  start (&bench, TRUE, TRUE);
  await (&bench, "state ready");
  command (&bench, "nak");
  say (&bench, "print 1");
  await (&bench, "state no-answer");
  await (&bench, "job 1 waiting");
  command (&bench, "accept");
  await (&bench, "job 1 done");
  g_autoptr (GByteArray) expected = encode (1, HUFU_ESCPOS_CONFIRM);
  assert_printed (&bench, expected);
  stop (&bench);
}

/* No answer to questions: the port's status is believed, and the end is when all was taken. */
static void
test_silent_printer (void)
{
  Bench bench;
  start (&bench, FALSE, FALSE);
  command (&bench, "silent");
  command (&bench, "plug");
  await (&bench, "state ready");
  say (&bench, "print 1");
  await (&bench, "job 1 done");
  g_autoptr (GByteArray) expected = encode (1, HUFU_ESCPOS_PLAIN);
  assert_printed (&bench, expected);
  command (&bench, "paper-out");
  await (&bench, "state paper-out");
  stop (&bench);
}

static void
test_queue_bound (void)
{
  Bench bench;
  g_autoptr (GString) lines = g_string_new (NULL);
  start (&bench, FALSE, FALSE);
  await (&bench, "state absent");
  for (guint i = 1; i <= HUFU_PRINTER_QUEUE_MAX + 1; i++)
    g_string_append_printf (lines, "print %u\n", i);
  g_string_append (lines, "print 7");
  say (&bench, lines->str);
  await (&bench, "full 65");
  await (&bench, "full 7");
  stop (&bench);
}

static void
test_ends_in_time (void)
{
  Bench bench;
  start (&bench, TRUE, FALSE);
  await (&bench, "state ready");
  command (&bench, "nak");
  say (&bench, "print 1");
  await (&bench, "job 1 printing");
  gint64 from_us = g_get_monotonic_time ();
  stop (&bench);
  g_assert_cmpint (g_get_monotonic_time () - from_us, <,
                   (HUFU_PRINTER_FREE_BOUND_MS + 5000) * 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  virtual_printer_path = argv[1];
  print_client_path = argv[2];
  g_test_add_func ("/usb-printer/prints-byte-exact", test_prints_byte_exact);
  g_test_add_func ("/usb-printer/two-jobs-in-order", test_two_jobs_in_order);
  g_test_add_func ("/usb-printer/no-permission", test_no_permission);
  g_test_add_func ("/usb-printer/busy", test_busy);
  g_test_add_func ("/usb-printer/paper-out-while-idle", test_paper_out_while_idle);
  g_test_add_func ("/usb-printer/paper-out-in-a-receipt", test_paper_out_in_a_receipt);
  g_test_add_func ("/usb-printer/cover-open", test_cover_open);
  g_test_add_func ("/usb-printer/unplug-while-idle", test_unplug_while_idle);
  g_test_add_func ("/usb-printer/unplug-in-a-receipt", test_unplug_in_a_receipt);
  g_test_add_func ("/usb-printer/transfer-error-in-a-receipt", test_transfer_error_in_a_receipt);
  g_test_add_func ("/usb-printer/short-write-and-stall", test_short_write_and_stall);
  g_test_add_func ("/usb-printer/broken-printer", test_broken_printer);
  g_test_add_func ("/usb-printer/time-out", test_time_out);
  g_test_add_func ("/usb-printer/silent-printer", test_silent_printer);
  g_test_add_func ("/usb-printer/queue-bound", test_queue_bound);
  g_test_add_func ("/usb-printer/ends-in-time", test_ends_in_time);
  return g_test_run ();
}
