/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Committing a sale of five lines, next to writing the same number of bytes to a file beside the
 * books and syncing it: what the disk alone takes for as much. The two alternate.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "tests/bench/io-count.h"
#include "tests/bench/stats.h"
#include "tests/store/books.h"

#define LINES 5
#define RAW_FILE_BYTES (4 * 1024 * 1024)
#define SALES_PER_CHECKPOINT 20 /* a till is idle now and then; its owner thread checkpoints */

typedef struct {
  int fd;
  off_t offset;
  guint8 *bytes;
} Raw;

typedef struct {
  HufuSample *sale, *raw, *compute, *sync;
  HufuIoCount io; /* of all sales */
  guint n_sales, most_syncs, checkpoints;
} Result;

/* Written once from end to end and overwritten ever after, as a kept WAL is. */
static Raw
open_raw (HufuBooks *books)
{
  g_autofree char *path = hufu_tempdir_build (books->dir, "raw");
  Raw raw = {.bytes = g_malloc (RAW_FILE_BYTES)};

  for (gsize i = 0; i < RAW_FILE_BYTES; i++)
    raw.bytes[i] = (guint8)(i * 31 + i / 251);
  raw.fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (raw.fd, >=, 0);
  g_assert_cmpint (pwrite (raw.fd, raw.bytes, RAW_FILE_BYTES, 0), ==, RAW_FILE_BYTES);
  g_assert_cmpint (fsync (raw.fd), ==, 0);
  return raw;
}

static void
write_raw (Raw *raw, gsize size, HufuSample *sample)
{
  gint64 start_ns;

  if (raw->offset + (off_t)size > RAW_FILE_BYTES)
    raw->offset = 0;
  start_ns = hufu_bench_now_ns ();
  g_assert_cmpint (pwrite (raw->fd, raw->bytes, size, raw->offset), ==, (gssize)size);
  g_assert_cmpint (fdatasync (raw->fd), ==, 0);
  hufu_sample_add (sample, hufu_bench_now_ns () - start_ns);
  raw->offset += (off_t)size;
}

/* The basket is in the books already, as it is after every scan; what is timed is the end. */
static gsize
sell (HufuBooks *books, Result *result)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, LINES);
  HufuFinish finish = hufu_books_make_finish (books);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;
  HufuIoCount io;
  gint64 start_ns, taken_ns;

  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error));
  g_assert_cmpint (hufu_basket_pay_cash (basket, 100000, 10, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
  hufu_io_count_reset ();
  start_ns = hufu_bench_now_ns ();
  g_assert_true (hufu_sale_finish (books->db, basket, &finish, &finished, &error));
  taken_ns = hufu_bench_now_ns () - start_ns;
  io = hufu_io_count_get ();
  hufu_sample_add (result->sale, taken_ns);
  hufu_sample_add (result->sync, io.sync_ns);
  hufu_sample_add (result->compute, taken_ns - io.sync_ns);
  result->n_sales++;
  result->io.bytes += io.bytes;
  result->io.writes += io.writes;
  result->io.syncs += io.syncs;
  result->most_syncs = MAX (result->most_syncs, io.syncs);
  return io.bytes;
}

/* A checkpoint would write to the database file itself: none may come between two idle times. */
static gint64
get_file_us (const HufuBooks *books)
{
  struct stat info;

  g_assert_cmpint (stat (books->path, &info), ==, 0);
  return (gint64)info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
}

static void
sell_all (HufuBooks *books, Raw *raw, Result *result, guint rounds)
{
  gint64 file_us = get_file_us (books);

  for (guint i = 0; i < rounds; i++) {
    gsize bytes = sell (books, result);

    write_raw (raw, bytes, result->raw);
    result->checkpoints += get_file_us (books) != file_us;
    if (i % SALES_PER_CHECKPOINT == SALES_PER_CHECKPOINT - 1)
      hufu_db_checkpoint (books->db);
    file_us = get_file_us (books);
  }
}

static void
print_commit (Result *result)
{
  g_autofree char *measured = hufu_sample_format (result->sale);
  g_autofree char *raw = hufu_sample_format (result->raw);
  g_autofree char *compute = hufu_bench_format_ns (hufu_sample_get_ns (result->compute, 500));
  g_autofree char *peer = g_strdup_printf ("raw write+sync %s", raw);
  g_autofree char *how = g_strdup_printf (
      "p50; hufu_sale_finish of %u lines (%.1f KB in %.1f writes, %s of it not in the sync); peer:"
      " pwrite and fdatasync of as many bytes in the same folder, alternating, %u pairs",
      LINES, (double)result->io.bytes / result->n_sales / 1000,
      (double)result->io.writes / result->n_sales, compute, result->n_sales);

  hufu_bench_row ("sale: commit", measured, peer,
                  hufu_bench_ratio (hufu_sample_get_ns (result->sale, 500),
                                    hufu_sample_get_ns (result->raw, 500)),
                  2.0, how);
}

static void
print_steady (Result *result)
{
  g_autofree char *measured = hufu_bench_format_ns (hufu_sample_get_ns (result->sale, 990));
  g_autofree char *median = hufu_bench_format_ns (hufu_sample_get_ns (result->sale, 500));
  g_autofree char *peer = g_strdup_printf ("its p50 %s", median);
  g_autofree char *how =
      g_strdup_printf ("p99 of the same sales; the raw write's own p99 is %.1fx its p50 here",
                       hufu_bench_ratio (hufu_sample_get_ns (result->raw, 990),
                                         hufu_sample_get_ns (result->raw, 500)));

  hufu_bench_row ("sale: commit, slowest of a hundred", measured, peer,
                  hufu_bench_ratio (hufu_sample_get_ns (result->sale, 990),
                                    hufu_sample_get_ns (result->sale, 500)),
                  3.0, how);
}

static void
print_syncs (const Result *result)
{
  g_autofree char *measured = g_strdup_printf (
      "%.3f a sale, at most %u", (double)result->io.syncs / result->n_sales, result->most_syncs);
  g_autofree char *how = g_strdup_printf (
      "counted in the C library's place; checkpoints on a sale's path: %u", result->checkpoints);

  hufu_bench_row ("sale: syncs", measured, "exactly one",
                  hufu_bench_ratio (result->io.syncs, result->n_sales), 1.0, how);
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  Raw raw = open_raw (books);
  Result warm = {hufu_sample_new (), hufu_sample_new (), hufu_sample_new (), hufu_sample_new ()};
  Result result = {hufu_sample_new (), hufu_sample_new (), hufu_sample_new (), hufu_sample_new ()};
  Result *both[] = {&warm, &result};

  /* The WAL file grows to its size first; a till does that in its first minutes, once. */
  sell_all (books, &raw, &warm, SALES_PER_CHECKPOINT * 2);
  sell_all (books, &raw, &result, hufu_bench_rounds (&options, 1000));
  print_commit (&result);
  print_steady (&result);
  print_syncs (&result);
  for (guint i = 0; i < G_N_ELEMENTS (both); i++) {
    hufu_sample_free (both[i]->sale);
    hufu_sample_free (both[i]->raw);
    hufu_sample_free (both[i]->compute);
    hufu_sample_free (both[i]->sync);
  }
  close (raw.fd);
  g_free (raw.bytes);
  return 0;
}
