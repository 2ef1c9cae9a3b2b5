/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was first: the same decision whatever the order in which the claims came. */
#include "core/claim.h"

#include <string.h>

#include "tests/lib/test-host.h"

static HufuClaim
claim (HufuClaimClass class, gint64 at_utc_us, guint8 terminal, guint64 seq, gint64 amount_minor)
{
  return (HufuClaim){
      .class = class,
      .at_utc_us = at_utc_us,
      .terminal_id = {{terminal}},
      .incarnation = 1,
      .seq = seq,
      .use_id = {{(guint8) class, (guint8)at_utc_us, terminal, (guint8)seq}},
      .amount_minor = amount_minor,
  };
}

static void
test_order (void)
{
  /* Each comes before the next: by class, time, terminal, incarnation, number. */
  HufuClaim claims[] = {
      claim (HUFU_CLAIM_PLATFORM, 90, 9, 9, 10), claim (HUFU_CLAIM_HELD, 10, 9, 9, 10),
      claim (HUFU_CLAIM_HELD, 11, 1, 1, 10),     claim (HUFU_CLAIM_MOVED, 1, 2, 7, 10),
      claim (HUFU_CLAIM_MOVED, 1, 3, 6, 10),     claim (HUFU_CLAIM_MOVED, 1, 3, 8, 10),
      claim (HUFU_CLAIM_MOVED, 1, 3, 1, 10),     claim (HUFU_CLAIM_OVERRIDE, 0, 0, 1, 10),
      claim (HUFU_CLAIM_UNLEASED, 0, 0, 1, 10),
  };
  HufuClaim shuffled[G_N_ELEMENTS (claims)];
  gsize n = G_N_ELEMENTS (claims);

  claims[6].incarnation = 2;
  for (gsize i = 0; i < n; i++)
    shuffled[i] = claims[n - 1 - i];
  g_assert_cmpint (hufu_claims_decide (shuffled, n, HUFU_CLAIMS_WHOLE), ==, 80);
  for (gsize i = 0; i < n; i++) {
    g_assert_true (hufu_id_equal (&shuffled[i].use_id, &claims[i].use_id));
    g_assert_true (shuffled[i].accepted == (i == 0));
  }
}

/* 50.00: two parts fit, the third fits in part, the fourth not at all. */
static void
test_cash (void)
{
  HufuClaim claims[] = {
      claim (HUFU_CLAIM_UNLEASED, 4, 1, 1, 500),
      claim (HUFU_CLAIM_MOVED, 3, 1, 1, 2000),
      claim (HUFU_CLAIM_HELD, 2, 1, 1, 1000),
      claim (HUFU_CLAIM_HELD, 1, 1, 1, 3000),
  };
  static const gint64 covered[] = {3000, 1000, 1000, 0};

  g_assert_cmpint (hufu_claims_decide (claims, 4, 5000), ==, 1500);
  for (gsize i = 0; i < 4; i++) {
    g_assert_cmpint (claims[i].covered_minor, ==, covered[i]);
    g_assert_true (claims[i].accepted == (i < 2));
  }
}

/* A use that came by the journal and again by a branch of it is one use. */
static void
test_told_twice (void)
{
  HufuClaim claims[2] = {claim (HUFU_CLAIM_HELD, 1, 1, 1, 3000)};

  claims[1] = claims[0];
  claims[1].class = HUFU_CLAIM_UNLEASED;
  g_assert_cmpint (hufu_claims_decide (claims, 2, 5000), ==, 0);
  g_assert_true (claims[0].accepted && !claims[1].accepted);
  g_assert_cmpint (hufu_claims_decide (claims, 2, HUFU_CLAIMS_WHOLE), ==, 0);
  g_assert_cmpint (claims[0].covered_minor, ==, 3000);
  g_assert_true (claims[0].accepted && !claims[1].accepted);
  claims[1] = claims[0]; /* the very same line */
  g_assert_cmpint (hufu_claims_decide (claims, 2, 3000), ==, 0);
  g_assert_true (claims[0].accepted && !claims[1].accepted);
}

/* A right without value in money is used once all the same. */
static void
test_worth_nothing (void)
{
  HufuClaim claims[] = {claim (HUFU_CLAIM_HELD, 2, 1, 1, 0), claim (HUFU_CLAIM_HELD, 1, 1, 2, 0)};

  g_assert_cmpint (hufu_claims_decide (NULL, 0, HUFU_CLAIMS_WHOLE), ==, 0);
  g_assert_cmpint (hufu_claims_decide (claims, 2, HUFU_CLAIMS_WHOLE), ==, 0);
  g_assert_cmpuint (claims[0].seq, ==, 2);
  g_assert_true (claims[0].accepted && !claims[1].accepted);
}

/* What comes back of a cash right of 100, and of a whole one: a letter is a use that (S)tands,
 * (W)aits or was (U)ndone, with its amount. */
static void
test_free (void)
{
  static const struct {
    const char *states;
    gint64 amounts[3];
    gint64 left_minor;
    gint64 cash, whole;
  } rows[] = {
      {"", {0}, 100, 0, 0},        {"U", {30}, 70, 30, 1},
      {"U", {30}, 0, 30, 1},       {"U", {0}, 100, 0, 1},
      {"UU", {30, 20}, 50, 50, 1}, {"UW", {30, 90}, 70, 30, 1},
      {"US", {30, 20}, 50, 30, 0}, {"US", {30, 90}, 0, 10, 0},
      {"US", {30, 90}, 70, 0, 0},  {"SUW", {60, 50, 40}, 0, 40, 0},
      {"S", {30}, 0, 0, 0},        {"W", {30}, 0, 0, 0},
      {"SW", {30, 30}, 70, 0, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuClaim claims[3];
    gsize n = strlen (rows[i].states);

    for (gsize at = 0; at < n; at++) {
      claims[at] = claim (HUFU_CLAIM_HELD, 1, 1, at, rows[i].amounts[at]);
      claims[at].state = rows[i].states[at] == 'S'   ? HUFU_CLAIM_STANDS
                         : rows[i].states[at] == 'W' ? HUFU_CLAIM_WAITS
                                                     : HUFU_CLAIM_UNDONE;
    }
    g_assert_cmpint (hufu_claims_find_free (claims, n, 100, rows[i].left_minor), ==, rows[i].cash);
    g_assert_cmpint (hufu_claims_find_free (claims, n, HUFU_CLAIMS_WHOLE, rows[i].left_minor), ==,
                     rows[i].whole);
    g_assert_cmpint (hufu_claims_find_free (claims, n, 0, 0), ==, 0);
  }
}

/* How much of 100, and of a whole right, some uses have between them; the first is told twice. */
static void
test_covered (void)
{
  static const struct {
    gsize n;
    gint64 amounts[3];
    gint64 cash, whole;
  } rows[] = {
      {0, {0}, 0, 0}, {1, {30}, 30, 1}, {1, {0}, 0, 1}, {2, {30, 50}, 80, 1}, {2, {60, 50}, 100, 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuClaim claims[3];
    gsize n = rows[i].n;

    for (gsize at = 0; at < n; at++)
      claims[at] = claim (HUFU_CLAIM_HELD, 1, 1, at, rows[i].amounts[at]);
    if (n > 0)
      claims[n++] = claims[0];
    g_assert_cmpint (hufu_claims_sum_covered (claims, n, 100), ==, rows[i].cash);
    g_assert_cmpint (hufu_claims_sum_covered (claims, n, HUFU_CLAIMS_WHOLE), ==, rows[i].whole);
    g_assert_cmpint (hufu_claims_sum_covered (claims, n, 0), ==, 0);
  }
}

/* The same line twice is in once. */
static void
test_free_told_twice (void)
{
  HufuClaim claims[] = {claim (HUFU_CLAIM_HELD, 1, 1, 1, 30), claim (HUFU_CLAIM_HELD, 1, 1, 1, 30),
                        claim (HUFU_CLAIM_UNLEASED, 1, 2, 1, 80)};

  claims[2].state = HUFU_CLAIM_UNDONE;
  g_assert_cmpint (hufu_claims_find_free (claims, 3, 100, 0), ==, 70);
}

static void
shuffle (GRand *dice, HufuClaim *claims, gsize n)
{
  for (gsize i = n; i > 1; i--) {
    gsize other = (gsize)g_rand_int_range (dice, 0, (gint32)i);
    HufuClaim claim = claims[i - 1];

    claims[i - 1] = claims[other];
    claims[other] = claim;
  }
}

/* I14: the decision does not depend on order; it never covers more than the value, and covers all
 * of it if there is enough to cover. */
static void
test_any_order (void)
{
  guint32 seed = hufu_test_seed ();
  g_autoptr (GRand) dice = g_rand_new_with_seed (seed);

  for (guint run = 0; run < 2000; run++) {
    HufuClaim claims[12], again[12];
    gsize n = (gsize)g_rand_int_range (dice, 0, 13);
    gint64 value_minor = g_rand_boolean (dice) ? g_rand_int_range (dice, 0, 60) : HUFU_CLAIMS_WHOLE;
    gint64 sum_minor = 0, covered_minor = 0;
    guint accepted = 0;

    for (gsize i = 0; i < n; i++) {
      claims[i] =
          claim ((HufuClaimClass)g_rand_int_range (dice, 0, 5), g_rand_int_range (dice, 0, 3),
                 (guint8)g_rand_int_range (dice, 0, 3), (guint64)i, g_rand_int_range (dice, 0, 20));
      again[i] = claims[i];
      sum_minor += claims[i].amount_minor;
    }
    shuffle (dice, again, n);
    g_assert_cmpint (hufu_claims_decide (claims, n, value_minor), ==,
                     hufu_claims_decide (again, n, value_minor));
    for (gsize i = 0; i < n; i++) {
      g_assert_true (hufu_id_equal (&claims[i].use_id, &again[i].use_id));
      g_assert_cmpint (claims[i].covered_minor, ==, again[i].covered_minor);
      g_assert_true (claims[i].accepted == again[i].accepted);
      covered_minor += claims[i].covered_minor;
      accepted += claims[i].accepted ? 1 : 0;
    }
    if (value_minor == HUFU_CLAIMS_WHOLE)
      g_assert_cmpuint (accepted, ==, MIN (n, 1));
    else
      g_assert_cmpint (covered_minor, ==, MIN (value_minor, sum_minor));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/claim/order", test_order);
  g_test_add_func ("/claim/cash", test_cash);
  g_test_add_func ("/claim/told-twice", test_told_twice);
  g_test_add_func ("/claim/worth-nothing", test_worth_nothing);
  g_test_add_func ("/claim/free", test_free);
  g_test_add_func ("/claim/covered", test_covered);
  g_test_add_func ("/claim/free-told-twice", test_free_told_twice);
  g_test_add_func ("/claim/any-order", test_any_order);
  return g_test_run ();
}
