/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How X, Z and the slips of the drawer are laid out; what they say is in shift-report.c. */
#include "core/deposit.h"
#include "core/shift-report.h"

#define YUAN 100
#define JIAO 10
#define SIGNATURE "____________"

/* A paper being written in one language. */
typedef struct {
  HufuReceipt *receipt;
  HufuLang lang;
} Paper;

static const char *
pick (const Paper *paper, const char *en, const char *zh)
{
  return paper->lang == HUFU_LANG_EN ? en : zh;
}

static void
add_mark (Paper *paper, HufuBlockKind kind)
{
  hufu_receipt_add (paper->receipt, kind, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
}

static void
add_title (Paper *paper, const char *text)
{
  hufu_receipt_add (paper->receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE, text, NULL);
}

static void
add_fact (Paper *paper, const char *left, const char *right)
{
  if (right != NULL && *right != '\0')
    hufu_receipt_add (paper->receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, FALSE, FALSE, left,
                      right);
}

static void
add_amount (Paper *paper, const char *left, gint64 minor)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (minor, amount);
  add_fact (paper, left, amount);
}

/* Of many sales, some rounded up and some down. */
static void
add_rounding (Paper *paper, gint64 minor)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_signed (minor, amount);
  add_fact (paper, pick (paper, "Cash rounding", "抹零与进位"), amount);
}

static void
add_number (Paper *paper, const char *left, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  add_fact (paper, left, text);
}

/* "Cash (12)" "486.20"; nothing if there was none. */
static void
add_tally (Paper *paper, const char *name, const HufuTally *tally)
{
  g_autofree char *left = g_strdup_printf ("%s (%" G_GINT64_FORMAT ")", name, tally->n);

  if (tally->n != 0)
    add_amount (paper, left, tally->sum_minor);
}

static void
add_some (Paper *paper, const char *left, gint64 number)
{
  if (number != 0)
    add_number (paper, left, number);
}

static void
add_head (Paper *paper, const char *shop_en, const char *shop_zh)
{
  const char *shop = pick (paper, shop_en, shop_zh);

  add_title (paper, *shop != '\0' ? shop : pick (paper, shop_zh, shop_en));
}

static void
add_foot (Paper *paper)
{
  add_mark (paper, HUFU_BLOCK_FEED);
  add_fact (paper, pick (paper, "Signature", "签字"), SIGNATURE);
  add_mark (paper, HUFU_BLOCK_FEED);
  add_mark (paper, HUFU_BLOCK_CUT);
}

/* ---- X and Z ---- */

static void
add_facts (Paper *paper, const HufuShiftFacts *facts)
{
  add_head (paper, facts->shop_en, facts->shop_zh);
  add_title (paper, facts->z_no == NULL ? pick (paper, "X report", "X 报表")
                                        : pick (paper, "Z report", "Z 报表"));
  add_fact (paper, pick (paper, "Number", "编号"), facts->z_no);
  add_number (paper, pick (paper, "Shift", "班次"), facts->shift_no);
  add_fact (paper, pick (paper, "Business day", "营业日"), facts->business_day);
  add_fact (paper, pick (paper, "Opened by", "开班人"), facts->opened_by);
  add_fact (paper, pick (paper, "Opened", "开班时间"), facts->opened_time);
  add_fact (paper,
            facts->z_no == NULL ? pick (paper, "Asked by", "查询人")
                                : pick (paper, "Closed by", "交班人"),
            facts->clerk_label);
  add_fact (paper, pick (paper, "Time", "时间"), facts->local_time);
}

/* "  VAT 13%, net 456.60"  "59.36" */
static void
add_taxes (Paper *paper, const HufuShiftReport *report)
{
  for (gsize i = 0; i < report->n_taxes; i++) {
    const HufuTaxSum *sum = &report->taxes[i];
    g_autofree char *name = hufu_tax_sum_say (sum, paper->lang), *left = NULL;
    char net[HUFU_MONEY_TEXT_SIZE];

    hufu_money_format_grouped (sum->net_minor, net);
    left = g_strdup_printf ("  %s%s %s", name, pick (paper, ", net", "，不含税"), net);
    add_amount (paper, left, sum->tax_minor);
  }
}

static void
add_sales (Paper *paper, const HufuShiftReport *report)
{
  add_mark (paper, HUFU_BLOCK_RULE);
  add_number (paper, pick (paper, "Sales", "销售笔数"), report->sales.n);
  add_amount (paper, pick (paper, "Gross", "销售额"), report->sales.sum_minor);
  add_amount (paper, pick (paper, "Of which tax", "其中税额"), report->tax_minor);
  add_taxes (paper, report);
  add_amount (paper, pick (paper, "Discounts given", "优惠"), report->saved_minor);
  add_some (paper, pick (paper, "Sales thrown away", "作废单数"), report->n_voided);
  add_mark (paper, HUFU_BLOCK_RULE);
  for (gsize i = 0; i < HUFU_TENDER_KIND_COUNT; i++)
    add_tally (paper, hufu_tender_kind_label ((HufuTenderKind)i, paper->lang), &report->tenders[i]);
  if (report->rounding_minor != 0)
    add_rounding (paper, report->rounding_minor);
}

static void
add_uses (Paper *paper, const HufuShiftReport *report)
{
  static const char *const types[HUFU_VOUCHER_TYPE_COUNT][HUFU_LANG_COUNT] = {
      [HUFU_VOUCHER_DEAL] = {"Deal vouchers redeemed", "核销团购券"},
      [HUFU_VOUCHER_CASH] = {"Cash vouchers redeemed", "核销代金券"},
      [HUFU_VOUCHER_PASS] = {"Passes redeemed", "核销次卡"},
      [HUFU_VOUCHER_COUPON] = {"Coupons redeemed", "核销优惠券"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    add_tally (paper, types[i][paper->lang], &report->uses[i]);
  add_tally (paper, pick (paper, "Redemptions undone", "撤销核销"), &report->undone);
  add_tally (paper, pick (paper, "  Settled from an earlier shift", "  其中前班结清"),
             &report->late);
}

/* "Deposit: Cash (2)" "40.00" */
static void
add_deposits (Paper *paper, HufuDepositState state, const HufuTally tallies[HUFU_TENDER_KIND_COUNT])
{
  for (gsize i = 0; i < HUFU_TENDER_KIND_COUNT; i++) {
    g_autofree char *name =
        g_strdup_printf ("%s: %s", hufu_deposit_state_label (state, paper->lang),
                         hufu_tender_kind_label ((HufuTenderKind)i, paper->lang));
    HufuTally tally = tallies[i];

    if (state == HUFU_DEPOSIT_RETURNED)
      tally.sum_minor = -tally.sum_minor;
    add_tally (paper, name, &tally);
  }
}

static void
add_orders (Paper *paper, const HufuShiftReport *report)
{
  add_deposits (paper, HUFU_DEPOSIT_HELD, report->deposits_taken);
  add_deposits (paper, HUFU_DEPOSIT_RETURNED, report->deposits_returned);
  add_tally (paper, hufu_deposit_state_label (HUFU_DEPOSIT_KEPT, paper->lang),
             &report->deposits_kept);
}

static void
add_drawer (Paper *paper, const HufuShiftReport *report)
{
  add_mark (paper, HUFU_BLOCK_RULE);
  add_amount (paper, pick (paper, "Float", "备用金"), report->float_minor);
  add_amount (paper, pick (paper, "Cash from sales", "现金销售"),
              report->tenders[HUFU_TENDER_CASH].sum_minor);
  for (gsize i = 0; i < HUFU_CASH_REASON_COUNT; i++) {
    const HufuCashReason *reason = hufu_cash_reason_get (i);
    g_autofree char *name = g_strdup_printf (
        "%s: %s", hufu_cash_kind_label (reason->kind, paper->lang), reason->labels[paper->lang]);
    HufuTally tally = report->moves[i];

    if (reason->kind == HUFU_CASH_OUT)
      tally.sum_minor = -tally.sum_minor;
    if (reason->kind == HUFU_CASH_NO_SALE)
      add_some (paper, name, tally.n);
    else
      add_tally (paper, name, &tally);
  }
  add_orders (paper, report);
  add_amount (paper, pick (paper, "Expected in the drawer", "应有现金"),
              hufu_shift_report_expected_minor (report));
}

/* "100 yuan x 3" */
static void
add_pieces (Paper *paper, gint64 value_minor, guint32 n)
{
  gboolean yuan = value_minor >= YUAN;
  g_autofree char *left =
      g_strdup_printf ("  %" G_GINT64_FORMAT "%s x %u", value_minor / (yuan ? YUAN : JIAO),
                       yuan ? pick (paper, " yuan", " 元") : pick (paper, " jiao", " 角"), n);

  if (n > 0)
    add_amount (paper, left, value_minor * n);
}

static void
add_count (Paper *paper, const HufuShiftReport *report, const HufuShiftFacts *facts)
{
  gint64 counted_minor = hufu_cash_count_minor (&facts->count);

  add_mark (paper, HUFU_BLOCK_RULE);
  for (gsize i = 0; i < HUFU_DENOMINATION_COUNT; i++)
    add_pieces (paper, hufu_money_denomination_minor (i), facts->count.pieces[i]);
  add_amount (paper, pick (paper, "Counted", "实点现金"), counted_minor);
  add_amount (paper, pick (paper, "Difference", "长短款"),
              counted_minor - hufu_shift_report_expected_minor (report));
  if (facts->n_counts > 1) {
    add_number (paper, pick (paper, "Times counted", "清点次数"), facts->n_counts);
    add_amount (paper, pick (paper, "Difference at first", "首次长短款"),
                facts->first_difference_minor);
  }
  if (facts->reason != NULL)
    add_fact (paper, pick (paper, "Reason", "原因"), facts->reason->labels[paper->lang]);
  add_fact (paper, pick (paper, "Note", "说明"), facts->note);
  add_fact (paper, pick (paper, "Approved by", "批准人"), facts->approved_by);
  if (facts->handover)
    add_fact (paper, pick (paper, "Handed over", "移交下一班"),
              pick (paper, "as counted", "按实点数"));
}

static void
add_open (Paper *paper, const HufuShiftReport *report)
{
  if (report->n_held + report->n_unknown + report->n_unsent > 0)
    add_mark (paper, HUFU_BLOCK_RULE);
  add_some (paper, pick (paper, "Sales still open", "未完成的单"), report->n_held);
  if (report->ahead_minor > 0)
    add_amount (paper, pick (paper, "  Paid ahead, not cash", "  其中已收非现金"),
                report->ahead_minor);
  add_tally (paper, pick (paper, "  Deposits held for customers", "  其中代收订金"),
             &report->deposits_held);
  add_some (paper, pick (paper, "Without an answer yet", "未答复的券和付款"), report->n_unknown);
  add_some (paper, pick (paper, "Records not sent yet", "未上传记录"), report->n_unsent);
}

/* Who sold how much; of one person it would say the same again. */
static void
add_parts (Paper *paper, const HufuShiftReport *report, const HufuShiftFacts *facts)
{
  if (facts->part_names == NULL || report->n_parts < 2)
    return;
  add_mark (paper, HUFU_BLOCK_RULE);
  for (gsize i = 0; i < report->n_parts; i++) {
    const HufuShiftPart *part = &report->parts[i];
    g_autofree char *left =
        g_strdup_printf ("%s (%" G_GINT64_FORMAT ")", facts->part_names[i], part->sales.n);

    add_amount (paper, left, part->sales.sum_minor);
    add_tally (paper, pick (paper, "  Cash", "  现金"), &part->cash);
    if (part->saved_minor != 0)
      add_amount (paper, pick (paper, "  Discounts given", "  优惠"), part->saved_minor);
    add_some (paper, pick (paper, "  Sales thrown away", "  作废单数"), part->n_voided);
  }
}

HufuReceipt *
hufu_receipt_of_shift (const HufuShiftReport *report, const HufuShiftFacts *facts, HufuLang lang)
{
  Paper paper = {.receipt = hufu_receipt_new (), .lang = lang};

  add_facts (&paper, facts);
  add_sales (&paper, report);
  add_uses (&paper, report);
  add_drawer (&paper, report);
  if (facts->z_no != NULL)
    add_count (&paper, report, facts);
  add_open (&paper, report);
  add_parts (&paper, report, facts);
  add_foot (&paper);
  return paper.receipt;
}

/* ---- slips ---- */

HufuReceipt *
hufu_receipt_of_cash (const HufuCashReason *reason, const char *note, gint64 amount_minor,
                      const HufuReceiptFacts *facts, HufuLang lang)
{
  Paper paper = {.receipt = hufu_receipt_new (), .lang = lang};

  add_mark (&paper, HUFU_BLOCK_DRAWER);
  add_head (&paper, facts->shop_en, facts->shop_zh);
  add_title (&paper, hufu_cash_kind_label (reason->kind, lang));
  add_mark (&paper, HUFU_BLOCK_RULE);
  if (reason->kind != HUFU_CASH_NO_SALE)
    add_amount (&paper, pick (&paper, "Amount", "金额"), amount_minor);
  add_fact (&paper, pick (&paper, "Reason", "原因"), reason->labels[lang]);
  add_fact (&paper, pick (&paper, "Note", "说明"), note);
  add_fact (&paper, pick (&paper, "By", "经手人"), facts->clerk_label);
  add_fact (&paper, pick (&paper, "Time", "时间"), facts->local_time);
  add_foot (&paper);
  return paper.receipt;
}
