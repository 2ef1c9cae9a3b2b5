/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts as a shop wants them: what a template may say, and what becomes of it. That the default
 * is the receipt of always is test-receipt.c's. */
#include <string.h>

#include "core/receipt-template.h"
#include "tests/lib/test-host.h"

#define HEAD "hufu-receipt 1\n"
#define NEEDED "store\nnumber\ntime\nlines\ntotals\npayments\ntax\n"

static HufuTemplate *
read_whole (const char *text)
{
  HufuTemplateFault fault;
  guint line;
  HufuTemplate *template = hufu_template_read (text, strlen (text), &fault, &line);

  g_assert_cmpint (fault, ==, HUFU_TEMPLATE_OK);
  g_assert_nonnull (template);
  return template;
}

static void
test_faults (void)
{
  static const struct {
    const char *text;
    HufuTemplateFault fault;
    guint line;
  } rows[] = {
      {"", HUFU_TEMPLATE_NO_HEADER, 1},
      {"store\n", HUFU_TEMPLATE_NO_HEADER, 1},
      {"hufu-receipt 2\n" NEEDED, HUFU_TEMPLATE_NO_HEADER, 1},
      {HEAD NEEDED "price\n", HUFU_TEMPLATE_NO_SUCH_BLOCK, 9},
      {HEAD "\n# so\n" NEEDED ": a text\n", HUFU_TEMPLATE_NO_SUCH_BLOCK, 11},
      {HEAD "text middle: x\n" NEEDED, HUFU_TEMPLATE_NO_SUCH_OPTION, 2},
      {HEAD "tax bold\n", HUFU_TEMPLATE_NO_SUCH_OPTION, 2},
      {HEAD "text\n", HUFU_TEMPLATE_TEXT_MISSING, 2},
      {HEAD "code: \n", HUFU_TEMPLATE_TEXT_MISSING, 2},
      {HEAD "lines: all\n", HUFU_TEMPLATE_TEXT_UNWANTED, 2},
      {HEAD "store\nrule\nrule\nstore\n", HUFU_TEMPLATE_TWICE, 5},
      {HEAD "logo: ../../etc/x.png\n", HUFU_TEMPLATE_FILE_NAME, 2},
      {HEAD "logo: .png\n", HUFU_TEMPLATE_FILE_NAME, 2},
      {HEAD "logo: tiger.svg\n", HUFU_TEMPLATE_FILE_NAME, 2},
      {HEAD "text: \x1b@\n", HUFU_TEMPLATE_NOT_TEXT, 2},
      {HEAD "text: \xff\xfe\n", HUFU_TEMPLATE_NOT_TEXT, 2},
      {HEAD "store\nnumber\ntime\nlines\ntotals\npayments\n", HUFU_TEMPLATE_INCOMPLETE, 8},
      {HEAD NEEDED "clerk\n" HEAD, HUFU_TEMPLATE_NO_SUCH_BLOCK, 10},
      {HEAD "store en\nnumber\ntime\nlines\ntotals\npayments\ntax", HUFU_TEMPLATE_INCOMPLETE, 8},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuTemplateFault fault;
    guint line;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_null (hufu_template_read (rows[i].text, strlen (rows[i].text), &fault, &line));
    g_assert_cmpint (fault, ==, rows[i].fault);
    g_assert_cmpuint (line, ==, rows[i].line);
  }
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (HEAD NEEDED);
  HufuTemplateFault fault;
  guint line;

  for (int i = 7; i < HUFU_TEMPLATE_PARTS_MAX; i++)
    g_string_append (text, "rule\n");
  hufu_template_unref (read_whole (text->str));
  g_string_append (text, "rule\n");
  g_assert_null (hufu_template_read (text->str, text->len, &fault, &line));
  g_assert_cmpint (fault, ==, HUFU_TEMPLATE_TOO_LONG);
  g_assert_cmpuint (line, ==, 202);
  g_string_assign (text, HEAD "text: ");
  for (int i = 0; i <= HUFU_TEMPLATE_TEXT_MAX; i++)
    g_string_append (text, "虎");
  g_assert_null (hufu_template_read (text->str, text->len, &fault, &line));
  g_assert_cmpint (fault, ==, HUFU_TEMPLATE_TOO_LONG);
  g_string_set_size (text, HUFU_TEMPLATE_BYTES_MAX + 1);
  g_assert_null (hufu_template_read (text->str, text->len, &fault, &line));
  g_assert_cmpint (fault, ==, HUFU_TEMPLATE_TOO_LONG);
  g_assert_null (hufu_template_read (HEAD "\0", sizeof HEAD, &fault, &line));
  g_assert_cmpint (fault, ==, HUFU_TEMPLATE_NOT_TEXT);
}

static void
test_default (void)
{
  HufuTemplate *same = read_whole (hufu_template_get_default_text ());
  const HufuTemplate *template = hufu_template_get_default ();

  g_assert_cmpuint (template->parts->len, ==, same->parts->len);
  g_assert_null (hufu_template_get_logo (template));
  hufu_template_unref (same);
  hufu_template_unref (NULL);
}

static HufuBasket *
make_sale (void)
{
  HufuBasket *basket = hufu_basket_new (156);
  g_autoptr (HufuLine) tea = hufu_line_new ();

  g_free (tea->name_en);
  tea->name_en = g_strdup ("Cold brew");
  tea->product_id = 1;
  tea->list_price_minor = 800;
  tea->qty_milli = 2000;
  tea->tax_ppm = 130000;
  g_assert_cmpint (hufu_basket_add (basket, tea, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 2000, 10, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  return basket;
}

/* A shop's own order, words, code and logo; what is of one language is not on the other's. */
static void
test_own (void)
{
  g_autoptr (HufuTemplate) read = read_whole (
      "\xef\xbb\xbf" HEAD "logo: tiger.png\r\n"
      "number\n  text  centre bold large en : Closed: Mondays\ntext zh: 周一休息\n"
      "store\ntime\ntotals\nlines\npayments\ntax\ncode: https://example.org/club\n# end");
  g_autoptr (HufuTemplate) template = hufu_template_at (read, "/shop");
  g_autoptr (HufuBasket) basket = make_sale ();
  const HufuReceiptFacts facts = {.template = template,
                                  .shop_en = "Tiger Lane",
                                  .receipt_no = "7",
                                  .local_time = "09:00",
                                  .qr_text = "https://example.org/r",
                                  .open_drawer = TRUE};
  g_autoptr (HufuReceipt) receipt = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_EN);
  g_autoptr (HufuReceipt) chinese = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_ZH);
  g_autoptr (HufuReceipt) gift = hufu_receipt_of_gift (basket, &facts, HUFU_LANG_EN);
  g_autofree char *text = hufu_receipt_to_text (receipt), *zh = hufu_receipt_to_text (chinese);
  g_autofree char *of_gift = hufu_receipt_to_text (gift);

  g_assert_cmpstr (text, ==,
                   "drawer\tstart\t\t\t\n"
                   "image\tcentre\t\t/shop/tiger.png\t\n"
                   "columns\tstart\t\tReceipt\t7\n"
                   "text\tcentre\tbl\tClosed: Mondays\t\n"
                   "text\tcentre\tbl\tTiger Lane\t\n"
                   "columns\tstart\t\tTime\t09:00\n"
                   "columns\tstart\t\tItems\t2\n"
                   "columns\tstart\tbl\tTotal\t16.00\n"
                   "text\tstart\t\tCold brew\t\n"
                   "columns\tstart\t\t  2 x 8.00\t16.00\n"
                   "columns\tstart\t\tCash received\t20.00\n"
                   "columns\tstart\t\tChange\t4.00\n"
                   "columns\tstart\t\tTax contained\t1.84\n"
                   "columns\tstart\t\t  Tax 13%\t1.84\n"
                   "text\tstart\t\t    net 14.16, with tax 16.00\t\n"
                   "qr\tcentre\t\thttps://example.org/club\t\n"
                   "cut\tstart\t\t\t\n");
  g_assert_nonnull (strstr (zh, "text\tstart\t\t周一休息\t\n"));
  g_assert_null (strstr (zh, "Mondays"));
  for (gsize i = 0; i < 4; i++) {
    static const char *const absent[] = {"16.00", "drawer", "Cash", "Tax"};

    g_assert_null (strstr (of_gift, absent[i]));
  }
  g_assert_nonnull (strstr (of_gift, "Gift receipt"));
  g_assert_cmpstr (hufu_template_get_logo (template), ==, "/shop/tiger.png");
}

/* A copy is marked and no copy opens the drawer, whatever the template says. */
static void
test_copy (void)
{
  g_autoptr (HufuTemplate) template = read_whole (HEAD "text: COPY or not\n" NEEDED);
  g_autoptr (HufuBasket) basket = make_sale ();
  const HufuReceiptFacts facts = {.template = template, .copy = TRUE, .open_drawer = TRUE};
  g_autoptr (HufuReceipt) receipt = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_EN);
  g_autofree char *text = hufu_receipt_to_text (receipt);

  g_assert_true (g_str_has_prefix (text, "text\tcentre\tbl\tCOPY\t\n"));
  g_assert_true (g_str_has_suffix (text, "cut\tstart\t\t\t\n"));
  g_assert_null (strstr (text, "drawer"));
}

static void
test_sentences (void)
{
  for (HufuTemplateFault fault = HUFU_TEMPLATE_TOO_LONG; fault < HUFU_TEMPLATE_FAULT_COUNT;
       fault++) {
    g_assert_true (g_str_is_ascii (hufu_template_sentence (fault, HUFU_LANG_EN)));
    g_assert_false (g_str_is_ascii (hufu_template_sentence (fault, HUFU_LANG_ZH)));
  }
  g_assert_cmpstr (hufu_template_sentence (HUFU_TEMPLATE_OK, HUFU_LANG_ZH), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt-template/faults", test_faults);
  g_test_add_func ("/receipt-template/limits", test_limits);
  g_test_add_func ("/receipt-template/default", test_default);
  g_test_add_func ("/receipt-template/own", test_own);
  g_test_add_func ("/receipt-template/copy", test_copy);
  g_test_add_func ("/receipt-template/sentences", test_sentences);
  return g_test_run ();
}
