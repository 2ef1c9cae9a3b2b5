/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-held-list.h"

#include "counter/people-model.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"

struct _HufuHeldList {
  GtkBox parent_instance;
  GListModel *held;
  GtkWidget *rows, *none;
};

G_DEFINE_FINAL_TYPE (HufuHeldList, hufu_held_list, GTK_TYPE_BOX)

static GtkWidget *
new_label (const char *text, const char *css_class, gboolean grows)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, grows);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_row (HufuHeldItem *item, guint place)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), new_label (item->name, "strong", TRUE));
  gtk_box_append (GTK_BOX (words), new_label (item->hint, "small", TRUE));
  gtk_box_append (GTK_BOX (row), hufu_icon_new (item->pending ? "hourglass" : "pause", 22));
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), new_label (item->amount, "line-amount", FALSE));
  gtk_box_append (GTK_BOX (row), hufu_icon_new ("chevron-right", 20));
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_add_css_class (button, "button");
  gtk_widget_add_css_class (button, "choice");
  gtk_widget_set_focus_on_click (button, FALSE);
  g_autofree char *label = g_strjoin (" ", item->name, item->amount, item->hint, NULL);
  hufu_set_accessible_label (button, label);
  g_autofree char *name = g_strdup_printf ("held-%u", place + 1);
  gtk_widget_set_name (button, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "counter.resume");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", place);
  return button;
}

static void
show_rows (HufuHeldList *self)
{
  guint n = g_list_model_get_n_items (self->held);
  hufu_remove_children (self->rows);
  for (guint i = 0; i < n; i++) {
    g_autoptr (HufuHeldItem) item = g_list_model_get_item (self->held, i);
    gtk_box_append (GTK_BOX (self->rows), new_row (item, i));
  }
  gtk_widget_set_visible (self->none, n == 0);
}

static void
hufu_held_list_dispose (GObject *object)
{
  g_clear_object (&HUFU_HELD_LIST (object)->held);
  G_OBJECT_CLASS (hufu_held_list_parent_class)->dispose (object);
}

static void
hufu_held_list_class_init (HufuHeldListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = hufu_held_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-held-list.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuHeldList, rows);
  gtk_widget_class_bind_template_child (widget_class, HufuHeldList, none);
}

static void
hufu_held_list_init (HufuHeldList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_held_list_new (GListModel *held)
{
  HufuHeldList *self = g_object_new (HUFU_TYPE_HELD_LIST, NULL);
  self->held = g_object_ref (held);
  g_signal_connect_object (held, "items-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  show_rows (self);
  return GTK_WIDGET (self);
}
