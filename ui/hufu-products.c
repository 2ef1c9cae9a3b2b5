/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-products.h"

#include "ui/hufu-flat.h"
#include "ui/hufu-tile-button.h"

struct _HufuProducts {
  GtkBox parent_instance;
  GtkGridView *grid;
  GListModel *tiles;
};

G_DEFINE_FINAL_TYPE (HufuProducts, hufu_products, GTK_TYPE_BOX)

static void
hufu_products_dispose (GObject *object)
{
  HufuProducts *self = HUFU_PRODUCTS (object);
  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_data (self->tiles, self);
  g_clear_object (&self->tiles);
  G_OBJECT_CLASS (hufu_products_parent_class)->dispose (object);
}

static void
hufu_products_class_init (HufuProductsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = hufu_products_dispose;
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
hufu_products_new (void)
{
  return g_object_new (HUFU_TYPE_PRODUCTS, NULL);
}

/* What the keys selected is brought into sight. */
static void
on_selected (HufuProducts *self)
{
  int selected = -1;
  g_object_get (self->tiles, "selected", &selected, NULL);
  if (selected >= 0)
    gtk_widget_activate_action (GTK_WIDGET (self->grid), "list.scroll-to-item", "u",
                                (guint)selected);
}

void
hufu_products_show (HufuProducts *self, GListModel *tiles)
{
  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_data (self->tiles, self);
  g_set_object (&self->tiles, tiles);
  g_autoptr (GtkNoSelection) rows = gtk_no_selection_new (g_object_ref (tiles));
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (rows));
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (tiles), "selected") != NULL)
    g_signal_connect_object (tiles, "notify::selected", G_CALLBACK (on_selected), self,
                             G_CONNECT_SWAPPED);
}
