/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base64url.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char *
hufu_base64url_encode (const guint8 *bytes, gsize size)
{
  char *text = g_malloc (HUFU_BASE64URL_LENGTH (size) + 1);
  gsize length = 0;
  guint32 held = 0;
  guint n_bits = 0;

  for (gsize i = 0; i < size; i++) {
    held = held << 8 | bytes[i];
    for (n_bits += 8; n_bits >= 6; n_bits -= 6)
      text[length++] = alphabet[held >> (n_bits - 6) & 63];
  }
  if (n_bits > 0)
    text[length++] = alphabet[held << (6 - n_bits) & 63];
  text[length] = '\0';
  return text;
}

static int
value_of (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '-')
    return 62;
  return c == '_' ? 63 : -1;
}

gboolean
hufu_base64url_decode (const char *text, gsize length, guint8 *ret_bytes, gsize max,
                       gsize *ret_size)
{
  gsize size = length / 4 * 3 + (length % 4 * 6) / 8;
  gsize done = 0;
  guint32 held = 0;
  guint n_bits = 0;

  if (length % 4 == 1 || size > max)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    int value = value_of (text[i]);

    if (value < 0)
      return FALSE;
    held = held << 6 | (guint32)value;
    n_bits += 6;
    if (n_bits >= 8) {
      n_bits -= 8;
      ret_bytes[done++] = (guint8)(held >> n_bits & 0xff);
    }
  }
  if ((held & ((1u << n_bits) - 1)) != 0)
    return FALSE;
  *ret_size = done;
  return TRUE;
}
