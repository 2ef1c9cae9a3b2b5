/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/stock-words.h"

#include <string.h>

#include "core/money.h"
#include "counter/say.h"

#define DECIMALS 3 /* of a quantity in thousandths */

char *
hufu_stock_say_milli (gint64 milli)
{
  gint64 size = ABS (milli);
  g_autofree char *text = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT,
                                           milli < 0 ? "-" : "", size / 1000, size % 1000);
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  return g_strndup (text, length);
}

char *
hufu_stock_say_age (gint64 at_utc_s, gint64 now_utc_s, HufuLang lang)
{
  gint64 minutes = (now_utc_s - at_utc_s) / 60;

  if (at_utc_s == 0)
    return HUFU_SAY (lang, "never told", "尚未报来");
  if (minutes < 1)
    return HUFU_SAY (lang, "just now", "刚刚");
  if (minutes < 60)
    return HUFU_SAY (lang, "%" G_GINT64_FORMAT " min ago", "%" G_GINT64_FORMAT " 分钟前", minutes);
  if (minutes < 48 * 60)
    return HUFU_SAY (lang, "%" G_GINT64_FORMAT " h ago", "%" G_GINT64_FORMAT " 小时前",
                     minutes / 60);
  return HUFU_SAY (lang, "%" G_GINT64_FORMAT " days ago", "%" G_GINT64_FORMAT " 天前",
                   minutes / 60 / 24);
}

gboolean
hufu_stock_read_milli (const char *text, gint64 *ret_milli)
{
  gsize n_whole = strspn (text, "0123456789"), n_decimals = 0;
  gint64 milli = 0;

  if (text[n_whole] == '.')
    n_decimals = strspn (text + n_whole + 1, "0123456789");
  if (n_whole == 0 || n_decimals > DECIMALS || (text[n_whole] == '.' && n_decimals == 0) ||
      text[n_whole + n_decimals + (n_decimals > 0 ? 1 : 0)] != '\0')
    return FALSE;
  for (gsize i = 0; i < n_whole && milli <= HUFU_QTY_MAX_MILLI; i++)
    milli = milli * 10 + (text[i] - '0');
  for (gsize i = 0; i < DECIMALS && milli <= HUFU_QTY_MAX_MILLI; i++)
    milli = milli * 10 + (i < n_decimals ? text[n_whole + 1 + i] - '0' : 0);
  *ret_milli = milli;
  return milli <= HUFU_QTY_MAX_MILLI;
}
