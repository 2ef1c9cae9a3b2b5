/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Preloaded into a program under test: its wall clock is ahead by the seconds that the file named
 * by HUFU_TEST_CLOCK holds (a gint64 of this machine, negative: behind), from the moment they are
 * written there. The clocks since boot stay as they are.
 */
#include <fcntl.h>
#include <glib.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile gint64 *ahead_s;

__attribute__ ((constructor)) static void
open_clock (void)
{
  int fd = open (getenv ("HUFU_TEST_CLOCK"), O_RDONLY | O_CLOEXEC);

  ahead_s = mmap (NULL, sizeof *ahead_s, PROT_READ, MAP_SHARED, fd, 0);
  g_assert (ahead_s != MAP_FAILED);
  close (fd);
}

int
clock_gettime (clockid_t clock_id, struct timespec *now)
{
  int status = (int)syscall (SYS_clock_gettime, clock_id, now);

  if (status == 0 && (clock_id == CLOCK_REALTIME || clock_id == CLOCK_REALTIME_COARSE) &&
      ahead_s != NULL)
    now->tv_sec += *ahead_s;
  return status;
}

int
gettimeofday (struct timeval *restrict now, void *restrict zone)
{
  struct timespec exact = {0};
  int status = clock_gettime (CLOCK_REALTIME, &exact);

  *now = (struct timeval){exact.tv_sec, exact.tv_nsec / 1000};
  return status;
}

time_t
time (time_t *ret_now)
{
  struct timespec exact = {0};

  clock_gettime (CLOCK_REALTIME, &exact);
  if (ret_now != NULL)
    *ret_now = exact.tv_sec;
  return exact.tv_sec;
}
