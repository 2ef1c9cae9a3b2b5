/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/lib/test-host.h"

struct HufuTestHost {
  HufuHost host;
  GMutex mutex;
  GRand *rand;
  gint64 utc_us;
  gint64 boot_us;
};

static gint64
read_clock (HufuTestHost *world, const gint64 *clock)
{
  gint64 now_us;

  g_mutex_lock (&world->mutex);
  now_us = *clock;
  g_mutex_unlock (&world->mutex);
  return now_us;
}

static gint64
on_utc_us (gpointer user_data)
{
  HufuTestHost *world = user_data;

  return read_clock (world, &world->utc_us);
}

static gint64
on_boot_us (gpointer user_data)
{
  HufuTestHost *world = user_data;

  return read_clock (world, &world->boot_us);
}

static void
on_random (gpointer user_data, guint8 *bytes, gsize size)
{
  HufuTestHost *world = user_data;

  g_mutex_lock (&world->mutex);
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8)g_rand_int (world->rand);
  g_mutex_unlock (&world->mutex);
}

HufuTestHost *
hufu_test_host_new (guint32 seed)
{
  HufuTestHost *world = g_new0 (HufuTestHost, 1);

  g_mutex_init (&world->mutex);
  world->rand = g_rand_new_with_seed (seed);
  world->utc_us = HUFU_TEST_START_UTC_S * G_USEC_PER_SEC;
  world->boot_us = 60 * G_USEC_PER_SEC;
  world->host = (HufuHost){
      .utc_us = on_utc_us, .boot_us = on_boot_us, .random = on_random, .user_data = world};
  return world;
}

void
hufu_test_host_free (HufuTestHost *world)
{
  if (world == NULL)
    return;
  g_rand_free (world->rand);
  g_mutex_clear (&world->mutex);
  g_free (world);
}

const HufuHost *
hufu_test_host_get (HufuTestHost *world)
{
  return &world->host;
}

void
hufu_test_host_advance_ms (HufuTestHost *world, gint64 ms)
{
  g_assert (ms >= 0);
  g_mutex_lock (&world->mutex);
  world->utc_us += ms * 1000;
  world->boot_us += ms * 1000;
  g_mutex_unlock (&world->mutex);
}

void
hufu_test_host_set_utc_us (HufuTestHost *world, gint64 utc_us)
{
  g_mutex_lock (&world->mutex);
  world->utc_us = utc_us;
  g_mutex_unlock (&world->mutex);
}

void
hufu_test_host_reboot (HufuTestHost *world)
{
  g_mutex_lock (&world->mutex);
  world->boot_us = 0;
  g_mutex_unlock (&world->mutex);
}

guint32
hufu_test_seed (void)
{
  const char *text = g_getenv ("HUFU_TEST_SEED");
  guint64 seed = g_random_int ();

  if (text != NULL)
    g_assert_true (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seed, NULL));
  g_test_message ("HUFU_TEST_SEED=%" G_GUINT64_FORMAT, seed);
  return (guint32)seed;
}
