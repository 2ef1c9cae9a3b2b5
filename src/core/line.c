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
  line->qty_milli = 1000;
  line->member_price_minor = -1;
  line->label_total_minor = -1;
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
  g_free (line);
}

gint64
hufu_line_unit_price_minor (const HufuLine *line, gboolean member)
{
  if (member && line->member_price_minor >= 0)
    return MIN (line->member_price_minor, line->list_price_minor);
  return line->list_price_minor;
}

gint64
hufu_line_total_minor (const HufuLine *line, gboolean member)
{
  if (line->kind == HUFU_LINE_PREPAID)
    return 0;
  if (line->label_total_minor >= 0)
    return line->label_total_minor;
  return hufu_money_extend (hufu_line_unit_price_minor (line, member), line->qty_milli);
}

gint64
hufu_line_list_total_minor (const HufuLine *line)
{
  return hufu_line_total_minor (line, FALSE);
}

gint64
hufu_line_tax_minor (const HufuLine *line, gboolean member)
{
  return hufu_money_included_tax (hufu_line_total_minor (line, member) - line->discount_minor,
                                  line->tax_ppm);
}

gint64
hufu_line_pieces (const HufuLine *line)
{
  return line->by_weight ? 1 : line->qty_milli / 1000;
}
