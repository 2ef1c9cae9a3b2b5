/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/recognise.h"

#include <string.h>

#include "core/base64url.h"
#include "tests/lib/assert-bytes.h"
#include "tests/lib/test-host.h"

/* A shop with price labels 21 (five item digits, five of price), weight labels 22, and labels 23
 * whose four digits of price have a check digit of their own, as UPC-A's number system 2 has. */
static const HufuLabelLayout layouts[] = {
    {.prefix = 21, .item_digits = 5, .value_digits = 5, .value = HUFU_LABEL_PRICE},
    {.prefix = 22, .item_digits = 5, .value_digits = 5, .value = HUFU_LABEL_WEIGHT},
    {.prefix = 23,
     .item_digits = 5,
     .value_digits = 4,
     .has_value_check = TRUE,
     .value = HUFU_LABEL_PRICE},
    {.prefix = 2, .item_digits = 5, .value_digits = 5, .value = HUFU_LABEL_PRICE},
    {.prefix = 24,
     .item_digits = 5,
     .value_digits = 4,
     .value = HUFU_LABEL_PRICE}, /* does not add up */
};

#define FNC1 "\x1d"
#define LINK "https://shop.example/h#"

static const struct {
  const char *text;
  HufuScanKind kind;
  HufuScanKind other; /* 0: none */
  guint64 gtin;
  const char *why;
} rows[] = {
    /* nothing */
    {"", HUFU_SCAN_EMPTY, 0, 0, "nothing"},
    {"  \r\n", HUFU_SCAN_EMPTY, 0, 0, "spaces"},
    {"]E0", HUFU_SCAN_EMPTY, 0, 0, "an identifier alone"},
    /* tokens */
    {"OV1:RRQT", HUFU_SCAN_TOKEN, 0, 0, "what is in it is the decoder's matter"},
    {"]Q1OV1:RRQT ", HUFU_SCAN_TOKEN, 0, 0, "as a scanner sends it"},
    {"OV2:RRQT", HUFU_SCAN_TOKEN, 0, 0, "a live code"},
    {"ov1:rrqt", HUFU_SCAN_TEXT, 0, 0, "lower case is not base45"},
    {LINK "0oRN", HUFU_SCAN_TOKEN, 0, 0, "a link that carries a token"},
    {"HTTPS://SHOP.EXAMPLE/h#0oRN", HUFU_SCAN_TOKEN, 0, 0, "the same, shouted"},
    {LINK, HUFU_SCAN_UNKNOWN, 0, 0, "no token in it"},
    {LINK "0oR=", HUFU_SCAN_UNKNOWN, 0, 0, "not base64url"},
    {"http://shop.example/h#0oRN", HUFU_SCAN_UNKNOWN, 0, 0, "not secure"},
    {"https:///h#0oRN", HUFU_SCAN_UNKNOWN, 0, 0, "no merchant"},
    {"https://shop.example/x/h#0oRN", HUFU_SCAN_UNKNOWN, 0, 0, "another path"},
    /* links are never opened */
    {"https://evil.example/pay?to=me", HUFU_SCAN_UNKNOWN, 0, 0, "any other link"},
    {"https://shop.example", HUFU_SCAN_UNKNOWN, 0, 0, "a link without path"},
    {"weixin://wxpay/bizpayurl?pr=abc", HUFU_SCAN_UNKNOWN, 0, 0, "an app's link"},
    {"https://id.gs1.org/01/09506000134352", HUFU_SCAN_GTIN, 0, 9506000134352, "GS1 Digital Link"},
    {"]Q1https://id.gs1.org/01/09506000134352/10/LOT1", HUFU_SCAN_GTIN, 0, 9506000134352,
     "with lot"},
    {"https://id.gs1.org/01/09506000134353", HUFU_SCAN_UNKNOWN, 0, 0, "wrong check digit"},
    /* articles */
    {"4006381333931", HUFU_SCAN_GTIN, 0, 4006381333931, "EAN-13"},
    {"]E04006381333931", HUFU_SCAN_GTIN, 0, 4006381333931, "EAN-13, and the scanner says so"},
    {"]E34006381333931"
     "12",
     HUFU_SCAN_GTIN, 0, 4006381333931, "with an add-on of two"},
    {"]E34006381333931"
     "12345",
     HUFU_SCAN_GTIN, 0, 4006381333931, "with an add-on of five"},
    {"6901234567893", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "EAN-13 typed wrongly"},
    {"]E06901234567893", HUFU_SCAN_UNKNOWN, 0, 0, "EAN-13 read wrongly"},
    {"96385074", HUFU_SCAN_GTIN, 0, 96385074, "EAN-8"},
    {"]E496385074", HUFU_SCAN_GTIN, 0, 96385074, "EAN-8, and the scanner says so"},
    {"96385075", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "eight digits of a SKU"},
    {"04252614", HUFU_SCAN_GTIN, 0, 42100005264, "UPC-E"},
    {"]E001234565", HUFU_SCAN_GTIN, 0, 12345000065, "UPC-E that EAN-8 could be"},
    {"]E401234565", HUFU_SCAN_GTIN, 0, 1234565, "the same digits as EAN-8"},
    {"01234566", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "neither EAN-8 nor UPC-E"},
    {"12345670", HUFU_SCAN_GTIN, 0, 12345670, "EAN-8 that starts with 1"},
    {"11234502", HUFU_SCAN_GTIN, 0, 112000003452, "UPC-E of number system 1"},
    {"00000017", HUFU_SCAN_GTIN, 0, 17, "EAN-8 of the in-store range"},
    {"036000291452", HUFU_SCAN_GTIN, HUFU_SCAN_PLATFORM_CODE, 36000291452, "UPC-A or a group code"},
    {"]E0036000291452", HUFU_SCAN_GTIN, 0, 36000291452, "UPC-A for sure"},
    {"036000291453", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0,
     "a group code, or a UPC-A typed "
     "wrongly"},
    {"400638133393", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "EAN-13 with a digit missing"},
    {"40063813339312", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "EAN-13 with one too many"},
    {"9638507", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "EAN-8 with a digit missing"},
    {"963850", HUFU_SCAN_TEXT, 0, 0, "six digits of a SKU"},
    {"15400141288763", HUFU_SCAN_GTIN, HUFU_SCAN_PLATFORM_CODE, 15400141288763, "GTIN-14"},
    {"]I115400141288763", HUFU_SCAN_GTIN, 0, 15400141288763, "ITF-14"},
    {"]I115400141288764", HUFU_SCAN_UNKNOWN, 0, 0, "ITF-14 read wrongly"},
    /* GS1 */
    {"]C10109521234543213"
     "10LOT7" FNC1 "17261231",
     HUFU_SCAN_GTIN, 0, 9521234543213, "GS1-128"},
    {"]e00109521234543213", HUFU_SCAN_GTIN, 0, 9521234543213, "DataBar"},
    {"]d20109521234543213"
     "21S1",
     HUFU_SCAN_GTIN, 0, 9521234543213, "GS1 DataMatrix"},
    {"]Q30109521234543213", HUFU_SCAN_GTIN, 0, 9521234543213, "GS1 QR"},
    {FNC1 "0109521234543213"
          "21S1",
     HUFU_SCAN_GTIN, 0, 9521234543213, "a scanner that sends FNC1"},
    {"0109521234543213", HUFU_SCAN_GTIN, 0, 9521234543213, "without identifier"},
    {"010952123454321317261231", HUFU_SCAN_GTIN, 0, 9521234543213, "without identifier, with date"},
    {"010952123454321317261231"
     "10ABC",
     HUFU_SCAN_GTIN, 0, 9521234543213, "a scanner that names no symbology, with a lot"},
    {"010952123454321410ABC", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0,
     "the same with a wrong check digit"},
    {"(01)09521234543213(10)LOT7", HUFU_SCAN_GTIN, 0, 9521234543213, "as it is printed"},
    {"(10)LOT7", HUFU_SCAN_TEXT, 0, 0, "a lot alone"},
    {"]C1255952112345678903"
     "12345",
     HUFU_SCAN_PLATFORM_CODE, 0, 0, "a coupon's number"},
    {"https://a.example/255/952112345678903", HUFU_SCAN_PLATFORM_CODE, 0, 0, "the same as a link"},
    {"]C125595211", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "a coupon's number that is cut"},
    {"0109521234543214", HUFU_SCAN_PLATFORM_CODE, 0, 0, "16 digits that are none"},
    {"]C100106141412345678908", HUFU_SCAN_UNKNOWN, 0, 0, "a pallet label"},
    {"]C101095", HUFU_SCAN_TEXT, 0, 0, "a GS1-128 that is none"},
    {"10LOT7" FNC1 "17261231", HUFU_SCAN_UNKNOWN, 0, 0, "GS1 without an article"},
    /* in-store labels without a fitting layout are articles */
    {"2500001000002", HUFU_SCAN_GTIN, 0, 2500001000002, "prefix 25 has no layout"},
    {"2400001000005", HUFU_SCAN_GTIN, 0, 2400001000005, "the layout of 24 does not add up"},
    /* people and quantities */
    {"13800138000", HUFU_SCAN_PHONE, 0, 0, "a mobile number"},
    {"23800138000", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "none either"},
    {"12800138000", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "none"},
    {"*3", HUFU_SCAN_QUANTITY, 0, 0, "three"},
    {"*", HUFU_SCAN_UNKNOWN, 0, 0, "how many"},
    {"*0", HUFU_SCAN_QUANTITY, 0, 0, "none"},
    {"*10001", HUFU_SCAN_QUANTITY, 0, 0, "too many"},
    {"*1.2345", HUFU_SCAN_QUANTITY, 0, 0, "too fine"},
    {"*1.", HUFU_SCAN_QUANTITY, 0, 0, "half a number"},
    {"*1.x", HUFU_SCAN_UNKNOWN, 0, 0, "not a number"},
    {"*-1", HUFU_SCAN_QUANTITY, 0, 0, "less than none"},
    {"*99999999999999999999", HUFU_SCAN_QUANTITY, 0, 0, "far too many"},
    {"*.", HUFU_SCAN_UNKNOWN, 0, 0, "no digit"},
    {"*1-1", HUFU_SCAN_UNKNOWN, 0, 0, "a calculation"},
    /* short codes and opaque codes */
    {"00000016JD", HUFU_SCAN_SHORT_CODE, HUFU_SCAN_TEXT, 0, "a short code"},
    {"00000-016jd", HUFU_SCAN_SHORT_CODE, HUFU_SCAN_TEXT, 0, "as typed"},
    {"0000000000", HUFU_SCAN_SHORT_CODE, HUFU_SCAN_PLATFORM_CODE, 0, "ten digits: two meanings"},
    {"1234567890", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "ten digits"},
    {"123456789012345", HUFU_SCAN_PLATFORM_CODE, 0, 0, "fifteen digits"},
    {"4111111111111111", HUFU_SCAN_UNKNOWN, 0, 0, "like a card: goes nowhere"},
    {"12345678901234567", HUFU_SCAN_UNKNOWN, 0, 0, "seventeen digits"},
    {"134567890123456789", HUFU_SCAN_UNKNOWN, HUFU_SCAN_PAYMENT_CODE, 0,
     "payment, but nobody asks"},
    {"00000016JE", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "a SKU of ten, or a group code"},
    {"ABCDEF123456", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "a group code with letters"},
    {"ABC456", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0, "the shortest"},
    {"AB456", HUFU_SCAN_TEXT, 0, 0, "too short"},
    {"A123456789012345678901234567890123456789", HUFU_SCAN_TEXT, HUFU_SCAN_PLATFORM_CODE, 0,
     "the longest"},
    {"A1234567890123456789012345678901234567890", HUFU_SCAN_TEXT, 0, 0, "too long"},
    {"SHAMPOO", HUFU_SCAN_TEXT, 0, 0, "a word has no digit"},
    {"MT-881234", HUFU_SCAN_TEXT, 0, 0, "a SKU with a hyphen"},
    {"11010519491231002X", HUFU_SCAN_TEXT, 0, 0, "an identity number: goes nowhere"},
    /* words */
    {"shirt red", HUFU_SCAN_TEXT, 0, 0, "words"},
    {"衬衫", HUFU_SCAN_TEXT, 0, 0, "hanzi"},
    {"42", HUFU_SCAN_TEXT, 0, 0, "a short number"},
    {"]C0SKU-7", HUFU_SCAN_TEXT, 0, 0, "a SKU in Code 128"},
    {"]]", HUFU_SCAN_TEXT, 0, 0, "no identifier"},
    /* what nobody should see again */
    {"\x1b@\x1dV", HUFU_SCAN_UNKNOWN, 0, 0, "printer commands"},
    {"a\tb", HUFU_SCAN_UNKNOWN, 0, 0, "a control character within"},
    {"\xff\xfe", HUFU_SCAN_UNKNOWN, 0, 0, "not UTF-8"},
    {"\xc2\x85", HUFU_SCAN_UNKNOWN, 0, 0, "a control character of Latin-1"},
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuScan scan;

    g_test_message ("%s", rows[i].why);
    hufu_recognise (rows[i].text, strlen (rows[i].text), HUFU_ASKING_ANYTHING, layouts,
                    G_N_ELEMENTS (layouts), &scan);
    g_assert_cmpstr (hufu_scan_kind_name (scan.kind), ==, hufu_scan_kind_name (rows[i].kind));
    g_assert_cmpstr (hufu_scan_kind_name (scan.other), ==, hufu_scan_kind_name (rows[i].other));
    g_assert_cmpuint (scan.gtin, ==, rows[i].gtin);
  }
}

static const struct {
  const char *text;
  HufuScanKind kind;
  guint64 item;
  gint64 price_minor, weight_milli;
} labels[] = {
    {"2112345012506", HUFU_SCAN_IN_STORE, 2112345000000, 1250, -1},
    {"]E02112345012506", HUFU_SCAN_IN_STORE, 2112345000000, 1250, -1},
    {"2212345003457", HUFU_SCAN_IN_STORE, 2212345000000, -1, 345},
    {"2312345928757", HUFU_SCAN_IN_STORE, 2312345000000, 2875, -1},
    {"2312345828750", HUFU_SCAN_UNKNOWN, 0, -1, -1}, /* the price's own check digit is wrong */
    {"212345012505", HUFU_SCAN_IN_STORE, 212345000000, 1250, -1}, /* UPC-A, number system 2 */
};

static void
test_labels (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++) {
    HufuScan scan;

    g_test_message ("%s", labels[i].text);
    hufu_recognise (labels[i].text, strlen (labels[i].text), HUFU_ASKING_ANYTHING, layouts,
                    G_N_ELEMENTS (layouts), &scan);
    g_assert_cmpstr (hufu_scan_kind_name (scan.kind), ==, hufu_scan_kind_name (labels[i].kind));
    g_assert_cmpuint (scan.item, ==, labels[i].item);
    g_assert_cmpint (scan.label_price_minor, ==, labels[i].price_minor);
    g_assert_cmpint (scan.label_weight_milli, ==, labels[i].weight_milli);
  }
}

static const struct {
  const char *text;
  HufuScanKind kind;
} tenders[] = {
    {"101234567890123456", HUFU_SCAN_PAYMENT_CODE},
    {"151234567890123456", HUFU_SCAN_PAYMENT_CODE},
    {"]Q1134567890123456789", HUFU_SCAN_PAYMENT_CODE},
    {"]C0134567890123456789", HUFU_SCAN_PAYMENT_CODE},
    {"2812345678901234", HUFU_SCAN_PAYMENT_CODE},
    {"301234567890123456789012", HUFU_SCAN_PAYMENT_CODE},
    {"091234567890123456", HUFU_SCAN_UNKNOWN},
    {"161234567890123456", HUFU_SCAN_UNKNOWN},
    {"1312345678901234567", HUFU_SCAN_UNKNOWN},
    {"3012345678901234567890123", HUFU_SCAN_UNKNOWN},
    {"311234567890123456", HUFU_SCAN_UNKNOWN},
    {"4006381333931", HUFU_SCAN_GTIN},
    {"OV1:RRQT", HUFU_SCAN_TOKEN},
};

static void
test_while_a_tender_is_asked_for (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tenders); i++) {
    HufuScan scan;

    g_test_message ("%s", tenders[i].text);
    hufu_recognise (tenders[i].text, strlen (tenders[i].text), HUFU_ASKING_TENDER, NULL, 0, &scan);
    g_assert_cmpstr (hufu_scan_kind_name (scan.kind), ==, hufu_scan_kind_name (tenders[i].kind));
  }
}

static HufuScan
scan_of (const char *text)
{
  HufuScan scan;

  hufu_recognise (text, strlen (text), HUFU_ASKING_ANYTHING, NULL, 0, &scan);
  return scan;
}

static void
test_what_comes_with_it (void)
{
  const guint8 token[] = {0xd2, 0x84, 0x4d};
  HufuScan scan = scan_of ("]Q1" LINK "0oRN\n");

  hufu_assert_bytes (scan.token_bytes, scan.token_size, token, sizeof token);
  scan = scan_of (" shirt red \n");
  hufu_assert_bytes (scan.text, scan.text_length, "shirt red", 9);
  scan = scan_of ("oooooo16jd");
  g_assert_cmpstr (scan.short_code, ==, "00000016JD");
  g_assert_cmpstr (scan_of ("1234567890").short_code, ==, "");
  g_assert_cmpint (scan_of ("*12").qty_milli, ==, 12000);
  g_assert_cmpint (scan_of ("*0.25").qty_milli, ==, 250);
  g_assert_cmpint (scan_of ("*10000").qty_milli, ==, 10000000);
  g_assert_cmpint (scan_of ("*10001").qty_milli, ==, 0);
  scan = scan_of ("]C10109521234543213"
                  "3103001250"
                  "3922"
                  "1999");
  g_assert_cmpint (scan.qty_milli, ==, 1250);
  g_assert_cmpint (scan.label_weight_milli, ==, 1250);
  g_assert_cmpint (scan.label_price_minor, ==, 1999);
  g_assert_cmpint (scan_of ("4006381333931").qty_milli, ==, 0);
}

static void
test_opaque_codes (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } codes[] = {
      {"736211508430", TRUE},   {"123456789012345", TRUE},   {"MT8812345678", TRUE},
      {"036000291452", TRUE}, /* UPC-A too: the cashier is asked */
      {"4006381333931", FALSE}, {"123456", FALSE},           {"98765432109876543210", FALSE},
      {"13800138000", FALSE},   {"4111111111111111", FALSE}, {"00000016JD", FALSE},
      {"ABCDEFGH", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_test_message ("%s", codes[i].text);
    g_assert_cmpint (hufu_recognise_may_be_opaque (codes[i].text), ==, codes[i].good);
  }
}

static void
test_long_input (void)
{
  g_autofree char *text = g_strnfill (10240, 'A');
  g_autofree guint8 *bytes = g_malloc0 (HUFU_TOKEN_BYTES_MAX + 1);
  g_autofree char *encoded = hufu_base64url_encode (bytes, HUFU_TOKEN_BYTES_MAX + 1);
  g_autofree char *link = g_strconcat (LINK, encoded, NULL);
  HufuScan scan = scan_of (text);

  g_assert_cmpint (scan.kind, ==, HUFU_SCAN_UNKNOWN);
  g_assert_cmpuint (scan.text_length, ==, 0);
  text[HUFU_SCAN_TEXT_MAX] = '\0';
  g_assert_cmpint (scan_of (text).kind, ==, HUFU_SCAN_UNKNOWN);
  text[121] = '\0';
  g_assert_cmpint (scan_of (text).kind, ==, HUFU_SCAN_UNKNOWN);
  text[120] = '\0';
  g_assert_cmpint (scan_of (text).kind, ==, HUFU_SCAN_TEXT);
  g_assert_cmpint (scan_of (link).kind, ==, HUFU_SCAN_UNKNOWN);
  memset (text, '1', 100);
  text[100] = '\0';
  g_assert_cmpint (scan_of (text).kind, ==, HUFU_SCAN_UNKNOWN);
  hufu_recognise (NULL, 0, HUFU_ASKING_ANYTHING, NULL, 0, &scan);
  g_assert_cmpint (scan.kind, ==, HUFU_SCAN_EMPTY);
}

/* Any bytes get an answer, and none that says more than its text. */
static void
test_total (void)
{
  g_autoptr (HufuTestHost) world = hufu_test_host_new (hufu_test_seed ());
  static const char likely[] = "0123456789]E0C1Q3I1OV:/h#*.-\x1d ";

  for (guint i = 0; i < 20000; i++) {
    guint8 raw[64];
    char text[48];
    HufuScan scan;

    hufu_host_random (hufu_test_host_get (world), raw, sizeof raw);
    for (gsize k = 0; k < sizeof text; k++)
      text[k] = raw[60] % 4 == 0 ? (char)raw[k] : likely[raw[k] % (sizeof likely - 1)];
    hufu_recognise (text, raw[63] % sizeof text, raw[62] % 2, layouts, G_N_ELEMENTS (layouts),
                    &scan);
    g_assert_nonnull (hufu_scan_kind_name (scan.kind));
    g_assert_true (scan.kind != HUFU_SCAN_GTIN || scan.gtin != 0);
    g_assert_true (scan.kind != HUFU_SCAN_IN_STORE || scan.item != 0);
    g_assert_true (scan.kind == HUFU_SCAN_UNKNOWN || scan.kind != scan.other);
    g_assert_cmpuint (scan.text_length, <=, raw[63] % sizeof text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recognise/rows", test_rows);
  g_test_add_func ("/recognise/labels", test_labels);
  g_test_add_func ("/recognise/while-a-tender-is-asked-for", test_while_a_tender_is_asked_for);
  g_test_add_func ("/recognise/what-comes-with-it", test_what_comes_with_it);
  g_test_add_func ("/recognise/opaque-codes", test_opaque_codes);
  g_test_add_func ("/recognise/long-input", test_long_input);
  g_test_add_func ("/recognise/total", test_total);
  return g_test_run ();
}
