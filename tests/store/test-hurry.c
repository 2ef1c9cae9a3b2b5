/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts that do not wait for the disk: others see them whole as soon as they are done, and a power
 * cut takes the last of them, or none. */
#include "store/sql.h"
#include "tests/lib/tempdir.h"
#include "tests/lib/test-host.h"
#include "tests/store/crash-disk.h"

#define FIRST_ACTS 5 /* in a hurry; then one that is not, then one in a hurry */
#define SEEDS 4

static HufuDb *
open_catalog (const char *path, HufuTestHost *world)
{
  g_autoptr (GError) error = NULL;
  HufuDb *db = hufu_db_open (path, HUFU_DB_CATALOG, hufu_test_host_get (world), &error);

  g_assert_no_error (error);
  return db;
}

static void
set_hurry (HufuDb *db, gboolean hurry)
{
  g_assert_true (hufu_act_set_hurry (db, hurry, NULL));
}

static void
run (HufuDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_act_begin (db, &error));
  g_assert_true (hufu_act_end (db, hufu_sql_script (db, sql, &error), &error));
  g_assert_no_error (error);
}

static gint64
count (HufuDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  g_assert_true (hufu_sql_get_int (db, &error, -1, &n, sql, NULL, 0));
  g_assert_no_error (error);
  return n;
}

/* As another program reads the file, by SQLite alone. */
static gint64
count_beside (const char *path)
{
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;
  gint64 n;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_prepare_v2 (db, "SELECT sum (length (bits)) FROM posting", -1, &statement, NULL), ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return n;
}

static void
test_seen (void)
{
  /* One page, some, and more than the memory of the connection, with a page that was written out in
   * mid-act and is written again. */
  static const char *const acts[] = {
      "INSERT INTO posting VALUES (1, zeroblob (100))",
      "UPDATE posting SET bits = zeroblob (200) WHERE id = 1",
      "INSERT INTO posting VALUES (2, zeroblob (50000))",
      "WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
      " INSERT INTO posting SELECT i, randomblob (3000) FROM n;"
      " UPDATE posting SET bits = zeroblob (60000) WHERE id = 2",
      "DELETE FROM posting WHERE id > 100",
  };
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autoptr (HufuTestHost) world = hufu_test_host_new (1);
  g_autofree char *path = hufu_tempdir_build (dir, "catalog.db");
  HufuDb *db = open_catalog (path, world);

  set_hurry (db, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    run (db, acts[i]);
    g_assert_cmpint (count_beside (path), ==,
                     count (db, "SELECT sum (length (bits)) FROM posting"));
  }
  set_hurry (db, FALSE);
  hufu_db_close (db);
}

static void
act (HufuDb *db, gboolean hurry)
{
  set_hurry (db, hurry);
  run (db, "INSERT INTO search_late SELECT count(*) FROM search_late");
}

/* Returns how many acts are there: the first ones, each whole. */
static gint64
look (HufuCrashDisk *disk, const HufuCrashRecord *record, guint op, guint32 seed, const char *path,
      HufuTestHost *world)
{
  HufuCrashImage *image = hufu_crash_record_make_image (record, op, HUFU_CRASH_RANDOM, seed);
  HufuDb *db;
  gint64 n;

  hufu_crash_disk_load (disk, image);
  hufu_crash_image_free (image);
  db = open_catalog (path, world);
  n = count (db, "SELECT count(*) FROM search_late");
  g_assert_cmpint (count (db, "SELECT coalesce (max (product_id), -1) FROM search_late"), ==,
                   n - 1);
  g_assert_cmpint (count (db, "SELECT count(*) FROM pragma_integrity_check"
                              " WHERE integrity_check <> 'ok'"),
                   ==, 0);
  hufu_crash_disk_kill (disk);
  hufu_db_close (db);
  return n;
}

static void
test_power (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autoptr (HufuTestHost) world = hufu_test_host_new (1);
  g_autoptr (HufuCrashDisk) disk = hufu_crash_disk_new (dir->path);
  g_autofree char *path = hufu_tempdir_build (dir, "catalog.db");
  HufuDb *db = open_catalog (path, world);
  HufuCrashRecord *record;
  guint n_ops, n_lost = 0;

  hufu_crash_disk_mark (disk);
  for (guint i = 0; i < FIRST_ACTS; i++)
    act (db, TRUE);
  act (db, FALSE);
  act (db, TRUE);
  record = hufu_crash_disk_take_record (disk);
  hufu_crash_disk_kill (disk);
  hufu_db_close (db);
  n_ops = hufu_crash_record_count_ops (record);
  for (guint op = 0; op <= n_ops; op++)
    for (guint32 seed = 0; seed < SEEDS; seed++)
      n_lost += look (disk, record, op, seed, path, world) < FIRST_ACTS;
  g_assert_cmpuint (n_lost, >, 0);
  for (guint32 seed = 0; seed < 10 * SEEDS; seed++)
    g_assert_cmpint (look (disk, record, n_ops, seed, path, world), >, FIRST_ACTS);
  hufu_crash_record_free (record);
}

static gboolean
try_act (HufuDb *db)
{
  return hufu_act_begin (db, NULL) &&
         hufu_act_end (db, hufu_sql_script (db, "INSERT INTO search_late VALUES (1)", NULL), NULL);
}

/* An act without a hurry whose disk fails at any one call of it: what was said of it is what the
 * next one to open the file finds, also after a power cut that lost nothing. */
static void
test_failing (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autoptr (HufuTestHost) world = hufu_test_host_new (1);
  g_autoptr (HufuCrashDisk) disk = hufu_crash_disk_new (dir->path);
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autoptr (HufuCrashImage) start = NULL;
  g_autofree char *path = hufu_tempdir_build (dir, "catalog.db");
  guint n_refused = 0;
  gboolean failed = TRUE;

  hufu_db_close (open_catalog (path, world));
  hufu_crash_disk_mark (disk);
  record = hufu_crash_disk_take_record (disk);
  start = hufu_crash_record_make_image (record, 0, HUFU_CRASH_KEEP, 0);
  for (guint k = 1; failed; k++) {
    gboolean done;
    HufuDb *db;

    hufu_crash_disk_load (disk, start);
    db = open_catalog (path, world);
    hufu_crash_disk_fail_at (disk, k, FALSE, FALSE);
    done = try_act (db);
    failed = hufu_crash_disk_has_failed (disk);
    n_refused += !done;
    hufu_crash_disk_crash (disk, HUFU_CRASH_KEEP, k);
    hufu_db_close (db);
    db = open_catalog (path, world);
    g_assert_cmpint (count (db, "SELECT count(*) FROM search_late"), ==, done ? 1 : 0);
    hufu_crash_disk_kill (disk);
    hufu_db_close (db);
  }
  g_assert_cmpuint (n_refused, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/hurry/power", test_power); /* first: the disk goes below all others */
  g_test_add_func ("/store/hurry/failing", test_failing);
  g_test_add_func ("/store/hurry/seen", test_seen);
  return g_test_run ();
}
