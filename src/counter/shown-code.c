/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/shown-code.h"

#include <string.h>

#include "core/card-like.h"
#include "counter/counter-private.h"

#define PHONE_DIGITS 11
#define CARD_TAIL 4

/* The digits of a number as people write them: "+86 138-0013-8000"; "" if it is no number. */
static char *
digits_of (const char *text, gsize length)
{
  GString *digits = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    if (g_ascii_isdigit (text[i]))
      g_string_append_c (digits, text[i]);
    else if (strchr (" -+()", text[i]) == NULL)
      return g_string_free (g_string_truncate (digits, 0), FALSE);
  }
  return g_string_free (digits, FALSE);
}

char *
hufu_shown_code_dup_phone (const char *text, gsize length)
{
  g_autofree char *digits = digits_of (text, length);
  const char *number = g_str_has_prefix (digits, "86") ? digits + 2 : digits;

  if (strlen (number) != PHONE_DIGITS || number[0] != '1' || number[1] < '3')
    return NULL;
  return g_strdup (number);
}

gboolean
hufu_shown_code_is_card (const char *text, gsize length)
{
  g_autofree char *digits = digits_of (text, length);

  return hufu_card_like (digits, strlen (digits));
}

static char *
mask (const char *text, gsize length)
{
  g_autofree char *digits = digits_of (text, length);
  g_autofree char *phone = hufu_shown_code_dup_phone (text, length);

  if (phone != NULL)
    return g_strdup_printf ("%.3s****%s", phone, phone + 7);
  if (hufu_card_like (digits, strlen (digits)))
    return g_strconcat ("**** ", digits + strlen (digits) - CARD_TAIL, NULL);
  return NULL;
}

char *
hufu_shown_code (const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize)MIN (length, HUFU_SHOWN_CODE_MAX));
  char *masked = mask (text, length);
  GString *shown;

  if (masked != NULL)
    return masked;
  shown = g_string_new (NULL);
  for (char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    g_string_append_unichar (shown, g_unichar_isprint (c) ? c : 0xFFFD);
  }
  if (length > HUFU_SHOWN_CODE_MAX)
    g_string_append (shown, "…");
  return g_string_free (shown, FALSE);
}
