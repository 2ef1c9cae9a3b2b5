/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/backoff.h"
#include "tests/lib/test-host.h"

static void
test_bounds (void)
{
  static const struct {
    guint n_failures;
    gint64 retry_after_ms;
    gint64 least_ms, greatest_ms;
  } rows[] = {
      {0, 0, 0, 1000},
      {1, 0, 0, 2000},
      {3, 0, 0, 8000},
      {8, 0, 0, 256000},
      {9, 0, 0, 300000},
      {64, 0, 0, 300000},
      {G_MAXUINT, 0, 0, 300000},
      {0, 5000, 5000, 5000},
      {4, 5000, 5000, 16000},
      {0, -1, 0, 1000},
      {0, G_MAXINT64, 3600000, 3600000},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpint (hufu_backoff_delay_ms (rows[i].n_failures, 0, rows[i].retry_after_ms), ==,
                     rows[i].least_ms);
    g_assert_cmpint (
        hufu_backoff_delay_ms (rows[i].n_failures, G_MAXUINT64, rows[i].retry_after_ms), ==,
        rows[i].greatest_ms);
  }
}

/* Full jitter: every tenth of the span is hit about equally often. */
static void
test_spread (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (hufu_test_seed ());
  guint tenths[10] = {0};

  for (int i = 0; i < 20000; i++) {
    guint64 bits = (guint64)g_rand_int (rand) << 32 | g_rand_int (rand);

    tenths[MIN (hufu_backoff_delay_ms (20, bits, 0) / 30000, 9)]++;
  }
  /* 2000 each, standard deviation 42: seven of them either way */
  for (gsize i = 0; i < G_N_ELEMENTS (tenths); i++)
    g_assert_true (tenths[i] > 1700 && tenths[i] < 2300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/bounds", test_bounds);
  g_test_add_func ("/backoff/spread", test_spread);
  return g_test_run ();
}
