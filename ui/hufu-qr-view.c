/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-qr-view.h"

#include "drivers/qr/qr.h"

#define LEAST_PX 300

struct _HufuQrView {
  GtkWidget parent_instance;
  HufuQr *qr;
};

G_DEFINE_FINAL_TYPE (HufuQrView, hufu_qr_view, GTK_TYPE_WIDGET)

static void
hufu_qr_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = LEAST_PX;
}

static void
hufu_qr_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HufuQrView *self = HUFU_QR_VIEW (widget);
  if (self->qr == NULL)
    return;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int size = hufu_qr_get_size (self->qr), all = size + 2 * HUFU_QR_QUIET_MODULES;
  int module_px = MAX (1, MIN (width, height) / all); /* whole pixels: crisp for a phone */
  int side = module_px * all, x0 = (width - side) / 2, y0 = (height - side) / 2;
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x0, y0, side, side);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      if (hufu_qr_get (self->qr, x, y))
        cairo_rectangle (cr, x0 + (x + HUFU_QR_QUIET_MODULES) * module_px,
                         y0 + (y + HUFU_QR_QUIET_MODULES) * module_px, module_px, module_px);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
hufu_qr_view_finalize (GObject *object)
{
  hufu_qr_free (HUFU_QR_VIEW (object)->qr);
  G_OBJECT_CLASS (hufu_qr_view_parent_class)->finalize (object);
}

static void
hufu_qr_view_class_init (HufuQrViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = hufu_qr_view_finalize;
  widget_class->measure = hufu_qr_view_measure;
  widget_class->snapshot = hufu_qr_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "qr");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hufu_qr_view_init (HufuQrView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
hufu_qr_view_set_text (HufuQrView *self, const char *text)
{
  hufu_qr_free (self->qr);
  self->qr = text != NULL && *text != '\0' ? hufu_qr_new (text, HUFU_QR_M) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), self->qr != NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
