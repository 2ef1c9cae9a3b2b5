/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong, and how it is put right. */
#pragma once

#include "tests/sim/world.h"

void sim_faults_draw_profile (SimWorld *world);
/* Perhaps a fault between two acts: links cut and healed, clocks set wrong, disks full. */
void sim_faults_step (SimWorld *world);
/* Perhaps the machine at `no` is to die in what it does next. */
void sim_faults_arm (SimWorld *world, guint no);
/* Whoever was to die and has not got as far dies now: after its act, before anything else. */
void sim_faults_disarm (SimWorld *world);
void sim_faults_heal (SimWorld *world);
