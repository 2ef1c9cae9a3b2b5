/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/fake-counter.h"

/* ---- panel ---- */

G_DEFINE_FINAL_TYPE (HufuPanel, hufu_panel, G_TYPE_OBJECT)

static const char *const act_names[] = {[HUFU_ACT_NONE] = "none",
                                        [HUFU_ACT_PRIMARY] = "primary",
                                        [HUFU_ACT_BACK] = "back",
                                        [HUFU_ACT_PAY] = "pay",
                                        [HUFU_ACT_HOLD] = "hold",
                                        [HUFU_ACT_SHOW_HELD] = "show-held",
                                        [HUFU_ACT_VOID] = "void",
                                        [HUFU_ACT_REDEEM] = "redeem",
                                        [HUFU_ACT_REDEEM_AGAIN] = "redeem-again",
                                        [HUFU_ACT_UNDO] = "undo",
                                        [HUFU_ACT_ASK_AGAIN] = "ask-again",
                                        [HUFU_ACT_PAY_OTHERWISE] = "pay-otherwise",
                                        [HUFU_ACT_PRINT_SLIP] = "print-slip",
                                        [HUFU_ACT_REPRINT] = "reprint",
                                        [HUFU_ACT_SELL_INSTEAD] = "sell-instead",
                                        [HUFU_ACT_REMOVE_MEMBER] = "remove-member",
                                        [HUFU_ACT_SIGN_OUT] = "sign-out",
                                        [HUFU_ACT_RETRY] = "retry"};

const char *
hufu_act_name (HufuAct act)
{
  return act_names[act];
}

gboolean
hufu_act_find (const char *name, HufuAct *ret_act)
{
  for (gsize i = 0; i < G_N_ELEMENTS (act_names); i++)
    if (g_str_equal (act_names[i], name)) {
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
  *choice = (HufuChoice){act, g_strdup (label), g_strdup (hint), g_strdup (key), g_strdup (icon)};
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

static void
free_fact (gpointer data)
{
  HufuFact *fact = data;
  g_free (fact->label);
  g_free (fact->value);
  g_free (fact->hint);
  g_free (fact);
}

static void
free_step (gpointer data)
{
  HufuStep *step = data;
  g_free (step->time);
  g_free (step->text);
  g_free (step);
}

static void
hufu_panel_finalize (GObject *object)
{
  HufuPanel *panel = HUFU_PANEL (object);
  char *texts[] = {panel->headline, panel->sentence,   panel->icon,
                   panel->title,    panel->subtitle,   panel->say,
                   panel->qr_text,  panel->note_title, panel->note_text};
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_ptr_array_unref (panel->facts);
  g_ptr_array_unref (panel->steps);
  g_ptr_array_unref (panel->choices);
  g_clear_object (&panel->products);
  G_OBJECT_CLASS (hufu_panel_parent_class)->finalize (object);
}

static void
hufu_panel_class_init (HufuPanelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hufu_panel_finalize;
}

static void
hufu_panel_init (HufuPanel *panel)
{
  char **texts[] = {&panel->headline, &panel->sentence,   &panel->icon,
                    &panel->title,    &panel->subtitle,   &panel->say,
                    &panel->qr_text,  &panel->note_title, &panel->note_text};
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup ("");
  panel->fresh_use = -1;
  panel->facts = g_ptr_array_new_with_free_func (free_fact);
  panel->steps = g_ptr_array_new_with_free_func (free_step);
  panel->choices = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_choice_free);
}

HufuPanel *
hufu_panel_new (HufuPanelKind kind)
{
  HufuPanel *panel = g_object_new (HUFU_TYPE_PANEL, NULL);
  panel->kind = kind;
  return panel;
}

static void
put (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

void
hufu_panel_set_band (HufuPanel *panel, HufuMark mark, HufuTone tone, const char *headline,
                     const char *sentence)
{
  panel->has_band = TRUE;
  panel->mark = mark;
  panel->tone = tone;
  put (&panel->headline, headline);
  put (&panel->sentence, sentence);
}

void
hufu_panel_set_about (HufuPanel *panel, const char *icon, const char *title, const char *subtitle)
{
  put (&panel->icon, icon);
  put (&panel->title, title);
  put (&panel->subtitle, subtitle);
}

void
hufu_panel_set_note (HufuPanel *panel, HufuTone tone, HufuMark mark, const char *title,
                     const char *text)
{
  panel->note_tone = tone;
  panel->note_mark = mark;
  put (&panel->note_title, title);
  put (&panel->note_text, text);
}

void
hufu_panel_add_fact (HufuPanel *panel, const char *label, const char *value, const char *hint)
{
  HufuFact *fact = g_new0 (HufuFact, 1);
  *fact = (HufuFact){g_strdup (label), g_strdup (value), g_strdup (hint)};
  g_ptr_array_add (panel->facts, fact);
}

void
hufu_panel_add_step (HufuPanel *panel, const char *time, const char *text, gboolean done)
{
  HufuStep *step = g_new0 (HufuStep, 1);
  *step = (HufuStep){g_strdup (time), g_strdup (text), done};
  g_ptr_array_add (panel->steps, step);
}

void
hufu_panel_add_choice (HufuPanel *panel, HufuAct act, const char *label, const char *hint,
                       const char *key, const char *icon)
{
  g_ptr_array_add (panel->choices, hufu_choice_new (act, label, hint, key, icon));
}
