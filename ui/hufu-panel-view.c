/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-panel-view.h"

#include "ui/drawing.h"
#include "ui/hufu-band.h"
#include "ui/hufu-choice-button.h"
#include "ui/hufu-dots.h"
#include "ui/hufu-held-list.h"
#include "ui/hufu-icon.h"
#include "ui/hufu-mark.h"
#include "ui/hufu-option-list.h"
#include "ui/hufu-products.h"
#include "ui/hufu-qr-view.h"
#include "ui/keypad.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuPanelView {
  GtkBox parent_instance;
  HufuCounter *counter;
  HufuPanel *panel;
  HufuBand *band;
  HufuDots *dots;
  GtkWidget *scroller, *about, *picture, *picture_icon, *title, *subtitle, *say, *say_words, *facts;
  GtkWidget *use, *use_label, *use_text, *lines;
  GtkWidget *steps, *note, *note_mark, *note_icon, *note_title, *note_text, *list, *choices;
  guint tick;
  HufuQrView *qr;
};

G_DEFINE_FINAL_TYPE (HufuPanelView, hufu_panel_view, GTK_TYPE_BOX)

static void
show_about (HufuPanelView *self, const HufuPanel *panel)
{
  static const char *const hues[] = {"hue-0", "hue-1", "hue-2", "hue-3", "hue-4"};
  const char *drawing = hufu_drawing_for_name (panel->icon, "");
  gtk_widget_set_visible (self->about, *panel->title != '\0' || *panel->subtitle != '\0');
  gtk_widget_set_visible (self->picture, *drawing != '\0');
  hufu_icon_set_icon (HUFU_ICON (self->picture_icon), drawing);
  for (gsize i = 0; i < G_N_ELEMENTS (hues); i++)
    hufu_set_class (self->picture, hues[i], g_str_equal (hues[i], hufu_hue_class (panel->icon)));
  hufu_set_text (self->title, panel->title);
  hufu_set_text (self->subtitle, panel->subtitle);
  hufu_dots_show (self->dots, panel->uses, panel->uses_spent, panel->fresh_use);
}

static void
show_use (HufuPanelView *self, const HufuPanel *panel)
{
  gtk_widget_set_visible (self->use, *panel->use_text != '\0');
  hufu_set_text (self->use_label, panel->use_label);
  hufu_set_text (self->use_text, panel->use_text);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
  return label;
}

/* What was refused was asked and answered; what waits was not. */
static const char *
step_icon (const HufuStep *step)
{
  return step->done ? "check" : step->refused ? "close" : "hourglass";
}

/* How sure a figure is, and whether it is short. */
static void
set_look (GtkWidget *widget, HufuLook look)
{
  hufu_set_class (widget, "old", look == HUFU_LOOK_OLD);
  hufu_set_class (widget, "low", look == HUFU_LOOK_LOW);
}

static void
show_facts (HufuPanelView *self, const HufuPanel *panel)
{
  hufu_remove_children (self->facts);
  gtk_widget_set_visible (self->facts, panel->facts->len > 0);
  /* Large letters: each fact takes the width that it needs. */
  gtk_box_set_homogeneous (GTK_BOX (self->facts), !hufu_text_is_large ());
  for (guint i = 0; i < panel->facts->len; i++) {
    const HufuFact *fact = g_ptr_array_index (panel->facts, i);
    GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    gtk_widget_add_css_class (cell, "fact");
    set_look (cell, fact->look);
    gtk_widget_set_hexpand (cell, TRUE);
    gtk_box_append (GTK_BOX (cell), new_label (fact->label, "label"));
    gtk_box_append (GTK_BOX (cell), new_label (fact->value, "value"));
    gtk_box_append (GTK_BOX (cell), new_label (fact->hint, "hint"));
    gtk_box_append (GTK_BOX (self->facts), cell);
  }
}

static GtkWidget *
make_line (const HufuFact *line)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *label = new_label (line->label, "label");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_widget_add_css_class (row, "report-line");
  set_look (row, line->look);
  gtk_box_append (GTK_BOX (row), new_label (line->hint, "dim"));
  gtk_box_append (GTK_BOX (row), new_label (line->value, "strong"));
  return row;
}

/* A report: what on the left, how much on the right. */
static void
show_lines (HufuPanelView *self, const HufuPanel *panel)
{
  hufu_remove_children (self->lines);
  gtk_widget_set_visible (self->lines, panel->lines->len > 0);
  for (guint i = 0; i < panel->lines->len; i++) {
    const HufuFact *line = g_ptr_array_index (panel->lines, i);
    gtk_box_append (GTK_BOX (self->lines), *line->label == '\0'
                                               ? gtk_separator_new (GTK_ORIENTATION_HORIZONTAL)
                                               : make_line (line));
  }
}

static void
show_steps (HufuPanelView *self, const HufuPanel *panel)
{
  hufu_remove_children (self->steps);
  gtk_widget_set_visible (self->steps, panel->steps->len > 0);
  for (guint i = 0; i < panel->steps->len; i++) {
    const HufuStep *step = g_ptr_array_index (panel->steps, i);
    GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *time = new_label (step->time, "time");
    gtk_widget_add_css_class (row, "step");
    gtk_widget_add_css_class (row, step->done ? "done" : step->refused ? "refused" : "waiting");
    gtk_widget_set_size_request (time, 90, -1);
    gtk_box_append (GTK_BOX (row), hufu_icon_new (step_icon (step), 18));
    gtk_box_append (GTK_BOX (row), time);
    gtk_box_append (GTK_BOX (row), new_label (step->text, "text"));
    gtk_box_append (GTK_BOX (self->steps), row);
  }
}

static void
show_note (HufuPanelView *self, const HufuPanel *panel)
{
  gtk_widget_set_visible (self->note, *panel->note_title != '\0' || *panel->note_text != '\0');
  hufu_set_tone (self->note, panel->note_tone);
  gtk_widget_set_visible (self->note_mark, panel->note_mark != HUFU_MARK_NONE);
  gtk_widget_set_visible (self->note_icon, panel->note_mark == HUFU_MARK_NONE);
  hufu_mark_view_set_mark (HUFU_MARK_VIEW (self->note_mark), panel->note_mark);
  hufu_set_accessible_label (self->note_mark, panel->note_title);
  hufu_set_text (self->note_title, panel->note_title);
  hufu_set_text (self->note_text, panel->note_text);
}

/* Choices with a second line stand one under the other, plain ones side by side. */
static void
show_choices (HufuPanelView *self, const HufuPanel *panel)
{
  gboolean rows = FALSE;
  hufu_remove_children (self->choices);
  gtk_widget_set_visible (self->choices, panel->choices->len > 0);
  for (guint i = 0; i < panel->choices->len; i++) {
    const HufuChoice *choice = g_ptr_array_index (panel->choices, i);
    GtkWidget *button = hufu_choice_button_new (choice);
    gtk_widget_set_hexpand (button, TRUE);
    gtk_box_append (GTK_BOX (self->choices), button);
    rows = rows || *choice->hint != '\0';
  }
  rows = rows || panel->choices->len > (hufu_text_is_large () ? 2 : 3);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->choices),
                                  rows ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

/* The digits go into the input, and the last key does what Enter does. */
static GtkWidget *
make_price_keys (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *enter = gtk_button_new_with_label (_ ("Add at this price"));
  gtk_widget_set_focus_on_click (enter, FALSE);
  gtk_widget_add_css_class (enter, "button");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (enter), "s", "enter");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (enter), "counter.key");
  gtk_box_append (GTK_BOX (box), hufu_keypad_new ("."));
  gtk_box_append (GTK_BOX (box), enter);
  return box;
}

static void
show_list (HufuPanelView *self, const HufuPanel *panel)
{
  GtkWidget *list = gtk_widget_get_first_child (self->list);
  if (panel->products != NULL && HUFU_IS_PRODUCTS (list)) {
    gtk_widget_set_visible (self->list, TRUE);
    hufu_products_show (HUFU_PRODUCTS (list), panel->products);
    return;
  }
  if (panel->kind == HUFU_PANEL_OPTIONS && HUFU_IS_OPTION_LIST (list)) {
    gtk_widget_set_visible (self->list, TRUE);
    hufu_option_list_show (HUFU_OPTION_LIST (list), panel->options);
    return;
  }
  hufu_remove_children (self->list);
  list = NULL;
  if (panel->kind == HUFU_PANEL_HELD)
    list = hufu_held_list_new (hufu_counter_get_held (self->counter),
                               hufu_counter_get_held_elsewhere (self->counter));
  else if (panel->kind == HUFU_PANEL_PRICE)
    list = make_price_keys ();
  else if (panel->kind == HUFU_PANEL_OPTIONS)
    list = hufu_option_list_new ();
  else if (panel->products != NULL)
    list = hufu_products_new ();
  if (panel->kind == HUFU_PANEL_OPTIONS)
    hufu_option_list_show (HUFU_OPTION_LIST (list), panel->options);
  if (panel->products != NULL)
    hufu_products_show (HUFU_PRODUCTS (list), panel->products);
  gtk_widget_set_visible (self->list, list != NULL);
  if (list != NULL)
    gtk_box_append (GTK_BOX (self->list), list);
}

static gboolean
on_tick (gpointer user_data)
{
  HufuPanelView *self = user_data;
  gint64 left_us = self->panel->undo_until_utc_us - hufu_counter_now_utc_us (self->counter);
  for (GtkWidget *child = gtk_widget_get_first_child (self->choices); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (hufu_choice_button_get_act (HUFU_CHOICE_BUTTON (child)) == HUFU_ACT_UNDO)
      hufu_choice_button_show_countdown (HUFU_CHOICE_BUTTON (child), left_us,
                                         self->panel->undo_window_us);
  return G_SOURCE_CONTINUE;
}

static void
show_countdown (HufuPanelView *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->panel == NULL || self->panel->undo_until_utc_us == 0)
    return;
  on_tick (self);
  self->tick = g_timeout_add_seconds (1, on_tick, self);
}

static void
show_panel (HufuPanelView *self)
{
  HufuPanel *panel = hufu_counter_get_panel (self->counter);
  g_set_object (&self->panel, panel);
  if (panel != NULL) {
    hufu_band_show (self->band, panel);
    show_about (self, panel);
    hufu_set_text (self->say_words, panel->say);
    gtk_widget_set_visible (self->say, *panel->say != '\0');
    show_use (self, panel);
    show_facts (self, panel);
    show_lines (self, panel);
    hufu_qr_view_set_text (self->qr, panel->qr_text);
    show_steps (self, panel);
    show_note (self, panel);
    show_list (self, panel);
    show_choices (self, panel);
    gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  }
  show_countdown (self);
}

static void
hufu_panel_view_dispose (GObject *object)
{
  HufuPanelView *self = HUFU_PANEL_VIEW (object);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->panel);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_panel_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, band);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, about);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, picture);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, picture_icon);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, title);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, subtitle);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, dots);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, say);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, say_words);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, use);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, use_label);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, use_text);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, facts);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, lines);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, qr);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, steps);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, note);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, note_mark);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, note_icon);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, note_title);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, note_text);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, list);
  gtk_widget_class_bind_template_child (widget_class, HufuPanelView, choices);
}

static void
hufu_panel_view_class_init (HufuPanelViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_BAND);
  g_type_ensure (HUFU_TYPE_DOTS);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_MARK_VIEW);
  g_type_ensure (HUFU_TYPE_QR_VIEW);
  G_OBJECT_CLASS (class)->dispose = hufu_panel_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-panel-view.ui");
  bind_children (widget_class);
}

static void
hufu_panel_view_init (HufuPanelView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_panel_view_set_counter (HufuPanelView *self, HufuCounter *counter)
{
  g_set_object (&self->counter, counter);
  g_signal_connect_object (counter, "notify::panel", G_CALLBACK (show_panel), self,
                           G_CONNECT_SWAPPED);
  show_panel (self);
}
