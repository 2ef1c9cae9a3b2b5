/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/bell.h"

void
hufu_bell_init (HufuBell *bell)
{
  g_mutex_init (&bell->mutex);
  g_cond_init (&bell->cond);
  bell->rung = FALSE;
}

void
hufu_bell_clear (HufuBell *bell)
{
  g_mutex_clear (&bell->mutex);
  g_cond_clear (&bell->cond);
}

void
hufu_bell_ring (HufuBell *bell)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&bell->mutex);

  bell->rung = TRUE;
  g_cond_signal (&bell->cond);
}

gboolean
hufu_bell_wait (HufuBell *bell, gint64 wait_ms)
{
  gint64 end_us = g_get_monotonic_time () + wait_ms * 1000;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&bell->mutex);
  gboolean rung;

  while (!bell->rung && g_cond_wait_until (&bell->cond, &bell->mutex, end_us))
    continue;
  rung = bell->rung;
  bell->rung = FALSE;
  return rung;
}
