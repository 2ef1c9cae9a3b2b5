/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/books.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <sqlite3.h>
#include <string.h>
#include "core/base64url.h"
#include "store/change-store.h"
#include "store/sql.h"

static const char *const ctis[] = {
    [HUFU_TEST_DEAL] = "00000000-0000-4000-8000-00000000000d",
    [HUFU_TEST_CASH] = "00000000-0000-4000-8000-00000000000c",
    [HUFU_TEST_PASS] = "00000000-0000-4000-8000-00000000000a",
    [HUFU_TEST_COUPON] = "00000000-0000-4000-8000-00000000000b",
};

static HufuId
read_id (const char *text)
{
  HufuId id;

  g_assert_true (hufu_id_parse (text, &id));
  return id;
}

HufuId
hufu_books_cti (HufuTestVoucher which)
{
  return read_id (ctis[which]);
}

HufuId
hufu_books_terminal_id (guint8 terminal_no)
{
  HufuId id = read_id ("00000000-0000-4000-8000-000000000000");

  id.bytes[HUFU_ID_BYTES - 1] = terminal_no;
  return id;
}

static HufuBooks *
make_books (guint32 seed, gboolean on_crash_disk)
{
  HufuBooks *books = g_new0 (HufuBooks, 1);

  books->dir = hufu_tempdir_new ();
  if (on_crash_disk)
    books->disk = hufu_crash_disk_new (books->dir->path);
  books->world = hufu_test_host_new (seed);
  books->terminal_no = 1;
  books->path = hufu_tempdir_build (books->dir, "till.db");
  books->staff_id = read_id ("00000000-0000-4000-8000-000000000003");
  hufu_books_reopen (books);
  return books;
}

HufuBooks *
hufu_books_new_empty (guint32 seed)
{
  return make_books (seed, FALSE);
}

HufuBooks *
hufu_books_new_on_crash_disk (guint32 seed)
{
  HufuBooks *books = make_books (seed, TRUE);

  hufu_books_begin (books);
  return books;
}

void
hufu_books_reopen (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&books->db, hufu_db_close);
  books->db =
      hufu_db_open (books->path, HUFU_DB_TERMINAL, hufu_test_host_get (books->world), &error);
  g_assert_no_error (error);
}

static void
enrol (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  HufuTerminal identity = {
      .terminal_id = hufu_books_terminal_id (books->terminal_no),
      .incarnation = 1,
      .store_no = 1,
      .terminal_no = books->terminal_no,
      .currency = 156,
      .platform_epoch = 1,
  };

  g_assert_true (hufu_terminal_enrol (books->db, &identity, &error));
  g_assert_no_error (error);
}

static void
add_staff (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  json_auto_t *changes = json_loads (
      "[{\"kind\":\"staff\",\"op\":\"put\",\"key\":\"00000000-0000-4000-8000-000000000003\","
      "\"data\":{\"staff_id\":\"00000000-0000-4000-8000-000000000003\",\"no\":\"03\","
      "\"name_en\":\"Lin\",\"name_zh\":\"林\",\"role\":\"clerk\",\"pin_hash\":\"$argon2id$x\"}}]",
      0, NULL);

  g_assert_true (hufu_change_apply (books->db, changes, "c1", &error));
  g_assert_no_error (error);
}

void
hufu_books_begin (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;

  enrol (books);
  add_staff (books);
  g_assert_true (
      hufu_shift_open (books->db, &books->staff_id, HUFU_TEST_DAY, 20000, &books->shift, &error));
  g_assert_no_error (error);
}

HufuBooks *
hufu_books_new (guint32 seed)
{
  HufuBooks *books = hufu_books_new_empty (seed);

  hufu_books_begin (books);
  return books;
}

HufuBooks *
hufu_books_new_neighbour (guint32 seed, guint8 terminal_no)
{
  HufuBooks *books = hufu_books_new_empty (seed);

  books->terminal_no = terminal_no;
  hufu_books_begin (books);
  return books;
}

HufuBooks *
hufu_books_new_copy (HufuBooks *books, guint32 seed)
{
  HufuBooks *copy = hufu_books_new_empty (seed);
  g_autofree char *wal = g_strconcat (copy->path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_clear_pointer (&books->db, hufu_db_close);
  g_clear_pointer (&copy->db, hufu_db_close);
  g_unlink (wal);
  g_assert_true (g_file_get_contents (books->path, &bytes, &size, &error));
  g_assert_true (g_file_set_contents (copy->path, bytes, (gssize)size, &error));
  copy->terminal_no = books->terminal_no;
  copy->shift = books->shift;
  hufu_books_reopen (books);
  hufu_books_reopen (copy);
  return copy;
}

void
hufu_books_free (HufuBooks *books)
{
  if (books == NULL)
    return;
  hufu_db_close (books->db);
  hufu_crash_disk_free (books->disk);
  hufu_test_host_free (books->world);
  hufu_tempdir_free (books->dir);
  g_free (books->path);
  g_free (books);
}

HufuVoucher *
hufu_books_make_voucher (HufuTestVoucher which)
{
  HufuVoucher voucher = {
      .cti = hufu_books_cti (which),
      .generation = 1,
      .type = which == HUFU_TEST_DEAL   ? HUFU_VOUCHER_DEAL
              : which == HUFU_TEST_CASH ? HUFU_VOUCHER_CASH
              : which == HUFU_TEST_PASS ? HUFU_VOUCHER_PASS
                                        : HUFU_VOUCHER_COUPON,
      .title_en = (char[]){"Voucher"},
      .title_zh = (char[]){"券"},
      .item_en = (char[]){"Set for two"},
      .item_zh = (char[]){"双人餐"},
      .icon = (char[]){"tea"},
      .issuer = (char[]){"demo"},
      .short_code = which == HUFU_TEST_DEAL   ? (char[]){"DEAL000000"}
                    : which == HUFU_TEST_CASH ? (char[]){"CASH000000"}
                    : which == HUFU_TEST_PASS ? (char[]){"PASS000000"}
                                              : (char[]){"COUP000000"},
      .expires_utc_s = HUFU_TEST_START_UTC_S + 86400,
      .uses = which == HUFU_TEST_PASS ? 5 : 1,
      .value_minor = which == HUFU_TEST_DEAL   ? 10000
                     : which == HUFU_TEST_CASH ? 5000
                     : which == HUFU_TEST_PASS ? 3000
                                               : 500,
      .paid_minor = which == HUFU_TEST_DEAL   ? 8800
                    : which == HUFU_TEST_CASH ? 4500
                    : which == HUFU_TEST_PASS ? 3000
                                              : 0,
      .terms = {.off_minor = 500, .min_spend_minor = 2000, .min_level = -1},
      .currency = 156,
      .home_store = 1,
      .flags = HUFU_VOUCHER_OFFLINE_ALLOWED | HUFU_VOUCHER_PARTIAL_USE |
               (which == HUFU_TEST_DEAL ? HUFU_VOUCHER_TAXED_AT_REDEMPTION : 0),
      .tax_ppm = 60000,
  };

  return hufu_voucher_copy (&voucher);
}

guint
hufu_books_grant (HufuBooks *books, HufuTestVoucher which, guint64 counter)
{
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (which);
  g_autoptr (GError) error = NULL;
  guint credited = 0;

  for (guint32 k = 0; k < voucher->uses; k++) {
    HufuRight right = {
        .key = {voucher->cti, 1, k},
        .epoch = {1, counter + k},
        .remaining_minor = voucher->value_minor,
    };

    hufu_grants_add (grants, voucher, &right);
  }
  g_assert_true (hufu_right_credit (books->db, grants, &credited, &error));
  g_assert_no_error (error);
  return credited;
}

HufuBasket *
hufu_books_make_basket (HufuBooks *books, guint n_lines)
{
  HufuBasket *basket = hufu_basket_new (156);

  basket->id = hufu_host_make_id (hufu_test_host_get (books->world));
  for (guint i = 0; i < n_lines; i++) {
    g_autoptr (HufuLine) line = hufu_line_new ();

    line->product_id = i + 1;
    line->gtin = 6901234567892 + i;
    g_free (line->name_en);
    line->name_en = g_strdup_printf ("Crisps %u", i);
    line->qty_milli = 1000;
    line->list_price_minor = 1290;
    line->member_price_minor = -1;
    line->label_total_minor = -1;
    line->tax_ppm = 130000;
    g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, HUFU_EDIT_OK);
  }
  return basket;
}

HufuRedemption
hufu_books_make_redemption (HufuBooks *books, HufuTestVoucher which, gint64 amount_minor,
                            HufuBasket *basket)
{
  return (HufuRedemption){
      .use_id = hufu_host_make_id (hufu_test_host_get (books->world)),
      .cti = hufu_books_cti (which),
      .generation = 1,
      .amount_minor = amount_minor,
      .staff_id = books->staff_id,
      .now_utc_us = hufu_host_utc_us (hufu_db_get_host (books->db)),
      .undo_window_us = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC,
      .basket = basket,
  };
}

HufuReason
hufu_books_redeem (HufuBooks *books, HufuTestVoucher which, gint64 amount_minor,
                   HufuBasket **basket, HufuId *ret_use_id)
{
  HufuRedemption redemption = hufu_books_make_redemption (books, which, amount_minor, *basket);
  g_autoptr (GError) error = NULL;
  HufuBasket *after = NULL;
  HufuReason reason;

  g_assert_true (hufu_use_redeem_held (books->db, &redemption, &reason, &after, &error));
  g_assert_no_error (error);
  g_assert_true ((after != NULL) == hufu_reason_accepts (reason));
  if (after != NULL) {
    hufu_basket_free (*basket);
    *basket = after;
  }
  if (ret_use_id != NULL)
    *ret_use_id = redemption.use_id;
  return reason;
}

HufuFinish
hufu_books_make_finish (HufuBooks *books)
{
  return (HufuFinish){
      .staff_id = books->staff_id,
      .shift_id = books->shift.shift_id,
      .business_day = HUFU_TEST_DAY,
      .receipt =
          {
              .shop_en = "Hufu shop",
              .shop_zh = "虎符小店",
              .clerk_label = "03",
              .local_time = "2026-01-05 09:00",
              .open_drawer = TRUE,
          },
      .lang = HUFU_LANG_ZH,
      .print = TRUE,
  };
}

void
hufu_books_finish (HufuBooks *books, HufuBasket *basket, HufuFinished *ret_finished)
{
  HufuFinish finish = hufu_books_make_finish (books);
  g_autoptr (GError) error = NULL;
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  if (totals.due_minor > 0)
    g_assert_cmpint (hufu_basket_pay_cash (basket, 100000, 10, HUFU_ROUND_HALF_UP), ==,
                     HUFU_EDIT_OK);
  g_assert_true (hufu_sale_finish (books->db, basket, &finish, ret_finished, &error));
  g_assert_no_error (error);
}

gint64
hufu_books_count (HufuBooks *books, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  g_assert_true (hufu_sql_get_int (books->db, &error, 0, &count, sql, NULL, 0));
  g_assert_no_error (error);
  return count;
}

void
hufu_books_tamper (HufuBooks *books, const char *sql)
{
  sqlite3 *handle = NULL;

  g_clear_pointer (&books->db, hufu_db_close);
  g_assert_cmpint (sqlite3_open (books->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  hufu_books_reopen (books);
}

/* --- what is accepted without its right --- */

void
hufu_books_trust (HufuBooks *books, const HufuKeyPair *platform)
{
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  g_autofree char *kid_text = NULL, *body = NULL;
  g_autofree char *key_text = hufu_base64url_encode (platform->public_key, 32);
  g_autoptr (GError) error = NULL;

  hufu_token_make_kid (platform->public_key, kid);
  kid_text = hufu_base64url_encode (kid, sizeof kid);
  body = g_strdup_printf ("{\"version\":1,\"keys\":[],\"platform_keys\":[{\"kid\":\"%s\","
                          "\"public_key\":\"%s\"}],\"tls_pins\":[]}",
                          kid_text, key_text);
  g_assert_true (hufu_trust_store (books->db, 1, body, &error));
  g_assert_no_error (error);
}

void
hufu_books_ask_limits (HufuBooks *books, const char *body, HufuKeyPair *signer)
{
  guint8 kid[HUFU_TOKEN_KID_BYTES] = {0}, signature[HUFU_SIGNATURE_BYTES] = {0};
  g_autofree char *message = g_strconcat ("HUFUP1", body, NULL);
  g_autofree char *kid_text = NULL, *signature_text = NULL, *policy = NULL;
  json_auto_t *unleased = NULL;
  g_autoptr (GError) error = NULL;

  if (signer != NULL) {
    hufu_token_make_kid (signer->public_key, kid);
    hufu_crypto_sign (signer, (const guint8 *)message, strlen (message), signature);
  }
  kid_text = hufu_base64url_encode (kid, sizeof kid);
  signature_text = hufu_base64url_encode (signature, sizeof signature);
  unleased = json_pack ("{s:{s:s, s:s, s:s}}", "unleased", "body", body, "kid", kid_text,
                        "signature", signature_text);
  policy = json_dumps (unleased, JSON_COMPACT);
  g_assert_true (HUFU_RUN (books->db, &error,
                           "INSERT INTO policy (one, body) VALUES (1, ?)"
                           " ON CONFLICT (one) DO UPDATE SET body = excluded.body",
                           SQL_TEXT (policy)));
}

gint64
hufu_books_balance (HufuBooks *books, const char *account)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT sum (debit_minor - credit_minor) FROM ledger_entry WHERE account = '%s'", account);

  return hufu_books_count (books, g_intern_string (sql));
}

static gint64
count (HufuDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 0;

  g_assert_true (hufu_sql_get_int (db, &error, 0, &value, sql, NULL, 0));
  g_assert_no_error (error);
  return value;
}

void
hufu_books_assert_whole (HufuDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  guint64 rows, bad_seq;

  g_assert_true (hufu_journal_verify (db, &rows, &bad_seq, &what, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (what, ==, "");
  g_assert_cmpint (count (db, "SELECT count(*) FROM (SELECT journal_no FROM ledger_entry"
                              " GROUP BY journal_no, currency"
                              " HAVING sum (debit_minor) <> sum (credit_minor))"),
                   ==, 0);
  g_assert_cmpint (count (db, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
  /* Of a right that was granted and has not gone elsewhere since: what is left and what was used is
   * what it was worth. */
  g_assert_cmpint (
      count (db, "SELECT count(*) FROM credited c JOIN voucher USING (cti, generation)"
                 " JOIN voucher_terms v USING (terms_no)"
                 " WHERE c.hop = 0 AND NOT EXISTS (SELECT 1 FROM past_incarnation)"
                 " AND (c.platform_epoch, c.counter) >"
                 "  (SELECT fence_platform_epoch, fence_counter FROM terminal)"
                 " AND NOT EXISTS (SELECT 1 FROM tombstone t WHERE t.cti = c.cti"
                 "  AND t.generation = c.generation AND t.k = c.k"
                 "  AND (t.platform_epoch, t.counter) >= (c.platform_epoch, c.counter))"
                 " AND v.value_minor <>"
                 " coalesce ((SELECT e.remaining_minor FROM entitlement e WHERE e.cti = c.cti"
                 "  AND e.generation = c.generation AND e.k = c.k), 0)"
                 " + coalesce ((SELECT sum (u.amount_minor) FROM voucher_use u"
                 "  WHERE u.cti = c.cti AND u.generation = c.generation AND u.k = c.k"
                 "  AND u.state = 'redeemed' AND u.reason IN ('R00', 'R02')), 0)"),
      ==, 0);
  /* Suspense is what the voucher tenders of unfinished sales are worth. */
  g_assert_cmpint (
      count (db, "SELECT coalesce ((SELECT sum (credit_minor - debit_minor) FROM ledger_entry"
                 " WHERE account = 'voucher_suspense'), 0)"
                 " - coalesce ((SELECT sum (t.amount_minor) FROM sale_tender t"
                 " JOIN sale s USING (sale_no) JOIN voucher_use u ON u.use_id = t.use_id"
                 " WHERE s.state IN ('open', 'held') AND u.state IN ('redeemed', 'undoing')), 0)"),
      ==, 0);
}

/* Kept with the others of the books: sweeps describe them thousands of times. */
static sqlite3_stmt *
find_statement (HufuDb *db, const char *table)
{
  g_autofree char *text = g_strdup_printf ("SELECT * FROM %s ORDER BY 1, 2", table);
  const char *sql = g_intern_string (text);
  sqlite3_stmt *statement = g_hash_table_lookup (db->statements, sql);

  if (statement != NULL)
    return statement;
  g_assert (sqlite3_prepare_v2 (db->handle, sql, -1, &statement, NULL) == SQLITE_OK);
  g_hash_table_insert (db->statements, (gpointer)(guintptr)sql, statement);
  return statement;
}

/* "terminal 8cea4747e2475a7b\n" */
static void
add_table (GString *text, HufuDb *db, const char *table)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *statement = find_statement (db, table);

  while (sqlite3_step (statement) == SQLITE_ROW)
    for (int column = 0; column < sqlite3_column_count (statement); column++) {
      const void *bytes = sqlite3_column_blob (statement, column);

      g_checksum_update (sum, (const guchar *)"|", 1);
      if (bytes != NULL)
        g_checksum_update (sum, bytes, sqlite3_column_bytes (statement, column));
    }
  g_assert (sqlite3_reset (statement) == SQLITE_OK);
  g_string_append_printf (text, "%s %.16s\n", table, g_checksum_get_string (sum));
}

char *
hufu_books_describe (HufuDb *db, const char *const *except)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuRows) tables = HUFU_QUERY (db, &error,
                                            "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                            " AND name NOT LIKE 'sqlite%' ORDER BY name");
  guint n = 0;

  for (; hufu_rows_next (tables, &error) > 0; n++)
    if (except == NULL || !g_strv_contains (except, hufu_rows_text (tables, 0)))
      add_table (text, db, hufu_rows_text (tables, 0));
  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 20);
  return g_string_free (text, FALSE);
}

HufuUndo
hufu_books_make_undo (HufuBooks *books, const HufuId *use_id)
{
  return (HufuUndo){.use_id = *use_id,
                    .staff_id = books->staff_id,
                    .now_utc_us = hufu_host_utc_us (hufu_db_get_host (books->db))};
}

HufuReason
hufu_books_undo (HufuBooks *books, const HufuId *use_id, HufuBasket **basket)
{
  const HufuUndo wanted = hufu_books_make_undo (books, use_id);
  g_autoptr (GError) error = NULL;
  HufuBasket *after = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  g_assert_true (hufu_use_undo (books->db, &wanted, &reason, &after, &error));
  g_assert_no_error (error);
  if (after != NULL) {
    hufu_basket_free (*basket);
    *basket = after;
  }
  hufu_books_assert_whole (books->db);
  return reason;
}
