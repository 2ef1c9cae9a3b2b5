/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-basket.h"

#include <string.h>

#include "ui/hufu-basket-line.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"

struct _HufuBasketView {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkWidget *member_pill, *add_member, *held, *held_count, *empty, *scroller;
  GtkWidget *total, *hold, *void_sale, *primary, *primary_label, *primary_key;
  GtkListView *lines;
};

G_DEFINE_FINAL_TYPE (HufuBasketView, hufu_basket_view, GTK_TYPE_BOX)

enum { PROP_MODEL = 1, PROP_SELECTED, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
hufu_basket_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuBasketView *self = HUFU_BASKET_VIEW (object);
  if (id == PROP_MODEL)
    g_value_set_object (value,
                        self->counter != NULL ? hufu_counter_get_basket (self->counter) : NULL);
  else
    g_value_set_uint (value, hufu_basket_view_get_selected (self));
}

static void
show_totals (HufuBasketView *self)
{
  g_autofree char *due = NULL, *member = NULL;
  gboolean empty = TRUE;
  g_object_get (hufu_counter_get_basket (self->counter), "due", &due, "member", &member, "empty",
                &empty, NULL);
  const char *amount = due != NULL ? due : "";
  if (g_str_has_prefix (amount, "¥"))
    amount += strlen ("¥");
  gtk_label_set_text (GTK_LABEL (self->total), amount);
  gboolean has_member = member != NULL && *member != '\0';
  gtk_widget_set_visible (self->member_pill, has_member);
  gtk_widget_set_visible (self->add_member, !has_member);
  gtk_widget_set_visible (self->empty, empty);
  gtk_widget_set_visible (self->scroller, !empty);
}

static void
show_acts (HufuBasketView *self)
{
  gboolean empty = TRUE;
  g_object_get (hufu_counter_get_basket (self->counter), "empty", &empty, NULL);
  gboolean selling = hufu_counter_get_screen (self->counter) == HUFU_SCREEN_SELL &&
                     hufu_counter_get_panel (self->counter) == NULL && !empty;
  gtk_widget_set_visible (self->hold, selling);
  gtk_widget_set_visible (self->void_sale, selling);
}

static void
show_primary (HufuBasketView *self)
{
  const HufuChoice *choice = hufu_counter_get_primary (self->counter);
  gtk_widget_set_visible (self->primary, choice != NULL);
  if (choice == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->primary_label), choice->label);
  hufu_set_text (self->primary_key, choice->key);
  hufu_set_accessible_label (self->primary, choice->label);
}

static void
show_held (HufuBasketView *self)
{
  guint n = g_list_model_get_n_items (hufu_counter_get_held (self->counter));
  g_autofree char *text = g_strdup_printf ("%u", n);
  gtk_label_set_text (GTK_LABEL (self->held_count), text);
  gboolean selling = hufu_counter_get_screen (self->counter) == HUFU_SCREEN_SELL;
  gtk_widget_set_visible (self->held, n > 0 && selling);
}

static void
show_all (HufuBasketView *self)
{
  show_totals (self);
  show_acts (self);
  show_primary (self);
  show_held (self);
}

/* A new line, or a newly selected one, comes into sight. */
static void
scroll_to_selected (HufuBasketView *self)
{
  GListModel *rows = G_LIST_MODEL (hufu_counter_get_basket (self->counter));
  guint32 selected = hufu_counter_get_selected_line (self->counter);
  for (guint i = 0; selected > 0 && i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (HufuBasketRow) row = g_list_model_get_item (rows, i);
    if (row->line_no == selected)
      gtk_widget_activate_action (GTK_WIDGET (self->lines), "list.scroll-to-item", "u", i);
  }
}

static void
on_selected (HufuBasketView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
  scroll_to_selected (self);
}

static void
hufu_basket_view_dispose (GObject *object)
{
  g_clear_object (&HUFU_BASKET_VIEW (object)->counter);
  G_OBJECT_CLASS (hufu_basket_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, member_pill);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, add_member);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, held);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, held_count);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, empty);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, lines);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, total);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, hold);
  gtk_widget_class_bind_template_child_full (widget_class, "void", FALSE,
                                             G_STRUCT_OFFSET (HufuBasketView, void_sale));
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, primary);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, primary_label);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, primary_key);
}

static void
hufu_basket_view_class_init (HufuBasketViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_BASKET_LINE);
  g_type_ensure (HUFU_TYPE_BASKET_MODEL);
  object_class->get_property = hufu_basket_view_get_property;
  object_class->dispose = hufu_basket_view_dispose;
  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, HUFU_TYPE_BASKET_MODEL,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_SELECTED] = g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-basket.ui");
  bind_children (widget_class);
}

static void
hufu_basket_view_init (HufuBasketView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_basket_view_set_counter (HufuBasketView *self, HufuCounter *counter)
{
  g_set_object (&self->counter, counter);
  HufuBasketModel *basket = hufu_counter_get_basket (counter);
  g_autoptr (GtkNoSelection) rows = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (basket)));
  gtk_list_view_set_model (self->lines, GTK_SELECTION_MODEL (rows));
  g_signal_connect_object (basket, "notify", G_CALLBACK (show_totals), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (basket, "notify::empty", G_CALLBACK (show_acts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::screen", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::panel", G_CALLBACK (show_acts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::primary", G_CALLBACK (show_primary), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::selected-line", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_held (counter), "items-changed", G_CALLBACK (show_held),
                           self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODEL]);
  show_all (self);
}

guint32
hufu_basket_view_get_selected (HufuBasketView *self)
{
  return self->counter != NULL ? hufu_counter_get_selected_line (self->counter) : 0;
}
