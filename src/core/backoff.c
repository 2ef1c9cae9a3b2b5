/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/backoff.h"

static gint64
ceiling_ms (guint n_failures)
{
  /* 2^9 s is past the cap: a greater shift would only overflow. */
  if (n_failures >= 9)
    return HUFU_BACKOFF_CAP_MS;
  return MIN ((gint64)HUFU_BACKOFF_BASE_MS << n_failures, HUFU_BACKOFF_CAP_MS);
}

gint64
hufu_backoff_delay_ms (guint n_failures, guint64 random, gint64 retry_after_ms)
{
  unsigned __int128 span = (unsigned __int128)(ceiling_ms (n_failures) + 1);
  gint64 delay_ms = (gint64)(random * span >> 64);

  return MAX (delay_ms, MIN (retry_after_ms, HUFU_BACKOFF_RETRY_AFTER_MAX_MS));
}
