/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taxes: which goods have which, and what holds of any basket. What they come to is held against an
 * oracle (tests/oracle). */
#include <string.h>

#include "core/tax.h"
#include "tests/lib/test-host.h"

#define BASKETS 20000
#define LINES_MAX 8

static void
add_class (HufuTaxRules *rules, const char *id, const char *tax, gint32 rate_ppm)
{
  HufuTaxClass *class = &rules->classes[rules->n_classes++];

  g_strlcpy (class->id, id, sizeof class->id);
  if (tax == NULL)
    return;
  class->taxes[0] = (HufuTax){.rate_ppm = rate_ppm, .name_en = "T", .name_zh = "T"};
  g_strlcpy (class->taxes[0].id, tax, sizeof class->taxes[0].id);
  class->n_taxes = 1;
}

/* All others 10 %; category 7: 20 %; product 5: exempt; 9 % goods of the catalogue: 30 %. */
static HufuTaxRules *
make_rules (void)
{
  HufuTaxRules *rules = hufu_tax_rules_new ();

  g_strlcpy (rules->jurisdiction, "X", sizeof rules->jurisdiction);
  rules->added = TRUE;
  rules->rounding = HUFU_ROUND_HALF_UP;
  add_class (rules, "others", "ten", 100000);
  add_class (rules, "by-category", "twenty", 200000);
  rules->classes[1].categories[rules->classes[1].n_categories++] = 7;
  add_class (rules, "by-product", NULL, 0);
  rules->classes[2].products[rules->classes[2].n_products++] = 5;
  add_class (rules, "by-rate", "thirty", 300000);
  rules->classes[3].rates_ppm[rules->classes[3].n_rates++] = 90000;
  g_assert_true (hufu_tax_rules_are_good (rules));
  return rules;
}

static void
test_nearest_class (void)
{
  static const struct {
    gint64 product_id, category_id;
    gint32 rate_ppm;
    gint64 tax_minor;
  } rows[] = {
      {1, 1, 130000, 10}, /* all others */
      {1, 7, 130000, 20}, /* its category */
      {1, 1, 90000, 30},  /* its rate */
      {1, 7, 90000, 20},  /* the category is nearer than the rate */
      {5, 7, 90000, 0},   /* the product is nearest */
  };
  g_autoptr (HufuTaxRules) rules = make_rules ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HufuTaxItem item = {rows[i].product_id, rows[i].category_id, rows[i].rate_ppm, 100, 0};

    g_assert_cmpint (hufu_tax_of (rules, 0, &item), ==, rows[i].tax_minor);
  }
}

static void
test_words (void)
{
  static const struct {
    const char *id;
    gint32 rate_ppm;
    const char *said;
  } rows[] = {
      {"ten", 100000, "T 10%"},         {"ten", 1250, "T 0.125%"},
      {"ten", 1, "T 0.0001%"},          {"ten", 0, "T 0%"},
      {"exempt", 0, "No tax"},          {"tax", 130000, "Tax 13%"},
      {"of before", 65000, "Tax 6.5%"},
  };
  g_autoptr (HufuTaxRules) rules = make_rules ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *said = NULL;
    HufuTaxSum sum;

    hufu_tax_sum_init (&sum, rules, rows[i].id, rows[i].rate_ppm);
    said = hufu_tax_sum_say (&sum, HUFU_LANG_EN);
    g_assert_cmpstr (said, ==, rows[i].said);
  }
}

static void
assert_same (const GArray *sums, const GArray *others)
{
  g_assert_cmpuint (sums->len, ==, others->len);
  for (guint i = 0; i < sums->len; i++) {
    const HufuTaxSum *a = &g_array_index (sums, HufuTaxSum, i);
    const HufuTaxSum *b = &g_array_index (others, HufuTaxSum, i);

    g_assert_cmpstr (a->id, ==, b->id);
    g_assert_cmpint (a->rate_ppm, ==, b->rate_ppm);
    g_assert_cmpint (a->net_minor, ==, b->net_minor);
    g_assert_cmpint (a->tax_minor, ==, b->tax_minor);
  }
}

/* The parts are the whole, and nothing is below nothing. */
static void
assert_whole (const HufuTaxRules *rules, const HufuTaxItem *items, gsize n, const GArray *sums)
{
  gint64 cost_minor = 0, tax_minor = 0, net_sum = 0, tax_sum = 0;

  for (gsize i = 0; i < n; i++) {
    g_assert_cmpint (items[i].tax_minor, >=, 0);
    g_assert_cmpint (items[i].tax_minor, <=, items[i].cost_minor);
    cost_minor += items[i].cost_minor;
    tax_minor += items[i].tax_minor;
  }
  for (guint i = 0; i < sums->len; i++) {
    const HufuTaxSum *sum = &g_array_index (sums, HufuTaxSum, i);

    g_assert_cmpint (sum->tax_minor, >=, 0);
    g_assert_cmpint (sum->net_minor, >=, 0);
    net_sum += sum->net_minor;
    tax_sum += sum->tax_minor;
  }
  g_assert_cmpint (tax_sum, ==, tax_minor);
  g_assert_cmpint (net_sum + (rules->added ? 0 : tax_sum), ==, cost_minor);
}

static void
shuffle (GRand *random, HufuTaxItem *items, gsize n)
{
  for (gsize i = n; i > 1; i--) {
    gsize j = (gsize)g_rand_int_range (random, 0, (gint32)i);
    HufuTaxItem item = items[i - 1];

    items[i - 1] = items[j];
    items[j] = item;
  }
}

static void
test_any_basket (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (hufu_test_seed ());
  g_autoptr (HufuTaxRules) rules = make_rules ();
  g_autoptr (GArray) sums = g_array_new (FALSE, FALSE, sizeof (HufuTaxSum));
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (HufuTaxSum));

  for (guint round = 0; round < BASKETS; round++) {
    HufuTaxItem items[LINES_MAX];
    gsize n = (gsize)g_rand_int_range (random, 0, LINES_MAX + 1);

    rules->added = g_rand_boolean (random);
    rules->by_receipt = g_rand_boolean (random);
    rules->rounding = (HufuRounding)g_rand_int_range (random, 0, HUFU_ROUND_HALF_EVEN + 1);
    for (gsize i = 0; i < n; i++)
      items[i] =
          (HufuTaxItem){g_rand_int_range (random, 1, 8), g_rand_int_range (random, 6, 9),
                        g_rand_boolean (random) ? 90000 : 130000,
                        g_rand_int_range (random, 0, g_rand_boolean (random) ? 9 : 99999), 0};
    hufu_tax_reckon (rules, 0, items, n, sums);
    assert_whole (rules, items, n, sums);
    shuffle (random, items, n);
    hufu_tax_reckon (rules, 0, items, n, others);
    assert_same (sums, others);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tax/nearest-class", test_nearest_class);
  g_test_add_func ("/tax/words", test_words);
  g_test_add_func ("/tax/any-basket", test_any_basket);
  return g_test_run ();
}
