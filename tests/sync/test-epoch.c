/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A platform that was brought back from a backup takes a newer epoch: the till stores it and sends
 * everything again, so that the platform has what the backup lacks. What an older platform says is
 * ignored. Nothing lost, nothing twice.
 */
#include <string.h>

#include "tests/sync/town.h"

#define AWAIT_MS 20000

static guint64
get_epoch (HufuTown *town)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (town->till, &terminal);
  return terminal.platform_epoch;
}

static guint64
get_acked (HufuTown *town)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (town->till, &terminal);
  return terminal.acked_seq;
}

/* Nothing was lost there, but the till cannot know: it begins again at its first event, until the
 * platform has named what it holds by its hash. */
static void
test_newer (void)
{
  g_auto (HufuTown) town = {0};
  guint n_before;

  hufu_town_begin (&town, 600);
  hufu_till_write_events (town.till, 210);
  hufu_till_await_synced (town.till);
  g_assert_cmpuint (get_epoch (&town), ==, 1);
  hufu_platform_process_kill (town.platform);
  hufu_platform_process_run (town.platform, "--new-epoch");
  n_before = hufu_proxy_count (town.proxy, "POST /v1/events");
  hufu_platform_process_start (town.platform);
  hufu_till_await (town.till, get_epoch (&town) == 2, AWAIT_MS);
  hufu_till_await_synced (town.till);
  g_assert_cmpuint (hufu_proxy_count (town.proxy, "POST /v1/events") - n_before, >=, 1);
  hufu_town_assert_platform_has_all (&town);
  hufu_till_write_events (town.till, 3);
  hufu_till_await_synced (town.till);
  hufu_town_assert_platform_has_all (&town);
}

/* Brought back without a new epoch the platform lacks what it had confirmed: the till says so and
 * keeps everything. With the epoch it gets all of it, and the till a catalogue of this database. */
static void
test_backup (void)
{
  g_auto (HufuTown) town = {0};
  g_autoptr (HufuPlatformProcess) backup = NULL;
  guint n_snapshots;

  hufu_town_begin (&town, 601);
  hufu_platform_process_kill (town.platform);
  backup = hufu_platform_process_copy (town.platform);
  hufu_platform_process_start (town.platform);
  hufu_till_write_events (town.till, 30);
  hufu_till_await_synced (town.till);

  hufu_platform_process_kill (town.platform);
  hufu_platform_process_start (backup);
  hufu_proxy_set_target (town.proxy, backup->port);
  hufu_till_write_events (town.till, 2);
  hufu_till_await (town.till, hufu_till_get_state (town.till).trouble == HUFU_TROUBLE_LOST_EVENTS,
                   AWAIT_MS);
  g_assert_cmpuint (hufu_till_get_state (town.till).n_unsent, ==, 2);

  hufu_platform_process_kill (backup);
  hufu_platform_process_run (backup, "--new-epoch");
  n_snapshots = hufu_proxy_count (town.proxy, "GET /v1/catalog/snapshot");
  hufu_platform_process_start (backup);
  hufu_till_await_synced (town.till);
  g_assert_cmpuint (get_epoch (&town), ==, 2);
  g_assert_cmpuint (hufu_proxy_count (town.proxy, "GET /v1/catalog/snapshot"), ==, n_snapshots + 1);
  hufu_platform_process_free (town.platform);
  town.platform = g_steal_pointer (&backup);
  hufu_town_assert_platform_has_all (&town);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

/* The old one still runs somewhere, a network leads to it: it gets nothing and is not believed. */
static void
test_older (void)
{
  g_auto (HufuTown) town = {0};
  g_autoptr (HufuPlatformProcess) old = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HufuPrepared) prepared = NULL;
  gint64 n_events;
  guint64 n_rights;

  hufu_town_begin (&town, 602);
  hufu_platform_process_kill (town.platform);
  old = hufu_platform_process_copy (town.platform);
  hufu_platform_process_run (town.platform, "--new-epoch");
  hufu_platform_process_start (town.platform);
  hufu_till_await (town.till, get_epoch (&town) == 2, AWAIT_MS);
  /* It was granted rights, has reported under the new epoch and is granted rights again. */
  hufu_till_await (town.till, get_acked (&town) >= 3, AWAIT_MS);
  hufu_till_await (town.till, hufu_till_get_state (town.till).n_rights > 0, AWAIT_MS);
  hufu_till_await_synced (town.till);

  hufu_platform_process_start (old);
  n_events = hufu_platform_process_status (old, "events");
  n_rights = hufu_till_get_state (town.till).n_rights;
  hufu_proxy_set_target (town.proxy, old->port);
  hufu_till_write_events (town.till, 4);
  hufu_till_await (town.till, hufu_till_get_state (town.till).trouble == HUFU_TROUBLE_OLDER_EPOCH,
                   AWAIT_MS);
  hufu_sync_prepare_async (town.till->sync, HUFU_CODE_SHORT, "0123456789", NULL, on_prepared,
                           &result);
  hufu_await (result != NULL, AWAIT_MS);
  prepared = hufu_sync_prepare_finish (town.till->sync, result, NULL);
  g_assert_cmpint (prepared->reason, ==, HUFU_R28_OUTCOME_UNKNOWN);
  g_assert_cmpuint (get_epoch (&town), ==, 2);
  /* The newer one may have asked for another report and been sent it in the meantime. */
  g_assert_cmpint ((gint64)get_acked (&town), <=,
                   hufu_platform_process_status (town.platform, "events"));
  g_assert_cmpuint (hufu_till_get_state (town.till).n_rights, ==, n_rights);
  g_assert_cmpint (hufu_platform_process_status (old, "events"), ==, n_events);

  hufu_proxy_set_target (town.proxy, town.platform->port);
  hufu_till_await_synced (town.till);
  hufu_town_assert_platform_has_all (&town);
}

/* Answers that do not look at what was asked and come from an older platform: an acknowledgement
 * moves nothing, rights are not taken, and none of a page of changes is. */
static void
test_older_answers (void)
{
  static const char old_header[] = "Hufu-Platform-Epoch: 1\r\nContent-Type: application/json\r\n";
  static const struct {
    const char *which, *fields, *answer;
  } rows[] = {
      {"POST /v1/events", "Content-Type: application/json\r\n",
       "{\"acked_seq\":1,\"want_seq\":2,\"platform_epoch\":1,\"verdicts\":[],"
       "\"chain_hash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"},
      {"POST /v1/grants", "Content-Type: application/json\r\n",
       "{\"grants\":\"gA\",\"terms\":[],\"more\":false,\"platform_epoch\":1}"},
      {"GET /v1/changes", old_header, "{\"changes\":[],\"cursor\":\"a.1.1\",\"more\":false}"},
      {"POST /v1/grants", old_header,
       "{\"grants\":\"gA\",\"terms\":[],\"more\":false,\"platform_epoch\":2}"},
  };
  g_auto (HufuTown) town = {0};
  guint64 acked;

  hufu_town_begin (&town, 603);
  hufu_platform_process_kill (town.platform);
  hufu_platform_process_run (town.platform, "--new-epoch");
  hufu_platform_process_start (town.platform);
  hufu_till_await (town.till, get_epoch (&town) == 2, AWAIT_MS);
  hufu_till_await_synced (town.till);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].which);
    acked = get_acked (&town);
    hufu_proxy_set_answer (town.proxy, rows[i].which, "200 OK", rows[i].fields, rows[i].answer);
    hufu_proxy_set_fault (town.proxy, rows[i].which, HUFU_FAULT_LIE, G_MAXUINT);
    hufu_till_write_events (town.till, 1);
    hufu_till_await (town.till, hufu_till_get_state (town.till).trouble == HUFU_TROUBLE_OLDER_EPOCH,
                     AWAIT_MS);
    g_assert_cmpuint (get_acked (&town), >=, acked);
    g_assert_cmpuint (get_epoch (&town), ==, 2);
    hufu_proxy_set_fault (town.proxy, rows[i].which, HUFU_FAULT_NONE, 0);
    hufu_till_await_synced (town.till);
    hufu_town_assert_platform_has_all (&town);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/epoch/newer", test_newer);
  g_test_add_func ("/sync/epoch/backup", test_backup);
  g_test_add_func ("/sync/epoch/older", test_older);
  g_test_add_func ("/sync/epoch/older-answers", test_older_answers);
  return g_test_run ();
}
