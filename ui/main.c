/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's window: options, counter, window, and a new window when the language changes. */
#include <glib-unix.h>
#include <gtk/gtk.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "counter/options.h"
#include "ui/hufu-window.h"
#include "ui/language.h"
#include "ui/second-screen.h"
#include "ui/sounds.h"
#include "ui/theme.h"

#define LEAST_WIDTH 1366 /* the smallest screen of a till; without a window manager, the window */
#define LEAST_HEIGHT 768
#define BOOKS_WAIT_MS 200 /* then the window says that they are being opened */

typedef struct {
  HufuOptions options;
  char *size, *theme, *customer_display;
  gboolean exit_after_first_frame;
  HufuCounter *counter;  /* that the window shows: the till, or the training */
  HufuCounter *till;     /* goes on while somebody trains */
  HufuCounter *training; /* NULL = nobody trains */
  GtkWidget *window;
  HufuSecondScreen *second;
  guint late; /* source; 0 = the window was shown */
  GMainLoop *loop;
  int width, height;
} Terminal;

/* Cairo draws a till in a tenth of the memory that GL takes, and starts in half the time. The empty
 * theme spares reading one whose every rule would be undone by data/css/style.css. */
static void
set_defaults (void)
{
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  g_setenv ("GTK_THEME", "Empty", FALSE);
}

static gboolean
parse_options (Terminal *terminal, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"size", 0, 0, G_OPTION_ARG_STRING, &terminal->size,
       "Window of this size, not the whole screen", "WIDTHxHEIGHT"},
      {"theme", 0, 0, G_OPTION_ARG_STRING, &terminal->theme, "Colours of this start",
       "light|dark|system"},
      {"customer-display", 0, 0, G_OPTION_ARG_STRING, &terminal->customer_display,
       "What the customer sees: on the second monitor if there is one, or in a window",
       "auto|window|off"},
      {"exit-after-first-frame", 0, 0, G_OPTION_ARG_NONE, &terminal->exit_after_first_frame,
       "Benchmark aid: print the resident memory at the first usable frame and end", NULL},
      {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new ("- the counter's window");
  g_option_context_add_main_entries (context, entries, NULL);
  hufu_options_add (&terminal->options, context);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (terminal->size != NULL &&
      (sscanf (terminal->size, "%5dx%5d", &terminal->width, &terminal->height) != 2 ||
       terminal->width < 640 || terminal->height < 480)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--size wants a width and height such as 1366x768");
    return FALSE;
  }
  if (terminal->customer_display == NULL)
    terminal->customer_display = g_strdup ("auto");
  return hufu_second_screen_check (terminal->customer_display, error) &&
         hufu_options_complete (&terminal->options, error);
}

static long
read_resident_kb (void)
{
  g_autofree char *text = NULL;
  long pages = 0;
  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) &&
      sscanf (text, "%*s %ld", &pages) == 1)
    return pages * (sysconf (_SC_PAGESIZE) / 1024);
  return 0;
}

static void
on_frame (GdkFrameClock *clock, Terminal *terminal)
{
  if (hufu_counter_get_screen (terminal->counter) == HUFU_SCREEN_STARTING)
    return;
  g_print ("first-frame resident_kb=%ld\n", read_resident_kb ());
  g_main_loop_quit (terminal->loop);
}

static void
watch_first_frame (Terminal *terminal)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (terminal->window));
  g_signal_connect (gdk_surface_get_frame_clock (surface), "after-paint", G_CALLBACK (on_frame),
                    terminal);
}

/* After the till's own window, which nobody is to wait for. */
static gboolean
open_second (gpointer user_data)
{
  Terminal *terminal = user_data;
  terminal->second = hufu_second_screen_new (terminal->till, terminal->customer_display);
  return G_SOURCE_REMOVE;
}

static gboolean
show_first (gpointer user_data)
{
  Terminal *terminal = user_data;
  terminal->late = 0;
  gtk_window_present (GTK_WINDOW (terminal->window));
  if (terminal->exit_after_first_frame)
    watch_first_frame (terminal);
  else
    g_idle_add (open_second, terminal);
  return G_SOURCE_REMOVE;
}

static void
on_screen (HufuCounter *counter, GParamSpec *pspec, Terminal *terminal)
{
  if (terminal->late == 0 || hufu_counter_get_screen (counter) == HUFU_SCREEN_STARTING)
    return;
  g_source_remove (terminal->late);
  show_first (terminal);
}

static gboolean
on_close (GtkWindow *window, Terminal *terminal)
{
  g_main_loop_quit (terminal->loop);
  return FALSE;
}

static void on_training (GtkWidget *window, Terminal *terminal);

static void
open_window (Terminal *terminal)
{
  hufu_language_apply (hufu_counter_get_lang (terminal->counter));
  terminal->window = hufu_window_new (terminal->counter);
  gtk_window_set_default_size (GTK_WINDOW (terminal->window),
                               terminal->width > 0 ? terminal->width : LEAST_WIDTH,
                               terminal->height > 0 ? terminal->height : LEAST_HEIGHT);
  if (terminal->width == 0)
    gtk_window_maximize (GTK_WINDOW (terminal->window));
  g_signal_connect (terminal->window, "close-request", G_CALLBACK (on_close), terminal);
  g_signal_connect (terminal->window, "training", G_CALLBACK (on_training), terminal);
}

/* As a rule the books are open before a window could be drawn. Then it is drawn once, with the page
 * that is wanted, and not first with another that nobody reads. */
static void
open_first (Terminal *terminal)
{
  g_signal_connect_after (terminal->counter, "notify::screen", G_CALLBACK (on_screen), terminal);
  open_window (terminal);
  terminal->late = g_timeout_add (BOOKS_WAIT_MS, show_first, terminal);
}

static gboolean
reopen_window (gpointer user_data)
{
  Terminal *terminal = user_data;
  GtkWidget *before = terminal->window;
  open_window (terminal);
  if (terminal->late == 0)
    gtk_window_present (GTK_WINDOW (terminal->window));
  gtk_window_destroy (GTK_WINDOW (before));
  if (terminal->second != NULL)
    hufu_second_screen_restart (terminal->second);
  return G_SOURCE_REMOVE;
}

/* Not at once: the click that chose the language is still on its way through the old window. */
static void
on_restart_ui (HufuCounter *counter, Terminal *terminal)
{
  if (counter == terminal->counter)
    g_idle_add (reopen_window, terminal);
}

static void
on_sound (HufuCounter *counter, int sound, Terminal *terminal)
{
  if (counter == terminal->counter)
    hufu_sounds_play ((HufuSound)sound);
}

static HufuCounter *
make_counter (Terminal *terminal, gboolean training)
{
  HufuCounterOptions options = hufu_options_to_counter (&terminal->options);
  HufuCounter *counter;

  options.training = training;
  if (training)
    options.lang = hufu_counter_get_lang (terminal->till);
  counter = hufu_counter_new (&options);
  g_signal_connect (counter, "restart-ui", G_CALLBACK (on_restart_ui), terminal);
  g_signal_connect (counter, "sound", G_CALLBACK (on_sound), terminal);
  return counter;
}

/* ---- training ---- */

static gboolean
enter_training (gpointer user_data)
{
  Terminal *terminal = user_data;
  if (terminal->training != NULL)
    return G_SOURCE_REMOVE;
  /* Whoever comes back from it signs in; what is open stays stored. */
  hufu_counter_set_camera_on (terminal->till, FALSE);
  hufu_counter_act (terminal->till, HUFU_ACT_SIGN_OUT);
  terminal->training = make_counter (terminal, TRUE);
  terminal->counter = terminal->training;
  hufu_counter_start (terminal->training);
  return reopen_window (terminal);
}

static gboolean
leave_training (gpointer user_data)
{
  Terminal *terminal = user_data;
  g_autoptr (HufuCounter) training = g_steal_pointer (&terminal->training);
  if (training == NULL)
    return G_SOURCE_REMOVE;
  terminal->counter = terminal->till;
  reopen_window (terminal);
  hufu_counter_stop (training);
  return G_SOURCE_REMOVE;
}

/* Not at once, as with the language. */
static void
on_training (GtkWidget *window, Terminal *terminal)
{
  g_idle_add (terminal->training == NULL ? enter_training : leave_training, terminal);
}

/* The end of a desktop session, or Ctrl+C: everything is stored already, devices are let go of. */
static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (((Terminal *)user_data)->loop);
  return G_SOURCE_CONTINUE;
}

static void
run (Terminal *terminal)
{
  terminal->counter = terminal->till = make_counter (terminal, FALSE);
  terminal->loop = g_main_loop_new (NULL, FALSE);
  if (terminal->theme != NULL)
    hufu_theme_force (terminal->theme);
  hufu_theme_apply (hufu_counter_get_theme (terminal->counter));
  guint signals[] = {g_unix_signal_add (SIGTERM, on_signal, terminal),
                     g_unix_signal_add (SIGINT, on_signal, terminal)};
  hufu_counter_start (terminal->counter);
  open_first (terminal);
  g_main_loop_run (terminal->loop);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
  g_clear_handle_id (&terminal->late, g_source_remove);
  g_clear_pointer (&terminal->second, hufu_second_screen_free);
  if (terminal->training != NULL)
    hufu_counter_stop (terminal->training);
  hufu_counter_stop (terminal->till);
  gtk_window_destroy (GTK_WINDOW (terminal->window));
  hufu_sounds_stop ();
  g_clear_object (&terminal->training);
  g_object_unref (terminal->till);
  g_main_loop_unref (terminal->loop);
}

int
main (int argc, char *argv[])
{
  Terminal terminal = {0};
  g_autoptr (GError) error = NULL;
  set_defaults ();
  setlocale (LC_ALL, "");
  g_set_prgname ("hufu");
  hufu_language_apply (HUFU_LANG_EN); /* the options are described in English alone */
  if (!parse_options (&terminal, &argc, &argv, &error)) {
    g_printerr ("hufu: %s\n", error->message);
    return EXIT_FAILURE;
  }
  hufu_language_init (); /* not before the options asked the locale which language is meant */
  if (!gtk_init_check ()) {
    g_printerr ("hufu: there is no display. Start it in a desktop session, or under xvfb-run.\n");
    return EXIT_FAILURE;
  }
  run (&terminal);
  hufu_options_clear (&terminal.options);
  g_free (terminal.size);
  g_free (terminal.theme);
  g_free (terminal.customer_display);
  return EXIT_SUCCESS;
}
