/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/machine.h"

gint64
sim_machine_utc_us (const SimMachine *machine)
{
  gint64 elapsed_us = *machine->now_us - machine->set_at_us;

  return machine->set_utc_us + elapsed_us + elapsed_us / 1000000 * machine->drift_ppm;
}

static gint64
on_utc_us (gpointer user_data)
{
  return sim_machine_utc_us (user_data);
}

static gint64
on_boot_us (gpointer user_data)
{
  const SimMachine *machine = user_data;

  return *machine->now_us - machine->booted_us;
}

static void
on_random (gpointer user_data, guint8 *bytes, gsize size)
{
  SimMachine *machine = user_data;

  sim_random_fill (&machine->random, bytes, size);
}

SimMachine *
sim_machine_new (const char *root, const gint64 *now_us, guint64 seed, guint64 stream)
{
  SimMachine *machine = g_new0 (SimMachine, 1);

  machine->now_us = now_us;
  machine->disk = sim_disk_new (root);
  sim_random_init (&machine->random, seed, stream);
  machine->host = (HufuHost){
      .utc_us = on_utc_us, .boot_us = on_boot_us, .random = on_random, .user_data = machine};
  machine->booted_us = *now_us - G_USEC_PER_SEC;
  sim_machine_set_clock (machine, *now_us, 0);
  return machine;
}

void
sim_machine_free (SimMachine *machine)
{
  if (machine == NULL)
    return;
  sim_disk_free (machine->disk);
  g_free (machine);
}

void
sim_machine_set_clock (SimMachine *machine, gint64 utc_us, gint drift_ppm)
{
  machine->set_at_us = *machine->now_us;
  machine->set_utc_us = utc_us;
  machine->drift_ppm = drift_ppm;
}

void
sim_machine_restart (SimMachine *machine, SimRandom *random)
{
  sim_disk_lose_power (machine->disk, random);
  machine->booted_us = *machine->now_us;
  machine->restarts++;
}
