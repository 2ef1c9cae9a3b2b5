/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-product-page.h"

#include <string.h>

#include "ui/choices.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuProductPage {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkWidget *title, *sku, *name_zh, *name_en, *prices, *price, *member_price, *asked, *codes,
      *codes_row, *code, *state_row, *states, *category_row, *categories, *inherits, *approving,
      *managers, *pin, *notice, *save;
  char *saved; /* what was saved last; NULL = something else is done since */
};

G_DEFINE_FINAL_TYPE (HufuProductPage, hufu_product_page, GTK_TYPE_BOX)

static HufuProductDesk *
get_desk (HufuProductPage *self)
{
  return hufu_counter_get_product_desk (self->counter);
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
set_text (GtkWidget *entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

/* ---- what is shown ---- */

static void
fill_categories (HufuProductPage *self)
{
  HufuProductModel *products = hufu_counter_get_products (self->counter);
  GListModel *list = products == NULL ? NULL : hufu_product_model_get_categories (products);
  hufu_remove_children (self->categories);
  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++) {
    g_autoptr (HufuCategoryItem) item = g_list_model_get_item (list, i);
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, item->category_id);
    if (item->category_id > 0)
      hufu_choices_add (self->categories, "category-", id, item->name);
  }
}

static void
show_category (HufuProductPage *self, const HufuProductSheet *sheet)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, sheet->category_id);
  hufu_choices_set (self->categories, id);
}

/* One at a time, or none again. */
static void
on_code (HufuProductPage *self, GtkToggleButton *touched)
{
  for (GtkWidget *at = gtk_widget_get_first_child (self->codes);
       gtk_toggle_button_get_active (touched) && at != NULL; at = gtk_widget_get_next_sibling (at))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (at), at == GTK_WIDGET (touched));
}

static void
fill_codes (HufuProductPage *self, const char *codes)
{
  g_auto (GStrv) list = g_strsplit (codes, ", ", -1);
  hufu_remove_children (self->codes);
  for (guint i = 0; list[i] != NULL; i++) {
    GtkWidget *code = hufu_choices_add (self->codes, "code-", list[i], list[i]);
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (code), NULL);
    g_signal_connect_swapped (code, "toggled", G_CALLBACK (on_code), self);
  }
  gtk_widget_set_visible (gtk_widget_get_parent (self->codes_row), list[0] != NULL);
}

static void
show_beyond (HufuProductPage *self)
{
  gboolean beyond = hufu_product_desk_is_beyond (get_desk (self));
  GListModel *people = hufu_counter_get_people (self->counter);
  hufu_remove_children (self->managers);
  for (guint i = 0; beyond && i < g_list_model_get_n_items (people); i++) {
    g_autoptr (HufuPerson) person = g_list_model_get_item (people, i);
    if (person->manager)
      hufu_choices_add (self->managers, "manager-", person->no, person->name);
  }
  GtkWidget *first = gtk_widget_get_first_child (self->managers);
  if (first != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (first), TRUE);
  set_text (self->pin, "");
  gtk_widget_set_visible (self->approving, beyond);
  gtk_button_set_label (GTK_BUTTON (self->save), beyond ? _ ("Approve and save") : _ ("Save"));
  if (beyond)
    gtk_widget_grab_focus (self->pin);
}

static const char *
find_title (HufuProductPage *self, const HufuProductSheet *sheet)
{
  if (sheet->product_id == 0)
    return _ ("New product");
  return hufu_counter_get_lang (self->counter) == HUFU_LANG_ZH ? sheet->name_zh : sheet->name_en;
}

/* What is typed most: the price, or of a new product its name. */
static void
focus_first (HufuProductPage *self)
{
  const HufuProductSheet *sheet = hufu_product_desk_get_sheet (get_desk (self));
  if (sheet != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (sheet->product_id == 0 ? self->name_zh : self->price);
}

static void
show_sheet (HufuProductPage *self)
{
  const HufuProductSheet *sheet = hufu_product_desk_get_sheet (get_desk (self));
  if (sheet == NULL)
    return;
  gboolean is_new = sheet->product_id == 0;
  hufu_set_text (self->title, find_title (self, sheet));
  hufu_set_text (self->sku, sheet->sku);
  set_text (self->name_zh, sheet->name_zh);
  set_text (self->name_en, sheet->name_en);
  set_text (self->price, sheet->price);
  set_text (self->member_price, sheet->member_price);
  set_text (self->code, "");
  fill_codes (self, sheet->codes);
  hufu_choices_set (self->states, sheet->sold ? "sold" : "off");
  gtk_widget_set_visible (self->prices, !sheet->asks_price);
  gtk_widget_set_visible (self->asked, sheet->asks_price);
  gtk_widget_set_visible (self->state_row, !is_new);
  gtk_widget_set_visible (self->inherits, is_new);
  fill_categories (self);
  show_category (self, sheet);
  g_clear_pointer (&self->saved, g_free);
  hufu_set_text (self->notice, "");
  focus_first (self);
}

/* What comes of it, as for the basket, is said behind what was saved. */
static void
on_notice (HufuCounter *counter, const char *sentence, HufuProductPage *self)
{
  g_autofree char *both = g_strjoin (" ", self->saved, sentence, NULL);
  hufu_set_text (self->notice, self->saved != NULL ? both : sentence);
}

/* It is said after the sheet was filled anew. */
static void
on_saved (HufuProductPage *self)
{
  g_free (self->saved);
  g_object_get (get_desk (self), "saved", &self->saved, NULL);
  hufu_set_text (self->notice, self->saved);
}

/* The digits were typed where the focus was, too. */
static void
on_scanned (HufuProductPage *self)
{
  g_autofree char *code = NULL;
  GtkWidget *const entries[] = {self->name_zh, self->name_en, self->price, self->member_price};
  g_object_get (get_desk (self), "scanned", &code, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_str_has_suffix (get_text (entries[i]), code))
      gtk_editable_delete_text (
          GTK_EDITABLE (entries[i]),
          (int)(g_utf8_strlen (get_text (entries[i]), -1) - g_utf8_strlen (code, -1)), -1);
  set_text (self->code, code);
}

/* ---- what is typed ---- */

static char *
borrow (const char *text)
{
  return (char *)(gsize)text;
}

/* NULL: it stays as it is. */
static char *
read_if_other (GtkWidget *entry, const char *before)
{
  return g_str_equal (get_text (entry), before != NULL ? before : "") ? NULL
                                                                      : borrow (get_text (entry));
}

static void
edit (HufuProductPage *self, const HufuProductSheet *sheet)
{
  gboolean is_new = sheet->product_id == 0;
  gboolean sold = g_strcmp0 (hufu_choices_get (self->states), "off") != 0;
  const char *category = hufu_choices_get (self->categories);
  g_autofree char *category_before = g_strdup_printf ("%" G_GINT64_FORMAT, sheet->category_id);
  HufuProductForm form = {
      .which = sheet->sku,
      .name_zh = read_if_other (self->name_zh, sheet->name_zh),
      .name_en = read_if_other (self->name_en, sheet->name_en),
      .price = sheet->asks_price ? NULL : read_if_other (self->price, sheet->price),
      .member_price =
          sheet->asks_price ? NULL : read_if_other (self->member_price, sheet->member_price),
      .code = read_if_other (self->code, ""),
      .code_off = borrow (hufu_choices_get (self->codes)),
      .category = is_new ? borrow (category != NULL ? category : "")
                  : g_strcmp0 (category, category_before) != 0 ? borrow (category)
                                                               : NULL,
      .sets_sold = !is_new && sold != sheet->sold,
      .sold = sold,
  };
  hufu_counter_edit_product (self->counter, &form);
}

void
hufu_product_page_save (HufuProductPage *self)
{
  const HufuProductSheet *sheet = hufu_product_desk_get_sheet (get_desk (self));
  const char *manager = hufu_choices_get (self->managers);
  g_clear_pointer (&self->saved, g_free);
  if (hufu_product_desk_is_beyond (get_desk (self))) {
    hufu_counter_approve_product (self->counter, manager != NULL ? manager : "",
                                  get_text (self->pin));
    set_text (self->pin, "");
  } else if (sheet != NULL)
    edit (self, sheet);
}

/* ---- the object ---- */

static void
hufu_product_page_dispose (GObject *object)
{
  HufuProductPage *self = HUFU_PRODUCT_PAGE (object);
  g_clear_object (&self->counter);
  g_clear_pointer (&self->saved, g_free);
  G_OBJECT_CLASS (hufu_product_page_parent_class)->dispose (object);
}

static void
hufu_product_page_class_init (HufuProductPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_product_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-product-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, title);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, sku);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, name_zh);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, name_en);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, prices);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, price);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, member_price);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, asked);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, codes);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, codes_row);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, inherits);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, code);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, state_row);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, states);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, category_row);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, categories);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, approving);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, managers);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, pin);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, notice);
  gtk_widget_class_bind_template_child (widget_class, HufuProductPage, save);
  gtk_widget_class_bind_template_callback (widget_class, hufu_product_page_save);
}

static void
hufu_product_page_init (HufuProductPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_product_page_new (HufuCounter *counter)
{
  HufuProductPage *self = g_object_new (HUFU_TYPE_PRODUCT_PAGE, NULL);
  self->counter = g_object_ref (counter);
  hufu_choices_add (self->states, "state-", "sold", _ ("Sold"));
  hufu_choices_add (self->states, "state-", "off", _ ("Not sold"));
  g_signal_connect_object (get_desk (self), "notify::serial", G_CALLBACK (show_sheet), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_desk (self), "notify::beyond", G_CALLBACK (show_beyond), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_desk (self), "notify::saved", G_CALLBACK (on_saved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_desk (self), "notify::scanned", G_CALLBACK (on_scanned), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  g_signal_connect_after (self, "map", G_CALLBACK (focus_first), NULL);
  show_sheet (self);
  show_beyond (self);
  return GTK_WIDGET (self);
}
