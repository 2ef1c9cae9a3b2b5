/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-case-view.h"

#include "ui/hufu-icon.h"
#include "ui/hufu-mark.h"
#include "ui/util.h"

#define SIDES_PER_ROW 2

struct _HufuCaseView {
  GtkBox parent_instance;
  GtkWidget *scroller, *opened, *nothing, *band_icon, *headline, *sentence, *note, *note_mark;
  GtkWidget *note_icon, *note_title, *note_text, *sides, *why, *then, *then_icon, *then_text,
      *command;
  GtkWidget *act, *act_label;
};

G_DEFINE_FINAL_TYPE (HufuCaseView, hufu_case_view, GTK_TYPE_BOX)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_side (const HufuCaseSide *side)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *badge = new_label (side->badge, "pill");
  GtkWidget *title = new_label (side->title, "strong");
  GtkWidget *facts = gtk_grid_new ();
  GString *spoken = g_string_new (NULL);
  gtk_widget_add_css_class (card, "case-side");
  gtk_widget_set_hexpand (title, TRUE);
  hufu_set_tone (badge, side->tone);
  hufu_set_tone (card, side->tone);
  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), badge);
  gtk_grid_set_column_spacing (GTK_GRID (facts), 12);
  gtk_grid_set_row_spacing (GTK_GRID (facts), 3);
  g_string_append_printf (spoken, "%s: %s", side->title, side->badge);
  for (guint i = 0; i < side->facts->len; i++) {
    const HufuFact *fact = side->facts->pdata[i];
    GtkWidget *value = new_label (fact->value, "fact-value");
    gtk_widget_set_hexpand (value, TRUE);
    gtk_grid_attach (GTK_GRID (facts), new_label (fact->label, "dim"), 0, (int)i, 1, 1);
    gtk_grid_attach (GTK_GRID (facts), value, 1, (int)i, 1, 1);
    g_string_append_printf (spoken, ". %s: %s", fact->label, fact->value);
  }
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), facts);
  hufu_set_accessible_label (card, spoken->str);
  g_string_free (spoken, TRUE);
  return card;
}

static void
show_sides (HufuCaseView *self, const HufuCase *shown)
{
  hufu_remove_children (self->sides);
  gtk_widget_set_visible (self->sides, shown->sides->len > 0);
  for (guint i = 0; i < shown->sides->len; i++)
    gtk_grid_attach (GTK_GRID (self->sides), new_side (shown->sides->pdata[i]),
                     (int)(i % SIDES_PER_ROW), (int)(i / SIDES_PER_ROW), 1, 1);
  hufu_set_text (self->why, shown->why);
}

static void
show_note (HufuCaseView *self, const HufuCase *shown)
{
  hufu_set_tone (self->note, shown->note_tone);
  gtk_widget_set_visible (self->note_mark, shown->note_mark != HUFU_MARK_NONE);
  gtk_widget_set_visible (self->note_icon, shown->note_mark == HUFU_MARK_NONE);
  hufu_mark_view_set_mark (HUFU_MARK_VIEW (self->note_mark), shown->note_mark);
  hufu_set_accessible_label (self->note_mark, shown->note_title);
  hufu_set_text (self->note_title, shown->note_title);
  hufu_set_text (self->note_text, shown->note_text);
}

static void
show_act (HufuCaseView *self, const HufuCase *shown)
{
  gboolean can = shown->resolve != HUFU_RESOLVE_NONE;
  g_autofree char *name = g_strjoin (". ", shown->act_label, shown->then, NULL);
  gtk_widget_set_visible (self->act, can);
  hufu_set_text (self->act_label, shown->act_label);
  hufu_set_accessible_label (self->act, name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->act), "s", shown->id);
  gtk_widget_set_visible (self->then, *shown->then != '\0');
  hufu_icon_set_icon (HUFU_ICON (self->then_icon), can ? "info" : "clock");
  hufu_set_text (self->then_text, shown->then);
  hufu_set_text (self->command, shown->command);
}

static void
hufu_case_view_class_init (HufuCaseViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_MARK_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-case-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, opened);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, nothing);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, band_icon);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, headline);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, sentence);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, note);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, note_mark);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, note_icon);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, note_title);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, note_text);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, sides);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, why);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, then);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, then_icon);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, then_text);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, command);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, act);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, act_label);
}

static void
hufu_case_view_init (HufuCaseView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_case_view_show (HufuCaseView *self, HufuCase *shown)
{
  gtk_widget_set_visible (self->opened, shown != NULL);
  gtk_widget_set_visible (self->nothing, shown == NULL);
  if (shown == NULL)
    return;
  hufu_icon_set_icon (HUFU_ICON (self->band_icon), shown->icon);
  hufu_set_text (self->headline, shown->headline);
  hufu_set_text (self->sentence, shown->sentence);
  show_note (self, shown);
  show_sides (self, shown);
  show_act (self, shown);
}
