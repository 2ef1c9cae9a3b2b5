/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-products.h"

#include "ui/hufu-flat.h"
#include "ui/hufu-tile-button.h"

struct _HufuProducts {
  GtkBox parent_instance;
  GtkGridView *grid;
};

G_DEFINE_FINAL_TYPE (HufuProducts, hufu_products, GTK_TYPE_BOX)

static void
hufu_products_class_init (HufuProductsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_FLAT);
  g_type_ensure (HUFU_TYPE_TILE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-products.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuProducts, grid);
}

static void
hufu_products_init (HufuProducts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_products_new (GListModel *tiles)
{
  HufuProducts *self = g_object_new (HUFU_TYPE_PRODUCTS, NULL);
  g_autoptr (GtkNoSelection) rows = gtk_no_selection_new (g_object_ref (tiles));
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (rows));
  return GTK_WIDGET (self);
}
