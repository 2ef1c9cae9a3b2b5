/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/right.h"

static void
test_epoch_compare (void)
{
  static const struct {
    HufuEpoch a, b;
    int expected;
  } rows[] = {
      {{1, 5}, {1, 5}, 0},   {{1, 5}, {1, 6}, -1},
      {{2, 1}, {1, 900}, 1}, /* the platform epoch comes first */
      {{0, 0}, {0, 1}, -1},  {{G_MAXUINT64, 0}, {0, G_MAXUINT64}, 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpint (hufu_epoch_compare (&rows[i].a, &rows[i].b), ==, rows[i].expected);
    g_assert_cmpint (hufu_epoch_compare (&rows[i].b, &rows[i].a), ==, -rows[i].expected);
  }
}

static void
test_check_grant (void)
{
  static const struct {
    HufuEpoch grant, known, fence, tombstone;
    guint64 platform_epoch;
    HufuGrantVerdict expected;
  } rows[] = {
      {{1, 7}, {0, 0}, {0, 0}, {0, 0}, 1, HUFU_GRANT_CREDIT},
      {{1, 7}, {1, 7}, {0, 0}, {0, 0}, 1, HUFU_GRANT_KNOWN},
      {{1, 7}, {1, 9}, {0, 0}, {0, 0}, 1, HUFU_GRANT_KNOWN}, /* a late duplicate */
      {{1, 9}, {1, 7}, {0, 0}, {0, 0}, 1, HUFU_GRANT_CREDIT},
      {{1, 7}, {0, 0}, {1, 7}, {0, 0}, 1, HUFU_GRANT_BELOW_FENCE}, /* "above", not "at" */
      {{1, 7}, {0, 0}, {1, 8}, {0, 0}, 1, HUFU_GRANT_BELOW_FENCE},
      {{1, 9}, {1, 7}, {1, 8}, {0, 0}, 1, HUFU_GRANT_CREDIT},
      {{1, 7}, {1, 7}, {1, 8}, {0, 0}, 1, HUFU_GRANT_BELOW_FENCE}, /* returned: never again */
      {{1, 7}, {0, 0}, {0, 0}, {1, 7}, 1, HUFU_GRANT_TOMBSTONED},
      {{1, 8}, {0, 0}, {0, 0}, {1, 7}, 1, HUFU_GRANT_CREDIT},
      {{1, 7}, {1, 7}, {0, 0}, {1, 7}, 1, HUFU_GRANT_TOMBSTONED},
      {{1, 99}, {0, 0}, {0, 0}, {0, 0}, 2, HUFU_GRANT_OLD_PLATFORM},
      {{2, 1}, {1, 99}, {1, 99}, {1, 99}, 2, HUFU_GRANT_CREDIT},
      {{3, 1}, {0, 0}, {0, 0}, {0, 0}, 2, HUFU_GRANT_NEWER_PLATFORM},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_right_check_grant (&rows[i].grant, &rows[i].known, &rows[i].fence,
                                             &rows[i].tombstone, rows[i].platform_epoch),
                     ==, rows[i].expected);
}

/* Rule 3: a debit is credited only above the tombstone and above all that is known of the right. */
static void
test_check_credit (void)
{
  static const struct {
    HufuEpoch epoch;
    guint32 hop;
    HufuEpoch known;
    guint32 known_hop;
    HufuEpoch tombstone;
    guint64 platform_epoch;
    HufuCreditVerdict expected;
  } rows[] = {
      {{1, 7}, 1, {0, 0}, 0, {0, 0}, 1, HUFU_CREDIT_TAKE},
      {{1, 7}, 2, {1, 7}, 1, {0, 0}, 1, HUFU_CREDIT_TAKE},   /* it comes back */
      {{1, 7}, 1, {1, 7}, 1, {0, 0}, 1, HUFU_CREDIT_PASSED}, /* a second copy */
      {{1, 7}, 1, {1, 7}, 2, {0, 0}, 1, HUFU_CREDIT_PASSED}, /* it has gone on since */
      {{1, 7}, 9, {1, 8}, 0, {0, 0}, 1, HUFU_CREDIT_PASSED}, /* a lease that is over */
      {{1, 8}, 1, {1, 7}, 9, {0, 0}, 1, HUFU_CREDIT_TAKE},
      {{1, 7}, 2, {1, 7}, 1, {1, 7}, 1, HUFU_CREDIT_TOMBSTONED},
      {{1, 7}, 2, {0, 0}, 0, {1, 8}, 1, HUFU_CREDIT_TOMBSTONED},
      {{1, 9}, 2, {0, 0}, 0, {1, 8}, 1, HUFU_CREDIT_TAKE},
      {{1, 7}, 1, {0, 0}, 0, {0, 0}, 2, HUFU_CREDIT_OTHER_PLATFORM},
      {{3, 7}, 1, {0, 0}, 0, {0, 0}, 2, HUFU_CREDIT_OTHER_PLATFORM},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_right_check_credit (&rows[i].epoch, rows[i].hop, &rows[i].known,
                                              rows[i].known_hop, &rows[i].tombstone,
                                              rows[i].platform_epoch),
                     ==, rows[i].expected);
}

static void
test_type_names (void)
{
  HufuVoucherType found;

  for (HufuVoucherType type = HUFU_VOUCHER_DEAL; type <= HUFU_VOUCHER_COUPON; type++) {
    g_assert_true (hufu_voucher_type_find (hufu_voucher_type_name (type), &found));
    g_assert_cmpint (found, ==, type);
  }
  g_assert_cmpstr (hufu_voucher_type_name (HUFU_VOUCHER_PASS), ==, "pass");
  g_assert_false (hufu_voucher_type_find ("Pass", &found));
  g_assert_false (hufu_voucher_type_find (NULL, &found));
}

/* 100.00 for three uses: no unit is lost or made, and each use has its own share. */
static void
shares_of_a_pass (void)
{
  static const struct {
    gint64 whole_minor;
    guint32 uses;
    gint64 first, last;
  } passes[] = {{10000, 3, 3333, 3334},
                {15000, 10, 1500, 1500},
                {8800, 1, 8800, 8800},
                {0, 4, 0, 0},
                {2, 3, 0, 1}};

  for (gsize i = 0; i < G_N_ELEMENTS (passes); i++) {
    gint64 sum_minor = 0;
    for (guint32 k = 0; k < passes[i].uses; k++)
      sum_minor += hufu_right_share_minor (passes[i].whole_minor, passes[i].uses, k);
    g_assert_cmpint (sum_minor, ==, passes[i].whole_minor);
    g_assert_cmpint (hufu_right_share_minor (passes[i].whole_minor, passes[i].uses, 0), ==,
                     passes[i].first);
    g_assert_cmpint (
        hufu_right_share_minor (passes[i].whole_minor, passes[i].uses, passes[i].uses - 1), ==,
        passes[i].last);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/right/epoch-compare", test_epoch_compare);
  g_test_add_func ("/right/check-grant", test_check_grant);
  g_test_add_func ("/right/check-credit", test_check_credit);
  g_test_add_func ("/right/type-names", test_type_names);
  g_test_add_func ("/right/shares-of-a-pass", shares_of_a_pass);
  return g_test_run ();
}
