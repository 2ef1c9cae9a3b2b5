/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/host.h"

#include <sodium.h>
#include <time.h>

#include "crypto/ready.h"

static gint64
read_clock_us (clockid_t clock_id)
{
  struct timespec now;

  g_assert (clock_gettime (clock_id, &now) == 0);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
read_utc_us (gpointer user_data)
{
  return read_clock_us (CLOCK_REALTIME);
}

static gint64
read_boot_us (gpointer user_data)
{
  return read_clock_us (CLOCK_BOOTTIME);
}

static void
fill_random (gpointer user_data, guint8 *bytes, gsize size)
{
  hufu_crypto_ensure_ready ();
  randombytes_buf (bytes, size);
}

const HufuHost *
hufu_crypto_host (void)
{
  static const HufuHost host = {
      .utc_us = read_utc_us,
      .boot_us = read_boot_us,
      .random = fill_random,
  };

  return &host;
}
