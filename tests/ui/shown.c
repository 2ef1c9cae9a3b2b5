/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/shown.h"

#include <locale.h>

#include "tests/lib/await.h"
#include "ui/hufu-window.h"
#include "ui/language.h"
#include "ui/theme.h"

static guint frames;

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  frames++;
}

void
shown_await_frames (GtkWidget *window, guint n)
{
  hufu_await (gtk_widget_get_mapped (window), SHOWN_AWAIT_MS);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  for (guint i = 0; i < n; i++) {
    frames = 0;
    gtk_widget_queue_draw (window);
    hufu_await (frames > 0, SHOWN_AWAIT_MS);
  }
  g_signal_handler_disconnect (clock, handler);
}

void
shown_save_picture (GtkWidget *window, const char *name)
{
  const char *folder = g_getenv ("HUFU_GALLERY_DIR");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder != NULL ? folder : ".", file, NULL);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window),
                          gtk_widget_get_height (window));
  g_autoptr (GskRenderNode) node = gtk_snapshot_to_node (snapshot);
  g_autoptr (GdkTexture) texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

GtkWidget *
shown_find_widget (GtkWidget *root, const char *name)
{
  GtkWidget *found = NULL;
  if (g_str_equal (gtk_widget_get_name (root), name))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = shown_find_widget (child, name);
  return found;
}

HufuCounter *
shown_make_counter (HufuLang lang)
{
  HufuCounter *counter = fake_counter_new (lang);
  hufu_language_apply (lang);
  hufu_theme_apply ("light");
  return counter;
}

HufuCounter *
shown_make_scene (HufuLang lang, const char *name)
{
  HufuCounter *counter = shown_make_counter (lang);
  scenes_fill (counter);
  for (guint i = 0; i < n_scenes; i++)
    if (g_str_equal (scenes[i].name, name))
      scenes[i].set_up (counter);
  return counter;
}

GtkWidget *
shown_open_window (HufuCounter *counter)
{
  GtkWidget *window = hufu_window_new (counter);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  shown_await_frames (window, 2);
  return window;
}

Shown
shown_new (HufuCounter *take_counter)
{
  return (Shown){take_counter, shown_open_window (take_counter)};
}

void
shown_clear (Shown *shown)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  g_object_unref (shown->counter);
}

const char *
shown_text_of (const Shown *shown, const char *label)
{
  return gtk_label_get_text (GTK_LABEL (shown_find_widget (shown->window, label)));
}

void
shown_init (int *argc, char ***argv)
{
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  g_setenv ("GTK_THEME", "Empty", FALSE);
  g_setenv ("GTK_A11Y", "test", TRUE); /* names can be asked for, and no bus is needed */
  hufu_language_init ();
  gtk_test_init (argc, argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
}
