/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/hlc.h"

#define HLC_COUNT_BITS 16
#define HLC_UTC_MS_MAX ((G_GINT64_CONSTANT (1) << 48) - 1)

guint64
hufu_hlc_next (guint64 last, gint64 utc_ms)
{
  guint64 now = (guint64)CLAMP (utc_ms, 0, HLC_UTC_MS_MAX) << HLC_COUNT_BITS;

  if (now > last)
    return now;
  /* A full count carries into the milliseconds: the stamp runs ahead a little, never back. */
  g_assert (last < G_MAXUINT64);
  return last + 1;
}

gint64
hufu_hlc_utc_ms (guint64 hlc)
{
  return (gint64)(hlc >> HLC_COUNT_BITS);
}
