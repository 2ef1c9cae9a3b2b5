/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/shift-report.h"

static gsize
index_of (HufuCashKind kind, const char *name)
{
  gsize i = 0;

  while (hufu_cash_reason_get (i) != hufu_cash_reason_find (kind, name))
    i++;
  return i;
}

/* Float 200.00; sales of 486.23 by 400.20 cash (0.03 rounded off) and a 86.00 voucher; 50.00
 * brought in, 300.00 to the safe, 12.50 for tape; the drawer opened twice. */
static HufuShiftReport
make_report (void)
{
  HufuShiftReport report = {
      .float_minor = 20000,
      .sales = {12, 48623},
      .n_voided = 1,
      .tax_minor = 5594,
      .saved_minor = 1200,
      .rounding_minor = -3,
      .tenders = {[HUFU_TENDER_CASH] = {11, 40020}, [HUFU_TENDER_VOUCHER] = {1, 8600}},
      .uses = {[HUFU_VOUCHER_DEAL] = {2, 17600}, [HUFU_VOUCHER_CASH] = {1, 8600}},
      .undone = {1, 8800},
      .late = {1, 8800},
      .n_held = 2,
      .n_unknown = 1,
      .n_unsent = 3,
  };

  report.moves[index_of (HUFU_CASH_IN, "change")] = (HufuTally){1, 5000};
  report.moves[index_of (HUFU_CASH_OUT, "safe")] = (HufuTally){1, 30000};
  report.moves[index_of (HUFU_CASH_OUT, "expense")] = (HufuTally){1, 1250};
  report.moves[index_of (HUFU_CASH_NO_SALE, "check")] = (HufuTally){2, 0};
  return report;
}

static void
test_expected (void)
{
  const HufuShiftReport report = make_report (), nothing = {0};
  HufuShiftReport short_of = {.float_minor = 1000};

  g_assert_cmpint (hufu_shift_report_expected_minor (&report), ==,
                   20000 + 40020 + 5000 - 30000 - 1250);
  g_assert_cmpint (hufu_shift_report_expected_minor (&nothing), ==, 0);
  g_assert_cmpint (hufu_shift_report_moves (&report, HUFU_CASH_OUT).n, ==, 2);
  g_assert_cmpint (hufu_shift_report_moves (&report, HUFU_CASH_OUT).sum_minor, ==, 31250);
  g_assert_cmpint (hufu_shift_report_moves (&report, HUFU_CASH_NO_SALE).n, ==, 2);
  short_of.moves[index_of (HUFU_CASH_OUT, "other")] = (HufuTally){1, 1500};
  g_assert_cmpint (hufu_shift_report_expected_minor (&short_of), ==, -500);
}

static void
test_judge (void)
{
  static const struct {
    gint64 difference_minor, tolerance_minor;
    HufuCountVerdict verdict;
  } rows[] = {
      {0, 0, HUFU_COUNT_EXACT},       {0, 500, HUFU_COUNT_EXACT},    {500, 500, HUFU_COUNT_WITHIN},
      {-500, 500, HUFU_COUNT_WITHIN}, {501, 500, HUFU_COUNT_BEYOND}, {-501, 500, HUFU_COUNT_BEYOND},
      {1, 0, HUFU_COUNT_BEYOND},      {-1, 0, HUFU_COUNT_BEYOND},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_shift_judge (rows[i].difference_minor, rows[i].tolerance_minor), ==,
                     rows[i].verdict);
}

static HufuShiftFacts
make_facts (void)
{
  return (HufuShiftFacts){.shop_en = "Tiger",
                          .shop_zh = "虎符",
                          .shift_no = 3,
                          .business_day = "2026-01-05",
                          .opened_by = "Lin",
                          .opened_time = "2026-01-05 09:00",
                          .clerk_label = "Lin",
                          .local_time = "2026-01-05 18:00",
                          .note = "",
                          .approved_by = ""};
}

static void
assert_has (const char *text, const char *left, const char *right)
{
  g_autofree char *line = g_strdup_printf ("\t%s\t%s\n", left, right);

  if (strstr (text, line) == NULL)
    g_error ("no '%s' '%s' in\n%s", left, right, text);
}

/* What each did stands on an X, unless there was nobody else. */
static void
test_by_clerk (void)
{
  static const char *const names[] = {"Lin", "Chen"};
  HufuShiftReport report = make_report ();
  HufuShiftFacts facts = make_facts ();
  g_autoptr (HufuReceipt) both = NULL, alone = NULL;
  g_autofree char *text = NULL, *alone_text = NULL;

  facts.part_names = names;
  report.n_parts = 2;
  report.parts[0] = (HufuShiftPart){.sales = {10, 40023}, .cash = {10, 40020}, .saved_minor = 1200};
  report.parts[1] = (HufuShiftPart){.sales = {2, 8600}, .n_voided = 1};
  both = hufu_receipt_of_shift (&report, &facts, HUFU_LANG_EN);
  text = hufu_receipt_to_text (both);
  assert_has (text, "Lin (10)", "400.23");
  assert_has (text, "  Cash (10)", "400.20");
  assert_has (text, "  Discounts given", "12.00");
  assert_has (text, "Chen (2)", "86.00");
  assert_has (text, "  Sales thrown away", "1");
  report.n_parts = 1;
  alone = hufu_receipt_of_shift (&report, &facts, HUFU_LANG_EN);
  alone_text = hufu_receipt_to_text (alone);
  g_assert_null (strstr (alone_text, "Lin (10)"));
}

static void
test_x (void)
{
  const HufuShiftReport report = make_report ();
  const HufuShiftFacts facts = make_facts ();
  g_autoptr (HufuReceipt) paper = hufu_receipt_of_shift (&report, &facts, HUFU_LANG_EN);
  g_autofree char *text = hufu_receipt_to_text (paper);

  g_assert_nonnull (strstr (text, "X report"));
  g_assert_null (strstr (text, "Counted"));
  g_assert_null (strstr (text, "\ndrawer\t"));
  assert_has (text, "Sales", "12");
  assert_has (text, "Gross", "486.23");
  assert_has (text, "Of which tax", "55.94");
  assert_has (text, "Discounts given", "12.00");
  assert_has (text, "Sales thrown away", "1");
  assert_has (text, "Cash (11)", "400.20");
  assert_has (text, "Cash vouchers (1)", "86.00");
  assert_has (text, "Cash rounding", "-0.03");
  assert_has (text, "Deal vouchers redeemed (2)", "176.00");
  assert_has (text, "Redemptions undone (1)", "88.00");
  assert_has (text, "  Settled from an earlier shift (1)", "88.00");
  assert_has (text, "Cash in: Change brought in (1)", "50.00");
  assert_has (text, "Cash out: To the safe or bank (1)", "-300.00");
  assert_has (text, "Drawer opened, no sale: Look into the drawer", "2");
  assert_has (text, "Expected in the drawer", "337.70");
  assert_has (text, "Sales still open", "2");
  assert_has (text, "Without an answer yet", "1");
  assert_has (text, "Records not sent yet", "3");
}

static void
test_z (void)
{
  const HufuShiftReport report = make_report ();
  HufuShiftFacts facts = make_facts ();
  g_autoptr (HufuReceipt) paper = NULL;
  g_autofree char *text = NULL;

  facts.z_no = "001-01-Z0003";
  facts.count = (HufuCashCount){{3, 0, 1, 0, 0, 0, 3}};
  facts.n_counts = 2;
  facts.first_difference_minor = -45900;
  facts.reason = hufu_cash_reason_find (HUFU_CASH_DIFFERENCE, "other");
  facts.note = "看过了";
  facts.approved_by = "周";
  facts.handover = TRUE;
  paper = hufu_receipt_of_shift (&report, &facts, HUFU_LANG_ZH);
  text = hufu_receipt_to_text (paper);
  g_assert_nonnull (strstr (text, "Z 报表"));
  assert_has (text, "编号", "001-01-Z0003");
  assert_has (text, "  100 元 x 3", "300.00");
  assert_has (text, "  5 角 x 3", "1.50");
  g_assert_null (strstr (text, "50 元 x 0"));
  assert_has (text, "实点现金", "321.50");
  assert_has (text, "长短款", "-16.20");
  assert_has (text, "清点次数", "2");
  assert_has (text, "首次长短款", "-459.00");
  assert_has (text, "原因", "其他");
  assert_has (text, "说明", "看过了");
  assert_has (text, "批准人", "周");
  assert_has (text, "移交下一班", "按实点数");
}

/* Sums of a day are read by their thousands. */
static void
test_thousands (void)
{
  const HufuShiftFacts facts = make_facts ();
  HufuShiftReport report = {.sales = {900, 123456789},
                            .taxes = {{.id = "vat", .rate_ppm = 130000, .net_minor = 100000000}},
                            .n_taxes = 1};
  g_autoptr (HufuReceipt) paper = hufu_receipt_of_shift (&report, &facts, HUFU_LANG_EN);
  g_autofree char *text = hufu_receipt_to_text (paper);

  assert_has (text, "Gross", "1,234,567.89");
  g_assert_nonnull (strstr (text, ", net 1,000,000.00\t"));
}

/* A shift in which nothing happened says so, and says no more. */
static void
test_empty_z (void)
{
  const HufuShiftReport report = {0};
  HufuShiftFacts facts = make_facts ();
  g_autoptr (HufuReceipt) paper = NULL;
  g_autofree char *text = NULL;

  facts.z_no = "001-01-Z0001";
  facts.shop_en = "";
  facts.n_counts = 1;
  facts.note = facts.approved_by = NULL;
  paper = hufu_receipt_of_shift (&report, &facts, HUFU_LANG_EN);
  text = hufu_receipt_to_text (paper);
  g_assert_nonnull (strstr (text, "虎符")); /* the other name, where one is missing */
  assert_has (text, "Sales", "0");
  assert_has (text, "Counted", "0.00");
  assert_has (text, "Difference", "0.00");
  for (gsize i = 0; i < 4; i++) {
    static const char *const absent[] = {"Reason", "Note", "still open", "Cash in"};

    g_assert_null (strstr (text, absent[i]));
  }
}

static void
test_slips (void)
{
  const HufuReceiptFacts facts = {
      .shop_en = "Tiger", .shop_zh = "虎符", .clerk_label = "Lin", .local_time = "12:00"};
  g_autoptr (HufuReceipt) moved = hufu_receipt_of_cash (
      hufu_cash_reason_find (HUFU_CASH_OUT, "expense"), "Tape", 1250, &facts, HUFU_LANG_EN);
  g_autoptr (HufuReceipt) opened = hufu_receipt_of_cash (
      hufu_cash_reason_find (HUFU_CASH_NO_SALE, "check"), NULL, 0, &facts, HUFU_LANG_ZH);
  g_autofree char *moved_text = hufu_receipt_to_text (moved);
  g_autofree char *opened_text = hufu_receipt_to_text (opened);

  g_assert_true (g_str_has_prefix (moved_text, "drawer\t"));
  assert_has (moved_text, "Amount", "12.50");
  assert_has (moved_text, "Reason", "Small expense");
  assert_has (moved_text, "Note", "Tape");
  g_assert_true (g_str_has_prefix (opened_text, "drawer\t"));
  assert_has (opened_text, "原因", "查看钱箱");
  g_assert_null (strstr (opened_text, "金额"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shift-report/expected", test_expected);
  g_test_add_func ("/shift-report/judge", test_judge);
  g_test_add_func ("/shift-report/x", test_x);
  g_test_add_func ("/shift-report/by-clerk", test_by_clerk);
  g_test_add_func ("/shift-report/z", test_z);
  g_test_add_func ("/shift-report/thousands", test_thousands);
  g_test_add_func ("/shift-report/empty-z", test_empty_z);
  g_test_add_func ("/shift-report/slips", test_slips);
  return g_test_run ();
}
