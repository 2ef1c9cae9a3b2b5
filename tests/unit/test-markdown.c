/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices and discounts by hand: what they are, what they take off, who may. */
#include <string.h>

#include "core/basket.h"

static void
test_check (void)
{
  static const struct {
    HufuMarkdown markdown;
    HufuMarkdownFault fault;
  } rows[] = {
      {{HUFU_MARKDOWN_PERCENT, 10, 0, "damaged", ""}, HUFU_MARKDOWN_OK},
      {{HUFU_MARKDOWN_PERCENT, 100, 0, "match", ""}, HUFU_MARKDOWN_OK},
      {{HUFU_MARKDOWN_PERCENT, 0, 0, "damaged", ""}, HUFU_MARKDOWN_BAD_VALUE},
      {{HUFU_MARKDOWN_PERCENT, 101, 0, "damaged", ""}, HUFU_MARKDOWN_BAD_VALUE},
      {{HUFU_MARKDOWN_PRICE, 0, 0, "goodwill", ""}, HUFU_MARKDOWN_OK},
      {{HUFU_MARKDOWN_PRICE, -1, 0, "goodwill", ""}, HUFU_MARKDOWN_BAD_VALUE},
      {{HUFU_MARKDOWN_PRICE, HUFU_MONEY_MAX_MINOR + 1, 0, "tag", ""}, HUFU_MARKDOWN_BAD_VALUE},
      {{HUFU_MARKDOWN_AMOUNT, 1, 0, "expiring", ""}, HUFU_MARKDOWN_OK},
      {{HUFU_MARKDOWN_AMOUNT, 0, 0, "expiring", ""}, HUFU_MARKDOWN_BAD_VALUE},
      {{HUFU_MARKDOWN_AMOUNT, 500, 0, "", ""}, HUFU_MARKDOWN_NO_REASON},
      {{HUFU_MARKDOWN_AMOUNT, 500, 0, "because", ""}, HUFU_MARKDOWN_NO_REASON},
      {{HUFU_MARKDOWN_AMOUNT, 500, 0, "other", " "}, HUFU_MARKDOWN_NO_NOTE},
      {{HUFU_MARKDOWN_AMOUNT, 500, 0, "other", "Regular guest"}, HUFU_MARKDOWN_OK},
      {{HUFU_MARKDOWN_AMOUNT, 500, 0, "other", "two\nlines"}, HUFU_MARKDOWN_BAD_NOTE},
      {{HUFU_MARKDOWN_AMOUNT, 500, 0, "tag", "4111 1111 1111 1111"}, HUFU_MARKDOWN_CARD_NOTE},
      {{HUFU_MARKDOWN_NONE, 0, 0, "", ""}, HUFU_MARKDOWN_OK},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_markdown_check (&rows[i].markdown), ==, rows[i].fault);
  for (int fault = HUFU_MARKDOWN_NO_REASON; fault <= HUFU_MARKDOWN_BEYOND_APPROVER; fault++)
    for (int lang = 0; lang < HUFU_LANG_COUNT; lang++)
      g_assert_cmpuint (
          strlen (hufu_markdown_fault_sentence ((HufuMarkdownFault)fault, (HufuLang)lang)), >, 10);
}

static void
test_rise (void)
{
  static const struct {
    gint64 base_minor, price_minor;
    HufuMarkdownFault fault;
  } rows[] = {
      {1000, 1, HUFU_MARKDOWN_OK},
      {1000, 2000, HUFU_MARKDOWN_OK},
      {1000, 2001, HUFU_MARKDOWN_ABOVE},
      {1000, 10000, HUFU_MARKDOWN_ABOVE},
      {1000, 10001, HUFU_MARKDOWN_TOO_DEAR},
      {0, 0, HUFU_MARKDOWN_OK},
      {0, 1, HUFU_MARKDOWN_ABOVE},
      {0, HUFU_MONEY_MAX_MINOR, HUFU_MARKDOWN_ABOVE},
      {1, HUFU_MONEY_MAX_MINOR, HUFU_MARKDOWN_TOO_DEAR},
      {HUFU_MONEY_MAX_MINOR, HUFU_MONEY_MAX_MINOR, HUFU_MARKDOWN_OK},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_price_judge_rise (rows[i].base_minor, rows[i].price_minor), ==,
                     rows[i].fault);
  for (int fault = HUFU_MARKDOWN_OK; fault <= HUFU_MARKDOWN_BEYOND_APPROVER; fault++)
    g_assert_cmpint (hufu_markdown_fault_asks ((HufuMarkdownFault)fault), ==,
                     fault == HUFU_MARKDOWN_BEYOND || fault == HUFU_MARKDOWN_BEYOND_TOTAL ||
                         fault == HUFU_MARKDOWN_ABOVE);
}

/* Of a line and a sale of two: what each may take off alone, and what both come to. */
static void
test_together (void)
{
  static const struct {
    gint64 line, sale; /* percent off */
    HufuPriceRights rights;
    gboolean first, other;
  } rows[] = {
      {10, 0, {10, 5, 0}, TRUE, TRUE},   {11, 0, {10, 5, 0}, FALSE, TRUE},
      {0, 5, {10, 5, 0}, TRUE, TRUE},    {10, 5, {10, 5, 0}, FALSE, TRUE},
      {5, 5, {10, 5, 0}, TRUE, TRUE},    {50, 1, {10, 5, 0}, FALSE, TRUE},
      {1, 50, {10, 5, 0}, FALSE, FALSE}, {50, 50, {100, 100, 0}, TRUE, TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBasket) basket = hufu_basket_new (156);
    const HufuMarkdown of_line = {HUFU_MARKDOWN_PERCENT, rows[i].line, 0, "damaged", ""};
    const HufuMarkdown of_sale = {HUFU_MARKDOWN_PERCENT, rows[i].sale, 0, "damaged", ""};

    for (guint n = 1; n <= 2; n++) {
      g_autoptr (HufuLine) line = hufu_line_new ();

      line->product_id = n;
      line->qty_milli = 1000;
      line->list_price_minor = n * 10001;
      line->member_price_minor = line->label_total_minor = -1;
      g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, HUFU_EDIT_OK);
    }
    if (rows[i].line > 0)
      g_assert_cmpint (hufu_basket_mark_down (basket, 1, &of_line), ==, HUFU_EDIT_OK);
    if (rows[i].sale > 0)
      g_assert_cmpint (hufu_basket_mark_down (basket, 0, &of_sale), ==, HUFU_EDIT_OK);
    g_assert_cmpint (hufu_basket_is_within (basket, 1, &rows[i].rights), ==, rows[i].first);
    g_assert_cmpint (hufu_basket_is_within (basket, 2, &rows[i].rights), ==, rows[i].other);
    g_assert_cmpint (hufu_basket_is_within (basket, 0, &rows[i].rights), ==,
                     rows[i].first && rows[i].other);
  }
}

static void
test_rights (void)
{
  static const struct {
    gint percent;
    gint64 base_minor, off_minor;
    gboolean allowed;
  } rows[] = {
      {10, 1000, 100, TRUE}, {10, 1000, 101, FALSE}, {0, 1000, 0, TRUE},
      {0, 1000, 1, FALSE},   {0, 1000, -500, TRUE},  {100, 1000, 1000, TRUE},
      {10, 5, 1, TRUE},      {33, 100, 33, TRUE},    {33, 100, 34, FALSE},
  };
  const HufuPriceRights rights = {1, 2, 3};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (
        hufu_price_rights_allow (rows[i].percent, rows[i].base_minor, rows[i].off_minor), ==,
        rows[i].allowed);
  g_assert_cmpint (hufu_price_rights_percent (&rights, HUFU_MARKDOWN_PERCENT, FALSE), ==, 1);
  g_assert_cmpint (hufu_price_rights_percent (&rights, HUFU_MARKDOWN_AMOUNT, TRUE), ==, 2);
  g_assert_cmpint (hufu_price_rights_percent (&rights, HUFU_MARKDOWN_PRICE, FALSE), ==, 3);
}

/* ---- in a basket ---- */

static guint32
add (HufuBasket *basket, gint64 product_id, gint64 pieces, gint64 price_minor)
{
  g_autoptr (HufuLine) line = hufu_line_new ();
  guint32 line_no = 0;

  line->product_id = product_id;
  line->qty_milli = pieces * 1000;
  line->list_price_minor = price_minor;
  line->tax_ppm = 130000;
  g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, HUFU_EDIT_OK);
  return line_no;
}

static HufuEdit
mark (HufuBasket *basket, guint32 line_no, HufuMarkdownKind kind, gint64 value, gboolean approved)
{
  HufuMarkdown markdown = {.kind = kind, .value = value, .reason = "damaged"};

  markdown.approved_by.bytes[0] = approved ? 1 : 0;
  return hufu_basket_mark_down (basket, line_no, &markdown);
}

static HufuTotals
totals_of (const HufuBasket *basket)
{
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  return totals;
}

static gint64
net (const HufuBasket *basket, guint32 line_no)
{
  return hufu_line_net_minor (hufu_basket_find_line (basket, line_no), basket->has_member);
}

static void
test_lines (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 shirt = add (basket, 1, 1, 17900), tea = add (basket, 2, 3, 503);

  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_PERCENT, 10, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (net (basket, shirt), ==, 16110);
  /* Another one goes in its place, but a price is no discount: one of them has to go first. */
  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_PERCENT, 5, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_PRICE, 17500, FALSE), ==,
                   HUFU_EDIT_DISCOUNTED);
  g_assert_cmpint (net (basket, shirt), ==, 17005);
  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_NONE, 0, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_PRICE, 15000, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (net (basket, shirt), ==, 15000);
  g_assert_cmpint (hufu_basket_marked_off_minor (basket, shirt), ==, 2900);
  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_PERCENT, 5, FALSE), ==, HUFU_EDIT_PRICED);
  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_AMOUNT, 100, TRUE), ==, HUFU_EDIT_PRICED);
  g_assert_cmpint (net (basket, shirt), ==, 15000);
  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_PRICE, 20000, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_marked_off_minor (basket, shirt), ==, -2100);
  g_assert_cmpint (totals_of (basket).saved_minor, ==, 0);
  g_assert_cmpint (mark (basket, shirt, HUFU_MARKDOWN_NONE, 0, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (net (basket, shirt), ==, 17900);
  /* An amount is for the goods that it was given on: in proportion less for less of them. */
  g_assert_cmpint (mark (basket, tea, HUFU_MARKDOWN_AMOUNT, 1510, FALSE), ==, HUFU_EDIT_OFF_RANGE);
  g_assert_cmpint (mark (basket, tea, HUFU_MARKDOWN_AMOUNT, 300, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (net (basket, tea), ==, 1209);
  g_assert_cmpint (hufu_basket_set_qty (basket, tea, 1000), ==, HUFU_EDIT_OK);
  g_assert_cmpint (net (basket, tea), ==, 403);
  g_assert_cmpint (hufu_basket_set_qty (basket, tea, 6000), ==, HUFU_EDIT_OK);
  g_assert_cmpint (net (basket, tea), ==, 2718);
  /* One that has a price of its own stands alone. */
  g_assert_cmpuint (add (basket, 2, 1, 503), !=, tea);
}

static void
test_whole_sale (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 a, b, c;

  g_assert_cmpint (mark (basket, 0, HUFU_MARKDOWN_PERCENT, 10, FALSE), ==, HUFU_EDIT_EMPTY);
  a = add (basket, 1, 1, 333);
  b = add (basket, 2, 1, 333);
  c = add (basket, 3, 1, 334);
  g_assert_cmpint (mark (basket, 0, HUFU_MARKDOWN_AMOUNT, 100, FALSE), ==, HUFU_EDIT_OK);
  /* 33.3, 33.3, 33.4: the largest remainder has the odd cent. */
  g_assert_cmpint (net (basket, a), ==, 300);
  g_assert_cmpint (net (basket, b), ==, 300);
  g_assert_cmpint (net (basket, c), ==, 300);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 900);
  g_assert_cmpint (totals_of (basket).by_hand_minor, ==, 100);
  g_assert_cmpint (hufu_basket_remove (basket, c), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 600); /* 66 of 66.6 off 666 */
  g_assert_cmpint (mark (basket, a, HUFU_MARKDOWN_PERCENT, 50, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 166 + 333 - 49);
}

/* What a manager said yes to does not grow afterwards. */
static void
test_approved (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 a = add (basket, 1, 2, 1000);

  g_assert_cmpint (mark (basket, a, HUFU_MARKDOWN_PRICE, 100, TRUE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_qty (basket, a, 3000), ==, HUFU_EDIT_APPROVED_QTY);
  g_assert_cmpint (hufu_basket_set_qty (basket, a, 1000), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 100);
  add (basket, 2, 1, 900);
  g_assert_cmpint (mark (basket, 0, HUFU_MARKDOWN_PERCENT, 50, TRUE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 500);
  add (basket, 3, 1, 10000);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 10500);
}

/* What is paid already is not taken away again. */
static void
test_below_what_is_paid (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  g_autoptr (HufuTender) tender = hufu_tender_new ();
  guint32 a = add (basket, 1, 1, 1000);

  tender->kind = HUFU_TENDER_VOUCHER;
  tender->state = HUFU_TENDER_TAKEN;
  tender->use_id.bytes[0] = 1;
  tender->amount_minor = 950;
  g_assert_cmpint (hufu_basket_add_tender (basket, tender), ==, HUFU_EDIT_OK);
  g_assert_cmpint (mark (basket, a, HUFU_MARKDOWN_PERCENT, 10, FALSE), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (mark (basket, 0, HUFU_MARKDOWN_PERCENT, 10, FALSE), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 1000);
  g_assert_cmpint (mark (basket, a, HUFU_MARKDOWN_PERCENT, 5, FALSE), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).due_minor, ==, 0);
}

static void
test_notes (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 tea = add (basket, 1, 1, 503);

  g_assert_cmpint (hufu_basket_set_note (basket, tea, "gift wrap"), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (add (basket, 1, 1, 503), !=, tea);
  g_assert_cmpint (hufu_basket_set_note (basket, tea, "a\nb"), ==, HUFU_EDIT_NOTE);
  g_assert_cmpint (hufu_basket_set_note (basket, tea, "4111111111111111"), ==, HUFU_EDIT_NOTE);
  g_assert_cmpstr (hufu_basket_find_line (basket, tea)->note, ==, "gift wrap");
  g_assert_cmpint (hufu_basket_set_note (basket, tea, "  "), ==, HUFU_EDIT_OK);
  g_assert_cmpstr (hufu_basket_find_line (basket, tea)->note, ==, "");
  g_assert_cmpint (hufu_basket_set_note (basket, 99, "x"), ==, HUFU_EDIT_NO_SUCH_LINE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/check", test_check);
  g_test_add_func ("/markdown/rights", test_rights);
  g_test_add_func ("/markdown/rise", test_rise);
  g_test_add_func ("/markdown/together", test_together);
  g_test_add_func ("/markdown/lines", test_lines);
  g_test_add_func ("/markdown/whole-sale", test_whole_sale);
  g_test_add_func ("/markdown/approved", test_approved);
  g_test_add_func ("/markdown/below-what-is-paid", test_below_what_is_paid);
  g_test_add_func ("/markdown/notes", test_notes);
  return g_test_run ();
}
