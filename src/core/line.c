/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and tenders of a basket; see core/basket.h. */
#include "core/basket.h"

HufuLine *
hufu_line_new (void)
{
  HufuLine *line = g_new0 (HufuLine, 1);

  line->sku = g_strdup ("");
  line->name_en = g_strdup ("");
  line->name_zh = g_strdup ("");
  line->variant_en = g_strdup ("");
  line->variant_zh = g_strdup ("");
  line->icon = g_strdup ("");
  line->note = g_strdup ("");
  line->qty_milli = 1000;
  line->member_price_minor = -1;
  line->label_total_minor = -1;
  line->due = HUFU_DUE_NONE;
  return line;
}

HufuLine *
hufu_line_copy (const HufuLine *line)
{
  HufuLine *copy = g_new (HufuLine, 1);

  *copy = *line;
  copy->sku = g_strdup (line->sku);
  copy->name_en = g_strdup (line->name_en);
  copy->name_zh = g_strdup (line->name_zh);
  copy->variant_en = g_strdup (line->variant_en);
  copy->variant_zh = g_strdup (line->variant_zh);
  copy->icon = g_strdup (line->icon);
  copy->note = g_strdup (line->note);
  copy->options = hufu_offer_ref (line->options);
  return copy;
}

void
hufu_line_free (HufuLine *line)
{
  if (line == NULL)
    return;
  g_free (line->sku);
  g_free (line->name_en);
  g_free (line->name_zh);
  g_free (line->variant_en);
  g_free (line->variant_zh);
  g_free (line->icon);
  g_free (line->note);
  hufu_offer_unref (line->options);
  g_free (line);
}

static gint64
choose_price_minor (gint64 list_minor, gint64 member_minor, gboolean member)
{
  return member && member_minor >= 0 ? MIN (member_minor, list_minor) : list_minor;
}

gint64
hufu_line_extra_minor (const HufuLine *line)
{
  return hufu_offer_extra_minor (line->options, line->chosen);
}

gint64
hufu_line_list_price_minor (const HufuLine *line)
{
  return line->list_price_minor + hufu_line_extra_minor (line);
}

static gint64
plain_price_minor (const HufuLine *line, gboolean member)
{
  return choose_price_minor (line->list_price_minor, line->member_price_minor, member) +
         hufu_line_extra_minor (line);
}

gint64
hufu_line_unit_price_minor (const HufuLine *line, gboolean member)
{
  return line->markdown.kind == HUFU_MARKDOWN_PRICE ? line->markdown.value
                                                    : plain_price_minor (line, member);
}

gint64
hufu_line_plain_total_minor (const HufuLine *line, gboolean member)
{
  if (line->kind == HUFU_LINE_PREPAID)
    return 0;
  if (line->label_total_minor >= 0)
    return line->label_total_minor +
           hufu_money_extend (hufu_line_extra_minor (line), line->qty_milli);
  return hufu_money_extend (plain_price_minor (line, member), line->qty_milli);
}

gint64
hufu_line_total_minor (const HufuLine *line, gboolean member)
{
  return line->markdown.kind == HUFU_MARKDOWN_PRICE
             ? hufu_money_extend (line->markdown.value, line->qty_milli)
             : hufu_line_plain_total_minor (line, member);
}

gint64
hufu_line_list_total_minor (const HufuLine *line)
{
  return MAX (hufu_line_plain_total_minor (line, FALSE), hufu_line_total_minor (line, FALSE));
}

gint64
hufu_line_off_minor (const HufuLine *line)
{
  gint64 off_minor = 0;

  for (gsize i = 0; i < HUFU_OFF_COUNT; i++)
    off_minor += line->off_minor[i];
  return off_minor;
}

gint64
hufu_line_net_minor (const HufuLine *line, gboolean member)
{
  return hufu_line_total_minor (line, member) - hufu_line_off_minor (line);
}

gint64
hufu_line_by_hand_minor (const HufuLine *line, gboolean member)
{
  gint64 cut_minor =
      hufu_line_plain_total_minor (line, member) - hufu_line_total_minor (line, member);

  return MAX (cut_minor, 0) + line->off_minor[HUFU_OFF_LINE] + line->off_minor[HUFU_OFF_BASKET];
}

gint64
hufu_line_gross_minor (const HufuLine *line, gboolean member)
{
  return hufu_line_net_minor (line, member) + line->added_minor;
}

HufuShelf
hufu_line_get_shelf (const HufuLine *line, gboolean member, gint64 *ret_price_minor)
{
  gint64 price_minor =
      choose_price_minor (line->shelf_price_minor, line->shelf_member_price_minor, member) +
      hufu_line_extra_minor (line);

  *ret_price_minor = 0;
  if (line->label_total_minor >= 0 || line->markdown.kind != HUFU_MARKDOWN_NONE)
    return HUFU_SHELF_SAME;
  if (line->shelf != HUFU_SHELF_CHANGED)
    return line->shelf;
  *ret_price_minor = price_minor;
  return price_minor == plain_price_minor (line, member) ? HUFU_SHELF_SAME : HUFU_SHELF_CHANGED;
}

gint64
hufu_line_pieces (const HufuLine *line)
{
  return line->by_weight ? 1 : line->qty_milli / 1000;
}
