/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a thread's time went: what it worked, what it waited for a core that others had, and what
 * the host of a virtual machine took from all its cores. It tells work from the noise of a machine
 * that does other things meanwhile; it takes nothing off a measurement.
 *
 *   hufu_effort_begin (&effort);
 *   ...
 *   hufu_effort_end (&effort);   as often as wished, then
 *   hufu_effort_format (&effort)
 */
#pragma once

#include "tests/bench/stats.h"

typedef struct {
  HufuSample *cpu;  /* what the calling thread worked, each time */
  gint64 wall_ns;   /* these are sums */
  gint64 waited_ns; /* runnable, without a core */
  gint64 stolen_ns; /* of all cores; a multiple of the kernel's tick */
  gint64 began[4];  /* what all of these were at the last begin */
} HufuEffort;

void hufu_effort_init (HufuEffort *effort);
void hufu_effort_clear (HufuEffort *effort);
/* Both in the same thread. */
void hufu_effort_begin (HufuEffort *effort);
void hufu_effort_end (HufuEffort *effort);
/* "0.3 % of it waiting for a core, 0.0 % of the cores taken by the host", and whether the thread
 * goes before others; free with g_free. */
char *hufu_effort_format (const HufuEffort *effort);
