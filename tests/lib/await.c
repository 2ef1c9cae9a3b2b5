/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/lib/await.h"

/* So many times slower may a machine be than the one whose bound the tests name: pauses between two
 * questions double with each that found no answer in its time. */
#define SLOWEST 8
#define TURN_MS 10

static gboolean
on_turn_over (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

void
hufu_await_step (gint64 start_us, guint bound_ms, const char *file, int line, const char *condition)
{
  gboolean over = FALSE;
  guint source;

  if (g_get_monotonic_time () - start_us > (gint64)bound_ms * 1000 * SLOWEST)
    g_error ("%s:%d: still not true after %u times %u ms: %s", file, line, SLOWEST, bound_ms,
             condition);
  source = g_timeout_add_full (G_PRIORITY_HIGH, TURN_MS, on_turn_over, &over, NULL);
  g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (source);
}
