/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base45.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

#define NO_VALUE 45 /* one past the greatest digit */

void
hufu_base45_encode (const guint8 *bytes, gsize size, char *ret_text)
{
  for (gsize i = 0; i < size; i += 2) {
    gboolean pair = i + 1 < size;
    guint32 value = pair ? (guint32)bytes[i] << 8 | bytes[i + 1] : bytes[i];

    *ret_text++ = alphabet[value % 45];
    *ret_text++ = alphabet[value / 45 % 45];
    if (pair)
      *ret_text++ = alphabet[value / (45 * 45)];
  }
  *ret_text = '\0';
}

static guint32
value_of (char c)
{
  const char *found = memchr (alphabet, c, NO_VALUE);

  return found != NULL ? (guint32)(found - alphabet) : NO_VALUE;
}

/* The number of one group of 2 or 3 characters, least digit first; G_MAXUINT32 for a bad one. */
static guint32
read_group (const char *text, gsize length)
{
  guint32 value = 0;

  for (gsize i = length; i > 0; i--) {
    guint32 digit = value_of (text[i - 1]);

    if (digit == NO_VALUE)
      return G_MAXUINT32;
    value = value * 45 + digit;
  }
  return value;
}

gboolean
hufu_base45_decode (const char *text, gsize length, guint8 *ret_bytes, gsize max, gsize *ret_size)
{
  gsize size = length / 3 * 2 + length % 3 / 2;
  gsize done = 0;

  if (length % 3 == 1 || size > max)
    return FALSE;
  for (gsize i = 0; i < length; i += 3) {
    gboolean pair = length - i >= 3;
    guint32 value = read_group (text + i, pair ? 3 : 2);

    if (value > (pair ? G_MAXUINT16 : G_MAXUINT8))
      return FALSE;
    if (pair)
      ret_bytes[done++] = (guint8)(value >> 8);
    ret_bytes[done++] = (guint8)(value & 0xff);
  }
  *ret_size = size;
  return TRUE;
}
