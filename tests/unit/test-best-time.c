/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/best-time.h"
#include "tests/lib/test-host.h"

#define DAY_S G_GINT64_CONSTANT (86400)
#define T HUFU_TEST_START_UTC_S

/* Seconds since T for readability: wall clock, clock since boot. */
static HufuClockReading
look (gint64 wall_s, gint64 boot_s, const char *boot_id)
{
  return (HufuClockReading){.utc_us = (T + wall_s) * G_USEC_PER_SEC,
                            .boot_us = boot_s * G_USEC_PER_SEC,
                            .boot_id = boot_id};
}

static gboolean
anchor (HufuBestTime *time, gint64 utc_s, HufuClockReading reading)
{
  return hufu_best_time_anchor (time, (T + utc_s) * G_USEC_PER_SEC, &reading);
}

static void
expect (HufuBestTime *time, HufuClockReading reading, gint64 utc_s, HufuClockState state)
{
  HufuBestNow now = hufu_best_time_now (time, &reading);

  g_assert_cmpint (now.now_utc_s - T, ==, utc_s);
  g_assert_cmpint (now.state, ==, state);
  g_assert_cmpint (now.trusted, ==, state == HUFU_CLOCK_CONFIRMED || state == HUFU_CLOCK_WALL_OFF);
}

static void
test_first_start (void)
{
  HufuBestTime time;

  hufu_best_time_init (&time, 0);
  expect (&time, look (5, 60, "a"), 5, HUFU_CLOCK_NEVER);
  g_assert_true (anchor (&time, 7, look (5, 60, "a")));
  expect (&time, look (5, 60, "a"), 7, HUFU_CLOCK_CONFIRMED);
  expect (&time, look (95, 150, "a"), 97, HUFU_CLOCK_CONFIRMED);
}

/* Once anchored, the wall clock may do what it likes. */
static void
test_wall_clock_does_not_matter_after_an_anchor (void)
{
  HufuBestTime time;

  hufu_best_time_init (&time, 0);
  g_assert_true (anchor (&time, 0, look (0, 100, "a")));
  expect (&time, look (-30 * DAY_S, 160, "a"), 60, HUFU_CLOCK_WALL_OFF);
  expect (&time, look (900 * DAY_S, 220, "a"), 120, HUFU_CLOCK_WALL_OFF);
  expect (&time, look (180, 280, "a"), 180, HUFU_CLOCK_CONFIRMED);
  expect (&time, look (14 * DAY_S, 100 + 14 * DAY_S, "a"), 14 * DAY_S, HUFU_CLOCK_CONFIRMED);
}

/* A clock since boot that goes back is another boot, whatever its id says. */
static void
test_the_boot_clock_goes_back (void)
{
  HufuBestTime time;

  hufu_best_time_init (&time, 0);
  g_assert_true (anchor (&time, 0, look (0, 100, "a")));
  expect (&time, look (500, 99, "a"), 500, HUFU_CLOCK_UNCONFIRMED);
}

static void
test_restart_offline (void)
{
  HufuBestTime time;

  hufu_best_time_init (&time, 0);
  g_assert_true (anchor (&time, 0, look (0, 100, "a")));
  expect (&time, look (3600, 3700, "a"), 3600, HUFU_CLOCK_CONFIRMED);
  expect (&time, look (DAY_S, 10, "b"), DAY_S, HUFU_CLOCK_UNCONFIRMED);
  expect (&time, look (DAY_S + 60, 70, "b"), DAY_S + 60, HUFU_CLOCK_UNCONFIRMED);
  g_assert_true (anchor (&time, DAY_S + 90, look (DAY_S + 90, 100, "b")));
  expect (&time, look (DAY_S + 90, 100, "b"), DAY_S + 90, HUFU_CLOCK_CONFIRMED);
}

/* A flat battery: the clock restarts at 2000. The floor is the best that is known. */
static void
test_restart_with_a_flat_battery (void)
{
  HufuBestTime time;

  hufu_best_time_init (&time, 0);
  g_assert_true (anchor (&time, 0, look (0, 100, "a")));
  expect (&time, look (3600, 3700, "a"), 3600, HUFU_CLOCK_CONFIRMED);
  expect (&time, look (-9000 * DAY_S, 5, "b"), 3600, HUFU_CLOCK_WENT_BACK);
}

static void
test_the_floor_is_durable (void)
{
  HufuBestTime time, restored;
  HufuClockReading reading = look (3600, 3700, "a");

  hufu_best_time_init (&time, 0);
  g_assert_true (anchor (&time, 0, look (0, 100, "a")));
  hufu_best_time_now (&time, &reading);
  hufu_best_time_init (&restored, time.floor_utc_us);
  expect (&restored, look (-DAY_S, 5, "b"), 3600, HUFU_CLOCK_WENT_BACK);
}

/* A program restart is no machine restart: the stored anchor still counts. */
static void
test_the_anchor_survives_the_program (void)
{
  HufuBestTime time, restored;

  hufu_best_time_init (&time, 0);
  g_assert_true (anchor (&time, 0, look (0, 100, "a")));
  hufu_best_time_init (&restored, time.floor_utc_us);
  restored.anchor_utc_us = time.anchor_utc_us;
  restored.anchor_boot_us = time.anchor_boot_us;
  memcpy (restored.anchor_boot_id, time.anchor_boot_id, sizeof time.anchor_boot_id);
  expect (&restored, look (50, 150, "a"), 50, HUFU_CLOCK_CONFIRMED);
}

static void
test_someone_turns_the_clock_back (void)
{
  HufuBestTime time;

  hufu_best_time_init (&time, 0);
  expect (&time, look (0, 100, "a"), 0, HUFU_CLOCK_NEVER);
  expect (&time, look (-60, 160, "a"), 60, HUFU_CLOCK_NEVER); /* within the tolerance: slewed */
  expect (&time, look (-5 * DAY_S, 200, "a"), 100, HUFU_CLOCK_WENT_BACK);
  expect (&time, look (300, 400, "a"), 300, HUFU_CLOCK_WENT_BACK); /* and it stays said */
  g_assert_true (anchor (&time, 500, look (-5 * DAY_S, 600, "a")));
  expect (&time, look (500, 600, "a"), 500, HUFU_CLOCK_CONFIRMED);
}

static void
test_old_answers_are_refused (void)
{
  HufuBestTime time;

  hufu_best_time_init (&time, 0);
  g_assert_true (anchor (&time, 10000, look (0, 100, "a")));
  g_assert_false (anchor (&time, 5000, look (0, 160, "a")));   /* replayed */
  g_assert_false (anchor (&time, 10500, look (0, 2000, "a"))); /* now it is 11900 */
  g_assert_false (anchor (&time, -T, look (0, 160, "a")));
  expect (&time, look (10060, 160, "a"), 10060, HUFU_CLOCK_CONFIRMED);
  g_assert_true (anchor (&time, 10001, look (0, 160, "a"))); /* a slow answer, a minute old */
  expect (&time, look (10060, 160, "a"), 10060, HUFU_CLOCK_CONFIRMED); /* and still never back */
}

/* Whatever the clocks do, trusted time never goes back, and no answer is below the floor. */
static void
test_never_below_the_floor (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (hufu_test_seed ());

  for (int run = 0; run < 300; run++) {
    HufuBestTime time;
    gint64 true_s = 0, boot_s = 10, last_trusted_s = 0;
    char boot_id[2] = "a";

    hufu_best_time_init (&time, 0);
    for (int step = 0; step < 60; step++) {
      gint64 elapsed_s = g_rand_int_range (rand, 0, 5000);
      gint64 floor_utc_us = time.floor_utc_us;
      HufuClockReading reading;
      HufuBestNow now;

      true_s += elapsed_s;
      boot_s += elapsed_s;
      if (g_rand_int_range (rand, 0, 10) == 0) {
        boot_id[0] = (char)('a' + (boot_id[0] - 'a' + 1) % 26);
        boot_s = 0;
      }
      reading = look (true_s + g_rand_int_range (rand, -1000000, 1000000), boot_s, boot_id);
      if (g_rand_int_range (rand, 0, 5) == 0)
        g_assert_true (anchor (&time, true_s, reading));
      now = hufu_best_time_now (&time, &reading);
      g_assert_cmpint (now.now_utc_s, >=, floor_utc_us / G_USEC_PER_SEC);
      g_assert_cmpint (time.floor_utc_us, >=, floor_utc_us);
      if (now.trusted) {
        g_assert_cmpint (now.now_utc_s - T, ==, true_s);
        g_assert_cmpint (now.now_utc_s, >=, last_trusted_s);
        last_trusted_s = now.now_utc_s;
      }
    }
  }
}

static void
test_sentences (void)
{
  for (HufuClockState state = HUFU_CLOCK_CONFIRMED; state <= HUFU_CLOCK_WENT_BACK; state++) {
    const char *en = hufu_clock_state_sentence (state, HUFU_LANG_EN);
    const char *zh = hufu_clock_state_sentence (state, HUFU_LANG_ZH);

    g_assert_cmpint (*en == '\0', ==, state == HUFU_CLOCK_CONFIRMED);
    g_assert_cmpint (*zh == '\0', ==, state == HUFU_CLOCK_CONFIRMED);
    g_assert_true (g_str_is_ascii (en));
    g_assert_true (*en == '\0' || g_str_has_suffix (en, "."));
    g_assert_true (*zh == '\0' || g_str_has_suffix (zh, "。"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/best-time/first-start", test_first_start);
  g_test_add_func ("/best-time/wall-does-not-matter",
                   test_wall_clock_does_not_matter_after_an_anchor);
  g_test_add_func ("/best-time/boot-clock-goes-back", test_the_boot_clock_goes_back);
  g_test_add_func ("/best-time/restart-offline", test_restart_offline);
  g_test_add_func ("/best-time/flat-battery", test_restart_with_a_flat_battery);
  g_test_add_func ("/best-time/durable-floor", test_the_floor_is_durable);
  g_test_add_func ("/best-time/program-restart", test_the_anchor_survives_the_program);
  g_test_add_func ("/best-time/turned-back", test_someone_turns_the_clock_back);
  g_test_add_func ("/best-time/old-answers", test_old_answers_are_refused);
  g_test_add_func ("/best-time/never-below-the-floor", test_never_below_the_floor);
  g_test_add_func ("/best-time/sentences", test_sentences);
  return g_test_run ();
}
