/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One machine: a disk that loses what was not synced, a clock that drifts and is set wrong, and
 * randomness of its own. What runs on it sees it as a HufuHost.
 */
#pragma once

#include "core/host.h"
#include "tests/sim/memory-disk.h"

/* The true time at the start of each run: Monday 2026-01-05 09:00:00 UTC+8. */
#define SIM_START_UTC_US (G_GINT64_CONSTANT (1767574800) * G_USEC_PER_SEC)

typedef struct {
  const gint64 *now_us; /* true time, borrowed */
  SimDisk *disk;        /* owned */
  SimRandom random;     /* what its programs get */
  HufuHost host;
  gint64 set_at_us;  /* when its wall clock was set last ... */
  gint64 set_utc_us; /* ... and to what */
  gint64 booted_us;
  gint drift_ppm;
  guint restarts;
} SimMachine;

/* root: as sim_disk_new. */
SimMachine *sim_machine_new (const char *root, const gint64 *now_us, guint64 seed, guint64 stream);
void sim_machine_free (SimMachine *machine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimMachine, sim_machine_free)

gint64 sim_machine_utc_us (const SimMachine *machine);
/* The clock is set by hand, or by a flat battery. */
void sim_machine_set_clock (SimMachine *machine, gint64 utc_us, gint drift_ppm);
/* Starts it again after its power went: what is not synced is settled by chance. */
void sim_machine_restart (SimMachine *machine, SimRandom *random);
