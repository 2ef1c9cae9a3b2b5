/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/id.h"

#include <string.h>

HufuId
hufu_id_make_v7 (gint64 utc_ms, const guint8 random[10])
{
  HufuId id;

  g_assert (utc_ms >= 0 && utc_ms < (G_GINT64_CONSTANT (1) << 48));
  for (int i = 0; i < 6; i++)
    id.bytes[i] = (guint8)(utc_ms >> (8 * (5 - i)));
  memcpy (id.bytes + 6, random, 10);
  id.bytes[6] = (guint8)(0x70 | (id.bytes[6] & 0x0f)); /* version 7 */
  id.bytes[8] = (guint8)(0x80 | (id.bytes[8] & 0x3f)); /* variant 10 */
  return id;
}

gboolean
hufu_id_is_zero (const HufuId *id)
{
  static const HufuId zero;

  return hufu_id_equal (id, &zero);
}

gboolean
hufu_id_equal (const HufuId *a, const HufuId *b)
{
  return memcmp (a->bytes, b->bytes, HUFU_ID_BYTES) == 0;
}

static gboolean
is_dash_at (int byte_index)
{
  return byte_index == 4 || byte_index == 6 || byte_index == 8 || byte_index == 10;
}

void
hufu_id_format (const HufuId *id, char ret_text[HUFU_ID_TEXT_SIZE])
{
  static const char hex[] = "0123456789abcdef";
  char *out = ret_text;

  for (int i = 0; i < HUFU_ID_BYTES; i++) {
    if (is_dash_at (i))
      *out++ = '-';
    *out++ = hex[id->bytes[i] >> 4];
    *out++ = hex[id->bytes[i] & 0x0f];
  }
  *out = '\0';
}

/* Upper case is not canonical: one id has one text, so that texts may be compared. */
static int
hex_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return -1;
}

gboolean
hufu_id_parse (const char *text, HufuId *ret_id)
{
  HufuId id;
  const char *in = text;

  if (text == NULL)
    return FALSE;
  for (int i = 0; i < HUFU_ID_BYTES; i++) {
    int high, low;

    if (is_dash_at (i) && *in++ != '-')
      return FALSE;
    high = hex_value (in[0]);
    low = high < 0 ? -1 : hex_value (in[1]);
    if (low < 0)
      return FALSE;
    id.bytes[i] = (guint8)(high << 4 | low);
    in += 2;
  }
  if (*in != '\0')
    return FALSE;
  *ret_id = id;
  return TRUE;
}
