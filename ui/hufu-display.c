/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-display.h"

#include "ui/hufu-mark.h"
#include "ui/hufu-qr-view.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuDisplay {
  GtkWindow parent_instance;
  HufuCounter *counter;
  GtkStack *pages;
  GtkListView *lines;
  GtkWidget *scroller, *greeting, *label, *amount, *note, *saved_box, *saved;
  HufuQrView *qr;
  GtkWidget *shop, *idle_label, *idle_amount, *words;
};

G_DEFINE_FINAL_TYPE (HufuDisplay, hufu_display, GTK_TYPE_WINDOW)

static GtkWidget *
append_label (GtkWidget *box, float xalign, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
strike (GtkWidget *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
}

/* A line: quantity, name over its why, list price over what it costs. */
static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *amounts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (row, "display-line");
  append_label (row, 0, "times");
  gtk_box_append (GTK_BOX (row), names);
  gtk_box_append (GTK_BOX (row), amounts);
  gtk_widget_set_hexpand (names, TRUE);
  gtk_widget_set_valign (names, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (amounts, GTK_ALIGN_CENTER);
  GtkWidget *name = append_label (names, 0, "name");
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_lines (GTK_LABEL (name), 2);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  append_label (names, 0, "why");
  strike (append_label (amounts, 1, "struck"));
  append_label (amounts, 1, "amount");
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const HufuBasketRow *row = gtk_list_item_get_item (item);
  GtkWidget *qty = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *names = gtk_widget_get_next_sibling (qty);
  GtkWidget *amounts = gtk_widget_get_next_sibling (names);
  g_autofree char *times = *row->qty != '\0' ? g_strdup_printf ("× %s", row->qty) : g_strdup ("");
  g_autofree char *name = g_strdup_printf ("%s %s", row->name, row->variant);
  gtk_label_set_text (GTK_LABEL (qty), times);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (names)), g_strchomp (name));
  hufu_set_text (gtk_widget_get_last_child (names), row->why);
  hufu_set_class (gtk_widget_get_last_child (names), "paid", row->kind == HUFU_ROW_PREPAID);
  hufu_set_class (gtk_widget_get_last_child (names), "saves", *row->struck != '\0');
  hufu_set_text (gtk_widget_get_first_child (amounts), row->struck);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (amounts)), row->amount);
}

static void
show_last_line (HufuDisplay *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (hufu_counter_get_basket (self->counter)));
  if (n > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->lines), "list.scroll-to-item", "u", n - 1);
}

static void
show_customer (HufuDisplay *self)
{
  HufuCustomer *customer = hufu_counter_get_customer (self->counter);
  g_autofree char *greeting = NULL, *label = NULL, *amount = NULL, *note = NULL, *saved = NULL,
                  *qr = NULL;
  guint state;
  g_object_get (customer, "state", &state, "greeting", &greeting, "label", &label, "amount",
                &amount, "note", &note, "saved", &saved, "qr", &qr, NULL);
  gboolean lines = state == HUFU_CUSTOMER_BUYING || state == HUFU_CUSTOMER_PAYING;
  gtk_label_set_text (GTK_LABEL (self->greeting), greeting);
  gtk_label_set_text (GTK_LABEL (self->label), label);
  g_autofree char *due = g_strconcat ("¥", amount, NULL);
  gtk_label_set_text (GTK_LABEL (self->amount), due);
  hufu_set_text (self->note, note);
  gtk_label_set_text (GTK_LABEL (self->saved), saved);
  gtk_widget_set_visible (self->saved_box, *saved != '\0');
  hufu_qr_view_set_text (self->qr, qr);
  gtk_label_set_text (GTK_LABEL (self->shop), greeting);
  hufu_set_text (self->idle_label, label);
  hufu_set_text (self->idle_amount, *amount != '\0' ? due : "");
  hufu_set_text (self->words, note);
  hufu_set_class (self, "paying", state == HUFU_CUSTOMER_PAYING);
  hufu_stack_show (self->pages, lines ? "lines" : "idle");
}

static void
hufu_display_dispose (GObject *object)
{
  g_clear_object (&HUFU_DISPLAY (object)->counter);
  G_OBJECT_CLASS (hufu_display_parent_class)->dispose (object);
}

static void
hufu_display_class_init (HufuDisplayClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_MARK_VIEW);
  g_type_ensure (HUFU_TYPE_QR_VIEW);
  G_OBJECT_CLASS (class)->dispose = hufu_display_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-display.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, pages);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, lines);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, scroller);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, greeting);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, label);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, amount);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, note);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, saved_box);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, saved);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, qr);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, shop);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, idle_label);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, idle_amount);
  gtk_widget_class_bind_template_child (widget_class, HufuDisplay, words);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
}

static void
hufu_display_init (HufuDisplay *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_display_new (HufuCounter *counter)
{
  HufuDisplay *self = g_object_new (HUFU_TYPE_DISPLAY, NULL);
  HufuBasketModel *rows = hufu_counter_get_basket (counter);
  g_autoptr (GtkNoSelection) none = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (rows)));
  self->counter = g_object_ref (counter);
  gtk_list_view_set_model (self->lines, GTK_SELECTION_MODEL (none));
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (show_last_line), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (hufu_counter_get_customer (counter), "notify",
                           G_CALLBACK (show_customer), self, G_CONNECT_SWAPPED);
  show_customer (self);
  return GTK_WIDGET (self);
}
