/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-rail.h"

#include "ui/hufu-icon.h"
#include "ui/hufu-mark.h"
#include "ui/util.h"

static const char *const pages[] = {"sell", "redeem", "held", "more"};

struct _HufuRail {
  GtkBox parent_instance;
  GtkWidget *badge;
};

G_DEFINE_FINAL_TYPE (HufuRail, hufu_rail, GTK_TYPE_BOX)

static void
hufu_rail_class_init (HufuRailClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_MARK_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-rail.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuRail, badge);
}

static void
hufu_rail_init (HufuRail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_rail_show_held (HufuRail *self, guint n_held)
{
  g_autofree char *text = g_strdup_printf ("%u", n_held);
  gtk_label_set_text (GTK_LABEL (self->badge), text);
  gtk_widget_set_visible (self->badge, n_held > 0);
}

const char *
hufu_rail_get_page (guint number)
{
  return number >= 1 && number <= G_N_ELEMENTS (pages) ? pages[number - 1] : NULL;
}
