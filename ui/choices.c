/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/choices.h"

#include "ui/util.h"

static const char *
value_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "value");
}

GtkWidget *
hufu_choices_add (GtkWidget *box, const char *prefix, const char *value, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new (), *text = gtk_label_new (label);
  GtkWidget *first = gtk_widget_get_first_child (box);
  g_autofree char *name = g_strconcat (prefix, value, NULL);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), text);
  hufu_set_accessible_label (button, label);
  gtk_widget_set_name (button, name);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "button");
  gtk_widget_add_css_class (button, "choice-button");
  g_object_set_data_full (G_OBJECT (button), "value", g_strdup (value), g_free);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

const char *
hufu_choices_get (GtkWidget *box)
{
  for (GtkWidget *at = gtk_widget_get_first_child (box); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (at)))
      return value_of (at);
  return NULL;
}

void
hufu_choices_set (GtkWidget *box, const char *value)
{
  for (GtkWidget *at = gtk_widget_get_first_child (box); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (at), g_strcmp0 (value_of (at), value) == 0);
}
