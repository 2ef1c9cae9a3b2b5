/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A platform's database of each released schema, with data in it, becomes one of the newest. */
#include "platform/db.h"
#include "core/short-code.h"
#include "tests/lib/tempdir.h"

#define NEWEST 23

#define DB "x'0102030405060708090a0b0c0d0e0f10'"
#define TILL "x'11111111111111111111111111111111'"
#define DEAL "x'd1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1'"
#define CASH "x'c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1'"
#define PASS "x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1'"
#define USE "x'51515151515151515151515151515151'"
#define ZEROS32 "zeroblob (32)"

#define VOUCHER(cti, type, code, uses, value)                                                      \
  "INSERT INTO voucher VALUES (" cti ", 1, '" type                                                 \
  "', 'valid', 'A voucher', '券', 'A tea', '茶', "                                               \
  "'hufu', '" code "', NULL, 10, 2000000000, " uses ", " value                                     \
  ", 156, 1, '[1]', 1, NULL, 900, 0, "                                                             \
  "60000, 'tea', 'OV1:" code "', 20);"

/* As the first schema has them: a right in each state, what was done with them, a sale. */
static const char rows_of_001[] =
    "INSERT INTO platform VALUES (1, " DB ", 3, 70, 5, 100);"
    "INSERT INTO store VALUES (1, 'A', 'B', '[1]', 156);"
    "INSERT INTO terminal VALUES (" TILL ", zeroblob (32), 'Counter', 1, 1);"
    "INSERT INTO incarnation VALUES (" TILL ", 1, 'superseded', 9, " ZEROS32 ", 50);"
    "INSERT INTO incarnation VALUES (" TILL ", 2, 'enrolled', 1, " ZEROS32 ", 60);"
    "INSERT INTO event VALUES (" TILL ", 2, 1, " USE ", 5, 'moon.landed', '{}', " ZEROS32
    ", 7, 'attention', 'unknown_kind', 'kept');" /* */
    VOUCHER (DEAL, "deal", "0123456789", "1", "9900")
        VOUCHER (CASH, "cash", "0123456788", "1", "5000")
            VOUCHER (PASS, "pass", "0123456787", "3",
                     "1000") "INSERT INTO \"right\" VALUES (" DEAL
                             ", 1, 0, 'used', 3, 10, 0, 9900, " TILL ", 2, 1);"
                             "INSERT INTO \"right\" VALUES (" CASH
                             ", 1, 0, 'leased', 3, 11, 1, 4200, " TILL ", 2, 0);"
                             "INSERT INTO \"right\" VALUES (" PASS
                             ", 1, 0, 'available', 0, 0, 0, 1000, NULL, NULL, 0);"
                             "INSERT INTO \"right\" VALUES (" PASS
                             ", 1, 1, 'quarantined', 2, 5, 0, 1000, " TILL ", 1, 1);"
                             "INSERT INTO \"right\" VALUES (" PASS
                             ", 1, 2, 'written_off', 2, 6, 0, 1000, NULL, NULL, 0);"
                             "INSERT INTO use VALUES (" USE ", 0, " DEAL
                             ", 1, 9900, 'R00', 'used', " TILL ", 2, 3, 10, NULL, NULL, 99, 1);"
                             "INSERT INTO claim VALUES (" TILL ", 2, 1, 'not_held', " USE ", " DEAL
                             ", 1, 0, 9900, 'R00', 99);"
                             "INSERT INTO event VALUES (" TILL ", 2, 2, " DEAL
                             ", 6, 'voucher.undone', '{}', " ZEROS32
                             ", 8, 'attention', 'ended', 'paid back');"
                             "INSERT INTO claim VALUES (" TILL ", 2, 2, 'ended', " USE ", " DEAL
                             ", 1, 0, NULL, NULL, 99);"
                             "INSERT INTO redemption VALUES (" USE ", " TILL
                             ", 2, NULL, 'given_up', 'R29', '{}', 99, NULL);"
                             "INSERT INTO change (kind, key, store_no, data) VALUES ('staff', 'a', "
                             "1, '{\"role\":\"manager\"}');"
                             "INSERT INTO sale VALUES (7, " USE ", " TILL
                             ", 2, 1, '1-1-20260101-0001', '2026-01-01', 'finished', "
                             "NULL, NULL, 900, 50, 0, 99, '{}');"
                             "INSERT INTO sale_line VALUES (7, 1, 'product', 3, 1000, 900, 50);"
                             "INSERT INTO sale_use VALUES (" USE ", 7);"
                             "INSERT INTO category VALUES (1, 'Drinks', '饮品', 1);"
                             "INSERT INTO product VALUES (3, 'T', 'Tea', '茶', '', '', 3, 1, 900, "
                             "NULL, 300, 60000, 0, 5000, 44, 'tea', 1, 0, 'tea');";

/* A table or a question, and what is there in the newest schema: one row a line. */
static const struct {
  const char *sql, *expected;
} answers[] = {
    {"SELECT printf ('%d %s %d', seq, code, coalesce (owed_minor, -1)) FROM event ORDER BY seq",
     "1 unknown_kind -1\n2 ended 9900\n"},
    {"SELECT printf ('%d %d %d %d', platform_epoch, epoch_counter, trust_version, restoring) FROM "
     "platform",
     "3 70 5 0\n"},
    {"SELECT printf ('%s %d %s %d %d %d %d %d %d %d', substr (hex (cti), 1, 2), k, state, "
     "platform_epoch, "
     "counter, hop, remaining_minor, coalesce (incarnation, 0), credited, gone) FROM \"right\" "
     "ORDER BY cti, generation, k",
     "A1 0 available 0 0 0 1000 0 0 0\n"
     "A1 1 quarantined 2 5 0 1000 1 1 0\n"
     "A1 2 written_off 2 6 0 1000 0 0 0\n"
     "C1 0 leased 3 11 1 4200 2 0 0\n"
     "D1 0 used 3 10 0 9900 2 1 0\n"},
    {"SELECT printf ('%s %s %d %d', substr (hex (cti), 1, 2), short_code, uses, value_minor) FROM "
     "voucher "
     "ORDER BY cti",
     "A1 0123456787 3 1000\nC1 0123456788 1 5000\nD1 0123456789 1 9900\n"},
    {"SELECT count (DISTINCT status_index) || ' ' || max (status_index) FROM voucher", "3 2\n"},
    {"SELECT next_index FROM status_list", "3\n"},
    {"SELECT printf ('%d %s %s %d', incarnation, state, life, acked_seq) FROM incarnation ORDER BY "
     "incarnation",
     "1 superseded live 9\n2 enrolled live 1\n"},
    {"SELECT printf ('%s %s %d', basis, state, seq) FROM use", "R00 used 0\n"},
    {"SELECT code || ' ' || state FROM claim ORDER BY seq", "not_held used\nended used\n"},
    {"SELECT kind || ' ' || verdict || ' ' || waiting FROM event ORDER BY seq",
     "moon.landed attention 0\nvoucher.undone attention 0\n"},
    {"SELECT state || ' ' || reason FROM redemption", "given_up R29\n"},
    {"SELECT order_no || ' ' || receipt_no FROM sale NATURAL JOIN sale_line",
     "7 1-1-20260101-0001\n"},
    {"SELECT data ->> 'role' FROM change WHERE kind = 'staff'", "manager\n"},
    {"SELECT printf ('%d %d %d %d', product_id, store_no, on_hand_milli, at_utc_s) FROM stock",
     "3 1 5000 44\n"},
    {"SELECT printf ('%d %d %s', product_id, delta_milli, reason) FROM stock_move",
     "3 5000 opening\n"},
    {"SELECT kind || ' ' || key FROM change WHERE store_no IS NULL ORDER BY 1",
     "stock 3\nstore 1\n"},
    {"SELECT printf ('%d %d %s', id, sold, stamps) FROM product", "3 1 {}\n"},
    {"PRAGMA foreign_key_check", ""},
    {"PRAGMA integrity_check", "ok\n"},
};

static char *
ask (HufuPdb *db, const char *sql)
{
  GString *text = g_string_new ("");
  sqlite3_stmt *row = hufu_pdb_query (db, sql, "");
  g_autoptr (GError) error = NULL;

  while (hufu_pdb_next (db, row))
    g_string_append_printf (text, "%s\n", hufu_pdb_text (row, 0));
  g_assert_true (hufu_pdb_check (db, &error));
  return g_string_free (text, FALSE);
}

static void
make_old (const char *path, int version)
{
  sqlite3 *handle = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA synchronous = OFF", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  for (int next = 1; next <= version; next++) {
    g_autofree char *resource = g_strdup_printf ("/hufu/sql/platform/%03d.sql", next);

    g_assert_true (hufu_pdb_run_script (handle, resource, &error));
    if (next == 1)
      g_assert_cmpint (sqlite3_exec (handle, rows_of_001, NULL, NULL, NULL), ==, SQLITE_OK);
  }
  sqlite3_close (handle);
}

/* What the newest schema says must be so is so for what was there before. */
static void
check_rules (HufuPdb *db)
{
  hufu_pdb_begin (db);
  hufu_pdb_run (db, "DELETE FROM status_changed", "");
  hufu_pdb_run (db, "UPDATE \"right\" SET state = 'used' WHERE cti = " PASS " AND k = 0", "");
  g_assert_cmpint (hufu_pdb_get_int (db, -1, "SELECT count(*) FROM status_changed", ""), ==, 1);
  hufu_pdb_run (db, "DELETE FROM \"right\" WHERE cti = " DEAL, "");
  g_assert_false (hufu_pdb_commit (db, NULL)); /* a use is of it */
  hufu_pdb_begin (db);
  hufu_pdb_run (db, "UPDATE \"right\" SET state = 'gone' WHERE cti = " CASH, "");
  g_assert_false (hufu_pdb_commit (db, NULL));
}

static void
test_from (gconstpointer data)
{
  g_autoptr (HufuTempdir) temp = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (temp, "platform.db");
  g_autoptr (HufuPdb) db = NULL;
  g_autoptr (GError) error = NULL;

  make_old (path, GPOINTER_TO_INT (data));
  db = hufu_pdb_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hufu_pdb_get_int (db, 0, "PRAGMA user_version", ""), >=, NEWEST);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *answer = ask (db, answers[i].sql);

    g_test_message ("%s", answers[i].sql);
    g_assert_cmpstr (answer, ==, answers[i].expected);
  }
  check_rules (db);
}

#define GIVEN_ON 200

/* What friends had got before their codes changed at a transfer: each has a good short code of its
 * own, and what was typed before is old. Who gave nothing away keeps its codes. */
static void
test_given_on (void)
{
  static const char one_more[] =
      "CREATE TEMP TABLE given AS SELECT * FROM voucher WHERE cti = " DEAL ";"
      "UPDATE given SET cti = randomblob (16), generation = 2, short_code = hex (randomblob (5)), "
      "platform_code = random (), status_index = random () & 0xffffff;"
      "INSERT INTO voucher SELECT * FROM given; DROP TABLE given;";
  g_autoptr (HufuTempdir) temp = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (temp, "platform.db");
  g_autofree char *kept = NULL;
  g_autoptr (HufuPdb) db = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *handle = NULL;
  sqlite3_stmt *row;
  int n = 0;

  make_old (path, 17);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  for (int i = 0; i < GIVEN_ON; i++)
    g_assert_cmpint (sqlite3_exec (handle, one_more, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  db = hufu_pdb_open (path, &error);
  g_assert_no_error (error);
  row = hufu_pdb_query (db, "SELECT short_code FROM voucher WHERE generation = 2", "");
  for (; hufu_pdb_next (db, row); n++) {
    const char *text = hufu_pdb_text (row, 0);
    char code[HUFU_SHORT_CODE_SIZE];

    g_assert_true (hufu_short_code_read (text, strlen (text), code));
    g_assert_cmpstr (code, ==, text);
  }
  g_assert_cmpint (n, ==, GIVEN_ON);
  g_assert_cmpint (hufu_pdb_get_int (db, -1, "SELECT count(*) FROM old_code", ""), ==, 2 * n);
  kept = ask (db, "SELECT short_code FROM voucher WHERE generation = 1 ORDER BY 1");
  g_assert_cmpstr (kept, ==, "0123456787\n0123456788\n0123456789\n");
  g_assert_cmpint (
      hufu_pdb_get_int (db, -1, "SELECT count(*) FROM voucher WHERE platform_code <> ''", ""), ==,
      0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int version = 1; version <= NEWEST; version++) {
    g_autofree char *name = g_strdup_printf ("/migrations/from-%03d", version);

    g_test_add_data_func (name, GINT_TO_POINTER (version), test_from);
  }
  g_test_add_func ("/migrations/given-on", test_given_on);
  return g_test_run ();
}
