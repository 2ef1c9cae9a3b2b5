/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What products ask for, in a basket; see core/basket.h. */
#include <string.h>

#include "core/basket.h"

gboolean
hufu_basket_has_serial (const HufuBasket *basket, const HufuLine *line, const char *serial)
{
  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *other = g_ptr_array_index (basket->lines, i);

    if (*serial != '\0' && other != line && other->product_id == line->product_id &&
        strcmp (other->trace.serial, serial) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What a code told before and the answer does not, stays. */
static void
take_trace (HufuTrace *trace, const HufuTrace *answer)
{
  if (*answer->serial != '\0')
    memcpy (trace->serial, answer->serial, sizeof trace->serial);
  if (*answer->lot == '\0')
    return;
  memcpy (trace->lot, answer->lot, sizeof trace->lot);
  trace->expires_day = answer->expires_day;
}

HufuEdit
hufu_basket_answer (HufuBasket *basket, guint32 line_no, const HufuDetails *answer)
{
  HufuLine *line = hufu_basket_find_line (basket, line_no);

  if (line == NULL)
    return HUFU_EDIT_NO_SUCH_LINE;
  if (line->asks == HUFU_DETAIL_NOTHING ||
      !hufu_detail_is_answered (line->asks, &answer->trace, &answer->due))
    return HUFU_EDIT_NOT_ASKED;
  if (hufu_basket_has_serial (basket, line, answer->trace.serial))
    return HUFU_EDIT_SAME_SERIAL;
  if (line->asks == HUFU_DETAIL_DUE)
    line->due = answer->due;
  else
    take_trace (&line->trace, &answer->trace);
  line->left_out_by = (HufuId){{0}};
  return HUFU_EDIT_OK;
}

HufuEdit
hufu_basket_leave_out (HufuBasket *basket, guint32 line_no, const HufuId *by)
{
  HufuLine *line = hufu_basket_find_line (basket, line_no);

  if (line == NULL)
    return HUFU_EDIT_NO_SUCH_LINE;
  if (line->asks == HUFU_DETAIL_DUE || !hufu_line_is_asking (line))
    return HUFU_EDIT_NOT_ASKED;
  line->left_out_by = *by;
  return HUFU_EDIT_OK;
}

const HufuLine *
hufu_basket_find_asking (const HufuBasket *basket, const HufuDue *now)
{
  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = g_ptr_array_index (basket->lines, i);

    if (hufu_line_is_choosing (line) || hufu_line_is_asking (line) ||
        (now != NULL && line->due.day != 0 && hufu_due_is_past (&line->due, now)))
      return line;
  }
  return NULL;
}

gboolean
hufu_line_is_asking (const HufuLine *line)
{
  return !hufu_detail_is_answered (line->asks, &line->trace, &line->due) &&
         hufu_id_is_zero (&line->left_out_by);
}

gboolean
hufu_line_is_choosing (const HufuLine *line)
{
  return hufu_offer_find_open (line->options, line->chosen) != NULL;
}

static void
add_choice (GString *text, const HufuOption *option, HufuLang lang, gboolean priced)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  g_string_append (text, lang == HUFU_LANG_ZH ? option->name_zh : option->name_en);
  if (!priced || option->price_minor == 0)
    return;
  hufu_money_format (option->price_minor, amount);
  g_string_append_printf (text, " +%s", amount);
}

char *
hufu_line_say_choices (const HufuLine *line, HufuLang lang, const char *between, gboolean priced)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; line->options != NULL && i < line->options->n_options; i++) {
    if ((line->chosen >> i & 1) == 0)
      continue;
    if (text->len > 0)
      g_string_append (text, between);
    add_choice (text, &line->options->options[i], lang, priced);
  }
  return g_string_free (text, FALSE);
}

static void
add_answer (GString *text, const char *between, const char *words, const char *answer)
{
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? between : "", words, answer);
}

char *
hufu_line_say_answers (const HufuLine *line, HufuLang lang, const char *between)
{
  gboolean zh = lang == HUFU_LANG_ZH;
  GString *text = g_string_new (NULL);

  if (line->trace.lot[0] != '\0')
    add_answer (text, between, zh ? "批号" : "Lot", line->trace.lot);
  if (line->trace.serial[0] != '\0')
    add_answer (text, between, zh ? "序列号" : "Serial no.", line->trace.serial);
  if (line->trace.expires_day != 0) {
    g_autofree char *day = hufu_due_format (&(HufuDue){line->trace.expires_day, -1});

    add_answer (text, between, zh ? "有效期至" : "Use by", day);
  }
  if (line->due.day != 0) {
    g_autofree char *due = hufu_due_format (&line->due);

    add_answer (text, between, zh ? "取货" : "Ready on", due);
  }
  return g_string_free (text, FALSE);
}
