/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-message-page.h"

#include "ui/hufu-choice-button.h"
#include "ui/hufu-icon.h"
#include "ui/hufu-mark.h"
#include "ui/hufu-qr-view.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuMessagePage {
  GtkBox parent_instance;
  HufuCounter *counter;
  HufuQrView *qr;
  GtkWidget *card, *headline, *sentence, *title, *subtitle, *note, *note_title, *note_text;
  GtkWidget *choices, *primary, *primary_label;
};

G_DEFINE_FINAL_TYPE (HufuMessagePage, hufu_message_page, GTK_TYPE_BOX)

static void
show_starting (HufuMessagePage *self)
{
  hufu_set_text (self->headline, _ ("Opening the books"));
  hufu_set_text (self->sentence, _ ("The till is ready in a moment."));
  hufu_set_text (self->title, "");
  hufu_set_text (self->subtitle, "");
  gtk_widget_set_visible (self->note, FALSE);
  hufu_qr_view_set_text (self->qr, "");
  hufu_remove_children (self->choices);
}

static void
show_panel (HufuMessagePage *self, const HufuPanel *panel)
{
  hufu_set_text (self->headline, panel->headline);
  hufu_set_text (self->sentence, panel->sentence);
  hufu_set_text (self->title, panel->title);
  hufu_set_text (self->subtitle, panel->subtitle);
  gtk_widget_set_visible (self->note, *panel->note_title != '\0' || *panel->note_text != '\0');
  hufu_set_tone (self->note, panel->note_tone);
  hufu_set_text (self->note_title, panel->note_title);
  hufu_set_text (self->note_text, panel->note_text);
  hufu_qr_view_set_text (self->qr, panel->qr_text);
  hufu_remove_children (self->choices);
  for (guint i = 0; i < panel->choices->len; i++)
    gtk_box_append (GTK_BOX (self->choices),
                    hufu_choice_button_new (g_ptr_array_index (panel->choices, i)));
}

static void
show (HufuMessagePage *self)
{
  HufuPanel *panel = hufu_counter_get_panel (self->counter);
  const HufuChoice *primary = hufu_counter_get_primary (self->counter);
  if (panel != NULL)
    show_panel (self, panel);
  else
    show_starting (self);
  gtk_widget_set_visible (self->primary,
                          panel != NULL && primary != NULL && primary->act != HUFU_ACT_NONE);
  gtk_label_set_text (GTK_LABEL (self->primary_label), primary != NULL ? primary->label : "");
  hufu_set_accessible_label (self->card, gtk_label_get_text (GTK_LABEL (self->headline)));
}

static void
hufu_message_page_dispose (GObject *object)
{
  g_clear_object (&HUFU_MESSAGE_PAGE (object)->counter);
  G_OBJECT_CLASS (hufu_message_page_parent_class)->dispose (object);
}

static void
hufu_message_page_class_init (HufuMessagePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_MARK_VIEW);
  g_type_ensure (HUFU_TYPE_QR_VIEW);
  G_OBJECT_CLASS (class)->dispose = hufu_message_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-message-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, card);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, qr);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, headline);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, sentence);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, title);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, note);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, note_title);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, note_text);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, choices);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, primary);
  gtk_widget_class_bind_template_child (widget_class, HufuMessagePage, primary_label);
}

static void
hufu_message_page_init (HufuMessagePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_message_page_set_counter (HufuMessagePage *self, HufuCounter *counter)
{
  g_set_object (&self->counter, counter);
  g_signal_connect_object (counter, "notify::panel", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::primary", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}
