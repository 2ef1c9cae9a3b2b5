/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-flat.h"

struct _HufuFlat {
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (HufuFlat, hufu_flat, GTK_TYPE_BOX)

/* Whole pixels, so that the picture is copied as it is. */
static graphene_rect_t
pixels_of (GskRenderNode *node)
{
  graphene_rect_t bounds, pixels;
  gsk_render_node_get_bounds (node, &bounds);
  graphene_rect_round_extents (&bounds, &pixels);
  return pixels;
}

static cairo_surface_t *
draw (GskRenderNode *node, const graphene_rect_t *at, int scale)
{
  cairo_surface_t *picture = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, (int)at->size.width * scale, (int)at->size.height * scale);
  cairo_surface_set_device_scale (picture, scale, scale);
  cairo_t *cr = cairo_create (picture);
  cairo_translate (cr, (double)-at->origin.x, (double)-at->origin.y);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  return picture;
}

static void
hufu_flat_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GtkSnapshot *content = gtk_snapshot_new ();
  GTK_WIDGET_CLASS (hufu_flat_parent_class)->snapshot (widget, content);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (content);
  if (node == NULL)
    return;
  graphene_rect_t at = pixels_of (node);
  cairo_surface_t *picture = draw (node, &at, gtk_widget_get_scale_factor (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &at);
  cairo_set_source_surface (cr, picture, (double)at.origin.x, (double)at.origin.y);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
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
