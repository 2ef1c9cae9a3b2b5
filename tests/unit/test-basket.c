/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a basket, and the laws of all of it. */
#include <string.h>

#include "core/lang.h"
#include "tests/lib/test-host.h"
#include "tests/unit/baskets.h"

/* The basket of the design's picture "4-tender-cash", promotion apart. */
static void
test_a_customer (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  HufuId member = make_use (9);
  HufuTotals totals;
  HufuTender *cash;

  add (basket, 1, 19900, 17900, 1000);
  add (basket, 2, 25900, -1, 1000);
  add (basket, 3, 1075, -1, 3000);
  add (basket, 4, 800, -1, 2000);
  g_assert_cmpint (add_prepaid (basket, 1, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_member (basket, &member, "138****2706", 1240), ==, HUFU_EDIT_OK);
  totals = totals_of (basket);
  g_assert_cmpint (totals.gross_minor, ==, 48625);
  g_assert_cmpint (totals.saved_minor, ==, 2000);
  g_assert_cmpint (totals.tax_minor, ==, 5594);
  g_assert_cmpint (totals.qty_pieces, ==, 8);
  g_assert_cmpint ((gint64)totals.n_lines, ==, 5);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 50000, 10, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  cash = g_ptr_array_index (basket->tenders, 0);
  g_assert_cmpint (cash->amount_minor, ==, 48620);
  g_assert_cmpint (cash->rounding_minor, ==, -5);
  g_assert_cmpint (cash->change_minor, ==, 1380);
  totals = totals_of (basket);
  g_assert_cmpint (totals.due_minor, ==, 0);
  g_assert_cmpint (totals.taken_minor, ==, 48625);
}

static void
test_line_price (void)
{
  static const struct {
    gint64 list, member, label, qty_milli;
    gboolean is_member;
    gint64 expected;
  } rows[] = {
      {1000, 900, -1, 2000, FALSE, 2000}, {1000, 900, -1, 2000, TRUE, 1800},
      {1000, 1100, -1, 1000, TRUE, 1000}, /* a member price never raises a line */
      {1000, 0, -1, 1000, TRUE, 0},       {1000, -1, -1, 1000, TRUE, 1000},
      {1000, 900, 777, 350, TRUE, 777}, /* the label's price is the price */
      {2980, -1, -1, 356, FALSE, 1061},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuLine) line = make_product (1, rows[i].list, rows[i].member, rows[i].qty_milli);

    line->label_total_minor = rows[i].label;
    g_assert_cmpint (hufu_line_total_minor (line, rows[i].is_member), ==, rows[i].expected);
  }
}

static void
test_joining (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  g_autoptr (HufuLine) weighed = make_product (7, 1000, -1, 300);
  g_autoptr (HufuLine) labelled = make_product (1, 500, -1, 1000);
  g_autoptr (HufuLine) taxed = make_product (1, 500, -1, 1000);
  guint32 tea = add (basket, 1, 500, -1, 1000), line_no;

  g_assert_cmpuint (add (basket, 1, 500, -1, 2000), ==, tea);
  g_assert_cmpint (hufu_basket_find_line (basket, tea)->qty_milli, ==, 3000);
  g_assert_cmpuint (add (basket, 1, 450, -1, 1000), !=, tea);  /* another price */
  g_assert_cmpuint (add (basket, 1, 500, 400, 1000), !=, tea); /* another member price */
  g_assert_cmpuint (add (basket, 2, 500, -1, 1000), !=, tea);  /* another product */
  labelled->label_total_minor = 480;
  g_assert_cmpint (hufu_basket_add (basket, labelled, &line_no), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (line_no, !=, tea);
  taxed->tax_ppm = 90000;
  g_assert_cmpint (hufu_basket_add (basket, taxed, &line_no), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (line_no, !=, tea);
  weighed->by_weight = TRUE;
  g_assert_cmpint (hufu_basket_add (basket, weighed, &tea), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_add (basket, weighed, &line_no), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (line_no, !=, tea); /* each weighing is a line */
  g_assert_cmpint (totals_of (basket).qty_pieces, ==, 3 + 5 + 2);
  g_assert_cmpuint (add (basket, 7, 1000, -1, 1000), >, line_no); /* sold by the piece, too */
}

/* Of a serial number there is one piece; pieces of one lot are alike. */
static void
test_traces (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  g_autoptr (HufuLine) line = make_product (1, 500, -1, 1000);
  guint32 plain = add (basket, 1, 500, -1, 1000), lot, again, serial;

  g_strlcpy (line->trace.lot, "A1", sizeof line->trace.lot);
  g_assert_cmpint (hufu_basket_add (basket, line, &lot), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_add (basket, line, &again), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (lot, !=, plain);
  g_assert_cmpuint (lot, ==, again);
  g_strlcpy (line->trace.serial, "77", sizeof line->trace.serial);
  g_assert_cmpint (hufu_basket_add (basket, line, &serial), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (serial, !=, lot);
  g_assert_cmpint (hufu_basket_add (basket, line, &again), ==, HUFU_EDIT_SAME_SERIAL);
  g_assert_cmpint (hufu_basket_set_qty (basket, serial, 2000), ==, HUFU_EDIT_FIXED_QTY);
  g_strlcpy (line->trace.serial, "78", sizeof line->trace.serial);
  g_assert_cmpint (hufu_basket_add (basket, line, &again), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).qty_pieces, ==, 5);
}

static void
test_line_numbers_are_never_reused (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  guint32 first = add (basket, 1, 500, -1, 1000), second = add (basket, 2, 500, -1, 1000);

  g_assert_cmpuint (first, ==, 1);
  g_assert_cmpint (hufu_basket_remove (basket, second), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (add (basket, 3, 500, -1, 1000), ==, 3);
}

static void
test_quantities (void)
{
  static const struct {
    gint64 qty_milli;
    HufuEdit expected;
  } rows[] = {
      {1000, HUFU_EDIT_OK},
      {HUFU_QTY_MAX_MILLI, HUFU_EDIT_OK},
      {HUFU_QTY_MAX_MILLI + 1000, HUFU_EDIT_QTY_RANGE},
      {0, HUFU_EDIT_QTY_RANGE},
      {-1000, HUFU_EDIT_QTY_RANGE},
      {1500, HUFU_EDIT_QTY_RANGE}, /* pieces are whole */
      {G_MAXINT64, HUFU_EDIT_QTY_RANGE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
    g_autoptr (HufuLine) line = make_product (1, 500, -1, rows[i].qty_milli);
    guint32 line_no = add (basket, 2, 500, -1, 2000);

    g_assert_cmpint (hufu_basket_set_qty (basket, line_no, rows[i].qty_milli), ==,
                     rows[i].expected);
    if (rows[i].expected != HUFU_EDIT_OK)
      g_assert_cmpint (hufu_basket_find_line (basket, line_no)->qty_milli, ==, 2000);
    g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, rows[i].expected);
  }
}

static void
test_limits (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  g_autoptr (HufuLine) dear = make_product (1, HUFU_MONEY_MAX_MINOR, -1, 2000);
  g_autoptr (HufuLine) wrong = make_product (1, -1, -1, 1000);
  g_autoptr (HufuLine) one = make_product (9999, 1, -1, 1000);
  guint32 line_no = 77;

  g_assert_cmpint (hufu_basket_add (basket, dear, &line_no), ==, HUFU_EDIT_TOTAL_RANGE);
  g_assert_cmpint (hufu_basket_add (basket, wrong, &line_no), ==, HUFU_EDIT_TOTAL_RANGE);
  g_assert_cmpuint (line_no, ==, 77);
  g_assert_cmpuint (basket->lines->len, ==, 0);
  for (gint64 i = 0; i < HUFU_BASKET_LINES_MAX; i++)
    add (basket, i + 1, 100, -1, 1000);
  g_assert_cmpint (hufu_basket_add (basket, one, NULL), ==, HUFU_EDIT_TOO_MANY_LINES);
  add (basket, 1, 100, -1, 1000); /* joins: no new line */
  g_assert_cmpint (hufu_basket_set_qty (basket, 12345, 1000), ==, HUFU_EDIT_NO_SUCH_LINE);
  g_assert_cmpint (hufu_basket_remove (basket, 12345), ==, HUFU_EDIT_NO_SUCH_LINE);
}

static void
test_redeemed_leaves_only_by_undo (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  HufuId use = make_use (1), other = make_use (2);
  guint32 line_no, again;

  g_assert_false (hufu_basket_has_redeemed (basket));
  g_assert_cmpint (add_prepaid (basket, 1, &line_no), ==, HUFU_EDIT_OK);
  g_assert_cmpint (add_prepaid (basket, 1, &again), ==, HUFU_EDIT_OK); /* the same use */
  g_assert_cmpuint (again, ==, line_no);
  g_assert_cmpuint (basket->lines->len, ==, 1);
  g_assert_true (hufu_basket_has_redeemed (basket));
  g_assert_cmpint (hufu_basket_remove (basket, line_no), ==, HUFU_EDIT_REDEEMED);
  g_assert_cmpint (hufu_basket_set_qty (basket, line_no, 2000), ==, HUFU_EDIT_FIXED_QTY);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 0);
  g_assert_false (hufu_basket_remove_use (basket, &other));
  g_assert_true (hufu_basket_remove_use (basket, &use));
  g_assert_false (hufu_basket_remove_use (basket, &use));
  g_assert_false (hufu_basket_has_redeemed (basket));
}

static void
test_labels_fix_the_quantity (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  g_autoptr (HufuLine) line = make_product (1, 500, -1, 1000);
  guint32 line_no;

  line->label_total_minor = HUFU_MONEY_MAX_MINOR + 1;
  g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, HUFU_EDIT_TOTAL_RANGE);
  line->label_total_minor = 480;
  g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_qty (basket, line_no, 2000), ==, HUFU_EDIT_FIXED_QTY);
  g_assert_cmpint (hufu_basket_remove (basket, line_no), ==, HUFU_EDIT_OK);
}

static void
test_frees_take_null (void)
{
  hufu_line_free (NULL);
  hufu_tender_free (NULL);
  hufu_basket_free (NULL);
}

static void
test_copy_is_deep (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY), copy = NULL;
  HufuId member = make_use (4);

  add (basket, 1, 500, -1, 1000);
  g_assert_cmpint (add_voucher (basket, 1, 100, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_member (basket, &member, "138****2706", 5), ==, HUFU_EDIT_OK);
  copy = hufu_basket_copy (basket);
  g_assert_cmpint (hufu_basket_set_qty (basket, 1, 9000), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_member (basket, NULL, NULL, 0), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (copy).gross_minor, ==, 500);
  g_assert_cmpint (totals_of (copy).taken_minor, ==, 100);
  g_assert_cmpstr (copy->member_label, ==, "138****2706");
  g_assert_null (basket->member_label);
}

/* Properties */

static void
check_laws (const HufuBasket *basket)
{
  HufuTotals totals = totals_of (basket);
  gint64 gross = 0, list = 0;

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = g_ptr_array_index (basket->lines, i);

    gross += hufu_line_total_minor (line, basket->has_member);
    list += hufu_line_list_total_minor (line);
    g_assert_cmpint (hufu_line_total_minor (line, TRUE), <=, hufu_line_total_minor (line, FALSE));
    g_assert_cmpint (line->tax_minor, >=, 0);
    g_assert_cmpuint (line->line_no, <, basket->next_line_no);
  }
  g_assert_cmpint (totals.gross_minor, ==, gross);
  g_assert_cmpint (totals.list_minor, ==, list);
  g_assert_cmpint (totals.saved_minor, >=, 0);
  g_assert_cmpint (totals.due_minor, ==, totals.gross_minor - totals.taken_minor);
  g_assert_cmpint (totals.due_minor, >=, totals.pending_minor);
}

static void
edit_at_random (HufuBasket *basket, GRand *rand)
{
  guint32 line_no = (guint32)g_rand_int_range (rand, 1, 20);
  HufuId use = make_use ((guint8)g_rand_int_range (rand, 1, 30));
  g_autoptr (HufuLine) line =
      make_product (g_rand_int_range (rand, 1, 8), g_rand_int_range (rand, 0, 30000),
                    g_rand_int_range (rand, -1, 30000), g_rand_int_range (rand, 1, 9) * 1000);
  HufuEdit edit = HUFU_EDIT_OK;

  line->by_weight = g_rand_boolean (rand);
  switch (g_rand_int_range (rand, 0, 9)) {
  case 0:
  case 1:
  case 2:
    edit = hufu_basket_add (basket, line, NULL);
    break;
  case 3:
    edit = hufu_basket_set_qty (basket, line_no, line->qty_milli);
    break;
  case 4:
    edit = hufu_basket_remove (basket, line_no);
    break;
  case 5:
    edit = add_voucher (basket, use.bytes[15], g_rand_int_range (rand, 1, 40000),
                        g_rand_boolean (rand) ? HUFU_TENDER_TAKEN : HUFU_TENDER_PENDING);
    break;
  case 6:
    edit = hufu_basket_set_member (basket, g_rand_boolean (rand) ? &use : NULL, "m", 1);
    break;
  case 7:
    hufu_basket_take_pending (basket, &use);
    break;
  default:
    hufu_basket_remove_use (basket, &use);
  }
  g_assert_cmpint (edit, <=, HUFU_EDIT_TOO_MANY_TENDERS);
}

static void
settle (HufuBasket *basket, GRand *rand)
{
  HufuTotals totals;
  gint64 in = 0, change = 0, rounding = 0;

  for (guint8 i = 1; i < 30; i++) {
    HufuId use = make_use (i);

    hufu_basket_take_pending (basket, &use);
  }
  if (basket->lines->len == 0)
    return;
  hufu_basket_get_totals (basket, &totals);
  g_assert_cmpint (hufu_basket_pay_cash (basket, totals.due_minor + 100,
                                         g_rand_int_range (rand, 1, 100), HUFU_ROUND_HALF_EVEN),
                   ==, HUFU_EDIT_OK);
  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = g_ptr_array_index (basket->tenders, i);

    in += tender->kind == HUFU_TENDER_CASH ? tender->received_minor : tender->amount_minor;
    change += tender->change_minor;
    rounding += tender->rounding_minor;
  }
  g_assert_cmpint (in - change - rounding, ==, totals_of (basket).gross_minor);
}

static void
test_random_baskets (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (hufu_test_seed ());

  for (int run = 0; run < 400; run++) {
    g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);

    for (int i = 0; i < 60; i++) {
      edit_at_random (basket, rand);
      check_laws (basket);
    }
    settle (basket, rand);
  }
}

static void
test_add_and_remove_is_nothing (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (hufu_test_seed ());

  for (int run = 0; run < 400; run++) {
    g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
    g_autoptr (HufuLine) line = make_product (100, 0, -1, 1000);
    HufuTotals before, after;
    guint32 line_no;

    for (int i = 0; i < 10; i++)
      edit_at_random (basket, rand);
    before = totals_of (basket);
    line->list_price_minor = g_rand_int_range (rand, 0, 100000);
    line->qty_milli = 1000 * g_rand_int_range (rand, 1, 50);
    g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, HUFU_EDIT_OK);
    g_assert_cmpint (hufu_basket_remove (basket, line_no), ==, HUFU_EDIT_OK);
    after = totals_of (basket);
    g_assert_cmpint (memcmp (&before, &after, sizeof before), ==, 0);
  }
}

/* What the catalogue says of a line now. */
static void
find_on_shelf (HufuBasket *basket, guint32 line_no, HufuShelf shelf, gint64 list, gint64 member)
{
  HufuLine *line = hufu_basket_find_line (basket, line_no);

  line->shelf = shelf;
  line->shelf_price_minor = list;
  line->shelf_member_price_minor = member;
}

static void
test_shelf (void)
{
  static const struct {
    HufuShelf shelf;
    gint64 list, member;
    gboolean is_member;
    gint64 label;
    HufuMarkdownKind by_hand;
    HufuShelf expected;
    gint64 price;
  } rows[] = {
      {HUFU_SHELF_SAME, 0, 0, FALSE, -1, HUFU_MARKDOWN_NONE, HUFU_SHELF_SAME, 0},
      {HUFU_SHELF_GONE, 0, -1, FALSE, -1, HUFU_MARKDOWN_NONE, HUFU_SHELF_GONE, 0},
      {HUFU_SHELF_CHANGED, 1200, 900, FALSE, -1, HUFU_MARKDOWN_NONE, HUFU_SHELF_CHANGED, 1200},
      {HUFU_SHELF_CHANGED, 1200, 900, TRUE, -1, HUFU_MARKDOWN_NONE, HUFU_SHELF_SAME, 900},
      {HUFU_SHELF_CHANGED, 1000, 800, FALSE, -1, HUFU_MARKDOWN_NONE, HUFU_SHELF_SAME, 1000},
      {HUFU_SHELF_CHANGED, 1000, 800, TRUE, -1, HUFU_MARKDOWN_NONE, HUFU_SHELF_CHANGED, 800},
      {HUFU_SHELF_CHANGED, 1000, -1, TRUE, -1, HUFU_MARKDOWN_NONE, HUFU_SHELF_CHANGED, 1000},
      {HUFU_SHELF_CHANGED, 1200, -1, FALSE, 700, HUFU_MARKDOWN_NONE, HUFU_SHELF_SAME, 0},
      {HUFU_SHELF_GONE, 0, -1, FALSE, -1, HUFU_MARKDOWN_PRICE, HUFU_SHELF_SAME, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
    HufuLine *line = hufu_basket_find_line (basket, add (basket, 1, 1000, 900, 1000));
    gint64 price_minor;

    find_on_shelf (basket, line->line_no, rows[i].shelf, rows[i].list, rows[i].member);
    line->label_total_minor = rows[i].label;
    line->markdown.kind = rows[i].by_hand;
    g_assert_cmpint (hufu_line_get_shelf (line, rows[i].is_member, &price_minor), ==,
                     rows[i].expected);
    g_assert_cmpint (price_minor, ==, rows[i].price);
  }
}

static void
test_take_shelf_price (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (CNY);
  guint32 tea = add (basket, 1, 1000, -1, 2000);

  g_assert_cmpint (hufu_basket_take_shelf_price (basket, 99), ==, HUFU_EDIT_NO_SUCH_LINE);
  g_assert_cmpint (hufu_basket_take_shelf_price (basket, tea), ==, HUFU_EDIT_NO_NEW_PRICE);
  find_on_shelf (basket, tea, HUFU_SHELF_GONE, 0, -1);
  g_assert_cmpint (hufu_basket_take_shelf_price (basket, tea), ==, HUFU_EDIT_NO_NEW_PRICE);
  find_on_shelf (basket, tea, HUFU_SHELF_CHANGED, 1200, 1100);
  g_assert_cmpint (hufu_basket_take_shelf_price (basket, tea), ==, HUFU_EDIT_OK);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 2400);
  g_assert_cmpint (hufu_basket_take_shelf_price (basket, tea), ==, HUFU_EDIT_NO_NEW_PRICE);
  /* 20.00 are paid already; nothing may cost less, and what is refused changes nothing */
  g_assert_cmpint (add_voucher (basket, 1, 2000, HUFU_TENDER_TAKEN), ==, HUFU_EDIT_OK);
  find_on_shelf (basket, tea, HUFU_SHELF_CHANGED, 999, -1);
  g_assert_cmpint (hufu_basket_take_shelf_price (basket, tea), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 2400);
  find_on_shelf (basket, tea, HUFU_SHELF_CHANGED, 1000, -1);
  g_assert_cmpint (hufu_basket_take_shelf_price (basket, tea), ==, HUFU_EDIT_OK);
  find_on_shelf (basket, tea, HUFU_SHELF_CHANGED, HUFU_MONEY_MAX_MINOR, -1);
  g_assert_cmpint (hufu_basket_take_shelf_price (basket, tea), ==, HUFU_EDIT_TOTAL_RANGE);
  g_assert_cmpint (totals_of (basket).gross_minor, ==, 2000);
}

static void
test_sentences (void)
{
  for (HufuEdit edit = HUFU_EDIT_OK; edit <= HUFU_EDIT_CASH_WAITS; edit++) {
    const char *en = hufu_edit_sentence (edit, HUFU_LANG_EN);
    const char *zh = hufu_edit_sentence (edit, HUFU_LANG_ZH);

    g_assert_nonnull (en);
    g_assert_nonnull (zh);
    if (edit == HUFU_EDIT_OK)
      continue;
    g_test_message ("%s / %s", en, zh);
    g_assert_true (g_str_is_ascii (en) && g_str_has_suffix (en, "."));
    g_assert_true (g_str_has_suffix (zh, "。"));
    g_assert_null (strchr (en, '!'));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basket/a-customer", test_a_customer);
  g_test_add_func ("/basket/line-price", test_line_price);
  g_test_add_func ("/basket/joining", test_joining);
  g_test_add_func ("/basket/traces", test_traces);
  g_test_add_func ("/basket/line-numbers", test_line_numbers_are_never_reused);
  g_test_add_func ("/basket/quantities", test_quantities);
  g_test_add_func ("/basket/limits", test_limits);
  g_test_add_func ("/basket/redeemed", test_redeemed_leaves_only_by_undo);
  g_test_add_func ("/basket/labels", test_labels_fix_the_quantity);
  g_test_add_func ("/basket/free-null", test_frees_take_null);
  g_test_add_func ("/basket/copy", test_copy_is_deep);
  g_test_add_func ("/basket/random", test_random_baskets);
  g_test_add_func ("/basket/add-and-remove", test_add_and_remove_is_nothing);
  g_test_add_func ("/basket/shelf", test_shelf);
  g_test_add_func ("/basket/take-shelf-price", test_take_shelf_price);
  g_test_add_func ("/basket/sentences", test_sentences);
  return g_test_run ();
}
