/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/money.h"

#include <string.h>

#define YUAN 100

const char *const hufu_rounding_names[] = {
    [HUFU_ROUND_FLOOR] = "floor",         [HUFU_ROUND_CEIL] = "ceil",
    [HUFU_ROUND_HALF_UP] = "half_up",     [HUFU_ROUND_HALF_DOWN] = "half_down",
    [HUFU_ROUND_HALF_EVEN] = "half_even", NULL,
};

/* The quotient floor of wide / divisor; *ret_rest is 0 .. divisor - 1. */
static __int128
floor_div (__int128 wide, gint64 divisor, gint64 *ret_rest)
{
  /* Nearly all money fits 64 bits, whose division is several times as quick. */
  gboolean narrow = wide >= G_MININT64 && wide <= G_MAXINT64;
  __int128 quotient = narrow ? (gint64)wide / divisor : wide / divisor;
  gint64 rest = narrow ? (gint64)wide % divisor : (gint64)(wide % divisor);

  if (rest < 0) {
    rest += divisor;
    quotient -= 1;
  }
  *ret_rest = rest;
  return quotient;
}

/* TRUE if floor must be stepped up by one. rest > 0. */
static gboolean
rounds_up (__int128 floor, gint64 rest, gint64 divisor, HufuRounding rounding)
{
  gint64 to_next = divisor - rest;
  gboolean negative = floor < 0;

  switch (rounding) {
  case HUFU_ROUND_FLOOR:
    return FALSE;
  case HUFU_ROUND_CEIL:
    return TRUE;
  case HUFU_ROUND_HALF_UP:
    return rest > to_next || (rest == to_next && !negative);
  case HUFU_ROUND_HALF_DOWN:
    return rest > to_next || (rest == to_next && negative);
  case HUFU_ROUND_HALF_EVEN:
    return rest > to_next || (rest == to_next && floor % 2 != 0);
  }
  g_assert_not_reached ();
}

gint64
hufu_money_mul_div (gint64 a, gint64 b, gint64 divisor, HufuRounding rounding)
{
  gint64 rest;
  __int128 result;

  g_assert (divisor > 0);
  result = floor_div ((__int128)a * b, divisor, &rest);
  if (rest > 0 && rounds_up (result, rest, divisor, rounding))
    result += 1;
  g_assert (result >= G_MININT64 && result <= G_MAXINT64);
  return (gint64)result;
}

typedef struct {
  gsize place;
  gint64 weight, rest;
} Claim;

static int
compare_claims (gconstpointer first, gconstpointer second)
{
  const Claim *a = first, *b = second;

  if (a->rest != b->rest)
    return a->rest > b->rest ? -1 : 1;
  if (a->weight != b->weight)
    return a->weight > b->weight ? -1 : 1;
  return a->place < b->place ? -1 : 1;
}

void
hufu_money_share (gint64 whole_minor, const gint64 *weights, gsize n, gint64 *ret_shares)
{
  g_autofree Claim *claims = g_new0 (Claim, n + 1);
  gint64 sum = 0, over = whole_minor;

  for (gsize i = 0; i < n; i++)
    sum += weights[i];
  g_assert (whole_minor >= 0 && whole_minor <= sum);
  for (gsize i = 0; i < n; i++) {
    __int128 wide = (__int128)weights[i] * whole_minor;

    ret_shares[i] = sum == 0 ? 0 : (gint64)(wide / sum);
    claims[i] = (Claim){i, weights[i], sum == 0 ? 0 : (gint64)(wide % sum)};
    over -= ret_shares[i];
  }
  qsort (claims, n, sizeof *claims, compare_claims);
  for (gint64 i = 0; i < over; i++)
    ret_shares[claims[i].place]++;
}

gboolean
hufu_money_in_range (gint64 minor)
{
  return minor >= -HUFU_MONEY_MAX_MINOR && minor <= HUFU_MONEY_MAX_MINOR;
}

gint64
hufu_money_round_cash (gint64 minor, gint64 increment_minor, HufuRounding rounding)
{
  g_assert (hufu_money_in_range (minor));
  g_assert (increment_minor >= 1 && increment_minor <= HUFU_MONEY_MAX_MINOR);
  return hufu_money_mul_div (minor, 1, increment_minor, rounding) * increment_minor;
}

gint64
hufu_money_extend (gint64 price_minor, gint64 qty_milli)
{
  g_assert (hufu_money_in_range (price_minor));
  g_assert (qty_milli >= -HUFU_QTY_MAX_MILLI && qty_milli <= HUFU_QTY_MAX_MILLI);
  return hufu_money_mul_div (price_minor, qty_milli, 1000, HUFU_ROUND_HALF_UP);
}

gint64
hufu_money_included_tax (gint64 gross_minor, gint32 rate_ppm)
{
  g_assert (rate_ppm >= 0 && rate_ppm <= 1000000);
  return hufu_money_mul_div (gross_minor, rate_ppm, 1000000 + (gint64)rate_ppm,
                             HUFU_ROUND_HALF_EVEN);
}

static void
format_money (gint64 minor, gboolean grouped, char ret_text[HUFU_MONEY_TEXT_SIZE])
{
  guint64 rest = minor < 0 ? -(guint64)minor : (guint64)minor;
  char reversed[HUFU_MONEY_TEXT_SIZE];
  gsize n = 0;

  for (guint digits = 0; digits < 3 || rest > 0; digits++) {
    if (digits == 2)
      reversed[n++] = '.';
    else if (grouped && digits > 2 && (digits - 2) % 3 == 0)
      reversed[n++] = ',';
    reversed[n++] = (char)('0' + rest % 10);
    rest /= 10;
  }
  if (minor < 0)
    reversed[n++] = '-';
  g_assert (n < HUFU_MONEY_TEXT_SIZE);
  for (gsize i = 0; i < n; i++)
    ret_text[i] = reversed[n - 1 - i];
  ret_text[n] = '\0';
}

void
hufu_money_format (gint64 minor, char ret_text[HUFU_MONEY_TEXT_SIZE])
{
  format_money (minor, FALSE, ret_text);
}

void
hufu_money_format_signed (gint64 minor, char ret_text[HUFU_MONEY_TEXT_SIZE])
{
  gsize sign = minor > 0;

  if (minor > 0)
    ret_text[0] = '+';
  format_money (minor, FALSE, ret_text + sign);
}

void
hufu_money_format_grouped (gint64 minor, char ret_text[HUFU_MONEY_TEXT_SIZE])
{
  format_money (minor, TRUE, ret_text);
}

/* Reads up to `max` digits into *value and returns how many, or -1 if there are more or the value
 * leaves the range. */
static int
read_digits (const char *text, int max, gint64 *value)
{
  int n = 0;

  while (g_ascii_isdigit (text[n])) {
    *value = *value * 10 + (text[n] - '0');
    if (++n > max || *value > HUFU_MONEY_MAX_MINOR)
      return -1;
  }
  return n;
}

gboolean
hufu_money_parse (const char *text, gint64 *ret_minor)
{
  gint64 minor = 0;
  int n_whole, n_decimals = 0;

  if (text == NULL || (n_whole = read_digits (text, 20, &minor)) < 0)
    return FALSE;
  text += n_whole;
  if (*text == '.') {
    n_decimals = read_digits (text + 1, 2, &minor);
    if (n_decimals < 1)
      return FALSE;
    text += 1 + n_decimals;
  }
  if (*text != '\0' || n_whole + n_decimals == 0)
    return FALSE;
  for (; n_decimals < 2; n_decimals++)
    minor *= 10;
  if (!hufu_money_in_range (minor))
    return FALSE;
  *ret_minor = minor;
  return TRUE;
}

static const gint64 cny[HUFU_DENOMINATION_COUNT] = {10000, 5000, 2000, 1000, 500, 100, 50, 10};

gint64
hufu_money_denomination_minor (gsize i)
{
  g_assert (i < G_N_ELEMENTS (cny));
  return cny[i];
}

gsize
hufu_money_change_pieces (gint64 change_minor, HufuDenomination *ret_pieces, gsize max)
{
  gsize n = 0;

  g_assert (change_minor >= 0 && hufu_money_in_range (change_minor));
  for (gsize i = 0; i < G_N_ELEMENTS (cny) && n < max; i++) {
    guint count = (guint)MIN (change_minor / cny[i], G_MAXUINT);

    if (count == 0)
      continue;
    ret_pieces[n++] = (HufuDenomination){.value_minor = cny[i], .count = count};
    change_minor -= cny[i] * count;
  }
  return n;
}

/* Puts `sum` in its place among the first n; returns the new n. Leaves out what is there already.
 */
static gsize
insert_sum (gint64 *sums, gsize n, gsize max, gint64 sum)
{
  gsize at = n;

  if (n == max || !hufu_money_in_range (sum))
    return n;
  while (at > 0 && sums[at - 1] > sum)
    at--;
  if (at > 0 && sums[at - 1] == sum)
    return n;
  memmove (sums + at + 1, sums + at, (n - at) * sizeof *sums);
  sums[at] = sum;
  return n + 1;
}

static gint64
round_up (gint64 minor, gint64 step)
{
  return hufu_money_round_cash (MIN (minor, HUFU_MONEY_MAX_MINOR - step), step, HUFU_ROUND_CEIL);
}

gsize
hufu_money_suggest_cash (gint64 due_minor, gint64 *ret_sums_minor, gsize max)
{
  /* Likeliest first, so that a short list holds the likeliest; notes a customer would reach for,
   * then a hundred and the odd part, to get few coins back. */
  static const gint64 notes[] = {10 * YUAN, 50 * YUAN, 100 * YUAN, 5 * YUAN, 20 * YUAN};
  gint64 hundreds;
  gsize n = 0;

  g_assert (hufu_money_in_range (due_minor));
  if (due_minor <= 0 || max == 0)
    return 0;
  hundreds = round_up (due_minor, 100 * YUAN);
  n = insert_sum (ret_sums_minor, n, max, due_minor);
  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++) {
    gint64 sum = round_up (due_minor, notes[i]);

    if (sum > due_minor)
      n = insert_sum (ret_sums_minor, n, max, sum);
  }
  if (hundreds > due_minor) {
    n = insert_sum (ret_sums_minor, n, max, hundreds + due_minor % (5 * YUAN));
    n = insert_sum (ret_sums_minor, n, max, hundreds + due_minor % (10 * YUAN));
  }
  return insert_sum (ret_sums_minor, n, max, hundreds + 100 * YUAN);
}
