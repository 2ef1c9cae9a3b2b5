/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/receipt.h"
#include "tests/lib/test-host.h"

static HufuLine *
make_line (const char *en, const char *zh, const char *variant, gint64 price_minor,
           gint64 member_minor, gint64 qty_milli)
{
  HufuLine *line = hufu_line_new ();

  g_free (line->name_en);
  g_free (line->name_zh);
  g_free (line->variant_en);
  line->name_en = g_strdup (en);
  line->name_zh = g_strdup (zh);
  line->variant_en = g_strdup (variant);
  line->product_id = (gint64)g_str_hash (en);
  line->list_price_minor = price_minor;
  line->member_price_minor = member_minor;
  line->qty_milli = qty_milli;
  line->tax_ppm = 130000;
  return line;
}

/* A member buys a shirt, crisps by weight and two teas, has redeemed an afternoon tea, pays with a
 * cash voucher and cash. */
static HufuBasket *
make_sale (void)
{
  HufuBasket *basket = hufu_basket_new (156);
  g_autoptr (HufuLine) shirt =
      make_line ("Linen shirt", "亚麻宽松衬衫", "white M", 19900, 17900, 1000);
  g_autoptr (HufuLine) crisps = make_line ("Crisps", "薄脆", "", 2980, -1, 356);
  g_autoptr (HufuLine) tea = make_line ("Cold brew", "冷泡乌龙茶", "500 ml", 800, -1, 2000);
  g_autoptr (HufuLine) set = make_line ("Tea for two", "双人下午茶", "", 0, -1, 1000);
  g_autoptr (HufuTender) voucher = hufu_tender_new ();
  HufuId id = {{1}};

  crisps->by_weight = TRUE;
  set->kind = HUFU_LINE_PREPAID;
  set->use_id = id;
  set->paid_online_minor = 6800;
  g_assert_cmpint (hufu_basket_add (basket, shirt, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_add (basket, crisps, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_add (basket, tea, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_add (basket, set, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_member (basket, &id, "138****2706", 1240), ==, HUFU_EDIT_OK);
  voucher->kind = HUFU_TENDER_VOUCHER;
  voucher->state = HUFU_TENDER_TAKEN;
  voucher->amount_minor = 10000;
  voucher->use_id = id;
  g_free (voucher->label_en);
  g_free (voucher->label_zh);
  voucher->label_en = g_strdup ("Cash voucher");
  voucher->label_zh = g_strdup ("代金券");
  g_assert_cmpint (hufu_basket_add_tender (basket, voucher), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 20000, 10, HUFU_ROUND_FLOOR), ==, HUFU_EDIT_OK);
  return basket;
}

static HufuReceiptFacts
make_facts (void)
{
  return (HufuReceiptFacts){.shop_en = "Tiger Lane",
                            .shop_zh = "虎坊",
                            .receipt_no = "001-01-20260105-0007",
                            .clerk_label = "03",
                            .local_time = "2026-01-05 09:00",
                            .qr_text = "https://example.org/h#x",
                            .open_drawer = TRUE};
}

static void
test_english_sale (void)
{
  g_autoptr (HufuBasket) basket = make_sale ();
  HufuReceiptFacts facts = make_facts ();
  g_autoptr (HufuReceipt) receipt = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_EN);
  g_autofree char *text = hufu_receipt_to_text (receipt);

  g_assert_cmpstr (text, ==,
                   "drawer\tstart\t\t\t\n"
                   "text\tcentre\tbl\tTiger Lane\t\n"
                   "columns\tstart\t\tReceipt\t001-01-20260105-0007\n"
                   "columns\tstart\t\tTime\t2026-01-05 09:00\n"
                   "columns\tstart\t\tServed by\t03\n"
                   "rule\tstart\t\t\t\n"
                   "text\tstart\t\tLinen shirt white M\t\n"
                   "columns\tstart\t\t  1 x 199.00\t199.00\n"
                   "columns\tstart\t\t  Member price, saved\t-20.00\n"
                   "text\tstart\t\tCrisps\t\n"
                   "columns\tstart\t\t  0.356 kg x 29.80\t10.61\n"
                   "text\tstart\t\tCold brew 500 ml\t\n"
                   "columns\tstart\t\t  2 x 8.00\t16.00\n"
                   "text\tstart\t\tTea for two\t\n"
                   "columns\tstart\t\t  Redeemed; paid online: 68.00\t0.00\n"
                   "rule\tstart\t\t\t\n"
                   "columns\tstart\t\tItems\t5\n"
                   "columns\tstart\t\tSaved\t20.00\n"
                   "columns\tstart\tbl\tTotal\t205.61\n"
                   "columns\tstart\t\tCash voucher\t100.00\n"
                   "columns\tstart\t\tCash rounding\t-0.01\n"
                   "columns\tstart\t\tCash received\t200.00\n"
                   "columns\tstart\t\tChange\t94.40\n"
                   "columns\tstart\t\tTax contained\t23.65\n"
                   "columns\tstart\t\t  Tax 13%\t23.65\n"
                   "text\tstart\t\t    net 181.96, with tax 205.61\t\n"
                   "columns\tstart\t\tMember\t138****2706\n"
                   "columns\tstart\t\tPoints\t1240\n"
                   "feed\tstart\t\t\t\n"
                   "qr\tcentre\t\thttps://example.org/h#x\t\n"
                   "feed\tstart\t\t\t\n"
                   "text\tcentre\t\tThank you. See you again.\t\n"
                   "feed\tstart\t\t\t\n"
                   "cut\tstart\t\t\t\n");
}

/* What a product asked for is on the paper, also of a present. */
static void
test_details (void)
{
  g_autoptr (HufuBasket) basket = make_sale ();
  HufuReceiptFacts facts = make_facts ();
  HufuLine *lines[] = {basket->lines->pdata[0], basket->lines->pdata[2]};
  g_autoptr (HufuReceipt) sale = NULL, gift = NULL;
  g_autofree char *sale_text = NULL, *gift_text = NULL;

  lines[0]->asks = HUFU_DETAIL_DUE;
  lines[0]->due = (HufuDue){20260107, 15 * 60 + 5};
  lines[1]->asks = HUFU_DETAIL_LOT;
  lines[1]->trace = (HufuTrace){"A1", "", 20270131};
  sale = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_EN);
  sale_text = hufu_receipt_to_text (sale);
  g_assert_nonnull (strstr (sale_text, "Linen shirt white M\t\n"
                                       "text\tstart\t\t  Ready on 2026-01-07 15:05\t\n"));
  g_assert_nonnull (strstr (sale_text, "Cold brew 500 ml\t\n"
                                       "text\tstart\t\t  Lot A1\t\n"
                                       "text\tstart\t\t  Use by 2027-01-31\t\n"));
  gift = hufu_receipt_of_gift (basket, &facts, HUFU_LANG_ZH);
  gift_text = hufu_receipt_to_text (gift);
  g_assert_nonnull (strstr (gift_text, "  取货 2026-01-07 15:05"));
  g_assert_nonnull (strstr (gift_text, "  批号 A1"));
}

/* What was chosen stands below the name with what it cost, which is in the price of the piece. */
static void
test_chosen (void)
{
  g_autoptr (HufuBasket) basket = make_sale ();
  HufuReceiptFacts facts = make_facts ();
  HufuLine *line = basket->lines->pdata[2];
  g_autoptr (HufuReceipt) sale = NULL, gift = NULL;
  g_autofree char *sale_text = NULL, *gift_text = NULL, *price = NULL;
  char amount[HUFU_MONEY_TEXT_SIZE];

  line->options = hufu_offer_new ("");
  line->options->n_options = 2;
  line->options->options[0] = (HufuOption){"less", "Less ice", "少冰", 0, FALSE};
  line->options->options[1] = (HufuOption){"oat", "Oat milk", "燕麦奶", 300, FALSE};
  line->chosen = 3;
  hufu_basket_reckon (basket);
  hufu_money_format (line->list_price_minor + 300, amount);
  price = g_strdup_printf (" x %s\t", amount);
  sale = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_EN);
  sale_text = hufu_receipt_to_text (sale);
  g_assert_nonnull (strstr (sale_text, "Cold brew 500 ml\t\n"
                                       "text\tstart\t\t  Less ice\t\n"
                                       "text\tstart\t\t  Oat milk +3.00\t\n"));
  g_assert_nonnull (strstr (sale_text, price));
  gift = hufu_receipt_of_gift (basket, &facts, HUFU_LANG_ZH);
  gift_text = hufu_receipt_to_text (gift);
  g_assert_nonnull (strstr (gift_text, "  燕麦奶\t\n"));
}

/* A present says what it is and not what it cost. */
static void
test_gift (void)
{
  g_autoptr (HufuBasket) basket = make_sale ();
  HufuReceiptFacts facts = make_facts ();
  g_autoptr (HufuReceipt) receipt = hufu_receipt_of_gift (basket, &facts, HUFU_LANG_EN);
  g_autofree char *text = hufu_receipt_to_text (receipt);

  g_assert_nonnull (strstr (text, "columns\tstart\t\tLinen shirt white M\t1\n"));
  g_assert_nonnull (strstr (text, "columns\tstart\t\tCrisps\t0.356 kg\n"));
  g_assert_nonnull (strstr (text, "Gift receipt"));
  g_assert_nonnull (strstr (text, facts.receipt_no));
  for (guint i = 0; i < 4; i++) {
    static const char *const absent[] = {"199.00", "Total", "drawer", "qr\t"};

    g_assert_null (strstr (text, absent[i]));
  }
}

static void
test_chinese_sale (void)
{
  g_autoptr (HufuBasket) basket = make_sale ();
  HufuReceiptFacts facts = make_facts ();
  g_autoptr (HufuReceipt) receipt = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_ZH);
  g_autofree char *text = hufu_receipt_to_text (receipt);
  static const char *const expected[] = {
      "text\tcentre\tbl\t虎坊\t\n",
      "text\tstart\t\t亚麻宽松衬衫 white M\t\n", /* no Chinese variant: the other one */
      "columns\tstart\t\t  会员价，省\t-20.00\n",
      "columns\tstart\t\t  已核销，线上已付 68.00\t0.00\n",
      "columns\tstart\tbl\t合计\t205.61\n",
      "columns\tstart\t\t代金券\t100.00\n",
      "columns\tstart\t\t抹零\t-0.01\n",
      "columns\tstart\t\t找零\t94.40\n",
      "columns\tstart\t\t含税\t23.65\n",
      "columns\tstart\t\t  税 13%\t23.65\n",
      "text\tstart\t\t    不含税 181.96，价税合计 205.61\t\n",
      "columns\tstart\t\t会员\t138****2706\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_nonnull (strstr (text, expected[i]));
}

/* 705.07 becomes 705.10, or 705.00: the customer reads which. */
static void
test_rounding_says_which_way (void)
{
  static const struct {
    HufuRounding rule;
    HufuLang lang;
    const char *line;
  } rows[] = {
      {HUFU_ROUND_CEIL, HUFU_LANG_EN, "columns\tstart\t\tCash rounding\t+0.03\n"},
      {HUFU_ROUND_CEIL, HUFU_LANG_ZH, "columns\tstart\t\t进位\t+0.03\n"},
      {HUFU_ROUND_FLOOR, HUFU_LANG_EN, "columns\tstart\t\tCash rounding\t-0.07\n"},
      {HUFU_ROUND_FLOOR, HUFU_LANG_ZH, "columns\tstart\t\t抹零\t-0.07\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBasket) basket = hufu_basket_new (156);
    g_autoptr (HufuLine) scarf = make_line ("Scarf", "围巾", "", 70507, -1, 1000);
    HufuReceiptFacts facts = make_facts ();
    g_assert_cmpint (hufu_basket_add (basket, scarf, NULL), ==, HUFU_EDIT_OK);
    g_assert_cmpint (hufu_basket_pay_cash (basket, 80000, 10, rows[i].rule), ==, HUFU_EDIT_OK);
    g_autoptr (HufuReceipt) receipt = hufu_receipt_of_sale (basket, &facts, rows[i].lang);
    g_autofree char *text = hufu_receipt_to_text (receipt);
    g_assert_nonnull (strstr (text, rows[i].line));
  }
}

static void
test_a_copy_says_so (void)
{
  g_autoptr (HufuBasket) basket = make_sale ();
  HufuReceiptFacts facts = make_facts ();
  g_autoptr (HufuReceipt) receipt = NULL;
  g_autofree char *text = NULL;

  facts.copy = TRUE;
  receipt = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_EN);
  text = hufu_receipt_to_text (receipt);
  g_assert_true (g_str_has_prefix (text, "text\tcentre\tbl\tCOPY\t\n"));
  g_assert_null (strstr (text, "drawer"));
}

static void
test_facts_that_are_missing_take_no_line (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  g_autoptr (HufuLine) line = make_line ("Tea", "茶", "", 800, -1, 1000);
  HufuReceiptFacts facts = {.shop_en = "Tiger Lane", .shop_zh = "", .receipt_no = "1"};
  g_autoptr (HufuReceipt) receipt = NULL;
  g_autofree char *text = NULL;

  line->label_total_minor = 750;
  g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, HUFU_EDIT_OK);
  receipt = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_ZH);
  text = hufu_receipt_to_text (receipt);
  g_assert_nonnull (strstr (text, "columns\tstart\t\t  1\t7.50\n")); /* a label's own total */
  g_assert_nonnull (strstr (text, "Tiger Lane"));
  for (gsize i = 0; i < 5; i++) {
    static const char *const absent[] = {"时间", "店员", "会员", "积分", "qr\t"};

    g_assert_null (strstr (text, absent[i]));
  }
}

/* The shop's own words, under every receipt: in its language or in the one that there is. */
static void
test_footer (void)
{
  static const char under[] = "text\tcentre\t\tExchange within 14 days.\t\n"
                              "text\tcentre\t\tTel. 021-5555\t\n"
                              "text\tcentre\t\tThank you. See you again.\t\n";
  g_autoptr (HufuBasket) basket = make_sale ();
  HufuReceiptFacts facts = make_facts ();

  facts.footer_en = "Exchange within 14 days.\n\nTel. 021-5555";
  facts.footer_zh = "";
  for (gsize i = 0; i < 3; i++) {
    g_autoptr (HufuReceipt) receipt =
        i == 0   ? hufu_receipt_of_sale (basket, &facts, HUFU_LANG_EN)
        : i == 1 ? hufu_receipt_of_gift (basket, &facts, HUFU_LANG_EN)
                 : hufu_receipt_of_redemption ("Redeemed", "coffee", "", &facts, HUFU_LANG_EN);
    g_autofree char *text = hufu_receipt_to_text (receipt);

    g_assert_nonnull (strstr (text, under));
  }
  {
    g_autoptr (HufuReceipt) receipt = hufu_receipt_of_sale (basket, &facts, HUFU_LANG_ZH);
    g_autofree char *text = hufu_receipt_to_text (receipt);

    g_assert_nonnull (strstr (text, "Tel. 021-5555"));
  }
}

static void
test_redemption_slip (void)
{
  HufuReceiptFacts facts = make_facts ();
  g_autoptr (HufuReceipt) receipt = NULL;
  g_autofree char *text = NULL;

  facts.open_drawer = FALSE;
  facts.qr_text = NULL;
  receipt = hufu_receipt_of_redemption ("Redeemed, 1 use", "1 filter coffee", "7KQ4", &facts,
                                        HUFU_LANG_EN);
  text = hufu_receipt_to_text (receipt);
  g_assert_cmpstr (text, ==,
                   "text\tcentre\tbl\tTiger Lane\t\n"
                   "text\tcentre\tbl\tRedeemed, 1 use\t\n"
                   "rule\tstart\t\t\t\n"
                   "text\tstart\t\t1 filter coffee\t\n"
                   "columns\tstart\t\tCode ending\t7KQ4\n"
                   "columns\tstart\t\tReceipt\t001-01-20260105-0007\n"
                   "columns\tstart\t\tTime\t2026-01-05 09:00\n"
                   "columns\tstart\t\tServed by\t03\n"
                   "feed\tstart\t\t\t\n"
                   "text\tcentre\t\tThank you. See you again.\t\n"
                   "feed\tstart\t\t\t\n"
                   "cut\tstart\t\t\t\n");
}

static void
assert_equal (const HufuReceipt *a, const HufuReceipt *b)
{
  g_assert_cmpuint (a->blocks->len, ==, b->blocks->len);
  for (guint i = 0; i < a->blocks->len; i++) {
    const HufuBlock *x = g_ptr_array_index (a->blocks, i), *y = g_ptr_array_index (b->blocks, i);

    g_assert_cmpint (x->kind, ==, y->kind);
    g_assert_cmpint (x->align, ==, y->align);
    g_assert_cmpint (x->bold, ==, y->bold);
    g_assert_cmpint (x->large, ==, y->large);
    g_assert_cmpstr (x->left, ==, y->left);
    g_assert_cmpstr (x->right, ==, y->right);
  }
}

/* Half of the texts are any bytes, half are UTF-8. */
static char *
make_any_text (GRand *rand)
{
  gboolean any_bytes = g_rand_boolean (rand);
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 0, 20); n > 0; n--) {
    if (any_bytes)
      g_string_append_c (text, (char)g_rand_int_range (rand, 1, 256));
    else
      g_string_append_unichar (text, (gunichar)g_rand_int_range (rand, 1, 0x9fff));
  }
  return g_string_free (text, FALSE);
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (hufu_test_seed ());

  for (int run = 0; run < 2000; run++) {
    g_autoptr (HufuReceipt) receipt = hufu_receipt_new (), read = NULL, copy = NULL;
    g_autofree char *text = NULL;

    for (int n = g_rand_int_range (rand, 0, 8); n > 0; n--) {
      g_autofree char *left = make_any_text (rand), *right = make_any_text (rand);

      hufu_receipt_add (receipt, (HufuBlockKind)g_rand_int_range (rand, 0, HUFU_BLOCK_COUNT),
                        g_rand_boolean (rand) ? HUFU_ALIGN_CENTRE : HUFU_ALIGN_START,
                        g_rand_boolean (rand), g_rand_boolean (rand), left, right);
    }
    text = hufu_receipt_to_text (receipt);
    g_assert_true (g_utf8_validate (text, -1, NULL));
    read = hufu_receipt_from_text (text);
    g_assert_nonnull (read);
    assert_equal (receipt, read);
    copy = hufu_receipt_copy (receipt);
    assert_equal (receipt, copy);
  }
}

static void
test_malformed (void)
{
  static const char *const rows[] = {
      "text\tstart\t\tx\t",         /* no end of line */
      "text\tstart\t\tx\n",         /* a field is missing */
      "text\tstart\t\tx\t\t\n",     /* one too many */
      "texts\tstart\t\tx\t\n",      /* no such kind */
      "text\tright\t\tx\t\n",       /* no such alignment */
      "text\tstart\tlb\tx\t\n",     /* marks have one order */
      "text\tstart\tbb\tx\t\n",     /* */
      "text\tstart\t\tx\ty\n",      /* text has no right */
      "rule\tstart\t\tx\t\n",       /* a rule has no text */
      "text\tstart\t\tx\\\t\n",     /* a cut escape */
      "text\tstart\t\tx\\q\t\n",    /* not an escape */
      "text\tstart\t\tx\\000y\t\n", /* a NUL */
      "text\tstart\t\t\x01\t\n",    /* should be escaped */
      "\n",
      "cut\tstart\t\t\t\n\n",
  };

  g_assert_null (hufu_receipt_from_text (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_null (hufu_receipt_from_text (rows[i]));
}

/* Where links of receipts may be: what every phone opens, and nothing that breaks out of the QR. */
static void
test_public_url (void)
{
  static const struct {
    const char *url;
    gboolean good;
  } rows[] = {
      {"https://shop.example", TRUE},
      {"http://127.0.0.1:8377", TRUE},
      {"https://shop.example/a/b", TRUE},
      {"", FALSE},
      {"shop.example", FALSE},
      {"ftp://shop.example", FALSE},
      {"javascript:alert(1)", FALSE},
      {"https://", FALSE},
      {"https:///r", FALSE},
      {"https://shop.example/a b", FALSE},
      {"https://shop.example/\n", FALSE},
      {"https://shop.example/\xe5\xba\x97", FALSE},
      {"https://shop.example/\x7f", FALSE},
  };
  g_autofree char *longest = g_strnfill (HUFU_PUBLIC_URL_MAX, 'a');
  g_autofree char *longer = g_strnfill (HUFU_PUBLIC_URL_MAX + 1, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].url);
    g_assert_cmpint (hufu_receipt_is_public_url (rows[i].url), ==, rows[i].good);
  }
  memcpy (longest, "https://", strlen ("https://"));
  memcpy (longer, "https://", strlen ("https://"));
  g_assert_true (hufu_receipt_is_public_url (longest));
  g_assert_false (hufu_receipt_is_public_url (longer));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/english-sale", test_english_sale);
  g_test_add_func ("/receipt/chinese-sale", test_chinese_sale);
  g_test_add_func ("/receipt/details", test_details);
  g_test_add_func ("/receipt/chosen", test_chosen);
  g_test_add_func ("/receipt/gift", test_gift);
  g_test_add_func ("/receipt/rounding", test_rounding_says_which_way);
  g_test_add_func ("/receipt/copy", test_a_copy_says_so);
  g_test_add_func ("/receipt/missing-facts", test_facts_that_are_missing_take_no_line);
  g_test_add_func ("/receipt/redemption-slip", test_redemption_slip);
  g_test_add_func ("/receipt/footer", test_footer);
  g_test_add_func ("/receipt/round-trip", test_round_trip);
  g_test_add_func ("/receipt/malformed", test_malformed);
  g_test_add_func ("/receipt/public-url", test_public_url);
  return g_test_run ();
}
