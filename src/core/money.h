/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Money in integer minor units (gint64, names end in _minor), quantities in milli-units (1 piece or
 * 1 kg = 1000), rates in ppm or basis points. One multiply-divide, 128-bit inside, with a rounding
 * mode that the caller must choose. Amounts are limited to +-HUFU_MONEY_MAX_MINOR; past it is a bug
 * of the caller and asserts: check user input with hufu_money_in_range first.
 */
#pragma once

#include <glib.h>

#define HUFU_MONEY_MAX_MINOR G_GINT64_CONSTANT (1000000000000) /* 10^10.00: any shop's day */
#define HUFU_QTY_MAX_MILLI G_GINT64_CONSTANT (10000000)        /* 10,000 pieces or kg on one line */
#define HUFU_MONEY_TEXT_SIZE 32

typedef enum {
  HUFU_ROUND_FLOOR,
  HUFU_ROUND_CEIL,
  HUFU_ROUND_HALF_UP,   /* away from zero at the midpoint */
  HUFU_ROUND_HALF_DOWN, /* toward zero at the midpoint */
  HUFU_ROUND_HALF_EVEN,
} HufuRounding;
/* "half_up": in the contract; ended by NULL. */
extern const char *const hufu_rounding_names[];

/* a * b / divisor, rounded. divisor > 0; the result must fit gint64 (asserted). */
gint64 hufu_money_mul_div (gint64 a, gint64 b, gint64 divisor, HufuRounding rounding);

/* TRUE within +-HUFU_MONEY_MAX_MINOR. */
gboolean hufu_money_in_range (gint64 minor);

/* Rounds a cash amount to a multiple of increment_minor (>= 1; 1 = no rounding). */
gint64 hufu_money_round_cash (gint64 minor, gint64 increment_minor, HufuRounding rounding);

/* Line amount of qty_milli at price_minor per 1000 milli-units; half up. Both within their limits
 * (asserted); the amount itself may leave the range of money: check it. */
gint64 hufu_money_extend (gint64 price_minor, gint64 qty_milli);

/* Tax contained in a tax-inclusive amount: gross * rate / (10^6 + rate), half even.
 * rate_ppm 0..1,000,000. */
gint64 hufu_money_included_tax (gint64 gross_minor, gint32 rate_ppm);

/* Shares whole_minor by weights (none below 0, whole_minor at most their sum) by largest remainder:
 * each gets the whole units of the division, and the units that are over go one each to those with
 * the largest remainder, then the largest weight, then the first place. The shares add up to the
 * whole and none is more than its weight. */
void hufu_money_share (gint64 whole_minor, const gint64 *weights, gsize n, gint64 *ret_shares);

/* Exact decimal text with two decimals and an ASCII minus ("-12.05"), or with thousands separators.
 */
void hufu_money_format (gint64 minor, char ret_text[HUFU_MONEY_TEXT_SIZE]);
void hufu_money_format_signed (gint64 minor, char ret_text[HUFU_MONEY_TEXT_SIZE]); /* "+0.03" too */
void hufu_money_format_grouped (gint64 minor, char ret_text[HUFU_MONEY_TEXT_SIZE]);

/* Reads "12", "12.5", "12.50", ".5"; at most two decimals, no sign, in range; FALSE otherwise. */
gboolean hufu_money_parse (const char *text, gint64 *ret_minor);

/* Pieces of change, greatest first, by the greedy rule over the currency's denominations
 * (CNY: 100 50 20 10 5 1 yuan, 5 1 jiao; a rest of less than 1 jiao has no piece). change_minor >=
 * 0. Returns the number of entries written (<= max). */
typedef struct {
  gint64 value_minor;
  guint count;
} HufuDenomination;
gsize hufu_money_change_pieces (gint64 change_minor, HufuDenomination *ret_pieces, gsize max);

/* The value of the i-th of those denominations, greatest first. i < HUFU_DENOMINATION_COUNT. */
#define HUFU_DENOMINATION_COUNT 8
gint64 hufu_money_denomination_minor (gsize i);

/* Sums that a customer is likely to hand over for due_minor, ascending, the exact sum first: the
 * next notes up, then notes with the odd part for a round change. None for due_minor <= 0. Returns
 * the number written (<= max). */
gsize hufu_money_suggest_cash (gint64 due_minor, gint64 *ret_sums_minor, gsize max);
