/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By touch alone: every field of every page can be typed into, and is never under its keys. */
#include "tests/ui/checks.h"
#include "tests/ui/fake-counter.h"
#include "tests/ui/shown.h"
#include "ui/hufu-glass-keys.h"
#include "ui/hufu-window.h"
#include "ui/util.h"

static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (gtk_widget_get_mapped (widget) && g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static GPtrArray *
find_all (GtkWidget *window, GType type)
{
  GPtrArray *found = g_ptr_array_new ();
  collect (window, type, found);
  return found;
}

/* NULL: they are not open. Borrowed. */
static GtkWidget *
find_keys (GtkWidget *window)
{
  g_autoptr (GPtrArray) found = find_all (window, HUFU_TYPE_GLASS_KEYS);
  return found->len == 1 ? found->pdata[0] : NULL;
}

static GtkEditable *
open_keys (GtkWidget *window, GtkWidget *field)
{
  gtk_widget_grab_focus (field);
  shown_await_frames (window, 2);
  gtk_widget_activate_action (shown_find_widget (window, "strip-typing"), "counter.typing", NULL);
  shown_await_frames (window, 2);
  return GTK_EDITABLE (field);
}

static void
press (GtkWidget *window, const char *key)
{
  g_autofree char *name = g_strconcat ("glass-", key, NULL);
  g_signal_emit_by_name (shown_find_widget (window, name), "clicked");
}

static void
check_field (GtkWidget *window, GtkWidget *field, const char *where)
{
  graphene_rect_t at, keys_at;
  open_keys (window, field);
  GtkWidget *keys = find_keys (window);
  if (keys == NULL)
    g_error ("%s: no keys for %s", where, gtk_widget_get_name (field));
  g_assert_true (gtk_widget_compute_bounds (field, window, &at));
  g_assert_true (gtk_widget_compute_bounds (keys, window, &keys_at));
  if (graphene_rect_intersection (&at, &keys_at, NULL))
    g_error ("%s: %s is under its keys", where, gtk_widget_get_name (field));
  check_widgets (keys, where);
}

static guint
check_scene (const Scene *scene, HufuLang lang)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (lang, scene->name));
  g_autoptr (GPtrArray) fields = find_all (shown.window, GTK_TYPE_ENTRY);
  g_autofree char *where =
      g_strdup_printf ("typing-%s-%s", scene->name, lang == HUFU_LANG_ZH ? "zh" : "en");
  for (guint i = 0; i < fields->len; i++) {
    check_field (shown.window, fields->pdata[i], where);
    if (i == 0)
      shown_save_picture (shown.window, where);
    press (shown.window, "done");
    g_assert_null (find_keys (shown.window));
  }
  return fields->len;
}

static void
test_every_field (void)
{
  guint n_fields = 0;
  for (HufuLang lang = HUFU_LANG_EN; lang <= HUFU_LANG_ZH; lang++)
    for (guint i = 0; i < n_scenes; i++)
      n_fields += check_scene (&scenes[i], lang);
  g_assert_cmpuint (n_fields, >, 0);
}

static void
test_words (void)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (HUFU_LANG_EN, "drawer"));
  GtkEditable *field = open_keys (shown.window, shown_find_widget (shown.window, "drawer-words"));
  const char *const keys[] = {"shift", "S", "shift", "a", "f", "e", " ", "2", "3", "backspace"};
  gtk_editable_set_text (field, "");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    press (shown.window, keys[i]);
  g_assert_cmpstr (gtk_editable_get_text (field), ==, "Safe 2");
  gtk_editable_select_region (field, 0, 4);
  press (shown.window, "x");
  g_assert_cmpstr (gtk_editable_get_text (field), ==, "x 2");
  for (int i = 0; i < 200; i++)
    press (shown.window, "y");
  g_assert_cmpint (g_utf8_strlen (gtk_editable_get_text (field), -1), ==, 120);
}

/* Escape closes the keys and nothing else; without a field there is nothing to open. */
static void
test_they_go (void)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (HUFU_LANG_EN, "drawer"));
  GtkWidget *button = shown_find_widget (shown.window, "strip-typing");
  g_assert_false (gtk_widget_get_visible (button));
  open_keys (shown.window, shown_find_widget (shown.window, "drawer-words"));
  g_assert_true (gtk_widget_get_visible (button));
  g_free (fake_counter_take_log (shown.counter));
  hufu_window_back (HUFU_WINDOW (shown.window));
  g_assert_null (find_keys (shown.window));
  g_autofree char *asked = fake_counter_take_log (shown.counter);
  g_assert_cmpstr (asked, ==, "");
  gtk_window_set_focus (GTK_WINDOW (shown.window), NULL);
  hufu_window_toggle_typing (HUFU_WINDOW (shown.window));
  g_assert_null (find_keys (shown.window));
  g_assert_false (gtk_widget_get_visible (button));
}

int
main (int argc, char *argv[])
{
  shown_init (&argc, &argv);
  g_test_add_func ("/typing/every-field", test_every_field);
  g_test_add_func ("/typing/words", test_words);
  g_test_add_func ("/typing/they-go", test_they_go);
  return g_test_run ();
}
