/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-held-list.h"

#include "counter/people-model.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"

struct _HufuHeldList {
  GtkBox parent_instance;
  GListModel *held, *elsewhere;
  GtkWidget *rows, *none, *elsewhere_title, *elsewhere_rows;
};

G_DEFINE_FINAL_TYPE (HufuHeldList, hufu_held_list, GTK_TYPE_BOX)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_words (const HufuHeldItem *item)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *hint = new_label (item->hint, "small");
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), new_label (item->name, "strong"));
  gtk_box_append (GTK_BOX (words), hint);
  return words;
}

static const char *
icon_of (const HufuHeldItem *item)
{
  if (item->pending)
    return "hourglass";
  if (item->place == HUFU_HELD_LEFT)
    return "undo";
  return hufu_giving_stays (item->giving) ? "lock" : "pause";
}

/* Else a touch says why not. */
static gboolean
can_go_on (const HufuHeldItem *item)
{
  return item->place != HUFU_HELD_ASKED && !hufu_giving_stays (item->giving);
}

static GtkWidget *
new_row (const HufuHeldItem *item)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = gtk_grid_new ();
  GtkWidget *arrow = hufu_icon_new ("chevron-right", 20);
  gtk_widget_set_opacity (arrow, can_go_on (item) ? 1 : 0);
  gtk_grid_set_column_spacing (GTK_GRID (row), 16);
  gtk_widget_set_valign (row, GTK_ALIGN_CENTER);
  gtk_grid_attach (GTK_GRID (row), hufu_icon_new (icon_of (item), 22), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (row), new_words (item), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (row), new_label (item->amount, "line-amount"), 2, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (row), arrow, 3, 0, 1, 1);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_add_css_class (button, "button");
  gtk_widget_add_css_class (button, "choice");
  gtk_widget_set_focus_on_click (button, FALSE);
  g_autofree char *label = g_strjoin (" ", item->name, item->amount, item->hint, NULL);
  hufu_set_accessible_label (button, label);
  return button;
}

static void
fill (GtkWidget *box, GListModel *list, const char *prefix, const char *action)
{
  hufu_remove_children (box);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (HufuHeldItem) item = g_list_model_get_item (list, i);
    g_autofree char *name = g_strdup_printf ("%s-%u", prefix, i + 1);
    GtkWidget *button = new_row (item);
    gtk_widget_set_name (button, name);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i);
    gtk_box_append (GTK_BOX (box), button);
  }
}

/* The name of the row that has the focus; NULL = none. Free with g_free. */
static char *
dup_focus (HufuHeldList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
             ? g_strdup (gtk_widget_get_name (focus))
             : NULL;
}

/* The rows are made anew under somebody who goes through them by keys. */
static void
give_focus (GtkWidget *box, const char *name)
{
  for (GtkWidget *row = gtk_widget_get_first_child (box); row != NULL && name != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_str_equal (gtk_widget_get_name (row), name))
      gtk_widget_grab_focus (row);
}

static void
show_rows (HufuHeldList *self)
{
  g_autofree char *focus = dup_focus (self);
  gboolean elsewhere = g_list_model_get_n_items (self->elsewhere) > 0;
  fill (self->rows, self->held, "held", "counter.resume");
  fill (self->elsewhere_rows, self->elsewhere, "elsewhere", "counter.take");
  gtk_widget_set_visible (self->none, g_list_model_get_n_items (self->held) == 0);
  gtk_widget_set_visible (self->elsewhere_title, elsewhere);
  gtk_widget_set_visible (self->elsewhere_rows, elsewhere);
  give_focus (self->rows, focus);
  give_focus (self->elsewhere_rows, focus);
}

static void
hufu_held_list_dispose (GObject *object)
{
  g_clear_object (&HUFU_HELD_LIST (object)->held);
  g_clear_object (&HUFU_HELD_LIST (object)->elsewhere);
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
  gtk_widget_class_bind_template_child (widget_class, HufuHeldList, elsewhere_title);
  gtk_widget_class_bind_template_child (widget_class, HufuHeldList, elsewhere_rows);
}

static void
hufu_held_list_init (HufuHeldList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_held_list_new (GListModel *held, GListModel *elsewhere)
{
  HufuHeldList *self = g_object_new (HUFU_TYPE_HELD_LIST, NULL);
  self->held = g_object_ref (held);
  self->elsewhere = g_object_ref (elsewhere);
  g_signal_connect_object (held, "items-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (elsewhere, "items-changed", G_CALLBACK (show_rows), self,
                           G_CONNECT_SWAPPED);
  show_rows (self);
  return GTK_WIDGET (self);
}
