/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Committing a sale of five lines, next to writing the same number of bytes to a file beside the
 * books and syncing it: what the disk alone takes for as much; and in books that have a million
 * sales already. The three alternate.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "tests/bench/io-count.h"
#include "tests/bench/past-sales.h"
#include "tests/bench/stats.h"
#include "tests/store/books.h"

#define LINES 5
#define PAST_SALES 1000000
#define FEW_PAST_SALES 3000
#define RAW_FILE_BYTES (4 * 1024 * 1024)
#define SALES_PER_CHECKPOINT 20 /* a till is idle now and then; its owner thread checkpoints */

typedef struct {
  int fd;
  off_t offset;
  guint8 *bytes;
} Raw;

typedef struct {
  HufuBooks *books;
  HufuSample *sale, *compute;
  HufuIoCount io; /* of all sales */
  guint n_sales, most_syncs, checkpoints;
  gint64 file_us; /* when a checkpoint wrote to the file last */
} Till;

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
sell (Till *till)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (till->books, LINES);
  HufuFinish finish = hufu_books_make_finish (till->books);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;
  HufuIoCount io;
  gint64 start_ns, taken_ns;

  g_assert_true (hufu_sale_save (till->books->db, basket, HUFU_SALE_OPEN, &error));
  g_assert_cmpint (hufu_basket_pay_cash (basket, 100000, 10, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
  hufu_io_count_reset ();
  start_ns = hufu_bench_now_ns ();
  g_assert_true (hufu_sale_finish (till->books->db, basket, &finish, &finished, &error));
  taken_ns = hufu_bench_now_ns () - start_ns;
  io = hufu_io_count_get ();
  hufu_sample_add (till->sale, taken_ns);
  hufu_sample_add (till->compute, taken_ns - io.sync_ns);
  till->n_sales++;
  till->io.bytes += io.bytes;
  till->io.writes += io.writes;
  till->io.syncs += io.syncs;
  till->most_syncs = MAX (till->most_syncs, io.syncs);
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
rest (Till *till)
{
  till->checkpoints += get_file_us (till->books) != till->file_us;
  hufu_db_checkpoint (till->books->db);
  till->file_us = get_file_us (till->books);
}

/* Nothing is measured yet. */
static void
begin (Till *till)
{
  HufuBooks *books = till->books;

  *till = (Till){books, hufu_sample_new (), hufu_sample_new (), .file_us = get_file_us (books)};
}

static void
end (Till *till)
{
  hufu_sample_free (till->sale);
  hufu_sample_free (till->compute);
}

/* Empty books, the raw file and full books, alternating. */
static void
sell_all (Till *empty, Till *full, Raw *raw, HufuSample *sample, guint rounds)
{
  begin (empty);
  begin (full);
  for (guint i = 0; i < rounds; i++) {
    gsize bytes = sell (empty);

    write_raw (raw, bytes, sample);
    sell (full);
    if (i % SALES_PER_CHECKPOINT == SALES_PER_CHECKPOINT - 1) {
      rest (empty);
      rest (full);
    }
  }
}

static void
print_commit (Till *till, HufuSample *raw)
{
  g_autofree char *measured = hufu_sample_format (till->sale);
  g_autofree char *raw_text = hufu_sample_format (raw);
  g_autofree char *compute = hufu_bench_format_ns (hufu_sample_get_ns (till->compute, 500));
  g_autofree char *peer = g_strdup_printf ("raw write+sync %s", raw_text);
  g_autofree char *how = g_strdup_printf (
      "p50; hufu_sale_finish of %u lines (%.1f KB in %.1f writes, %s of it not in the sync); peer:"
      " pwrite and fdatasync of as many bytes in the same folder, alternating, %u pairs",
      LINES, (double)till->io.bytes / till->n_sales / 1000, (double)till->io.writes / till->n_sales,
      compute, till->n_sales);

  hufu_bench_row (
      "sale: commit", measured, peer,
      hufu_bench_ratio (hufu_sample_get_ns (till->sale, 500), hufu_sample_get_ns (raw, 500)), 2.0,
      how);
}

static void
print_steady (const char *what, Till *till, double goal, HufuSample *raw)
{
  g_autofree char *measured = hufu_bench_format_ns (hufu_sample_get_ns (till->sale, 990));
  g_autofree char *median = hufu_bench_format_ns (hufu_sample_get_ns (till->sale, 500));
  g_autofree char *peer = g_strdup_printf ("its p50 %s", median);
  g_autofree char *how = g_strdup_printf (
      "p99 of the same sales; the raw write's own p99 is %.1fx its p50 here",
      hufu_bench_ratio (hufu_sample_get_ns (raw, 990), hufu_sample_get_ns (raw, 500)));

  hufu_bench_row (
      what, measured, peer,
      hufu_bench_ratio (hufu_sample_get_ns (till->sale, 990), hufu_sample_get_ns (till->sale, 500)),
      goal, how);
}

static void
print_syncs (const Till *till)
{
  g_autofree char *measured = g_strdup_printf (
      "%.3f a sale, at most %u", (double)till->io.syncs / till->n_sales, till->most_syncs);
  g_autofree char *how = g_strdup_printf (
      "counted in the C library's place; checkpoints on a sale's path: %u", till->checkpoints);

  hufu_bench_row ("sale: syncs", measured, "exactly one",
                  hufu_bench_ratio (till->io.syncs, till->n_sales), 1.0, how);
}

static void
print_full (Till *empty, Till *full, guint n_past)
{
  g_autofree char *what = g_strdup_printf ("sale: commit after %u sales", n_past);
  g_autofree char *measured = hufu_sample_format (full->sale);
  g_autofree char *median = hufu_bench_format_ns (hufu_sample_get_ns (empty->sale, 500));
  g_autofree char *peer = g_strdup_printf ("empty books %s", median);
  g_autofree char *compute = hufu_bench_format_ns (hufu_sample_get_ns (full->compute, 500));
  g_autofree char *how = g_strdup_printf (
      "p50; the same sale in books of 2,000 such sales a day (%.1f KB, %s of it not"
      " in the sync), alternating with the others",
      (double)full->io.bytes / full->n_sales / 1000, compute);

  hufu_bench_row (what, measured, peer,
                  hufu_bench_ratio (hufu_sample_get_ns (full->sale, 500),
                                    hufu_sample_get_ns (empty->sale, 500)),
                  1.25, how);
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  guint n_past = options.quick ? FEW_PAST_SALES : PAST_SALES;
  Till empty = {.books = hufu_books_new (1)};
  Till full = {.books = hufu_past_sales_open (options.folder, n_past, LINES)};
  Raw raw = open_raw (empty.books);
  g_autoptr (HufuSample) warm = hufu_sample_new (), sample = hufu_sample_new ();
  g_autofree char *steady = g_strdup_printf ("sale: slowest of a hundred after %u sales", n_past);

  /* The WAL file grows to its size first; a till does that in its first minutes, once. */
  sell_all (&empty, &full, &raw, warm, SALES_PER_CHECKPOINT * 2);
  end (&empty);
  end (&full);
  sell_all (&empty, &full, &raw, sample, hufu_bench_rounds (&options, 1000));
  print_commit (&empty, sample);
  print_steady ("sale: commit, slowest of a hundred", &empty, 3.0, sample);
  print_syncs (&empty);
  print_full (&empty, &full, n_past);
  print_steady (steady, &full, 5.0, sample);
  end (&empty);
  end (&full);
  hufu_books_free (empty.books);
  hufu_books_free (full.books);
  close (raw.fd);
  g_free (raw.bytes);
  return 0;
}
