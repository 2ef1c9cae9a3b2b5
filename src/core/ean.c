/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ean.h"

#include <string.h>

#include "core/gtin.h"

#define DIGIT_MODULES 7

/* Set A; set C is its complement, set B set C from right to left. */
static const char *const set_a[10] = {"0001101", "0011001", "0010011", "0111101", "0100011",
                                      "0110001", "0101111", "0111011", "0110111", "0001011"};
/* The sets of the left half say the first digit of 13, which has no bars of its own. */
static const char *const parities[10] = {"AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB",
                                         "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"};

static void
add_digit (GString *modules, char digit, char set)
{
  const char *a = set_a[digit - '0'];

  for (int i = 0; i < DIGIT_MODULES; i++) {
    char module = a[set == 'B' ? DIGIT_MODULES - 1 - i : i];

    g_string_append_c (modules, set == 'A' ? module : module == '0' ? '1' : '0');
  }
}

gboolean
hufu_ean_draw (const char *digits, char ret_modules[HUFU_EAN_MODULES_MAX + 1])
{
  gsize length = strlen (digits), n_half = length == 8 ? 4 : 6;
  g_autoptr (GString) modules = g_string_new ("101");
  const char *parity, *left;
  guint64 gtin;

  if ((length != 8 && length != 13) || !hufu_gtin_read (digits, length, &gtin))
    return FALSE;
  parity = length == 8 ? parities[0] : parities[digits[0] - '0'];
  left = digits + length - 2 * n_half;
  for (gsize i = 0; i < n_half; i++)
    add_digit (modules, left[i], parity[i]);
  g_string_append (modules, "01010");
  for (gsize i = 0; i < n_half; i++)
    add_digit (modules, left[n_half + i], 'C');
  g_string_append (modules, "101");
  g_strlcpy (ret_modules, modules->str, HUFU_EAN_MODULES_MAX + 1);
  return TRUE;
}
