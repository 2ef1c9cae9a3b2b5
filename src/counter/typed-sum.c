/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/typed-sum.h"

#include <string.h>

#include "core/money.h"

/* "12." is 12 on the way to 12.5, "." is nothing yet. */
static gboolean
read_sum (const char *text, gint64 *ret_minor)
{
  g_autofree char *sum = g_strdup (text);
  gsize length = strlen (sum);

  if (length > 0 && sum[length - 1] == '.')
    sum[--length] = '\0';
  *ret_minor = 0;
  return length == 0 || (sum[length - 1] != '.' && hufu_money_parse (sum, ret_minor));
}

void
hufu_typed_sum_press (HufuTypedSum *sum, const char *key)
{
  g_autofree char *typed = g_strconcat (sum->text, key, NULL);
  gint64 minor;

  if (*key == '\0' || strspn (key, "0123456789.") != strlen (key) ||
      strlen (typed) >= sizeof sum->text || !read_sum (typed, &minor))
    return;
  g_strlcpy (sum->text, typed, sizeof sum->text);
}

void
hufu_typed_sum_backspace (HufuTypedSum *sum)
{
  gsize length = strlen (sum->text);

  if (length > 0)
    sum->text[length - 1] = '\0';
}

void
hufu_typed_sum_clear (HufuTypedSum *sum)
{
  *sum->text = '\0';
}

gint64
hufu_typed_sum_get_minor (const HufuTypedSum *sum)
{
  gint64 minor;

  return read_sum (sum->text, &minor) ? minor : 0;
}
