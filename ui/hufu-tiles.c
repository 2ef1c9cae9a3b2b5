/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-tiles.h"

#include "ui/hufu-flat.h"
#include "ui/hufu-tile-button.h"
#include "ui/util.h"

struct _HufuTiles {
  GtkBox parent_instance;
  HufuProductModel *products;
  GtkBox *chips;
  GtkGridView *grid;
};

G_DEFINE_FINAL_TYPE (HufuTiles, hufu_tiles, GTK_TYPE_BOX)

static void
hufu_tiles_dispose (GObject *object)
{
  g_clear_object (&HUFU_TILES (object)->products);
  G_OBJECT_CLASS (hufu_tiles_parent_class)->dispose (object);
}

static void
hufu_tiles_class_init (HufuTilesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_FLAT);
  g_type_ensure (HUFU_TYPE_TILE_BUTTON);
  G_OBJECT_CLASS (class)->dispose = hufu_tiles_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-tiles.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuTiles, chips);
  gtk_widget_class_bind_template_child (widget_class, HufuTiles, grid);
}

static void
hufu_tiles_init (HufuTiles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
on_chip (GtkToggleButton *chip, HufuTiles *self)
{
  gint64 *category_id = g_object_get_data (G_OBJECT (chip), "category");
  if (gtk_toggle_button_get_active (chip))
    hufu_product_model_set_category (self->products, *category_id);
}

static GtkToggleButton *
add_chip (HufuTiles *self, HufuCategoryItem *category, GtkToggleButton *group)
{
  GtkWidget *chip = gtk_toggle_button_new_with_label (category->name);
  g_autofree char *name = g_strdup_printf ("chip-%" G_GINT64_FORMAT, category->category_id);
  gtk_widget_set_name (chip, name);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_focus_on_click (chip, FALSE);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), group);
  g_object_set_data_full (G_OBJECT (chip), "category",
                          g_memdup2 (&category->category_id, sizeof (gint64)), g_free);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip),
                                category->category_id ==
                                    hufu_product_model_get_category (self->products));
  g_signal_connect_object (chip, "toggled", G_CALLBACK (on_chip), self, (GConnectFlags)0);
  gtk_box_append (self->chips, chip);
  return GTK_TOGGLE_BUTTON (chip);
}

static void
show_chips (HufuTiles *self)
{
  GListModel *categories = hufu_product_model_get_categories (self->products);
  GtkToggleButton *group = NULL;
  hufu_remove_children (self->chips);
  for (guint i = 0; i < g_list_model_get_n_items (categories); i++) {
    g_autoptr (HufuCategoryItem) category = g_list_model_get_item (categories, i);
    GtkToggleButton *chip = add_chip (self, category, group);
    group = group != NULL ? group : chip;
  }
}

void
hufu_tiles_set_products (HufuTiles *self, HufuProductModel *products)
{
  g_set_object (&self->products, products);
  g_autoptr (GtkNoSelection) rows = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (products)));
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (rows));
  g_signal_connect_object (hufu_product_model_get_categories (products), "items-changed",
                           G_CALLBACK (show_chips), self, G_CONNECT_SWAPPED);
  show_chips (self);
}
