/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Barcode to product as the owner thread finds it, at three sizes of the catalogue; the first
 * lookup after a cold open; and swapping a whole catalogue in. */
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>
#include <gio/gio.h>
#include "crypto/host.h"
#include "store/catalog.h"
#include "tests/bench/catalog-file.h"
#include "tests/bench/stats.h"
#include "tests/lib/tempdir.h"

#define SIZES 3
#define FRAME_SHARE_NS (50 * 1000) /* what a lookup may take of one frame */
#define COLD_GOAL_NS (2 * 1000 * 1000)

typedef struct {
  guint n_products;
  char *path;
  HufuDb *db;
  sqlite3 *bare;
  sqlite3_stmt *bare_find;
  HufuSample *find, *peer, *cold;
} Catalog;

static HufuDb *
open_catalog (const char *path)
{
  g_autoptr (GError) error = NULL;
  HufuDb *db = hufu_db_open (path, HUFU_DB_CATALOG, hufu_crypto_host (), &error);

  g_assert_no_error (error);
  return db;
}

static void
find (HufuDb *db, guint64 code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuProduct) product = hufu_catalog_find_code (db, code, &error);

  g_assert_no_error (error);
  g_assert_nonnull (product);
}

/* As little SQL as can be asked: the integer key of one table. */
static void
open_bare (Catalog *catalog)
{
  g_assert_cmpint (sqlite3_open_v2 (catalog->path, &catalog->bare, SQLITE_OPEN_READONLY, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (catalog->bare,
                                       "SELECT product_id FROM barcode WHERE code = ?", -1,
                                       &catalog->bare_find, NULL),
                   ==, SQLITE_OK);
}

static void
find_bare (Catalog *catalog, guint64 code)
{
  sqlite3_bind_int64 (catalog->bare_find, 1, (sqlite3_int64)code);
  g_assert_cmpint (sqlite3_step (catalog->bare_find), ==, SQLITE_ROW);
  sqlite3_reset (catalog->bare_find);
}

static void
measure_find (Catalog *catalog, GRand *rand)
{
  guint64 code =
      hufu_catalog_file_code ((guint)g_rand_int_range (rand, 1, (gint32)catalog->n_products + 1));
  gint64 start_ns = hufu_bench_now_ns (), middle_ns;

  find (catalog->db, code);
  middle_ns = hufu_bench_now_ns ();
  find_bare (catalog, code);
  hufu_sample_add (catalog->find, middle_ns - start_ns);
  hufu_sample_add (catalog->peer, hufu_bench_now_ns () - middle_ns);
}

/* Nothing of the file is in memory: opening and the first lookup read it from the disk. */
static void
measure_cold (Catalog *catalog, GRand *rand)
{
  guint64 code =
      hufu_catalog_file_code ((guint)g_rand_int_range (rand, 1, (gint32)catalog->n_products + 1));
  int fd = open (catalog->path, O_RDONLY | O_CLOEXEC);
  gint64 start_ns;
  HufuDb *db;

  g_assert_cmpint (posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED), ==, 0);
  close (fd);
  start_ns = hufu_bench_now_ns ();
  db = open_catalog (catalog->path);
  find (db, code);
  hufu_sample_add (catalog->cold, hufu_bench_now_ns () - start_ns);
  hufu_db_close (db);
}

/* The system's cache is warm, as it is after the first hours; the connection's own stays small. */
static void
read_through (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autofree guint8 *bytes = g_malloc (1 << 20);

  g_assert_cmpint (fd, >=, 0);
  while (read (fd, bytes, 1 << 20) > 0)
    continue;
  close (fd);
}

static Catalog
make_catalog (const HufuBenchOptions *options, guint n_products)
{
  g_autofree char *name = NULL, *folder = NULL;
  Catalog catalog = {
      .n_products = n_products,
      .find = hufu_sample_new (),
      .peer = hufu_sample_new (),
      .cold = hufu_sample_new (),
  };

  name = g_strdup_printf ("till-%u", catalog.n_products);
  folder = g_build_filename (options->folder, name, NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  catalog.path = g_build_filename (folder, "catalog.db", NULL);
  hufu_catalog_file_make (catalog.path, catalog.n_products);
  return catalog;
}

static void
clear_catalog (Catalog *catalog)
{
  hufu_sample_free (catalog->find);
  hufu_sample_free (catalog->peer);
  hufu_sample_free (catalog->cold);
  g_free (catalog->path);
}

static void
print_find (Catalog *catalog, Catalog *medium)
{
  g_autofree char *what = g_strdup_printf ("lookup: %u products", catalog->n_products);
  g_autofree char *measured = hufu_sample_format (catalog->find);
  g_autofree char *bare = hufu_bench_format_ns (hufu_sample_get_ns (catalog->peer, 500));
  g_autofree char *how = g_strdup_printf (
      "p99; barcode to whole product by hufu_catalog_find_code, random codes; bare integer key"
      " lookup %s; p50 is %.2fx that of %u",
      bare,
      hufu_bench_ratio (hufu_sample_get_ns (catalog->find, 500),
                        hufu_sample_get_ns (medium->find, 500)),
      medium->n_products);

  hufu_bench_row (what, measured, "50 us of a frame",
                  hufu_bench_ratio (hufu_sample_get_ns (catalog->find, 990), FRAME_SHARE_NS), 1.0,
                  how);
}

static void
print_cold (Catalog *catalog)
{
  g_autofree char *what =
      g_strdup_printf ("lookup: first after a cold open, %u products", catalog->n_products);
  g_autofree char *measured = hufu_sample_format (catalog->cold);

  hufu_bench_row (what, measured, "2 ms",
                  hufu_bench_ratio (hufu_sample_get_ns (catalog->cold, 500), COLD_GOAL_NS), 1.0,
                  "p50; file dropped from the page cache, then hufu_db_open and one lookup");
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
flush (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fsync (fd), ==, 0);
  close (fd);
}

/* The same rows and codes by prepared statements of SQLite itself, without the index of words. */
static gint64
time_bare_insert (const char *source, const char *target)
{
  g_autofree char *attach = g_strdup_printf (
      "ATTACH '%s' AS source; PRAGMA main.journal_mode = WAL; PRAGMA main.synchronous = FULL;"
      "CREATE TABLE product AS SELECT * FROM source.product LIMIT 0;"
      "CREATE TABLE barcode (code INTEGER PRIMARY KEY, product_id INTEGER NOT NULL)",
      source);
  gint64 start_ns;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (target, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, attach, NULL, NULL, NULL), ==, SQLITE_OK);
  start_ns = hufu_bench_now_ns ();
  g_assert_cmpint (sqlite3_exec (db,
                                 "BEGIN; INSERT INTO product SELECT * FROM source.product;"
                                 "INSERT INTO barcode SELECT * FROM source.barcode"
                                 " ORDER BY product_id; COMMIT",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  start_ns = hufu_bench_now_ns () - start_ns;
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return start_ns;
}

static void
bench_swap (const HufuBenchOptions *options, Catalog *catalog)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "catalog.db");
  g_autofree char *bare = hufu_tempdir_build (dir, "bare.db");
  g_autofree char *snapshot = hufu_tempdir_build (dir, "snapshot.db");
  g_autofree char *measured = NULL, *limit = NULL, *peer = NULL, *what = NULL;
  HufuDb *db = open_catalog (path);
  gint64 swap_ns, insert_ns, start_ns;

  /* A download is on the disk before its signature is looked at. */
  copy_file (catalog->path, snapshot);
  flush (snapshot);
  start_ns = hufu_bench_now_ns ();
  g_assert_true (hufu_catalog_swap (db, snapshot, NULL));
  find (db, hufu_catalog_file_code (catalog->n_products));
  swap_ns = hufu_bench_now_ns () - start_ns;
  hufu_db_close (db);
  insert_ns = time_bare_insert (catalog->path, bare);
  measured = hufu_bench_format_ns (swap_ns);
  limit = hufu_bench_format_ns (insert_ns);
  peer = g_strdup_printf ("bare insert %s", limit);
  what = g_strdup_printf ("catalogue: %u products swapped in", catalog->n_products);
  hufu_bench_row (what, measured, peer, hufu_bench_ratio (swap_ns, insert_ns), 0.1,
                  "hufu_catalog_swap of a ready file (checked, flushed, renamed, reopened) to the"
                  " first lookup; peer: SQLite inserts the same rows in one transaction");
}

int
main (int argc, char **argv)
{
  static const guint sizes[2][SIZES] = {{500, 10000, 1000000}, {50, 500, 2000}};
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Catalog catalogs[SIZES];

  for (guint i = 0; i < SIZES; i++) {
    catalogs[i] = make_catalog (&options, sizes[options.quick][i]);
    for (guint round = 0; round < hufu_bench_rounds (&options, 20); round++)
      measure_cold (&catalogs[i], rand);
    read_through (catalogs[i].path);
    catalogs[i].db = open_catalog (catalogs[i].path);
    open_bare (&catalogs[i]);
  }
  for (guint round = 0; round < hufu_bench_rounds (&options, 20000); round++)
    for (guint i = 0; i < SIZES; i++)
      measure_find (&catalogs[i], rand);
  for (guint i = 0; i < SIZES; i++) {
    print_find (&catalogs[i], &catalogs[1]);
    sqlite3_finalize (catalogs[i].bare_find);
    sqlite3_close (catalogs[i].bare);
    hufu_db_close (catalogs[i].db);
  }
  print_cold (&catalogs[SIZES - 1]);
  bench_swap (&options, &catalogs[SIZES - 1]);
  for (guint i = 0; i < SIZES; i++)
    clear_catalog (&catalogs[i]);
  return 0;
}
