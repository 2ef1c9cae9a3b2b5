/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/io-count.h"

#include <sys/syscall.h>
#include <unistd.h>
#include "tests/bench/stats.h"

static HufuIoCount count;

void
hufu_io_count_reset (void)
{
  count = (HufuIoCount){0};
}

HufuIoCount
hufu_io_count_get (void)
{
  return count;
}

static int
sync_and_count (long number, int fd)
{
  gint64 start_ns = hufu_bench_now_ns ();
  int result = (int)syscall (number, fd);

  count.syncs++;
  count.sync_ns += hufu_bench_now_ns () - start_ns;
  return result;
}

int
fdatasync (int fd)
{
  return sync_and_count (SYS_fdatasync, fd);
}

int
fsync (int fd)
{
  return sync_and_count (SYS_fsync, fd);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t size, off64_t offset)
{
  count.writes++;
  count.bytes += size;
  return syscall (SYS_pwrite64, fd, bytes, size, offset);
}

int
ftruncate64 (int fd, off64_t size)
{
  count.truncates++;
  return (int)syscall (SYS_ftruncate, fd, size);
}
