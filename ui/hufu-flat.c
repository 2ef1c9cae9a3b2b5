/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-flat.h"

struct _HufuFlat {
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (HufuFlat, hufu_flat, GTK_TYPE_BOX)

static void
hufu_flat_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GtkSnapshot *content = gtk_snapshot_new ();
  GTK_WIDGET_CLASS (hufu_flat_parent_class)->snapshot (widget, content);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (content);
  if (node == NULL)
    return;
  graphene_rect_t bounds;
  gsk_render_node_get_bounds (node, &bounds);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
}

static void
hufu_flat_class_init (HufuFlatClass *class)
{
  GTK_WIDGET_CLASS (class)->snapshot = hufu_flat_snapshot;
}

static void
hufu_flat_init (HufuFlat *self)
{
}
