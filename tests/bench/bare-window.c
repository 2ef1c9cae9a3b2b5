/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that a GTK 4 program can show: a window with a label, drawn as the terminal draws. Ends
 * after the first frame: the floor that the terminal's start is held against. */
#include <gtk/gtk.h>
#include "tests/bench/stats.h"

static void
on_frame (GdkFrameClock *clock, gpointer user_data)
{
  g_print ("first-frame resident_kb=%" G_GSIZE_FORMAT "\n", hufu_bench_resident_kib ());
  g_main_loop_quit (user_data);
}

int
main (void)
{
  g_autoptr (GMainLoop) loop = NULL;
  GtkWidget *window;
  GdkSurface *surface;

  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  gtk_init ();
  loop = g_main_loop_new (NULL, FALSE);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_set_child (GTK_WINDOW (window), gtk_label_new ("Hufu 虎符"));
  gtk_window_present (GTK_WINDOW (window));
  surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_signal_connect (gdk_surface_get_frame_clock (surface), "after-paint", G_CALLBACK (on_frame),
                    loop);
  g_main_loop_run (loop);
  return 0;
}
