/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/gs1.h"

#include <string.h>

#include "core/gtin.h"
#include "core/money.h"

#define VALUE_MAX 90  /* no application identifier has a longer value (GS1 3.2) */
#define NUMBER_MAX 15 /* digits of an amount (AI 392n) */
#define PRINTED_MAX 200
#define COUPON_MIN 13 /* digits of a coupon's number (AI 255) */
#define COUPON_MAX 25

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

/* YYMMDD; day 00 is the last of the month (GS1 3.4.2 on AI 17). */
static gboolean
read_day (const char *value, gsize length, gint32 *ret_day)
{
  guint year, month, day, last;

  if (length != 6 || !hufu_gtin_is_digits (value, length))
    return FALSE;
  year = 2000 + (guint)hufu_gtin_number (value, 2);
  month = (guint)hufu_gtin_number (value + 2, 2);
  day = (guint)hufu_gtin_number (value + 4, 2);
  if (month < 1 || month > 12)
    return FALSE;
  last = g_date_get_days_in_month ((GDateMonth)month, (GDateYear)year);
  if (day > last)
    return FALSE;
  *ret_day = (gint32)(year * 10000 + month * 100 + (day > 0 ? day : last));
  return TRUE;
}

static gboolean
copy_trace (char ret_text[HUFU_TRACE_MAX + 1], const char *value, gsize length)
{
  if (length > HUFU_TRACE_MAX)
    return FALSE;
  memcpy (ret_text, value, length);
  ret_text[length] = '\0';
  return TRUE;
}

static gboolean
take_coupon (const char *value, gsize length, HufuGs1 *gs1)
{
  gs1->coupon = value;
  gs1->coupon_length = length;
  return length >= COUPON_MIN && length <= COUPON_MAX && hufu_gtin_is_digits (value, length);
}

/* Takes what a till needs of one element; FALSE if it is malformed. */
static gboolean
take_element (const char *ai, const char *value, gsize length, HufuGs1 *gs1)
{
  if (ai[0] == '0' && ai[1] == '1')
    return hufu_gtin_read (value, length, &gs1->gtin);
  if (ai[0] == '1' && ai[1] == '0')
    return copy_trace (gs1->trace.lot, value, length);
  if (ai[0] == '1' && ai[1] == '7')
    return read_day (value, length, &gs1->trace.expires_day);
  if (ai[0] == '2' && ai[1] == '1')
    return copy_trace (gs1->trace.serial, value, length);
  if (ai[0] == '2' && ai[1] == '5' && ai[2] == '5')
    return take_coupon (value, length, gs1);
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

gboolean
hufu_gs1_is_trace (const char *text, gsize length)
{
  return length <= HUFU_TRACE_MAX && is_value (text, length);
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
  return ret_gs1->gtin != 0 || ret_gs1->coupon != NULL;
}

/* Each bracket that opens begins an element, as a separator does. */
gboolean
hufu_gs1_read_printed (const char *text, gsize length, HufuGs1 *ret_gs1)
{
  char elements[PRINTED_MAX];
  gsize n = 0;

  if (length > sizeof elements || length < 4 || memcmp (text, "(01)", 4) != 0)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (text[i] != ')')
      elements[n++] = text[i] == '(' ? HUFU_GS1_SEPARATOR : text[i];
  }
  if (!hufu_gs1_read_elements (elements, n, ret_gs1))
    return FALSE;
  ret_gs1->coupon = NULL;
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

/* The value of a key of two or three digits, percent-decoded (RFC 3986); FALSE if it is malformed.
 */
static gboolean
take_key (const char *key, const char *value, gsize length, HufuGs1 *gs1)
{
  char decoded[VALUE_MAX];
  gsize n = 0;

  for (gsize i = 0; i < length; i++) {
    gboolean is_coded = value[i] == '%';

    if (n == sizeof decoded || (is_coded && (length - i < 3 || !g_ascii_isxdigit (value[i + 1]) ||
                                             !g_ascii_isxdigit (value[i + 2]))))
      return FALSE;
    decoded[n++] =
        is_coded
            ? (char)(g_ascii_xdigit_value (value[i + 1]) * 16 + g_ascii_xdigit_value (value[i + 2]))
            : value[i];
    i += is_coded ? 2 : 0;
  }
  return is_value (decoded, n) && take_element (key, decoded, n, gs1);
}

static gboolean
is_key (const char *at, gsize n, const char *key)
{
  return n == strlen (key) && memcmp (at, key, n) == 0;
}

/* Lot, serial, expiry, weight and price among "key=value" pairs; all else is left alone. */
static gboolean
read_query (const char *at, const char *end, HufuGs1 *gs1)
{
  while (at < end && *at != '#') {
    gsize n = count_until (at, end, "&;#"), n_key = count_until (at, at + n, "=");
    const char *value = at + n_key + 1;
    gboolean is_measure =
        n_key == 4 && at[0] == '3' && hufu_gtin_is_digits (at, 4) && n > 5 && n <= 5 + NUMBER_MAX;
    gboolean is_trace =
        n > 3 && (is_key (at, n_key, "10") || is_key (at, n_key, "17") || is_key (at, n_key, "21"));

    if ((is_measure || is_trace) && !take_key (at, value, n - n_key - 1, gs1))
      return FALSE;
    at += n;
    if (at < end && *at != '#')
      at++;
  }
  return TRUE;
}

/* One key and its value within the path; a path may have other parts before. */
static gboolean
read_path_pair (const char *key, gsize n_key, const char *value, gsize n, HufuGs1 *gs1)
{
  if (gs1->gtin == 0 && is_key (key, n_key, "01"))
    return hufu_gtin_read (value, n, &gs1->gtin);
  if (gs1->gtin == 0 && gs1->coupon == NULL && is_key (key, n_key, "255"))
    return take_coupon (value, n, gs1);
  if (gs1->gtin != 0 && (is_key (key, n_key, "10") || is_key (key, n_key, "21")))
    return take_key (key, value, n, gs1);
  return TRUE;
}

gboolean
hufu_gs1_read_link (const char *text, gsize length, HufuGs1 *ret_gs1)
{
  const char *end = text + length;
  const char *at = hufu_gs1_skip_scheme (text, length), *key = NULL;
  gsize n_key = 0;

  *ret_gs1 = (HufuGs1){.weight_milli = -1, .price_minor = -1};
  if (at == NULL)
    return FALSE;
  at += count_until (at, end, "/?#");
  while (at < end && *at == '/') {
    gsize n = count_until (at + 1, end, "/?#");

    if (key != NULL && !read_path_pair (key, n_key, at + 1, n, ret_gs1))
      return FALSE;
    key = at + 1;
    n_key = n;
    at += 1 + n;
  }
  if (at < end && *at == '?')
    at++;
  return (ret_gs1->gtin != 0 || ret_gs1->coupon != NULL) && read_query (at, end, ret_gs1);
}
