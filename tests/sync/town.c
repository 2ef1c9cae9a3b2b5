/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sync/town.h"

void
hufu_town_begin (HufuTown *town, guint32 seed)
{
  town->platform = hufu_platform_process_new (NULL);
  town->proxy = hufu_proxy_new ();
  hufu_proxy_set_target (town->proxy, town->platform->port);
  town->till = hufu_till_new (seed, town->platform, hufu_proxy_get_port (town->proxy));
  hufu_till_start (town->till);
  hufu_till_await_synced (town->till);
}

void
hufu_town_clear (HufuTown *town)
{
  hufu_till_free (town->till);
  hufu_proxy_free (town->proxy);
  hufu_platform_process_free (town->platform);
}

/* The platform may ask for a report at any time, and the till writes one more event then. */
static gboolean
has_all (HufuTown *town)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (town->till, &terminal);
  return terminal.n_unsent == 0 && terminal.acked_seq == terminal.last_seq &&
         hufu_platform_process_status (town->platform, "events") == (gint64)terminal.last_seq;
}

void
hufu_town_assert_platform_has_all (HufuTown *town)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_await (town->till, has_all (town), 20000);
  hufu_till_load (town->till, &terminal);
  g_assert_cmpuint (terminal.n_attention, ==, 0);
  g_assert_cmpint (hufu_platform_process_status (town->platform, "forked"), ==, 0);
  g_assert_cmpint (hufu_platform_process_status (town->platform, "claims"), ==, 0);
  hufu_till_assert_whole (town->till);
}
