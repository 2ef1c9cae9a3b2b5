/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/gtin.h"

#include <string.h>

#include "core/card-like.h"
#include "core/gs1.h"

static const struct {
  const char *text;
  guint64 gtin; /* 0: refused */
} articles[] = {
    {"96385074", 96385074},
    {"036000291452", 36000291452},
    {"4006381333931", 4006381333931},
    {"6901234567892", 6901234567892},
    {"15400141288763", 15400141288763},
    {"00036000291452", 36000291452},
    {"4006381333932", 0}, /* wrong check digit */
    {"4006381339331", 0}, /* two digits swapped */
    {"0000000000000", 0}, /* nothing */
    {"400638133393", 0},  /* a digit lost */
    {"400638133393a", 0}, /* not a digit */
    {"9638507", 0},       /* seven digits */
    {"963850740", 0},     /* nine */
    {"154001412887639", 0},
    {"", 0},
};

static void
test_articles (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++) {
    guint64 gtin = 0;
    gboolean good = hufu_gtin_read (articles[i].text, strlen (articles[i].text), &gtin);

    g_test_message ("%s", articles[i].text);
    g_assert_cmpint (good, ==, articles[i].gtin != 0);
    if (good)
      g_assert_cmpuint (gtin, ==, articles[i].gtin);
  }
}

static void
test_variable_measure (void)
{
  static const struct {
    guint64 gtin;
    gboolean variable;
  } rows[] = {
      {G_GUINT64_CONSTANT (96901234567895), TRUE},
      {G_GUINT64_CONSTANT (9780306406157), FALSE}, /* thirteen digits */
      {G_GUINT64_CONSTANT (16901234567899), FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_gtin_is_variable (rows[i].gtin), ==, rows[i].variable);
}

/* Every wrong digit is noticed. */
static void
test_every_wrong_digit (void)
{
  char text[] = "6901234567892";
  guint64 gtin;

  for (gsize i = 0; i < 13; i++) {
    char right = text[i];

    for (char c = '0'; c <= '9'; c++) {
      text[i] = c;
      g_assert_cmpint (hufu_gtin_read (text, 13, &gtin), ==, c == right);
    }
    text[i] = right;
  }
}

/* One row for each of the rules by which UPC-E leaves out zeros (GS1 5.2.2.4.2). */
static const struct {
  const char *upc_e;
  guint64 upc_a; /* 0: refused */
} abbreviated[] = {
    {"04252614", 42100005264},
    {"01234505", 12000003455},
    {"01234514", 12100003454},
    {"01234523", 12200003453},
    {"01234531", 12300000451},
    {"01234543", 12340000053},
    {"01234565", 12345000065},
    {"01234596", 12345000096},
    {"04252615", 0},
    {"24252614", 0},
    {"0425261", 0},
    {"0425261x", 0},
};

static void
test_upc_e (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (abbreviated); i++) {
    guint64 gtin = 0;
    const char *text = abbreviated[i].upc_e;
    gboolean good = hufu_gtin_read_upc_e (text, strlen (text), &gtin);

    g_test_message ("%s -> %" G_GUINT64_FORMAT, text, gtin);
    g_assert_cmpint (good, ==, abbreviated[i].upc_a != 0);
    if (good)
      g_assert_cmpuint (gtin, ==, abbreviated[i].upc_a);
  }
}

static void
test_price_check_digit (void)
{
  /* The worked examples of GS1 7.9.3. */
  g_assert_cmpint (hufu_gtin_price_check_digit ("2875", 4), ==, '9');
  g_assert_cmpint (hufu_gtin_price_check_digit ("14685", 5), ==, '6');
  g_assert_cmpint (hufu_gtin_price_check_digit ("0000", 4), ==, '0');
  g_assert_cmpint (hufu_gtin_price_check_digit ("00000", 5), ==, '0');
}

#define FNC1 "\x1d"

static const struct {
  const char *text;
  guint64 gtin; /* 0: refused */
  gint64 weight_milli, price_minor;
} elements[] = {
    {"0109521234543213", 9521234543213, -1, -1},
    {FNC1 "0109521234543213", 9521234543213, -1, -1},
    {"010952123454321317261231", 9521234543213, -1, -1},
    {"010952123454321310ABC123" FNC1 "21456", 9521234543213, -1, -1},
    {"010952123454321310ABC123" FNC1, 9521234543213, -1, -1},
    {"01095212345432133103001250", 9521234543213, 1250, -1},
    {"01095212345432133100000002", 9521234543213, 2000, -1},
    {"01095212345432133105012345", 9521234543213, 123, -1},
    {"0109521234543213392212550", 9521234543213, -1, 12550},
    {"010952123454321339200125" FNC1 "10A", 9521234543213, -1, 12500},
    {"3103000195" FNC1 "0109521234543213", 9521234543213, 195, -1},
    {"0109521234543213310300125039221999", 9521234543213, 1250, 1999},
    {"0109521234543213410950600013435", 0, -1, -1}, /* ship-to needs 13 digits */
    {"0109521234543213"
     "4109506000134352",
     9521234543213, -1, -1},
    {"01095212345432137003261231", 9521234543213, -1, -1}, /* an AI of four digits */
    {"01095212345432138200http", 9521234543213, -1, -1},
    {"01095212345432133113000123", 9521234543213, -1, -1},  /* a length */
    {"01095212345432133200000123", 9521234543213, -1, -1},  /* pounds */
    {"010952123454321339311561250", 9521234543213, -1, -1}, /* a price with its currency */
    {"010952123454321310{", 0, -1, -1},                     /* outside character set 82 */
    {"010952123454321310123456789012345678901234567890123456789012345678901234567890123456789012345"
     "6"
     "7890123456789012345678901",
     0, -1, -1},                             /* a lot of 101 characters */
    {"0109521234543214", 0, -1, -1},         /* wrong check digit */
    {"010952123454321", 0, -1, -1},          /* cut */
    {"01095212345432131726123", 0, -1, -1},  /* a date cut */
    {"010952123454321317ABCDEF", 0, -1, -1}, /* a date of letters */
    {"010952123454321310", 0, -1, -1},       /* an empty lot */
    {"010952123454321310" FNC1, 0, -1, -1},  /* the same */
    {"010952123454321310A B", 0, -1, -1},    /* a space */
    {"010952123454321305123", 0, -1, -1},    /* no such AI */
    {"0109521234543213A0123", 0, -1, -1},
    {"010952123454321317261331", 0, -1, -1},                /* a thirteenth month */
    {"010952123454321317260230", 0, -1, -1},                /* the 30th of February */
    {"010952123454321310123456789012345678901", 0, -1, -1}, /* a lot of 21 characters */
    {"010952123454321321123456789012345678901", 0, -1, -1}, /* a serial number of 21 */
    {"010952123454321339", 0, -1, -1},                      /* half an AI */
    {"01095212345432133", 0, -1, -1},
    {"0109521234543213392A1", 0, -1, -1},
    {"01095212345432133922x", 0, -1, -1},
    {"010952123454321339221234567890123456", 0, -1, -1},
    {"01095212345432133920999999999999999", 0, -1, -1}, /* past any shop's day */
    {"00106141412345678908", 0, -1, -1},                /* a pallet: no article */
    {"10ABC123", 0, -1, -1},
    {"", 0, -1, -1},
};

static void
test_elements (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (elements); i++) {
    HufuGs1 gs1;
    gboolean good = hufu_gs1_read_elements (elements[i].text, strlen (elements[i].text), &gs1);

    g_test_message ("%s", elements[i].text);
    g_assert_cmpint (good, ==, elements[i].gtin != 0);
    if (!good)
      continue;
    g_assert_cmpuint (gs1.gtin, ==, elements[i].gtin);
    g_assert_cmpint (gs1.weight_milli, ==, elements[i].weight_milli);
    g_assert_cmpint (gs1.price_minor, ==, elements[i].price_minor);
  }
}

/* The examples of GS1 3.4.2 and of the Digital Link standard, and what people type of a label. */
static const struct {
  const char *text, *lot, *serial;
  gint32 expires_day;
} traces[] = {
    {"010952123454321310ABC123" FNC1 "17261231" FNC1 "21S-1", "ABC123", "S-1", 20261231},
    {"010952123454321317260200", "", "", 20260228},
    {"010952123454321317280200", "", "", 20280229},
    {"010952123454321310"
     "12345678901234567890",
     "12345678901234567890", "", 0},
    {"(01)09521234543213(17)261231(10)ABC123(21)77", "ABC123", "77", 20261231},
    {"(01)09521234543213(10)A/B", "A/B", "", 0},
    {"https://id.gs1.org/01/09506000134352/10/ABC123/21/12345?17=180426", "ABC123", "12345",
     20180426},
    {"https://a.example/01/09506000134352/22/2A/10/A%2FB", "A/B", "", 0},
    {"https://a.example/01/09506000134352?10=L1&21=S1", "L1", "S1", 0},
};

static void
test_traces (void)
{
  static const char *const bad[] = {
      "https://a.example/01/09506000134352/10/A%2",
      "https://a.example/01/09506000134352/10/A%0A",
      "https://a.example/01/09506000134352?17=2612",
      "https://a.example/01/09506000134352?17=261301",
      "(01)09521234543213(17)261331",
      "(10)ABC",
  };
  HufuGs1 gs1;

  for (gsize i = 0; i < G_N_ELEMENTS (traces); i++) {
    const char *text = traces[i].text;
    gsize length = strlen (text);

    g_test_message ("%s", text);
    g_assert_true (text[0] == 'h'   ? hufu_gs1_read_link (text, length, &gs1)
                   : text[0] == '(' ? hufu_gs1_read_printed (text, length, &gs1)
                                    : hufu_gs1_read_elements (text, length, &gs1));
    g_assert_cmpstr (gs1.trace.lot, ==, traces[i].lot);
    g_assert_cmpstr (gs1.trace.serial, ==, traces[i].serial);
    g_assert_cmpint (gs1.trace.expires_day, ==, traces[i].expires_day);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    g_assert_false (hufu_gs1_read_link (bad[i], strlen (bad[i]), &gs1));
    g_assert_false (hufu_gs1_read_printed (bad[i], strlen (bad[i]), &gs1));
  }
}

static const struct {
  const char *text;
  guint64 gtin; /* 0: refused */
  gint64 weight_milli, price_minor;
} links[] = {
    {"https://id.gs1.org/01/09506000134352", 9506000134352, -1, -1},
    {"HTTPS://ID.GS1.ORG/01/09506000134352", 9506000134352, -1, -1},
    {"http://a.example/some/path/01/09506000134352/10/LOT?17=261231&3103=000195", 9506000134352,
     195, -1},
    {"https://a.example/01/9506000134352", 9506000134352, -1, -1},
    {"https://a.example/01/96385074?3922=1299;linkType=all#top", 96385074, -1, 1299},
    {"https://a.example/01/96385074/?x&3103=&y=1", 96385074, -1, -1},
    {"https://a.example/01/96385074#3103=000195", 96385074, -1, -1},
    {"https://a.example/01/96385074?3103=00x195", 0, -1, -1},
    {"https://a.example/01/09506000134353", 0, -1, -1}, /* wrong check digit */
    {"https://a.example/01/96385074?4000=12&31030=1&310x=000195", 96385074, -1, -1},
    {"https://a.example/01/96385074?3103=0000000000000195", 96385074, -1, -1}, /* too long */
    {"https://a.example/02/96385074", 0, -1, -1},
    {"https://a.example/01/", 0, -1, -1},
    {"https://a.example/01", 0, -1, -1},
    {"https://a.example/09506000134352", 0, -1, -1},
    {"https://a.example/?01=09506000134352", 0, -1, -1},
    {"https://", 0, -1, -1},
    {"ftp://a.example/01/09506000134352", 0, -1, -1},
    {"/01/09506000134352", 0, -1, -1},
};

static void
test_links (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++) {
    HufuGs1 gs1;
    gboolean good = hufu_gs1_read_link (links[i].text, strlen (links[i].text), &gs1);

    g_test_message ("%s", links[i].text);
    g_assert_cmpint (good, ==, links[i].gtin != 0);
    if (!good)
      continue;
    g_assert_cmpuint (gs1.gtin, ==, links[i].gtin);
    g_assert_cmpint (gs1.weight_milli, ==, links[i].weight_milli);
    g_assert_cmpint (gs1.price_minor, ==, links[i].price_minor);
  }
}

/* The test numbers that the schemes publish. */
static const struct {
  const char *text;
  gboolean like;
} cards[] = {
    {"4111111111111111", TRUE}, {"5555555555554444", TRUE},      {"378282246310005", TRUE},
    {"6011111111111117", TRUE}, {"3530111333300000", TRUE},      {"30569309025904", TRUE},
    {"6200000000000005", TRUE}, {"6212345678901232", TRUE},      {"2223003122003222", TRUE},
    {"4222222222222", TRUE},    {"4111111111111112", FALSE},     {"9111111111111111", FALSE},
    {"411111111111111", FALSE}, {"41111111111111111111", FALSE}, {"4111 1111 1111 1111", FALSE},
    {"51111111111118", FALSE},  {"34111111111111117", FALSE},    {"x111111111111111", FALSE},
};

static void
test_card_like (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++) {
    g_test_message ("%s", cards[i].text);
    g_assert_cmpint (hufu_card_like (cards[i].text, strlen (cards[i].text)), ==, cards[i].like);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gtin/articles", test_articles);
  g_test_add_func ("/gtin/variable-measure", test_variable_measure);
  g_test_add_func ("/gtin/every-wrong-digit", test_every_wrong_digit);
  g_test_add_func ("/gtin/upc-e", test_upc_e);
  g_test_add_func ("/gtin/price-check-digit", test_price_check_digit);
  g_test_add_func ("/gs1/elements", test_elements);
  g_test_add_func ("/gs1/traces", test_traces);
  g_test_add_func ("/gs1/links", test_links);
  g_test_add_func ("/card-like/numbers", test_card_like);
  return g_test_run ();
}
