/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/deposit.h"

#include <string.h>

static void
test_names (void)
{
  HufuDepositState state = HUFU_DEPOSIT_STATE_COUNT;

  for (guint i = 0; i < HUFU_DEPOSIT_STATE_COUNT; i++) {
    g_assert_true (hufu_deposit_state_find (hufu_deposit_state_name ((HufuDepositState)i), &state));
    g_assert_cmpuint (state, ==, i);
    g_assert_cmpstr (hufu_deposit_state_label (state, HUFU_LANG_EN), !=,
                     hufu_deposit_state_label (state, HUFU_LANG_ZH));
  }
  g_assert_false (hufu_deposit_state_find ("lost", &state));
  for (guint i = 1; i < HUFU_DEPOSIT_FAULT_COUNT; i++)
    g_assert_cmpstr (hufu_deposit_fault_sentence ((HufuDepositFault)i, HUFU_LANG_EN), !=,
                     hufu_deposit_fault_sentence ((HufuDepositFault)i, HUFU_LANG_ZH));
}

/* What a slip carries as its number and QR code. */
static void
test_numbers (void)
{
  static const struct {
    const char *text;
    gint64 store_no, terminal_no, number; /* 0: it is none */
  } rows[] = {
      {"001-01-D0001", 1, 1, 1},
      {"001-12-D12345", 1, 12, 12345},
      {"12-3-d4", 12, 3, 4},
      {"001-01-20260105-0001", 0, 0, 0},
      {"001-01-D", 0, 0, 0},
      {"001-01-D0001 ", 0, 0, 0},
      {"001-01-Z0001", 0, 0, 0},
      {"001--D0001", 0, 0, 0},
      {"", 0, 0, 0},
      {"-01-D1", 0, 0, 0},
      {"1-1-D9999999999", 0, 0, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 store_no = 0, terminal_no = 0, number = 0;
    gboolean good = hufu_deposit_no_read (rows[i].text, strlen (rows[i].text), &store_no,
                                          &terminal_no, &number);

    g_test_message ("%s", rows[i].text);
    g_assert_cmpint (good, ==, rows[i].number != 0);
    if (!good)
      continue;
    g_assert_cmpint (store_no, ==, rows[i].store_no);
    g_assert_cmpint (terminal_no, ==, rows[i].terminal_no);
    g_assert_cmpint (number, ==, rows[i].number);
  }
}

/* A cake of 100.00 that is made to order, and a candle of 5.05. */
static HufuBasket *
make_order (gint32 due_day)
{
  HufuBasket *basket = hufu_basket_new (156);

  for (guint i = 0; i < 2; i++) {
    g_autoptr (HufuLine) line = hufu_line_new ();

    line->product_id = i + 1;
    g_free (line->name_en);
    line->name_en = g_strdup (i == 0 ? "Cake" : "Candle");
    line->list_price_minor = i == 0 ? 10000 : 505;
    line->member_price_minor = line->label_total_minor = -1;
    if (i == 0) {
      line->asks = HUFU_DETAIL_DUE;
      line->due = (HufuDue){due_day, -1};
    }
    g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, HUFU_EDIT_OK);
  }
  return basket;
}

static void
add_tender (HufuBasket *basket, HufuTenderKind kind, HufuTenderState state, gint64 amount_minor)
{
  g_autoptr (HufuTender) tender = hufu_tender_new ();

  tender->kind = kind;
  tender->state = state;
  tender->amount_minor = amount_minor;
  tender->use_id.bytes[0] = (guint8)(1 + basket->tenders->len);
  g_assert_cmpint (hufu_basket_add_tender (basket, tender), ==, HUFU_EDIT_OK);
}

#define NOTHING HUFU_TENDER_CASH /* no tender yet */

static void
test_check (void)
{
  static const struct {
    HufuTenderKind kind;
    gint64 tender_minor, cash_minor, least_percent;
    HufuDepositFault fault;
  } rows[] = {
      {NOTHING, 0, 0, 0, HUFU_DEPOSIT_NOTHING},
      {NOTHING, 0, 100, 0, HUFU_DEPOSIT_OK},
      {NOTHING, 0, 90, 0, HUFU_DEPOSIT_TOO_SMALL},
      {NOTHING, 0, 105, 0, HUFU_DEPOSIT_NO_COIN},
      {NOTHING, 0, -10, 0, HUFU_DEPOSIT_TOO_LARGE},
      {NOTHING, 0, 10500, 0, HUFU_DEPOSIT_OK},
      {NOTHING, 0, 10510, 0, HUFU_DEPOSIT_TOO_LARGE},
      /* a fifth of 105.05 is 21.01 */
      {NOTHING, 0, 2100, 20, HUFU_DEPOSIT_TOO_SMALL},
      {NOTHING, 0, 2110, 20, HUFU_DEPOSIT_OK},
      {HUFU_TENDER_CARD, 2100, 0, 20, HUFU_DEPOSIT_TOO_SMALL},
      {HUFU_TENDER_CARD, 2101, 0, 20, HUFU_DEPOSIT_OK},
      {HUFU_TENDER_WALLET, 2000, 110, 20, HUFU_DEPOSIT_OK},
      {HUFU_TENDER_WALLET, 10505, 0, 100, HUFU_DEPOSIT_OK},
      {HUFU_TENDER_WALLET, 10500, 10, 0, HUFU_DEPOSIT_TOO_LARGE},
      {HUFU_TENDER_VOUCHER, 2000, 1000, 0, HUFU_DEPOSIT_VOUCHER},
      /* what was paid before counts for the share */
      {HUFU_TENDER_DEPOSIT, 2000, 110, 20, HUFU_DEPOSIT_OK},
      {HUFU_TENDER_DEPOSIT, 2000, 0, 0, HUFU_DEPOSIT_NOTHING},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBasket) basket = make_order (20261124);
    const HufuDepositRules rules = {.least_percent = rows[i].least_percent};

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    if (rows[i].kind != NOTHING)
      add_tender (basket, rows[i].kind, HUFU_TENDER_TAKEN, rows[i].tender_minor);
    g_assert_cmpint (hufu_deposit_check (basket, rows[i].cash_minor, 10, &rules), ==,
                     rows[i].fault);
  }
}

static void
test_not_yet (void)
{
  static const HufuDepositRules rules;
  g_autoptr (HufuBasket) empty = hufu_basket_new (156);
  g_autoptr (HufuBasket) undated = make_order (0);
  g_autoptr (HufuBasket) pending = make_order (20261124);
  g_autoptr (HufuBasket) full = make_order (20261124);

  g_assert_cmpint (hufu_deposit_check (empty, 1000, 10, &rules), ==, HUFU_DEPOSIT_EMPTY);
  g_assert_cmpint (hufu_deposit_check (undated, 1000, 10, &rules), ==, HUFU_DEPOSIT_NOT_DUE);
  add_tender (pending, HUFU_TENDER_WALLET, HUFU_TENDER_PENDING, 1000);
  g_assert_cmpint (hufu_deposit_check (pending, 1000, 10, &rules), ==, HUFU_DEPOSIT_PENDING);
  for (guint i = 0; i < HUFU_BASKET_TENDERS_MAX - 1; i++)
    add_tender (full, HUFU_TENDER_DEPOSIT, HUFU_TENDER_TAKEN, 100);
  g_assert_cmpint (hufu_deposit_check (full, 1000, 10, &rules), ==, HUFU_DEPOSIT_TOO_MANY);
}

/* The slip says what is to be known when the goods are fetched. */
static void
test_slip (void)
{
  static const char *const wanted[] = {"Cake x 1\t100.00",   "Ready on 2026-11-24",
                                       "Total\t105.05",      "Deposit paid\t30.00",
                                       "  Cash\t10.00",      "  Card or wallet\t20.00",
                                       "Left to pay\t75.05", "Kept after that for\t30 days",
                                       "\t001-01-D0007\t",   "Ready on\t2026-11-24",
                                       "Round · Almonds\t"};
  g_autoptr (HufuBasket) basket = make_order (20261124);
  HufuLine *cake = basket->lines->pdata[0];
  const HufuDepositPaper paper = {
      .amount_minor = 3000,
      .cash_minor = 1000,
      .keep_days = 30,
      .facts = {.shop_en = "Hufu shop", .receipt_no = "001-01-D0007", .open_drawer = TRUE}};
  g_autoptr (HufuReceipt) slip = NULL, back = NULL;
  g_autofree char *text = NULL, *end = NULL;

  cake->options = hufu_offer_new ("");
  cake->options->n_options = 2;
  cake->options->options[0] = (HufuOption){"round", "Round", "圆形", 0, FALSE};
  cake->options->options[1] = (HufuOption){"almonds", "Almonds", "杏仁", 0, FALSE};
  cake->chosen = 3;
  add_tender (basket, HUFU_TENDER_DEPOSIT, HUFU_TENDER_TAKEN, 3000);
  slip = hufu_receipt_of_deposit (basket, &paper, HUFU_LANG_EN);
  text = hufu_receipt_to_text (slip);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("no \"%s\" in:\n%s", wanted[i], text);
  back = hufu_receipt_of_deposit_end (HUFU_DEPOSIT_RETURNED, &paper, HUFU_LANG_EN);
  end = hufu_receipt_to_text (back);
  g_assert_nonnull (strstr (end, "Deposit given back"));
  g_assert_nonnull (strstr (end, "Signature"));
}

/* Where no day was promised, there is none that the days could follow. */
static void
test_slip_without_a_day (void)
{
  g_autoptr (HufuBasket) basket = make_order (0);
  const HufuDepositPaper paper = {.amount_minor = 3000, .cash_minor = 3000, .keep_days = 30};
  g_autoptr (HufuReceipt) slip = hufu_receipt_of_deposit (basket, &paper, HUFU_LANG_EN);
  g_autofree char *text = hufu_receipt_to_text (slip);

  g_assert_nonnull (strstr (text, "Kept for\t30 days"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deposit/names", test_names);
  g_test_add_func ("/deposit/numbers", test_numbers);
  g_test_add_func ("/deposit/check", test_check);
  g_test_add_func ("/deposit/not-yet", test_not_yet);
  g_test_add_func ("/deposit/slip", test_slip);
  g_test_add_func ("/deposit/slip-without-a-day", test_slip_without_a_day);
  return g_test_run ();
}
