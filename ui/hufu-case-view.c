/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-case-view.h"

#include "ui/approval.h"
#include "ui/hufu-icon.h"
#include "ui/hufu-mark.h"
#include "ui/keypad.h"
#include "ui/util.h"

#define SIDES_PER_ROW 2
#define KEYPAD_WIDTH 300

struct _HufuCaseView {
  GtkBox parent_instance;
  GtkWidget *scroller, *opened, *nothing, *band_icon, *headline, *sentence, *note, *note_mark;
  GtkWidget *note_icon, *note_title, *note_text, *sides, *why, *then, *then_icon, *then_text,
      *command;
  GtkWidget *act, *act_label;
  HufuCounter *counter;
  GtkWidget *sign, *keys, *reasons, *notice;
  HufuApproval approval;
  char *signing; /* id of the case that is to be signed; NULL: none is */
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

/* ---- signing ---- */

static void
make_reasons (HufuCaseView *self, HufuMatterKind kind)
{
  HufuLang lang = hufu_counter_get_lang (self->counter);
  const HufuSignReason *reason;
  hufu_remove_children (self->reasons);
  for (gsize i = 0; (reason = hufu_sign_reason_get (kind, i)) != NULL; i++)
    hufu_choices_add (self->reasons, "reason-", reason->name, reason->labels[lang]);
}

/* What was not done stands where it is said what happens then, until the next key. */
static void
show_notice (HufuCaseView *self, const char *sentence)
{
  hufu_set_text (self->notice, sentence);
  gtk_widget_set_visible (
      self->then, *sentence == '\0' && *gtk_label_get_text (GTK_LABEL (self->then_text)) != '\0');
}

/* The same case told anew, while somebody types, stays as it is. */
static void
show_sign (HufuCaseView *self, const HufuCase *shown)
{
  const char *id = shown != NULL && shown->resolve == HUFU_RESOLVE_SIGN ? shown->id : NULL;
  gtk_widget_set_visible (self->sign, id != NULL);
  if (id == NULL || g_strcmp0 (id, self->signing) != 0)
    show_notice (self, "");
  if (g_strcmp0 (id, self->signing) == 0)
    return;
  g_free (self->signing);
  self->signing = g_strdup (id);
  hufu_approval_begin (&self->approval, self->counter);
  if (id != NULL)
    make_reasons (self, shown->kind);
}

gboolean
hufu_case_view_press (HufuCaseView *self, const char *key)
{
  if (!gtk_widget_get_mapped (self->sign))
    return FALSE;
  if (!g_str_equal (key, "enter")) {
    hufu_approval_press (&self->approval, key);
    show_notice (self, "");
    return TRUE;
  }
  const char *reason = hufu_choices_get (self->reasons);
  hufu_counter_sign (self->counter, self->signing, reason != NULL ? reason : "",
                     hufu_approval_get_manager (&self->approval), self->approval.pin);
  hufu_approval_forget (&self->approval);
  return TRUE;
}

static void
on_notice (HufuCounter *counter, const char *sentence, HufuCaseView *self)
{
  if (self->signing != NULL)
    show_notice (self, sentence);
}

/* ---- the act ---- */

static void
show_act (HufuCaseView *self, const HufuCase *shown)
{
  gboolean can = shown->resolve != HUFU_RESOLVE_NONE;
  g_autofree char *name = g_strjoin (". ", shown->act_label, shown->then, NULL);
  gtk_widget_set_visible (self->act, can);
  hufu_set_text (self->act_label, shown->act_label);
  hufu_set_accessible_label (self->act, name);
  hufu_icon_set_icon (HUFU_ICON (self->then_icon), can ? "info" : "clock");
  hufu_set_text (self->then_text, shown->then);
  hufu_set_text (self->command, shown->command);
  show_sign (self, shown);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->act), "s",
                                    self->signing != NULL ? "enter" : shown->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->act),
                                  self->signing != NULL ? "counter.key" : "counter.resolve");
}

static void
hufu_case_view_dispose (GObject *object)
{
  HufuCaseView *self = HUFU_CASE_VIEW (object);
  hufu_approval_wipe (&self->approval);
  g_clear_pointer (&self->signing, g_free);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_case_view_parent_class)->dispose (object);
}

static void
hufu_case_view_class_init (HufuCaseViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_MARK_VIEW);
  G_OBJECT_CLASS (class)->dispose = hufu_case_view_dispose;
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
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, sign);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, reasons);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, keys);
  gtk_widget_class_bind_template_child (widget_class, HufuCaseView, notice);
  gtk_widget_class_bind_template_child_full (widget_class, "managers", FALSE,
                                             G_STRUCT_OFFSET (HufuCaseView, approval.managers));
  gtk_widget_class_bind_template_child_full (widget_class, "dots", FALSE,
                                             G_STRUCT_OFFSET (HufuCaseView, approval.dots));
}

static void
hufu_case_view_init (HufuCaseView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_case_view_set_counter (HufuCaseView *self, HufuCounter *counter)
{
  GtkWidget *keypad = hufu_keypad_new ("00");
  self->counter = g_object_ref (counter);
  gtk_widget_set_size_request (keypad, KEYPAD_WIDTH, -1);
  gtk_widget_set_vexpand (keypad, FALSE); /* the height is for what is signed */
  gtk_box_append (GTK_BOX (self->keys), keypad);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
}

void
hufu_case_view_show (HufuCaseView *self, HufuCase *shown)
{
  gtk_widget_set_visible (self->opened, shown != NULL);
  gtk_widget_set_visible (self->nothing, shown == NULL);
  if (shown == NULL) {
    show_sign (self, NULL);
    return;
  }
  hufu_icon_set_icon (HUFU_ICON (self->band_icon), shown->icon);
  hufu_set_text (self->headline, shown->headline);
  hufu_set_text (self->sentence, shown->sentence);
  show_note (self, shown);
  show_sides (self, shown);
  show_act (self, shown);
}
