/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/gtin.h"

#include <string.h>

gboolean
hufu_gtin_is_digits (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  }
  return length > 0;
}

guint64
hufu_gtin_number (const char *digits, gsize length)
{
  guint64 number = 0;

  g_assert (length <= 18);
  for (gsize i = 0; i < length; i++)
    number = number * 10 + (guint64)(digits[i] - '0');
  return number;
}

char
hufu_gtin_check_digit (const char *digits, gsize length)
{
  guint sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += (guint)(digits[length - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
  return (char)('0' + (10 - sum % 10) % 10);
}

gboolean
hufu_gtin_read (const char *text, gsize length, guint64 *ret_gtin)
{
  if ((length != 8 && length != 12 && length != 13 && length != 14) ||
      !hufu_gtin_is_digits (text, length) ||
      hufu_gtin_check_digit (text, length - 1) != text[length - 1])
    return FALSE;
  *ret_gtin = hufu_gtin_number (text, length);
  return *ret_gtin != 0;
}

/* The five digits of manufacturer and five of article, from the six and the rule in the last. */
static void
expand (const char six[6], char ret_ten[10])
{
  memset (ret_ten, '0', 10);
  switch (six[5]) {
  case '0':
  case '1':
  case '2':
    memcpy (ret_ten, six, 2);
    ret_ten[2] = six[5];
    memcpy (ret_ten + 7, six + 2, 3);
    return;
  case '3':
    memcpy (ret_ten, six, 3);
    memcpy (ret_ten + 8, six + 3, 2);
    return;
  case '4':
    memcpy (ret_ten, six, 4);
    ret_ten[9] = six[4];
    return;
  default:
    memcpy (ret_ten, six, 5);
    ret_ten[9] = six[5];
    return;
  }
}

gboolean
hufu_gtin_read_upc_e (const char *text, gsize length, guint64 *ret_gtin)
{
  char upc_a[12];

  if (length != 8 || !hufu_gtin_is_digits (text, length) || text[0] > '1')
    return FALSE;
  upc_a[0] = text[0];
  expand (text + 1, upc_a + 1);
  upc_a[11] = text[7];
  return hufu_gtin_read (upc_a, sizeof upc_a, ret_gtin);
}

/* The weighted products of a digit (GS1 7.9.2). */
static const guint weigh_2_minus[10] = {0, 2, 4, 6, 8, 9, 1, 3, 5, 7};
static const guint weigh_3[10] = {0, 3, 6, 9, 2, 5, 8, 1, 4, 7};
static const guint weigh_5_plus[10] = {0, 5, 1, 6, 2, 7, 3, 8, 4, 9};
static const guint weigh_5_minus[10] = {0, 5, 9, 4, 8, 3, 7, 2, 6, 1};

char
hufu_gtin_price_check_digit (const char *digits, gsize length)
{
  guint d[5] = {0};
  guint sum, answer = 0;

  g_assert (length == 4 || length == 5);
  for (gsize i = 0; i < length; i++)
    d[i] = (guint)(digits[i] - '0');
  if (length == 4) {
    sum = weigh_2_minus[d[0]] + weigh_2_minus[d[1]] + weigh_3[d[2]] + weigh_5_minus[d[3]];
    return (char)('0' + 3 * sum % 10);
  }
  sum = weigh_5_plus[d[0]] + weigh_2_minus[d[1]] + weigh_5_minus[d[2]] + weigh_5_plus[d[3]] +
        weigh_2_minus[d[4]];
  while (weigh_5_minus[answer] != (10 - sum % 10) % 10)
    answer++;
  return (char)('0' + answer);
}

gboolean
hufu_gtin_is_variable (guint64 gtin)
{
  return gtin / G_GUINT64_CONSTANT (10000000000000) == 9;
}
