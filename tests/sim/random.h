/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The simulator's own randomness: everything that is left to chance in a run comes from one seed,
 * each thing from a stream of its own, so that a change of one does not shift all others.
 * xoshiro256** (Blackman and Vigna 2018), seeded by splitmix64.
 */
#pragma once

#include <glib.h>

typedef struct {
  guint64 state[4];
} SimRandom;

/* stream tells the users of one seed apart. */
void sim_random_init (SimRandom *random, guint64 seed, guint64 stream);
guint64 sim_random_next (SimRandom *random);
/* 0 .. n - 1; n > 0. */
guint sim_random_below (SimRandom *random, guint n);
/* TRUE in `permille` of 1000 cases. */
gboolean sim_random_chance (SimRandom *random, guint permille);
void sim_random_fill (SimRandom *random, guint8 *bytes, gsize size);
