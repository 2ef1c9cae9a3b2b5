/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-stock-page.h"

#include "core/stock.h"
#include "ui/choices.h"
#include "ui/drawing.h"
#include "ui/hufu-case-row.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuStockPage {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkSingleSelection *selection;
  GtkWidget *list, *nothing, *find, *heading, *form, *empty, *foot, *icon, *title, *sku, *places,
      *reasons, *number, *note, *foretold, *notice;
  gboolean typing;  /* the form is being changed by the program */
  gboolean goes_on; /* the keys go with what is shown next: to the product, or to the list */
};

G_DEFINE_FINAL_TYPE (HufuStockPage, hufu_stock_page, GTK_TYPE_BOX)

static HufuStockDesk *
get_desk (HufuStockPage *self)
{
  return hufu_counter_get_stock_desk (self->counter);
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* ---- the product ---- */

static void
show_foretold (HufuStockPage *self)
{
  g_autofree char *sentence = NULL;
  if (self->typing)
    return;
  sentence = hufu_stock_desk_foretell (get_desk (self), hufu_choices_get (self->reasons),
                                       get_text (self->number), get_text (self->note),
                                       hufu_counter_get_lang (self->counter));
  gtk_label_set_text (GTK_LABEL (self->foretold), sentence);
}

static GtkWidget *
make_label (const char *text, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* One row says who, how much and how old in one breath, too. */
static void
add_place (HufuStockPage *self, const HufuFact *fact, int row)
{
  static const char *const looks[] = {
      [HUFU_LOOK_PLAIN] = "plain", [HUFU_LOOK_OLD] = "old", [HUFU_LOOK_LOW] = "low"};
  g_autofree char *name = g_strjoin (" ", fact->label, fact->value, fact->hint, NULL);
  GtkWidget *place = make_label (fact->label, "place", 0);
  GtkWidget *amount = make_label (fact->value, "line-amount", 1);
  GtkWidget *age = make_label (fact->hint, "dim", 0);
  gtk_widget_set_hexpand (age, TRUE);
  gtk_widget_add_css_class (amount, looks[fact->look]);
  hufu_set_accessible_label (place, name);
  gtk_grid_attach (GTK_GRID (self->places), place, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->places), amount, 1, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->places), age, 2, row, 1, 1);
}

static void
clear_form (HufuStockPage *self)
{
  self->typing = TRUE;
  hufu_choices_set (self->reasons, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->number), "");
  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
  self->typing = FALSE;
}

static void
show_product (HufuStockPage *self)
{
  const GPtrArray *places = hufu_stock_desk_get_places (get_desk (self));
  g_autofree char *sku = NULL, *title = NULL, *icon = NULL;
  g_autofree char *before = g_strdup (gtk_label_get_text (GTK_LABEL (self->sku)));
  g_object_get (get_desk (self), "sku", &sku, "title", &title, "icon", &icon, NULL);
  gtk_widget_set_visible (self->form, places != NULL);
  gtk_widget_set_visible (self->foot, places != NULL);
  gtk_widget_set_visible (self->empty, places == NULL);
  hufu_remove_children (self->places);
  for (guint i = 0; places != NULL && i < places->len; i++)
    add_place (self, places->pdata[i], (int)i);
  hufu_icon_set_icon (HUFU_ICON (self->icon), hufu_drawing_for_goods (icon));
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->sku), sku);
  if (g_strcmp0 (before, sku) != 0) {
    clear_form (self); /* what was typed is of another product */
    hufu_set_text (self->notice, "");
  }
  show_foretold (self);
  if (places != NULL && self->goes_on) {
    gtk_widget_grab_focus (gtk_widget_get_first_child (self->reasons));
    self->goes_on = FALSE;
  }
}

static void
on_book (HufuStockPage *self)
{
  const char *reason = hufu_choices_get (self->reasons);
  hufu_counter_correct_stock (self->counter, gtk_label_get_text (GTK_LABEL (self->sku)),
                              get_text (self->number), reason != NULL ? reason : "",
                              get_text (self->note));
}

static void
on_booked (HufuStockPage *self)
{
  clear_form (self);
  show_foretold (self);
}

static void
on_notice (HufuCounter *counter, const char *sentence, HufuStockPage *self)
{
  hufu_set_text (self->notice, sentence);
}

/* ---- the list ---- */

static void
on_find (HufuStockPage *self)
{
  const char *words = get_text (self->find);
  self->goes_on = TRUE;
  if (*words == '\0')
    hufu_counter_act (self->counter, HUFU_ACT_SHOW_LOW);
  else
    hufu_counter_show_stock (self->counter, words);
}

static void
on_selected (HufuStockPage *self)
{
  const HufuStockRow *row = gtk_single_selection_get_selected_item (self->selection);
  if (row != NULL && g_strcmp0 (row->sku, gtk_label_get_text (GTK_LABEL (self->sku))) != 0)
    hufu_counter_show_stock (self->counter, row->sku);
}

/* Enter on a row, or a double click. */
static void
on_activate (HufuStockPage *self, guint position)
{
  self->goes_on = TRUE;
  if (gtk_single_selection_get_selected (self->selection) == position)
    show_product (self);
  else
    gtk_single_selection_set_selected (self->selection, position);
}

static void
show_heading (HufuStockPage *self)
{
  g_autofree char *words = NULL;
  g_object_get (get_desk (self), "words", &words, NULL);
  g_autofree char *found = g_strdup_printf (_ ("Found: %s"), words);
  gtk_label_set_text (GTK_LABEL (self->heading),
                      *words == '\0' ? _ ("Low stock, lowest first") : found);
}

/* Another list begins at its top. */
static void
on_rows (GListModel *rows, guint at, guint removed, guint added, HufuStockPage *self)
{
  gtk_widget_set_visible (self->nothing, g_list_model_get_n_items (rows) == 0);
  if (at == 0 && (removed != 1 || added != 1) && added > 0)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", 0);
  if (self->goes_on && added > 0) {
    gtk_widget_grab_focus (self->list);
    self->goes_on = FALSE;
  }
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (HUFU_TYPE_CASE_ROW, NULL));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  const HufuStockRow *row = gtk_list_item_get_item (item);
  HufuCaseRow *shown = HUFU_CASE_ROW (gtk_list_item_get_child (item));
  hufu_case_row_fill (shown, hufu_drawing_for_goods (row->icon), row->name, row->hint, row->amount,
                      "");
  hufu_set_tone (shown, row->state.known && row->state.milli < 0 ? HUFU_TONE_ASK : HUFU_TONE_PLAIN);
}

/* ---- the object ---- */

static void
make_reasons (HufuStockPage *self)
{
  HufuLang lang = hufu_counter_get_lang (self->counter);
  for (gsize i = 0; i < HUFU_STOCK_REASON_COUNT; i++) {
    const HufuStockReason *reason = hufu_stock_reason_get (i);
    GtkWidget *button =
        hufu_choices_add (self->reasons, "stock-", reason->name, reason->labels[lang]);
    g_signal_connect_object (button, "toggled", G_CALLBACK (show_foretold), self,
                             G_CONNECT_SWAPPED);
  }
}

void
hufu_stock_page_focus (HufuStockPage *page)
{
  gtk_widget_grab_focus (page->find);
}

static void
hufu_stock_page_dispose (GObject *object)
{
  HufuStockPage *self = HUFU_STOCK_PAGE (object);
  if (self->list != NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list), NULL);
  self->list = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_stock_page_parent_class)->dispose (object);
}

static void
hufu_stock_page_class_init (HufuStockPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_stock_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-stock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, list);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, find);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, heading);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, form);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, empty);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, foot);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, icon);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, title);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, sku);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, places);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, reasons);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, number);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, note);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, foretold);
  gtk_widget_class_bind_template_child (widget_class, HufuStockPage, notice);
  gtk_widget_class_bind_template_callback (widget_class, on_book);
  gtk_widget_class_bind_template_callback (widget_class, on_find);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, show_foretold);
}

static void
hufu_stock_page_init (HufuStockPage *self)
{
  self->typing = TRUE; /* until there is a counter to ask */
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
make_list (HufuStockPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  self->selection =
      gtk_single_selection_new (g_object_ref (hufu_stock_desk_get_rows (get_desk (self))));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_stock_desk_get_rows (get_desk (self)), "items-changed",
                           G_CALLBACK (on_rows), self, G_CONNECT_AFTER);
}

GtkWidget *
hufu_stock_page_new (HufuCounter *counter)
{
  HufuStockPage *self = g_object_new (HUFU_TYPE_STOCK_PAGE, NULL);
  static const struct {
    const char *signal;
    void (*show) (HufuStockPage *self);
  } news[] = {{"notify::words", show_heading},
              {"notify::sku", show_product},
              {"notify::booked", on_booked}};
  self->counter = g_object_ref (counter);
  make_reasons (self);
  make_list (self);
  for (gsize i = 0; i < G_N_ELEMENTS (news); i++)
    g_signal_connect_object (get_desk (self), news[i].signal, G_CALLBACK (news[i].show), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  self->typing = FALSE;
  on_rows (hufu_stock_desk_get_rows (get_desk (self)), 0, 0, 0, self);
  show_heading (self);
  hufu_set_text (self->notice, "");
  show_product (self);
  return GTK_WIDGET (self);
}
