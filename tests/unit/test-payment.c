/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/payment.h"

#include <string.h>

#include "core/basket.h"

/* Every name is found again, and every outcome has its words in both languages. */
static void
test_names (void)
{
  HufuPaymentState state = HUFU_PAYMENT_STATE_COUNT;
  HufuPaymentWay way = HUFU_PAYMENT_WAY_COUNT;
  HufuPaymentRefusal refusal = HUFU_PAYMENT_REFUSAL_COUNT;
  HufuVoidReason reason = HUFU_VOID_REASON_COUNT;

  for (guint i = 0; i < HUFU_PAYMENT_STATE_COUNT; i++) {
    g_assert_true (hufu_payment_state_find (hufu_payment_state_name ((HufuPaymentState)i), &state));
    g_assert_cmpuint (state, ==, i);
  }
  for (guint i = 0; i < HUFU_PAYMENT_WAY_COUNT; i++) {
    g_assert_true (hufu_payment_way_find (hufu_payment_way_name ((HufuPaymentWay)i), &way));
    g_assert_cmpuint (way, ==, i);
  }
  for (guint i = 0; i < HUFU_PAYMENT_REFUSAL_COUNT; i++) {
    g_assert_true (
        hufu_payment_refusal_find (hufu_payment_refusal_name ((HufuPaymentRefusal)i), &refusal));
    g_assert_cmpuint (refusal, ==, i);
    g_assert_cmpstr (hufu_payment_refusal_sentence (refusal, HUFU_LANG_EN), !=,
                     hufu_payment_refusal_sentence (refusal, HUFU_LANG_ZH));
  }
  for (guint i = 0; i < HUFU_VOID_REASON_COUNT; i++) {
    g_assert_true (hufu_void_reason_find (hufu_void_reason_name ((HufuVoidReason)i), &reason));
    g_assert_cmpuint (reason, ==, i);
    g_assert_cmpstr (hufu_void_reason_label (reason, HUFU_LANG_EN), !=,
                     hufu_void_reason_label (reason, HUFU_LANG_ZH));
  }
  g_assert_false (hufu_payment_state_find ("failed", &state));
  g_assert_false (hufu_payment_way_find ("", &way));
  g_assert_false (hufu_payment_refusal_find ("?", &refusal));
  g_assert_false (hufu_void_reason_find ("", &reason));
}

static void
test_open (void)
{
  for (guint i = 0; i < HUFU_PAYMENT_STATE_COUNT; i++)
    g_assert_cmpint (hufu_payment_state_is_open ((HufuPaymentState)i), ==,
                     i <= HUFU_PAYMENT_UNKNOWN);
}

/* The numbers are those that card schemes publish for tests. */
static void
test_card_slip (void)
{
  static const struct {
    const char *text;
    HufuCardSlipVerdict verdict;
    const char *last_four, *reference;
  } rows[] = {
      {"", HUFU_CARD_SLIP_OK, "", ""},
      {"4242", HUFU_CARD_SLIP_OK, "4242", ""},
      {"0001", HUFU_CARD_SLIP_OK, "0001", ""},
      {"00A123", HUFU_CARD_SLIP_OK, "", "00A123"},
      {"123456", HUFU_CARD_SLIP_OK, "", "123456"},
      {"4242 00A123", HUFU_CARD_SLIP_OK, "4242", "00A123"},
      {"  4242   00A123 ", HUFU_CARD_SLIP_OK, "4242", "00A123"},
      {"4242 1234", HUFU_CARD_SLIP_OK, "4242", "1234"},
      {"A1 4242", HUFU_CARD_SLIP_BAD, "", ""},
      {"4242 00A123 77", HUFU_CARD_SLIP_BAD, "", ""},
      {"4242 A", HUFU_CARD_SLIP_BAD, "", ""},
      {"4242 ABCDEFGHI", HUFU_CARD_SLIP_BAD, "", ""},
      {"4242 00-123", HUFU_CARD_SLIP_BAD, "", ""},
      {"４２４２", HUFU_CARD_SLIP_BAD, "", ""},
      {"4111111111111111", HUFU_CARD_SLIP_NUMBER, "", ""},
      {"4111 1111 1111 1111", HUFU_CARD_SLIP_NUMBER, "", ""},
      {"4111-1111-1111-1111", HUFU_CARD_SLIP_NUMBER, "", ""},
      {"378282246310005", HUFU_CARD_SLIP_NUMBER, "", ""},
      {"6200000000000005", HUFU_CARD_SLIP_NUMBER, "", ""},
      {"5555555555554444 00A123", HUFU_CARD_SLIP_NUMBER, "", ""},
      {"411111111111", HUFU_CARD_SLIP_BAD, "", ""}, /* part of one is not kept either */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuCardSlip slip;

    g_assert_cmpint (hufu_card_slip_read (rows[i].text, strlen (rows[i].text), &slip), ==,
                     rows[i].verdict);
    g_assert_cmpstr (slip.last_four, ==, rows[i].last_four);
    g_assert_cmpstr (slip.reference, ==, rows[i].reference);
  }
}

/* ---- tenders of a sale of 100.05, in the order in which they are given ---- */

#define DUE_MINOR 10005

typedef struct {
  HufuTenderKind kind;
  gint64 minor; /* cash: received; 0 = no tender */
  gboolean pending;
  HufuEdit edit;
} Step;

static HufuBasket *
make_basket (void)
{
  HufuBasket *basket = hufu_basket_new (156);
  g_autoptr (HufuLine) line = hufu_line_new ();

  line->qty_milli = 1000;
  line->list_price_minor = DUE_MINOR;
  line->member_price_minor = -1;
  line->label_total_minor = -1;
  g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, HUFU_EDIT_OK);
  return basket;
}

static HufuEdit
give (HufuBasket *basket, const Step *step, guint8 no)
{
  g_autoptr (HufuTender) tender = hufu_tender_new ();

  if (step->kind == HUFU_TENDER_CASH)
    return hufu_basket_pay_cash (basket, step->minor, 10, HUFU_ROUND_HALF_UP);
  tender->kind = step->kind;
  tender->state = step->pending ? HUFU_TENDER_PENDING : HUFU_TENDER_TAKEN;
  tender->amount_minor = step->minor;
  tender->use_id.bytes[0] = no;
  return hufu_basket_add_tender (basket, tender);
}

/* Expected by hand: cash is rounded half up to a jiao (10005 -> 10010) on what the others leave;
 * change comes from cash alone. */
static const struct {
  Step steps[4];
  gint64 due_minor, pending_minor, change_minor, rounding_minor;
} tender_rows[] = {
    {{{HUFU_TENDER_CASH, 10010, FALSE, HUFU_EDIT_OK}}, 0, 0, 0, 5},
    {{{HUFU_TENDER_CASH, 20000, FALSE, HUFU_EDIT_OK}}, 0, 0, 9990, 5},
    {{{HUFU_TENDER_CASH, 10005, FALSE, HUFU_EDIT_NOT_COVERED}}, 10005, 0, 0, 0},
    {{{HUFU_TENDER_CARD, 10005, FALSE, HUFU_EDIT_OK}}, 0, 0, 0, 0},
    {{{HUFU_TENDER_WALLET, 10005, FALSE, HUFU_EDIT_OK}}, 0, 0, 0, 0},
    {{{HUFU_TENDER_CARD, 10006, FALSE, HUFU_EDIT_OVER_DUE}}, 10005, 0, 0, 0},
    {{{HUFU_TENDER_WALLET, 10006, FALSE, HUFU_EDIT_OVER_DUE}}, 10005, 0, 0, 0},
    {{{HUFU_TENDER_CARD, -1, FALSE, HUFU_EDIT_OVER_DUE}}, 10005, 0, 0, 0},
    {{{HUFU_TENDER_CARD, 5000, FALSE, HUFU_EDIT_OK}}, 5005, 0, 0, 0},
    {{{HUFU_TENDER_CARD, 5000, FALSE, HUFU_EDIT_OK}, {HUFU_TENDER_CASH, 6000, FALSE, HUFU_EDIT_OK}},
     0,
     0,
     990,
     5},
    {{{HUFU_TENDER_CARD, 5005, FALSE, HUFU_EDIT_OK}, {HUFU_TENDER_CASH, 5000, FALSE, HUFU_EDIT_OK}},
     0,
     0,
     0,
     0},
    {{{HUFU_TENDER_CARD, 5000, FALSE, HUFU_EDIT_OK},
      {HUFU_TENDER_WALLET, 5005, FALSE, HUFU_EDIT_OK}},
     0,
     0,
     0,
     0},
    {{{HUFU_TENDER_CARD, 5000, FALSE, HUFU_EDIT_OK},
      {HUFU_TENDER_WALLET, 5006, FALSE, HUFU_EDIT_OVER_DUE}},
     5005,
     0,
     0,
     0},
    {{{HUFU_TENDER_CARD, 3000, FALSE, HUFU_EDIT_OK},
      {HUFU_TENDER_CARD, 3000, FALSE, HUFU_EDIT_OK},
      {HUFU_TENDER_CARD, 4005, FALSE, HUFU_EDIT_OK}},
     0,
     0,
     0,
     0},
    {{{HUFU_TENDER_VOUCHER, 5000, FALSE, HUFU_EDIT_OK},
      {HUFU_TENDER_WALLET, 2000, FALSE, HUFU_EDIT_OK},
      {HUFU_TENDER_CARD, 2000, FALSE, HUFU_EDIT_OK},
      {HUFU_TENDER_CASH, 2000, FALSE, HUFU_EDIT_OK}},
     0,
     0,
     990,
     5},
    {{{HUFU_TENDER_WALLET, 5000, TRUE, HUFU_EDIT_OK}}, 10005, 5000, 0, 0},
    {{{HUFU_TENDER_WALLET, 5000, TRUE, HUFU_EDIT_OK},
      {HUFU_TENDER_CASH, 20000, FALSE, HUFU_EDIT_PENDING}},
     10005,
     5000,
     0,
     0},
    {{{HUFU_TENDER_WALLET, 5000, TRUE, HUFU_EDIT_OK},
      {HUFU_TENDER_CARD, 5005, FALSE, HUFU_EDIT_OK}},
     5000,
     5000,
     0,
     0},
    {{{HUFU_TENDER_WALLET, 5000, TRUE, HUFU_EDIT_OK},
      {HUFU_TENDER_CARD, 5006, FALSE, HUFU_EDIT_OVER_DUE}},
     10005,
     5000,
     0,
     0},
};

static void
test_tenders (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tender_rows); i++) {
    g_autoptr (HufuBasket) basket = make_basket ();
    gint64 change_minor = 0, rounding_minor = 0;
    HufuTotals totals;

    for (guint8 j = 0; j < 4 && tender_rows[i].steps[j].minor != 0; j++)
      g_assert_cmpint (give (basket, &tender_rows[i].steps[j], (guint8)(j + 1)), ==,
                       tender_rows[i].steps[j].edit);
    for (guint j = 0; j < basket->tenders->len; j++) {
      const HufuTender *tender = basket->tenders->pdata[j];

      change_minor += tender->change_minor;
      rounding_minor += tender->rounding_minor;
      g_assert_true (tender->change_minor == 0 || tender->kind == HUFU_TENDER_CASH);
    }
    hufu_basket_get_totals (basket, &totals);
    g_assert_cmpint (totals.due_minor, ==, tender_rows[i].due_minor);
    g_assert_cmpint (totals.pending_minor, ==, tender_rows[i].pending_minor);
    g_assert_cmpint (change_minor, ==, tender_rows[i].change_minor);
    g_assert_cmpint (rounding_minor, ==, tender_rows[i].rounding_minor);
  }
}

/* What is paid already keeps its lines; a payment that is here already comes once. */
static void
test_taken_stays (void)
{
  const Step paid = {HUFU_TENDER_CARD, 5000, FALSE, HUFU_EDIT_OK};
  g_autoptr (HufuBasket) basket = make_basket ();
  const HufuLine *line = basket->lines->pdata[0];
  HufuId id = {{1}};

  for (int i = 0; i < 2; i++)
    g_assert_cmpint (give (basket, &paid, 1), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (basket->tenders->len, ==, 1);
  g_assert_cmpint (hufu_basket_remove (basket, line->line_no), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_true (hufu_basket_remove_use (basket, &id));
  g_assert_cmpint (hufu_basket_remove (basket, line->line_no), ==, HUFU_EDIT_OK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payment/names", test_names);
  g_test_add_func ("/payment/open", test_open);
  g_test_add_func ("/payment/card-slip", test_card_slip);
  g_test_add_func ("/payment/tenders", test_tenders);
  g_test_add_func ("/payment/taken-stays", test_taken_stays);
  return g_test_run ();
}
