/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/case-words.h"

#include "core/money.h"
#include "counter/say.h"

char *
hufu_case_say_money (gint64 minor)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (minor, text);
  return g_strdup (text);
}

char *
hufu_case_say_time (const HufuCaseWords *words, gint64 utc_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (utc_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (words->now_utc_us / G_USEC_PER_SEC);
  gboolean today = time != NULL && now != NULL &&
                   g_date_time_get_year (time) == g_date_time_get_year (now) &&
                   g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now);

  if (utc_us == 0 || time == NULL)
    return HUFU_SAY (words->lang, "an unknown time", "时间不详");
  return g_date_time_format (time, today ? "%H:%M" : "%Y-%m-%d %H:%M");
}

char *
hufu_case_say_place (const HufuPlace *place, HufuLang lang)
{
  if (place->terminal_no == 0 && place->store_no == 0)
    return HUFU_SAY (lang, "The platform", "平台");
  if (place->terminal_no == 0)
    return HUFU_SAY (lang, "store %" G_GUINT64_FORMAT, "%" G_GUINT64_FORMAT " 号店",
                     place->store_no);
  return HUFU_SAY (lang, "Till %" G_GUINT64_FORMAT ", store %" G_GUINT64_FORMAT,
                   "%2$" G_GUINT64_FORMAT " 号店 %1$" G_GUINT64_FORMAT " 号机", place->terminal_no,
                   place->store_no);
}

char *
hufu_case_say_tills (const HufuCaseWords *words, gboolean with_store)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < words->matter->waits_for->len; i++) {
    const HufuPlace *place = &g_array_index (words->matter->waits_for, HufuPlace, i);
    g_autofree char *name =
        with_store
            ? HUFU_SAY (words->lang, "till %" G_GUINT64_FORMAT " of store %" G_GUINT64_FORMAT,
                        "%2$" G_GUINT64_FORMAT " 号店 %1$" G_GUINT64_FORMAT " 号机",
                        place->terminal_no, place->store_no)
            : HUFU_SAY (words->lang, "till %" G_GUINT64_FORMAT, "%" G_GUINT64_FORMAT " 号机",
                        place->terminal_no);
    if (text->len > 0)
      g_string_append (text, HUFU_WORD (words->lang, " and ", "、"));
    g_string_append (text, name);
  }
  if (text->len == 0)
    g_string_append (text, HUFU_WORD (words->lang, "the platform", "平台"));
  return g_string_free (text, FALSE);
}

char *
hufu_case_say_voucher (const HufuCaseWords *words)
{
  const char *title = HUFU_WORD (words->lang, words->matter->title_en, words->matter->title_zh);

  return *title != '\0' ? g_strdup (title) : HUFU_SAY (words->lang, "Voucher", "券");
}

char *
hufu_case_say_voucher_and_code (const HufuCaseWords *words)
{
  g_autofree char *title = hufu_case_say_voucher (words);

  if (*words->matter->code_tail == '\0')
    return g_steal_pointer (&title);
  return HUFU_SAY (words->lang, "%s, code ending %s", "%s（券码尾号 %s）", title,
                   words->matter->code_tail);
}

void
hufu_case_set_note (HufuCase *self, HufuTone tone, HufuMark mark, char *take_title, char *take_text)
{
  self->note_tone = tone;
  self->note_mark = mark;
  self->note_title = take_title;
  self->note_text = take_text;
}

void
hufu_case_set_act (HufuCase *self, HufuResolve resolve, char *take_label, char *take_then)
{
  self->resolve = resolve;
  self->act_label = take_label;
  self->then = take_then;
}
