/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/money.h"
#include "tests/lib/test-host.h"

static void
test_mul_div (void)
{
  static const struct {
    gint64 a, b, divisor, floor, ceil, half_up, half_down, half_even;
  } rows[] = {
      {7, 1, 2, 3, 4, 4, 3, 4},
      {5, 1, 2, 2, 3, 3, 2, 2},
      {-5, 1, 2, -3, -2, -3, -2, -2},
      {-7, 1, 2, -4, -3, -4, -3, -4},
      {-1, 1, 2, -1, 0, -1, 0, 0},
      {1, 1, 3, 0, 1, 0, 0, 0},
      {2, 1, 3, 0, 1, 1, 1, 1},
      {-1, 1, 3, -1, 0, 0, 0, 0},
      {-2, 1, 3, -1, 0, -1, -1, -1},
      {6, 4, 8, 3, 3, 3, 3, 3},
      {0, 9, 7, 0, 0, 0, 0, 0},
      {G_MAXINT64, 1000, 1000, G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64},
      {G_MININT64, 7, 7, G_MININT64, G_MININT64, G_MININT64, G_MININT64, G_MININT64},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 a = rows[i].a, b = rows[i].b, d = rows[i].divisor;

    g_assert_cmpint (hufu_money_mul_div (a, b, d, HUFU_ROUND_FLOOR), ==, rows[i].floor);
    g_assert_cmpint (hufu_money_mul_div (a, b, d, HUFU_ROUND_CEIL), ==, rows[i].ceil);
    g_assert_cmpint (hufu_money_mul_div (a, b, d, HUFU_ROUND_HALF_UP), ==, rows[i].half_up);
    g_assert_cmpint (hufu_money_mul_div (a, b, d, HUFU_ROUND_HALF_DOWN), ==, rows[i].half_down);
    g_assert_cmpint (hufu_money_mul_div (a, b, d, HUFU_ROUND_HALF_EVEN), ==, rows[i].half_even);
  }
}

/* Every mode is within one of the exact quotient, and the half modes within one half. */
static void
test_mul_div_error (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (hufu_test_seed ());

  for (int i = 0; i < 20000; i++) {
    gint64 a = g_rand_int_range (rand, -1000000, 1000000);
    gint64 b = g_rand_int_range (rand, -1000000, 1000000);
    gint64 d = g_rand_int_range (rand, 1, i % 2 == 0 ? 12 : 1000000);

    for (HufuRounding mode = HUFU_ROUND_FLOOR; mode <= HUFU_ROUND_HALF_EVEN; mode++) {
      gint64 error = hufu_money_mul_div (a, b, d, mode) * d - a * b;

      if (mode == HUFU_ROUND_FLOOR)
        g_assert_true (error <= 0 && error > -d);
      else if (mode == HUFU_ROUND_CEIL)
        g_assert_true (error >= 0 && error < d);
      else
        g_assert_cmpint (2 * ABS (error), <=, d);
    }
  }
}

static void
test_round_cash (void)
{
  static const struct {
    gint64 minor, increment;
    HufuRounding rounding;
    gint64 expected;
  } rows[] = {
      {48625, 10, HUFU_ROUND_FLOOR, 48620},     {48625, 10, HUFU_ROUND_HALF_UP, 48630},
      {48625, 10, HUFU_ROUND_HALF_DOWN, 48620}, {48625, 1, HUFU_ROUND_FLOOR, 48625},
      {1234, 5, HUFU_ROUND_HALF_UP, 1235},      {1232, 5, HUFU_ROUND_HALF_UP, 1230},
      {4, 10, HUFU_ROUND_HALF_UP, 0},           {9950, 100, HUFU_ROUND_HALF_EVEN, 10000},
      {9850, 100, HUFU_ROUND_HALF_EVEN, 9800},  {0, 10, HUFU_ROUND_CEIL, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_money_round_cash (rows[i].minor, rows[i].increment, rows[i].rounding), ==,
                     rows[i].expected);
}

static void
test_extend (void)
{
  static const struct {
    gint64 price_minor, qty_milli, expected_minor;
  } rows[] = {
      {1290, 3000, 3870},
      {1999, 500, 1000},
      {2980, 356, 1061},
      {1, 499, 0},
      {1, 500, 1},
      {0, 5000, 0},
      {HUFU_MONEY_MAX_MINOR, HUFU_QTY_MAX_MILLI, HUFU_MONEY_MAX_MINOR * 10000},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_money_extend (rows[i].price_minor, rows[i].qty_milli), ==,
                     rows[i].expected_minor);
}

static void
test_included_tax (void)
{
  static const struct {
    gint64 gross_minor;
    gint32 rate_ppm;
    gint64 expected_minor;
  } rows[] = {
      {11300, 130000, 1300}, {48625, 130000, 5594}, {10900, 90000, 900},     {100, 0, 0},
      {1, 130000, 0},        {200, 1000000, 100},   {-11300, 130000, -1300},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_money_included_tax (rows[i].gross_minor, rows[i].rate_ppm), ==,
                     rows[i].expected_minor);
}

static void
test_format (void)
{
  static const struct {
    gint64 minor;
    const char *plain, *grouped, *signed_text;
  } rows[] = {
      {0, "0.00", "0.00", "0.00"},
      {5, "0.05", "0.05", "+0.05"},
      {-5, "-0.05", "-0.05", "-0.05"},
      {-1205, "-12.05", "-12.05", "-12.05"},
      {99999, "999.99", "999.99", "+999.99"},
      {100000, "1000.00", "1,000.00", "+1000.00"},
      {123456789, "1234567.89", "1,234,567.89", "+1234567.89"},
      {-100000000, "-1000000.00", "-1,000,000.00", "-1000000.00"},
      {G_MAXINT64, "92233720368547758.07", "92,233,720,368,547,758.07", "+92233720368547758.07"},
      {G_MININT64, "-92233720368547758.08", "-92,233,720,368,547,758.08", "-92233720368547758.08"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    char text[HUFU_MONEY_TEXT_SIZE];

    hufu_money_format (rows[i].minor, text);
    g_assert_cmpstr (text, ==, rows[i].plain);
    hufu_money_format_grouped (rows[i].minor, text);
    g_assert_cmpstr (text, ==, rows[i].grouped);
    hufu_money_format_signed (rows[i].minor, text);
    g_assert_cmpstr (text, ==, rows[i].signed_text);
  }
}

static void
test_parse (void)
{
  static const struct {
    const char *text;
    gint64 expected_minor; /* -1: refused */
  } rows[] = {
      {"12", 1200},
      {"12.5", 1250},
      {"12.50", 1250},
      {".5", 50},
      {"0", 0},
      {"007", 700},
      {"10000000000.00", HUFU_MONEY_MAX_MINOR},
      {"10000000000.01", -1},
      {"99999999999999999999999", -1},
      {"1000000000000", -1},
      {"12.505", -1},
      {"12.", -1},
      {".", -1},
      {"", -1},
      {"-1", -1},
      {"+1", -1},
      {" 1", -1},
      {"1 ", -1},
      {"1,000", -1},
      {"1e3", -1},
      {"1.2.3", -1},
      {"０", -1},
      {NULL, -1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 minor = -1;

    g_assert_cmpint (hufu_money_parse (rows[i].text, &minor), ==, rows[i].expected_minor >= 0);
    g_assert_cmpint (minor, ==, rows[i].expected_minor);
  }
}

static void
test_text_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (hufu_test_seed ());

  for (int i = 0; i < 10000; i++) {
    gint64 minor = (gint64)g_rand_int (rand) * g_rand_int_range (rand, 0, 200), read;
    char text[HUFU_MONEY_TEXT_SIZE];

    hufu_money_format (minor, text);
    g_assert_true (hufu_money_parse (text, &read));
    g_assert_cmpint (read, ==, minor);
  }
}

static char *
describe_pieces (gint64 change_minor, gsize max)
{
  HufuDenomination pieces[8];
  gsize n = hufu_money_change_pieces (change_minor, pieces, max);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT "x%u ", pieces[i].value_minor,
                            pieces[i].count);
  return g_string_free (text, FALSE);
}

static void
test_change_pieces (void)
{
  static const struct {
    gint64 change_minor;
    gsize max;
    const char *expected;
  } rows[] = {
      {1380, 8, "1000x1 100x3 50x1 10x3 "},
      {18660, 8, "10000x1 5000x1 2000x1 1000x1 500x1 100x1 50x1 10x1 "},
      {4, 8, ""},
      {0, 8, ""},
      {18660, 2, "10000x1 5000x1 "},
      {4000, 8, "2000x2 "},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = describe_pieces (rows[i].change_minor, rows[i].max);

    g_assert_cmpstr (text, ==, rows[i].expected);
  }
}

static char *
describe_suggestions (gint64 due_minor, gsize max)
{
  gint64 sums[16];
  gsize n = hufu_money_suggest_cash (due_minor, sums, max);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", sums[i]);
  return g_string_free (text, FALSE);
}

static void
test_suggest_cash (void)
{
  static const struct {
    gint64 due_minor;
    gsize max;
    const char *expected;
  } rows[] = {
      {48620, 6, "48620 49000 50000 50120 50620 60000 "},
      {2300, 6, "2300 2500 3000 4000 5000 10000 "},
      {2300, 3, "2300 3000 5000 "},
      {10000, 6, "10000 20000 "},
      {50, 4, "50 1000 5000 10000 "},
      {2300, 1, "2300 "},
      {2300, 0, ""},
      {0, 6, ""},
      {-100, 6, ""},
      {HUFU_MONEY_MAX_MINOR, 6, "1000000000000 "},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = describe_suggestions (rows[i].due_minor, rows[i].max);

    g_assert_cmpstr (text, ==, rows[i].expected);
  }
}

/* A bug of the caller stops the till rather than mis-charging. */
static void
test_bugs_assert (void)
{
  static const struct {
    const char *name, *condition;
  } rows[] = {
      {"divisor", "*divisor > 0*"}, {"overflow", "*result <= G_MAXINT64*"},
      {"rate", "*rate_ppm >= 0*"},  {"price", "*hufu_money_in_range*"},
      {"quantity", "*qty_milli*"},  {"increment", "*increment_minor*"},
      {"change", "*change_minor*"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/money/bug/", rows[i].name, "/subprocess", NULL);

    g_test_trap_subprocess (path, 0, 0);
    g_test_trap_assert_failed ();
    g_test_trap_assert_stderr (rows[i].condition);
  }
}

static void
commit_bug (gconstpointer data)
{
  const char *name = data;
  HufuDenomination pieces[1];

  if (g_str_equal (name, "divisor"))
    hufu_money_mul_div (1, 1, 0, HUFU_ROUND_FLOOR);
  else if (g_str_equal (name, "overflow"))
    hufu_money_mul_div (G_MAXINT64, 2, 1, HUFU_ROUND_FLOOR);
  else if (g_str_equal (name, "rate"))
    hufu_money_included_tax (1, -1);
  else if (g_str_equal (name, "price"))
    hufu_money_extend (HUFU_MONEY_MAX_MINOR + 1, 1);
  else if (g_str_equal (name, "quantity"))
    hufu_money_extend (1, HUFU_QTY_MAX_MILLI + 1);
  else if (g_str_equal (name, "increment"))
    hufu_money_round_cash (1, 0, HUFU_ROUND_FLOOR);
  else
    hufu_money_change_pieces (-1, pieces, 1);
}

static void
add_bugs (void)
{
  static const char *const names[] = {"divisor",  "overflow",  "rate",  "price",
                                      "quantity", "increment", "change"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_strconcat ("/money/bug/", names[i], "/subprocess", NULL);

    g_test_add_data_func (path, names[i], commit_bug);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/mul-div", test_mul_div);
  g_test_add_func ("/money/mul-div-error", test_mul_div_error);
  g_test_add_func ("/money/round-cash", test_round_cash);
  g_test_add_func ("/money/extend", test_extend);
  g_test_add_func ("/money/included-tax", test_included_tax);
  g_test_add_func ("/money/format", test_format);
  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/text-round-trip", test_text_round_trip);
  g_test_add_func ("/money/change-pieces", test_change_pieces);
  g_test_add_func ("/money/suggest-cash", test_suggest_cash);
  g_test_add_func ("/money/bugs-assert", test_bugs_assert);
  add_bugs ();
  return g_test_run ();
}
