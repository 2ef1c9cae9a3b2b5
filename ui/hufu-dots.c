/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-dots.h"

#define DOT_PX 18
#define STEP_PX 24

struct _HufuDots {
  GtkWidget parent_instance;
  guint uses, uses_spent;
  int fresh;
};

G_DEFINE_FINAL_TYPE (HufuDots, hufu_dots, GTK_TYPE_WIDGET)

static void
hufu_dots_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  int n = (int)HUFU_DOTS (widget)->uses;
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? DOT_PX : n * STEP_PX;
}

static void
hufu_dots_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HufuDots *self = HUFU_DOTS (widget);
  float width = (float)gtk_widget_get_width (widget);
  float height = (float)gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA ok, spent;
  gtk_style_context_get_color (style, &ok);
  if (!gtk_style_context_lookup_color (style, "border", &spent))
    spent = ok;
  for (guint i = 0; i < self->uses; i++) {
    gboolean fresh = (int)i == self->fresh;
    gboolean filled = fresh || i < self->uses_spent;
    gdk_cairo_set_source_rgba (cr, filled && !fresh ? &spent : &ok);
    cairo_set_line_width (cr, 2);
    cairo_arc (cr, i * (double)STEP_PX + DOT_PX / 2.0, (double)height / 2,
               DOT_PX / 2.0 - (filled ? 0 : 1), 0, 2 * G_PI);
    if (filled)
      cairo_fill (cr);
    else
      cairo_stroke (cr);
  }
  cairo_destroy (cr);
}

static void
hufu_dots_class_init (HufuDotsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  widget_class->measure = hufu_dots_measure;
  widget_class->snapshot = hufu_dots_snapshot;
  gtk_widget_class_set_css_name (widget_class, "dots");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hufu_dots_init (HufuDots *self)
{
  self->fresh = -1;
}

void
hufu_dots_show (HufuDots *self, guint uses, guint uses_spent, int fresh)
{
  self->uses = uses <= HUFU_DOTS_MAX ? uses : 0;
  self->uses_spent = uses_spent;
  self->fresh = fresh;
  gtk_widget_set_visible (GTK_WIDGET (self), self->uses > 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
