/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/option-flow.h"

#include <string.h>

#include "counter/counter-private.h"
#include "counter/detail-flow.h"

#define NUMBERS_MAX 120 /* bytes: each of 40 once, and a space */

/* ---- the panel ---- */

static const HufuLine *
get_shown (HufuCounter *counter)
{
  return counter->panel != NULL && counter->panel->kind == HUFU_PANEL_OPTIONS
             ? hufu_basket_find_line (counter->basket, counter->asked_line)
             : NULL;
}

/* "Sugar", "Toppings, at most 3", "Cup: choose one" */
static char *
say_group (const HufuOptionGroup *group, HufuLang lang)
{
  const char *name = HUFU_WORD (lang, group->name_en, group->name_zh);

  if (group->least > 1)
    return HUFU_SAY (lang, "%s: choose %u or more", "%s：至少选 %u 项", name, group->least);
  if (group->most > 1)
    return HUFU_SAY (lang, "%s: at most %u", "%s：最多 %u 项", name, group->most);
  return group->least == 1 ? HUFU_SAY (lang, "%s: one", "%s：选一项", name) : g_strdup (name);
}

static void
add_group (HufuPanel *panel, const HufuLine *line, const HufuOptionGroup *group, HufuLang lang)
{
  g_autofree char *name = say_group (group, lang);

  for (guint place = group->first; place < group->first + group->n; place++) {
    const HufuOption *option = &line->options->options[place];
    char amount[HUFU_MONEY_TEXT_SIZE];
    g_autofree char *price = NULL;

    hufu_money_format (option->price_minor, amount);
    price = option->price_minor == 0 ? g_strdup ("") : g_strconcat ("+", amount, NULL);
    hufu_panel_add_option (panel, place == group->first ? name : "", place + 1, option->id,
                           HUFU_WORD (lang, option->name_en, option->name_zh), price,
                           (line->chosen >> place & 1) != 0);
  }
}

static char *
say_question (HufuCounter *counter, const HufuLine *line)
{
  HufuLang lang = counter->lang;
  const HufuOptionGroup *open = hufu_offer_find_open (line->options, line->chosen);

  return open == NULL ? g_strdup (HUFU_WORD (lang,
                                             "Touch what is different, or type its number, then "
                                             "Enter. Or go on.",
                                             "有不同的请点选，或输入编号后按回车；没有就继续。"))
                      : HUFU_SAY (lang, "%s has to be chosen: touch it, or type its number.",
                                  "请选择%s：点选，或输入编号。",
                                  HUFU_WORD (lang, open->name_en, open->name_zh));
}

static void
draw (HufuCounter *counter)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, counter->asked_line);
  HufuLang lang = counter->lang;
  HufuPanel *panel;
  g_autofree char *title = NULL, *question = NULL;

  if (line == NULL || line->options == NULL) {
    hufu_counter_take_panel (counter, NULL);
    return;
  }
  panel = hufu_panel_new (HUFU_PANEL_OPTIONS);
  title = g_strstrip (g_strjoin (" ", HUFU_WORD (lang, line->name_en, line->name_zh),
                                 HUFU_WORD (lang, line->variant_en, line->variant_zh), NULL));
  question = say_question (counter, line);
  hufu_panel_set_about (panel, line->icon, title, question);
  for (guint i = 0; i < line->options->n_groups; i++)
    add_group (panel, line, &line->options->groups[i], lang);
  hufu_counter_take_redrawn (counter, panel, draw);
}

void
hufu_option_flow_begin (HufuCounter *counter, guint32 line_no)
{
  hufu_voucher_flow_clear (counter);
  hufu_counter_select_line (counter, line_no);
  counter->asked_line = line_no;
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  draw (counter);
}

char *
hufu_option_flow_say_missing (HufuCounter *counter, const HufuLine *line)
{
  HufuLang lang = counter->lang;
  const HufuOptionGroup *open = hufu_offer_find_open (line->options, line->chosen);

  return HUFU_SAY (lang, "Line %u, %s: %s has to be chosen. Choose it, then pay.",
                   "第 %u 行 %s 还没选%s。请先选择，再收款。", line->line_no,
                   HUFU_WORD (lang, line->name_en, line->name_zh),
                   HUFU_WORD (lang, open->name_en, open->name_zh));
}

/* ---- the choice ---- */

/* When the last of what a line lacked is chosen, what else it asks for is asked. */
static void
go_on (HufuCounter *counter, guint32 line_no, gboolean was_choosing)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, line_no);

  hufu_counter_notice (counter, "");
  if (was_choosing && !hufu_line_is_choosing (line) && hufu_line_is_asking (line))
    hufu_detail_flow_begin_if_asking (counter, line_no);
  else
    draw (counter);
}

static gint
find_place (const HufuLine *line, const char *word)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (word, 10, 1, line->options->n_options, &number, NULL))
    return (gint)number - 1;
  return hufu_offer_find (line->options, word);
}

/* All of them or none. */
static HufuEdit
choose_all (HufuBasket *basket, const HufuLine *line, char *const *words)
{
  HufuEdit edit = HUFU_EDIT_NO_OPTION;

  for (; *words != NULL; words++) {
    gint place = **words == '\0' ? -1 : find_place (line, *words);

    if (**words == '\0')
      continue;
    edit =
        place < 0 ? HUFU_EDIT_NO_OPTION : hufu_basket_choose (basket, line->line_no, (guint)place);
    if (edit != HUFU_EDIT_OK)
      return edit;
  }
  return edit;
}

void
hufu_option_flow_choose (HufuCounter *counter, guint32 line_no, const char *text)
{
  const HufuLine *shown = get_shown (counter);
  const HufuLine *line = line_no == 0 ? shown : hufu_basket_find_line (counter->basket, line_no);
  gboolean is_shown = line != NULL && line == shown, was_choosing;
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  HufuBasket *basket;
  HufuEdit edit;

  if (line == NULL || line->options == NULL) {
    hufu_counter_refuse (
        counter, hufu_edit_sentence (line == NULL ? HUFU_EDIT_NO_SUCH_LINE : HUFU_EDIT_NO_OPTION,
                                     (int)counter->lang));
    return;
  }
  line_no = line->line_no;
  was_choosing = hufu_line_is_choosing (line);
  basket = hufu_edit_copy (counter);
  edit = choose_all (basket, line, words);
  hufu_edit_commit (counter, basket, edit);
  if (edit == HUFU_EDIT_OK && is_shown)
    go_on (counter, line_no, was_choosing);
}

gboolean
hufu_option_flow_take (HufuCounter *counter, const char *text, gsize length, HufuInput how)
{
  g_autofree char *numbers = NULL;

  if (get_shown (counter) == NULL || how != HUFU_INPUT_TYPED || length == 0 || length > NUMBERS_MAX)
    return FALSE;
  numbers = g_strndup (text, length);
  /* What is longer than the number of a choice is the number of something else. */
  for (const char *at = numbers; *at != '\0'; at += strcspn (at, " "), at += strspn (at, " "))
    if (strspn (at, "0123456789") != strcspn (at, " ") || strcspn (at, " ") > 2)
      return FALSE;
  hufu_option_flow_choose (counter, 0, numbers);
  return TRUE;
}
