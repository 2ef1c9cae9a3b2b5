/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/keypad.h"

#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

static GtkWidget *
make_key (const char *key)
{
  GtkWidget *button = gtk_button_new ();
  gboolean back = g_str_equal (key, "backspace");
  g_autofree char *name = g_strconcat ("key-", key, NULL);
  gtk_widget_set_name (button, name);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_vexpand (button, TRUE);
  gtk_widget_add_css_class (button, "button");
  gtk_widget_add_css_class (button, "key");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", key);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "counter.key");
  if (back) {
    GtkWidget *icon = g_object_new (HUFU_TYPE_ICON, "icon", "backspace", "size", 26, "halign",
                                    GTK_ALIGN_CENTER, NULL);
    gtk_button_set_child (GTK_BUTTON (button), icon);
    hufu_set_accessible_label (button, _ ("Take the last digit back"));
  } else {
    gtk_button_set_label (GTK_BUTTON (button), key);
  }
  return button;
}

GtkWidget *
hufu_keypad_new (const char *corner)
{
  const char *const keys[] = {"7", "8", "9", "4",    "5", "6",
                              "1", "2", "3", corner, "0", "backspace"};
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (int i = 0; i < (int)G_N_ELEMENTS (keys); i++)
    gtk_grid_attach (GTK_GRID (grid), make_key (keys[i]), i % 3, i / 3, 1, 1);
  return grid;
}
