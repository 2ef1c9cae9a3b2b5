/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-paper-page.h"

#include "core/label.h"
#include "ui/choices.h"
#include "ui/drawing.h"
#include "ui/hufu-case-row.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuPaperPage {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkSingleSelection *selection;
  GtkWidget *kinds, *labels, *list, *find, *source, *title, *foot, *number, *notice, *picture,
      *empty;
  guint n_copies;
  gboolean filling; /* the choice is being changed by the program */
};

G_DEFINE_FINAL_TYPE (HufuPaperPage, hufu_paper_page, GTK_TYPE_BOX)

static HufuPaperDesk *
get_desk (HufuPaperPage *self)
{
  return hufu_counter_get_paper_desk (self->counter);
}

static gboolean
is_label (HufuPaperPage *self)
{
  return hufu_paper_desk_get_kind (get_desk (self)) == HUFU_PAPER_LABEL;
}

/* ---- what is shown ---- */

/* Where the layout comes from, or why the file does not count. */
static void
show_source (HufuPaperPage *self)
{
  const char *fault = hufu_paper_desk_get_fault (get_desk (self));
  const char *said = _ ("The file receipt.template in the data folder says how receipts look, with "
                        "its logo beside it. A change shows here at once.");

  if (hufu_paper_desk_get_kind (get_desk (self)) == HUFU_PAPER_PREPARATION)
    said = _ ("Printed at the slip printer when something of the categories to prepare is sold.");
  gtk_label_set_text (GTK_LABEL (self->source), *fault != '\0' ? fault : said);
  hufu_set_tone (self->source, *fault != '\0' ? HUFU_TONE_ASK : HUFU_TONE_PLAIN);
  gtk_widget_set_visible (self->source, !is_label (self));
}

static void
show_number (HufuPaperPage *self)
{
  g_autofree char *number = g_strdup_printf ("%u", self->n_copies);

  gtk_label_set_text (GTK_LABEL (self->number), number);
}

static void
show_product (HufuPaperPage *self)
{
  const char *sku = hufu_paper_desk_get_sku (get_desk (self));
  g_autofree char *title = g_strjoin ("  ", hufu_paper_desk_get_title (get_desk (self)), sku, NULL);

  gtk_label_set_text (GTK_LABEL (self->title), *sku != '\0' ? title : "");
  gtk_widget_set_sensitive (self->foot, *sku != '\0');
  self->n_copies = 1;
  show_number (self);
  hufu_set_text (self->notice, "");
}

static void
show_kind (HufuPaperPage *self)
{
  self->filling = TRUE;
  hufu_choices_set (self->kinds, hufu_paper_name (hufu_paper_desk_get_kind (get_desk (self))));
  self->filling = FALSE;
  gtk_widget_set_visible (self->labels, is_label (self));
  show_source (self);
  hufu_set_text (self->notice, "");
}

static void
show_picture (HufuPaperPage *self)
{
  GBytes *png = hufu_paper_desk_get_picture (get_desk (self));
  g_autoptr (GdkTexture) texture = png != NULL ? gdk_texture_new_from_bytes (png, NULL) : NULL;

  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  gtk_widget_set_visible (self->picture, texture != NULL);
  gtk_widget_set_visible (self->empty, texture == NULL);
}

static void
on_notice (HufuCounter *counter, const char *sentence, HufuPaperPage *self)
{
  gboolean said = g_strcmp0 (sentence, hufu_paper_desk_get_fault (get_desk (self))) == 0;

  hufu_set_text (self->notice, said ? "" : sentence);
}

/* ---- what is done ---- */

static void
on_kind (HufuPaperPage *self)
{
  const char *name = hufu_choices_get (self->kinds);
  HufuPaper kind;

  if (!self->filling && name != NULL && hufu_paper_find (name, &kind) &&
      kind != hufu_paper_desk_get_kind (get_desk (self)))
    hufu_counter_show_paper (self->counter, kind, "");
}

static void
on_find (HufuPaperPage *self)
{
  hufu_counter_show_paper (self->counter, HUFU_PAPER_LABEL,
                           gtk_editable_get_text (GTK_EDITABLE (self->find)));
}

static void
on_selected (HufuPaperPage *self)
{
  const HufuStockRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (row != NULL && g_strcmp0 (row->sku, hufu_paper_desk_get_sku (get_desk (self))) != 0)
    hufu_counter_show_paper (self->counter, HUFU_PAPER_LABEL, row->sku);
}

static void
on_activate (HufuPaperPage *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
}

static void
on_less (HufuPaperPage *self)
{
  self->n_copies = MAX (self->n_copies - 1, 1);
  show_number (self);
}

static void
on_more (HufuPaperPage *self)
{
  self->n_copies = MIN (self->n_copies + 1, HUFU_LABEL_COPIES_MAX);
  show_number (self);
}

static void
on_print (HufuPaperPage *self)
{
  hufu_counter_print_label (self->counter, hufu_paper_desk_get_sku (get_desk (self)),
                            self->n_copies);
}

/* ---- the list ---- */

static void
on_rows (GListModel *rows, guint at, guint removed, guint added, HufuPaperPage *self)
{
  if (added > 0)
    gtk_widget_grab_focus (self->list);
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

  hufu_case_row_fill (HUFU_CASE_ROW (gtk_list_item_get_child (item)),
                      hufu_drawing_for_goods (row->icon), row->name, row->sku, "", "");
}

/* ---- the object ---- */

void
hufu_paper_page_focus (HufuPaperPage *page)
{
  gtk_widget_grab_focus (is_label (page) ? page->find : gtk_widget_get_first_child (page->kinds));
}

static void
hufu_paper_page_dispose (GObject *object)
{
  HufuPaperPage *self = HUFU_PAPER_PAGE (object);

  if (self->list != NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list), NULL);
  self->list = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_paper_page_parent_class)->dispose (object);
}

static void
hufu_paper_page_class_init (HufuPaperPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_paper_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-paper-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, labels);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, list);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, find);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, source);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, title);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, foot);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, number);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, notice);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, picture);
  gtk_widget_class_bind_template_child (widget_class, HufuPaperPage, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_find);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_less);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
  gtk_widget_class_bind_template_callback (widget_class, on_print);
}

static void
hufu_paper_page_init (HufuPaperPage *self)
{
  self->n_copies = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
make_kinds (HufuPaperPage *self)
{
  const char *const words[] = {[HUFU_PAPER_RECEIPT] = _ ("Receipt"),
                               [HUFU_PAPER_GIFT] = _ ("Gift receipt"),
                               [HUFU_PAPER_PREPARATION] = _ ("Preparation slip"),
                               [HUFU_PAPER_LABEL] = _ ("Label")};

  for (guint i = 0; i < HUFU_PAPER_COUNT; i++)
    g_signal_connect_object (
        hufu_choices_add (self->kinds, "paper-", hufu_paper_name ((HufuPaper)i), words[i]),
        "toggled", G_CALLBACK (on_kind), self, G_CONNECT_SWAPPED);
}

static void
make_list (HufuPaperPage *self)
{
  GListModel *rows = hufu_paper_desk_get_rows (get_desk (self));
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->selection = gtk_single_selection_new (g_object_ref (rows));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (on_rows), self, G_CONNECT_AFTER);
}

GtkWidget *
hufu_paper_page_new (HufuCounter *counter)
{
  HufuPaperPage *self = g_object_new (HUFU_TYPE_PAPER_PAGE, NULL);
  static const struct {
    const char *signal;
    void (*show) (HufuPaperPage *self);
  } news[] = {{"notify::kind", show_kind},
              {"notify::sku", show_product},
              {"notify::fault", show_source},
              {"notify::picture", show_picture}};

  self->counter = g_object_ref (counter);
  make_kinds (self);
  make_list (self);
  for (gsize i = 0; i < G_N_ELEMENTS (news); i++)
    g_signal_connect_object (get_desk (self), news[i].signal, G_CALLBACK (news[i].show), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  show_product (self);
  show_kind (self);
  show_picture (self);
  return GTK_WIDGET (self);
}
