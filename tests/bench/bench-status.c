/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A status list of a million vouchers: what it takes in memory and on the wire, and a look-up. */
#include <string.h>
#include "crypto/status-document.h"
#include "tests/bench/stats.h"

#define ENTRIES 1000000
#define LOOK_UPS 1000 /* of one sample */

/* The same sequence at each run (xorshift32). */
static guint32
next (guint32 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

static const guint8 *
find_key (gpointer keys, const guint8 kid[HUFU_TOKEN_KID_BYTES])
{
  return ((HufuKeyPair *)keys)->public_key;
}

/* A third used, a few revoked or to be asked about. */
static HufuStatusList *
make_list (void)
{
  HufuStatusList *list = hufu_status_list_new ("hufu-demo", 20264, ENTRIES);
  guint32 random = 7;

  list->version = 1;
  for (gsize i = 0; i < ENTRIES; i++) {
    guint32 roll = next (&random) % 1000;

    hufu_status_list_set (list, i,
                          roll < 333   ? HUFU_STATUS_USED
                          : roll < 343 ? HUFU_STATUS_REVOKED
                          : roll < 353 ? HUFU_STATUS_ASK
                                       : HUFU_STATUS_VALID);
  }
  return list;
}

/* One in a hundred was used since. */
static HufuStatusList *
make_next (const HufuStatusList *list)
{
  HufuStatusList *later = hufu_status_list_copy (list, list->n_entries);
  guint32 random = 11;

  later->version = 2;
  for (gsize n = 0; n < ENTRIES / 100;) {
    gsize i = next (&random) % ENTRIES;

    if (hufu_status_list_get (later, i) != HUFU_STATUS_VALID)
      continue;
    hufu_status_list_set (later, i, HUFU_STATUS_USED);
    n++;
  }
  return later;
}

static void
print_look_up (const HufuStatusList *list, const HufuBenchOptions *options)
{
  g_autoptr (HufuSample) sample = hufu_sample_new ();
  g_autofree char *text = NULL;
  guint32 random = 3;
  guint sum = 0;

  for (guint i = 0; i < hufu_bench_rounds (options, 5000); i++) {
    gint64 start_ns = hufu_bench_now_ns ();

    for (guint k = 0; k < LOOK_UPS; k++)
      sum += hufu_status_list_get (list, next (&random) % ENTRIES);
    hufu_sample_add (sample, (hufu_bench_now_ns () - start_ns) / LOOK_UPS);
  }
  g_assert_cmpuint (sum, >, 0);
  text = hufu_sample_format (sample);
  hufu_bench_row ("status list: look-up", text, "1 us",
                  hufu_bench_ratio (hufu_sample_get_ns (sample, 990), 1000), 1.0,
                  "p99 against the limit; 1,000,000 vouchers, at random");
}

static void
print_size (const char *what, gsize n_bytes, const char *limit, gint64 limit_bytes, const char *how)
{
  g_autofree char *text = g_strdup_printf ("%.1f KB", (double)n_bytes / 1000);

  hufu_bench_row (what, text, limit, hufu_bench_ratio ((gint64)n_bytes, limit_bytes), 1.0, how);
}

static void
print_open (const char *what, GBytes *document, const HufuStatusList *base, HufuKeyPair *keys,
            const HufuBenchOptions *options)
{
  g_autoptr (HufuSample) sample = hufu_sample_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < hufu_bench_rounds (options, 200); i++) {
    g_autoptr (HufuStatusList) list = NULL;
    gint64 start_ns = hufu_bench_now_ns ();

    g_assert_cmpint (hufu_status_document_open (g_bytes_get_data (document, NULL),
                                                g_bytes_get_size (document), base, find_key, keys,
                                                &list),
                     ==, HUFU_STATUS_TAKEN);
    hufu_sample_add (sample, hufu_bench_now_ns () - start_ns);
  }
  text = hufu_sample_format (sample);
  hufu_bench_row (what, text, "", 0, 0, "checked, opened, followed");
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  guint8 seed[HUFU_SEED_BYTES] = {1};
  g_autoptr (HufuKeyPair) keys = hufu_key_pair_from_seed (seed);
  g_autoptr (HufuStatusList) list = make_list ();
  g_autoptr (HufuStatusList) later = make_next (list);
  g_autoptr (GBytes) snapshot = hufu_status_document_make (list, NULL, keys);
  g_autoptr (GBytes) delta = hufu_status_document_make (later, list, keys);

  print_look_up (list, &options);
  print_size ("status list: memory", sizeof *list + HUFU_STATUS_BYTES (list->n_entries), "260 KB",
              260000, "1,000,000 vouchers");
  print_size ("status list: snapshot", g_bytes_get_size (snapshot), "250 KB", 250000,
              "a third used, against its bits");
  print_size ("status list: delta", g_bytes_get_size (delta), "15.7 KB", 15700,
              "1 % of 1,000,000 changed");
  print_open ("status list: take a snapshot", snapshot, NULL, keys, &options);
  print_open ("status list: take a delta", delta, list, keys, &options);
  return 0;
}
