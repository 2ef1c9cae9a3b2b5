/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-drawer-page.h"

#include "ui/choices.h"
#include "ui/hufu-icon.h"
#include "ui/keypad.h"
#include "ui/util.h"

struct _HufuDrawerPage {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkWidget *notice, *kinds, *sum, *amount, *reasons, *words, *keys;
  guint kind; /* whose reasons are shown; HUFU_CASH_DIFFERENCE = none yet */
};

G_DEFINE_FINAL_TYPE (HufuDrawerPage, hufu_drawer_page, GTK_TYPE_BOX)

static HufuDrawerPad *
get_pad (HufuDrawerPage *self)
{
  return hufu_counter_get_drawer_pad (self->counter);
}

static void
on_kind (HufuDrawerPage *self)
{
  HufuCashKind kind;
  if (hufu_cash_kind_find (hufu_choices_get (self->kinds), &kind) && kind != self->kind)
    hufu_drawer_pad_set_kind (get_pad (self), kind);
}

static void
on_reason (GtkToggleButton *button, HufuDrawerPage *self)
{
  if (gtk_toggle_button_get_active (button))
    hufu_drawer_pad_set_reason (get_pad (self), hufu_choices_get (self->reasons));
}

static void
on_words (HufuDrawerPage *self)
{
  g_autofree char *note = NULL;
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->words));
  g_object_get (get_pad (self), "note", &note, NULL);
  if (!g_str_equal (note, words))
    hufu_drawer_pad_set_note (get_pad (self), words);
}

static void
show_reasons (HufuDrawerPage *self, guint kind)
{
  HufuLang lang = hufu_counter_get_lang (self->counter);
  self->kind = kind;
  hufu_remove_children (self->reasons);
  for (gsize i = 0; i < HUFU_CASH_REASON_COUNT; i++) {
    const HufuCashReason *reason = hufu_cash_reason_get (i);
    if (reason->kind == kind)
      g_signal_connect_object (
          hufu_choices_add (self->reasons, "reason-", reason->name, reason->labels[lang]),
          "toggled", G_CALLBACK (on_reason), self, (GConnectFlags)0);
  }
  hufu_choices_set (self->kinds, hufu_cash_kind_name ((HufuCashKind)kind));
  gtk_widget_set_visible (self->sum, kind != HUFU_CASH_NO_SALE);
  gtk_widget_set_sensitive (self->keys, kind != HUFU_CASH_NO_SALE);
}

static void
show_pad (HufuDrawerPage *self)
{
  g_autofree char *reason = NULL, *note = NULL, *amount = NULL;
  guint kind;
  g_object_get (get_pad (self), "kind", &kind, "reason", &reason, "note", &note, "amount-text",
                &amount, NULL);
  if (kind != self->kind)
    show_reasons (self, kind);
  if (*reason != '\0' || hufu_choices_get (self->reasons) != NULL)
    hufu_choices_set (self->reasons, reason);
  gtk_label_set_text (GTK_LABEL (self->amount), amount);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->words)), note))
    gtk_editable_set_text (GTK_EDITABLE (self->words), note);
  hufu_set_text (self->notice, "");
}

/* Why nothing was booked: it stays until something is changed. */
static void
on_notice (HufuCounter *counter, const char *sentence, HufuDrawerPage *self)
{
  hufu_set_text (self->notice, sentence);
}

static void
make_kinds (HufuDrawerPage *self)
{
  HufuLang lang = hufu_counter_get_lang (self->counter);
  for (guint kind = 0; kind < HUFU_CASH_DIFFERENCE; kind++)
    g_signal_connect_object (hufu_choices_add (self->kinds, "cash-",
                                               hufu_cash_kind_name ((HufuCashKind)kind),
                                               hufu_cash_kind_label ((HufuCashKind)kind, lang)),
                             "toggled", G_CALLBACK (on_kind), self, G_CONNECT_SWAPPED);
}

static void
hufu_drawer_page_dispose (GObject *object)
{
  g_clear_object (&HUFU_DRAWER_PAGE (object)->counter);
  G_OBJECT_CLASS (hufu_drawer_page_parent_class)->dispose (object);
}

static void
hufu_drawer_page_class_init (HufuDrawerPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_drawer_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-drawer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuDrawerPage, notice);
  gtk_widget_class_bind_template_child (widget_class, HufuDrawerPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, HufuDrawerPage, sum);
  gtk_widget_class_bind_template_child (widget_class, HufuDrawerPage, amount);
  gtk_widget_class_bind_template_child (widget_class, HufuDrawerPage, reasons);
  gtk_widget_class_bind_template_child (widget_class, HufuDrawerPage, words);
  gtk_widget_class_bind_template_child (widget_class, HufuDrawerPage, keys);
}

static void
hufu_drawer_page_init (HufuDrawerPage *self)
{
  self->kind = HUFU_CASH_DIFFERENCE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_drawer_page_new (HufuCounter *counter)
{
  HufuDrawerPage *self = g_object_new (HUFU_TYPE_DRAWER_PAGE, NULL);
  GtkWidget *keypad = hufu_keypad_new (".");
  self->counter = g_object_ref (counter);
  gtk_widget_set_vexpand (keypad, TRUE);
  gtk_box_append (GTK_BOX (self->keys), keypad);
  make_kinds (self);
  g_signal_connect_object (self->words, "changed", G_CALLBACK (on_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_pad (self), "notify", G_CALLBACK (show_pad), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  show_pad (self);
  return GTK_WIDGET (self);
}
