/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A product without a price of its own: it is asked here, within the product's limit, and goes on
 * the line as the product's price. */
#include <string.h>

#include "counter/counter-private.h"

#define PRICE_CHARACTERS_MAX 10 /* of a typed price; what is longer is a code */

static void
draw (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_PRICE);
  const HufuLine *line = counter->priced;
  char limit[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *what_to_do = NULL;

  hufu_money_format (counter->price_max_minor, limit);
  what_to_do = HUFU_SAY (counter->lang, "Its price is asked here: type it, at most %s, then Enter.",
                         "此商品现场定价：请输入价格，最多 %s，再按回车。", limit);
  hufu_panel_set_about (panel, line->icon, HUFU_WORD (counter->lang, line->name_en, line->name_zh),
                        what_to_do);
  hufu_counter_take_redrawn (counter, panel, draw);
}

void
hufu_open_price_ask (HufuCounter *counter, HufuLine *take_line, gint64 max_minor)
{
  hufu_line_free (counter->priced);
  counter->priced = take_line;
  counter->price_max_minor = max_minor;
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  draw (counter);
}

gboolean
hufu_open_price_take (HufuCounter *counter, const char *text, gsize length)
{
  g_autofree char *typed = g_strndup (text, length);
  g_autofree char *sentence = NULL;
  char limit[HUFU_MONEY_TEXT_SIZE];
  gint64 price_minor;
  HufuLine *line;

  if (counter->panel == NULL || counter->panel->kind != HUFU_PANEL_PRICE ||
      length > PRICE_CHARACTERS_MAX || !hufu_money_parse (typed, &price_minor))
    return FALSE;
  if (price_minor <= 0 || price_minor > counter->price_max_minor) {
    hufu_money_format (counter->price_max_minor, limit);
    sentence = HUFU_SAY (counter->lang, "The price is from 0.01 to %s. Enter it again.",
                         "价格从 0.01 到 %s。请重新输入。", limit);
    hufu_counter_refuse (counter, sentence);
    return TRUE;
  }
  line = hufu_line_copy (counter->priced);
  line->list_price_minor = price_minor;
  line->member_price_minor = -1;
  (void)hufu_edit_add_line (counter, line);
  return TRUE;
}
