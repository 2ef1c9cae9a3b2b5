/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-input.h"

#include "core/burst.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"

/* After the last key: a scanner's next one would have come. */
#define LOOK_AHEAD_MS (HUFU_BURST_GAP_MS + 5)

struct _HufuInputBox {
  GtkBox parent_instance;
  HufuCounter *counter;
  guint look_ahead;
  GtkText *text;
  GtkWidget *clear, *camera, *keyboard, *notice;
};

G_DEFINE_FINAL_TYPE (HufuInputBox, hufu_input_box, GTK_TYPE_BOX)

static void
on_clear (HufuInputBox *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
}

static gboolean
on_pause (gpointer user_data)
{
  HufuInputBox *self = user_data;
  self->look_ahead = 0;
  hufu_counter_look_ahead (self->counter, gtk_editable_get_text (GTK_EDITABLE (self->text)));
  return G_SOURCE_REMOVE;
}

static void
on_text_changed (HufuInputBox *self)
{
  g_clear_handle_id (&self->look_ahead, g_source_remove);
  if (self->counter != NULL)
    self->look_ahead = g_timeout_add (LOOK_AHEAD_MS, on_pause, self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->text));
  gtk_widget_set_visible (self->clear, *text != '\0');
}

static void
hufu_input_box_dispose (GObject *object)
{
  HufuInputBox *self = HUFU_INPUT_BOX (object);
  g_clear_handle_id (&self->look_ahead, g_source_remove);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_input_box_parent_class)->dispose (object);
}

static void
hufu_input_box_class_init (HufuInputBoxClass *class)
{
  G_OBJECT_CLASS (class)->dispose = hufu_input_box_dispose;
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-input.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuInputBox, text);
  gtk_widget_class_bind_template_child (widget_class, HufuInputBox, clear);
  gtk_widget_class_bind_template_child (widget_class, HufuInputBox, camera);
  gtk_widget_class_bind_template_child (widget_class, HufuInputBox, keyboard);
  gtk_widget_class_bind_template_child (widget_class, HufuInputBox, notice);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
}

static void
hufu_input_box_init (HufuInputBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->text, "changed", G_CALLBACK (on_text_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
on_notice (HufuCounter *counter, const char *sentence, HufuInputBox *self)
{
  hufu_input_box_show_notice (self, sentence);
}

void
hufu_input_box_set_counter (HufuInputBox *self, HufuCounter *counter)
{
  g_set_object (&self->counter, counter);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
}

GtkText *
hufu_input_box_get_text (HufuInputBox *self)
{
  return self->text;
}

void
hufu_input_box_focus (HufuInputBox *self)
{
  gtk_text_grab_focus_without_selecting (self->text);
  gtk_editable_set_position (GTK_EDITABLE (self->text), -1);
}

void
hufu_input_box_show_notice (HufuInputBox *self, const char *sentence)
{
  hufu_set_text (self->notice, sentence);
}
