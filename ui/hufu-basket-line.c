/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-basket-line.h"

#include "ui/drawing.h"
#include "ui/hufu-basket.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"

struct _HufuBasketLine {
  GtkBox parent_instance;
  HufuBasketRow *row;
  GtkWidget *qty, *times, *qty_text, *icon, *name, *variant, *why_row, *why_icon, *struck, *pending;
  GtkWidget *more, *detail, *acts, *less, *add, *count, *delete;
  HufuBasketView *basket; /* while rooted; owns this line */
  gulong selected_handler;
};

G_DEFINE_FINAL_TYPE (HufuBasketLine, hufu_basket_line, GTK_TYPE_BOX)

enum { PROP_ROW = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
on_select (HufuBasketLine *self)
{
  if (self->row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "counter.select-line", "u", self->row->line_no);
}

static gboolean
is_selected (HufuBasketLine *self)
{
  return self->row != NULL && self->basket != NULL && self->row->line_no > 0 &&
         hufu_basket_view_get_selected (self->basket) == self->row->line_no;
}

static void
show_selected (HufuBasketLine *self)
{
  gboolean selected = is_selected (self), changes = FALSE;
  if (self->row != NULL)
    changes = self->row->can_change_qty || self->row->can_delete;
  hufu_set_class (self, "selected", selected);
  gtk_revealer_set_reveal_child (
      GTK_REVEALER (self->more),
      selected && (changes || (self->row != NULL && *self->row->detail != '\0')));
}

static void
show_row (HufuBasketLine *self)
{
  HufuBasketRow *row = self->row;
  if (row == NULL)
    return;
  gboolean product = row->kind == HUFU_ROW_PRODUCT, pending = row->kind == HUFU_ROW_PENDING;
  gboolean saves = product && *row->struck != '\0';
  hufu_set_class (self, "prepaid", !product && !pending);
  hufu_set_class (self, "pending", pending);
  hufu_set_class (self, "saves", saves);
  gtk_widget_set_visible (self->times, product);
  gtk_widget_set_visible (self->qty_text, product);
  gtk_widget_set_visible (self->icon, !product);
  hufu_icon_set_icon (HUFU_ICON (self->icon), pending ? "hourglass" : "ticket");
  gtk_widget_set_visible (self->variant, *row->variant != '\0');
  gtk_widget_set_visible (self->why_row, *row->why != '\0');
  hufu_icon_set_icon (HUFU_ICON (self->why_icon), saves ? "tag" : "check");
  gtk_widget_set_visible (self->why_icon, saves || (!product && !pending));
  gtk_widget_set_visible (self->struck, *row->struck != '\0');
  gtk_widget_set_visible (self->pending, pending);
  gtk_widget_set_visible (self->detail, *row->detail != '\0');
  gtk_widget_set_visible (self->acts, row->can_change_qty || row->can_delete);
  gtk_widget_set_visible (self->less, row->can_change_qty);
  gtk_widget_set_visible (self->add, row->can_change_qty);
  gtk_widget_set_visible (self->count, row->can_change_qty);
  gtk_widget_set_visible (self->delete, row->can_delete);
  g_autofree char *label =
      g_strdup_printf ("%s %s × %s %s", row->name, row->variant, row->qty, row->amount);
  hufu_set_accessible_label (self->qty, label);
  show_selected (self);
}

static void
hufu_basket_line_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (object);
  if (!g_set_object (&self->row, g_value_get_object (value)))
    return;
  show_row (self);
  g_object_notify_by_pspec (object, props[PROP_ROW]);
}

static void
hufu_basket_line_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, HUFU_BASKET_LINE (object)->row);
}

static void
hufu_basket_line_root (GtkWidget *widget)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (widget);
  GTK_WIDGET_CLASS (hufu_basket_line_parent_class)->root (widget);
  GtkWidget *basket = gtk_widget_get_ancestor (widget, HUFU_TYPE_BASKET_VIEW);
  if (basket == NULL)
    return;
  self->basket = HUFU_BASKET_VIEW (basket);
  self->selected_handler = g_signal_connect_object (
      basket, "notify::selected", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);
  show_selected (self);
}

static void
hufu_basket_line_unroot (GtkWidget *widget)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (widget);
  if (self->basket != NULL)
    g_clear_signal_handler (&self->selected_handler, self->basket);
  self->basket = NULL;
  GTK_WIDGET_CLASS (hufu_basket_line_parent_class)->unroot (widget);
}

static void
hufu_basket_line_dispose (GObject *object)
{
  g_clear_object (&HUFU_BASKET_LINE (object)->row);
  G_OBJECT_CLASS (hufu_basket_line_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, qty);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, times);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, qty_text);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, icon);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, name);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, variant);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, why_row);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, why_icon);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, struck);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, pending);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, more);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, detail);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, acts);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, less);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, add);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, count);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, delete);
  gtk_widget_class_bind_template_callback (widget_class, on_select);
}

static void
hufu_basket_line_class_init (HufuBasketLineClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_BASKET_ROW);
  object_class->set_property = hufu_basket_line_set_property;
  object_class->get_property = hufu_basket_line_get_property;
  object_class->dispose = hufu_basket_line_dispose;
  widget_class->root = hufu_basket_line_root;
  widget_class->unroot = hufu_basket_line_unroot;
  props[PROP_ROW] =
      g_param_spec_object ("row", NULL, NULL, HUFU_TYPE_BASKET_ROW,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-basket-line.ui");
  bind_children (widget_class);
}

static void
hufu_basket_line_init (HufuBasketLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The whole line is the target of a touch, not only its quantity. */
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_select), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
