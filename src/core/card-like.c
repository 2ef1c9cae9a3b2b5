/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/card-like.h"

#include "core/gtin.h"

/* The first four digits of each scheme's ranges, and the lengths of its numbers. */
static const struct {
  guint64 least, most;
  gsize shortest, longest;
} schemes[] = {
    {3000, 3059, 14, 19}, {3400, 3499, 15, 15}, {3528, 3589, 16, 19}, {3600, 3699, 14, 19},
    {3700, 3799, 15, 15}, {3800, 3999, 14, 19}, {4000, 4999, 13, 19}, {5100, 5599, 16, 16},
    {2221, 2720, 16, 16}, {6011, 6011, 16, 19}, {6200, 6299, 16, 19}, {6440, 6599, 16, 19},
};

static gboolean
has_scheme (const char *digits, gsize length)
{
  guint64 start = hufu_gtin_number (digits, 4);

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (start >= schemes[i].least && start <= schemes[i].most && length >= schemes[i].shortest &&
        length <= schemes[i].longest)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_luhn (const char *digits, gsize length)
{
  guint sum = 0;

  for (gsize i = 0; i < length; i++) {
    guint digit = (guint)(digits[length - 1 - i] - '0') * (i % 2 == 0 ? 1 : 2);

    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

gboolean
hufu_card_like (const char *text, gsize length)
{
  return length >= 13 && length <= 19 && hufu_gtin_is_digits (text, length) &&
         has_scheme (text, length) && has_luhn (text, length);
}
