/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-more-page.h"

#include "ui/hufu-icon.h"
#include "ui/words.h"

struct _HufuMorePage {
  GtkBox parent_instance;
  HufuStatus *status;
  GtkWidget *devices, *clock, *about, *cases;
};

G_DEFINE_FINAL_TYPE (HufuMorePage, hufu_more_page, GTK_TYPE_BOX)

enum { PROP_STATUS = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
show_states (HufuMorePage *self)
{
  guint ok = 0, total = 0, cases = 0;
  g_autofree char *problem = NULL, *clock = NULL;
  g_object_get (self->status, "devices-ok", &ok, "devices-total", &total, "devices-text", &problem,
                "clock-text", &clock, "cases", &cases, NULL);
  g_autofree char *working = g_strdup_printf (_ ("%u of %u work"), ok, total);
  g_autofree char *n_cases = g_strdup_printf (_ ("%u to decide"), cases);
  gtk_label_set_text (GTK_LABEL (self->cases), cases == 0 ? _ ("Nothing to decide") : n_cases);
  const char *text = total == 0 ? _ ("None connected") : working;
  gtk_label_set_text (GTK_LABEL (self->devices),
                      problem != NULL && *problem != '\0' ? problem : text);
  gtk_label_set_text (GTK_LABEL (self->clock),
                      clock == NULL || *clock == '\0' ? _ ("Agrees with the platform") : clock);
}

static gboolean
is_not (HufuMorePage *self, gboolean value)
{
  return !value;
}

static void
hufu_more_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, HUFU_MORE_PAGE (object)->status);
}

static void
hufu_more_page_dispose (GObject *object)
{
  g_clear_object (&HUFU_MORE_PAGE (object)->status);
  G_OBJECT_CLASS (hufu_more_page_parent_class)->dispose (object);
}

static void
hufu_more_page_class_init (HufuMorePageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_STATUS);
  object_class->get_property = hufu_more_page_get_property;
  object_class->dispose = hufu_more_page_dispose;
  props[PROP_STATUS] = g_param_spec_object ("status", NULL, NULL, HUFU_TYPE_STATUS,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-more-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuMorePage, devices);
  gtk_widget_class_bind_template_child (widget_class, HufuMorePage, cases);
  gtk_widget_class_bind_template_child (widget_class, HufuMorePage, clock);
  gtk_widget_class_bind_template_child (widget_class, HufuMorePage, about);
  gtk_widget_class_bind_template_callback (widget_class, is_not);
}

static void
hufu_more_page_init (HufuMorePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (GTK_LABEL (self->about), "Hufu " HUFU_VERSION " · GPL-3.0-or-later");
}

GtkWidget *
hufu_more_page_new (HufuStatus *status)
{
  HufuMorePage *self = g_object_new (HUFU_TYPE_MORE_PAGE, NULL);
  self->status = g_object_ref (status);
  g_signal_connect_object (status, "notify", G_CALLBACK (show_states), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
  show_states (self);
  return GTK_WIDGET (self);
}
