/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-close-page.h"

#include "ui/approval.h"
#include "ui/hufu-icon.h"
#include "ui/keypad.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuClosePage {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkWidget *keys, *note, *note_title, *note_text, *notice;
  GtkWidget *counting, *rows, *total, *handover;
  GtkWidget *approving, *reasons, *words;
  GtkWidget *primary, *primary_label, *primary_key;
  HufuApproval approval;
};

G_DEFINE_FINAL_TYPE (HufuClosePage, hufu_close_page, GTK_TYPE_BOX)

static HufuCountPad *
get_pad (HufuClosePage *self)
{
  return hufu_counter_get_count_pad (self->counter);
}

static gboolean
is_beyond (HufuClosePage *self)
{
  gboolean beyond = FALSE;
  g_object_get (get_pad (self), "beyond", &beyond, NULL);
  return beyond;
}

/* ---- counting ---- */

static guint
get_row (GtkWidget *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "row"));
}

static void
on_row (GtkToggleButton *button, HufuClosePage *self)
{
  if (gtk_toggle_button_get_active (button))
    hufu_count_pad_select (get_pad (self), get_row (GTK_WIDGET (button)));
}

static GtkWidget *
make_cell (const char *text, float xalign, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_row (HufuClosePage *self, guint row, GtkWidget *first)
{
  GtkWidget *button = gtk_toggle_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *label = hufu_count_pad_dup_label (get_pad (self), row);
  g_autofree char *name = g_strdup_printf ("count-%u", row);
  gtk_widget_set_name (button, name);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "button");
  gtk_widget_add_css_class (button, "choice-button");
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), make_cell (label, 0, "label"));
  gtk_box_append (GTK_BOX (box), make_cell ("", 1, "pieces"));
  gtk_box_append (GTK_BOX (box), make_cell ("", 1, "sum"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  g_object_set_data (G_OBJECT (button), "row", GUINT_TO_POINTER (row));
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_row), self, (GConnectFlags)0);
  return button;
}

static void
make_rows (HufuClosePage *self)
{
  GtkWidget *first = NULL;
  for (guint i = 0; i < hufu_count_pad_get_n_rows (get_pad (self)); i++) {
    GtkWidget *row = make_row (self, i, first);
    first = first != NULL ? first : row;
    gtk_box_append (GTK_BOX (self->rows), row);
  }
}

static void
show_row (HufuClosePage *self, GtkWidget *button, guint selected)
{
  HufuCountPad *pad = get_pad (self);
  guint row = get_row (button);
  GtkWidget *label = gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (button)));
  GtkWidget *pieces = gtk_widget_get_next_sibling (label);
  g_autofree char *name = hufu_count_pad_dup_label (pad, row);
  g_autofree char *n = g_strdup_printf ("× %u", hufu_count_pad_get_pieces (pad, row));
  g_autofree char *sum = hufu_count_pad_dup_amount (pad, row);
  g_autofree char *spoken = g_strdup_printf ("%s %s, %s", name, n, sum);
  gtk_label_set_text (GTK_LABEL (label), name);
  gtk_label_set_text (GTK_LABEL (pieces), n);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (pieces)), sum);
  hufu_set_accessible_label (button, spoken);
  if (row == selected)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

static void
on_handover (GtkToggleButton *button, HufuClosePage *self)
{
  gboolean handover;
  g_object_get (get_pad (self), "handover", &handover, NULL);
  if (handover != gtk_toggle_button_get_active (button))
    hufu_count_pad_set_handover (get_pad (self), !handover);
}

/* ---- approving ---- */

static void
make_reasons (HufuClosePage *self)
{
  HufuLang lang = hufu_counter_get_lang (self->counter);
  hufu_remove_children (self->reasons);
  for (gsize i = 0; i < HUFU_CASH_REASON_COUNT; i++) {
    const HufuCashReason *reason = hufu_cash_reason_get (i);
    if (reason->kind == HUFU_CASH_DIFFERENCE)
      hufu_choices_add (self->reasons, "reason-", reason->name, reason->labels[lang]);
  }
}

static void
approve (HufuClosePage *self)
{
  const char *reason = hufu_choices_get (self->reasons);
  hufu_counter_approve_count (self->counter, reason != NULL ? reason : "",
                              gtk_editable_get_text (GTK_EDITABLE (self->words)),
                              hufu_approval_get_manager (&self->approval), self->approval.pin);
  hufu_approval_forget (&self->approval);
}

/* ---- keys ---- */

void
hufu_close_page_step (HufuClosePage *self, int step)
{
  guint selected = 0;
  g_object_get (get_pad (self), "selected", &selected, NULL);
  if (step > 0 || selected > 0)
    hufu_count_pad_select (get_pad (self), (guint)((int)selected + step));
}

void
hufu_close_page_press (HufuClosePage *self, const char *key)
{
  HufuCountPad *pad = get_pad (self);
  guint selected = 0;
  g_object_get (pad, "selected", &selected, NULL);
  if (is_beyond (self) && g_str_equal (key, "enter"))
    approve (self);
  else if (is_beyond (self))
    hufu_approval_press (&self->approval, key);
  else if (g_str_equal (key, "enter") && selected + 1 == hufu_count_pad_get_n_rows (pad))
    hufu_counter_act (self->counter, HUFU_ACT_HAND_IN);
  else if (g_str_equal (key, "enter"))
    hufu_close_page_step (self, 1);
  else if (g_str_equal (key, "clear"))
    hufu_count_pad_set_pieces (pad, selected, 0);
  else if (g_str_equal (key, "backspace"))
    hufu_count_pad_backspace (pad);
  else
    hufu_count_pad_press (pad, key);
}

/* ---- showing ---- */

static void
show_count (HufuClosePage *self)
{
  g_autofree char *total = NULL;
  guint selected = 0;
  gboolean handover = FALSE, beyond = is_beyond (self);
  g_object_get (get_pad (self), "total-text", &total, "selected", &selected, "handover", &handover,
                NULL);
  for (GtkWidget *at = gtk_widget_get_first_child (self->rows); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    show_row (self, at, selected);
  gtk_label_set_text (GTK_LABEL (self->total), total);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->handover), handover);
  if (beyond && !gtk_widget_get_visible (self->approving)) {
    make_reasons (self);
    gtk_editable_set_text (GTK_EDITABLE (self->words), "");
    hufu_approval_begin (&self->approval, self->counter);
  }
  gtk_widget_set_visible (self->counting, !beyond);
  gtk_widget_set_visible (self->approving, beyond);
}

static void
show_note (HufuClosePage *self)
{
  HufuPanel *panel = hufu_counter_get_panel (self->counter);
  gtk_widget_set_visible (self->note, panel != NULL);
  if (panel == NULL)
    return;
  hufu_set_tone (self->note, panel->tone);
  hufu_set_text (self->note_title, panel->headline);
  hufu_set_text (self->note_text, panel->sentence);
}

static void
show_primary (HufuClosePage *self)
{
  const HufuChoice *primary = hufu_counter_get_primary (self->counter);
  gboolean is_act = primary != NULL && primary->act != HUFU_ACT_NONE;
  if (primary == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->primary_label), primary->label);
  gtk_label_set_text (GTK_LABEL (self->primary_key), primary->key);
  hufu_set_accessible_label (self->primary, primary->label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->primary), "s",
                                    is_act ? "primary" : "enter");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->primary),
                                  is_act ? "counter.act" : "counter.key");
}

static void
on_notice (HufuCounter *counter, const char *sentence, HufuClosePage *self)
{
  hufu_set_text (self->notice, sentence);
}

/* ---- the object ---- */

static void
hufu_close_page_dispose (GObject *object)
{
  HufuClosePage *self = HUFU_CLOSE_PAGE (object);
  hufu_approval_wipe (&self->approval);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_close_page_parent_class)->dispose (object);
}

static void
hufu_close_page_class_init (HufuClosePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_close_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-close-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, keys);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, note);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, note_title);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, note_text);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, notice);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, counting);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, rows);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, total);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, handover);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, approving);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, reasons);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, words);
  gtk_widget_class_bind_template_child_full (widget_class, "managers", FALSE,
                                             G_STRUCT_OFFSET (HufuClosePage, approval.managers));
  gtk_widget_class_bind_template_child_full (widget_class, "dots", FALSE,
                                             G_STRUCT_OFFSET (HufuClosePage, approval.dots));
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, primary);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, primary_label);
  gtk_widget_class_bind_template_child (widget_class, HufuClosePage, primary_key);
}

static void
hufu_close_page_init (HufuClosePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_close_page_new (HufuCounter *counter)
{
  HufuClosePage *self = g_object_new (HUFU_TYPE_CLOSE_PAGE, NULL);
  GtkWidget *keypad = hufu_keypad_new ("00");
  self->counter = g_object_ref (counter);
  gtk_widget_set_vexpand (keypad, TRUE);
  gtk_box_prepend (GTK_BOX (self->keys), keypad);
  make_rows (self);
  g_signal_connect_object (self->handover, "toggled", G_CALLBACK (on_handover), self,
                           (GConnectFlags)0);
  g_signal_connect_object (get_pad (self), "notify", G_CALLBACK (show_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::panel", G_CALLBACK (show_note), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::primary", G_CALLBACK (show_primary), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  show_count (self);
  show_note (self);
  show_primary (self);
  return GTK_WIDGET (self);
}
