/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The world outside, as parameters: clock and randomness. The real host is made in src/crypto;
 * tests and the simulator pass their own, so that one seed gives one run.
 */
#pragma once

#include "core/id.h"

typedef struct {
  /* Wall clock, microseconds since 1970 UTC. May jump; see core/best-time.h. Must not block. */
  gint64 (*utc_us) (gpointer user_data);
  /* Clock since boot, microseconds, never goes back while boot_id stays. Must not block. */
  gint64 (*boot_us) (gpointer user_data);
  /* Fills `size` bytes with unpredictable bits. Never fails. */
  void (*random) (gpointer user_data, guint8 *bytes, gsize size);
  gpointer user_data;
} HufuHost;

/* Calls of the functions above. */
gint64 hufu_host_utc_us (const HufuHost *host);
gint64 hufu_host_boot_us (const HufuHost *host);
void hufu_host_random (const HufuHost *host, guint8 *bytes, gsize size);

/* A new UUIDv7 of now. */
HufuId hufu_host_make_id (const HufuHost *host);
