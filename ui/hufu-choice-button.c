/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-choice-button.h"

#include "ui/drawing.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"

struct _HufuChoiceButton {
  GtkButton parent_instance;
  HufuAct act;
  GtkWidget *row, *words, *icon, *label, *hint, *countdown, *key, *chevron, *bar;
};

G_DEFINE_FINAL_TYPE (HufuChoiceButton, hufu_choice_button, GTK_TYPE_BUTTON)

static void
hufu_choice_button_class_init (HufuChoiceButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-choice-button.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, row);
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, words);
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, icon);
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, label);
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, hint);
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, countdown);
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, key);
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, chevron);
  gtk_widget_class_bind_template_child (widget_class, HufuChoiceButton, bar);
}

static void
hufu_choice_button_init (HufuChoiceButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show (HufuChoiceButton *self, const HufuChoice *choice)
{
  gboolean has_hint = *choice->hint != '\0';
  self->act = choice->act;
  hufu_set_text (self->label, choice->label);
  hufu_set_text (self->hint, choice->hint);
  hufu_set_text (self->key, choice->key);
  const char *icon = hufu_drawing_for_name (choice->icon, "");
  hufu_icon_set_icon (HUFU_ICON (self->icon), icon);
  gtk_widget_set_visible (self->icon, *icon != '\0');
  hufu_set_class (self, "has-hint", has_hint);
  gtk_widget_set_visible (self->chevron, has_hint);
  /* With a second line the words stand left like a list, else in the middle like a button. */
  gtk_widget_set_hexpand (self->words, has_hint);
  gtk_widget_set_halign (self->row, has_hint ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
  gtk_label_set_justify (GTK_LABEL (self->label), has_hint ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_CENTER);
  gtk_box_set_spacing (GTK_BOX (self->row), has_hint ? 16 : 8);
  g_autofree char *name =
      has_hint ? g_strdup_printf ("%s. %s", choice->label, choice->hint) : g_strdup (choice->label);
  hufu_set_accessible_label (self, name);
  g_autofree char *id = g_strconcat ("choice-", hufu_act_name (choice->act), NULL);
  gtk_widget_set_name (GTK_WIDGET (self), id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "counter.act");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", hufu_act_name (choice->act));
}

GtkWidget *
hufu_choice_button_new (const HufuChoice *choice)
{
  HufuChoiceButton *self = g_object_new (HUFU_TYPE_CHOICE_BUTTON, NULL);
  show (self, choice);
  return GTK_WIDGET (self);
}

HufuAct
hufu_choice_button_get_act (HufuChoiceButton *self)
{
  return self->act;
}

void
hufu_choice_button_show_countdown (HufuChoiceButton *self, gint64 left_us, gint64 window_us)
{
  gint64 left_s = MAX (left_us, 0) / G_USEC_PER_SEC;
  g_autofree char *text = g_strdup_printf ("%d:%02d", (int)(left_s / 60), (int)(left_s % 60));
  hufu_set_text (self->countdown, text);
  gtk_widget_set_visible (self->bar, TRUE);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar),
                                 window_us > 0 ? CLAMP ((double)left_us / (double)window_us, 0, 1)
                                               : 0);
  gtk_widget_set_visible (GTK_WIDGET (self), left_us > 0);
}
