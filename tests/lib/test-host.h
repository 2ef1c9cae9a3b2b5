/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A deterministic HufuHost for tests: clocks that move only when told, random bits from a seed. One
 * seed gives one run. Any thread may use it.
 *
 *   g_autoptr (HufuTestHost) world = hufu_test_host_new (42);
 *   HufuId id = hufu_host_make_id (hufu_test_host_get (world));
 *   hufu_test_host_advance_ms (world, 1500);
 */
#pragma once

#include "core/host.h"

/* Where every test's wall clock starts: Monday 2026-01-05 09:00:00 UTC+8. */
#define HUFU_TEST_START_UTC_S G_GINT64_CONSTANT (1767574800)

typedef struct HufuTestHost HufuTestHost;

HufuTestHost *hufu_test_host_new (guint32 seed);
void hufu_test_host_free (HufuTestHost *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuTestHost, hufu_test_host_free)

/* Borrowed; lives as long as the test host. */
const HufuHost *hufu_test_host_get (HufuTestHost *world);

/* Lets time pass: both clocks move. ms >= 0. */
void hufu_test_host_advance_ms (HufuTestHost *world, gint64 ms);
/* Sets the wall clock alone, as a user or a flat battery would. */
void hufu_test_host_set_utc_us (HufuTestHost *world, gint64 utc_us);
/* Restarts the clock since boot at zero. */
void hufu_test_host_reboot (HufuTestHost *world);

/* The seed of a property test: HUFU_TEST_SEED of the environment, else a fresh one. Prints it, so
 * that a failing run can be repeated. */
guint32 hufu_test_seed (void);
