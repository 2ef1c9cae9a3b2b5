/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/deposit.h"

#include <string.h>

gboolean
hufu_deposit_rules_are_good (const HufuDepositRules *rules)
{
  return rules->least_percent >= 0 && rules->least_percent <= 100 && rules->keep_days >= 0 &&
         rules->keep_days <= HUFU_DEPOSIT_KEEP_DAYS_MAX;
}

const char *
hufu_deposit_fault_sentence (HufuDepositFault fault, HufuLang lang)
{
  static const char *const sentences[HUFU_DEPOSIT_FAULT_COUNT][HUFU_LANG_COUNT] = {
      [HUFU_DEPOSIT_OK] = {"", ""},
      [HUFU_DEPOSIT_EMPTY] = {"Nothing is ordered yet. Add the goods first.",
                              "还没有预订商品，请先录入商品。"},
      [HUFU_DEPOSIT_NOT_DUE] = {"Say first when what is made to order is to be ready.",
                                "请先填写定制商品的取货时间。"},
      [HUFU_DEPOSIT_PENDING] = {"A voucher or payment has no answer yet. Wait for it first.",
                                "有券或付款还没有答复，请先等答复。"},
      [HUFU_DEPOSIT_VOUCHER] = {"A voucher is redeemed when the goods are taken. Undo it first.",
                                "券要在取货时核销，请先撤销核销。"},
      [HUFU_DEPOSIT_NOTHING] = {"Type the deposit in cash, or take it by card or wallet first.",
                                "请输入现金订金，或先刷卡、扫码收取。"},
      [HUFU_DEPOSIT_TOO_SMALL] = {"The deposit is less than this shop asks for. Take more.",
                                  "订金低于本店要求，请多收一些。"},
      [HUFU_DEPOSIT_TOO_LARGE] = {"The deposit is more than is left to pay. Take less.",
                                  "订金超过未付金额，请少收一些。"},
      [HUFU_DEPOSIT_NO_COIN] = {"There are no coins for that sum. Take a rounder one.",
                                "没有这么小的零钱，请收整一点的金额。"},
      [HUFU_DEPOSIT_TOO_MANY] = {"There is no room for one more deposit. Take the rest with the "
                                 "goods.",
                                 "订金笔数已满，余款请在取货时收取。"},
  };

  g_assert ((gsize)fault < G_N_ELEMENTS (sentences));
  return sentences[fault][lang];
}

/* ---- what is on the basket ---- */

static gint64
sum_taken (const HufuBasket *basket, gboolean deposits)
{
  gint64 sum_minor = 0;

  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = basket->tenders->pdata[i];

    if (tender->state == HUFU_TENDER_TAKEN &&
        (deposits ? tender->kind == HUFU_TENDER_DEPOSIT
                  : hufu_tender_kind_is_payment (tender->kind)))
      sum_minor += tender->amount_minor;
  }
  return sum_minor;
}

gint64
hufu_deposit_payments_minor (const HufuBasket *basket)
{
  return sum_taken (basket, FALSE);
}

gint64
hufu_deposit_sum_minor (const HufuBasket *basket)
{
  return sum_taken (basket, TRUE);
}

HufuDue
hufu_deposit_get_due (const HufuBasket *basket)
{
  HufuDue last = HUFU_DUE_NONE;

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = basket->lines->pdata[i];

    if (line->due.day != 0 && (last.day == 0 || hufu_due_is_past (&last, &line->due)))
      last = line->due;
  }
  return last;
}

/* A serial number or a lot is told when there is a piece to tell it of. */
static gboolean
lacks_due (const HufuBasket *basket)
{
  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = basket->lines->pdata[i];

    if (line->asks == HUFU_DETAIL_DUE && line->due.day == 0)
      return TRUE;
  }
  return FALSE;
}

HufuDepositFault
hufu_deposit_check (const HufuBasket *basket, gint64 cash_minor, gint64 increment_minor,
                    const HufuDepositRules *rules)
{
  gint64 sum_minor = cash_minor + hufu_deposit_payments_minor (basket);
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  if (basket->lines->len == 0)
    return HUFU_DEPOSIT_EMPTY;
  if (totals.pending_minor > 0)
    return HUFU_DEPOSIT_PENDING;
  if (hufu_basket_has_redeemed (basket))
    return HUFU_DEPOSIT_VOUCHER;
  if (lacks_due (basket))
    return HUFU_DEPOSIT_NOT_DUE;
  if (sum_minor == 0 && cash_minor == 0)
    return HUFU_DEPOSIT_NOTHING;
  if (cash_minor < 0 || cash_minor > totals.due_minor)
    return HUFU_DEPOSIT_TOO_LARGE;
  if (cash_minor % MAX (increment_minor, 1) != 0)
    return HUFU_DEPOSIT_NO_COIN;
  if (sum_minor < HUFU_DEPOSIT_MIN_MINOR ||
      (totals.taken_minor + cash_minor) * 100 < totals.gross_minor * rules->least_percent)
    return HUFU_DEPOSIT_TOO_SMALL;
  if (basket->tenders->len >= HUFU_BASKET_TENDERS_MAX - 1)
    return HUFU_DEPOSIT_TOO_MANY;
  return HUFU_DEPOSIT_OK;
}

/* ---- what becomes of it ---- */

static const struct {
  const char *name, *labels[HUFU_LANG_COUNT];
} states[HUFU_DEPOSIT_STATE_COUNT] = {
    [HUFU_DEPOSIT_HELD] = {"held", {"Deposit", "收订金"}},
    [HUFU_DEPOSIT_USED] = {"used", {"Deposit used", "订金抵款"}},
    [HUFU_DEPOSIT_RETURNED] = {"returned", {"Deposit given back", "退订金"}},
    [HUFU_DEPOSIT_KEPT] = {"kept", {"Deposit kept", "订金不退"}},
};

const char *
hufu_deposit_state_name (HufuDepositState state)
{
  g_assert ((gsize)state < G_N_ELEMENTS (states));
  return states[state].name;
}

gboolean
hufu_deposit_state_find (const char *name, HufuDepositState *ret_state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (name, states[i].name) == 0) {
      *ret_state = (HufuDepositState)i;
      return TRUE;
    }
  return FALSE;
}

const char *
hufu_deposit_state_label (HufuDepositState state, HufuLang lang)
{
  g_assert ((gsize)state < G_N_ELEMENTS (states));
  return states[state].labels[lang];
}

/* ---- its number ---- */

void
hufu_deposit_no_format (gint64 store_no, gint64 terminal_no, gint64 number,
                        char ret_text[HUFU_DEPOSIT_NO_SIZE])
{
  g_snprintf (ret_text, HUFU_DEPOSIT_NO_SIZE,
              "%03" G_GINT64_FORMAT "-%02" G_GINT64_FORMAT "-D%04" G_GINT64_FORMAT, store_no,
              terminal_no, number);
}

gboolean
hufu_deposit_no_read (const char *text, gsize length, gint64 *ret_store_no, gint64 *ret_terminal_no,
                      gint64 *ret_number)
{
  static const char *const ends[] = {"-", "-D", ""};
  gint64 *const numbers[] = {ret_store_no, ret_terminal_no, ret_number};
  gsize at = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    gsize n_end = strlen (ends[i]), begin = at;

    for (*numbers[i] = 0; at < length && at - begin < 9 && g_ascii_isdigit (text[at]); at++)
      *numbers[i] = *numbers[i] * 10 + (text[at] - '0');
    if (at == begin || length - at < n_end || g_ascii_strncasecmp (text + at, ends[i], n_end) != 0)
      return FALSE;
    at += n_end;
  }
  return at == length;
}

/* ---- on paper ---- */

static void
add (HufuReceipt *receipt, HufuBlockKind kind)
{
  hufu_receipt_add (receipt, kind, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
}

static void
add_title (HufuReceipt *receipt, const char *text)
{
  hufu_receipt_add (receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE, text, NULL);
}

static void
add_fact (HufuReceipt *receipt, const char *left, const char *right, gboolean bold)
{
  if (right != NULL && *right != '\0')
    hufu_receipt_add (receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, bold, FALSE, left, right);
}

static void
add_amount (HufuReceipt *receipt, const char *left, gint64 minor, gboolean bold)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (minor, amount);
  add_fact (receipt, left, amount, bold);
}

static HufuReceipt *
begin (HufuDepositState state, const HufuDepositPaper *paper, HufuLang lang)
{
  HufuReceipt *receipt = hufu_receipt_new ();
  const HufuReceiptFacts *facts = &paper->facts;
  const char *shop = lang == HUFU_LANG_EN ? facts->shop_en : facts->shop_zh;

  if (facts->open_drawer)
    add (receipt, HUFU_BLOCK_DRAWER);
  if (shop != NULL && *shop != '\0')
    add_title (receipt, shop);
  add_title (receipt, hufu_deposit_state_label (state, lang));
  add_fact (receipt, lang == HUFU_LANG_EN ? "Number" : "编号", facts->receipt_no, FALSE);
  add_fact (receipt, lang == HUFU_LANG_EN ? "By" : "经手人", facts->clerk_label, FALSE);
  add_fact (receipt, lang == HUFU_LANG_EN ? "Time" : "时间", facts->local_time, FALSE);
  add (receipt, HUFU_BLOCK_RULE);
  return receipt;
}

static void
add_words (HufuReceipt *receipt, const char *text)
{
  if (*text != '\0')
    hufu_receipt_add (receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_START, FALSE, FALSE, text, NULL);
}

static void
add_line (HufuReceipt *receipt, const HufuBasket *basket, const HufuLine *line, HufuLang lang)
{
  g_autofree char *chosen = hufu_line_say_choices (line, lang, " · ", FALSE);
  g_autofree char *answers = hufu_line_say_answers (line, lang, " · ");
  g_autofree char *qty = line->by_weight
                             ? g_strdup_printf ("%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT " kg",
                                                line->qty_milli / 1000, line->qty_milli % 1000)
                             : g_strdup_printf ("%" G_GINT64_FORMAT, line->qty_milli / 1000);
  char total[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *left = NULL;

  hufu_money_format_grouped (hufu_line_gross_minor (line, basket->has_member), total);
  left = g_strdup_printf ("%s%s%s x %s", lang == HUFU_LANG_EN ? line->name_en : line->name_zh,
                          *line->variant_en == '\0' ? "" : " ",
                          lang == HUFU_LANG_EN ? line->variant_en : line->variant_zh, qty);
  hufu_receipt_add (receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, FALSE, FALSE, left, total);
  add_words (receipt, chosen);
  add_words (receipt, answers);
  add_words (receipt, line->note);
}

static void
add_ways (HufuReceipt *receipt, const HufuDepositPaper *paper, HufuLang lang)
{
  if (paper->cash_minor > 0)
    add_amount (receipt, lang == HUFU_LANG_EN ? "  Cash" : "  现金", paper->cash_minor, FALSE);
  if (paper->amount_minor > paper->cash_minor)
    add_amount (receipt, lang == HUFU_LANG_EN ? "  Card or wallet" : "  刷卡或扫码",
                paper->amount_minor - paper->cash_minor, FALSE);
}

static void
add_days (HufuReceipt *receipt, const HufuBasket *basket, const HufuDepositPaper *paper,
          HufuLang lang)
{
  HufuDue due = hufu_deposit_get_due (basket);
  g_autofree char *ready = due.day == 0 ? NULL : hufu_due_format (&due);
  g_autofree char *keep = NULL;

  add_fact (receipt, lang == HUFU_LANG_EN ? "Ready on" : "取货时间", ready, TRUE);
  if (paper->keep_days > 0)
    keep = g_strdup_printf (lang == HUFU_LANG_EN ? "%" G_GINT64_FORMAT " days"
                                                 : "%" G_GINT64_FORMAT " 天",
                            paper->keep_days);
  if (ready != NULL)
    add_fact (receipt, lang == HUFU_LANG_EN ? "Kept after that for" : "之后保留", keep, FALSE);
  else
    add_fact (receipt, lang == HUFU_LANG_EN ? "Kept for" : "保留", keep, FALSE);
}

static void
end (HufuReceipt *receipt)
{
  add (receipt, HUFU_BLOCK_FEED);
  add (receipt, HUFU_BLOCK_CUT);
}

HufuReceipt *
hufu_receipt_of_deposit (const HufuBasket *basket, const HufuDepositPaper *paper, HufuLang lang)
{
  HufuReceipt *receipt = begin (HUFU_DEPOSIT_HELD, paper, lang);
  gint64 earlier_minor = hufu_deposit_sum_minor (basket) - paper->amount_minor;
  HufuTotals totals;

  hufu_basket_get_totals (basket, &totals);
  for (guint i = 0; i < basket->lines->len; i++)
    add_line (receipt, basket, basket->lines->pdata[i], lang);
  add (receipt, HUFU_BLOCK_RULE);
  add_amount (receipt, lang == HUFU_LANG_EN ? "Total" : "合计", totals.gross_minor, FALSE);
  if (earlier_minor > 0)
    add_amount (receipt, lang == HUFU_LANG_EN ? "Paid before" : "此前已付订金", earlier_minor,
                FALSE);
  add_amount (receipt, lang == HUFU_LANG_EN ? "Deposit paid" : "本次订金", paper->amount_minor,
              TRUE);
  add_ways (receipt, paper, lang);
  add_amount (receipt, lang == HUFU_LANG_EN ? "Left to pay" : "取货时还需付", totals.due_minor,
              TRUE);
  add_days (receipt, basket, paper, lang);
  hufu_receipt_add (receipt, HUFU_BLOCK_QR, HUFU_ALIGN_CENTRE, FALSE, FALSE,
                    paper->facts.receipt_no, NULL);
  hufu_receipt_add (receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, FALSE, FALSE,
                    lang == HUFU_LANG_EN ? "Bring this slip when you take the goods. The receipt "
                                           "comes with them."
                                         : "请凭此单取货，小票取货时出具。",
                    NULL);
  end (receipt);
  return receipt;
}

HufuReceipt *
hufu_receipt_of_deposit_end (HufuDepositState state, const HufuDepositPaper *paper, HufuLang lang)
{
  HufuReceipt *receipt = begin (state, paper, lang);

  add_amount (receipt, lang == HUFU_LANG_EN ? "Amount" : "金额", paper->amount_minor, TRUE);
  if (state == HUFU_DEPOSIT_RETURNED)
    add_ways (receipt, paper, lang);
  add (receipt, HUFU_BLOCK_FEED);
  add_fact (receipt, lang == HUFU_LANG_EN ? "Signature" : "签字", "____________", FALSE);
  end (receipt);
  return receipt;
}
