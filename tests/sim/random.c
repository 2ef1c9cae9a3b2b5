/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/random.h"

static guint64
mix (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
sim_random_init (SimRandom *random, guint64 seed, guint64 stream)
{
  guint64 state = seed;

  state = mix (&state) ^ (stream * G_GUINT64_CONSTANT (0xd1342543de82ef95));
  for (guint i = 0; i < 4; i++)
    random->state[i] = mix (&state);
}

static guint64
rotate (guint64 x, guint n)
{
  return (x << n) | (x >> (64 - n));
}

guint64
sim_random_next (SimRandom *random)
{
  guint64 *s = random->state;
  guint64 answer = rotate (s[1] * 5, 7) * 9, t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return answer;
}

guint
sim_random_below (SimRandom *random, guint n)
{
  g_assert (n > 0);
  return (guint)((sim_random_next (random) >> 32) * n >> 32);
}

gboolean
sim_random_chance (SimRandom *random, guint permille)
{
  return sim_random_below (random, 1000) < permille;
}

void
sim_random_fill (SimRandom *random, guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8)(sim_random_next (random) >> 56);
}
