/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-basket.h"

#include <string.h>

#include "ui/hufu-basket-line.h"
#include "ui/hufu-flat.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

#define KEPT_LINES_MAX 24
#define LOOKS_MAX 3 /* GTK lays out at most four times in a frame */

struct _HufuBasketView {
  GtkWidget parent_instance;
  HufuCounter *counter;
  GtkWidget *content;
  GtkWidget *member_pill, *add_member, *held, *held_count, *empty, *scroller;
  GtkWidget *total, *total_label, *hold, *void_sale, *discount, *primary, *primary_label,
      *primary_key;
  GtkListView *lines;
  GPtrArray *kept_lines; /* in the list, or spare */
  guint spare_idle;
  guint n_looks;        /* more layouts that the selected line may need to come into sight */
  GdkFrameClock *clock; /* while realized */
};

G_DEFINE_FINAL_TYPE (HufuBasketView, hufu_basket_view, GTK_TYPE_WIDGET)

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
  g_autofree char *due = NULL, *paid = NULL, *member = NULL;
  gboolean empty = TRUE;
  g_object_get (hufu_counter_get_basket (self->counter), "due", &due, "paid", &paid, "member",
                &member, "empty", &empty, NULL);
  const char *amount = due != NULL ? due : "";
  if (g_str_has_prefix (amount, "¥"))
    amount += strlen ("¥");
  gtk_label_set_text (GTK_LABEL (self->total), amount);
  gboolean is_part = paid != NULL && *paid != '\0';
  gtk_label_set_text (GTK_LABEL (self->total_label), is_part ? _ ("Still to pay") : _ ("Total"));
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
  /* Where letters are large there is no room: the page of a line's price leads there too. */
  gtk_widget_set_visible (self->discount, selling && !hufu_text_is_large ());
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
  gtk_widget_set_sensitive (self->primary, choice->act != HUFU_ACT_NONE);
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

/* ---- the selected line ---- */

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

/* The list's item with the selected line; NULL if it is too far away to have a widget. */
static GtkWidget *
find_selected (HufuBasketView *self)
{
  guint32 selected = hufu_counter_get_selected_line (self->counter);
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->lines)); item != NULL;
       item = gtk_widget_get_next_sibling (item)) {
    GtkWidget *line = gtk_widget_get_first_child (item);
    g_autoptr (HufuBasketRow) row = NULL;
    if (!HUFU_IS_BASKET_LINE (line))
      continue;
    g_object_get (line, "row", &row, NULL);
    if (row != NULL && row->line_no == selected && gtk_widget_get_child_visible (item))
      return item;
  }
  return NULL;
}

/* How far the list has to go on so that the item is seen whole, or from its beginning. */
static double
distance_to (HufuBasketView *self, GtkWidget *item)
{
  graphene_rect_t at;
  float page = (float)gtk_widget_get_height (GTK_WIDGET (self->lines));
  if (!gtk_widget_compute_bounds (item, GTK_WIDGET (self->lines), &at))
    return 0;
  float below = at.origin.y + at.size.height - page;
  return (double)(at.origin.y < 0 ? at.origin.y : MAX (MIN (below, at.origin.y), 0));
}

/* The list scrolls by the heights that it knows, and a new line has none before it is laid out. So
 * it is looked at after that, and what is missing is scrolled before the frame is painted. */
static void
on_layout (HufuBasketView *self)
{
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->lines));
  if (self->n_looks == 0 || !gtk_widget_get_mapped (GTK_WIDGET (self->lines)))
    return;
  self->n_looks--;
  GtkWidget *item = find_selected (self);
  if (item == NULL) {
    scroll_to_selected (self);
    return;
  }
  double distance = distance_to (self, item);
  if (distance != 0)
    gtk_adjustment_set_value (scroll, gtk_adjustment_get_value (scroll) + distance);
  else
    self->n_looks = 0; /* from now on the list is where the cashier scrolls it */
}

static void
hufu_basket_view_realize (GtkWidget *widget)
{
  HufuBasketView *self = HUFU_BASKET_VIEW (widget);
  GTK_WIDGET_CLASS (hufu_basket_view_parent_class)->realize (widget);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  g_signal_connect_object (self->clock, "layout", G_CALLBACK (on_layout), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
hufu_basket_view_unrealize (GtkWidget *widget)
{
  HufuBasketView *self = HUFU_BASKET_VIEW (widget);
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
  GTK_WIDGET_CLASS (hufu_basket_view_parent_class)->unrealize (widget);
}

static void
on_selected (HufuBasketView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
  scroll_to_selected (self);
  self->n_looks = LOOKS_MAX;
}

/* More of a product that is selected already: its line changes, the selection does not. */
static void
on_rows_changed (HufuBasketView *self, guint position, guint n_removed, guint n_added)
{
  GListModel *rows = G_LIST_MODEL (hufu_counter_get_basket (self->counter));
  guint32 selected = hufu_counter_get_selected_line (self->counter);
  for (guint i = position; selected > 0 && i < position + n_added; i++) {
    g_autoptr (HufuBasketRow) row = g_list_model_get_item (rows, i);
    if (row != NULL && row->line_no == selected) {
      scroll_to_selected (self);
      self->n_looks = LOOKS_MAX;
    }
  }
}

/* ---- the lines ---- */

/* A line's widgets take as long to make as to draw. So those of a finished sale serve the next, and
 * one is made ahead while nothing else is to do. */
static GtkWidget *
find_spare_line (HufuBasketView *self)
{
  for (guint i = 0; i < self->kept_lines->len; i++)
    if (gtk_widget_get_parent (self->kept_lines->pdata[i]) == NULL)
      return self->kept_lines->pdata[i];
  return NULL;
}

static gboolean
on_spare_time (gpointer user_data)
{
  HufuBasketView *self = user_data;
  self->spare_idle = 0;
  if (self->kept_lines->len < KEPT_LINES_MAX && find_spare_line (self) == NULL)
    g_ptr_array_add (self->kept_lines,
                     g_object_ref_sink (g_object_new (HUFU_TYPE_BASKET_LINE, NULL)));
  return G_SOURCE_REMOVE;
}

static void
want_spare_line (HufuBasketView *self)
{
  if (self->spare_idle == 0)
    self->spare_idle = g_idle_add_full (G_PRIORITY_LOW, on_spare_time, self, NULL);
}

static void
on_line_setup (HufuBasketView *self, GtkListItem *item)
{
  GtkWidget *line = find_spare_line (self);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, line != NULL ? line : g_object_new (HUFU_TYPE_BASKET_LINE, NULL));
  want_spare_line (self);
}

static void
on_line_bind (HufuBasketView *self, GtkListItem *item)
{
  g_object_set (gtk_list_item_get_child (item), "row", gtk_list_item_get_item (item), NULL);
}

static void
on_line_unbind (HufuBasketView *self, GtkListItem *item)
{
  g_object_set (gtk_list_item_get_child (item), "row", NULL, NULL);
}

static void
add_factory (HufuBasketView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  self->kept_lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_line_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_line_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_line_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->lines, factory);
  want_spare_line (self);
}

/* ---- its size ---- */

/* What the content would like to have moves nothing: names give way, and the primary button takes a
 * second line. */
static void
hufu_basket_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  HufuBasketView *self = HUFU_BASKET_VIEW (widget);
  gtk_widget_measure (self->content, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = *minimum;
}

static GtkSizeRequestMode
hufu_basket_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hufu_basket_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (HUFU_BASKET_VIEW (widget)->content,
                            &(GtkAllocation){0, 0, width, height}, -1);
}

/* ---- the object ---- */

static void
hufu_basket_view_dispose (GObject *object)
{
  HufuBasketView *self = HUFU_BASKET_VIEW (object);
  g_clear_handle_id (&self->spare_idle, g_source_remove);
  g_clear_pointer (&self->kept_lines, g_ptr_array_unref);
  g_clear_object (&self->counter);
  gtk_widget_dispose_template (GTK_WIDGET (self), HUFU_TYPE_BASKET_VIEW);
  G_OBJECT_CLASS (hufu_basket_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, content);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, member_pill);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, add_member);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, held);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, held_count);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, empty);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, lines);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, total);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, total_label);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, hold);
  gtk_widget_class_bind_template_child (widget_class, HufuBasketView, discount);
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
  g_type_ensure (HUFU_TYPE_FLAT);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_BASKET_LINE);
  g_type_ensure (HUFU_TYPE_BASKET_MODEL);
  object_class->get_property = hufu_basket_view_get_property;
  object_class->dispose = hufu_basket_view_dispose;
  widget_class->realize = hufu_basket_view_realize;
  widget_class->unrealize = hufu_basket_view_unrealize;
  widget_class->measure = hufu_basket_view_measure;
  widget_class->get_request_mode = hufu_basket_view_get_request_mode;
  widget_class->size_allocate = hufu_basket_view_size_allocate;
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
  add_factory (self);
}

void
hufu_basket_view_set_counter (HufuBasketView *self, HufuCounter *counter)
{
  g_set_object (&self->counter, counter);
  HufuBasketModel *basket = hufu_counter_get_basket (counter);
  g_autoptr (GtkNoSelection) rows = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (basket)));
  gtk_list_view_set_model (self->lines, GTK_SELECTION_MODEL (rows));
  static const char *const totals[] = {"notify::due", "notify::deposit", "notify::member",
                                       "notify::empty"};
  for (guint i = 0; i < G_N_ELEMENTS (totals); i++)
    g_signal_connect_object (basket, totals[i], G_CALLBACK (show_totals), self, G_CONNECT_SWAPPED);
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
  g_signal_connect_object (basket, "items-changed", G_CALLBACK (on_rows_changed), self,
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
