/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/effort.h"

#include <sched.h>
#include <time.h>
#include <unistd.h>

enum { WALL, CPU, WAITED, STOLEN };

#define SCHEDSTAT_WAITED 1 /* field of /proc/thread-self/schedstat, in ns */
#define STAT_STOLEN 8      /* field of the first line of /proc/stat, in ticks; see proc(5) */

/* 0 where the kernel does not tell. */
static gint64
read_field (const char *path, guint field)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  fields = g_strsplit_set (text, " \n", 0);
  for (char **at = fields; *at != NULL; at++)
    if (**at != '\0' && n++ == field)
      return g_ascii_strtoll (*at, NULL, 10);
  return 0;
}

static void
read_clocks (gint64 now[4])
{
  struct timespec cpu;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  now[CPU] = (gint64)cpu.tv_sec * 1000000000 + cpu.tv_nsec;
  now[WALL] = hufu_bench_now_ns ();
}

static void
read_kernel (gint64 now[4])
{
  now[WAITED] = read_field ("/proc/thread-self/schedstat", SCHEDSTAT_WAITED);
  now[STOLEN] = read_field ("/proc/stat", STAT_STOLEN) * (1000000000 / sysconf (_SC_CLK_TCK));
}

void
hufu_effort_init (HufuEffort *effort)
{
  *effort = (HufuEffort){.cpu = hufu_sample_new ()};
}

void
hufu_effort_clear (HufuEffort *effort)
{
  g_clear_pointer (&effort->cpu, hufu_sample_free);
}

void
hufu_effort_begin (HufuEffort *effort)
{
  read_kernel (effort->began);
  read_clocks (effort->began);
}

void
hufu_effort_end (HufuEffort *effort)
{
  gint64 now[4];

  read_clocks (now); /* reading the rest is no work of what is measured */
  read_kernel (now);
  hufu_sample_add (effort->cpu, now[CPU] - effort->began[CPU]);
  effort->wall_ns += now[WALL] - effort->began[WALL];
  effort->waited_ns += now[WAITED] - effort->began[WAITED];
  effort->stolen_ns += now[STOLEN] - effort->began[STOLEN];
}

char *
hufu_effort_format (const HufuEffort *effort)
{
  gint64 cores_ns = effort->wall_ns * sysconf (_SC_NPROCESSORS_ONLN);

  return g_strdup_printf (
      "%.1f %% of it waiting for a core, %.1f %% of the cores taken by the host%s",
      100 * hufu_bench_ratio (effort->waited_ns, effort->wall_ns),
      100 * hufu_bench_ratio (effort->stolen_ns, cores_ns),
      sched_getscheduler (0) == SCHED_OTHER ? "" : ", real-time priority");
}
