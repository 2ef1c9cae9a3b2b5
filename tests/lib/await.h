/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Waiting in tests: for a condition, never for a time. The default main context runs meanwhile; a
 * condition that another thread or process makes true is noticed within 10 ms.
 *
 *   hufu_await (g_file_test (path, G_FILE_TEST_EXISTS), 2000);
 */
#pragma once

#include <glib.h>

/* Runs the main context until `condition` holds; fails the test with its text if that takes far
 * longer than bound_ms: a bound costs time only where a test fails, and a loaded machine is slow.
 */
#define hufu_await(condition, bound_ms)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 await_start_us = g_get_monotonic_time ();                                               \
    while (!(condition))                                                                           \
      hufu_await_step (await_start_us, (bound_ms), __FILE__, __LINE__, #condition);                \
  }                                                                                                \
  G_STMT_END

/* One turn of hufu_await: dispatches what is ready, waiting at most 10 ms for it. Aborts the test
 * a multiple of bound_ms after start_us of the monotonic clock. */
void hufu_await_step (gint64 start_us, guint bound_ms, const char *file, int line,
                      const char *condition);
