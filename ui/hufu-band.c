/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-band.h"

#include "ui/hufu-mark.h"
#include "ui/util.h"

struct _HufuBand {
  GtkBox parent_instance;
  HufuMarkView *mark;
  GtkWidget *headline, *sentence, *code;
};

G_DEFINE_FINAL_TYPE (HufuBand, hufu_band, GTK_TYPE_BOX)

static void
hufu_band_class_init (HufuBandClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_MARK_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-band.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuBand, mark);
  gtk_widget_class_bind_template_child (widget_class, HufuBand, headline);
  gtk_widget_class_bind_template_child (widget_class, HufuBand, sentence);
  gtk_widget_class_bind_template_child (widget_class, HufuBand, code);
}

static void
hufu_band_init (HufuBand *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_band_show (HufuBand *self, const HufuPanel *panel)
{
  gtk_widget_set_visible (GTK_WIDGET (self), panel->has_band);
  if (!panel->has_band)
    return;
  hufu_set_tone (self, panel->tone);
  hufu_set_class (GTK_WIDGET (self), "at-risk", panel->mark == HUFU_MARK_JOINED_RISK);
  hufu_mark_view_set_mark (self->mark, panel->mark);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), panel->mark != HUFU_MARK_NONE);
  hufu_set_text (self->headline, panel->headline);
  hufu_set_text (self->sentence, panel->sentence);
  g_autofree char *code = g_strdup_printf ("R%02d", (int)panel->reason);
  /* The code is for the telephone; an accepted voucher needs none. */
  hufu_set_text (self->code, panel->has_reason && panel->tone != HUFU_TONE_OK ? code : "");
  g_autofree char *label = g_strdup_printf ("%s. %s", panel->headline, panel->sentence);
  hufu_set_accessible_label (self, label);
  hufu_set_accessible_label (self->mark, panel->headline);
}
