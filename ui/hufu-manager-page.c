/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-manager-page.h"

#include "ui/hufu-case-row.h"
#include "ui/hufu-case-view.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuManagerPage {
  GtkBox parent_instance;
  HufuCases *cases;
  GtkSingleSelection *selection;
  HufuCaseView *view;
  GtkWidget *list, *exposure, *exposure_text, *exposure_hint, *limit_text, *age, *age_icon,
      *age_text, *ask;
  char *chosen; /* id of the opened case: it stays open when the list is new */
};

G_DEFINE_FINAL_TYPE (HufuManagerPage, hufu_manager_page, GTK_TYPE_BOX)

/* ---- the list ---- */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (HUFU_TYPE_CASE_ROW, NULL));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  hufu_case_row_show (HUFU_CASE_ROW (gtk_list_item_get_child (item)),
                      HUFU_CASE (gtk_list_item_get_item (item)));
}

static void
show_case (HufuManagerPage *self)
{
  HufuCase *chosen = gtk_single_selection_get_selected_item (self->selection);
  g_free (self->chosen);
  self->chosen = g_strdup (chosen != NULL ? chosen->id : "");
  hufu_case_view_show (self->view, chosen);
}

/* The case that was open stays open wherever it stands now; one that is gone gives way to the
 * next. */
static void
on_items_changed (HufuManagerPage *self)
{
  GListModel *cases = G_LIST_MODEL (self->cases);
  for (guint i = 0; i < g_list_model_get_n_items (cases); i++) {
    g_autoptr (HufuCase) at = g_list_model_get_item (cases, i);
    if (g_strcmp0 (at->id, self->chosen) == 0)
      gtk_single_selection_set_selected (self->selection, i);
  }
  show_case (self);
}

/* ---- the numbers above and below ---- */

static void
show_numbers (HufuManagerPage *self)
{
  gboolean stale = FALSE, asking = FALSE;
  g_autofree char *exposure = NULL, *hint = NULL, *limit = NULL, *age = NULL;
  g_object_get (self->cases, "exposure-text", &exposure, "exposure-hint", &hint, "limit-text",
                &limit, "age-text", &age, "stale", &stale, "asking", &asking, NULL);
  hufu_set_text (self->exposure_text, exposure);
  hufu_set_text (self->exposure_hint, hint);
  hufu_set_text (self->limit_text, limit);
  g_autofree char *spoken =
      g_strdup_printf ("%s %s. %s. %s", _ ("Exposure"), exposure, hint, limit);
  hufu_set_accessible_label (self->exposure, spoken);
  g_autofree char *last =
      stale ? g_strdup_printf ("%s · %s", age, _ ("the last known")) : g_strdup (age);
  hufu_set_text (self->age_text, last);
  hufu_icon_set_icon (HUFU_ICON (self->age_icon), stale ? "wifi-off" : "cloud");
  hufu_set_class (self->age, "tone-ask", stale);
  gtk_widget_set_sensitive (self->ask, !asking);
}

gboolean
hufu_manager_page_press (HufuManagerPage *self, const char *key)
{
  return hufu_case_view_press (self->view, key);
}

/* ---- the object ---- */

static void
hufu_manager_page_dispose (GObject *object)
{
  HufuManagerPage *self = HUFU_MANAGER_PAGE (object);
  if (self->list != NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list), NULL);
  self->list = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->cases);
  g_clear_pointer (&self->chosen, g_free);
  G_OBJECT_CLASS (hufu_manager_page_parent_class)->dispose (object);
}

static void
hufu_manager_page_class_init (HufuManagerPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_CASE_VIEW);
  G_OBJECT_CLASS (class)->dispose = hufu_manager_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-manager-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, view);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, list);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, exposure);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, exposure_text);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, exposure_hint);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, limit_text);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, age);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, age_icon);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, age_text);
  gtk_widget_class_bind_template_child (widget_class, HufuManagerPage, ask);
}

static void
hufu_manager_page_init (HufuManagerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_manager_page_new (HufuCounter *counter)
{
  HufuCases *cases = hufu_counter_get_cases (counter);
  HufuManagerPage *self = g_object_new (HUFU_TYPE_MANAGER_PAGE, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  self->cases = g_object_ref (cases);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (cases)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_case), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cases, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (cases, "notify", G_CALLBACK (show_numbers), self, G_CONNECT_SWAPPED);
  hufu_case_view_set_counter (self->view, counter);
  show_case (self);
  show_numbers (self);
  return GTK_WIDGET (self);
}
