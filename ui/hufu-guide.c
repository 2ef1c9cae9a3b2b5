/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-guide.h"

#include "ui/hufu-icon.h"

struct _HufuGuide {
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (HufuGuide, hufu_guide, GTK_TYPE_BOX)

static void
hufu_guide_class_init (HufuGuideClass *class)
{
  g_type_ensure (HUFU_TYPE_ICON);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (class), "/hufu/ui/hufu-guide.ui");
}

static void
hufu_guide_init (HufuGuide *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
