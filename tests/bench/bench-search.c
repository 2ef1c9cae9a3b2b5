/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search as somebody types: every keystroke of a set of queries, as the owner thread answers it, at
 * two sizes of the catalogue, next to LIKE; and how long the index is in the making. */
#include <sqlite3.h>
#include <string.h>
#include "crypto/host.h"
#include "store/catalog.h"
#include "tests/bench/catalog-file.h"
#include "tests/bench/effort.h"
#include "tests/bench/stats.h"

#define PAGE 60
#define LIMIT_NS (5 * 1000 * 1000)
#define GREATEST_NS (16 * 1000 * 1000)
#define READY_LIMIT_NS (15 * G_GINT64_CONSTANT (1000000000))
#define LIKE_KEYS_EVERY                                                                            \
  9 /* one keystroke in so many is asked of LIKE, too, as it takes so long                         \
     */

/* Words of the made-up catalogue, and some that are not in it. */
static const struct {
  const char *what;
  const char *queries[8];
} groups[] = {
    {"hanzi",
     {"亚麻衬衫", "白羽羊毛围巾", "巴克", "缠枝莲", "青花瓷", "衫", "长袖 大号", "不锈钢电热水壶"}},
    {"English",
     {"linen shirt", "stainless kettle", "jing hand", "cott", "zzz", "s", "wool scarf xl",
      "xylophone"}},
    {"pinyin",
     {"ymcs", "byymwj", "cs", "zy", "jdzshqhczlwgw", "shqhczlwgw", "qqqqqqqqqqqqq", "dsjb xh"}},
    {"SKU", {"hf-0001234-m", "HF-0249999", "0012", "hf-9", "77", "hf", "0000001", "hf-0100000-xl"}},
    {"mixed",
     {"云来 ys", "linen 衬衫 m", "cs 加大 00", "竹石 wool", "yl yw xxl", "红 蓝", "a b c d e f g h",
      "星辰 backpack s"}},
};

typedef struct {
  guint n_products;
  HufuDb *db;
  sqlite3 *plain;
  gint64 ready_ns;
  HufuSample *keys, *like;
  HufuEffort effort; /* what of it was work, whatever else the machine does */
} Till;

static void
time_search (Till *till, const char *text, HufuSample *sample)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuFound) found = NULL;
  gint64 start_ns;

  hufu_effort_begin (&till->effort);
  start_ns = hufu_bench_now_ns ();
  found = hufu_catalog_search (till->db, text, 0, PAGE, &error);
  start_ns = hufu_bench_now_ns () - start_ns;
  hufu_effort_end (&till->effort);
  hufu_sample_add (sample, start_ns);
  hufu_sample_add (till->keys, start_ns);
  g_assert_no_error (error);
}

/* What is asked of a database without an index of words. */
static gint64
time_like (Till *till, const char *text)
{
  g_autofree char *pattern = g_strconcat ("%", text, "%", NULL);
  gint64 start_ns = hufu_bench_now_ns ();
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (till->plain,
                                       "SELECT * FROM product WHERE name_zh LIKE ?1 OR name_en LIKE"
                                       " ?1 OR sku LIKE ?1 ORDER BY popularity DESC LIMIT 60",
                                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  sqlite3_bind_text (statement, 1, pattern, -1, SQLITE_STATIC);
  while (sqlite3_step (statement) == SQLITE_ROW)
    continue;
  sqlite3_finalize (statement);
  return hufu_bench_now_ns () - start_ns;
}

/* Every keystroke of every query of the group; with LIKE some of them. */
static void
type_group (Till *till, gsize group, HufuSample *sample, gboolean like)
{
  for (gsize i = 0; i < G_N_ELEMENTS (groups[group].queries); i++) {
    const char *query = groups[group].queries[i];

    for (const char *at = query; *at != '\0'; at = g_utf8_find_next_char (at, NULL)) {
      const char *end = g_utf8_find_next_char (at, NULL);
      g_autofree char *text = g_strndup (query, (gsize)(end - query));

      if (like && sample->ns->len % LIKE_KEYS_EVERY == 0)
        hufu_sample_add (till->like, time_like (till, text));
      time_search (till, text, sample);
    }
  }
}

static void
print_sample (Till *till, const char *what, HufuSample *sample, const char *how)
{
  g_autofree char *title = g_strdup_printf ("search: %s, %u products", what, till->n_products);
  g_autofree char *percentiles = hufu_sample_format (sample);
  g_autofree char *greatest = hufu_bench_format_ns (hufu_sample_get_ns (sample, 1000));
  g_autofree char *measured = g_strdup_printf ("%s, max %s", percentiles, greatest);

  hufu_bench_row (title, measured, "5 ms a keystroke",
                  hufu_bench_ratio (hufu_sample_get_ns (sample, 990), LIMIT_NS), 1.0, how);
}

static void
measure (const HufuBenchOptions *options, Till *till)
{
  for (gsize group = 0; group < G_N_ELEMENTS (groups); group++) {
    g_autoptr (HufuSample) sample = hufu_sample_new ();

    type_group (till, group, sample, TRUE);
    for (guint round = 1; round < hufu_bench_rounds (options, 20); round++)
      type_group (till, group, sample, FALSE);
    print_sample (till, groups[group].what, sample, "p99; hufu_catalog_search of the first 60");
  }
}

static void
print_all (Till *till)
{
  g_autofree char *title = g_strdup_printf ("search: greatest, %u products", till->n_products);
  gint64 greatest_ns = hufu_sample_get_ns (till->keys, 1000);
  g_autofree char *greatest = hufu_bench_format_ns (greatest_ns);
  g_autofree char *work = hufu_bench_format_ns (hufu_sample_get_ns (till->effort.cpu, 1000));
  g_autofree char *work_title = g_strdup_printf ("search: its work, %u products", till->n_products);
  g_autofree char *work_text = hufu_sample_format (till->effort.cpu);
  g_autofree char *measured_work = g_strdup_printf ("%s, max %s", work_text, work);
  g_autofree char *noise = hufu_effort_format (&till->effort);
  g_autofree char *how = g_strdup_printf ("p99; processor time of the same keystrokes: %s", noise);
  g_autofree char *against =
      g_strdup_printf ("search: against LIKE, %u products", till->n_products);
  g_autofree char *keys = hufu_sample_format (till->keys), *like = hufu_sample_format (till->like);

  hufu_bench_row (title, greatest, "a frame of 16 ms", hufu_bench_ratio (greatest_ns, GREATEST_NS),
                  1.0, "of all keystrokes above");
  hufu_bench_row (work_title, measured_work, "5 ms a keystroke",
                  hufu_bench_ratio (hufu_sample_get_ns (till->effort.cpu, 990), LIMIT_NS), 1.0,
                  how);
  hufu_bench_row (
      against, keys, like,
      hufu_bench_ratio (hufu_sample_get_ns (till->keys, 500), hufu_sample_get_ns (till->like, 500)),
      till->n_products > 100000 ? 0.01 : 0, "p50; the same words by LIKE '%words%'");
  if (till->ready_ns > 0) {
    g_autofree char *ready = g_strdup_printf ("search: index of %u products", till->n_products);
    g_autofree char *measured = hufu_bench_format_ns (till->ready_ns);

    hufu_bench_row (ready, measured, "15 s", hufu_bench_ratio (till->ready_ns, READY_LIMIT_NS), 1.0,
                    "made in short steps beside selling, the greatest of them in the next row");
  }
}

/* Made once, as the file is. */
static void
make_index (Till *till)
{
  g_autoptr (HufuSearchBuild) build = hufu_search_build_new ();
  g_autoptr (HufuSample) steps = hufu_sample_new ();
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  while (!done) {
    gint64 start_ns = hufu_bench_now_ns ();

    g_assert_true (hufu_search_build_step (build, till->db, &done, &error));
    g_assert_no_error (error);
    hufu_sample_add (steps, hufu_bench_now_ns () - start_ns);
    till->ready_ns += hufu_bench_now_ns () - start_ns;
  }
  if (steps->ns->len == 1)
    till->ready_ns = 0; /* it was there */
  else
    print_sample (till, "a step of the index", steps, "p99; a scan waits for one at most");
}

static void
bench (const HufuBenchOptions *options, guint n_products)
{
  g_autofree char *name = g_strdup_printf ("search-%u", n_products);
  g_autofree char *folder = g_build_filename (options->folder, name, NULL);
  g_autofree char *path = g_build_filename (folder, "catalog.db", NULL);
  g_autoptr (GError) error = NULL;
  Till till = {.n_products = n_products,
               .keys = hufu_sample_new (),

               .like = hufu_sample_new ()};

  hufu_effort_init (&till.effort);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  hufu_catalog_file_make (path, n_products);
  till.db = hufu_db_open (path, HUFU_DB_CATALOG, hufu_crypto_host (), &error);
  g_assert_no_error (error);
  make_index (&till);
  g_assert_cmpint (sqlite3_open_v2 (path, &till.plain, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  measure (options, &till);
  print_all (&till);
  sqlite3_close (till.plain);
  hufu_db_close (till.db);
  hufu_sample_free (till.keys);
  hufu_effort_clear (&till.effort);
  hufu_sample_free (till.like);
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);

  bench (&options, 500);
  bench (&options, options.quick ? 2000 : 1000000);
  return 0;
}
