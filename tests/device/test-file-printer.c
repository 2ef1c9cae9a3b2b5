/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue and its notices, on the printer that is a folder; and the driver's pure parts. */
#include "drivers/printer/printer.h"

#include <glib/gstdio.h>
#include <string.h>

#include "drivers/printer/escpos.h"
#include "drivers/printer/status.h"
#include "tests/device/receipts.h"
#include "tests/lib/assert-bytes.h"
#include "tests/lib/await.h"
#include "tests/lib/tempdir.h"

typedef struct Book Book;

typedef struct {
  HufuPrinter *printer;
  HufuPrinterState state;
  GString *story; /* "1 waiting, " ... */
  guint n_done;
  Book *book;
} Counter;

static void
on_status (const HufuPrinterStatus *status, gpointer user_data)
{
  ((Counter *)user_data)->state = status->state;
}

static void
on_job (const HufuId *job, HufuPrintJobState state, gpointer user_data)
{
  Counter *counter = user_data;
  g_string_append_printf (counter->story, "%u %s, ", job->bytes[15],
                          hufu_print_job_state_name (state));
  counter->n_done += state == HUFU_PRINT_JOB_DONE;
}

static void
start (Counter *counter, const char *uri)
{
  g_autoptr (GError) error = NULL;
  *counter = (Counter){.story = g_string_new (NULL)};
  HufuPrinterOptions options = {
      .uri = uri, .on_status = on_status, .on_job = on_job, .user_data = counter};
  counter->printer = hufu_printer_new (&options, &error);
  g_assert_no_error (error);
}

static void
stop (Counter *counter)
{
  hufu_printer_free (counter->printer);
  g_string_free (counter->story, TRUE);
}

static gboolean
enqueue (Counter *counter, guint n)
{
  g_autofree char *receipt_no = g_strdup_printf ("R-%u", n);
  g_autoptr (HufuReceipt) receipt = make_sale_receipt (receipt_no, 3);
  HufuId job = {.bytes = {[15] = (guint8)n}};
  return hufu_printer_enqueue (counter->printer, &job, receipt);
}

static void
test_two_receipts (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *uri = g_strdup_printf ("file:%s/receipts", dir->path);
  Counter counter;
  start (&counter, uri);
  g_assert_true (enqueue (&counter, 1));
  g_assert_false (enqueue (&counter, 1));
  g_assert_true (enqueue (&counter, 2));
  hufu_await (counter.n_done == 2, 10000);
  g_assert_cmpint (counter.state, ==, HUFU_PRINTER_READY);
  g_assert_cmpuint (hufu_printer_get_n_jobs (counter.printer), ==, 0);
  g_assert_cmpstr (counter.story->str, ==,
                   "1 waiting, 2 waiting, 1 printing, 1 done, 2 printing, 2 done, ");

  HufuPrinterProfile profile = load_profile ("xprinter-80");
  g_autoptr (HufuReceipt) receipt = make_sale_receipt ("R-2", 3);
  g_autoptr (GByteArray) expected = hufu_escpos_encode (receipt, &profile, HUFU_ESCPOS_PLAIN);
  g_autofree char *bin = hufu_tempdir_build (dir, "receipts/0002.bin");
  g_autofree char *png = hufu_tempdir_build (dir, "receipts/0002.png");
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (bin, &bytes, &size, NULL));
  hufu_assert_bytes (bytes, size, expected->data, expected->len);
  cairo_surface_t *picture = cairo_image_surface_create_from_png (png);
  g_autofree char *qr = read_qr (picture);
  g_assert_cmpstr (qr, ==, RECEIPT_QR_TEXT);
  cairo_surface_destroy (picture);
  stop (&counter);
}

static void
test_folder_comes_late (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *in_the_way = hufu_tempdir_build (dir, "shop");
  g_autofree char *uri = g_strdup_printf ("file:%s/receipts", in_the_way);
  g_autofree char *bin = hufu_tempdir_build (dir, "shop/receipts/0001.bin");
  g_assert_true (g_file_set_contents (in_the_way, "", 0, NULL));
  Counter counter;
  start (&counter, uri);
  g_assert_true (enqueue (&counter, 1));
  hufu_await (counter.state == HUFU_PRINTER_FOLDER_BAD, 10000);
  g_assert_cmpint (g_unlink (in_the_way), ==, 0);
  hufu_await (counter.n_done == 1, 10000);
  g_assert_true (g_file_test (bin, G_FILE_TEST_EXISTS));
  stop (&counter);
}

/* After a stop in the middle of a job a folder holds no part of a receipt: nothing is marked. */
static void
test_interrupted_run (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *uri = g_strdup_printf ("file:%s", dir->path);
  Counter counter = {.story = g_string_new (NULL)};
  HufuPrinterOptions options = {.uri = uri,
                                .interrupted = TRUE,
                                .on_status = on_status,
                                .on_job = on_job,
                                .user_data = &counter};
  counter.printer = hufu_printer_new (&options, NULL);
  g_assert_true (enqueue (&counter, 1));
  hufu_await (counter.n_done == 1, 10000);
  g_autofree char *bin = hufu_tempdir_build (dir, "0001.bin");
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (bin, &bytes, &size, NULL));
  hufu_assert_bytes (bytes, MIN (size, 2), "\x1b@", 2);
  stop (&counter);
}

struct Book {
  const char *folder;
  guint n_asked;
  guint n_papers; /* in the folder when it was asked */
  gboolean refuses;
};

static gboolean
has_paper (const char *folder)
{
  g_autofree char *bin = g_build_filename (folder, "0001.bin", NULL);
  return g_file_test (bin, G_FILE_TEST_EXISTS);
}

static gboolean
begin_job (const HufuId *job, gpointer user_data)
{
  Book *book = ((Counter *)user_data)->book;
  if (has_paper (book->folder))
    book->n_papers++;
  g_atomic_int_inc (&book->n_asked);
  return !book->refuses;
}

static void
start_with_book (Counter *counter, Book *book)
{
  g_autofree char *uri = g_strdup_printf ("file:%s", book->folder);
  HufuPrinterOptions options = {
      .uri = uri, .on_job = on_job, .begin_job = begin_job, .user_data = counter};
  *counter = (Counter){.story = g_string_new (NULL), .book = book};
  counter->printer = hufu_printer_new (&options, NULL);
  g_assert_nonnull (counter->printer);
}

/* TRUE: its end was told, too. A disk may be too slow for that. */
static gboolean
free_while_printing (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  Book book = {.folder = dir->path};
  Counter counter;
  start_with_book (&counter, &book);
  g_assert_true (enqueue (&counter, 1));
  while (g_atomic_int_get (&book.n_asked) == 0)
    g_usleep (1000);
  hufu_printer_free (counter.printer);
  gboolean told = g_str_equal (counter.story->str, "1 waiting, 1 printing, 1 done, ");
  g_assert_cmpuint (book.n_asked, ==, 1);
  g_assert_cmpuint (book.n_papers, ==, 0);
  g_assert_true (!told || has_paper (dir->path));
  g_string_free (counter.story, TRUE);
  return told;
}

/* A job is written down before its first byte, and its end is told though the printer is freed. */
static void
test_freed_while_printing (void)
{
  gboolean told = FALSE;
  for (guint i = 0; i < 20 && !told; i++)
    told = free_while_printing ();
  g_assert_true (told);
}

/* What cannot be written down is not printed, and given up with a word. */
static void
test_cannot_be_written_down (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  Book book = {.folder = dir->path, .refuses = TRUE};
  Counter counter;
  start_with_book (&counter, &book);
  g_assert_true (enqueue (&counter, 1));
  hufu_await (strstr (counter.story->str, "1 failed") != NULL, 20000);
  g_assert_false (has_paper (dir->path));
  stop (&counter);
}

static void
test_bad_uris (void)
{
  static const char *const BAD[] = {
      "",        "usb",   "usb:xyz",       "usb:04b8",      "usb:04b8:0202:1",
      "usb:0:1", "file:", "file:relative", "http://printer"};
  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++) {
    g_autoptr (GError) error = NULL;
    HufuPrinterOptions options = {.uri = BAD[i]};
    g_assert_null (hufu_printer_new (&options, &error));
    g_assert_nonnull (error);
  }
  g_autoptr (GError) error = NULL;
  HufuPrinterOptions options = {.uri = "usb:", .profile = "no-such-printer"};
  g_assert_null (hufu_printer_new (&options, &error));
  g_assert_nonnull (error);
}

static void
test_sentences (void)
{
  for (guint i = 0; i < HUFU_PRINTER_STATE_COUNT; i++)
    for (guint lang = 0; lang < HUFU_LANG_COUNT; lang++) {
      const char *sentence = hufu_printer_state_sentence ((HufuPrinterState)i, (HufuLang)lang);
      g_assert_cmpuint (strlen (sentence), >, 10);
      g_assert_null (strchr (sentence, '!'));
      if (i == HUFU_PRINTER_NO_PERMISSION)
        g_assert_nonnull (strstr (sentence, "packaging/udev/" HUFU_PRINTER_UDEV_RULE));
    }
  g_autofree char *rule =
      g_test_build_filename (G_TEST_DIST, "../../packaging/udev", HUFU_PRINTER_UDEV_RULE, NULL);
  g_assert_true (g_file_test (rule, G_FILE_TEST_EXISTS));
}

static void
test_status_bytes (void)
{
  static const struct {
    guint8 answers[HUFU_STATUS_QUESTIONS];
    HufuPrinterState state;
  } ROWS[] = {
      {{0x12, 0x12, 0x12, 0x12}, HUFU_PRINTER_READY},
      {{0x16, 0x12, 0x12, 0x12}, HUFU_PRINTER_READY}, /* the drawer's pin */
      {{0x12, 0x12, 0x12, 0x1e}, HUFU_PRINTER_PAPER_LOW},
      {{0x1a, 0x32, 0x12, 0x7e}, HUFU_PRINTER_PAPER_OUT},
      {{0x12, 0x12, 0x12, 0x72}, HUFU_PRINTER_PAPER_OUT},
      {{0x1a, 0x16, 0x12, 0x12}, HUFU_PRINTER_COVER_OPEN},
      {{0x1a, 0x36, 0x12, 0x7e}, HUFU_PRINTER_COVER_OPEN},
      {{0x1a, 0x52, 0x1a, 0x12}, HUFU_PRINTER_CUTTER_JAM},
      {{0x1a, 0x52, 0x32, 0x12}, HUFU_PRINTER_OFFLINE},
      {{0x1a, 0x12, 0x12, 0x12}, HUFU_PRINTER_OFFLINE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++)
    g_assert_cmpint (hufu_status_state (ROWS[i].answers), ==, ROWS[i].state);

  static const struct {
    guint8 port;
    HufuPrinterState state;
  } PORTS[] = {{0x18, HUFU_PRINTER_READY},
               {0x38, HUFU_PRINTER_PAPER_OUT},
               {0x10, HUFU_PRINTER_OFFLINE},
               {0x08, HUFU_PRINTER_OFFLINE},
               {0x00, HUFU_PRINTER_OFFLINE}};
  for (gsize i = 0; i < G_N_ELEMENTS (PORTS); i++)
    g_assert_cmpint (hufu_status_port_state (PORTS[i].port), ==, PORTS[i].state);

  for (guint byte = 0; byte < 256; byte++)
    g_assert_false (hufu_status_is_answer ((guint8)byte) &&
                    hufu_status_is_confirmation ((guint8)byte));
}

static void
test_device_ids (void)
{
  static const struct {
    const char *id, *model;
  } ROWS[] = {
      {"MFG:EPSON;CMD:ESC/POS;MDL:TM-T88VI;", "TM-T88VI"},
      {"MANUFACTURER:X;MODEL:XP-80C", "XP-80C"},
      {"mdl:lower;", "lower"},
      {"MDL:a\x1b[31m\xff"
       "b;",
       "a[31mb"},
      {"MDL:a name that is longer than the place for it;", "a name that is "},
      {"", ""},
      {";;;", ""},
      {"MDL", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++) {
    char model[16];
    hufu_status_read_id (ROWS[i].id, strlen (ROWS[i].id), "MDL:", "MODEL:", model, sizeof model);
    g_assert_cmpstr (model, ==, ROWS[i].model);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-printer/two-receipts", test_two_receipts);
  g_test_add_func ("/file-printer/folder-comes-late", test_folder_comes_late);
  g_test_add_func ("/file-printer/interrupted-run", test_interrupted_run);
  g_test_add_func ("/file-printer/freed-while-printing", test_freed_while_printing);
  g_test_add_func ("/file-printer/cannot-be-written-down", test_cannot_be_written_down);
  g_test_add_func ("/printer/bad-uris", test_bad_uris);
  g_test_add_func ("/printer/sentences", test_sentences);
  g_test_add_func ("/printer/status-bytes", test_status_bytes);
  g_test_add_func ("/printer/device-ids", test_device_ids);
  return g_test_run ();
}
