/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-glass-keys.h"

#include "ui/hufu-icon.h"

struct _HufuGlassKeys {
  GtkGrid parent_instance;
};

G_DEFINE_FINAL_TYPE (HufuGlassKeys, hufu_glass_keys, GTK_TYPE_GRID)

static void
hufu_glass_keys_class_init (HufuGlassKeysClass *class)
{
  g_type_ensure (HUFU_TYPE_ICON);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (class),
                                               "/hufu/ui/hufu-glass-keys.ui");
}

static void
hufu_glass_keys_init (HufuGlassKeys *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
