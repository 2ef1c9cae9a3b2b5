/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/host.h"

gint64
hufu_host_utc_us (const HufuHost *host)
{
  return host->utc_us (host->user_data);
}

gint64
hufu_host_boot_us (const HufuHost *host)
{
  return host->boot_us (host->user_data);
}

void
hufu_host_random (const HufuHost *host, guint8 *bytes, gsize size)
{
  host->random (host->user_data, bytes, size);
}

HufuId
hufu_host_make_id (const HufuHost *host)
{
  guint8 random[10];
  gint64 utc_ms = hufu_host_utc_us (host) / 1000;

  hufu_host_random (host, random, sizeof random);
  /* A wall clock before 1970 is a broken clock, not a bug: the random bits still make the id. */
  return hufu_id_make_v7 (CLAMP (utc_ms, 0, (G_GINT64_CONSTANT (1) << 48) - 1), random);
}
