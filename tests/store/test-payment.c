/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Payments by card and wallet, in all the ways in which they go wrong. A story is a word of one
 * letter a step; the books are closed and opened between all of them, and every answer is told
 * twice: what is in them does not depend on it.
 */
#include <string.h>

#include "store/payment.h"
#include "tests/store/books.h"

#define ASKED_MINOR 2000 /* of the 38.70 of three lines */

static char request[] = "{\"x\":1}";

typedef struct {
  HufuBooks *books;
  HufuBasket *basket; /* as the last act answered */
  HufuId payment_id, sale_id;
} Till;

static void
till_begin (Till *till, HufuTenderKind kind)
{
  g_autoptr (HufuBasket) basket = NULL;
  g_autoptr (GError) error = NULL;
  HufuPayment payment = {.kind = kind, .amount_minor = ASKED_MINOR};

  till->books = hufu_books_new (1);
  basket = hufu_books_make_basket (till->books, 3);
  till->sale_id = basket->id;
  payment.payment_id = hufu_host_make_id (hufu_test_host_get (till->books->world));
  payment.sale_id = basket->id;
  payment.staff_id = till->books->staff_id;
  payment.way = kind == HUFU_TENDER_CARD ? HUFU_PAYMENT_BY_TERMINAL : HUFU_PAYMENT_BY_CODE;
  payment.request = kind == HUFU_TENDER_CARD ? NULL : request;
  till->payment_id = payment.payment_id;
  for (int i = 0; i < 2; i++) { /* the second time it is known */
    g_clear_pointer (&till->basket, hufu_basket_free);
    g_assert_true (hufu_payment_ask (till->books->db, &payment, basket, &till->basket, &error));
    g_assert_no_error (error);
  }
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

static gboolean
say (Till *till, HufuPaymentState state, gint64 paid_minor, GError **error)
{
  const HufuPaymentAnswer answer = {.payment_id = till->payment_id,
                                    .state = state,
                                    .refusal = state == HUFU_PAYMENT_REFUSED
                                                   ? HUFU_PAYMENT_REFUSAL_DECLINED
                                                   : HUFU_PAYMENT_REFUSAL_NONE,
                                    .paid_minor = paid_minor,
                                    .reference = "A1B2C3",
                                    .last_four = "1234"};

  for (int i = 0; i < 2; i++) {
    HufuBasket *basket = NULL;

    if (!hufu_payment_answer (till->books->db, &answer, &basket, error))
      return FALSE;
    take_basket (till, basket);
  }
  return TRUE;
}

static void
finish (Till *till)
{
  g_auto (HufuFinished) finished = {{0}};

  hufu_books_finish (till->books, till->basket, &finished);
  take_basket (till, NULL);
}

static gboolean
step (Till *till, char letter, GError **error)
{
  HufuDb *db = till->books->db;
  const HufuId *id = &till->payment_id, *staff = &till->books->staff_id;
  HufuBasket *basket = NULL;
  gboolean done = TRUE;

  switch (letter) {
  case 't': /* a try without an answer */
    return hufu_payment_count_try (db, id, error);
  case 'p':
    return say (till, HUFU_PAYMENT_PAYING, 0, error);
  case 'u':
    return say (till, HUFU_PAYMENT_UNKNOWN, 0, error);
  case 'y':
    return say (till, HUFU_PAYMENT_PAID, ASKED_MINOR, error);
  case 'Y': /* the customer paid twice */
    return say (till, HUFU_PAYMENT_PAID, 2 * ASKED_MINOR, error);
  case 'n':
    return say (till, HUFU_PAYMENT_REFUSED, 0, error);
  case '0': /* nothing of it is left */
    return say (till, HUFU_PAYMENT_REVERSED, 0, error);
  case 'f': /* the rest in cash */
    finish (till);
    return TRUE;
  case 'v':
    return hufu_sale_void (db, &till->sale_id, staff, HUFU_VOID_PAYMENT, error);
  case 's':
    return hufu_payment_see (db, id, staff, error);
  case 'a': /* the customer pays another way */
    done = hufu_payment_abandon (db, id, &basket, error);
    break;
  case 'r':
    done = hufu_payment_reverse (db, id, staff, HUFU_VOID_MISTAKE, &basket, error);
    break;
  default:
    g_assert_not_reached ();
  }
  if (done)
    take_basket (till, basket);
  return done;
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
  }
  return TRUE;
}

typedef struct {
  const char *name, *story;
  HufuPaymentState state;
  gboolean in_sale;
  guint amiss; /* is it in the list of what is to be looked at */
  gint64 clearing_minor, suspense_minor, loss_minor;
} Row;

#define ONCE ASKED_MINOR
#define TWICE (2 * ASKED_MINOR)

/* The wallet of the complaint "card charged twice" (7-field, group I: odoo PR 75246), and the rest
 * of what wallets do. */
static const Row wallets[] = {
    {"paid", "yf", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
    {"paid-sale-open", "y", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, -ONCE, 0},
    {"confirmed", "ppyf", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
    {"times-out-then-paid", "ttyf", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
    {"unknown-then-paid", "ututyf", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
    {"still-unknown", "tu", HUFU_PAYMENT_UNKNOWN, FALSE, 1, 0, 0, 0},
    {"refused", "n", HUFU_PAYMENT_REFUSED, FALSE, 0, 0, 0, 0},
    {"times-out-then-refused", "tnf", HUFU_PAYMENT_REFUSED, FALSE, 0, 0, 0, 0},
    {"paid-after-cash", "tafy", HUFU_PAYMENT_PAID, FALSE, 1, ONCE, -ONCE, 0},
    {"paid-after-cash-given-back", "tafyr0", HUFU_PAYMENT_REVERSED, FALSE, 0, 0, 0, 0},
    {"abandoned-then-closed", "tanf", HUFU_PAYMENT_REFUSED, FALSE, 0, 0, 0, 0},
    {"paid-after-void", "tvy", HUFU_PAYMENT_PAID, FALSE, 1, ONCE, -ONCE, 0},
    {"paid-after-void-given-back", "tvyr0", HUFU_PAYMENT_REVERSED, FALSE, 0, 0, 0, 0},
    {"paid-twice", "Yf", HUFU_PAYMENT_PAID, TRUE, 1, TWICE, -ONCE, 0},
    {"paid-twice-one-given-back", "Yfry", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
    {"paid-again-after-the-sale", "yfYry", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
    {"paid-twice-after-cash", "afYr0", HUFU_PAYMENT_REVERSED, FALSE, 0, 0, 0, 0},
    {"reversed-by-the-cashier", "yr", HUFU_PAYMENT_REVERSING, FALSE, 1, ONCE, -ONCE, 0},
    {"reversed-and-confirmed", "yrtt0f", HUFU_PAYMENT_REVERSED, FALSE, 0, 0, 0, 0},
    {"void-gives-back", "yv", HUFU_PAYMENT_REVERSING, FALSE, 1, ONCE, -ONCE, 0},
    {"void-gave-back", "yvu0", HUFU_PAYMENT_REVERSED, FALSE, 0, 0, 0, 0},
    {"taken-back-before-the-end", "y0f", HUFU_PAYMENT_REVERSED, FALSE, 0, 0, 0, 0},
    {"taken-back-after-the-sale", "yf0", HUFU_PAYMENT_REVERSED, TRUE, 1, 0, 0, ONCE},
    {"taken-back-and-seen", "yf0s", HUFU_PAYMENT_REVERSED, TRUE, 0, 0, 0, ONCE},
    {"taken-back-and-paid-again", "yf0y", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
};

static const Row cards[] = {
    {"approved", "yf", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
    {"not-answered", "", HUFU_PAYMENT_ASKING, FALSE, 1, 0, 0, 0},
    {"not-sure", "u", HUFU_PAYMENT_UNKNOWN, FALSE, 1, 0, 0, 0},
    {"not-sure-then-approved", "uyf", HUFU_PAYMENT_PAID, TRUE, 0, ONCE, 0, 0},
    {"not-sure-then-declined", "unf", HUFU_PAYMENT_REFUSED, FALSE, 0, 0, 0, 0},
    {"declined", "nf", HUFU_PAYMENT_REFUSED, FALSE, 0, 0, 0, 0},
    {"reversed-at-its-terminal", "yrf", HUFU_PAYMENT_REVERSED, FALSE, 0, 0, 0, 0},
    {"void-asks-for-a-reversal", "yv", HUFU_PAYMENT_PAID, FALSE, 1, ONCE, -ONCE, 0},
    {"void-then-reversed", "yvr", HUFU_PAYMENT_REVERSED, FALSE, 0, 0, 0, 0},
};

static void
check (const Row *row, HufuTenderKind kind)
{
  Till till = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuPayment) payment = NULL;
  g_autoptr (GPtrArray) amiss = NULL;

  till_begin (&till, kind);
  g_assert_true (play (&till, row->story, &error));
  payment = hufu_payment_find (till.books->db, &till.payment_id, &error);
  amiss = hufu_payment_list_amiss (till.books->db, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hufu_payment_state_name (payment->state), ==,
                   hufu_payment_state_name (row->state));
  g_assert_cmpint (payment->in_sale, ==, row->in_sale);
  g_assert_cmpuint (amiss->len, ==, row->amiss);
  g_assert_cmpint (hufu_books_balance (till.books, kind == HUFU_TENDER_CARD ? "card_clearing"
                                                                            : "wallet_clearing"),
                   ==, row->clearing_minor);
  g_assert_cmpint (hufu_books_balance (till.books, "payment_suspense"), ==, row->suspense_minor);
  g_assert_cmpint (hufu_books_balance (till.books, "payment_loss"), ==, row->loss_minor);
  till_end (&till);
}

static void
check_wallet (gconstpointer row)
{
  check (row, HUFU_TENDER_WALLET);
}

static void
check_card (gconstpointer row)
{
  check (row, HUFU_TENDER_CARD);
}

/* What is refused, and that it leaves all as it was. */
static void
test_refused (void)
{
  static const struct {
    HufuTenderKind kind;
    const char *story;
    char then;
  } rows[] = {
      {HUFU_TENDER_WALLET, "yf", 'r'}, /* a finished sale never changes */
      {HUFU_TENDER_WALLET, "yf", 'a'}, {HUFU_TENDER_WALLET, "n", 'r'},
      {HUFU_TENDER_WALLET, "t", 'r'},  {HUFU_TENDER_WALLET, "yf", 's'},
      {HUFU_TENDER_CARD, "", 'a'},     {HUFU_TENDER_CARD, "", 'v'},
      {HUFU_TENDER_CARD, "u", 'v'},    {HUFU_TENDER_CARD, "yf", 'r'},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char then[] = {rows[i].then, '\0'};
    g_autofree char *before = NULL, *after = NULL;
    g_autoptr (GError) error = NULL;
    Till till = {0};

    till_begin (&till, rows[i].kind);
    g_assert_true (play (&till, rows[i].story, &error));
    before = hufu_books_describe (till.books->db, NULL);
    g_assert_false (play (&till, then, &error));
    g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
    after = hufu_books_describe (till.books->db, NULL);
    g_assert_cmpstr (before, ==, after);
    till_end (&till);
  }
}

/* The sale waits: it cannot be finished, and nothing is deducted. */
static void
test_waits (void)
{
  Till till = {0};
  HufuFinish how;
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (HufuPayment) open = NULL;
  g_autoptr (GError) error = NULL;
  HufuTotals totals;

  till_begin (&till, HUFU_TENDER_WALLET);
  how = hufu_books_make_finish (till.books);
  hufu_basket_get_totals (till.basket, &totals);
  g_assert_cmpint (totals.pending_minor, ==, ASKED_MINOR);
  g_assert_cmpint (totals.due_minor, ==, 3870);
  g_assert_cmpint (hufu_basket_pay_cash (till.basket, 10000, 10, HUFU_ROUND_HALF_UP), ==,
                   HUFU_EDIT_PENDING);
  g_assert_false (hufu_sale_finish (till.books->db, till.basket, &how, &finished, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (hufu_payment_find_open_of_sale (till.books->db, &till.sale_id, &open, &error));
  g_assert_cmpstr (open->request, ==, "{\"x\":1}");
  till_end (&till);
}

/* Card, wallet and cash for one sale: each is on the receipt and in the X under its own name, and
 * change is given for cash alone. */
static void
test_split (void)
{
  Till till = {0};
  g_autoptr (GError) error = NULL;
  g_auto (HufuFinished) finished = {{0}};
  g_autofree char *receipt = NULL;
  HufuPayment card = {.kind = HUFU_TENDER_CARD, .amount_minor = 1000};
  HufuPaymentAnswer approved = {
      .state = HUFU_PAYMENT_PAID, .paid_minor = 1000, .last_four = "4242", .reference = "00A123"};
  HufuBasket *basket = NULL;
  HufuShiftReport report;

  till_begin (&till, HUFU_TENDER_WALLET);
  g_assert_true (play (&till, "y", &error));
  card.payment_id = hufu_host_make_id (hufu_test_host_get (till.books->world));
  card.sale_id = till.sale_id;
  card.staff_id = till.books->staff_id;
  g_assert_true (hufu_payment_ask (till.books->db, &card, till.basket, &basket, &error));
  take_basket (&till, basket);
  approved.payment_id = card.payment_id;
  g_assert_true (hufu_payment_answer (till.books->db, &approved, &basket, &error));
  take_basket (&till, basket);
  hufu_books_finish (till.books, till.basket, &finished); /* 8.70 due, 1000.00 given */
  receipt = hufu_receipt_to_text (finished.document);
  g_assert_nonnull (strstr (receipt, "*4242 00A123"));
  g_assert_true (hufu_shift_report_load (till.books->db, &report, &error));
  g_assert_cmpint (report.tenders[HUFU_TENDER_WALLET].sum_minor, ==, ASKED_MINOR);
  g_assert_cmpint (report.tenders[HUFU_TENDER_CARD].sum_minor, ==, 1000);
  g_assert_cmpint (report.tenders[HUFU_TENDER_CASH].sum_minor, ==, 870);
  g_assert_cmpint (report.ahead_minor, ==, 0);
  g_assert_cmpint (hufu_books_balance (till.books, "payment_suspense"), ==, 0);
  hufu_books_assert_whole (till.books->db);
  till_end (&till);
}

/* A deposit: paid in part and held; the shift says how much, the rest is paid when it is fetched.
 */
static void
test_deposit (void)
{
  Till till = {0};
  g_autoptr (GError) error = NULL;
  HufuShiftReport report;

  till_begin (&till, HUFU_TENDER_WALLET);
  g_assert_true (play (&till, "y", &error));
  g_assert_true (hufu_sale_save (till.books->db, till.basket, HUFU_SALE_HELD, &error));
  g_assert_true (hufu_shift_report_load (till.books->db, &report, &error));
  g_assert_cmpint (report.ahead_minor, ==, ASKED_MINOR);
  g_assert_true (play (&till, "f", &error));
  g_assert_cmpint (hufu_books_balance (till.books, "payment_suspense"), ==, 0);
  till_end (&till);
}

/* Nobody takes a tender on or off behind its payment's back. */
static void
test_agrees (void)
{
  Till till = {0};
  g_autoptr (GError) error = NULL;

  till_begin (&till, HUFU_TENDER_WALLET);
  g_assert_true (play (&till, "y", &error));
  g_assert_true (hufu_basket_remove_use (till.basket, &till.payment_id));
  g_assert_false (hufu_sale_save (till.books->db, till.basket, HUFU_SALE_OPEN, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  till_end (&till);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (wallets); i++) {
    g_autofree char *path = g_strdup_printf ("/store/payment/wallet/%s", wallets[i].name);

    g_test_add_data_func (path, &wallets[i], check_wallet);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++) {
    g_autofree char *path = g_strdup_printf ("/store/payment/card/%s", cards[i].name);

    g_test_add_data_func (path, &cards[i], check_card);
  }
  g_test_add_func ("/store/payment/refused", test_refused);
  g_test_add_func ("/store/payment/waits", test_waits);
  g_test_add_func ("/store/payment/split", test_split);
  g_test_add_func ("/store/payment/deposit", test_deposit);
  g_test_add_func ("/store/payment/agrees", test_agrees);
  return g_test_run ();
}
