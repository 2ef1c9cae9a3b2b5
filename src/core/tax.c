/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tax.h"

#include <string.h>

/* A rate times a compound one: what shares of a price are counted in. */
#define UNIT G_GINT64_CONSTANT (1000000000000)
#define PPM 1000000

/* Where none were ever told. */
static const HufuTaxRules no_rules = {.rounding = HUFU_ROUND_HALF_EVEN};

HufuTaxRules *
hufu_tax_rules_new (void)
{
  HufuTaxRules *rules = g_new0 (HufuTaxRules, 1);

  g_atomic_ref_count_init (&rules->refs);
  return rules;
}

HufuTaxRules *
hufu_tax_rules_ref (HufuTaxRules *rules)
{
  g_atomic_ref_count_inc (&rules->refs);
  return rules;
}

void
hufu_tax_rules_unref (HufuTaxRules *rules)
{
  if (rules != NULL && g_atomic_ref_count_dec (&rules->refs))
    g_free (rules);
}

/* ---- which taxes ---- */

/* The taxes on some goods at one instant. */
typedef struct {
  const HufuTax *taxes[HUFU_TAXES_AT_ONCE_MAX]; /* NULL: the rate of the catalogue */
  gint64 shares[HUFU_TAXES_AT_ONCE_MAX];        /* of the price, in UNIT */
  gint64 sum;
  gsize n;
} Mix;

static gboolean
is_on (const HufuTax *tax, gint64 utc_s)
{
  return utc_s >= tax->from_utc_s && (tax->until_utc_s == 0 || utc_s < tax->until_utc_s);
}

static void
find_mix (const HufuTaxClass *class, gint64 utc_s, Mix *ret_mix)
{
  gint64 plain_ppm = 0;

  *ret_mix = (Mix){0};
  for (gsize i = 0; i < class->n_taxes; i++) {
    if (!is_on (&class->taxes[i], utc_s))
      continue;
    g_assert (ret_mix->n < HUFU_TAXES_AT_ONCE_MAX);
    ret_mix->taxes[ret_mix->n++] = &class->taxes[i];
    plain_ppm += class->taxes[i].compound ? 0 : class->taxes[i].rate_ppm;
  }
  for (gsize i = 0; i < ret_mix->n; i++) {
    const HufuTax *tax = ret_mix->taxes[i];

    ret_mix->shares[i] = tax->rate_ppm * (PPM + (tax->compound ? plain_ppm : 0));
    ret_mix->sum += ret_mix->shares[i];
  }
}

static gboolean
is_among (gint64 id, const gint64 *ids, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (ids[i] == id)
      return TRUE;
  return FALSE;
}

static gboolean
has_goods (const HufuTaxClass *class)
{
  return class->n_products + class->n_categories + class->n_rates > 0;
}

/* The nearest word counts: of the product, then of its category, then of its catalogue's rate, then
 * of the class for all others. -1: none. */
static gint
find_class (const HufuTaxRules *rules, const HufuTaxItem *item)
{
  gint found = -1, nearness = 0;

  for (gsize i = 0; i < rules->n_classes; i++) {
    const HufuTaxClass *class = &rules->classes[i];
    gint near = is_among (item->product_id, class->products, class->n_products)        ? 4
                : is_among (item->category_id, class->categories, class->n_categories) ? 3
                : is_among (item->rate_ppm, class->rates_ppm, class->n_rates)          ? 2
                : !has_goods (class)                                                   ? 1
                                                                                       : 0;

    if (near > nearness) {
      found = (gint)i;
      nearness = near;
    }
  }
  return found;
}

static void
find_mix_of (const HufuTaxRules *rules, gint class, gint32 rate_ppm, gint64 utc_s, Mix *ret_mix)
{
  if (class >= 0)
    find_mix (&rules->classes[class], utc_s, ret_mix);
  else
    *ret_mix =
        (Mix){.shares = {rate_ppm * (gint64)PPM}, .sum = rate_ppm * (gint64)PPM, .n = rate_ppm > 0};
}

/* ---- what can be ---- */

/* Small letters, digits and hyphens: it goes into documents as it is. */
static gboolean
is_id (const char *id)
{
  return *id != '\0' && id[strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static gboolean
is_tax_good (const HufuTax *tax)
{
  return is_id (tax->id) && strcmp (tax->id, HUFU_TAX_ID_EXEMPT) != 0 && tax->name_en[0] != '\0' &&
         tax->name_zh[0] != '\0' && tax->rate_ppm >= 0 && tax->rate_ppm <= HUFU_TAX_RATE_MAX_PPM &&
         tax->from_utc_s >= 0 && tax->until_utc_s >= 0;
}

/* What holds together begins when one of them begins. */
static gboolean
fit_together (const HufuTaxClass *class)
{
  for (gsize i = 0; i < class->n_taxes; i++) {
    gint64 utc_s = class->taxes[i].from_utc_s;
    gsize n = 0;
    Mix mix;

    for (gsize j = 0; j < class->n_taxes; j++) {
      n += is_on (&class->taxes[j], utc_s) ? 1 : 0;
      if (j < i && strcmp (class->taxes[i].id, class->taxes[j].id) == 0 &&
          (is_on (&class->taxes[j], utc_s) || is_on (&class->taxes[i], class->taxes[j].from_utc_s)))
        return FALSE; /* one tax at two rates */
    }
    if (n > HUFU_TAXES_AT_ONCE_MAX)
      return FALSE;
    find_mix (class, utc_s, &mix);
    if (mix.sum > UNIT)
      return FALSE;
  }
  return TRUE;
}

gboolean
hufu_tax_rules_are_good (const HufuTaxRules *rules)
{
  gsize n_for_others = 0;

  if (rules->jurisdiction[0] == '\0' || rules->n_classes < 1 ||
      rules->n_classes > HUFU_TAX_CLASSES_MAX)
    return FALSE;
  for (gsize i = 0; i < rules->n_classes; i++) {
    const HufuTaxClass *class = &rules->classes[i];

    if (!is_id (class->id) || class->n_taxes > HUFU_TAXES_MAX)
      return FALSE;
    for (gsize j = 0; j < class->n_taxes; j++)
      if (!is_tax_good (&class->taxes[j]))
        return FALSE;
    if (!fit_together (class))
      return FALSE;
    n_for_others += !has_goods (class);
  }
  return n_for_others <= 1;
}

/* ---- the arithmetic ---- */

static gint64
tax_on (const HufuTaxRules *rules, const Mix *mix, gint64 cost_minor)
{
  return hufu_money_mul_div (cost_minor, mix->sum, rules->added ? UNIT : UNIT + mix->sum,
                             rules->rounding);
}

gint64
hufu_tax_of (const HufuTaxRules *rules, gint64 utc_s, const HufuTaxItem *item)
{
  Mix mix;

  rules = rules != NULL ? rules : &no_rules;
  find_mix_of (rules, find_class (rules, item), item->rate_ppm, utc_s, &mix);
  return tax_on (rules, &mix, item->cost_minor);
}

/* The same tax at the same rate is one sum, whatever class it comes from. */
static HufuTaxSum *
find_sum (GArray *sums, const HufuTaxRules *rules, const char *id, gint32 rate_ppm)
{
  HufuTaxSum sum;

  for (guint i = 0; i < sums->len; i++) {
    HufuTaxSum *there = &g_array_index (sums, HufuTaxSum, i);

    if (there->rate_ppm == rate_ppm && strcmp (there->id, id) == 0)
      return there;
  }
  hufu_tax_sum_init (&sum, rules, id, rate_ppm);
  g_array_append_val (sums, sum);
  return &g_array_index (sums, HufuTaxSum, sums->len - 1);
}

static void
add_sum (const HufuTaxRules *rules, const Mix *mix, gsize i, gint64 net_minor, gint64 tax_minor,
         GArray *sums)
{
  const HufuTax *tax = mix->n == 0 ? NULL : mix->taxes[i];
  const char *id = mix->n == 0 ? HUFU_TAX_ID_EXEMPT : tax == NULL ? HUFU_TAX_ID_PLAIN : tax->id;
  gint32 rate_ppm = tax == NULL ? (gint32)(mix->shares[i] / PPM) : tax->rate_ppm;
  HufuTaxSum *sum = find_sum (sums, rules, id, rate_ppm);

  sum->net_minor += net_minor;
  sum->tax_minor += tax_minor;
}

static void
split (const HufuTaxRules *rules, const Mix *mix, gint64 net_minor, gint64 tax_minor, GArray *sums)
{
  gint64 weights[HUFU_TAXES_AT_ONCE_MAX], shares[HUFU_TAXES_AT_ONCE_MAX];
  /* As weights, the shares have to add up to no less than what is shared. */
  gint64 scale = mix->sum > 0 ? tax_minor / mix->sum + 1 : 1;

  if (mix->n <= 1) {
    add_sum (rules, mix, 0, net_minor, tax_minor, sums);
    return;
  }
  for (gsize i = 0; i < mix->n; i++)
    weights[i] = mix->shares[i] * scale;
  hufu_money_share (tax_minor, weights, mix->n, shares);
  for (gsize i = 0; i < mix->n; i++)
    add_sum (rules, mix, i, net_minor, shares[i], sums);
}

/* Goods of one class, or of none and one rate of the catalogue. */
typedef struct {
  const HufuTaxRules *rules;
  HufuTaxItem *items;
  const gint *classes;
  gsize first, n_items;
} Group;

static gboolean
is_of_group (const Group *group, gsize i)
{
  gint class = group->classes[group->first];

  return group->classes[i] == class && group->items[i].cost_minor > 0 &&
         (class >= 0 || group->items[i].rate_ppm == group->items[group->first].rate_ppm);
}

/* Shares what the receipt owes among the lines. */
static void
share_out (const Group *group, gint64 tax_minor)
{
  g_autofree gint64 *weights = g_new0 (gint64, group->n_items);
  g_autofree gint64 *shares = g_new0 (gint64, group->n_items);

  for (gsize i = group->first; i < group->n_items; i++)
    weights[i] = is_of_group (group, i) ? group->items[i].cost_minor : 0;
  hufu_money_share (tax_minor, weights, group->n_items, shares);
  for (gsize i = group->first; i < group->n_items; i++)
    if (is_of_group (group, i))
      group->items[i].tax_minor = shares[i];
}

static void
reckon_group (const Group *group, gint64 utc_s, GArray *sums)
{
  const HufuTaxRules *rules = group->rules;
  gint64 cost_minor = 0, tax_minor = 0;
  Mix mix;

  find_mix_of (rules, group->classes[group->first], group->items[group->first].rate_ppm, utc_s,
               &mix);
  for (gsize i = group->first; i < group->n_items; i++) {
    if (!is_of_group (group, i))
      continue;
    cost_minor += group->items[i].cost_minor;
    group->items[i].tax_minor = tax_on (rules, &mix, group->items[i].cost_minor);
    tax_minor += group->items[i].tax_minor;
  }
  if (rules->by_receipt) {
    tax_minor = tax_on (rules, &mix, cost_minor);
    share_out (group, tax_minor);
  }
  split (rules, &mix, cost_minor - (rules->added ? 0 : tax_minor), tax_minor, sums);
}

static int
compare_sums (gconstpointer first, gconstpointer second)
{
  const HufuTaxSum *a = first, *b = second;

  if (a->rate_ppm != b->rate_ppm)
    return a->rate_ppm > b->rate_ppm ? -1 : 1;
  return strcmp (a->id, b->id);
}

void
hufu_tax_reckon (const HufuTaxRules *rules, gint64 utc_s, HufuTaxItem *items, gsize n_items,
                 GArray *sums)
{
  g_autofree gint *classes = g_new (gint, n_items + 1);
  g_autofree gboolean *done = g_new0 (gboolean, n_items + 1);

  rules = rules != NULL ? rules : &no_rules;
  g_array_set_size (sums, 0);
  for (gsize i = 0; i < n_items; i++) {
    classes[i] = find_class (rules, &items[i]);
    items[i].tax_minor = 0;
  }
  for (gsize i = 0; i < n_items; i++) {
    const Group group = {rules, items, classes, i, n_items};

    if (done[i] || items[i].cost_minor <= 0)
      continue;
    for (gsize j = i; j < n_items; j++)
      done[j] |= is_of_group (&group, j);
    reckon_group (&group, utc_s, sums);
  }
  g_array_sort (sums, compare_sums);
}

/* ---- words ---- */

static const HufuTax *
find_tax (const HufuTaxRules *rules, const char *id)
{
  for (gsize i = 0; rules != NULL && i < rules->n_classes; i++)
    for (gsize j = 0; j < rules->classes[i].n_taxes; j++)
      if (strcmp (rules->classes[i].taxes[j].id, id) == 0)
        return &rules->classes[i].taxes[j];
  return NULL;
}

void
hufu_tax_sum_init (HufuTaxSum *ret_sum, const HufuTaxRules *rules, const char *id, gint32 rate_ppm)
{
  const HufuTax *tax = find_tax (rules, id);
  gboolean exempt = strcmp (id, HUFU_TAX_ID_EXEMPT) == 0;

  *ret_sum = (HufuTaxSum){.rate_ppm = rate_ppm};
  g_strlcpy (ret_sum->id, id, sizeof ret_sum->id);
  g_strlcpy (ret_sum->name_en,
             tax != NULL ? tax->name_en
             : exempt    ? "No tax"
                         : "Tax",
             sizeof ret_sum->name_en);
  g_strlcpy (ret_sum->name_zh,
             tax != NULL ? tax->name_zh
             : exempt    ? "免税"
                         : "税",
             sizeof ret_sum->name_zh);
}

char *
hufu_tax_say_rate (gint32 rate_ppm)
{
  g_autofree char *text = g_strdup_printf ("%d.%04d", rate_ppm / 10000, rate_ppm % 10000);
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    text[--length] = '\0';
  if (text[length - 1] == '.')
    text[--length] = '\0';
  return g_strconcat (text, "%", NULL);
}

char *
hufu_tax_sum_say (const HufuTaxSum *sum, HufuLang lang)
{
  const char *name = lang == HUFU_LANG_ZH ? sum->name_zh : sum->name_en;
  g_autofree char *rate = hufu_tax_say_rate (sum->rate_ppm);

  return strcmp (sum->id, HUFU_TAX_ID_EXEMPT) == 0 ? g_strdup (name)
                                                   : g_strdup_printf ("%s %s", name, rate);
}
