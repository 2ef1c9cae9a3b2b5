/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-glass-keys.h"

#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuGlassKeys {
  GtkGrid parent_instance;
  const char *action;
  GtkWidget *letters[26]; /* borrowed; of words */
  gboolean capitals;
};

G_DEFINE_FINAL_TYPE (HufuGlassKeys, hufu_glass_keys, GTK_TYPE_GRID)

static void
attach (HufuGlassKeys *self, GtkWidget *key, int column, int row, int span)
{
  gtk_widget_set_focusable (key, FALSE);
  gtk_widget_add_css_class (key, "button");
  gtk_widget_add_css_class (key, "glass-key");
  gtk_grid_attach (GTK_GRID (self), key, column, row, span, 1);
}

/* text: what is typed, or a word for the key. */
static void
set_typed (HufuGlassKeys *self, GtkWidget *key, const char *text)
{
  g_autofree char *name = g_strconcat ("glass-", text, NULL);
  gtk_widget_set_name (key, name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (key), "s", text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (key), self->action);
}

static GtkWidget *
add_text (HufuGlassKeys *self, char text, int column, int row)
{
  const char typed[] = {text, '\0'};
  GtkWidget *key = gtk_button_new_with_label (typed);
  set_typed (self, key, typed);
  attach (self, key, column, row, 2);
  return key;
}

static void
add_row (HufuGlassKeys *self, const char *texts, int column, int row)
{
  for (int i = 0; texts[i] != '\0'; i++) {
    GtkWidget *key = add_text (self, texts[i], column + 2 * i, row);
    if (g_ascii_islower (texts[i]))
      self->letters[texts[i] - 'a'] = key;
  }
}

static void
add_icon (HufuGlassKeys *self, const char *icon, const char *label, int column, int row, int span)
{
  GtkWidget *key = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (key), g_object_new (HUFU_TYPE_ICON, "icon", icon, "halign",
                                                        GTK_ALIGN_CENTER, NULL));
  hufu_set_accessible_label (key, label);
  set_typed (self, key, icon);
  attach (self, key, column, row, span);
}

static void
switch_case (HufuGlassKeys *self, GtkButton *shift)
{
  self->capitals = !self->capitals;
  hufu_set_class (shift, "chosen", self->capitals);
  for (int i = 0; i < 26; i++) {
    const char typed[] = {(char)((self->capitals ? 'A' : 'a') + i), '\0'};
    gtk_button_set_label (GTK_BUTTON (self->letters[i]), typed);
    set_typed (self, self->letters[i], typed);
  }
}

static void
add_word (HufuGlassKeys *self, const char *word, const char *typed, int column, int row, int span)
{
  GtkWidget *key = gtk_button_new_with_label (word);
  set_typed (self, key, typed);
  attach (self, key, column, row, span);
}

GtkWidget *
hufu_glass_keys_new_for_codes (void)
{
  HufuGlassKeys *self = g_object_new (HUFU_TYPE_GLASS_KEYS, NULL);
  self->action = "counter.key";
  gtk_widget_add_css_class (GTK_WIDGET (self), "inset");
  gtk_widget_set_margin_top (GTK_WIDGET (self), 10);
  add_row (self, "1234567890", 0, 0);
  add_row (self, "QWERTYUIOP", 0, 1);
  add_row (self, "ASDFGHJKL", 1, 2);
  add_row (self, "ZXCVBNM", 1, 3);
  add_icon (self, "backspace", _ ("Delete the last letter"), 15, 3, 2);
  add_icon (self, "enter", _ ("Enter"), 17, 3, 3);
  return GTK_WIDGET (self);
}

GtkWidget *
hufu_glass_keys_new_for_words (void)
{
  HufuGlassKeys *self = g_object_new (HUFU_TYPE_GLASS_KEYS, NULL);
  GtkWidget *shift = gtk_button_new_with_label (_ ("Capitals"));
  self->action = "counter.type";
  gtk_widget_add_css_class (GTK_WIDGET (self), "touch-typing");
  add_row (self, "1234567890", 0, 0);
  add_row (self, "qwertyuiop", 0, 1);
  add_row (self, "asdfghjkl", 1, 2);
  g_signal_connect_swapped (shift, "clicked", G_CALLBACK (switch_case), self);
  gtk_widget_set_name (shift, "glass-shift");
  attach (self, shift, 0, 3, 3);
  add_row (self, "zxcvbnm", 3, 3);
  add_icon (self, "backspace", _ ("Delete the last letter"), 17, 3, 3);
  add_row (self, ",.-", 0, 4);
  add_word (self, _ ("Space"), " ", 6, 4, 8);
  add_row (self, "/", 14, 4);
  add_word (self, _ ("Done"), "done", 16, 4, 4);
  return GTK_WIDGET (self);
}

static void
hufu_glass_keys_class_init (HufuGlassKeysClass *class)
{
  (void)class;
}

static void
hufu_glass_keys_init (HufuGlassKeys *self)
{
  gtk_grid_set_row_spacing (GTK_GRID (self), 8);
  gtk_grid_set_column_spacing (GTK_GRID (self), 6);
  gtk_grid_set_column_homogeneous (GTK_GRID (self), TRUE);
}
