/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/stats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

HufuBenchOptions
hufu_bench_init (int argc, char **argv)
{
  HufuBenchOptions options = {.folder = "."};

  for (int i = 1; i < argc; i++) {
    if (strcmp (argv[i], "--quick") == 0) {
      options.quick = TRUE;
    } else if (argv[i][0] == '-' || i != argc - 1) {
      fprintf (stderr, "usage: %s [--quick] [FOLDER]\n", argv[0]);
      exit (2);
    } else {
      options.folder = argv[i];
    }
  }
  if (g_mkdir_with_parents (options.folder, 0700) != 0)
    g_error ("%s cannot be made", options.folder);
  g_setenv ("TMPDIR", options.folder, TRUE);
  return options;
}

gint64
hufu_bench_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

guint
hufu_bench_rounds (const HufuBenchOptions *options, guint rounds)
{
  return options->quick ? MAX (rounds / 100, 3) : rounds;
}

gsize
hufu_bench_resident_kib (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  fields = g_strsplit (text, " ", 3);
  return (gsize)g_ascii_strtoull (fields[1], NULL, 10) * (gsize)sysconf (_SC_PAGESIZE) / 1024;
}

HufuSample *
hufu_sample_new (void)
{
  HufuSample *sample = g_new0 (HufuSample, 1);

  sample->ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  return sample;
}

void
hufu_sample_free (HufuSample *sample)
{
  if (sample == NULL)
    return;
  g_array_unref (sample->ns);
  g_free (sample);
}

void
hufu_sample_add (HufuSample *sample, gint64 ns)
{
  g_array_append_val (sample->ns, ns);
  sample->sorted = FALSE;
}

static int
compare_ns (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

  return (x > y) - (x < y);
}

gint64
hufu_sample_get_ns (HufuSample *sample, guint permille)
{
  guint n = sample->ns->len, rank;

  if (n == 0)
    return 0;
  if (!sample->sorted)
    g_array_sort (sample->ns, compare_ns);
  sample->sorted = TRUE;
  rank = (guint)(((guint64)n * permille + 999) / 1000);
  return g_array_index (sample->ns, gint64, MAX (rank, 1) - 1);
}

char *
hufu_bench_format_ns (gint64 ns)
{
  static const char *const units[] = {"ns", "us", "ms", "s"};
  double value = (double)ns;
  gsize unit = 0;

  for (; value >= 1000 && unit + 1 < G_N_ELEMENTS (units); unit++)
    value /= 1000;
  return g_strdup_printf (value < 10    ? "%.2f %s"
                          : value < 100 ? "%.1f %s"
                                        : "%.0f %s",
                          value, units[unit]);
}

char *
hufu_sample_format (HufuSample *sample)
{
  g_autofree char *p50 = hufu_bench_format_ns (hufu_sample_get_ns (sample, 500));
  g_autofree char *p99 = hufu_bench_format_ns (hufu_sample_get_ns (sample, 990));

  return g_strdup_printf ("p50 %s, p99 %s", p50, p99);
}

double
hufu_bench_ratio (gint64 a, gint64 b)
{
  return b == 0 ? 0 : (double)a / (double)b;
}

void
hufu_bench_row (const char *what, const char *measured, const char *peer, double ratio, double goal,
                const char *how)
{
  printf ("row\t%s\t%s\t%s\t%.4f\t%.4f\t%s\n", what, measured, peer, ratio, goal, how);
  fflush (stdout);
}
