/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/short-code.h"

#include <string.h>

#define DATA_CHARS (HUFU_SHORT_CODE_CHARS - 1)
#define CHECK_MODULUS 37 /* Crockford's check; 32-36 would need characters outside the alphabet */

/* https://www.crockford.com/base32.html */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

gboolean
hufu_short_code_make (guint64 random45, char ret_code[HUFU_SHORT_CODE_SIZE])
{
  guint64 value = random45 & ((G_GUINT64_CONSTANT (1) << (5 * DATA_CHARS)) - 1);
  guint64 check = value % CHECK_MODULUS;

  if (check >= 32)
    return FALSE;
  for (gsize i = DATA_CHARS; i > 0; i--, value >>= 5)
    ret_code[i - 1] = alphabet[value & 31];
  ret_code[DATA_CHARS] = alphabet[check];
  ret_code[HUFU_SHORT_CODE_CHARS] = '\0';
  return TRUE;
}

/* The character that was meant; NUL for one outside the alphabet. */
static char
read_char (char c)
{
  char upper = g_ascii_toupper (c);

  if (upper == 'O')
    return '0';
  if (upper == 'I' || upper == 'L')
    return '1';
  return upper != '\0' && strchr (alphabet, upper) != NULL ? upper : '\0';
}

static gboolean
has_good_check (const char code[HUFU_SHORT_CODE_SIZE])
{
  guint64 value = 0;

  for (gsize i = 0; i < DATA_CHARS; i++)
    value = value << 5 | (guint64)(strchr (alphabet, code[i]) - alphabet);
  return alphabet[value % CHECK_MODULUS % 32] == code[DATA_CHARS] && value % CHECK_MODULUS < 32;
}

/* FALSE if they are not ten of the alphabet. */
static gboolean
read_chars (const char *text, gsize length, char ret_code[HUFU_SHORT_CODE_SIZE])
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++) {
    char c = text[i] == '-' ? '-' : read_char (text[i]);

    if (c == '\0' || (c != '-' && n == HUFU_SHORT_CODE_CHARS))
      return FALSE;
    if (c != '-')
      ret_code[n++] = c;
  }
  ret_code[n] = '\0';
  return n == HUFU_SHORT_CODE_CHARS;
}

gboolean
hufu_short_code_read (const char *text, gsize length, char ret_code[HUFU_SHORT_CODE_SIZE])
{
  return read_chars (text, length, ret_code) && has_good_check (ret_code);
}

gboolean
hufu_short_code_is_misread (const char *text, gsize length)
{
  char code[HUFU_SHORT_CODE_SIZE];

  return read_chars (text, length, code) && !has_good_check (code);
}
