/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A receipt printer made of nothing: an Epson TM-T88VI on a virtual USB bus (umockdev), and a
 * program that sees it through the real libusb, unmodified.
 *
 *   umockdev-wrapper virtual-printer [OPTIONS] -- PROGRAM ARGS...
 *
 *   --bytes FILE      what the printer takes is appended here at once (status questions left out)
 *   --control SOCKET  commands come over this UNIX socket, one a line, each answered by one line
 *                     ("ok", a number, or "error ..."); without it they come on standard input, and
 *                     PROGRAM's is empty
 *   --unplugged       starts without the printer
 *
 * Commands:
 *   plug | unplug            the cable; at an unplug the transfer in flight ends with "no device"
 *   unplug-error             the same, but it ends with a transfer error first, as real kernels do
 *   unplug-after N           unplugs when N bytes in all were taken (unplug-error-after N likewise)
 *   paper-out | paper-in | paper-low
 *   paper-out-after N        the paper ends when N bytes in all were taken
 *   cover-open | cover-close
 *   stall-after N            a short write at N bytes, then the endpoint halts once
 *   break | repair           halts at every byte to print | prints again
 *   nak | accept             takes nothing at all, not even questions | takes data again
 *   silent | talk            answers no status question | answers
 *   deny | allow             rights of the device node (even root is refused: PROGRAM runs without
 *                            the capability to override them)
 *   busy | free              another program holds the interface | lets go
 *   bytes                    answers how many bytes were taken in all
 *
 * Exits as PROGRAM does. SIGTERM ends both.
 */
#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/device/virtual-port.h"

static GMainLoop *loop;
static VirtualPrinter *printer;
static GPid child;
static int exit_code = 1;

static char *
run_command (char *line)
{
  char *number = strchr (g_strstrip (line), ' ');
  guint64 n = 0;
  if (number != NULL) {
    *number++ = '\0';
    if (!g_ascii_string_to_unsigned (number, 10, 0, G_MAXINT, &n, NULL))
      return g_strdup ("error not a number");
  }
  if (g_str_equal (line, "bytes"))
    return g_strdup_printf ("%" G_GSIZE_FORMAT, virtual_printer_get_n_bytes (printer));
  return g_strdup (virtual_printer_command (printer, line, (gsize)n) ? "ok"
                                                                     : "error unknown command");
}

static void read_next_line (GDataInputStream *input, GOutputStream *output);

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GOutputStream *output = user_data;
  GDataInputStream *input = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (input, result, NULL, NULL);
  if (line != NULL) {
    g_autofree char *answer = run_command (line);
    g_autofree char *text = g_strconcat (answer, "\n", NULL);
    if (g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL))
      read_next_line (input, output);
  }
  g_object_unref (output);
}

static void
read_next_line (GDataInputStream *input, GOutputStream *output)
{
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line,
                                       g_object_ref (output));
}

static void
keep_connection (gpointer connection, GObject *input)
{
  g_object_unref (connection);
}

static gboolean
on_connection (GSocketService *service, GSocketConnection *connection, GObject *source,
               gpointer user_data)
{
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_object_weak_ref (G_OBJECT (input), keep_connection, g_object_ref (connection));
  read_next_line (input, g_io_stream_get_output_stream (G_IO_STREAM (connection)));
  return TRUE;
}

static gboolean
on_stdin (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  g_autofree char *line = NULL;
  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    return G_SOURCE_REMOVE;
  g_autofree char *answer = run_command (line);
  fprintf (stderr, "%s\n", answer);
  return G_SOURCE_CONTINUE;
}

static gboolean
listen_on (const char *path)
{
  g_autoptr (GError) error = NULL;
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error)) {
    fprintf (stderr, "%s: %s\n", path, error->message);
    return FALSE;
  }
  g_signal_connect (service, "incoming", G_CALLBACK (on_connection), NULL);
  return TRUE;
}

static void
on_child_exit (GPid pid, int status, gpointer user_data)
{
  exit_code = WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
  g_main_loop_quit (loop);
}

static gboolean
on_term (gpointer user_data)
{
  kill (child, SIGTERM);
  return G_SOURCE_CONTINUE;
}

/* Root passes every permission bit; the program under test must be able to be refused. */
static void
drop_override (gpointer user_data)
{
  prctl (PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0);
  prctl (PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0);
}

static gboolean
start_child (char **argv, gboolean inherit_stdin)
{
  g_autoptr (GError) error = NULL;
  GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH;
  if (inherit_stdin)
    flags |= G_SPAWN_CHILD_INHERITS_STDIN;
  if (!g_spawn_async (NULL, argv, NULL, flags, drop_override, NULL, &child, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return FALSE;
  }
  g_child_watch_add (child, on_child_exit, NULL);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autofree char *bytes = NULL, *control = NULL;
  gboolean unplugged = FALSE;
  g_auto (GStrv) program = NULL;
  const GOptionEntry ENTRIES[] = {
      {"bytes", 0, 0, G_OPTION_ARG_FILENAME, &bytes, "file for what is printed", "FILE"},
      {"control", 0, 0, G_OPTION_ARG_FILENAME, &control, "socket for commands", "SOCKET"},
      {"unplugged", 0, 0, G_OPTION_ARG_NONE, &unplugged, "start without the printer", NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &program, NULL, "PROGRAM"},
      {NULL}};
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, ENTRIES, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || program == NULL) {
    fprintf (stderr, "virtual-printer: %s\n", error != NULL ? error->message : "no program");
    return 2;
  }

  loop = g_main_loop_new (NULL, FALSE);
  printer = virtual_printer_new (bytes);
  if (printer == NULL) {
    fprintf (stderr, "virtual-printer: start it under umockdev-wrapper\n");
    return 2;
  }
  if (!unplugged)
    virtual_printer_command (printer, "plug", 0);
  if (control != NULL && !listen_on (control))
    return 2;
  if (control == NULL) {
    GIOChannel *channel = g_io_channel_unix_new (STDIN_FILENO);
    g_io_add_watch (channel, G_IO_IN | G_IO_HUP, on_stdin, NULL);
  }
  g_unix_signal_add (SIGTERM, on_term, NULL);
  g_unix_signal_add (SIGINT, on_term, NULL);
  if (!start_child (program, control != NULL))
    return 2;
  g_main_loop_run (loop);
  virtual_printer_free (printer);
  g_main_loop_unref (loop);
  return exit_code;
}
