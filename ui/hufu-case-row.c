/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-case-row.h"

#include "ui/hufu-icon.h"
#include "ui/util.h"

struct _HufuCaseRow {
  GtkBox parent_instance;
  GtkWidget *icon, *title, *hint, *badge, *amount;
};

G_DEFINE_FINAL_TYPE (HufuCaseRow, hufu_case_row, GTK_TYPE_BOX)

static void
hufu_case_row_class_init (HufuCaseRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-case-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuCaseRow, icon);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseRow, title);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseRow, hint);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseRow, badge);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseRow, amount);
}

static void
hufu_case_row_init (HufuCaseRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_case_row_fill (HufuCaseRow *self, const char *icon, const char *title, const char *hint,
                    const char *amount, const char *badge)
{
  hufu_icon_set_icon (HUFU_ICON (self->icon), icon);
  hufu_set_text (self->title, title);
  hufu_set_text (self->hint, hint);
  hufu_set_text (self->badge, badge);
  hufu_set_text (self->amount, amount);
  g_autofree char *name = g_strjoin (". ", title, hint, *amount != '\0' ? amount : NULL, NULL);
  hufu_set_accessible_label (self, name);
}

void
hufu_case_row_show (HufuCaseRow *self, HufuCase *shown)
{
  hufu_case_row_fill (self, shown->icon, shown->title, shown->hint, shown->amount, shown->badge);
}
