/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-mark.h"

struct _HufuMarkView {
  GtkWidget parent_instance;
  HufuMark mark;
  int size_px;
};

G_DEFINE_FINAL_TYPE (HufuMarkView, hufu_mark_view, GTK_TYPE_WIDGET)

enum { PROP_MARK = 1, PROP_SIZE, N_PROPS };
static GParamSpec *props[N_PROPS];

/* The cut, on a disc of radius 1 around the origin: a tick from rim to rim. */
static const double cut[3][2] = {{-1.10, -0.28}, {-0.26, 0.48}, {1.06, -0.50}};
#define CUT_WIDTH 0.20
#define APART 0.17 /* how far a refused mark's halves stand from each other */

static void
trace_cut (cairo_t *cr, double dy)
{
  cairo_move_to (cr, cut[0][0], cut[0][1] + dy);
  cairo_line_to (cr, cut[1][0], cut[1][1] + dy);
  cairo_line_to (cr, cut[2][0], cut[2][1] + dy);
}

/* Clips to what lies above (side -1) or below (+1) the cut. */
static void
clip_half (cairo_t *cr, int side)
{
  trace_cut (cr, side * CUT_WIDTH / 2);
  cairo_line_to (cr, 2, side * 2);
  cairo_line_to (cr, -2, side * 2);
  cairo_close_path (cr);
  cairo_clip (cr);
}

static void
fill_half (cairo_t *cr, int side, double dx, double dy)
{
  cairo_save (cr);
  cairo_translate (cr, dx, dy);
  clip_half (cr, side);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
dash_lower_half (cairo_t *cr)
{
  const double dashes[] = {0.22, 0.15};
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_set_line_width (cr, 0.09);
  cairo_save (cr);
  clip_half (cr, 1);
  cairo_arc (cr, 0, 0, 0.95, 0, 2 * G_PI);
  cairo_stroke (cr);
  cairo_restore (cr);
  cairo_arc (cr, 0, 0, 0.97, 0, 2 * G_PI);
  cairo_clip (cr);
  trace_cut (cr, CUT_WIDTH / 2 + 0.05);
  cairo_stroke (cr);
}

static void
draw (HufuMark mark, cairo_t *cr, const GdkRGBA *color)
{
  GdkRGBA pale = *color;
  pale.alpha *= 0.7f;
  gdk_cairo_set_source_rgba (cr, color);
  switch (mark) {
  case HUFU_MARK_NONE:
    break;
  case HUFU_MARK_JOINED:
    fill_half (cr, -1, 0, 0);
    fill_half (cr, 1, 0, 0);
    break;
  case HUFU_MARK_JOINED_RISK:
    cairo_scale (cr, 0.8, 0.8);
    fill_half (cr, -1, 0, 0);
    fill_half (cr, 1, 0, 0);
    cairo_set_line_width (cr, 0.09);
    cairo_arc (cr, 0, 0, 1.18, 0, 2 * G_PI);
    cairo_stroke (cr);
    break;
  case HUFU_MARK_HALF:
    fill_half (cr, -1, 0, 0);
    dash_lower_half (cr);
    break;
  case HUFU_MARK_APART:
    cairo_scale (cr, 0.97, 0.97);
    fill_half (cr, -1, -APART, -APART / 2);
    gdk_cairo_set_source_rgba (cr, &pale);
    fill_half (cr, 1, APART, APART / 2);
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
hufu_mark_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HufuMarkView *self = HUFU_MARK_VIEW (widget);
  float width = (float)gtk_widget_get_width (widget);
  float height = (float)gtk_widget_get_height (widget);
  double radius = self->size_px / 2.0 - 1;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (-4, -4, width + 8, height + 8);
  GdkRGBA color;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_translate (cr, (double)width / 2, (double)height / 2);
  cairo_scale (cr, radius, radius);
  draw (self->mark, cr, &color);
  cairo_destroy (cr);
}

static void
hufu_mark_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = HUFU_MARK_VIEW (widget)->size_px;
}

static void
hufu_mark_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuMarkView *self = HUFU_MARK_VIEW (object);
  g_value_set_int (value, id == PROP_MARK ? (int)self->mark : self->size_px);
}

static void
hufu_mark_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuMarkView *self = HUFU_MARK_VIEW (object);
  if (id == PROP_MARK)
    hufu_mark_view_set_mark (self, (HufuMark)g_value_get_int (value));
  else
    self->size_px = g_value_get_int (value);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
hufu_mark_view_class_init (HufuMarkViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  object_class->get_property = hufu_mark_view_get_property;
  object_class->set_property = hufu_mark_view_set_property;
  widget_class->measure = hufu_mark_view_measure;
  widget_class->snapshot = hufu_mark_view_snapshot;
  props[PROP_MARK] =
      g_param_spec_int ("mark", NULL, NULL, HUFU_MARK_NONE, HUFU_MARK_APART, HUFU_MARK_JOINED,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_SIZE] =
      g_param_spec_int ("size", NULL, NULL, 8, 512, 32, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "mark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hufu_mark_view_init (HufuMarkView *self)
{
  self->mark = HUFU_MARK_JOINED;
  self->size_px = 32;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

void
hufu_mark_view_set_mark (HufuMarkView *self, HufuMark mark)
{
  if (self->mark == mark)
    return;
  self->mark = mark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MARK]);
}
