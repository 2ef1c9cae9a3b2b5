/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed for a serial number, a lot and a due date, on Tuesday 2026-11-24 at 15:30. */
#include <string.h>

#include "core/basket.h"

static const HufuDue now = {20261124, 15 * 60 + 30};

static const struct {
  HufuDetail asks;
  const char *typed;
  HufuDetailFault fault;
  const char *said; /* in English, if it is good */
} answers[] = {
    {HUFU_DETAIL_SERIAL, "SN-77", HUFU_DETAIL_OK, "Serial no. SN-77"},
    {HUFU_DETAIL_SERIAL, "  SN-77 ", HUFU_DETAIL_OK, "Serial no. SN-77"},
    {HUFU_DETAIL_SERIAL, "356938035643809", HUFU_DETAIL_OK, "Serial no. 356938035643809"},
    {HUFU_DETAIL_SERIAL, "12345678901234567890", HUFU_DETAIL_OK, "Serial no. 12345678901234567890"},
    {HUFU_DETAIL_SERIAL, "123456789012345678901", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "   ", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "SN 77", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "SN\t77", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "SN\x1b[2J", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "虎符", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "🐯", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "\xff\xfe", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_SERIAL, "\u202eSN77", HUFU_DETAIL_BAD_SERIAL, NULL},
    {HUFU_DETAIL_LOT, "A1", HUFU_DETAIL_OK, "Lot A1"},
    {HUFU_DETAIL_LOT, "A1 2027-01-31", HUFU_DETAIL_OK, "Lot A1 · Use by 2027-01-31"},
    {HUFU_DETAIL_LOT, "A1 20261124", HUFU_DETAIL_OK, "Lot A1 · Use by 2026-11-24"},
    {HUFU_DETAIL_LOT, "A1 2026-11-23", HUFU_DETAIL_EXPIRED, NULL},
    {HUFU_DETAIL_LOT, "A1 2027-02-30", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_LOT, "A1 soon", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_LOT, "A1 2027-01-31 more", HUFU_DETAIL_BAD_LOT, NULL},
    {HUFU_DETAIL_LOT, "批号", HUFU_DETAIL_BAD_LOT, NULL},
    {HUFU_DETAIL_DUE, "2026-11-25", HUFU_DETAIL_OK, "Ready on 2026-11-25"},
    {HUFU_DETAIL_DUE, "2026/11/25", HUFU_DETAIL_OK, "Ready on 2026-11-25"},
    {HUFU_DETAIL_DUE, "2026.11.25 9:05", HUFU_DETAIL_OK, "Ready on 2026-11-25 09:05"},
    {HUFU_DETAIL_DUE, "20261125 18:00", HUFU_DETAIL_OK, "Ready on 2026-11-25 18:00"},
    {HUFU_DETAIL_DUE, "2026-11-24", HUFU_DETAIL_OK, "Ready on 2026-11-24"},
    {HUFU_DETAIL_DUE, "2026-11-24 15:30", HUFU_DETAIL_OK, "Ready on 2026-11-24 15:30"},
    {HUFU_DETAIL_DUE, "2026-11-24 15:29", HUFU_DETAIL_PAST, NULL},
    {HUFU_DETAIL_DUE, "17:45", HUFU_DETAIL_OK, "Ready on 2026-11-24 17:45"},
    {HUFU_DETAIL_DUE, "9:00", HUFU_DETAIL_PAST, NULL},
    {HUFU_DETAIL_DUE, "12-1", HUFU_DETAIL_OK, "Ready on 2026-12-01"},
    {HUFU_DETAIL_DUE, "11-23", HUFU_DETAIL_OK, "Ready on 2027-11-23"}, /* the next there is */
    {HUFU_DETAIL_DUE, "+0", HUFU_DETAIL_OK, "Ready on 2026-11-24"},
    {HUFU_DETAIL_DUE, "+1 9:00", HUFU_DETAIL_OK, "Ready on 2026-11-25 09:00"},
    {HUFU_DETAIL_DUE, "+38", HUFU_DETAIL_OK, "Ready on 2027-01-01"},
    {HUFU_DETAIL_DUE, "+366", HUFU_DETAIL_OK, "Ready on 2027-11-25"},
    {HUFU_DETAIL_DUE, "+367", HUFU_DETAIL_TOO_FAR, NULL},
    {HUFU_DETAIL_DUE, "+9999", HUFU_DETAIL_TOO_FAR, NULL},
    {HUFU_DETAIL_DUE, "2-29", HUFU_DETAIL_TOO_FAR, NULL}, /* of 2028 */
    {HUFU_DETAIL_DUE, "2099-12-31", HUFU_DETAIL_TOO_FAR, NULL},
    {HUFU_DETAIL_DUE, "2026-11-23", HUFU_DETAIL_PAST, NULL},
    {HUFU_DETAIL_DUE, "2000-01-01", HUFU_DETAIL_PAST, NULL},
    {HUFU_DETAIL_DUE, "1999-12-31", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "2-30", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "2027-02-29", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "2027-13-01", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "2027-00-01", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "2027-01-00", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "2027-01/02", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "2027-01", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "2027-01-02-03", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "24", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "+", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "+-1", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "-1", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "99999999999999999999", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "11-25 24:00", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "11-25 12:60", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "11-25 9:5", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "17:45 17:45", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "tomorrow", HUFU_DETAIL_BAD_DAY, NULL},
    {HUFU_DETAIL_DUE, "🐯", HUFU_DETAIL_BAD_DAY, NULL},
};

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    HufuDetails details;
    HufuDetailFault fault = hufu_detail_read (answers[i].asks, answers[i].typed,
                                              strlen (answers[i].typed), &now, &details);

    g_test_message ("%s", answers[i].typed);
    g_assert_cmpstr (hufu_detail_fault_code (fault), ==, hufu_detail_fault_code (answers[i].fault));
    if (fault == HUFU_DETAIL_OK) {
      const HufuLine line = {.trace = details.trace, .due = details.due};
      g_autofree char *said = hufu_line_say_answers (&line, HUFU_LANG_EN, " · ");

      g_assert_cmpstr (said, ==, answers[i].said);
    }
  }
}

/* 10 KB of anything, and what is cut short by a zero byte. */
static void
test_long (void)
{
  g_autofree char *text = g_strnfill (10240, '7');

  for (guint asks = HUFU_DETAIL_SERIAL; asks < HUFU_DETAIL_COUNT; asks++) {
    HufuDetails details;

    g_assert_cmpint (hufu_detail_read ((HufuDetail)asks, text, 10240, &now, &details), !=,
                     HUFU_DETAIL_OK);
    g_assert_cmpint (hufu_detail_read ((HufuDetail)asks, "A1\0", 3, &now, &details), !=,
                     HUFU_DETAIL_OK);
  }
}

static void
test_names (void)
{
  HufuDetail found;

  for (guint i = 0; i < HUFU_DETAIL_COUNT; i++) {
    g_assert_true (hufu_detail_find (hufu_detail_name ((HufuDetail)i), &found));
    g_assert_cmpuint (found, ==, i);
  }
  g_assert_false (hufu_detail_find ("photo", &found));
  for (guint i = 0; i < HUFU_DETAIL_FAULT_COUNT; i++) {
    g_assert_cmpint (*hufu_detail_fault_sentence ((HufuDetailFault)i, HUFU_LANG_EN) != '\0', ==,
                     i != HUFU_DETAIL_OK);
    g_assert_cmpint (*hufu_detail_fault_sentence ((HufuDetailFault)i, HUFU_LANG_ZH) != '\0', ==,
                     i != HUFU_DETAIL_OK);
  }
}

/* ---- in a basket ---- */

static guint32
add (HufuBasket *basket, gint64 product_id, HufuDetail asks, HufuEdit wanted)
{
  g_autoptr (HufuLine) line = hufu_line_new ();
  guint32 line_no = 0;

  line->product_id = product_id;
  line->list_price_minor = 100;
  line->asks = asks;
  g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, wanted);
  return line_no;
}

static HufuEdit
say (HufuBasket *basket, guint32 line_no, HufuDetail asks, const char *typed)
{
  HufuDetails details;

  g_assert_cmpint (hufu_detail_read (asks, typed, strlen (typed), &now, &details), ==,
                   HUFU_DETAIL_OK);
  return hufu_basket_answer (basket, line_no, &details);
}

/* Two pieces of one product are two lines, each with a number of its own; another product may have
 * the same. Nothing is paid before all are said. */
static void
test_serials (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 first = add (basket, 1, HUFU_DETAIL_SERIAL, HUFU_EDIT_OK),
          second = add (basket, 1, HUFU_DETAIL_SERIAL, HUFU_EDIT_OK),
          other = add (basket, 2, HUFU_DETAIL_SERIAL, HUFU_EDIT_OK);

  g_assert_cmpuint (basket->lines->len, ==, 3);
  g_assert_cmpint (hufu_basket_set_qty (basket, first, 2000), ==, HUFU_EDIT_ONE_PIECE);
  g_assert_cmpint (say (basket, first, HUFU_DETAIL_SERIAL, "77"), ==, HUFU_EDIT_OK);
  g_assert_cmpint (say (basket, second, HUFU_DETAIL_SERIAL, "77"), ==, HUFU_EDIT_SAME_SERIAL);
  g_assert_cmpuint (hufu_basket_find_asking (basket, NULL)->line_no, ==, second);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 300, 1, HUFU_ROUND_HALF_UP), ==,
                   HUFU_EDIT_UNANSWERED);
  g_assert_cmpint (say (basket, second, HUFU_DETAIL_SERIAL, "78"), ==, HUFU_EDIT_OK);
  g_assert_cmpint (say (basket, first, HUFU_DETAIL_SERIAL, "77"), ==, HUFU_EDIT_OK); /* again */
  g_assert_cmpint (say (basket, other, HUFU_DETAIL_SERIAL, "77"), ==, HUFU_EDIT_OK);
  g_assert_null (hufu_basket_find_asking (basket, NULL));
  g_assert_cmpint (hufu_basket_pay_cash (basket, 300, 1, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
}

static void
test_lots_and_days (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  const HufuId by = {{7}};
  guint32 lot = add (basket, 1, HUFU_DETAIL_LOT, HUFU_EDIT_OK),
          due = add (basket, 2, HUFU_DETAIL_DUE, HUFU_EDIT_OK),
          plain = add (basket, 3, HUFU_DETAIL_NOTHING, HUFU_EDIT_OK);

  g_assert_cmpuint (add (basket, 1, HUFU_DETAIL_LOT, HUFU_EDIT_OK), ==, lot); /* two of one lot */
  g_assert_cmpint (say (basket, lot, HUFU_DETAIL_SERIAL, "77"), ==, HUFU_EDIT_NOT_ASKED);
  g_assert_cmpint (say (basket, plain, HUFU_DETAIL_SERIAL, "77"), ==, HUFU_EDIT_NOT_ASKED);
  g_assert_cmpint (say (basket, 99, HUFU_DETAIL_SERIAL, "77"), ==, HUFU_EDIT_NO_SUCH_LINE);
  g_assert_cmpint (hufu_basket_leave_out (basket, due, &by), ==, HUFU_EDIT_NOT_ASKED);
  g_assert_cmpint (hufu_basket_leave_out (basket, lot, &by), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_leave_out (basket, lot, &by), ==, HUFU_EDIT_NOT_ASKED);
  g_assert_cmpint (say (basket, due, HUFU_DETAIL_DUE, "+1 9:00"), ==, HUFU_EDIT_OK);
  g_assert_null (hufu_basket_find_asking (basket, &now));
  g_assert_cmpuint (hufu_basket_find_asking (basket, &(HufuDue){20261125, 9 * 60 + 1})->line_no, ==,
                    due);
  /* one more, for another day, is another line */
  g_assert_cmpuint (add (basket, 2, HUFU_DETAIL_DUE, HUFU_EDIT_OK), !=, due);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detail/answers", test_answers);
  g_test_add_func ("/detail/long", test_long);
  g_test_add_func ("/detail/names", test_names);
  g_test_add_func ("/detail/serials", test_serials);
  g_test_add_func ("/detail/lots-and-days", test_lots_and_days);
  return g_test_run ();
}
