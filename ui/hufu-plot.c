/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-plot.h"

#include "core/money.h"
#include "ui/util.h"
#include "ui/words.h"

#define AXIS_PX 64 /* for the sums at the lines */
#define FOOT_PX 26 /* for the hours */
#define HEAD_PX 22 /* for the sum over the highest bar */
#define BAR_MOST_PX 56
#define ROW_MOST_PX 34
#define ROW_LEAST_PX 22
#define BAR_PX 14
#define BAR_LEAST_PX 24
#define GAP_PX 12
#define LINES_MOST 4

struct _HufuPlot {
  GtkWidget parent_instance;
  HufuTodayView *today;
  HufuPlotKind kind;
};

G_DEFINE_FINAL_TYPE (HufuPlot, hufu_plot, GTK_TYPE_WIDGET)

/* ---- drawing ---- */

typedef struct {
  HufuPlot *plot;
  GtkSnapshot *snapshot;
  GdkRGBA text, dim, line, track, bar, part, mark;
} Pen;

static GdkRGBA
look_up (HufuPlot *self, const char *name)
{
  GdkRGBA color = {0, 0, 0, 1};
  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), name, &color);
  return color;
}

static void
fill (const Pen *pen, const GdkRGBA *color, float x, float y, float width, float height,
      float radius)
{
  GskRoundedRect shape;
  gsk_rounded_rect_init_from_rect (&shape, &GRAPHENE_RECT_INIT (x, y, width, height),
                                   MIN (radius, MIN (width, height) / 2));
  gtk_snapshot_push_rounded_clip (pen->snapshot, &shape);
  gtk_snapshot_append_color (pen->snapshot, color, &shape.bounds);
  gtk_snapshot_pop (pen->snapshot);
}

static PangoLayout *
make_layout (HufuPlot *self, const char *text, gboolean strong)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  if (strong) {
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
    pango_layout_set_attributes (layout, attributes);
  }
  return layout;
}

/* The text within width from x, at align (0 left, 1 right) of it, around the middle y. What is too
 * long for a width of its own is cut. */
static void
write_text (const Pen *pen, const char *text, gboolean strong, const GdkRGBA *color, float x,
            float y, float width, float align)
{
  g_autoptr (PangoLayout) layout = make_layout (pen->plot, text, strong);
  int text_width, text_height;
  if (align <= 0) {
    pango_layout_set_width (layout, (int)width * PANGO_SCALE);
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  }
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (
      pen->snapshot,
      &GRAPHENE_POINT_INIT (x + (width - (float)text_width) * align, y - (float)text_height / 2));
  gtk_snapshot_append_layout (pen->snapshot, layout, color);
  gtk_snapshot_restore (pen->snapshot);
}

static gint64
find_most (const GPtrArray *bars)
{
  gint64 most_minor = 1;
  for (guint i = 0; i < bars->len; i++) {
    const HufuTodayBar *bar = bars->pdata[i];
    most_minor = MAX (most_minor, MAX (bar->value_minor, bar->before_minor));
  }
  return most_minor;
}

/* 1, 2 or 5 with zeros, in whole units, so that a few lines reach over the highest bar. */
static gint64
find_step (gint64 most_minor)
{
  for (gint64 ten = 100;; ten *= 10)
    for (gint64 i = 1; i <= 5; i += i == 1 ? 1 : 3)
      if (ten * i * LINES_MOST >= most_minor)
        return ten * i;
}

static void
draw_lines (const Pen *pen, gint64 step_minor, gint64 top_minor, float width, float foot,
            float height)
{
  for (gint64 at = 0; at <= top_minor; at += step_minor) {
    float y = foot - height * (float)at / (float)top_minor;
    char sum[HUFU_MONEY_TEXT_SIZE];
    hufu_money_format_grouped (at, sum);
    sum[strlen (sum) - strlen (".00")] = '\0';
    fill (pen, &pen->line, AXIS_PX, y, width - AXIS_PX, 1, 0);
    write_text (pen, sum, FALSE, &pen->dim, 0, y, AXIS_PX - 10, 1);
  }
}

static void
draw_column (const Pen *pen, const HufuTodayBar *bar, float x, float slot, float foot, float scale)
{
  float width = MIN (slot * 0.62f, BAR_MOST_PX), left = x + (slot - width) / 2;
  float tall = (float)bar->value_minor * scale, part = (float)bar->voucher_minor * scale;
  if (tall > 0)
    fill (pen, &pen->bar, left, foot - tall, width, tall, 4);
  if (part > 0)
    fill (pen, &pen->part, left, foot - part, width, part, 4);
  if (bar->before_minor > 0)
    fill (pen, &pen->mark, x + slot * 0.1f, foot - (float)bar->before_minor * scale - 1.5f,
          slot * 0.8f, 3, 1);
  write_text (pen, bar->label, FALSE, &pen->dim, x, foot + FOOT_PX / 2.0f, slot, 0.5f);
}

static void
draw_columns (const Pen *pen, const GPtrArray *bars, float width, float height)
{
  gint64 most_minor = find_most (bars), step_minor = find_step (most_minor);
  gint64 top_minor = (most_minor + step_minor - 1) / step_minor * step_minor;
  float foot = height - FOOT_PX, tall = foot - HEAD_PX, scale = tall / (float)top_minor;
  float slot = (width - AXIS_PX) / (float)bars->len;
  guint highest = 0;
  draw_lines (pen, step_minor, top_minor, width, foot, tall);
  for (guint i = 0; i < bars->len; i++) {
    const HufuTodayBar *bar = bars->pdata[i], *high = bars->pdata[highest];
    draw_column (pen, bar, AXIS_PX + (float)i * slot, slot, foot, scale);
    if (bar->value_minor > high->value_minor)
      highest = i;
  }
  const HufuTodayBar *high = bars->pdata[highest];
  if (high->value_minor > 0)
    write_text (pen, high->amount, TRUE, &pen->text, AXIS_PX + (float)highest * slot,
                foot - (float)high->value_minor * scale - HEAD_PX / 2.0f, slot, 0.5f);
}

/* How wide each column is. */
typedef struct {
  float label, bar, count, amount;
  gboolean cut; /* a label is */
} Columns;

static float
measure (HufuPlot *self, const char *text, gboolean strong)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text, strong);
  int width;
  pango_layout_get_pixel_size (layout, &width, NULL);
  return (float)width;
}

/* As wide as what is widest in each; of a label too long for that the end gives way, of an amount
 * nothing. The bars have the rest. */
static Columns
find_columns (HufuPlot *self, const GPtrArray *bars, float width)
{
  Columns columns = {0};
  float label = 0;
  for (guint i = 0; i < bars->len; i++) {
    const HufuTodayBar *bar = bars->pdata[i];
    label = MAX (label, measure (self, bar->label, FALSE));
    columns.count = MAX (columns.count, measure (self, bar->hint, FALSE));
    columns.amount = MAX (columns.amount, measure (self, bar->amount, TRUE));
  }
  float rest = width - columns.count - columns.amount - 3 * GAP_PX;
  columns.label = MIN (label, MAX (rest - BAR_LEAST_PX, 0));
  columns.cut = columns.label < label;
  columns.bar = MAX (rest - columns.label, 0);
  return columns;
}

/* What it is, its bar, how many, how much. */
static void
draw_rows (const Pen *pen, const GPtrArray *bars, float width, float height)
{
  float row = MIN (height / (float)bars->len, ROW_MOST_PX), most = (float)find_most (bars);
  Columns columns = find_columns (pen->plot, bars, width);
  float track = columns.label + GAP_PX, count = track + columns.bar + GAP_PX;
  for (guint i = 0; i < bars->len; i++) {
    const HufuTodayBar *bar = bars->pdata[i];
    float middle = ((float)i + 0.5f) * row, top = middle - BAR_PX / 2.0f;
    write_text (pen, bar->label, FALSE, &pen->text, 0, middle, columns.label, 0);
    fill (pen, &pen->track, track, top, columns.bar, BAR_PX, 3);
    if (bar->value_minor > 0)
      fill (pen, &pen->bar, track, top, MAX (columns.bar * (float)bar->value_minor / most, 2),
            BAR_PX, 3);
    write_text (pen, bar->hint, FALSE, &pen->dim, count, middle, columns.count, 1);
    write_text (pen, bar->amount, TRUE, &pen->text, width - columns.amount, middle, columns.amount,
                1);
  }
}

static void
hufu_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HufuPlot *self = HUFU_PLOT (widget);
  const GPtrArray *bars = hufu_today_view_get_bars (self->today, self->kind);
  float width = (float)gtk_widget_get_width (widget),
        height = (float)gtk_widget_get_height (widget);
  Pen pen = {self,
             snapshot,
             look_up (self, "text"),
             look_up (self, "text2"),
             look_up (self, "border"),
             look_up (self, "sunken"),
             look_up (self, "primary"),
             look_up (self, "plot_part"),
             look_up (self, "bronze")};
  if (bars->len == 0)
    write_text (&pen, _ ("Nothing sold yet"), FALSE, &pen.dim, 0, MIN (height / 2, 40), width,
                0.5f);
  else if (self->kind == HUFU_PLOT_HOURS)
    draw_columns (&pen, bars, width, height);
  else
    draw_rows (&pen, bars, width, height);
}

static void
hufu_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean hours = HUFU_PLOT (widget)->kind == HUFU_PLOT_HOURS;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = hours ? 480 : 240;
  else {
    *minimum = hours ? 150 : HUFU_TODAY_BARS_MAX * ROW_LEAST_PX;
    *natural = hours ? 280 : HUFU_TODAY_BARS_MAX * ROW_LEAST_PX;
  }
}

/* ---- the object ---- */

static void
on_changed (HufuPlot *self)
{
  hufu_set_accessible_label (self, hufu_today_view_get_sentence (self->today, self->kind));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
hufu_plot_dispose (GObject *object)
{
  g_clear_object (&HUFU_PLOT (object)->today);
  G_OBJECT_CLASS (hufu_plot_parent_class)->dispose (object);
}

static void
hufu_plot_class_init (HufuPlotClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = hufu_plot_dispose;
  widget_class->measure = hufu_plot_measure;
  widget_class->snapshot = hufu_plot_snapshot;
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hufu_plot_init (HufuPlot *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
hufu_plot_new (HufuTodayView *today, HufuPlotKind kind)
{
  HufuPlot *self = g_object_new (HUFU_TYPE_PLOT, NULL);
  self->today = g_object_ref (today);
  self->kind = kind;
  g_signal_connect_object (today, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_changed (self);
  return GTK_WIDGET (self);
}

gboolean
hufu_plot_is_label_cut (HufuPlot *plot)
{
  const GPtrArray *bars = hufu_today_view_get_bars (plot->today, plot->kind);

  return plot->kind != HUFU_PLOT_HOURS &&
         find_columns (plot, bars, (float)gtk_widget_get_width (GTK_WIDGET (plot))).cut;
}
