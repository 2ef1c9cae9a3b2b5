/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/text.h"

PangoLayout *
hufu_text_new (GtkWidget *widget, double size_pt, double font_pt, PangoWeight weight)
{
  PangoLayout *text = gtk_widget_create_pango_layout (widget, NULL);
  PangoAttrList *attrs = pango_attr_list_new ();
  pango_attr_list_insert (attrs, pango_attr_scale_new (size_pt / font_pt));
  pango_attr_list_insert (attrs, pango_attr_weight_new (weight));
  pango_attr_list_insert (attrs, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (text, attrs);
  pango_attr_list_unref (attrs);
  return text;
}

void
hufu_text_draw (PangoLayout *text, GtkSnapshot *snapshot, int x, int y, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, (float)y));
  gtk_snapshot_append_layout (snapshot, text, color);
  gtk_snapshot_restore (snapshot);
}

GdkRGBA
hufu_text_color (GtkWidget *widget, const char *name)
{
  GdkRGBA color = {0, 0, 0, 1};
  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color);
  return color;
}
