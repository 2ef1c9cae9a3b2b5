/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipts of the shop, by its template; the document itself is in receipt.c. */
#include "core/receipt-template.h"

typedef enum {
  WORD_COPY,
  WORD_RECEIPT,
  WORD_TIME,
  WORD_CLERK,
  WORD_MEMBER,
  WORD_SAVED_LINE,
  WORD_PRICE_LINE,
  WORD_OFF_LINE,
  WORD_OFF_SALE,
  WORD_PAID_ONLINE,
  WORD_ITEMS,
  WORD_SAVED,
  WORD_TOTAL,
  WORD_ROUNDED_DOWN,
  WORD_ROUNDED_UP,
  WORD_CASH,
  WORD_CHANGE,
  WORD_TAX,
  WORD_NET,
  WORD_WITH_TAX,
  WORD_SUBTOTAL,
  WORD_POINTS,
  WORD_CODE,
  WORD_THANKS,
  WORD_GIFT,
  WORD_EXCHANGE,
} Word;

static const char *const words[][HUFU_LANG_COUNT] = {
    [WORD_COPY] = {"COPY", "副本"},
    [WORD_RECEIPT] = {"Receipt", "小票号"},
    [WORD_TIME] = {"Time", "时间"},
    [WORD_CLERK] = {"Served by", "店员"},
    [WORD_MEMBER] = {"Member", "会员"},
    [WORD_SAVED_LINE] = {"  Member price, saved", "  会员价，省"},
    [WORD_PRICE_LINE] = {"  Price changed", "  改价"},
    [WORD_OFF_LINE] = {"  Discount", "  优惠"},
    [WORD_OFF_SALE] = {"Discount", "整单优惠"},
    [WORD_PAID_ONLINE] = {"  Redeemed; paid online:", "  已核销，线上已付"},
    [WORD_ITEMS] = {"Items", "件数"},
    [WORD_SAVED] = {"Saved", "已省"},
    [WORD_TOTAL] = {"Total", "合计"},
    [WORD_ROUNDED_DOWN] = {"Cash rounding", "抹零"},
    [WORD_ROUNDED_UP] = {"Cash rounding", "进位"},
    [WORD_CASH] = {"Cash received", "收现金"},
    [WORD_CHANGE] = {"Change", "找零"},
    [WORD_TAX] = {"Tax contained", "含税"},
    [WORD_NET] = {"net", "不含税"},
    [WORD_WITH_TAX] = {"with tax", "价税合计"},
    [WORD_SUBTOTAL] = {"Before tax", "税前合计"},
    [WORD_POINTS] = {"Points", "积分"},
    [WORD_CODE] = {"Code ending", "券码尾号"},
    [WORD_THANKS] = {"Thank you. See you again.", "谢谢光临，欢迎再来。"},
    [WORD_GIFT] = {"Gift receipt", "礼品小票"},
    [WORD_EXCHANGE] = {"To exchange it, show this receipt.", "如需更换，请出示本小票。"},
};

/* A receipt being written in one language. */
typedef struct {
  HufuReceipt *receipt;
  HufuLang lang;
  const HufuReceiptFacts *facts;
  const HufuBasket *basket; /* NULL of a slip */
  HufuTotals totals;        /* of the basket */
} Writer;

static void
add_text (Writer *writer, HufuAlign align, gboolean strong, const char *text)
{
  hufu_receipt_add (writer->receipt, HUFU_BLOCK_TEXT, align, strong, strong, text, NULL);
}

static void
add_mark (Writer *writer, HufuBlockKind kind)
{
  hufu_receipt_add (writer->receipt, kind, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
}

static void
add_columns (Writer *writer, const char *left, const char *right)
{
  hufu_receipt_add (writer->receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, FALSE, FALSE, left,
                    right);
}

/* A fact that is not there takes no line. */
static void
add_fact (Writer *writer, Word word, const char *fact)
{
  if (fact != NULL && *fact != '\0')
    add_columns (writer, words[word][writer->lang], fact);
}

static void
add_amount (Writer *writer, Word word, gint64 minor)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (minor, amount);
  add_columns (writer, words[word][writer->lang], amount);
}

/* A customer sees which way it went. */
static void
add_rounding (Writer *writer, gint64 minor)
{
  Word word = minor < 0 ? WORD_ROUNDED_DOWN : WORD_ROUNDED_UP;
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_signed (minor, amount);
  add_columns (writer, words[word][writer->lang], amount);
}

/* The text of the writer's language; the other one where that is empty. */
static const char *
pick (const Writer *writer, const char *en, const char *zh)
{
  const char *first = writer->lang == HUFU_LANG_EN ? en : zh;
  const char *second = writer->lang == HUFU_LANG_EN ? zh : en;

  if (first != NULL && *first != '\0')
    return first;
  return second != NULL ? second : "";
}

/* The drawer opens first, and what is a copy says so before anything else. */
static void
add_top (Writer *writer)
{
  if (writer->facts->open_drawer && !writer->facts->copy)
    add_mark (writer, HUFU_BLOCK_DRAWER);
  if (writer->facts->copy)
    add_text (writer, HUFU_ALIGN_CENTRE, TRUE, words[WORD_COPY][writer->lang]);
}

static void
add_shop (Writer *writer)
{
  add_text (writer, HUFU_ALIGN_CENTRE, TRUE,
            pick (writer, writer->facts->shop_en, writer->facts->shop_zh));
}

static void
add_footer (Writer *writer)
{
  g_auto (GStrv) lines =
      g_strsplit (pick (writer, writer->facts->footer_en, writer->facts->footer_zh), "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      add_text (writer, HUFU_ALIGN_CENTRE, FALSE, *line);
}

static void
add_link (Writer *writer)
{
  if (writer->facts->qr_text == NULL)
    return;
  add_mark (writer, HUFU_BLOCK_FEED);
  hufu_receipt_add (writer->receipt, HUFU_BLOCK_QR, HUFU_ALIGN_CENTRE, FALSE, FALSE,
                    writer->facts->qr_text, NULL);
}

/* "0.356 kg", "2" */
static char *
dup_quantity (const HufuLine *line)
{
  if (line->by_weight)
    return g_strdup_printf ("%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT " kg",
                            line->qty_milli / 1000, line->qty_milli % 1000);
  return g_strdup_printf ("%" G_GINT64_FORMAT, line->qty_milli / 1000);
}

/* "Discount 10% off, Damaged goods (01)": whoever approved it is named by number. */
static void
add_by_hand (Writer *writer, Word word, const HufuMarkdown *markdown, gint64 off_minor)
{
  g_autofree char *what = hufu_markdown_describe (markdown, writer->lang);
  const char *reason = hufu_markdown_say_reason (markdown, writer->lang);
  g_autofree char *approved = *markdown->approved_no == '\0'
                                  ? g_strdup ("")
                                  : g_strdup_printf (" (%s)", markdown->approved_no);
  g_autofree char *left =
      g_strdup_printf ("%s %s, %s%s", words[word][writer->lang], what, reason, approved);
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (-off_minor, amount);
  add_columns (writer, left, amount);
}

static void
add_promotions (Writer *writer, const HufuBasket *basket, const HufuLine *line)
{
  for (guint i = 0; i < basket->promoted->len; i++) {
    const HufuPromoted *promoted = &g_array_index (basket->promoted, HufuPromoted, i);
    g_autofree char *left = g_strdup_printf (
        "  %s", pick (writer, promoted->promotion->name_en, promoted->promotion->name_zh));
    char amount[HUFU_MONEY_TEXT_SIZE];

    hufu_money_format (-promoted->off_minor, amount);
    if (promoted->line_no == line->line_no)
      add_columns (writer, left, amount);
  }
}

/* The right column adds up: first what it costs at list price, then what is taken off. */
static void
add_product_line (Writer *writer, const HufuBasket *basket, const HufuLine *line)
{
  gboolean member = basket->has_member;
  gboolean priced = line->markdown.kind == HUFU_MARKDOWN_PRICE;
  gint64 list_minor = hufu_line_list_total_minor (line);
  gint64 total_minor = hufu_line_total_minor (line, member);
  char price[HUFU_MONEY_TEXT_SIZE], list[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *quantity = dup_quantity (line), *left = NULL;

  hufu_money_format (priced ? MAX (hufu_line_list_price_minor (line), line->markdown.value)
                            : hufu_line_list_price_minor (line),
                     price);
  hufu_money_format (list_minor, list);
  /* A label's total need not be quantity times price: then only the quantity is said. */
  if (line->label_total_minor >= 0)
    left = g_strdup_printf ("  %s", quantity);
  else
    left = g_strdup_printf ("  %s x %s", quantity, price);
  add_columns (writer, left, list);
  if (priced)
    add_by_hand (writer, WORD_PRICE_LINE, &line->markdown, list_minor - total_minor);
  else if (list_minor > total_minor)
    add_amount (writer, WORD_SAVED_LINE, total_minor - list_minor);
  add_promotions (writer, basket, line);
  if (line->off_minor[HUFU_OFF_LINE] > 0)
    add_by_hand (writer, WORD_OFF_LINE, &line->markdown, line->off_minor[HUFU_OFF_LINE]);
  if (*line->note != '\0') {
    g_autofree char *note = g_strdup_printf ("  %s", line->note);

    add_text (writer, HUFU_ALIGN_START, FALSE, note);
  }
}

/* What was paid online stands on the left: the right column adds up to the total. */
static void
add_prepaid_line (Writer *writer, const HufuLine *line)
{
  char paid[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *left = NULL;

  hufu_money_format (line->paid_online_minor, paid);
  left = g_strdup_printf ("%s %s", words[WORD_PAID_ONLINE][writer->lang], paid);
  add_columns (writer, left, "0.00");
}

static void
add_indented (Writer *writer, const char *said)
{
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++) {
    g_autofree char *text = g_strdup_printf ("  %s", lines[i]);

    add_text (writer, HUFU_ALIGN_START, FALSE, text);
  }
}

/* What was chosen, what a guarantee asks for, and when to come for what is made to order. */
static void
add_answers (Writer *writer, const HufuLine *line, gboolean priced)
{
  g_autofree char *chosen = hufu_line_say_choices (line, writer->lang, "\n", priced);
  g_autofree char *said = hufu_line_say_answers (line, writer->lang, "\n");

  add_indented (writer, chosen);
  add_indented (writer, said);
}

static char *
dup_title (const Writer *writer, const HufuLine *line)
{
  const char *name = pick (writer, line->name_en, line->name_zh);
  const char *variant = pick (writer, line->variant_en, line->variant_zh);

  return *variant != '\0' ? g_strdup_printf ("%s %s", name, variant) : g_strdup (name);
}

static void
add_line (Writer *writer, const HufuBasket *basket, const HufuLine *line)
{
  g_autofree char *title = dup_title (writer, line);

  add_text (writer, HUFU_ALIGN_START, FALSE, title);
  add_answers (writer, line, line->markdown.kind != HUFU_MARKDOWN_PRICE);
  if (line->kind == HUFU_LINE_PRODUCT)
    add_product_line (writer, basket, line);
  else
    add_prepaid_line (writer, line);
}

/* A coupon stands below the lines, so that the right column adds up to the total. */
static void
add_discount (Writer *writer, const HufuDiscount *discount)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  if (discount->state != HUFU_TENDER_TAKEN || discount->verdict.off_minor == 0)
    return;
  hufu_money_format (-discount->verdict.off_minor, amount);
  add_columns (writer, pick (writer, discount->label_en, discount->label_zh), amount);
}

/* "  VAT 13%"  "59.36", and below it "    net 456.60, with tax 515.96", in which the last stands
 * only where no other tax is on it. All in one line is more than a paper of 80 mm has room for. */
static void
add_tax (Writer *writer, const HufuTaxSum *sum, gboolean alone)
{
  g_autofree char *name = hufu_tax_sum_say (sum, writer->lang);
  char net[HUFU_MONEY_TEXT_SIZE], gross[HUFU_MONEY_TEXT_SIZE], tax[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *left = g_strconcat ("  ", name, NULL), *on = NULL;

  hufu_money_format (sum->net_minor, net);
  hufu_money_format (sum->net_minor + sum->tax_minor, gross);
  hufu_money_format (sum->tax_minor, tax);
  add_columns (writer, left, tax);
  on = alone ? g_strdup_printf ("    %s %s%s%s %s", words[WORD_NET][writer->lang], net,
                                writer->lang == HUFU_LANG_ZH ? "，" : ", ",
                                words[WORD_WITH_TAX][writer->lang], gross)
             : g_strdup_printf ("    %s %s", words[WORD_NET][writer->lang], net);
  add_text (writer, HUFU_ALIGN_START, FALSE, on);
}

static void
add_taxes (Writer *writer, const HufuBasket *basket, const HufuTotals *totals)
{
  gint64 sum_minor = 0;

  for (guint i = 0; i < basket->tax_sums->len; i++) {
    const HufuTaxSum *sum = &g_array_index (basket->tax_sums, HufuTaxSum, i);

    sum_minor += sum->net_minor + sum->tax_minor;
  }
  for (guint i = 0; i < basket->tax_sums->len; i++)
    add_tax (writer, &g_array_index (basket->tax_sums, HufuTaxSum, i),
             sum_minor == totals->gross_minor);
}

static gboolean
adds_taxes (const HufuBasket *basket)
{
  return basket->taxes != NULL && basket->taxes->added;
}

static void
add_total (Writer *writer, const HufuBasket *basket, const HufuTotals *totals)
{
  g_autofree char *items = g_strdup_printf ("%" G_GINT64_FORMAT, totals->qty_pieces);
  char total[HUFU_MONEY_TEXT_SIZE];

  add_columns (writer, words[WORD_ITEMS][writer->lang], items);
  if (totals->saved_minor > 0)
    add_amount (writer, WORD_SAVED, totals->saved_minor);
  if (adds_taxes (basket)) {
    add_amount (writer, WORD_SUBTOTAL, totals->gross_minor - totals->added_minor);
    add_taxes (writer, basket, totals);
  }
  hufu_money_format (totals->gross_minor, total);
  hufu_receipt_add (writer->receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, TRUE, TRUE,
                    words[WORD_TOTAL][writer->lang], total);
}

static void
add_tender (Writer *writer, const HufuTender *tender)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  if (tender->state != HUFU_TENDER_TAKEN)
    return;
  if (tender->kind != HUFU_TENDER_CASH) {
    hufu_money_format (tender->amount_minor, amount);
    add_columns (writer, pick (writer, tender->label_en, tender->label_zh), amount);
    return;
  }
  if (tender->rounding_minor != 0)
    add_rounding (writer, tender->rounding_minor);
  add_amount (writer, WORD_CASH, tender->received_minor);
  add_amount (writer, WORD_CHANGE, tender->change_minor);
}

static void
add_member (Writer *writer, const HufuBasket *basket)
{
  g_autofree char *points = g_strdup_printf ("%" G_GINT64_FORMAT, basket->member_points);

  if (!basket->has_member)
    return;
  add_fact (writer, WORD_MEMBER, basket->member_label);
  add_columns (writer, words[WORD_POINTS][writer->lang], points);
}

/* ---- what a template names ---- */

static void
add_lines (Writer *writer)
{
  const HufuBasket *basket = writer->basket;

  for (guint i = 0; i < basket->lines->len; i++)
    add_line (writer, basket, g_ptr_array_index (basket->lines, i));
  if (hufu_basket_marked_off_minor (basket, 0) > 0)
    add_by_hand (writer, WORD_OFF_SALE, &basket->markdown,
                 hufu_basket_marked_off_minor (basket, 0));
  for (guint i = 0; i < basket->discounts->len; i++)
    add_discount (writer, g_ptr_array_index (basket->discounts, i));
}

static void
add_gift_lines (Writer *writer)
{
  for (guint i = 0; i < writer->basket->lines->len; i++) {
    const HufuLine *line = g_ptr_array_index (writer->basket->lines, i);
    g_autofree char *title = dup_title (writer, line);
    g_autofree char *quantity = dup_quantity (line);

    add_columns (writer, title, quantity);
    add_answers (writer, line, FALSE);
  }
}

/* Nothing of money: who it is given to need not know. */
static gboolean
add_gift_part (Writer *writer, HufuPartKind kind)
{
  switch ((int)kind) {
  case HUFU_PART_STORE:
    add_shop (writer);
    add_text (writer, HUFU_ALIGN_CENTRE, FALSE, words[WORD_GIFT][writer->lang]);
    return TRUE;
  case HUFU_PART_LINES:
    add_gift_lines (writer);
    return TRUE;
  case HUFU_PART_TOTALS:
    add_text (writer, HUFU_ALIGN_CENTRE, FALSE, words[WORD_EXCHANGE][writer->lang]);
    return TRUE;
  case HUFU_PART_PAYMENTS:
  case HUFU_PART_TAX:
  case HUFU_PART_MEMBER:
  case HUFU_PART_LINK:
    return TRUE;
  default:
    return FALSE;
  }
}

static void
add_sale_part (Writer *writer, HufuPartKind kind)
{
  const HufuBasket *basket = writer->basket;
  const HufuTotals *totals = &writer->totals;

  switch ((int)kind) {
  case HUFU_PART_STORE:
    add_shop (writer);
    break;
  case HUFU_PART_LINES:
    add_lines (writer);
    break;
  case HUFU_PART_TOTALS:
    add_total (writer, basket, totals);
    break;
  case HUFU_PART_PAYMENTS:
    for (guint i = 0; i < basket->tenders->len; i++)
      add_tender (writer, g_ptr_array_index (basket->tenders, i));
    break;
  case HUFU_PART_TAX:
    if (!adds_taxes (basket)) {
      add_amount (writer, WORD_TAX, totals->tax_minor);
      add_taxes (writer, basket, totals);
    }
    break;
  case HUFU_PART_MEMBER:
    add_member (writer, basket);
    break;
  default:
    add_link (writer);
  }
}

/* The parts that say the same of a sale and of a gift. */
static gboolean
add_common_part (Writer *writer, const HufuPart *part)
{
  const HufuReceiptFacts *facts = writer->facts;

  switch ((int)part->kind) {
  case HUFU_PART_LOGO:
    hufu_receipt_add (writer->receipt, HUFU_BLOCK_IMAGE, HUFU_ALIGN_CENTRE, FALSE, FALSE,
                      part->text, NULL);
    return TRUE;
  case HUFU_PART_NUMBER:
    add_fact (writer, WORD_RECEIPT, facts->receipt_no);
    return TRUE;
  case HUFU_PART_TIME:
    add_fact (writer, WORD_TIME, facts->local_time);
    return TRUE;
  case HUFU_PART_CLERK:
    add_fact (writer, WORD_CLERK, facts->clerk_label);
    return TRUE;
  case HUFU_PART_FOOTER:
    add_footer (writer);
    return TRUE;
  case HUFU_PART_THANKS:
    add_text (writer, HUFU_ALIGN_CENTRE, FALSE, words[WORD_THANKS][writer->lang]);
    return TRUE;
  case HUFU_PART_RULE:
  case HUFU_PART_FEED:
    add_mark (writer, part->kind == HUFU_PART_RULE ? HUFU_BLOCK_RULE : HUFU_BLOCK_FEED);
    return TRUE;
  case HUFU_PART_TEXT:
    hufu_receipt_add (writer->receipt, HUFU_BLOCK_TEXT, part->align, part->bold, part->large,
                      part->text, NULL);
    return TRUE;
  case HUFU_PART_CODE:
    hufu_receipt_add (writer->receipt, HUFU_BLOCK_QR, HUFU_ALIGN_CENTRE, FALSE, FALSE, part->text,
                      NULL);
    return TRUE;
  default:
    return FALSE;
  }
}

static HufuReceipt *
lay_out (Writer *writer, gboolean gift)
{
  const HufuTemplate *template = writer->facts->template;

  if (template == NULL)
    template = hufu_template_get_default ();
  hufu_basket_get_totals (writer->basket, &writer->totals);
  add_top (writer);
  for (guint i = 0; i < template->parts->len; i++) {
    const HufuPart *part = g_ptr_array_index (template->parts, i);

    if (part->in[writer->lang] && !add_common_part (writer, part) &&
        !(gift && add_gift_part (writer, part->kind)))
      add_sale_part (writer, part->kind);
  }
  add_mark (writer, HUFU_BLOCK_CUT);
  return writer->receipt;
}

HufuReceipt *
hufu_receipt_of_sale (const HufuBasket *basket, const HufuReceiptFacts *facts, HufuLang lang)
{
  Writer writer = {hufu_receipt_new (), lang, facts, basket, {0}};

  return lay_out (&writer, FALSE);
}

HufuReceipt *
hufu_receipt_of_gift (const HufuBasket *basket, const HufuReceiptFacts *facts, HufuLang lang)
{
  HufuReceiptFacts plain = *facts;
  Writer writer = {hufu_receipt_new (), lang, &plain, basket, {0}};

  plain.open_drawer = FALSE;
  return lay_out (&writer, TRUE);
}

/* ---- a slip ---- */

HufuReceipt *
hufu_receipt_of_redemption (const char *title, const char *what, const char *code_tail,
                            const HufuReceiptFacts *facts, HufuLang lang)
{
  Writer writer = {hufu_receipt_new (), lang, facts, NULL};

  add_top (&writer);
  add_shop (&writer);
  add_text (&writer, HUFU_ALIGN_CENTRE, TRUE, title);
  add_mark (&writer, HUFU_BLOCK_RULE);
  add_text (&writer, HUFU_ALIGN_START, FALSE, what);
  add_fact (&writer, WORD_CODE, code_tail);
  add_fact (&writer, WORD_RECEIPT, facts->receipt_no);
  add_fact (&writer, WORD_TIME, facts->local_time);
  add_fact (&writer, WORD_CLERK, facts->clerk_label);
  add_link (&writer);
  add_mark (&writer, HUFU_BLOCK_FEED);
  add_footer (&writer);
  add_text (&writer, HUFU_ALIGN_CENTRE, FALSE, words[WORD_THANKS][lang]);
  add_mark (&writer, HUFU_BLOCK_FEED);
  add_mark (&writer, HUFU_BLOCK_CUT);
  return writer.receipt;
}
