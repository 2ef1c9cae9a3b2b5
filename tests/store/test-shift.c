/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shift from its float to its Z, and what comes after. */
#include <string.h>

#include "store/print-store.h"
#include "store/shift.h"
#include "store/sql.h"
#include "tests/store/books.h"

static const HufuId manager_id = {{0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1}};

static void
add_manager (HufuBooks *books)
{
  hufu_books_tamper (books, "INSERT INTO staff (staff_id, no, name_en, name_zh, role, pin_hash,"
                            " failed) VALUES (X'00000000000040008000000000000001', '01', 'Zhou',"
                            " '周', 'manager', '$x', 3)");
}

static void
assert_refused (gboolean done, GError **error, HufuStoreError code)
{
  g_assert_false (done);
  g_assert_error (*error, HUFU_STORE_ERROR, (gint)code);
  g_clear_error (error);
}

static void
sell (HufuBooks *books, guint n_lines)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, n_lines);
  g_auto (HufuFinished) finished = {{0}};

  hufu_books_finish (books, basket, &finished);
}

static HufuCashMove
make_move (HufuBooks *books, HufuCashKind kind, const char *reason, const char *note,
           gint64 amount_minor)
{
  return (HufuCashMove){
      .staff_id = books->staff_id,
      .kind = kind,
      .reason = reason,
      .note = note,
      .amount_minor = amount_minor,
      .slip = {.shop_en = "Shop", .shop_zh = "店", .clerk_label = "Lin", .local_time = "12:00"},
      .print = TRUE};
}

static void
move (HufuBooks *books, HufuCashKind kind, const char *reason, const char *note,
      gint64 amount_minor)
{
  const HufuCashMove cash = make_move (books, kind, reason, note, amount_minor);
  g_autoptr (HufuReceipt) slip = NULL;
  g_autoptr (GError) error = NULL;
  HufuId job_id;

  g_assert_true (hufu_cash_move (books->db, &cash, &job_id, &slip, &error));
  g_assert_no_error (error);
  g_assert_cmpint (((HufuBlock *)g_ptr_array_index (slip->blocks, 0))->kind, ==, HUFU_BLOCK_DRAWER);
}

static HufuClose
make_close (HufuBooks *books, gint64 yuan)
{
  HufuClose close = {.staff_id = books->staff_id,
                     .tolerance_minor = HUFU_CASH_TOLERANCE_MINOR,
                     .facts = {.shop_en = "Shop",
                               .shop_zh = "店",
                               .opened_by = "Lin",
                               .opened_time = "09:00",
                               .clerk_label = "Lin",
                               .local_time = "18:00"},
                     .print = TRUE};

  close.count.pieces[0] = (guint32)(yuan / 100);
  close.count.pieces[5] = (guint32)(yuan % 100);
  return close;
}

static void
close_well (HufuBooks *books, const HufuClose *close, HufuClosed *closed)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_shift_close (books->db, close, closed, &error));
  g_assert_no_error (error);
  g_assert_true (closed->closed);
  hufu_books_assert_whole (books->db);
}

static void
open_next (HufuBooks *books, gint64 float_minor)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_shift_open (books->db, &books->staff_id, HUFU_TEST_DAY, float_minor,
                                  &books->shift, &error));
  g_assert_no_error (error);
}

/* "drawer = float + in - out": the ledger's cash and the report's expected cash are one figure. */
static void
assert_expected (HufuBooks *books, gint64 expected_minor)
{
  HufuShiftReport report;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_shift_report_load (books->db, &report, &error));
  g_assert_cmpint (hufu_shift_report_expected_minor (&report), ==, expected_minor);
  g_assert_cmpint (hufu_books_balance (books, "cash"), ==, expected_minor);
}

static gint64
count_kind (HufuBooks *books, const char *kind)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM journal WHERE kind = '%s'", kind);

  return hufu_books_count (books, sql);
}

/* ---- the drawer ---- */

static void
test_moves (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;

  assert_expected (books, 20000);
  move (books, HUFU_CASH_IN, "change", NULL, 5000);
  move (books, HUFU_CASH_OUT, "expense", "Tape", 1250);
  move (books, HUFU_CASH_OUT, "safe", "", 10000);
  move (books, HUFU_CASH_NO_SALE, "check", "", 0);
  sell (books, 3);
  assert_expected (books, 20000 + 5000 - 1250 - 10000 + 3870);
  g_assert_cmpint (hufu_books_balance (books, "safe"), ==, -20000 - 5000 + 10000);
  g_assert_cmpint (hufu_books_balance (books, "petty_expense"), ==, 1250);
  g_assert_cmpint (count_kind (books, "cash.moved"), ==, 3);
  g_assert_cmpint (count_kind (books, "drawer.opened"), ==, 1);
  jobs = hufu_print_list_waiting (books->db, &error);
  g_assert_cmpuint (jobs->len, ==, 5); /* each has its slip, and the sale its receipt */
  hufu_books_assert_whole (books->db);
}

static void
test_bad_moves (void)
{
  enum { MOST = HUFU_CASH_MOVE_MAX_MINOR };
  static const struct {
    HufuCashKind kind;
    const char *reason, *note;
    gint64 amount_minor;
  } rows[] = {
      {HUFU_CASH_IN, "change", "", 0},          {HUFU_CASH_IN, "change", "", -1},
      {HUFU_CASH_IN, "nothing", "", 100},       {HUFU_CASH_OUT, "expense", "", 100},
      {HUFU_CASH_OUT, "safe", "a\nb", 100},     {HUFU_CASH_NO_SALE, "safe", "", 0},
      {HUFU_CASH_IN, "change", "", G_MAXINT64}, {HUFU_CASH_OUT, "safe", "", MOST + 1},
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  gint64 before = hufu_books_count (books, "SELECT last_seq FROM terminal");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HufuCashMove cash =
        make_move (books, rows[i].kind, rows[i].reason, rows[i].note, rows[i].amount_minor);
    HufuReceipt *slip = NULL;
    g_autoptr (GError) error = NULL;
    HufuId job_id;

    assert_refused (hufu_cash_move (books->db, &cash, &job_id, &slip, &error), &error,
                    HUFU_STORE_ERROR_INVALID);
  }
  g_assert_cmpint (hufu_books_count (books, "SELECT last_seq FROM terminal"), ==, before);
}

/* A refusal would tell what is in the drawer before it is counted. */
static void
test_more_out_than_in (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  move (books, HUFU_CASH_OUT, "safe", "", 30000);
  assert_expected (books, -10000);
}

/* A float is no sum that nobody has, but for what was left and is there. */
static void
test_float_limit (void)
{
  const gint64 too_much_minor = HUFU_CASH_MOVE_MAX_MINOR + 10000;
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuClose close = make_close (books, too_much_minor / 100);
  g_auto (HufuClosed) closed = {0};
  g_autoptr (GError) error = NULL;
  HufuShift shift;

  move (books, HUFU_CASH_IN, "change", "", HUFU_CASH_MOVE_MAX_MINOR);
  move (books, HUFU_CASH_OUT, "safe", "", 20000 - 10000);
  close.handover = TRUE;
  close_well (books, &close, &closed);
  assert_refused (hufu_shift_open (books->db, &books->staff_id, HUFU_TEST_DAY, too_much_minor + 1,
                                   &shift, &error),
                  &error, HUFU_STORE_ERROR_INVALID);
  open_next (books, too_much_minor);
}

/* ---- closing ---- */

static void
test_close (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuClose close = make_close (books, 238);
  g_auto (HufuClosed) closed = {0};
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;
  HufuShift shift;

  sell (books, 3); /* 38.70: 0.70 is missing of 238.70, which is within the tolerance */
  close_well (books, &close, &closed);
  g_assert_cmpstr (closed.z_no, ==, "001-01-Z0001");
  g_assert_cmpint (closed.expected_minor, ==, 23870);
  g_assert_cmpint (closed.counted_minor, ==, 23800);
  g_assert_cmpint (hufu_books_balance (books, "cash"), ==, 0);
  g_assert_cmpint (hufu_books_balance (books, "safe"), ==, 3800);
  g_assert_cmpint (hufu_books_balance (books, "cash_difference"), ==, 70);
  jobs = hufu_print_list_waiting (books->db, &error);
  g_assert_cmpuint (jobs->len, ==, 2);
  g_assert_true (hufu_shift_load (books->db, &shift, &error));
  g_assert_false (shift.open);
  g_assert_cmpstr (shift.last_z_no, ==, "001-01-Z0001");
  g_assert_cmpint (shift.left_minor, ==, 0);
}

/* After it there is nothing to sell in, move cash in, ask of, or close. */
static void
test_closed_is_closed (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  const HufuClose close = make_close (books, 200);
  const HufuCashMove cash = make_move (books, HUFU_CASH_IN, "change", "", 100);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  HufuFinish finish = hufu_books_make_finish (books);
  g_auto (HufuClosed) closed = {0}, again = {0};
  g_auto (HufuFinished) finished = {{0}};
  HufuReceipt *slip = NULL;
  HufuShiftReport report;
  g_autoptr (GError) error = NULL;
  HufuId job_id;

  close_well (books, &close, &closed);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 1290, 1, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  assert_refused (hufu_sale_finish (books->db, basket, &finish, &finished, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  assert_refused (hufu_cash_move (books->db, &cash, &job_id, &slip, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  assert_refused (hufu_shift_report_load (books->db, &report, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  assert_refused (hufu_shift_close (books->db, &close, &again, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  g_assert_cmpint (count_kind (books, "shift.closed"), ==, 1);
}

static void
test_z_never_changes (void)
{
  static const char *const statements[] = {
      "UPDATE shift SET counted_minor = 1",
      "UPDATE shift SET document = ''",
      "UPDATE shift SET closed_utc_us = NULL",
      "DELETE FROM shift",
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  const HufuClose close = make_close (books, 200);
  g_auto (HufuClosed) closed = {0};
  g_autoptr (GError) error = NULL;

  assert_refused (hufu_sql_script (books->db, "UPDATE shift SET closed_utc_us = 1", &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  close_well (books, &close, &closed);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    assert_refused (hufu_sql_script (books->db, statements[i], &error), &error,
                    HUFU_STORE_ERROR_CONFLICT);
}

/* Beyond the tolerance: nothing is closed, and the count cannot be taken back. */
static void
test_beyond (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuClose close = make_close (books, 150);
  g_auto (HufuClosed) closed = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  add_manager (books);
  g_assert_true (hufu_shift_close (books->db, &close, &closed, &error));
  g_assert_false (closed.closed);
  g_assert_cmpint (closed.counted_minor - closed.expected_minor, ==, -5000);
  g_assert_cmpint (count_kind (books, "shift.counted"), ==, 1);
  assert_expected (books, 20000);
  close = make_close (books, 160);
  g_assert_true (hufu_shift_close (books->db, &close, &closed, &error));
  g_assert_false (closed.closed);
  close.reason = "unknown";
  assert_refused (hufu_shift_close (books->db, &close, &closed, &error), &error,
                  HUFU_STORE_ERROR_INVALID);
  close.approved_by = books->staff_id; /* no manager */
  assert_refused (hufu_shift_close (books->db, &close, &closed, &error), &error,
                  HUFU_STORE_ERROR_INVALID);
  close.approved_by = manager_id;
  close.reason = "other";
  close.note = "";
  assert_refused (hufu_shift_close (books->db, &close, &closed, &error), &error,
                  HUFU_STORE_ERROR_INVALID);
  close.note = "Left on the counter";
  close.facts.approved_by = "Zhou";
  close_well (books, &close, &closed);
  g_assert_cmpint (hufu_books_balance (books, "cash_difference"), ==, 4000);
  text = hufu_receipt_to_text (closed.document);
  g_assert_nonnull (strstr (text, "Times counted\t2"));
  g_assert_nonnull (strstr (text, "Difference at first\t-50.00"));
  g_assert_nonnull (strstr (text, "Left on the counter"));
  g_assert_nonnull (strstr (text, "Approved by\tZhou"));
  g_assert_cmpint (hufu_books_count (books, "SELECT failed FROM staff WHERE role = 'manager'"), ==,
                   0);
}

/* Whoever was told what is missing counts to the cent: a manager looks at that count too. The next
 * shift's first count is blind again. */
static void
test_fits_after_beyond (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuClose close = make_close (books, 150);
  g_auto (HufuClosed) closed = {0}, next = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  add_manager (books);
  g_assert_true (hufu_shift_close (books->db, &close, &closed, &error));
  close = make_close (books, 200);
  g_assert_true (hufu_shift_close (books->db, &close, &closed, &error));
  g_assert_false (closed.closed);
  g_assert_cmpint (closed.counted_minor, ==, closed.expected_minor);
  g_assert_cmpint (count_kind (books, "shift.counted"), ==, 2);
  close.reason = "unknown";
  close.approved_by = manager_id;
  close.facts.approved_by = "Zhou";
  close_well (books, &close, &closed);
  text = hufu_receipt_to_text (closed.document);
  g_assert_nonnull (strstr (text, "Difference\t0.00"));
  g_assert_nonnull (strstr (text, "Difference at first\t-50.00"));
  g_assert_nonnull (strstr (text, "Approved by\tZhou"));
  open_next (books, 20000);
  close = make_close (books, 200);
  close_well (books, &close, &next);
}

/* A reason that is not wanted is on no Z. */
static void
test_needless_reason (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuClose close = make_close (books, 200);
  g_auto (HufuClosed) closed = {0};
  g_autofree char *text = NULL;

  close.reason = "false-note";
  close.facts.approved_by = "Zhou";
  close_well (books, &close, &closed);
  text = hufu_receipt_to_text (closed.document);
  g_assert_null (strstr (text, "False note"));
  g_assert_null (strstr (text, "Zhou"));
}

/* Odoo 40053, 72720, 92004, 14098: closing is blocked by what is unsent, open or unknown. */
static void
test_closing_is_never_blocked (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) held = hufu_books_make_basket (books, 2);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3), asked = NULL;
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_CASH);
  HufuRedemption redemption;
  HufuUseAnswer answer;
  const HufuClose close = make_close (books, 200), next = make_close (books, 200);
  g_auto (HufuClosed) closed = {0}, later = {0};
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_sale_save (books->db, held, HUFU_SALE_HELD, &error));
  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error));
  redemption = hufu_books_make_redemption (books, HUFU_TEST_CASH, 2000, basket);
  g_assert_true (hufu_use_ask (books->db, &redemption, voucher, "{}", &asked, &error));
  close_well (books, &close, &closed);
  g_assert_cmpint (closed.report.n_held, ==, 2);
  g_assert_cmpint (closed.report.n_unknown, ==, 1);
  g_assert_cmpint (closed.report.n_unsent, >, 0);
  list = hufu_sale_list_held (books->db, &error);
  g_assert_cmpuint (list->len, ==, 1);

  /* The answer comes while no shift is open: it is of the one that follows, and said to be late. */
  hufu_test_host_advance_ms (books->world, 1000);
  answer = (HufuUseAnswer){.use_id = redemption.use_id,
                           .redeemed = TRUE,
                           .reason = HUFU_R01_OK_ONLINE,
                           .voucher = voucher,
                           .key = {voucher->cti, 1, 0},
                           .amount_minor = 2000};
  hufu_basket_free (g_steal_pointer (&asked));
  g_assert_true (hufu_use_answer (books->db, &answer, &asked, &error));
  hufu_test_host_advance_ms (books->world, 1000);
  open_next (books, 20000);
  close_well (books, &next, &later);
  g_assert_cmpint (closed.report.uses[HUFU_VOUCHER_CASH].n, ==, 0);
  g_assert_cmpint (later.report.uses[HUFU_VOUCHER_CASH].n, ==, 1);
  g_assert_cmpint (later.report.uses[HUFU_VOUCHER_CASH].sum_minor, ==, 2000);
  g_assert_cmpint (later.report.late.n, ==, 1);
}

/* Each shift has its own sums, and the numbers have no gaps. */
static void
test_one_after_another (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  for (guint i = 1; i <= 3; i++) {
    const HufuClose close = make_close (books, 200 + 13 * (gint64)i);
    g_auto (HufuClosed) closed = {0};
    g_autofree char *z_no = g_strdup_printf ("001-01-Z%04u", i);

    if (i > 1)
      open_next (books, 20000);
    for (guint sale = 0; sale < i; sale++)
      sell (books, 1);
    move (books, HUFU_CASH_NO_SALE, "change", "", 0);
    close_well (books, &close, &closed);
    g_assert_cmpstr (closed.z_no, ==, z_no);
    g_assert_cmpint (closed.report.sales.n, ==, i);
    g_assert_cmpint (closed.report.sales.sum_minor, ==, 1290 * i);
    g_assert_cmpint (hufu_shift_report_moves (&closed.report, HUFU_CASH_NO_SALE).n, ==, 1);
    g_assert_cmpint (closed.report.sales.sum_minor + closed.report.rounding_minor, ==,
                     closed.report.tenders[HUFU_TENDER_CASH].sum_minor +
                         closed.report.tenders[HUFU_TENDER_VOUCHER].sum_minor);
  }
}

/* What was counted stays in the drawer, and nothing goes to the safe and back. */
static void
test_handover (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuClose close = make_close (books, 213);
  g_auto (HufuClosed) closed = {0};
  g_autoptr (GError) error = NULL;
  HufuShift shift;

  sell (books, 1);
  close.handover = TRUE;
  close_well (books, &close, &closed);
  g_assert_cmpint (hufu_books_balance (books, "cash"), ==, 21300);
  g_assert_true (hufu_shift_load (books->db, &shift, &error));
  g_assert_cmpint (shift.left_minor, ==, 21300);
  open_next (books, 21300);
  assert_expected (books, 21300);
  g_assert_cmpint (hufu_books_balance (books, "safe"), ==, -20000);
}

static void
test_reprint (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  const HufuClose close = make_close (books, 200);
  g_auto (HufuClosed) closed = {0};
  g_autoptr (HufuReceipt) copy = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;
  HufuId job_id;

  assert_refused (hufu_shift_reprint_last (books->db, &job_id, &copy, &error), &error,
                  HUFU_STORE_ERROR_CONFLICT);
  close_well (books, &close, &closed);
  g_assert_true (hufu_shift_reprint_last (books->db, &job_id, &copy, &error));
  g_assert_cmpstr (((HufuBlock *)g_ptr_array_index (copy->blocks, 0))->left, ==, "COPY 副本");
  g_assert_cmpuint (copy->blocks->len, ==, closed.document->blocks->len + 1);
  jobs = hufu_print_list_waiting (books->db, &error);
  g_assert_cmpuint (jobs->len, ==, 2);
  g_assert_cmpstr (((HufuBlock *)g_ptr_array_index (
                        ((HufuPrintJob *)g_ptr_array_index (jobs, 1))->document->blocks, 0))
                       ->left,
                   ==, "COPY 副本");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/shift/moves", test_moves);
  g_test_add_func ("/store/shift/bad-moves", test_bad_moves);
  g_test_add_func ("/store/shift/more-out-than-in", test_more_out_than_in);
  g_test_add_func ("/store/shift/float-limit", test_float_limit);
  g_test_add_func ("/store/shift/close", test_close);
  g_test_add_func ("/store/shift/closed-is-closed", test_closed_is_closed);
  g_test_add_func ("/store/shift/z-never-changes", test_z_never_changes);
  g_test_add_func ("/store/shift/beyond", test_beyond);
  g_test_add_func ("/store/shift/fits-after-beyond", test_fits_after_beyond);
  g_test_add_func ("/store/shift/needless-reason", test_needless_reason);
  g_test_add_func ("/store/shift/closing-is-never-blocked", test_closing_is_never_blocked);
  g_test_add_func ("/store/shift/one-after-another", test_one_after_another);
  g_test_add_func ("/store/shift/handover", test_handover);
  g_test_add_func ("/store/shift/reprint", test_reprint);
  return g_test_run ();
}
