/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verifying the chain of 100,000 journal rows, next to SHA-256 of the same bytes and nothing else.
 */
#include <string.h>
#include "store/journal-write.h"
#include "tests/bench/stats.h"
#include "tests/store/books.h"

#define SALES_IN_TEN 3 /* of ten events; the others are small: scans of vouchers, sign-ins */

typedef struct {
  json_t *sale, *small;
} Bodies;

static void
copy_newest (const HufuStoredEvent *event, gpointer user_data)
{
  Bodies *bodies = user_data;
  json_t **body = strcmp (event->kind, "sale.finished") == 0 ? &bodies->sale : &bodies->small;

  json_decref (*body);
  *body = json_loads (event->body, 0, NULL);
}

/* A finished sale of five lines, and the event of the opened shift. */
static Bodies
make_bodies (HufuBooks *books)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 5);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;
  Bodies bodies = {NULL, NULL};

  hufu_books_finish (books, basket, &finished);
  g_assert_true (hufu_journal_foreach (books->db, copy_newest, &bodies, &error));
  g_assert_no_error (error);
  g_assert_nonnull (bodies.sale);
  g_assert_nonnull (bodies.small);
  return bodies;
}

static void
fill (HufuBooks *books, const Bodies *bodies, guint rows)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_act_begin (books->db, &error));
  for (guint i = 0; i < rows; i++) {
    gboolean sale = i % 10 < SALES_IN_TEN;

    g_assert_true (hufu_journal_append (books->db, sale ? "sale.finished" : "shift.opened",
                                        json_incref (sale ? bodies->sale : bodies->small), NULL,
                                        &error));
  }
  g_assert_true (hufu_act_end (books->db, TRUE, &error));
  hufu_db_checkpoint (books->db);
}

typedef struct {
  GByteArray *bytes; /* of all rows, as hashed */
  GArray *sizes;     /* gsize, of each row */
} Hashed;

static void
collect (const HufuStoredEvent *event, gpointer user_data)
{
  static const guint8 fixed[HUFU_JOURNAL_HASH_BYTES + 2 * HUFU_ID_BYTES + 34];
  Hashed *hashed = user_data;
  gsize kind = strlen (event->kind), body = strlen (event->body);
  gsize size = sizeof fixed + kind + body;

  g_byte_array_append (hashed->bytes, fixed, sizeof fixed);
  g_byte_array_append (hashed->bytes, (const guint8 *)event->kind, (guint)kind);
  g_byte_array_append (hashed->bytes, (const guint8 *)event->body, (guint)body);
  g_array_append_val (hashed->sizes, size);
}

static gint64
time_bare (const Hashed *hashed)
{
  gint64 start_ns = hufu_bench_now_ns ();
  const guint8 *bytes = hashed->bytes->data;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < hashed->sizes->len; i++) {
    gsize size = g_array_index (hashed->sizes, gsize, i), digest_size = 32;
    guint8 digest[32];

    g_checksum_update (sum, bytes, (gssize)size);
    g_checksum_get_digest (sum, digest, &digest_size);
    g_checksum_reset (sum);
    bytes += size;
  }
  return hufu_bench_now_ns () - start_ns;
}

static gint64
time_verify (HufuBooks *books, guint rows)
{
  gint64 start_ns = hufu_bench_now_ns ();
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  guint64 found, bad_seq;

  g_assert_true (hufu_journal_verify (books->db, &found, &bad_seq, &what, &error));
  g_assert_cmpuint (bad_seq, ==, 0);
  g_assert_cmpuint (found, >=, rows);
  return hufu_bench_now_ns () - start_ns;
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  guint rows = hufu_bench_rounds (&options, 100000);
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuSample) verify = hufu_sample_new (), bare = hufu_sample_new ();
  Bodies bodies = make_bodies (books);
  Hashed hashed = {g_byte_array_new (), g_array_new (FALSE, FALSE, sizeof (gsize))};
  g_autofree char *measured = NULL, *peer = NULL, *how = NULL, *limit = NULL;

  fill (books, &bodies, rows);
  g_assert_true (hufu_journal_foreach (books->db, collect, &hashed, NULL));
  for (guint i = 0; i < 5; i++) {
    hufu_sample_add (verify, time_verify (books, rows));
    hufu_sample_add (bare, time_bare (&hashed));
  }
  measured = hufu_sample_format (verify);
  limit = hufu_bench_format_ns (hufu_sample_get_ns (bare, 500));
  peer = g_strdup_printf ("bare SHA-256 %s", limit);
  how = g_strdup_printf ("%u rows, %.1f MB hashed, 3 of 10 a sale of five lines; peer: GChecksum of"
                         " the same bytes in memory, alternating, median of 5",
                         rows, (double)hashed.bytes->len / 1e6);
  hufu_bench_row (
      "journal: 100,000 rows verified", measured, peer,
      hufu_bench_ratio (hufu_sample_get_ns (verify, 500), hufu_sample_get_ns (bare, 500)), 2.0,
      how);
  json_decref (bodies.sale);
  json_decref (bodies.small);
  g_byte_array_unref (hashed.bytes);
  g_array_unref (hashed.sizes);
  return 0;
}
