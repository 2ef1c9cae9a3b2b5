/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the benchmarks share: options, samples with percentiles, and the row that bench.py reads. A
 * benchmark prints what it measured and the peer or limit it is held against; it never passes or
 * fails by a time.
 *
 *   g_autoptr (HufuSample) sample = hufu_sample_new ();
 *   hufu_sample_add (sample, hufu_bench_now_ns () - start_ns);
 *   hufu_bench_row ("token: decode", text, peer, ratio, 1.0, "how");
 */
#pragma once

#include <glib.h>

typedef struct {
  gboolean quick;     /* a smoke run: few rounds, a small catalogue */
  const char *folder; /* where files may lie; on the disk that is measured */
} HufuBenchOptions;

/* Reads PROGRAM [--quick] [FOLDER]; the folder is made, and is where temporary folders come. Exits
 * with 2 on anything else. */
HufuBenchOptions hufu_bench_init (int argc, char **argv);

/* CLOCK_MONOTONIC. */
gint64 hufu_bench_now_ns (void);
/* Rounds of a measurement: `rounds`, a hundredth of them in a quick run, but at least 3. */
guint hufu_bench_rounds (const HufuBenchOptions *options, guint rounds);
/* Memory of this process that is in RAM now. */
gsize hufu_bench_resident_kib (void);

/* Durations in nanoseconds. */
typedef struct {
  GArray *ns; /* gint64 */
  gboolean sorted;
} HufuSample;

HufuSample *hufu_sample_new (void);
void hufu_sample_free (HufuSample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuSample, hufu_sample_free)
void hufu_sample_add (HufuSample *sample, gint64 ns);
/* Nearest rank, per thousand: 500 is the median, 1000 the greatest. 0 of an empty sample. */
gint64 hufu_sample_get_ns (HufuSample *sample, guint permille);
/* "p50 1.20 us, p99 3.4 us"; free with g_free. */
char *hufu_sample_format (HufuSample *sample);
/* "1.20 us", "3.4 ms"; free with g_free. */
char *hufu_bench_format_ns (gint64 ns);

/* a / b; 0 if b is 0. */
double hufu_bench_ratio (gint64 a, gint64 b);
/* Prints one row. ratio: measured to peer; goal: the greatest ratio that is good. Either is 0 where
 * there is none. */
void hufu_bench_row (const char *what, const char *measured, const char *peer, double ratio,
                     double goal, const char *how);
