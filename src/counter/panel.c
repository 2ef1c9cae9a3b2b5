/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/panel.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (HufuPanel, hufu_panel, G_TYPE_OBJECT)

static const char *const act_names[] = {
    [HUFU_ACT_NONE] = "none",
    [HUFU_ACT_PRIMARY] = "primary",
    [HUFU_ACT_BACK] = "back",
    [HUFU_ACT_PAY] = "pay",
    [HUFU_ACT_HOLD] = "hold",
    [HUFU_ACT_SHOW_HELD] = "show-held",
    [HUFU_ACT_VOID] = "void",
    [HUFU_ACT_REDEEM] = "redeem",
    [HUFU_ACT_REDEEM_AGAIN] = "redeem-again",
    [HUFU_ACT_MORE_USES] = "more-uses",
    [HUFU_ACT_LESS_USES] = "less-uses",
    [HUFU_ACT_UNDO] = "undo",
    [HUFU_ACT_ASK_AGAIN] = "ask-again",
    [HUFU_ACT_PAY_OTHERWISE] = "pay-otherwise",
    [HUFU_ACT_SHOW_PENDING] = "show-pending",
    [HUFU_ACT_PRINT_SLIP] = "print-slip",
    [HUFU_ACT_REPRINT] = "reprint",
    [HUFU_ACT_SELL_INSTEAD] = "sell-instead",
    [HUFU_ACT_REMOVE_MEMBER] = "remove-member",
    [HUFU_ACT_SIGN_OUT] = "sign-out",
    [HUFU_ACT_AS_VOUCHER] = "as-voucher",
    [HUFU_ACT_FINISH] = "finish",
    [HUFU_ACT_CASH_BACK] = "cash-back",
    [HUFU_ACT_RETRY] = "retry",
    [HUFU_ACT_SHOW_MANAGER] = "show-manager",
    [HUFU_ACT_SHOW_TODAY] = "show-today",
    [HUFU_ACT_TODAY_STORE] = "today-store",
    [HUFU_ACT_SHOW_STAFF] = "show-staff",
    [HUFU_ACT_SHOW_STOCK] = "show-stock",
    [HUFU_ACT_SHOW_LOW] = "show-low",
    [HUFU_ACT_SHOW_PAPER] = "show-paper",
    [HUFU_ACT_EDIT_PRODUCT] = "edit-product",
    [HUFU_ACT_NEW_PRODUCT] = "new-product",
    [HUFU_ACT_SHOW_DRAWER] = "show-drawer",
    [HUFU_ACT_BOOK_CASH] = "book-cash",
    [HUFU_ACT_SHOW_X] = "show-x",
    [HUFU_ACT_PRINT_X] = "print-x",
    [HUFU_ACT_CLOSE_SHIFT] = "close-shift",
    [HUFU_ACT_HAND_IN] = "hand-in",
    [HUFU_ACT_CHANGE_PRICE] = "change-price",
    [HUFU_ACT_CHANGE_SALE] = "change-sale",
    [HUFU_ACT_MARK_DOWN] = "mark-down",
    [HUFU_ACT_APPROVE] = "approve",
    [HUFU_ACT_KEEP_PRICE] = "keep-price",
    [HUFU_ACT_REPRINT_Z] = "reprint-z",
    [HUFU_ACT_TAKE_FOUND] = "take-found",
    [HUFU_ACT_GIFT] = "gift",
    [HUFU_ACT_PAY_WALLET] = "pay-wallet",
    [HUFU_ACT_PAY_CARD] = "pay-card",
    [HUFU_ACT_SHOW_PAY_QR] = "show-pay-qr",
    [HUFU_ACT_CARD_APPROVED] = "card-approved",
    [HUFU_ACT_CARD_DECLINED] = "card-declined",
    [HUFU_ACT_CARD_UNSURE] = "card-unsure",
    [HUFU_ACT_SHOW_PAYMENT] = "show-payment",
    [HUFU_ACT_REVERSE] = "reverse",
    [HUFU_ACT_REASON_CUSTOMER] = "reason-customer",
    [HUFU_ACT_REASON_MISTAKE] = "reason-mistake",
    [HUFU_ACT_REASON_PAYMENT] = "reason-payment",
    [HUFU_ACT_SHOW_DETAIL] = "show-detail",
    [HUFU_ACT_LEAVE_OUT] = "leave-out",
    [HUFU_ACT_DUE_TODAY] = "due-today",
    [HUFU_ACT_DUE_TOMORROW] = "due-tomorrow",
    [HUFU_ACT_DUE_3_DAYS] = "due-3-days",
    [HUFU_ACT_DUE_WEEK] = "due-week",
    [HUFU_ACT_DEPOSIT] = "deposit",
    [HUFU_ACT_DEPOSIT_FIFTH] = "deposit-fifth",
    [HUFU_ACT_DEPOSIT_HALF] = "deposit-half",
    [HUFU_ACT_DEPOSIT_WHOLE] = "deposit-whole",
    [HUFU_ACT_TAKE_DEPOSIT] = "take-deposit",
    [HUFU_ACT_DEPOSIT_COPY] = "deposit-copy",
    [HUFU_ACT_DEPOSIT_NOTE] = "deposit-note",
    [HUFU_ACT_KEEP_DEPOSIT] = "keep-deposit",
};

const char *
hufu_act_name (HufuAct act)
{
  g_assert ((gsize)act < G_N_ELEMENTS (act_names));
  return act_names[act];
}

gboolean
hufu_act_find (const char *name, HufuAct *ret_act)
{
  for (gsize i = 0; i < G_N_ELEMENTS (act_names); i++)
    if (strcmp (name, act_names[i]) == 0) {
      *ret_act = (HufuAct)i;
      return TRUE;
    }
  return FALSE;
}

HufuChoice *
hufu_choice_new (HufuAct act, const char *label, const char *hint, const char *key,
                 const char *icon)
{
  HufuChoice *choice = g_new0 (HufuChoice, 1);

  choice->act = act;
  choice->label = g_strdup (label);
  choice->hint = g_strdup (hint);
  choice->key = g_strdup (key);
  choice->icon = g_strdup (icon);
  return choice;
}

void
hufu_choice_free (HufuChoice *choice)
{
  if (choice == NULL)
    return;
  g_free (choice->label);
  g_free (choice->hint);
  g_free (choice->key);
  g_free (choice->icon);
  g_free (choice);
}

void
hufu_fact_free (gpointer data)
{
  HufuFact *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact->hint);
  g_free (fact);
}

static void
option_free (gpointer data)
{
  HufuPanelOption *option = data;

  g_free (option->group);
  g_free (option->id);
  g_free (option->label);
  g_free (option->price);
  g_free (option);
}

static void
step_free (gpointer data)
{
  HufuStep *step = data;

  g_free (step->time);
  g_free (step->text);
  g_free (step);
}

static void
hufu_panel_finalize (GObject *object)
{
  HufuPanel *self = HUFU_PANEL (object);
  char **texts[] = {&self->headline, &self->sentence,  &self->icon,       &self->title,
                    &self->subtitle, &self->say,       &self->note_title, &self->note_text,
                    &self->qr_text,  &self->use_label, &self->use_text};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->options);
  g_clear_object (&self->products);
  G_OBJECT_CLASS (hufu_panel_parent_class)->finalize (object);
}

static void
hufu_panel_class_init (HufuPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_panel_finalize;
}

static void
hufu_panel_init (HufuPanel *self)
{
  char **texts[] = {&self->headline, &self->sentence,  &self->icon,       &self->title,
                    &self->subtitle, &self->say,       &self->note_title, &self->note_text,
                    &self->qr_text,  &self->use_label, &self->use_text};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup ("");
  self->facts = g_ptr_array_new_with_free_func (hufu_fact_free);
  self->lines = g_ptr_array_new_with_free_func (hufu_fact_free);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_choice_free);
  self->options = g_ptr_array_new_with_free_func (option_free);
  self->fresh_use = -1;
}

static void
set_text (char **field, const char *text)
{
  char *old = *field;

  *field = g_strdup (text); /* text may be the old one */
  g_free (old);
}

HufuPanel *
hufu_panel_new (HufuPanelKind kind)
{
  HufuPanel *panel = g_object_new (HUFU_TYPE_PANEL, NULL);

  panel->kind = kind;
  return panel;
}

void
hufu_panel_set_band (HufuPanel *panel, HufuMark mark, HufuTone tone, const char *headline,
                     const char *sentence)
{
  panel->has_band = TRUE;
  panel->mark = mark;
  panel->tone = tone;
  set_text (&panel->headline, headline);
  set_text (&panel->sentence, sentence);
}

void
hufu_panel_set_reason (HufuPanel *panel, HufuReason reason, HufuLang lang)
{
  static const struct {
    HufuMark mark;
    HufuTone tone;
  } looks[] = {
      [HUFU_CERTAINTY_CERTAIN] = {HUFU_MARK_JOINED, HUFU_TONE_OK},
      [HUFU_CERTAINTY_AT_RISK] = {HUFU_MARK_JOINED_RISK, HUFU_TONE_OK},
      [HUFU_CERTAINTY_UNKNOWN] = {HUFU_MARK_HALF, HUFU_TONE_ASK},
      [HUFU_CERTAINTY_OPEN] = {HUFU_MARK_HALF, HUFU_TONE_ASK},
      [HUFU_CERTAINTY_REFUSED] = {HUFU_MARK_APART, HUFU_TONE_NO},
  };
  HufuCertainty certainty = hufu_reason_certainty (reason);

  panel->has_reason = TRUE;
  panel->reason = reason;
  hufu_panel_set_band (panel, looks[certainty].mark, looks[certainty].tone,
                       hufu_reason_headline (reason, lang), hufu_reason_sentence (reason, lang));
  set_text (&panel->say, hufu_reason_say (reason, lang));
}

void
hufu_panel_set_about (HufuPanel *panel, const char *icon, const char *title, const char *subtitle)
{
  set_text (&panel->icon, icon);
  set_text (&panel->title, title);
  set_text (&panel->subtitle, subtitle);
}

void
hufu_panel_set_use (HufuPanel *panel, const char *label, const char *text)
{
  set_text (&panel->use_label, label);
  set_text (&panel->use_text, text);
}

void
hufu_panel_set_note (HufuPanel *panel, HufuTone tone, HufuMark mark, const char *title,
                     const char *text)
{
  panel->note_tone = tone;
  panel->note_mark = mark;
  set_text (&panel->note_title, title);
  set_text (&panel->note_text, text);
}

void
hufu_panel_set_say (HufuPanel *panel, const char *words)
{
  set_text (&panel->say, words);
}

void
hufu_panel_set_qr (HufuPanel *panel, const char *text)
{
  set_text (&panel->qr_text, text != NULL ? text : "");
}

static HufuFact *
fact_new (const char *label, const char *value, const char *hint)
{
  HufuFact *fact = g_new0 (HufuFact, 1);

  *fact = (HufuFact){g_strdup (label), g_strdup (value), g_strdup (hint), HUFU_LOOK_PLAIN};
  return fact;
}

void
hufu_panel_add_fact (HufuPanel *panel, const char *label, const char *value, const char *hint)
{
  g_ptr_array_add (panel->facts, fact_new (label, value, hint));
}

void
hufu_panel_add_line (HufuPanel *panel, const char *label, const char *value)
{
  g_ptr_array_add (panel->lines, fact_new (label, value, ""));
}

static HufuFact *
last_of (GPtrArray *facts)
{
  return facts->pdata[facts->len - 1];
}

void
hufu_panel_set_fact_look (HufuPanel *panel, HufuLook look)
{
  last_of (panel->facts)->look = look;
}

void
hufu_panel_set_line_look (HufuPanel *panel, HufuLook look, const char *hint)
{
  last_of (panel->lines)->look = look;
  set_text (&last_of (panel->lines)->hint, hint);
}

static void
add_step (HufuPanel *panel, const char *time, const char *text, gboolean done, gboolean refused)
{
  HufuStep *step = g_new0 (HufuStep, 1);

  *step = (HufuStep){g_strdup (time), g_strdup (text), done, refused};
  g_ptr_array_add (panel->steps, step);
}

void
hufu_panel_add_step (HufuPanel *panel, const char *time, const char *text, gboolean done)
{
  add_step (panel, time, text, done, FALSE);
}

void
hufu_panel_add_refused_step (HufuPanel *panel, const char *time, const char *text)
{
  add_step (panel, time, text, FALSE, TRUE);
}

void
hufu_panel_add_option (HufuPanel *panel, const char *group, guint number, const char *id,
                       const char *label, const char *price, gboolean chosen)
{
  HufuPanelOption *option = g_new (HufuPanelOption, 1);

  *option = (HufuPanelOption){g_strdup (group), number,           g_strdup (id),
                              g_strdup (label), g_strdup (price), chosen};
  g_ptr_array_add (panel->options, option);
}

void
hufu_panel_add_choice (HufuPanel *panel, HufuAct act, const char *label, const char *hint,
                       const char *key, const char *icon)
{
  g_ptr_array_add (panel->choices, hufu_choice_new (act, label, hint, key, icon));
}
