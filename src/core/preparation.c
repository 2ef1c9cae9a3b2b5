/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preparation.h"

#include <string.h>

typedef enum {
  WORD_COPY,
  WORD_TITLE,
  WORD_RECEIPT,
  WORD_TIME,
  WORD_CLERK,
} Word;

static const char *const words[][HUFU_LANG_COUNT] = {
    [WORD_COPY] = {"COPY", "副本"},         [WORD_TITLE] = {"To prepare", "制作单"},
    [WORD_RECEIPT] = {"Receipt", "小票号"}, [WORD_TIME] = {"Time", "时间"},
    [WORD_CLERK] = {"Served by", "店员"},
};

static void
add_mark (HufuReceipt *slip, HufuBlockKind kind)
{
  hufu_receipt_add (slip, kind, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
}

static void
add_fact (HufuReceipt *slip, const char *label, const char *fact)
{
  if (fact != NULL && *fact != '\0')
    hufu_receipt_add (slip, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, FALSE, FALSE, label, fact);
}

static void
add_large (HufuReceipt *slip, gboolean bold, const char *mark, const char *text)
{
  g_autofree char *marked = g_strconcat (mark, text, NULL);

  if (*text != '\0')
    hufu_receipt_add (slip, HUFU_BLOCK_TEXT, HUFU_ALIGN_START, bold, TRUE, marked, NULL);
}

/* The words of the slip's language first; the others below them where they say something else. */
static void
add_words (HufuReceipt *slip, gboolean bold, const char *mark, const char *en, const char *zh,
           HufuLang lang)
{
  const char *first = lang == HUFU_LANG_EN ? en : zh, *second = lang == HUFU_LANG_EN ? zh : en;

  if (*first == '\0')
    first = second;
  add_large (slip, bold, mark, first);
  if (strcmp (first, second) != 0)
    add_large (slip, FALSE, "  ", second);
}

static void
add_line (HufuReceipt *slip, const HufuLine *line, HufuLang lang)
{
  g_autofree char *times =
      line->by_weight ? g_strdup_printf ("%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT " kg ",
                                         line->qty_milli / 1000, line->qty_milli % 1000)
                      : g_strdup_printf ("%" G_GINT64_FORMAT " × ", line->qty_milli / 1000);
  g_autofree char *said = hufu_line_say_answers (line, lang, " · ");
  g_autofree char *chosen_en = hufu_line_say_choices (line, HUFU_LANG_EN, ", ", FALSE);
  g_autofree char *chosen_zh = hufu_line_say_choices (line, HUFU_LANG_ZH, "、", FALSE);

  add_words (slip, TRUE, times, line->name_en, line->name_zh, lang);
  add_words (slip, FALSE, "  ", line->variant_en, line->variant_zh, lang);
  add_words (slip, TRUE, "» ", chosen_en, chosen_zh, lang);
  add_large (slip, TRUE, "» ", line->note);
  add_large (slip, TRUE, "» ", said);
  add_mark (slip, HUFU_BLOCK_RULE);
}

static gboolean
is_prepared (const HufuLine *line, const gint64 *categories, gsize n_categories)
{
  for (gsize i = 0; i < n_categories; i++)
    if (line->category_id == categories[i])
      return TRUE;
  return FALSE;
}

/* Of "001-01-20261122-0007" what is called out. */
static const char *
short_number (const char *receipt_no)
{
  const char *dash = strrchr (receipt_no, '-');

  return dash != NULL ? dash + 1 : receipt_no;
}

static HufuReceipt *
begin (const HufuReceiptFacts *facts, HufuLang lang)
{
  HufuReceipt *slip = hufu_receipt_new ();
  g_autofree char *title =
      g_strconcat (words[WORD_TITLE][lang], " ", short_number (facts->receipt_no), NULL);

  if (facts->copy)
    hufu_receipt_add (slip, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE, words[WORD_COPY][lang],
                      NULL);
  hufu_receipt_add (slip, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE, title, NULL);
  add_fact (slip, words[WORD_RECEIPT][lang], facts->receipt_no);
  add_fact (slip, words[WORD_TIME][lang], facts->local_time);
  add_fact (slip, words[WORD_CLERK][lang], facts->clerk_label);
  add_mark (slip, HUFU_BLOCK_RULE);
  return slip;
}

HufuReceipt *
hufu_receipt_of_preparation (const HufuBasket *basket, const gint64 *categories, gsize n_categories,
                             const HufuReceiptFacts *facts, HufuLang lang)
{
  HufuReceipt *slip = NULL;

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = g_ptr_array_index (basket->lines, i);

    if (!is_prepared (line, categories, n_categories))
      continue;
    if (slip == NULL)
      slip = begin (facts, lang);
    add_line (slip, line, lang);
  }
  if (slip != NULL)
    add_mark (slip, HUFU_BLOCK_CUT);
  return slip;
}
