/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-icon.h"

#include "ui/drawing.h"

struct _HufuIcon {
  GtkWidget parent_instance;
  char *icon;
  int size_px;
};

G_DEFINE_FINAL_TYPE (HufuIcon, hufu_icon, GTK_TYPE_WIDGET)

enum { PROP_ICON = 1, PROP_SIZE, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
hufu_icon_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = HUFU_ICON (widget)->size_px;
}

static void
hufu_icon_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HufuIcon *self = HUFU_ICON (widget);
  if (!hufu_drawing_exists (self->icon))
    return;
  GdkRGBA color;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  hufu_drawing_append (
      snapshot, self->icon, (float)(gtk_widget_get_width (widget) - self->size_px) / 2,
      (float)(gtk_widget_get_height (widget) - self->size_px) / 2, self->size_px, &color);
}

static void
hufu_icon_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuIcon *self = HUFU_ICON (object);
  if (id == PROP_ICON)
    g_value_set_string (value, self->icon);
  else
    g_value_set_int (value, self->size_px);
}

static void
hufu_icon_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuIcon *self = HUFU_ICON (object);
  if (id == PROP_ICON) {
    hufu_icon_set_icon (self, g_value_get_string (value));
  } else {
    self->size_px = g_value_get_int (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
  }
}

static void
hufu_icon_finalize (GObject *object)
{
  g_free (HUFU_ICON (object)->icon);
  G_OBJECT_CLASS (hufu_icon_parent_class)->finalize (object);
}

static void
hufu_icon_class_init (HufuIconClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  object_class->get_property = hufu_icon_get_property;
  object_class->set_property = hufu_icon_set_property;
  object_class->finalize = hufu_icon_finalize;
  widget_class->measure = hufu_icon_measure;
  widget_class->snapshot = hufu_icon_snapshot;
  props[PROP_ICON] =
      g_param_spec_string ("icon", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_SIZE] =
      g_param_spec_int ("size", NULL, NULL, 1, 512, 20, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "icon");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hufu_icon_init (HufuIcon *self)
{
  self->size_px = 20;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
hufu_icon_new (const char *icon, int size_px)
{
  return g_object_new (HUFU_TYPE_ICON, "icon", icon, "size", size_px, NULL);
}

void
hufu_icon_set_icon (HufuIcon *self, const char *icon)
{
  if (g_strcmp0 (icon, self->icon) == 0)
    return;
  g_free (self->icon);
  self->icon = g_strdup (icon);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON]);
}
