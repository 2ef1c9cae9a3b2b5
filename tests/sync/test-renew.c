/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A till whose books come from a backup, against the real platform: it is noticed at the first
 * word, what was leased is frozen, and the till goes on as its next incarnation. Nothing sold is
 * lost.
 */
#include "tests/sync/till.h"

typedef struct {
  HufuPlatformProcess *platform;
  HufuTill *till;
  char *books; /* path */
} Town;

static void
town_begin (Town *town)
{
  town->platform = hufu_platform_process_new (NULL);
  town->till = hufu_till_new (1, town->platform, town->platform->port);
  town->books = hufu_tempdir_build (town->till->dir, "till.db");
  hufu_till_start (town->till);
  hufu_till_await_synced (town->till);
}

static void
town_clear (Town *town)
{
  hufu_till_free (town->till);
  hufu_platform_process_free (town->platform);
  g_free (town->books);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Town, town_clear)

typedef struct {
  char *bytes;
  gsize size;
} Backup;

static void
backup_clear (Backup *backup)
{
  g_free (backup->bytes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Backup, backup_clear)

/* The till is closed, so that its books are one file; the log beside them is empty then. */
static void
back_up (Town *town, Backup *ret_backup)
{
  g_autoptr (GError) error = NULL;

  hufu_till_close (town->till);
  g_assert_true (g_file_get_contents (town->books, &ret_backup->bytes, &ret_backup->size, &error));
  hufu_till_open (town->till);
}

static void
restore (Town *town, const Backup *backup)
{
  g_autofree char *wal = g_strconcat (town->books, "-wal", NULL);
  g_autoptr (GFile) log = g_file_new_for_path (wal);
  g_autoptr (GError) error = NULL;

  hufu_till_close (town->till);
  g_file_delete (log, NULL, NULL);
  g_assert_true (g_file_set_contents (town->books, backup->bytes, (gssize)backup->size, &error));
  hufu_till_open (town->till);
}

static guint32
get_incarnation (HufuTill *till)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (till, &terminal);
  return terminal.frozen ? 0 : terminal.incarnation;
}

static void
await_incarnation (Town *town, guint32 incarnation)
{
  hufu_till_start (town->till);
  hufu_till_await (town->till, get_incarnation (town->till) == incarnation, 20000);
  hufu_till_write_events (town->till, 1);
  hufu_till_await_synced (town->till);
  hufu_till_assert_whole (town->till);
}

/* Nothing to send, and still it is noticed: the platform knows more of this till than it does. */
static void
test_shorter (void)
{
  g_auto (Town) town = {0};
  g_auto (Backup) backup = {0};
  gint64 events;

  town_begin (&town);
  back_up (&town, &backup);
  hufu_till_start (town.till);
  hufu_till_write_events (town.till, 5);
  hufu_till_await_synced (town.till);
  events = hufu_platform_process_status (town.platform, "events");
  restore (&town, &backup);
  await_incarnation (&town, 2);
  /* All that the image knew was known: there is nothing to bring up. */
  g_assert_cmpint (hufu_platform_process_status (town.platform, "incarnations"), ==, 2);
  g_assert_cmpint (hufu_platform_process_status (town.platform, "rights/quarantined"), >, 0);
  g_assert_cmpint (hufu_platform_process_status (town.platform, "events"), >=, events);
  /* It holds nothing of what its former self was given. */
  g_assert_cmpuint (hufu_till_get_state (town.till).n_rights, ==, 0);
}

/* It went on by itself before it heard of it: what it wrote goes up as a branch. */
static void
test_diverged (void)
{
  g_auto (Town) town = {0};
  g_auto (Backup) backup = {0};
  g_auto (HufuTerminal) terminal = {0};
  gint64 events;

  town_begin (&town);
  back_up (&town, &backup);
  hufu_till_start (town.till);
  hufu_till_write_events (town.till, 5);
  hufu_till_await_synced (town.till);
  events = hufu_platform_process_status (town.platform, "events");
  restore (&town, &backup);
  hufu_till_write_events (town.till, 7);
  await_incarnation (&town, 2);
  hufu_till_load (town.till, &terminal);
  g_assert_cmpuint (terminal.last_seq, >=, 7);
  g_assert_cmpuint (terminal.acked_seq, ==, terminal.last_seq);
  g_assert_cmpint (hufu_platform_process_status (town.platform, "events"), >=, events + 7);
}

static gpointer
act_is_awaited (HufuDb *db, gpointer data, GError **error)
{
  *(gboolean *)data = hufu_witness_is_awaited (db);
  return db;
}

static gboolean
is_awaited (HufuTill *till)
{
  gboolean awaited = FALSE;

  hufu_till_run (till, till->books, act_is_awaited, &awaited);
  return awaited;
}

/* What is held waits for the platform's word, on the copy as on an honest till. */
static void
test_awaited (void)
{
  g_auto (Town) town = {0};
  g_auto (Backup) backup = {0};

  town_begin (&town);
  town.till->witness_ms = 3600 * 1000;
  back_up (&town, &backup);
  g_assert_true (is_awaited (town.till));
  hufu_till_start (town.till);
  hufu_till_write_events (town.till, 5);
  hufu_till_await_synced (town.till);
  hufu_till_await (town.till, !is_awaited (town.till), 20000);
  hufu_till_await (town.till, hufu_till_get_state (town.till).witness_mono_us == 0, 20000);
  restore (&town, &backup);
  g_assert_true (is_awaited (town.till));
  hufu_till_start (town.till);
  hufu_till_await (town.till, !is_awaited (town.till), 20000);
  g_assert_cmpuint (get_incarnation (town.till), !=, 1);
}

/* The answer to the renewal is lost with the power: the same question, the same incarnation. */
static void
test_again (void)
{
  g_auto (Town) town = {0};
  g_auto (Backup) backup = {0}, before = {0};

  town_begin (&town);
  back_up (&town, &backup);
  hufu_till_start (town.till);
  hufu_till_write_events (town.till, 5);
  hufu_till_await_synced (town.till);
  restore (&town, &backup);
  await_incarnation (&town, 2);
  /* A backup of the first incarnation once more: that one is over, and a third one begins. */
  restore (&town, &backup);
  await_incarnation (&town, 3);
  g_assert_cmpint (hufu_platform_process_status (town.platform, "incarnations"), ==, 3);
}

static HufuFrozen
get_frozen (HufuTill *till)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (till, &terminal);
  return terminal.frozen;
}

/* An image of it went on in its place, and then the original comes back: what it still holds is not
 * used there, what it sold is told, and it does not take the place back, not even when it is
 * started again. */
static void
test_superseded (void)
{
  g_auto (Town) town = {0};
  g_auto (Backup) image = {0}, original = {0};
  gint64 events;

  town_begin (&town);
  back_up (&town, &image);
  hufu_till_start (town.till);
  hufu_till_write_events (town.till, 5);
  hufu_till_await_synced (town.till);
  back_up (&town, &original);
  restore (&town, &image);
  await_incarnation (&town, 2);
  restore (&town, &original);
  events = hufu_platform_process_status (town.platform, "events");
  for (int i = 0; i < 2; i++) {
    hufu_till_start (town.till);
    hufu_till_write_events (town.till, 3);
    hufu_till_await (town.till, get_frozen (town.till) == HUFU_FROZEN_SUPERSEDED, 20000);
    hufu_till_await (town.till, hufu_till_get_state (town.till).trouble == HUFU_TROUBLE_SUPERSEDED,
                     20000);
    hufu_till_await (town.till, hufu_till_get_state (town.till).n_unsent == 0, 20000);
    g_assert_cmpuint (hufu_till_get_state (town.till).n_rights, ==, 0);
    hufu_till_close (town.till);
    hufu_till_open (town.till);
  }
  g_assert_cmpint (hufu_platform_process_status (town.platform, "events"), ==, events + 6);
  g_assert_cmpint (hufu_platform_process_status (town.platform, "incarnations"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/renew/shorter", test_shorter);
  g_test_add_func ("/sync/renew/diverged", test_diverged);
  g_test_add_func ("/sync/renew/again", test_again);
  g_test_add_func ("/sync/renew/awaited", test_awaited);
  g_test_add_func ("/sync/renew/superseded", test_superseded);
  return g_test_run ();
}
