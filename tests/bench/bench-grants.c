/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sync in which a till gets 100,000 rights of the platform: two processes on loopback, all of
 * it signed, leased, credited and synced to the disk, from the till's first request to the last
 * right in its books. Goal of the vouchers' issue: less than 2 s by the clock. Beside it what the
 * processor did on each side, and SQLite alone, which stores the same rows and nothing else. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crypto/host.h"
#include "platform/devices.h"
#include "platform/voucher.h"
#include "store/sql.h"
#include "sync/grants.h"
#include "sync/push.h"
#include "sync/wire.h"
#include "tests/bench/stats.h"
#include "tests/sync/till.h"

#define GOAL_NS (2 * G_GINT64_CONSTANT (1000000000))
#define N_VOUCHERS 100000
#define ROUNDS 5
#define ROUND_BOUND_MS 600000

/* What each round begins with a copy of. */
typedef struct {
  HufuPlatformProcess *platform; /* not running */
  char *key_path;                /* of the till */
  HufuTerminal till;
  guint n_rights;
} Origin;

typedef struct {
  HufuSample *clock, *till, *platform, *told, *alone;
} Samples;

typedef struct {
  const Origin *origin;
  Samples *samples;
  HufuPlatformProcess *platform;
  HufuTill *till;
  HufuWire *wire;
  gint done; /* atomic */
} Round;

/* --- a platform with vouchers, and a till that it knows --------------------------------------- */

static void
issue (HufuPlatform *platform, guint n_vouchers)
{
  json_t *order = json_pack ("{s:s, s:s, s:s, s:i, s:i}", "type", "deal", "title_en", "Two teas",
                             "title_zh", "两杯茶", "value_minor", 9900, "home_store", 1);
  g_autoptr (GError) error = NULL;

  hufu_pdb_begin (platform->db);
  hufu_pdb_run (platform->db, "INSERT INTO store VALUES (1, 'A', 'B', '[1]', 156)", "");
  for (guint i = 0; i < n_vouchers; i++)
    json_decref (hufu_issued_make (platform, order, TRUE, &error));
  g_assert_true (hufu_pdb_commit (platform->db, &error));
  json_decref (order);
}

static void
enrol (HufuPlatform *platform, Origin *origin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuKeyPair) keys = hufu_key_pair_load_or_make (origin->key_path, &error);
  json_t *answer;
  sqlite3_stmt *row;

  g_assert_no_error (error);
  platform->demo = TRUE; /* approved at once */
  platform->demo_store = 1;
  answer = hufu_devices_authorize (platform, keys->public_key, "till", &error);
  g_assert_no_error (error);
  json_decref (answer);
  origin->till = (HufuTerminal){.incarnation = 1,
                                .store_no = 1,
                                .terminal_no = 1,
                                .currency = 156,
                                .platform_epoch = hufu_platform_get_epoch (platform)};
  row = hufu_pdb_query (platform->db, "SELECT terminal_id FROM terminal", "");
  g_assert_true (hufu_pdb_next (platform->db, row));
  hufu_pdb_id (row, 0, &origin->till.terminal_id);
  hufu_pdb_done (row);
}

static void
origin_init (Origin *origin, guint n_vouchers)
{
  g_autoptr (GError) error = NULL;
  HufuPlatform *platform;

  origin->n_rights = n_vouchers;
  origin->platform = g_new0 (HufuPlatformProcess, 1);
  origin->platform->dir = hufu_tempdir_new ();
  origin->platform->data_dir = hufu_tempdir_build (origin->platform->dir, "platform");
  origin->key_path = hufu_tempdir_build (origin->platform->dir, "device.key");
  platform = hufu_platform_open (origin->platform->data_dir, hufu_crypto_host (), &error);
  g_assert_no_error (error);
  issue (platform, n_vouchers);
  enrol (platform, origin);
  hufu_platform_close (platform);
}

static void
origin_clear (Origin *origin)
{
  hufu_platform_process_free (origin->platform);
  g_free (origin->key_path);
}

/* --- one sync --------------------------------------------------------------------------------- */

static gint64
get_ns (clockid_t clock)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (clock, &now), ==, 0);
  return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static clockid_t
find_clock (const HufuPlatformProcess *platform)
{
  clockid_t clock;

  g_assert_cmpint (
      clock_getcpuclockid ((pid_t)atoll (g_subprocess_get_identifier (platform->process)), &clock),
      ==, 0);
  return clock;
}

static void
sync_once (Round *round, HufuHttp *http)
{
  clockid_t platform = find_clock (round->platform);
  gint64 platform_ns = get_ns (platform), till_ns = get_ns (CLOCK_PROCESS_CPUTIME_ID);
  gint64 start_ns = hufu_bench_now_ns ();
  gboolean changed;
  HufuOutcome outcome = hufu_grants_pull (round->wire, http, NULL, &changed);

  hufu_sample_add (round->samples->clock, hufu_bench_now_ns () - start_ns);
  hufu_sample_add (round->samples->till, get_ns (CLOCK_PROCESS_CPUTIME_ID) - till_ns);
  hufu_sample_add (round->samples->platform, get_ns (platform) - platform_ns);
  g_assert_cmpint (outcome.problem, ==, HUFU_TROUBLE_NONE);
  start_ns = hufu_bench_now_ns ();
  outcome = hufu_push_all (round->wire, http, FALSE);
  hufu_sample_add (round->samples->told, hufu_bench_now_ns () - start_ns);
  g_assert_cmpint (outcome.problem, ==, HUFU_TROUBLE_NONE);
}

static gpointer
run_till (gpointer data)
{
  Round *round = data;
  HufuHttp *http;

  g_assert_cmpint (hufu_wire_open (round->wire), ==, HUFU_TROUBLE_NONE);
  hufu_wire_take_time (round->wire, g_get_real_time (), 0);
  http = hufu_wire_borrow (round->wire);
  sync_once (round, http);
  hufu_wire_give (round->wire, http);
  g_atomic_int_set (&round->done, 1);
  return NULL;
}

static gpointer
act_enrol (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_enrol (db, data, error) ? data : NULL;
}

static void
ignore (gpointer user_data)
{
}

static void
ignore_data (gpointer user_data, HufuSyncData what)
{
}

static void
ignore_use (gpointer user_data, const HufuId *use_id)
{
}

static void
ignore_payment (gpointer user_data, const HufuId *payment_id, gboolean settled)
{
}

static HufuWire *
make_wire (Round *round)
{
  const HufuBoardObserver observer = {ignore,     ignore_data,    ignore_use,
                                      ignore_use, ignore_payment, NULL};
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", round->platform->port);
  HufuSyncOptions options = {.platform_url = url,
                             .key_path = round->origin->key_path,
                             .snapshot_dir = round->till->dir->path,
                             .device_name = "till"};

  return hufu_wire_new (round->till->books, round->till->catalog, &options, &observer);
}

/* --- the same rows alone ---------------------------------------------------------------------- */

static void
run_sql (sqlite3 *handle, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Copies what the till has stored into other books, row by row (the conditions keep SQLite from
 * copying whole trees) in one transaction; the processor's time. */
static gint64
store_alone (HufuTill *till)
{
  g_autofree char *books = hufu_tempdir_build (till->dir, "till.db");
  g_autofree char *path = hufu_tempdir_build (till->dir, "alone.db");
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS till", books);
  g_autoptr (GError) error = NULL;
  HufuDb *db = hufu_db_open (path, HUFU_DB_TERMINAL, hufu_crypto_host (), &error);
  gint64 start_ns;

  g_assert_no_error (error);
  run_sql (db->handle, attach);
  start_ns = get_ns (CLOCK_PROCESS_CPUTIME_ID);
  run_sql (db->handle,
           "BEGIN IMMEDIATE;"
           "INSERT INTO voucher_terms SELECT * FROM till.voucher_terms WHERE terms_no > 0;"
           "INSERT INTO voucher SELECT * FROM till.voucher WHERE generation > 0;"
           "INSERT INTO entitlement SELECT * FROM till.entitlement WHERE generation > 0;"
           "INSERT INTO credited SELECT * FROM till.credited WHERE generation > 0;"
           "COMMIT");
  start_ns = get_ns (CLOCK_PROCESS_CPUTIME_ID) - start_ns;
  hufu_db_close (db);
  return start_ns;
}

/* --- all of it -------------------------------------------------------------------------------- */

static void
run_round (const Origin *origin, Samples *samples)
{
  Round round = {.origin = origin, .samples = samples};
  HufuTerminal identity = origin->till;
  GThread *thread;

  round.platform = hufu_platform_process_copy (origin->platform);
  hufu_platform_process_start (round.platform);
  round.till = hufu_till_new (0, round.platform, round.platform->port);
  hufu_till_run (round.till, round.till->books, act_enrol, &identity);
  round.wire = make_wire (&round);
  thread = g_thread_new ("till", run_till, &round);
  hufu_await (g_atomic_int_get (&round.done) != 0, ROUND_BOUND_MS);
  g_thread_join (thread);
  g_assert_cmpint (hufu_platform_process_status (round.platform, "rights/leased"), ==,
                   origin->n_rights);
  hufu_wire_free (round.wire);
  hufu_till_close (round.till);
  hufu_sample_add (samples->alone, store_alone (round.till));
  hufu_till_free (round.till);
  hufu_platform_process_free (round.platform);
}

static void
report (const Samples *samples, guint n_rights)
{
  gint64 goal_ns = GOAL_NS * n_rights / N_VOUCHERS;
  gint64 clock_ns = hufu_sample_get_ns (samples->clock, 500);
  gint64 till_ns = hufu_sample_get_ns (samples->till, 500);
  gint64 alone_ns = hufu_sample_get_ns (samples->alone, 500);
  g_autofree char *clock = hufu_bench_format_ns (clock_ns);
  g_autofree char *best = hufu_bench_format_ns (hufu_sample_get_ns (samples->clock, 1));
  g_autofree char *worst = hufu_bench_format_ns (hufu_sample_get_ns (samples->clock, 1000));
  g_autofree char *till = hufu_bench_format_ns (till_ns);
  g_autofree char *platform = hufu_bench_format_ns (hufu_sample_get_ns (samples->platform, 500));
  g_autofree char *told = hufu_bench_format_ns (hufu_sample_get_ns (samples->told, 500));
  g_autofree char *alone = hufu_bench_format_ns (alone_ns);
  g_autofree char *goal = hufu_bench_format_ns (goal_ns);
  g_autofree char *peer = g_strdup_printf ("SQLite alone %s", alone);
  g_autofree char *what = g_strdup_printf ("grants: %u rights in one sync", n_rights);
  g_autofree char *how =
      g_strdup_printf ("by the clock, two processes, all synced; median of %u, %s to %s; processor:"
                       " till %s, platform %s; the platform is told of it in %s more",
                       samples->clock->ns->len, best, worst, till, platform, told);

  hufu_bench_row (what, clock, goal, hufu_bench_ratio (clock_ns, goal_ns), 1.0, how);
  hufu_bench_row ("grants: processor of the till", till, peer, hufu_bench_ratio (till_ns, alone_ns),
                  3.0, "the same rows copied from books to books in one transaction");
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  g_autoptr (HufuSample) clock = hufu_sample_new ();
  g_autoptr (HufuSample) till = hufu_sample_new ();
  g_autoptr (HufuSample) platform = hufu_sample_new ();
  g_autoptr (HufuSample) told = hufu_sample_new ();
  g_autoptr (HufuSample) alone = hufu_sample_new ();
  Samples samples = {clock, till, platform, told, alone};
  Origin origin = {0};

  g_setenv ("HUFU_PLATFORM_PROGRAM", PLATFORM_PROGRAM, FALSE);
  origin_init (&origin, options.quick ? 1000 : N_VOUCHERS);
  for (guint i = 0; i < hufu_bench_rounds (&options, ROUNDS); i++)
    run_round (&origin, &samples);
  report (&samples, origin.n_rights);
  origin_clear (&origin);
  return 0;
}
