/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels, and the bars on them against those of zint 2.11, which shares nothing with ours. */
#include <string.h>

#include "core/ean.h"
#include "core/label.h"

/* "1132" is 1 0 111 00. */
static char *
widen (const char *widths)
{
  GString *modules = g_string_new (NULL);

  for (gsize i = 0; widths[i] != '\0'; i++)
    for (char n = '0'; n < widths[i]; n++)
      g_string_append_c (modules, i % 2 == 0 ? '1' : '0');
  return g_string_free (modules, FALSE);
}

static void
test_bars (void)
{
  static const struct {
    const char *digits, *widths;
  } rows[] = {
      {"6901234567892", "11131121123122222121411113211111123111141312121331122122111"},
      {"6901234000009", "11131121123122222121411113211111321132113211321132113112111"},
      {"0036000291452", "11132111411111432113211321111111212231122221113212312122111"},
      {"96385074", "1113112111414111213111111231321113121132111"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *expected = widen (rows[i].widths);
    char modules[HUFU_EAN_MODULES_MAX + 1];

    g_assert_true (hufu_ean_draw (rows[i].digits, modules));
    g_assert_cmpstr (modules, ==, expected);
  }
}

static void
test_no_bars (void)
{
  static const char *const rows[] = {"",         "6901234567893", "690123456789",
                                     "96385075", "9638507x",      "16901234567899"};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    char modules[HUFU_EAN_MODULES_MAX + 1];

    g_assert_false (hufu_ean_draw (rows[i], modules));
  }
}

static void
test_label (void)
{
  const HufuLabelFacts facts = {.name_en = "Cold brew",
                                .name_zh = "冷泡乌龙茶",
                                .variant_en = "500 ml",
                                .variant_zh = "",
                                .sku = "TEA-01",
                                .price_minor = 800,
                                .member_price_minor = 700,
                                .gtin = 6901234567892};
  g_autoptr (HufuReceipt) en = hufu_receipt_of_label (&facts, 1, HUFU_LANG_EN);
  g_autoptr (HufuReceipt) zh = hufu_receipt_of_label (&facts, 2, HUFU_LANG_ZH);
  g_autofree char *text = hufu_receipt_to_text (en), *twice = hufu_receipt_to_text (zh);

  g_assert_cmpstr (text, ==,
                   "text\tcentre\tb\tCold brew\t\n"
                   "text\tcentre\t\t500 ml\t\n"
                   "text\tcentre\tbl\t¥8.00\t\n"
                   "text\tcentre\t\tMembers ¥7.00\t\n"
                   "bars\tcentre\t\t6901234567892\t\n"
                   "text\tcentre\t\t6901234567892\t\n"
                   "text\tcentre\t\tTEA-01\t\n"
                   "cut\tstart\t\t\t\n");
  g_assert_nonnull (strstr (twice, "会员价 ¥7.00"));
  g_assert_cmpuint (zh->blocks->len, ==, 2 * en->blocks->len);
}

/* By weight the price is a kilogram's; what has no bars of its own has none on the label. */
static void
test_by_weight (void)
{
  const HufuLabelFacts facts = {.name_en = "Dried mango",
                                .name_zh = "芒果干",
                                .variant_en = "",
                                .variant_zh = "",
                                .sku = "MANGO",
                                .price_minor = 2980,
                                .member_price_minor = -1,
                                .by_weight = TRUE,
                                .gtin = 2112345000000};
  g_autoptr (HufuReceipt) label = hufu_receipt_of_label (&facts, 1, HUFU_LANG_EN);
  g_autofree char *text = hufu_receipt_to_text (label);

  g_assert_nonnull (strstr (text, "¥29.80/kg"));
  g_assert_null (strstr (text, "bars"));
  g_assert_null (strstr (text, "Members"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label/bars", test_bars);
  g_test_add_func ("/label/no-bars", test_no_bars);
  g_test_add_func ("/label/label", test_label);
  g_test_add_func ("/label/by-weight", test_by_weight);
  return g_test_run ();
}
