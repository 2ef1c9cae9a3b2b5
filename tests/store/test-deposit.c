/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Orders with a deposit. A story is a word of one letter a step; the books are closed and opened
 * between all of them. Of each story it was worked out by hand what stands in the accounts then:
 * three lines of 12.90 are ordered, so the goods cost 38.70.
 */
#include <string.h>

#include "store/deposit.h"
#include "store/payment.h"
#include "store/today.h"
#include "tests/store/books.h"

#define CASH_MINOR 1000
#define WALLET_MINOR 2000
#define CARD_MINOR 500

typedef struct {
  HufuBooks *books;
  HufuBasket *basket; /* as the last act left it */
  HufuId sale_id, wallet_id;
  gint64 float_minor;
} Till;

static const HufuId manager_id = {{0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1}};

static void
add_manager (HufuBooks *books)
{
  hufu_books_tamper (books, "INSERT INTO staff (staff_id, no, name_en, name_zh, role, pin_hash,"
                            " failed) VALUES (X'00000000000040008000000000000001', '01', 'Zhou',"
                            " '周', 'manager', '$x', 3)");
}

static gint64
drawer_and_safe (HufuBooks *books)
{
  return hufu_books_balance (books, "cash") + hufu_books_balance (books, "safe") +
         hufu_books_balance (books, "cash_difference");
}

static void
till_begin (Till *till)
{
  till->books = hufu_books_new (1);
  add_manager (till->books);
  till->basket = hufu_books_make_basket (till->books, 3);
  till->sale_id = till->basket->id;
  till->float_minor = drawer_and_safe (till->books);
}

static void
till_end (Till *till)
{
  hufu_basket_free (till->basket);
  hufu_books_free (till->books);
}

static void
take_basket (Till *till, HufuBasket *basket)
{
  hufu_basket_free (till->basket);
  till->basket = basket;
}

static HufuId
make_id (Till *till)
{
  return hufu_host_make_id (hufu_test_host_get (till->books->world));
}

static gboolean
load (Till *till, GError **error)
{
  take_basket (till, hufu_sale_load (till->books->db, &till->sale_id, error));
  return till->basket != NULL;
}

static gboolean
take_cash (Till *till, gint64 cash_minor, GError **error)
{
  HufuFinish how = hufu_books_make_finish (till->books);
  const HufuDepositTake take = {.deposit_id = make_id (till),
                                .staff_id = till->books->staff_id,
                                .name = "cake",
                                .cash_minor = cash_minor,
                                .increment_minor = 10,
                                .receipt = how.receipt,
                                .print = TRUE};
  g_auto (HufuDepositDone) done = {{0}};

  return hufu_deposit_take (till->books->db, till->basket, &take, &done, error) &&
         load (till, error);
}

static gboolean
cancel (Till *till, HufuDepositState state, const HufuId *approved_by, GError **error)
{
  HufuFinish how = hufu_books_make_finish (till->books);
  const HufuDepositCancel facts = {.sale_id = till->sale_id,
                                   .staff_id = till->books->staff_id,
                                   .state = state,
                                   .reason = HUFU_VOID_CUSTOMER,
                                   .approved_by = *approved_by,
                                   .receipt = how.receipt,
                                   .print = TRUE};
  g_auto (HufuDepositDone) done = {{0}};

  return hufu_deposit_cancel (till->books->db, &facts, &done, error);
}

static gboolean
pay (Till *till, HufuTenderKind kind, gint64 amount_minor, GError **error)
{
  static char request[] = "{\"x\":1}";
  HufuPayment payment = {.payment_id = make_id (till),
                         .sale_id = till->sale_id,
                         .staff_id = till->books->staff_id,
                         .kind = kind,
                         .way = kind == HUFU_TENDER_CARD ? HUFU_PAYMENT_BY_TERMINAL
                                                         : HUFU_PAYMENT_BY_CODE,
                         .amount_minor = amount_minor,
                         .request = kind == HUFU_TENDER_CARD ? NULL : request};
  const HufuPaymentAnswer answer = {
      .payment_id = payment.payment_id, .state = HUFU_PAYMENT_PAID, .paid_minor = amount_minor};
  HufuBasket *basket = NULL;

  if (!hufu_payment_ask (till->books->db, &payment, till->basket, &basket, error))
    return FALSE;
  take_basket (till, basket);
  if (kind == HUFU_TENDER_WALLET)
    till->wallet_id = payment.payment_id;
  if (!hufu_payment_answer (till->books->db, &answer, &basket, error))
    return FALSE;
  take_basket (till, basket);
  return TRUE;
}

/* The wallet has nothing of it any more: by itself, or as it was asked to. */
static gboolean
take_back (Till *till, GError **error)
{
  const HufuPaymentAnswer answer = {.payment_id = till->wallet_id, .state = HUFU_PAYMENT_REVERSED};

  return hufu_payment_answer (till->books->db, &answer, NULL, error);
}

static gboolean
next_shift (Till *till, GError **error)
{
  HufuClose close = {.staff_id = till->books->staff_id,
                     .tolerance_minor = HUFU_MONEY_MAX_MINOR,
                     .facts = {.shop_en = "", .shop_zh = ""}};
  g_auto (HufuClosed) closed = {0};

  return hufu_shift_close (till->books->db, &close, &closed, error) &&
         hufu_shift_open (till->books->db, &till->books->staff_id, HUFU_TEST_DAY, 0,
                          &till->books->shift, error);
}

/* Somebody's mistake: the deposit is not on the sale that is stored. */
static gboolean
forget (Till *till, GError **error)
{
  g_autoptr (HufuBasket) basket = hufu_basket_copy (till->basket);

  g_ptr_array_set_size (basket->tenders, 0);
  return hufu_sale_save (till->books->db, basket, HUFU_SALE_HELD, error);
}

static gboolean
step (Till *till, char letter, GError **error)
{
  g_auto (HufuFinished) finished = {{0}};
  HufuDb *db = till->books->db;

  switch (letter) {
  case 'd':
    return take_cash (till, CASH_MINOR, error);
  case 'D': /* of what cards and wallets took */
    return take_cash (till, 0, error);
  case 'L': /* more than the goods cost */
    return take_cash (till, 4000, error);
  case 'w':
    return pay (till, HUFU_TENDER_WALLET, WALLET_MINOR, error);
  case 'c':
    return pay (till, HUFU_TENDER_CARD, CARD_MINOR, error);
  case 'o': /* the customer is back */
    return load (till, error) && hufu_sale_save (db, till->basket, HUFU_SALE_OPEN, error);
  case 'f': /* the rest in cash */
    hufu_books_finish (till->books, till->basket, &finished);
    return TRUE;
  case 'b':
    return cancel (till, HUFU_DEPOSIT_RETURNED, &manager_id, error);
  case 'k':
    return cancel (till, HUFU_DEPOSIT_KEPT, &manager_id, error);
  case 'K': /* by a clerk alone */
    return cancel (till, HUFU_DEPOSIT_KEPT, &till->books->staff_id, error);
  case '0':
    return take_back (till, error);
  case 'z':
    return next_shift (till, error);
  case 'v':
    return hufu_sale_void (db, &till->sale_id, &till->books->staff_id, HUFU_VOID_MISTAKE, error);
  case 'r':
    return hufu_payment_reverse (db, &till->wallet_id, &till->books->staff_id, HUFU_VOID_MISTAKE,
                                 NULL, error);
  case 'x':
    return forget (till, error);
  default:
    g_assert_not_reached ();
  }
}

/* What is in the drawer is what the shift expects there. */
static void
assert_drawer (Till *till)
{
  g_autoptr (GError) error = NULL;
  HufuShiftReport report;

  g_assert_true (hufu_shift_report_load (till->books->db, &report, &error));
  g_assert_cmpint (hufu_shift_report_expected_minor (&report), ==,
                   hufu_books_balance (till->books, "cash"));
  g_assert_cmpint (report.deposits_held.sum_minor, ==,
                   -hufu_books_balance (till->books, "customer_deposit"));
}

static gboolean
play (Till *till, const char *story, GError **error)
{
  for (const char *letter = story; *letter != '\0'; letter++) {
    gboolean done = step (till, *letter, error);

    hufu_books_assert_whole (till->books->db);
    hufu_books_reopen (till->books);
    if (!done)
      return FALSE;
    assert_drawer (till);
  }
  return TRUE;
}

/* Debits less credits. */
typedef struct {
  const char *name, *story;
  gint64 cash, clearing, suspense, deposit, kept, sold, loss;
} Row;

static const Row rows[] = {
    {"cash", "d", 1000, 0, 0, -1000, 0, 0, 0},
    {"cash-and-fetched", "dof", 3870, 0, 0, 0, 0, -3870, 0},
    {"twice", "dd", 2000, 0, 0, -2000, 0, 0, 0},
    {"twice-and-fetched", "ddof", 3870, 0, 0, 0, 0, -3870, 0},
    {"wallet", "wD", 0, 2000, 0, -2000, 0, 0, 0},
    {"wallet-not-yet-a-deposit", "w", 0, 2000, -2000, 0, 0, 0, 0},
    {"wallet-and-fetched", "wDof", 1870, 2000, 0, 0, 0, -3870, 0},
    {"split", "wcd", 1000, 2500, 0, -3500, 0, 0, 0},
    {"split-and-fetched", "wcdof", 1370, 2500, 0, 0, 0, -3870, 0},
    {"balance-by-card", "docof", 3370, 500, 0, 0, 0, -3870, 0},
    {"another-shift", "dz", 1000, 0, 0, -1000, 0, 0, 0},
    {"fetched-in-another-shift", "dzof", 3870, 0, 0, 0, 0, -3870, 0},
    {"given-back", "db", 0, 0, 0, 0, 0, 0, 0},
    {"given-back-in-another-shift", "dzb", 0, 0, 0, 0, 0, 0, 0},
    {"given-back-while-open", "dob", 0, 0, 0, 0, 0, 0, 0},
    {"wallet-asked-to-give-back", "wdb", 0, 2000, -2000, 0, 0, 0, 0},
    {"wallet-gave-back", "wdb0", 0, 0, 0, 0, 0, 0, 0},
    {"card-to-be-reversed", "cDb", 0, 500, -500, 0, 0, 0, 0},
    {"twice-given-back", "dcdb", 0, 500, -500, 0, 0, 0, 0},
    {"kept", "dk", 1000, 0, 0, 0, -1000, 0, 0},
    {"wallet-kept", "wDk", 0, 2000, 0, 0, -2000, 0, 0},
    {"wallet-took-it-back", "wD0", 0, 0, 0, -2000, 0, 0, 2000},
    {"wallet-took-it-back-and-fetched", "wD0of", 1870, 0, 0, 0, 0, -3870, 2000},
    {"wallet-took-it-back-and-off", "wD0b", 0, 0, 0, 0, 0, 0, 0},
};

static void
check (gconstpointer data)
{
  const Row *row = data;
  Till till = {0};
  g_autoptr (GError) error = NULL;
  HufuBooks *books;

  till_begin (&till);
  books = till.books;
  play (&till, row->story, &error);
  g_assert_no_error (error);
  g_assert_cmpint (drawer_and_safe (books) - till.float_minor, ==, row->cash);
  g_assert_cmpint (hufu_books_balance (books, "wallet_clearing") +
                       hufu_books_balance (books, "card_clearing"),
                   ==, row->clearing);
  g_assert_cmpint (hufu_books_balance (books, "payment_suspense"), ==, row->suspense);
  g_assert_cmpint (hufu_books_balance (books, "customer_deposit"), ==, row->deposit);
  g_assert_cmpint (hufu_books_balance (books, "deposit_kept"), ==, row->kept);
  g_assert_cmpint (hufu_books_balance (books, "revenue") + hufu_books_balance (books, "output_tax"),
                   ==, row->sold);
  g_assert_cmpint (hufu_books_balance (books, "payment_loss"), ==, row->loss);
  till_end (&till);
}

/* What is refused, and that it leaves all as it was. */
static void
test_refused (void)
{
  static const struct {
    const char *story, *then;
  } refused[] = {
      {"", "b"},    {"", "D"},   {"", "L"},   {"d", "v"},   {"d", "x"},  {"d", "D"}, {"dd", "L"},
      {"dof", "b"}, {"db", "b"}, {"dk", "b"}, {"dof", "d"}, {"wD", "r"}, {"d", "K"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *before = NULL, *after = NULL;
    g_autoptr (GError) error = NULL;
    Till till = {0};

    g_test_message ("%s, then %s", refused[i].story, refused[i].then);
    till_begin (&till);
    g_assert_true (hufu_sale_save (till.books->db, till.basket, HUFU_SALE_OPEN, &error));
    play (&till, refused[i].story, &error);
    g_assert_no_error (error);
    before = hufu_books_describe (till.books->db, NULL);
    g_assert_false (play (&till, refused[i].then, &error));
    g_assert_nonnull (error);
    after = hufu_books_describe (till.books->db, NULL);
    g_assert_cmpstr (before, ==, after);
    till_end (&till);
  }
}

/* Of what the customer has in hand, and what the till tells of it. */
static void
test_told (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  Till till = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) held = NULL, list = NULL;
  g_autoptr (HufuDeposit) second = NULL, third = NULL;
  g_autoptr (HufuToday) today = NULL;
  g_auto (HufuDepositDone) copy = {{0}};
  g_autofree char *slip = NULL;
  HufuShiftReport report;

  till_begin (&till);
  play (&till, "cdd", &error);
  g_assert_no_error (error);
  held = hufu_deposit_list_held (till.books->db, &till.sale_id, &error);
  g_assert_cmpuint (held->len, ==, 2);
  second = hufu_deposit_find (till.books->db, 2, &error);
  g_assert_cmpstr (second->name, ==, "cake");
  g_assert_cmpint (second->amount_minor, ==, CASH_MINOR);
  g_assert_true (hufu_id_equal (&second->sale_id, &till.sale_id));
  third = hufu_deposit_find (till.books->db, 3, &error);
  g_assert_null (third);
  list = hufu_sale_list_held (till.books->db, &error);
  g_assert_cmpint (((const HufuHeldSale *)list->pdata[0])->deposit_minor, ==, 2500);
  g_assert_true (hufu_deposit_reprint (till.books->db, &till.sale_id, &copy, &error));
  slip = hufu_receipt_to_text (copy.document);
  g_assert_nonnull (strstr (slip, "COPY"));
  g_assert_nonnull (strstr (slip, "001-01-D0002"));
  g_assert_true (hufu_shift_report_load (till.books->db, &report, &error));
  g_assert_cmpint (report.deposits_taken[HUFU_TENDER_CASH].n, ==, 2);
  g_assert_cmpint (report.deposits_taken[HUFU_TENDER_CASH].sum_minor, ==, 2000);
  g_assert_cmpint (report.deposits_taken[HUFU_TENDER_CARD].sum_minor, ==, CARD_MINOR);
  g_assert_cmpint (report.sales.n, ==, 0);
  g_assert_cmpint (report.tax_minor, ==, 0);
  g_assert_cmpint (report.ahead_minor, ==, 0);
  play (&till, "b", &error);
  g_assert_no_error (error);
  g_assert_true (hufu_shift_report_load (till.books->db, &report, &error));
  g_assert_cmpint (report.deposits_returned[HUFU_TENDER_CASH].sum_minor, ==, 2000);
  today = hufu_today_load (till.books->db, utc, &error);
  g_assert_cmpint (today->deposits[HUFU_DEPOSIT_HELD].n, ==, 2);
  g_assert_cmpint (today->deposits[HUFU_DEPOSIT_HELD].sum_minor, ==, 2500);
  g_assert_cmpint (today->deposits[HUFU_DEPOSIT_RETURNED].sum_minor, ==, 2500);
  g_assert_cmpint (today->n_voided, ==, 1);
  till_end (&till);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/store/deposit/%s", rows[i].name);

    g_test_add_data_func (path, &rows[i], check);
  }
  g_test_add_func ("/store/deposit/refused", test_refused);
  g_test_add_func ("/store/deposit/told", test_told);
  return g_test_run ();
}
