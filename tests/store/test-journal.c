/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: whoever changes it is found out, and what the platform has of it. */
#include "store/sql.h"
#include "tests/store/books.h"

#define JOURNAL_REST " event_id, hlc, kind, body, hash"
#define JOURNAL_INTO "INSERT INTO journal (journal_no," JOURNAL_REST ")"

/* What a person with an editor can do to the journal, and what verify says. */
static void
test_journal_tampered (void)
{
  static const struct {
    const char *sql;
    guint64 bad_seq;
  } rows[] = {
      {"UPDATE journal SET body = '{}' WHERE seq = 3", 3},
      {"UPDATE journal SET kind = 'x' WHERE seq = 1", 1},
      {"UPDATE journal SET hlc = hlc + 1 WHERE seq = 2", 2},
      {"UPDATE journal SET event_id = randomblob (16) WHERE seq = 2", 2},
      {"UPDATE journal SET hash = randomblob (32) WHERE seq = 2", 2},
      {"DELETE FROM journal WHERE seq = 2", 2},
      {"DELETE FROM journal WHERE seq = 5", 5},
      {"DELETE FROM journal", 1},
      {JOURNAL_INTO " SELECT journal_no + 1," JOURNAL_REST " FROM journal WHERE seq = 5", 6},
      {JOURNAL_INTO " SELECT (7 << 32) + seq," JOURNAL_REST " FROM journal WHERE seq = 1", 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *sql = g_strconcat ("DROP TRIGGER journal_never_changes;"
                                        "DROP TRIGGER journal_never_shrinks;",
                                        rows[i].sql, NULL);
    g_autoptr (HufuBooks) books = hufu_books_new (1);
    g_autofree char *what = NULL;
    guint64 n, bad_seq;

    for (int j = 0; j < 4; j++)
      g_assert_true (hufu_staff_record_pin (books->db, &books->staff_id, TRUE, NULL));
    hufu_books_assert_whole (books->db);
    hufu_books_tamper (books, sql);
    g_assert_true (hufu_journal_verify (books->db, &n, &bad_seq, &what, NULL));
    g_test_message ("%s: row %" G_GUINT64_FORMAT ", %s", rows[i].sql, bad_seq, what);
    g_assert_cmpuint (bad_seq, ==, rows[i].bad_seq);
    g_assert_cmpstr (what, !=, "");
  }
}

static GPtrArray *
list_journal_columns (HufuBooks *books)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (books->db, NULL, "SELECT name FROM pragma_table_info ('journal')");

  while (hufu_rows_next (rows, NULL) > 0)
    g_ptr_array_add (columns, hufu_rows_dup_text (rows, 0));
  return columns;
}

/* No column of the journal is outside the hash: whichever is changed, in whichever row, is found.
 */
static void
test_journal_columns (void)
{
  g_autoptr (HufuBooks) empty = hufu_books_new_empty (1);
  g_autoptr (GPtrArray) columns = list_journal_columns (empty);

  g_assert_cmpuint (columns->len, >=, 6);
  for (guint i = 0; i < columns->len * 3; i++) {
    const char *column = g_ptr_array_index (columns, i / 3);
    g_autoptr (HufuBooks) books = hufu_books_new (1);
    g_autofree char *what = NULL, *change = NULL;
    guint64 n, bad_seq;

    for (int j = 0; j < 2; j++)
      g_assert_true (hufu_staff_record_pin (books->db, &books->staff_id, TRUE, NULL));
    change = g_strdup_printf ("DROP TRIGGER journal_never_changes;"
                              "UPDATE journal SET %1$s = CASE typeof (%1$s)"
                              " WHEN 'blob' THEN zeroblob (length (%1$s))"
                              " WHEN 'text' THEN %1$s || ' ' ELSE %1$s + 100 END WHERE seq = %2$u",
                              column, i % 3 + 1);
    hufu_books_tamper (books, change);
    g_assert_true (hufu_journal_verify (books->db, &n, &bad_seq, &what, NULL));
    g_test_message ("%s of row %u: %s", column, i % 3 + 1, what);
    g_assert_cmpstr (what, !=, "");
  }
}

static void
test_acknowledge (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBatch) batch = NULL;
  g_auto (HufuTerminal) terminal = {0};
  g_autoptr (GError) error = NULL;
  HufuEventVerdict verdict = {.seq = 1, .code = (char[]){"bad_body"}, .detail = (char[]){"?"}};
  guint8 wrong[HUFU_JOURNAL_HASH_BYTES] = {1};
  const HufuStoredEvent *last;

  g_assert_true (hufu_staff_record_pin (books->db, &books->staff_id, TRUE, &error));
  batch = hufu_journal_next_batch (books->db, &error);
  g_assert_cmpuint (batch->events->len, ==, 2);
  last = g_ptr_array_index (batch->events, 1);
  g_assert_false (hufu_journal_acknowledge (books->db, 2, wrong, 1, NULL, 0, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (hufu_journal_acknowledge (books->db, 3, last->hash, 1, NULL, 0, &error));
  g_clear_error (&error);
  g_assert_true (hufu_journal_acknowledge (books->db, 2, last->hash, 1, &verdict, 1, &error));
  /* Late and old answers move nothing back. */
  g_assert_true (hufu_journal_acknowledge (books->db, 0, wrong, 1, NULL, 0, &error));
  g_assert_true (hufu_journal_acknowledge (books->db, 0, wrong, 0, NULL, 0, &error));
  g_assert_true (hufu_terminal_load (books->db, &terminal, &error));
  g_assert_cmpuint (terminal.acked_seq, ==, 2);
  g_assert_cmpuint (terminal.n_unsent, ==, 0);
  g_assert_cmpuint (terminal.n_attention, ==, 1);
  /* A restored platform knows less: it is told all again. */
  g_assert_true (hufu_terminal_set_platform_epoch (books->db, 2, &error));
  hufu_terminal_clear (&terminal);
  g_assert_true (hufu_terminal_load (books->db, &terminal, &error));
  g_assert_cmpuint (terminal.n_unsent, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/journal/tampered", test_journal_tampered);
  g_test_add_func ("/store/journal/columns", test_journal_columns);
  g_test_add_func ("/store/journal/acknowledge", test_acknowledge);
  return g_test_run ();
}
