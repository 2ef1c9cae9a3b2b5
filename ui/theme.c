/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/theme.h"

#include <string.h>

static gboolean is_dark = FALSE;
static char *forced = NULL;

static gboolean
wants_dark (const char *theme)
{
  gboolean prefers_dark = FALSE;
  if (g_str_equal (theme, "system"))
    g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &prefers_dark,
                  NULL);
  return prefers_dark || g_str_equal (theme, "dark");
}

/* Whatever moves by itself keeps the frame clock running, and what a scan changes then waits for
 * its next tick: a fading scroll bar or a blinking caret cost as much as all of the drawing. */
static void
keep_still (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, NULL);
}

/* What is drawn once and kept (ui/hufu-flat.h) is drawn before it lies on its ground, where letters
 * with coloured edges would have none to match. */
static void
keep_letters_grey (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-rgba", "none", NULL);
}

void
hufu_theme_apply (const char *theme)
{
  static GtkCssProvider *provider = NULL;
  gboolean dark = wants_dark (hufu_theme_get_shown (theme));
  if (provider != NULL && dark == is_dark)
    return;
  is_dark = dark;
  if (provider == NULL) {
    keep_still ();
    keep_letters_grey ();
    provider = gtk_css_provider_new ();
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  }
  g_autoptr (GBytes) colors = g_resources_lookup_data (
      dark ? "/hufu/css/dark.css" : "/hufu/css/light.css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GBytes) sheet =
      g_resources_lookup_data ("/hufu/css/style.css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *css =
      g_strconcat (g_bytes_get_data (colors, NULL), g_bytes_get_data (sheet, NULL), NULL);
  gtk_css_provider_load_from_data (provider, css, (gssize)strlen (css));
}

gboolean
hufu_theme_is_dark (void)
{
  return is_dark;
}

const char *
hufu_theme_get_shown (const char *theme)
{
  return forced != NULL ? forced : theme;
}

void
hufu_theme_force (const char *theme)
{
  g_free (forced);
  forced = g_strdup (theme);
}
