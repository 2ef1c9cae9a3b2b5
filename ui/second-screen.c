/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/second-screen.h"

#include "ui/hufu-display.h"

struct _HufuSecondScreen {
  HufuCounter *counter;
  gboolean always; /* as a window, on any monitor */
  GListModel *monitors;
  gulong handler;
  GtkWidget *display; /* NULL: not shown */
};

gboolean
hufu_second_screen_check (const char *how, GError **error)
{
  if (g_strv_contains ((const char *const[]){"auto", "window", "off", NULL}, how))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--customer-display wants auto, window or off");
  return FALSE;
}

static void
close_display (HufuSecondScreen *screen)
{
  if (screen->display != NULL)
    gtk_window_destroy (GTK_WINDOW (screen->display));
  screen->display = NULL;
}

static void
open_display (HufuSecondScreen *screen)
{
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (screen->monitors, 1);

  screen->display = hufu_display_new (screen->counter);
  if (!screen->always)
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (screen->display), monitor);
  gtk_widget_set_visible (screen->display, TRUE);
}

static void
look (HufuSecondScreen *screen)
{
  gboolean wanted = screen->always || g_list_model_get_n_items (screen->monitors) > 1;

  if (wanted && screen->display == NULL)
    open_display (screen);
  else if (!wanted)
    close_display (screen);
}

/* What was on a monitor that went is of no use on the one that is left. */
static void
on_monitors (HufuSecondScreen *screen)
{
  if (!screen->always)
    close_display (screen);
  look (screen);
}

HufuSecondScreen *
hufu_second_screen_new (HufuCounter *counter, const char *how)
{
  HufuSecondScreen *screen = g_new0 (HufuSecondScreen, 1);

  screen->counter = g_object_ref (counter);
  if (g_str_equal (how, "off"))
    return screen;
  screen->always = g_str_equal (how, "window");
  screen->monitors = gdk_display_get_monitors (gdk_display_get_default ());
  screen->handler = g_signal_connect_swapped (screen->monitors, "items-changed",
                                              G_CALLBACK (on_monitors), screen);
  look (screen);
  return screen;
}

void
hufu_second_screen_restart (HufuSecondScreen *screen)
{
  if (screen->display == NULL)
    return;
  close_display (screen);
  look (screen);
}

void
hufu_second_screen_free (HufuSecondScreen *screen)
{
  close_display (screen);
  if (screen->monitors != NULL)
    g_signal_handler_disconnect (screen->monitors, screen->handler);
  g_object_unref (screen->counter);
  g_free (screen);
}
