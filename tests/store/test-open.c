/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the books, and every reason why that may not be. */
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "store/print-store.h"
#include "store/sql.h"
#include "store/store.h"
#include "tests/lib/await.h"
#include "tests/store/books.h"

static void
assert_refused (HufuBooks *books, HufuStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&books->db, hufu_db_close);
  books->db =
      hufu_db_open (books->path, HUFU_DB_TERMINAL, hufu_test_host_get (books->world), &error);
  g_assert_null (books->db);
  g_assert_error (error, HUFU_STORE_ERROR, (gint)code);
  g_assert_nonnull (strstr (error->message, hufu_store_error_sentence (code, HUFU_LANG_EN)));
}

/* Builds a database file from SQL text. */
static void
build (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

/* The books closed and their file away, so that another can be put in its place. */
static HufuBooks *
make_place (void)
{
  HufuBooks *books = hufu_books_new_empty (1);
  g_autofree char *wal = g_strconcat (books->path, "-wal", NULL);

  g_clear_pointer (&books->db, hufu_db_close);
  unlink (wal);
  g_assert_cmpint (unlink (books->path), ==, 0);
  return books;
}

static char *
read_file (const char *path, gsize *ret_size)
{
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, ret_size, NULL));
  return content;
}

static void
test_fresh (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new_empty (1);
  g_auto (HufuTerminal) terminal = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_terminal_load (books->db, &terminal, &error));
  g_assert_false (terminal.enrolled);
  g_assert_cmpint (hufu_books_count (books, "PRAGMA user_version"), ==, 28);
  g_assert_cmpint (hufu_books_count (books, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (hufu_books_count (books, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM pragma_table_list"
                                            " WHERE schema = 'main' AND type = 'table'"
                                            " AND name NOT LIKE 'sqlite%' AND NOT strict"),
                   ==, 0);
  hufu_books_begin (books);
  hufu_books_reopen (books);
  hufu_books_assert_whole (books->db);
}

/* What the code calls a tender the books know too; a new kind needs both. */
static void
test_tender_kinds (void)
{
  static const struct {
    const char *name, *account, *sql;
  } rows[HUFU_TENDER_KIND_COUNT] = {
      [HUFU_TENDER_CASH] = {"cash", "cash",
                            "SELECT count(*) FROM tender_kind WHERE kind = 'cash'"
                            " AND account = 'cash'"},
      [HUFU_TENDER_VOUCHER] = {"voucher", "voucher_suspense",
                               "SELECT count(*) FROM tender_kind WHERE kind = 'voucher'"
                               " AND account = 'voucher_suspense'"},
      [HUFU_TENDER_CARD] = {"card", "payment_suspense",
                            "SELECT count(*) FROM tender_kind WHERE kind = 'card'"
                            " AND account = 'payment_suspense'"},
      [HUFU_TENDER_WALLET] = {"wallet", "payment_suspense",
                              "SELECT count(*) FROM tender_kind WHERE kind = 'wallet'"
                              " AND account = 'payment_suspense'"},
      [HUFU_TENDER_DEPOSIT] = {"deposit", "customer_deposit",
                               "SELECT count(*) FROM tender_kind WHERE kind = 'deposit'"
                               " AND account = 'customer_deposit'"},
  };
  g_autoptr (HufuBooks) books = hufu_books_new_empty (1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpstr (hufu_tender_kind_name ((HufuTenderKind)i), ==, rows[i].name);
    g_assert_cmpstr (hufu_tender_kind_account ((HufuTenderKind)i), ==, rows[i].account);
    g_assert_cmpint (hufu_books_count (books, rows[i].sql), ==, 1);
  }
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM tender_kind"), ==,
                   HUFU_TENDER_KIND_COUNT);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM sqlite_schema"
                                            " WHERE type = 'trigger' AND tbl_name = 'sale_tender'"),
                   ==, 5);
}

/* The shift that was open knows all its sums, and can be closed to the unit. */
static void
close_old_shift (HufuBooks *books)
{
  HufuClose close = {.staff_id = books->staff_id,
                     .tolerance_minor = HUFU_MONEY_MAX_MINOR,
                     .facts = {.shop_en = "", .shop_zh = ""}};
  g_auto (HufuClosed) closed = {0};
  g_autoptr (GError) error = NULL;
  gint64 cash_minor = hufu_books_balance (books, "cash");

  g_assert_true (hufu_shift_close (books->db, &close, &closed, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (closed.z_no, ==, "001-01-Z0001");
  g_assert_cmpint (closed.report.sales.n, ==, 3);
  g_assert_cmpint (closed.report.uses[HUFU_VOUCHER_CASH].n, >, 0);
  g_assert_cmpint (closed.expected_minor, ==, cash_minor);
  g_assert_cmpint (hufu_books_balance (books, "cash"), ==, 0);
  hufu_books_assert_whole (books->db);
}

/* The books of every released version open, and nothing of them is lost. */
static void
test_fixture (void)
{
  static const struct {
    const char *sql;
    gint64 answer;
  } rows[] = {
      {"SELECT count(*) FROM journal", 9},
      {"SELECT sum (gross_minor) FROM sale WHERE state = 'finished'", 5160},
      {"SELECT max (day_no) FROM sale WHERE state = 'finished' AND receipt LIKE '%' || receipt_no "
       "|| '%'",
       2},
      {"SELECT count(*) FROM sale_line JOIN sale USING (sale_no) WHERE state IN ('open', 'held')",
       4},
      {"SELECT sum (remaining_minor) FROM entitlement", 13000},
      /* The float of the open shift came to be booked. */
      {"SELECT count(*) FROM ledger_entry", 17},
      {"SELECT count(*) FROM ledger_entry JOIN journal USING (journal_no)"
       " WHERE kind = 'shift.opened' AND debit_minor + credit_minor = 20000",
       2},
      /* Each redemption knows its event, and the undone one is reversed. */
      {"SELECT count(*) FROM voucher_use u JOIN journal ON journal_no = redeemed_no"
       " AND json_extract (body, '$.right.cti') IS NOT NULL",
       2},
      {"SELECT reverses & 0xffffffff FROM ledger_reversal JOIN voucher_use ON reverses = "
       "redeemed_no"
       " WHERE state = 'undone'",
       6},
      /* Both vouchers have all that they had, each with its terms. */
      {"SELECT count(*) FROM voucher JOIN voucher_terms USING (terms_no)"
       " WHERE title_zh = '券' AND holder = X'' AND conditions = ''"
       " AND (type, value_minor, short_code, flags) IN"
       " (VALUES ('cash', 5000, 'CASH000000', 17), ('deal', 10000, 'DEAL000000', 49))",
       2},
      /* The sums of its day are made from what happened in it. */
      {"SELECT sum (sum_minor) FROM day_sum WHERE part = 'quarter'", 5160},
      {"SELECT sum (sum_minor) FROM day_sum WHERE part = 'category'", 5160},
      {"SELECT sum (n) FROM day_sum WHERE part IN ('use', 'undone')", 3},
      /* The one receipt that was printed waits no more: the next one does, its copy, a slip. */
      {"SELECT count(*) FROM print_job", 3},
  };
  g_autofree char *path = g_build_filename (g_getenv ("HUFU_FIXTURES"), "terminal-001.sql", NULL);
  g_autoptr (HufuBooks) books = make_place ();
  g_autofree char *sql = read_file (path, NULL);
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (HufuBasket) open = NULL;
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GError) error = NULL;

  build (books->path, sql);
  hufu_books_reopen (books);
  hufu_books_assert_whole (books->db);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].sql);
    g_assert_cmpint (hufu_books_count (books, rows[i].sql), ==, rows[i].answer);
  }
  jobs = hufu_print_list_waiting (books->db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (jobs->len, ==, 3);
  /* And life goes on where it was. */
  g_assert_true (hufu_shift_load (books->db, &books->shift, &error));
  open = hufu_sale_load_open (books->db, &error);
  hufu_books_finish (books, open, &finished);
  g_assert_cmpstr (finished.receipt_no, ==, "001-01-20260105-0003");
  hufu_books_assert_whole (books->db);
  close_old_shift (books);
}

/* A till of version 1 without a printer let all its receipts wait; they do not come out now. */
static void
test_fixture_without_printer (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("HUFU_FIXTURES"), "terminal-001.sql", NULL);
  g_autoptr (HufuBooks) books = make_place ();
  g_autofree char *sql = read_file (path, NULL);
  g_autoptr (HufuReceipt) copy = NULL;
  g_autoptr (GError) error = NULL;
  HufuId job_id;

  build (books->path, sql);
  build (books->path, "UPDATE print_job SET state = 'waiting'");
  hufu_books_reopen (books);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM print_job"), ==, 0);
  g_assert_true (hufu_sale_reprint_last (books->db, &job_id, &copy, &error));
}

/* Nobody else on the machine reads the books, whatever the umask says. */
static void
test_mode (void)
{
  static const char *const ends[] = {"", "-wal", "-shm"};
  mode_t mask = umask (0);
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  umask (mask);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (books->path, ends[i], NULL);
    struct stat info;

    g_assert_cmpint (stat (path, &info), ==, 0);
    g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  }
}

static void
test_newer (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  hufu_books_tamper (books, "PRAGMA user_version");
  g_clear_pointer (&books->db, hufu_db_close);
  build (books->path, "PRAGMA user_version = 99");
  assert_refused (books, HUFU_STORE_ERROR_NEWER);
}

static void
test_not_ours (void)
{
  g_autoptr (HufuBooks) books = make_place ();

  build (books->path, "CREATE TABLE photos (name TEXT)");
  assert_refused (books, HUFU_STORE_ERROR_CORRUPT);
}

/* What is damaged is refused as it is found, to the byte. */
static void
test_damaged (void)
{
  static const struct {
    const char *name;
    gsize keep; /* bytes of the books that stay; 0 = none */
    const char *then;
  } rows[] = {
      {"text", 0,
       "these are no books, and more than the hundred bytes of a header of SQLite,"
       " which begins with its name and a zero"},
      {"header alone", 100, ""},
      {"cut short", 3 * 4096, ""},
      {"first page lost", 24, "-------------------------------------------------------------"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBooks) books = hufu_books_new (1);
    g_autofree char *wal = g_strconcat (books->path, "-wal", NULL);
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autofree char *whole = NULL, *after = NULL;
    gsize size, after_size;

    g_clear_pointer (&books->db, hufu_db_close);
    unlink (wal);
    whole = read_file (books->path, &size);
    g_byte_array_append (bytes, (const guint8 *)whole, (guint)rows[i].keep);
    g_byte_array_append (bytes, (const guint8 *)rows[i].then, (guint)strlen (rows[i].then));
    g_assert_true (
        g_file_set_contents (books->path, (const char *)bytes->data, (gssize)bytes->len, NULL));
    g_test_message ("%s", rows[i].name);
    assert_refused (books, HUFU_STORE_ERROR_CORRUPT);
    after = read_file (books->path, &after_size);
    g_assert_cmpuint (after_size, ==, bytes->len);
    g_assert_true (memcmp (after, bytes->data, bytes->len) == 0);
  }
}

/* With the file gone or emptied, the log may hold what was not sent yet: it stays as it is. */
static void
test_log_alone (void)
{
  for (int emptied = 0; emptied < 2; emptied++) {
    g_autoptr (HufuBooks) books = hufu_books_new (1);
    g_autofree char *wal = g_strconcat (books->path, "-wal", NULL);
    g_autofree char *before = NULL, *after = NULL;
    gsize size, after_size;

    g_clear_pointer (&books->db, hufu_db_close);
    before = read_file (wal, &size);
    g_assert_cmpuint (size, >, 32);
    g_assert_cmpint (emptied ? truncate (books->path, 0) : unlink (books->path), ==, 0);
    assert_refused (books, HUFU_STORE_ERROR_CORRUPT);
    after = read_file (wal, &after_size);
    g_assert_cmpuint (after_size, ==, size);
    g_assert_true (memcmp (after, before, size) == 0);
  }
}

static void
test_second_instance (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuDb) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (HufuTerminal) terminal = {0};

  g_assert_null (
      hufu_db_open (books->path, HUFU_DB_TERMINAL, hufu_test_host_get (books->world), &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_IN_USE);
  g_clear_error (&error);
  /* Reading beside a running till is fine. */
  reader = hufu_db_open_read_only (books->path, HUFU_DB_TERMINAL, hufu_test_host_get (books->world),
                                   &error);
  g_assert_no_error (error);
  g_assert_true (hufu_terminal_load (reader, &terminal, &error));
  g_assert_true (terminal.enrolled);
}

/* Root may write anything, so somebody else tries. */
static int
open_as_nobody (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuDb) db = NULL;

  if (getuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    return 2;
  db = hufu_db_open (books->path, HUFU_DB_TERMINAL, hufu_test_host_get (books->world), &error);
  return db == NULL && g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_READ_ONLY) ? 0
                                                                                             : 1;
}

static void
test_read_only (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  int status;
  pid_t child;

  g_clear_pointer (&books->db, hufu_db_close);
  g_assert_cmpint (chmod (books->dir->path, 0555), ==, 0);
  g_assert_cmpint (chmod (books->path, 0444), ==, 0);
  child = fork ();
  if (child == 0)
    _exit (open_as_nobody (books));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (chmod (books->dir->path, 0755), ==, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* A real disk that is full: acts fail one by one, and go on when there is room again. */
static void
test_full_disk (void)
{
  g_autoptr (HufuBooks) books = make_place ();
  g_autofree char *filler = hufu_tempdir_build (books->dir, "filler");
  g_autofree char *big = g_malloc0 (8 << 20);
  g_autoptr (GError) error = NULL;
  gint64 rows;
  int fd;

  if (mount ("tmpfs", books->dir->path, "tmpfs", 0, "size=4m") != 0) {
    g_test_skip ("needs the right to mount");
    return;
  }
  hufu_books_reopen (books);
  hufu_books_begin (books);
  fd = open (filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  while (write (fd, big, 4096) > 0)
    continue;
  rows = hufu_books_count (books, "SELECT count(*) FROM journal");
  for (int i = 0; i < 400 && error == NULL; i++)
    if (hufu_staff_record_pin (books->db, &books->staff_id, TRUE, &error))
      rows++;
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_FULL);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM journal"), ==, rows);
  close (fd);
  unlink (filler);
  g_clear_error (&error);
  g_assert_true (hufu_staff_record_pin (books->db, &books->staff_id, TRUE, &error));
  hufu_books_assert_whole (books->db);
  g_clear_pointer (&books->db, hufu_db_close);
  g_assert_cmpint (umount (books->dir->path), ==, 0);
}

/* Sells without end, and says after each sale how many there are. */
static void
sell_until_killed (HufuBooks *books, int fd)
{
  for (guint32 n = 1;; n++) {
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 2);
    g_auto (HufuFinished) finished = {{0}};
    g_autoptr (GError) error = NULL;

    g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error));
    hufu_books_finish (books, basket, &finished);
    g_assert_cmpint (write (fd, &n, sizeof n), ==, sizeof n);
  }
}

/* kill -9 at any moment: what was said to be done is there, and the books are whole. */
static void
test_killed (void)
{
  for (guint32 round = 1; round <= 8; round++) {
    g_autoptr (HufuBooks) books = hufu_books_new (round);
    guint32 said = 0;
    int pipe_fds[2];
    pid_t child;

    g_clear_pointer (&books->db, hufu_db_close);
    g_assert_cmpint (pipe (pipe_fds), ==, 0);
    child = fork ();
    if (child == 0) {
      hufu_books_reopen (books);
      sell_until_killed (books, pipe_fds[1]);
    }
    while (said < round * 3)
      g_assert_cmpint (read (pipe_fds[0], &said, sizeof said), ==, sizeof said);
    g_assert_cmpint (kill (child, SIGKILL), ==, 0);
    g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
    close (pipe_fds[1]);
    while (read (pipe_fds[0], &said, sizeof said) == sizeof said)
      continue;
    close (pipe_fds[0]);
    hufu_books_reopen (books);
    g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM sale WHERE state = 'finished'"),
                     >=, said);
    hufu_books_assert_whole (books->db);
  }
}

static gpointer
count_shifts (HufuDb *db, gpointer data, GError **error)
{
  HufuShift shift;

  return hufu_shift_load (db, &shift, error) ? g_strdup (shift.business_day) : NULL;
}

static void
take_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **)user_data = hufu_store_run_finish (result, NULL);
}

static void
test_owner_thread (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuStore *store = hufu_store_new (g_steal_pointer (&books->db));
  g_autofree char *day = NULL;

  hufu_store_run_async (store, count_shifts, NULL, NULL, g_free, NULL, take_answer, &day);
  hufu_await (day != NULL, 5000);
  g_assert_cmpstr (day, ==, HUFU_TEST_DAY);
  hufu_store_free (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/open/fresh", test_fresh);
  g_test_add_func ("/store/open/tender-kinds", test_tender_kinds);
  g_test_add_func ("/store/open/fixture", test_fixture);
  g_test_add_func ("/store/open/fixture-without-printer", test_fixture_without_printer);
  g_test_add_func ("/store/open/mode", test_mode);
  g_test_add_func ("/store/open/newer", test_newer);
  g_test_add_func ("/store/open/not-ours", test_not_ours);
  g_test_add_func ("/store/open/damaged", test_damaged);
  g_test_add_func ("/store/open/log-alone", test_log_alone);
  g_test_add_func ("/store/open/second-instance", test_second_instance);
  g_test_add_func ("/store/open/read-only", test_read_only);
  g_test_add_func ("/store/open/full-disk", test_full_disk);
  g_test_add_func ("/store/killed", test_killed);
  g_test_add_func ("/store/owner-thread", test_owner_thread);
  return g_test_run ();
}
