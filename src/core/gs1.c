/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/gs1.h"

#include <string.h>

#include "core/gtin.h"
#include "core/money.h"

#define VALUE_MAX 90  /* no application identifier has a longer value (GS1 3.2) */
#define NUMBER_MAX 15 /* digits of an amount (AI 392n) */

/* How application identifiers start, how long they are, and how long the value is if it is one of
 * those without a separator behind it (GS1 7.8.5, figure 7.8.5-2); 0 = up to the next separator. */
static const struct {
  char first, second_least, second_most;
  guint8 ai_digits, value_digits;
} identifiers[] = {
    {'0', '0', '0', 2, 18}, {'0', '1', '3', 2, 14}, {'0', '4', '4', 2, 16}, {'1', '0', '0', 2, 0},
    {'1', '1', '9', 2, 6},  {'2', '0', '0', 2, 2},  {'2', '1', '2', 2, 0},  {'2', '3', '5', 3, 0},
    {'3', '0', '0', 2, 0},  {'3', '1', '6', 4, 6},  {'3', '7', '7', 2, 0},  {'3', '9', '9', 4, 0},
    {'4', '0', '0', 3, 0},  {'4', '1', '1', 3, 13}, {'4', '2', '2', 3, 0},  {'4', '3', '3', 4, 0},
    {'7', '0', '0', 4, 0},  {'7', '1', '1', 3, 0},  {'7', '2', '2', 4, 0},  {'8', '0', '2', 4, 0},
    {'9', '0', '9', 2, 0},
};

/* The number of a value with `decimals` digits behind the point, in units of 10^-wanted; -1 if it
 * is past any shop's day. */
static gint64
scale (const char *digits, gsize length, guint decimals, guint wanted)
{
  guint64 number = hufu_gtin_number (digits, length);

  for (; decimals > wanted; decimals--)
    number /= 10;
  for (; decimals < wanted && number <= HUFU_MONEY_MAX_MINOR; decimals++)
    number *= 10;
  return number <= HUFU_MONEY_MAX_MINOR ? (gint64)number : -1;
}

/* Takes what a till needs of one element; FALSE if it is malformed. */
static gboolean
take_element (const char *ai, const char *value, gsize length, HufuGs1 *gs1)
{
  if (ai[0] == '0' && ai[1] == '1')
    return hufu_gtin_read (value, length, &gs1->gtin);
  if (ai[0] != '3')
    return TRUE;
  if (ai[1] == '1' && ai[2] == '0') {
    if (!hufu_gtin_is_digits (value, length))
      return FALSE;
    gs1->weight_milli = scale (value, length, (guint)(ai[3] - '0'), 3);
    return gs1->weight_milli >= 0;
  }
  if (ai[1] == '9' && ai[2] == '2') {
    if (length > NUMBER_MAX || !hufu_gtin_is_digits (value, length))
      return FALSE;
    gs1->price_minor = scale (value, length, (guint)(ai[3] - '0'), 2);
    return gs1->price_minor >= 0;
  }
  return TRUE;
}

/* Invariant ASCII without spaces and separators (GS1 7.11: character set 82 lies within). */
static gboolean
is_value (const char *value, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (value[i] < '!' || value[i] > 'z')
      return FALSE;
  }
  return length > 0 && length <= VALUE_MAX;
}

/* Reads one element at *at; FALSE if it is malformed. */
static gboolean
read_element (const char **at, const char *end, HufuGs1 *gs1)
{
  const char *ai = *at, *value, *stop;
  gsize n_left = (gsize)(end - ai), i = 0;

  while (i < G_N_ELEMENTS (identifiers) &&
         (n_left < 2 || ai[0] != identifiers[i].first || ai[1] < identifiers[i].second_least ||
          ai[1] > identifiers[i].second_most))
    i++;
  if (i == G_N_ELEMENTS (identifiers) || n_left <= identifiers[i].ai_digits ||
      !hufu_gtin_is_digits (ai, identifiers[i].ai_digits))
    return FALSE;
  value = ai + identifiers[i].ai_digits;
  n_left -= identifiers[i].ai_digits;
  stop = memchr (value, HUFU_GS1_SEPARATOR, n_left);
  if (identifiers[i].value_digits > 0 && n_left < identifiers[i].value_digits)
    return FALSE;
  if (identifiers[i].value_digits > 0)
    stop = value + identifiers[i].value_digits;
  else if (stop == NULL)
    stop = end;
  if (!is_value (value, (gsize)(stop - value)) ||
      (identifiers[i].value_digits > 0 &&
       !hufu_gtin_is_digits (value, identifiers[i].value_digits)) ||
      !take_element (ai, value, (gsize)(stop - value), gs1))
    return FALSE;
  *at = stop < end && *stop == HUFU_GS1_SEPARATOR ? stop + 1 : stop;
  return TRUE;
}

gboolean
hufu_gs1_read_elements (const char *text, gsize length, HufuGs1 *ret_gs1)
{
  const char *at = text, *end = text + length;

  *ret_gs1 = (HufuGs1){.weight_milli = -1, .price_minor = -1};
  if (at < end && *at == HUFU_GS1_SEPARATOR)
    at++;
  while (at < end) {
    if (!read_element (&at, end, ret_gs1))
      return FALSE;
  }
  return ret_gs1->gtin != 0;
}

/* --- Digital Link ---------------------------------------------------------------------------- */

const char *
hufu_gs1_skip_scheme (const char *text, gsize length)
{
  static const char *const schemes[] = {"https://", "http://"};

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    gsize n = strlen (schemes[i]);

    if (length > n && g_ascii_strncasecmp (text, schemes[i], n) == 0)
      return text + n;
  }
  return NULL;
}

static gsize
count_until (const char *at, const char *end, const char *stops)
{
  const char *start = at;

  while (at < end && (*at == '\0' || strchr (stops, *at) == NULL))
    at++;
  return (gsize)(at - start);
}

/* Weight and price among "key=value" pairs; all else is left alone. */
static gboolean
read_query (const char *at, const char *end, HufuGs1 *gs1)
{
  while (at < end && *at != '#') {
    gsize n = count_until (at, end, "&;#");
    gboolean is_measure =
        n > 5 && n <= 5 + NUMBER_MAX && at[0] == '3' && hufu_gtin_is_digits (at, 4) && at[4] == '=';

    if (is_measure && !take_element (at, at + 5, n - 5, gs1))
      return FALSE;
    at += n;
    if (at < end && *at != '#')
      at++;
  }
  return TRUE;
}

gboolean
hufu_gs1_read_link (const char *text, gsize length, HufuGs1 *ret_gs1)
{
  const char *end = text + length;
  const char *at = hufu_gs1_skip_scheme (text, length);
  gboolean is_gtin = FALSE;

  *ret_gs1 = (HufuGs1){.weight_milli = -1, .price_minor = -1};
  if (at == NULL)
    return FALSE;
  at += count_until (at, end, "/?#");
  while (at < end && *at == '/' && ret_gs1->gtin == 0) {
    gsize n = count_until (at + 1, end, "/?#");

    if (is_gtin && !hufu_gtin_read (at + 1, n, &ret_gs1->gtin))
      return FALSE;
    is_gtin = n == 2 && memcmp (at + 1, "01", 2) == 0;
    at += 1 + n;
  }
  at += count_until (at, end, "?#");
  if (at < end && *at == '?')
    at++;
  return ret_gs1->gtin != 0 && read_query (at, end, ret_gs1);
}
