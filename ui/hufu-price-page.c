/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-price-page.h"

#include "ui/approval.h"
#include "ui/hufu-icon.h"
#include "ui/keypad.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuPricePage {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkWidget *title, *notice, *kinds, *entered, *unit, *preview, *limit, *reasons, *words, *keys;
  GtkWidget *keep, *sale, *asking, *approving;
  HufuApproval approval;
};

G_DEFINE_FINAL_TYPE (HufuPricePage, hufu_price_page, GTK_TYPE_BOX)

static HufuPricePad *
get_pad (HufuPricePage *self)
{
  return hufu_counter_get_price_pad (self->counter);
}

static gboolean
is_beyond (HufuPricePage *self)
{
  gboolean beyond = FALSE;
  g_object_get (get_pad (self), "beyond", &beyond, NULL);
  return beyond;
}

/* ---- what is chosen and typed ---- */

static void
on_kind (GtkToggleButton *button, HufuPricePage *self)
{
  HufuMarkdownKind kind;
  if (gtk_toggle_button_get_active (button) &&
      hufu_markdown_kind_find (hufu_choices_get (self->kinds), &kind))
    hufu_price_pad_set_kind (get_pad (self), kind);
}

static void
on_reason (GtkToggleButton *button, HufuPricePage *self)
{
  if (gtk_toggle_button_get_active (button))
    hufu_price_pad_set_reason (get_pad (self), hufu_choices_get (self->reasons));
}

static void
on_words (HufuPricePage *self)
{
  hufu_price_pad_set_note (get_pad (self), gtk_editable_get_text (GTK_EDITABLE (self->words)));
}

static void
press_pin (HufuPricePage *self, const char *key)
{
  if (g_str_equal (key, "enter")) {
    hufu_counter_approve_price (self->counter, hufu_approval_get_manager (&self->approval),
                                self->approval.pin);
    hufu_approval_forget (&self->approval);
  } else
    hufu_approval_press (&self->approval, key);
}

void
hufu_price_page_press (HufuPricePage *self, const char *key)
{
  if (is_beyond (self))
    press_pin (self, key);
  else if (g_str_equal (key, "enter"))
    hufu_counter_act (self->counter, HUFU_ACT_PRIMARY);
  else if (g_str_equal (key, "clear"))
    hufu_price_pad_set_entered (get_pad (self), "");
  else if (g_str_equal (key, "backspace"))
    hufu_price_pad_backspace (get_pad (self));
  else
    hufu_price_pad_press (get_pad (self), key);
}

/* ---- showing ---- */

static void
show_approving (HufuPricePage *self)
{
  gboolean beyond = is_beyond (self);
  if (beyond != gtk_revealer_get_reveal_child (GTK_REVEALER (self->approving)))
    hufu_approval_begin (&self->approval, self->counter);
  gtk_widget_set_visible (self->asking, !beyond);
  gtk_widget_set_visible (self->approving, beyond);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->approving), beyond);
}

static void
show_kinds (HufuPricePage *self, guint line_no, int kind)
{
  gtk_widget_set_visible (gtk_widget_get_first_child (self->kinds), line_no > 0);
  hufu_choices_set (self->kinds, hufu_markdown_kind_name ((HufuMarkdownKind)kind));
}

static void
show_pad (HufuPricePage *self)
{
  g_autofree char *entered = NULL, *reason = NULL, *note = NULL, *title = NULL, *preview = NULL,
                  *limit = NULL;
  guint line_no = 0;
  int kind = 0;
  gboolean marked = FALSE;
  g_object_get (get_pad (self), "entered", &entered, "reason", &reason, "note", &note, "title",
                &title, "preview", &preview, "limit", &limit, "line-no", &line_no, "kind", &kind,
                "marked", &marked, NULL);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->entered), entered);
  gtk_label_set_text (GTK_LABEL (self->unit), kind == HUFU_MARKDOWN_PERCENT ? "%" : "¥");
  hufu_set_text (self->preview, preview);
  hufu_set_text (self->limit, limit);
  show_kinds (self, line_no, kind);
  if (*reason != '\0' || hufu_choices_get (self->reasons) != NULL)
    hufu_choices_set (self->reasons, reason);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->words)), note))
    gtk_editable_set_text (GTK_EDITABLE (self->words), note);
  gtk_widget_set_visible (self->keep, marked);
  gtk_widget_set_visible (self->sale, line_no > 0);
  hufu_set_text (self->notice, "");
  show_approving (self);
}

/* Why the price is as it was: it stays until something is changed. */
static void
on_notice (HufuCounter *counter, const char *sentence, HufuPricePage *self)
{
  hufu_set_text (self->notice, sentence);
}

static void
make_choices (HufuPricePage *self)
{
  HufuLang lang = hufu_counter_get_lang (self->counter);
  const char *const labels[HUFU_MARKDOWN_KIND_COUNT] = {
      [HUFU_MARKDOWN_PRICE] = _ ("New price"),
      [HUFU_MARKDOWN_PERCENT] = _ ("Percent off"),
      [HUFU_MARKDOWN_AMOUNT] = _ ("Amount off"),
  };
  for (int kind = HUFU_MARKDOWN_PRICE; kind < HUFU_MARKDOWN_KIND_COUNT; kind++)
    g_signal_connect_object (hufu_choices_add (self->kinds, "markdown-",
                                               hufu_markdown_kind_name ((HufuMarkdownKind)kind),
                                               labels[kind]),
                             "toggled", G_CALLBACK (on_kind), self, (GConnectFlags)0);
  for (gsize i = 0; i < HUFU_MARKDOWN_REASON_COUNT; i++) {
    const HufuMarkdownReason *reason = hufu_markdown_reason_get (i);
    g_signal_connect_object (
        hufu_choices_add (self->reasons, "reason-", reason->name, reason->labels[lang]), "toggled",
        G_CALLBACK (on_reason), self, (GConnectFlags)0);
  }
}

/* ---- the object ---- */

static void
hufu_price_page_dispose (GObject *object)
{
  HufuPricePage *self = HUFU_PRICE_PAGE (object);
  hufu_approval_wipe (&self->approval);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_price_page_parent_class)->dispose (object);
}

static void
hufu_price_page_class_init (HufuPricePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_price_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-price-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, title);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, notice);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, kinds);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, entered);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, unit);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, preview);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, limit);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, reasons);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, words);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, keys);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, keep);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, sale);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, asking);
  gtk_widget_class_bind_template_child (widget_class, HufuPricePage, approving);
  gtk_widget_class_bind_template_child_full (widget_class, "managers", FALSE,
                                             G_STRUCT_OFFSET (HufuPricePage, approval.managers));
  gtk_widget_class_bind_template_child_full (widget_class, "dots", FALSE,
                                             G_STRUCT_OFFSET (HufuPricePage, approval.dots));
}

static void
hufu_price_page_init (HufuPricePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_price_page_new (HufuCounter *counter)
{
  HufuPricePage *self = g_object_new (HUFU_TYPE_PRICE_PAGE, NULL);
  GtkWidget *keypad = hufu_keypad_new (".");
  self->counter = g_object_ref (counter);
  gtk_widget_set_vexpand (keypad, TRUE);
  gtk_box_append (GTK_BOX (self->keys), keypad);
  make_choices (self);
  g_signal_connect_object (self->words, "changed", G_CALLBACK (on_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_pad (self), "notify", G_CALLBACK (show_pad), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  show_pad (self);
  return GTK_WIDGET (self);
}
