/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sync in which a till gets 100,000 rights: the platform leases them page by page, each page
 * goes over as JSON text, the till credits it. Goal of the vouchers' issue: less than 2 s. What of
 * it is the till's is held against SQLite alone, which stores the same rows and nothing else. */
#include <string.h>
#include <time.h>

#include "platform/devices.h"
#include "platform/rights.h"
#include "platform/voucher.h"
#include "store/sql.h"
#include "store/voucher-store.h"
#include "sync/voucher-json.h"
#include "tests/bench/stats.h"
#include "tests/lib/tempdir.h"
#include "tests/store/books.h"

#define GOAL_NS (2 * G_GINT64_CONSTANT (1000000000))

typedef struct {
  HufuTempdir *temp;
  HufuPlatform *platform;
  HufuHolder holder;
  HufuBooks *books;
  gint64 lease_ns, wire_ns, credit_ns; /* of the processor */
  gint64 all_ns;
  guint n_rights, n_pages;
} Bench;

/* What the machine does beside this does not count here; the row's own time has it in. */
static gint64
now_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
issue (Bench *bench, guint n_vouchers)
{
  json_t *order = json_pack ("{s:s, s:s, s:s, s:i, s:i}", "type", "deal", "title_en", "Two teas",
                             "title_zh", "两杯茶", "value_minor", 9900, "home_store", 1);
  g_autoptr (GError) error = NULL;

  hufu_pdb_begin (bench->platform->db);
  for (guint i = 0; i < n_vouchers; i++)
    json_decref (hufu_issued_make (bench->platform, order, TRUE, &error));
  g_assert_true (hufu_pdb_commit (bench->platform->db, &error));
  json_decref (order);
}

static void
open_bench (Bench *bench, guint n_vouchers)
{
  guint8 key[32] = {1};
  g_autoptr (GError) error = NULL;
  json_t *answer;

  bench->temp = hufu_tempdir_new ();
  bench->books = hufu_books_new (1);
  bench->platform =
      hufu_platform_open (bench->temp->path, hufu_db_get_host (bench->books->db), &error);
  g_assert_no_error (error);
  hufu_pdb_begin (bench->platform->db);
  hufu_pdb_run (bench->platform->db, "INSERT INTO store VALUES (1, 'A', 'B', '[1]', 156)", "");
  g_assert_true (hufu_pdb_commit (bench->platform->db, &error));
  bench->platform->demo = TRUE;
  bench->platform->demo_store = 1;
  answer = hufu_devices_authorize (bench->platform, key, "till", &error);
  g_assert_no_error (error);
  json_decref (answer);
  bench->holder = (HufuHolder){.incarnation = 1, .store_no = 1, .terminal_no = 1};
  issue (bench, n_vouchers);
}

static void
find_till (Bench *bench)
{
  sqlite3_stmt *row = hufu_pdb_query (bench->platform->db, "SELECT terminal_id FROM terminal", "");

  g_assert_true (hufu_pdb_next (bench->platform->db, row));
  hufu_pdb_id (row, 0, &bench->holder.terminal_id);
  hufu_pdb_done (row);
}

static void
close_bench (Bench *bench)
{
  hufu_platform_close (bench->platform);
  hufu_books_free (bench->books);
  hufu_tempdir_free (bench->temp);
}

/* As text and back, as it would go over the wire. */
static HufuGrants *
carry (json_t *take_answer, HufuEpoch *after)
{
  char *text = json_dumps (take_answer, JSON_COMPACT);
  json_t *answer = json_loads (text, JSON_REJECT_DUPLICATES, NULL);
  HufuGrants *grants = hufu_grants_from_json (answer);

  json_decref (take_answer);
  free (text); /* NOLINT: jansson's allocator */
  json_decref (answer);
  g_assert_nonnull (grants);
  if (grants->items->len > 0)
    *after = g_array_index (grants->items, HufuGrantItem, grants->items->len - 1).right.epoch;
  return grants;
}

/* FALSE: that was all. */
static gboolean
sync_page (Bench *bench, HufuEpoch *after)
{
  gint64 start_ns = now_cpu_ns (), leased_ns, carried_ns;
  g_autoptr (GError) error = NULL;
  json_t *answer = hufu_rights_grant (bench->platform, &bench->holder, after, 100000, &error);
  g_autoptr (HufuGrants) grants = NULL;
  gboolean more;
  guint n = 0;

  g_assert_no_error (error);
  more = json_is_true (json_object_get (answer, "more"));
  leased_ns = now_cpu_ns ();
  grants = carry (answer, after);
  carried_ns = now_cpu_ns ();
  g_assert_true (hufu_right_credit (bench->books->db, grants, &n, &error));
  bench->lease_ns += leased_ns - start_ns;
  bench->wire_ns += carried_ns - leased_ns;
  bench->credit_ns += now_cpu_ns () - carried_ns;
  bench->n_rights += n;
  bench->n_pages++;
  return more;
}

/* --- the same rows alone ---------------------------------------------------------------------- */

static void
run_sql (sqlite3 *handle, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Copies what the till has stored into another till's books, row by row (the conditions keep SQLite
 * from copying whole trees) in one transaction; the processor's time. */
static gint64
store_alone (Bench *bench)
{
  g_autofree char *path = hufu_tempdir_build (bench->temp, "alone.db");
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS till", bench->books->path);
  g_autoptr (GError) error = NULL;
  HufuDb *db = hufu_db_open (path, HUFU_DB_TERMINAL, hufu_db_get_host (bench->books->db), &error);
  gint64 start_ns;

  g_assert_no_error (error);
  run_sql (db->handle, attach);
  start_ns = now_cpu_ns ();
  run_sql (db->handle,
           "BEGIN IMMEDIATE;"
           "INSERT INTO voucher_terms SELECT * FROM till.voucher_terms WHERE terms_no > 0;"
           "INSERT INTO voucher SELECT * FROM till.voucher WHERE generation > 0;"
           "INSERT INTO entitlement SELECT * FROM till.entitlement WHERE generation > 0;"
           "INSERT INTO credited SELECT * FROM till.credited WHERE generation > 0;"
           "COMMIT");
  start_ns = now_cpu_ns () - start_ns;
  hufu_db_close (db);
  return start_ns;
}

static void
report (Bench *bench)
{
  gint64 goal_ns = GOAL_NS * bench->n_rights / 100000;
  gint64 sum_ns = bench->lease_ns + bench->wire_ns + bench->credit_ns;
  gint64 alone_ns = store_alone (bench);
  g_autofree char *lease = hufu_bench_format_ns (bench->lease_ns);
  g_autofree char *wire = hufu_bench_format_ns (bench->wire_ns);
  g_autofree char *credit = hufu_bench_format_ns (bench->credit_ns);
  g_autofree char *sum = hufu_bench_format_ns (sum_ns);
  g_autofree char *all = hufu_bench_format_ns (bench->all_ns);
  g_autofree char *goal = hufu_bench_format_ns (goal_ns);
  g_autofree char *alone = hufu_bench_format_ns (alone_ns);
  g_autofree char *peer = g_strdup_printf ("SQLite alone %s", alone);
  g_autofree char *what = g_strdup_printf ("grants: %u rights in one sync", bench->n_rights);
  g_autofree char *how = g_strdup_printf ("%u pages; processor of both sides: leased %s, carried "
                                          "%s, credited %s; by the clock %s",
                                          bench->n_pages, lease, wire, credit, all);

  hufu_bench_row (what, sum, goal, hufu_bench_ratio (sum_ns, goal_ns), 1.0, how);
  hufu_bench_row ("grants: credited by the till", credit, peer,
                  hufu_bench_ratio (bench->credit_ns, alone_ns), 3.0,
                  "the same rows copied from books to books in one transaction");
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  guint n_vouchers = options.quick ? 1000 : 100000;
  HufuEpoch after = {0, 0};
  Bench bench = {0};
  gint64 start_ns;

  open_bench (&bench, n_vouchers);
  find_till (&bench);
  start_ns = hufu_bench_now_ns ();
  while (sync_page (&bench, &after))
    continue;
  bench.all_ns = hufu_bench_now_ns () - start_ns;
  g_assert_cmpuint (bench.n_rights, ==, n_vouchers);
  report (&bench);
  close_bench (&bench);
  return 0;
}
