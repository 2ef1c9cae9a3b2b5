/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-shift-page.h"

#include "core/money.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"

#define DIGITS_MAX 9

struct _HufuShiftPage {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkWidget *amount, *note, *note_title, *note_text;
  GString *typed;
  gboolean taken_over; /* the next digit begins a new sum */
};

G_DEFINE_FINAL_TYPE (HufuShiftPage, hufu_shift_page, GTK_TYPE_BOX)

static void
show_amount (HufuShiftPage *self)
{
  gtk_label_set_text (GTK_LABEL (self->amount), self->typed->len > 0 ? self->typed->str : "0.00");
}

static void
open_shift (HufuShiftPage *self)
{
  gint64 float_minor = 0;
  if (self->typed->len > 0 && !hufu_money_parse (self->typed->str, &float_minor))
    return;
  hufu_counter_open_shift (self->counter, float_minor, NULL);
}

void
hufu_shift_page_press (HufuShiftPage *self, const char *key)
{
  gint64 ignored;
  if (self->taken_over && (g_ascii_isdigit (key[0]) || key[0] == '.'))
    g_string_truncate (self->typed, 0);
  self->taken_over = FALSE;
  gsize length = self->typed->len;
  if (g_str_equal (key, "enter")) {
    open_shift (self);
  } else if (g_str_equal (key, "clear")) {
    g_string_truncate (self->typed, 0);
  } else if (g_str_equal (key, "backspace")) {
    g_string_truncate (self->typed, length > 0 ? length - 1 : 0);
  } else if (g_ascii_isdigit (key[0]) || g_str_equal (key, ".")) {
    g_string_append (self->typed, length == 0 && key[0] == '.' ? "0." : key);
    /* A point may wait for its decimals; anything else must be an amount as it stands. */
    g_autofree char *whole = g_strconcat (self->typed->str, "0", NULL);
    const char *text = key[0] == '.' ? whole : self->typed->str;
    if (self->typed->len > DIGITS_MAX || !hufu_money_parse (text, &ignored))
      g_string_truncate (self->typed, length);
  }
  show_amount (self);
}

/* What the shift before counted and left is the float, unless something else is typed. */
static void
take_over (HufuShiftPage *self)
{
  char left[HUFU_MONEY_TEXT_SIZE];
  gint64 left_minor = hufu_counter_get_left_minor (self->counter);
  if (hufu_counter_get_screen (self->counter) != HUFU_SCREEN_OPEN_SHIFT)
    return;
  hufu_money_format (left_minor, left);
  g_string_assign (self->typed, left_minor > 0 ? left : "");
  self->taken_over = left_minor > 0;
  show_amount (self);
}

static void
show_note (HufuShiftPage *self)
{
  HufuPanel *panel = hufu_counter_get_panel (self->counter);
  gtk_widget_set_visible (self->note, panel != NULL);
  if (panel == NULL)
    return;
  hufu_set_tone (self->note, panel->tone);
  hufu_set_text (self->note_title, *panel->headline != '\0' ? panel->headline : panel->title);
  hufu_set_text (self->note_text, *panel->sentence != '\0' ? panel->sentence : panel->subtitle);
}

/* One sentence, such as that the PIN is wrong. */
static void
on_notice (HufuCounter *counter, const char *sentence, HufuShiftPage *self)
{
  gboolean said = sentence != NULL && *sentence != '\0';
  if (!said) {
    show_note (self);
    return;
  }
  gtk_widget_set_visible (self->note, TRUE);
  hufu_set_tone (self->note, HUFU_TONE_ASK);
  hufu_set_text (self->note_title, sentence);
  hufu_set_text (self->note_text, "");
}

static void
hufu_shift_page_dispose (GObject *object)
{
  g_clear_object (&HUFU_SHIFT_PAGE (object)->counter);
  G_OBJECT_CLASS (hufu_shift_page_parent_class)->dispose (object);
}

static void
hufu_shift_page_finalize (GObject *object)
{
  g_string_free (HUFU_SHIFT_PAGE (object)->typed, TRUE);
  G_OBJECT_CLASS (hufu_shift_page_parent_class)->finalize (object);
}

static void
hufu_shift_page_class_init (HufuShiftPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_shift_page_dispose;
  G_OBJECT_CLASS (class)->finalize = hufu_shift_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-shift-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuShiftPage, amount);
  gtk_widget_class_bind_template_child (widget_class, HufuShiftPage, note);
  gtk_widget_class_bind_template_child (widget_class, HufuShiftPage, note_title);
  gtk_widget_class_bind_template_child (widget_class, HufuShiftPage, note_text);
}

static void
hufu_shift_page_init (HufuShiftPage *self)
{
  self->typed = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  show_amount (self);
}

void
hufu_shift_page_set_counter (HufuShiftPage *self, HufuCounter *counter)
{
  g_set_object (&self->counter, counter);
  g_signal_connect_object (counter, "notify::panel", G_CALLBACK (show_note), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  g_signal_connect_object (counter, "notify::screen", G_CALLBACK (take_over), self,
                           G_CONNECT_SWAPPED);
  take_over (self);
  show_note (self);
}
