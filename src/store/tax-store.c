/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/tax-store.h"

#include "store/begun-rules.h"
#include "store/json-read.h"

static const char *const price_words[] = {"inclusive", "exclusive", NULL};
static const char *const round_words[] = {"line", "receipt", NULL};

/* ---- reading what the platform says ---- */

static gboolean
read_tax (const json_t *data, HufuTax *tax)
{
  const json_t *compound = json_object_get (data, "compound");
  gint64 rate_ppm = -1;

  tax->compound = json_is_true (compound);
  if (!json_is_object (data) || (compound != NULL && !json_is_boolean (compound)) ||
      !hufu_json_take_text (data, "id", tax->id, sizeof tax->id) ||
      !hufu_json_take_text (data, "name_en", tax->name_en, sizeof tax->name_en) ||
      !hufu_json_take_text (data, "name_zh", tax->name_zh, sizeof tax->name_zh) ||
      !hufu_json_take_number (data, "rate_ppm", HUFU_TAX_RATE_MAX_PPM, &rate_ppm) ||
      !hufu_json_take_number (data, "from_utc_s", G_MAXINT64, &tax->from_utc_s) ||
      !hufu_json_take_number (data, "until_utc_s", G_MAXINT64, &tax->until_utc_s))
    return FALSE;
  tax->rate_ppm = (gint32)rate_ppm;
  return TRUE;
}

static gboolean
read_goods (const json_t *goods, HufuTaxClass *class)
{
  return (goods == NULL || json_is_object (goods)) &&
         hufu_json_take_numbers (json_object_get (goods, "products"), 1, HUFU_TAX_GOODS_MAX,
                                 class->products, &class->n_products) &&
         hufu_json_take_numbers (json_object_get (goods, "categories"), 1, HUFU_TAX_GOODS_MAX,
                                 class->categories, &class->n_categories) &&
         hufu_json_take_numbers (json_object_get (goods, "rates_ppm"), 0, HUFU_TAX_GOODS_MAX,
                                 class->rates_ppm, &class->n_rates);
}

static gboolean
read_class (const json_t *data, HufuTaxClass *class)
{
  const json_t *taxes = json_object_get (data, "taxes");

  if (!json_is_object (data) || !json_is_array (taxes) ||
      json_array_size (taxes) > HUFU_TAXES_MAX ||
      !hufu_json_take_text (data, "id", class->id, sizeof class->id) ||
      !read_goods (json_object_get (data, "goods"), class))
    return FALSE;
  class->n_taxes = json_array_size (taxes);
  for (gsize i = 0; i < class->n_taxes; i++)
    if (!read_tax (json_array_get (taxes, i), &class->taxes[i]))
      return FALSE;
  return TRUE;
}

HufuTaxRules *
hufu_tax_rules_read (const json_t *data)
{
  g_autoptr (HufuTaxRules) rules = hufu_tax_rules_new ();
  const json_t *classes = json_object_get (data, "classes");
  gsize added = 0, by_receipt = 0, rounding = HUFU_ROUND_HALF_UP;

  if (!json_is_array (classes) || json_array_size (classes) > HUFU_TAX_CLASSES_MAX ||
      !hufu_json_take_text (data, "jurisdiction", rules->jurisdiction,
                            sizeof rules->jurisdiction) ||
      !hufu_json_take_word (data, "prices", price_words, &added) ||
      !hufu_json_take_word (data, "round", round_words, &by_receipt) ||
      !hufu_json_take_word (data, "rounding", hufu_rounding_names, &rounding))
    return NULL;
  rules->added = added != 0;
  rules->by_receipt = by_receipt != 0;
  rules->rounding = (HufuRounding)rounding;
  rules->n_classes = json_array_size (classes);
  for (gsize i = 0; i < rules->n_classes; i++)
    if (!read_class (json_array_get (classes, i), &rules->classes[i]))
      return NULL;
  return hufu_tax_rules_are_good (rules) ? g_steal_pointer (&rules) : NULL;
}

/* ---- in the books ---- */

static HufuTaxRules *
read_stored (const char *text, gint64 number)
{
  json_auto_t *data = json_loads (text, 0, NULL);
  HufuTaxRules *rules = hufu_tax_rules_read (data);

  g_assert (rules != NULL); /* only what was read is stored */
  rules->number = number;
  return rules;
}

HufuTaxRules *
hufu_tax_rules_load (HufuDb *db, gint64 number, GError **error)
{
  g_autofree char *begun = number < -1 ? hufu_begun_load (db, number, error) : NULL;
  g_autoptr (HufuRows) rows = NULL;

  if (number < -1)
    return begun == NULL ? NULL : read_stored (begun, number);
  rows = HUFU_QUERY (db, error,
                     "SELECT number, body FROM tax_rules WHERE number ="
                     " iif (?1 < 0, (SELECT max (number) FROM tax_rules), ?1) AND body <> ''",
                     SQL_INT (number));
  if (hufu_rows_next (rows, error) <= 0)
    return NULL;
  return read_stored (hufu_rows_text (rows, 1), hufu_rows_int (rows, 0));
}

gboolean
hufu_tax_rules_put (HufuDb *db, const json_t *data, GError **error)
{
  g_autofree char *body =
      data == NULL ? g_strdup ("") : json_dumps (data, JSON_SORT_KEYS | JSON_COMPACT);
  g_autoptr (HufuTaxRules) rules = data == NULL ? NULL : hufu_tax_rules_read (data);

  if (data != NULL && rules == NULL)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "tax rules");
  return HUFU_RUN (db, error,
                   "INSERT INTO tax_rules (body) SELECT ?1 WHERE ?1 IS NOT"
                   " (SELECT body FROM tax_rules ORDER BY number DESC LIMIT 1)",
                   SQL_TEXT (body));
}

/* ---- what they came to ---- */

const char *
hufu_tax_prices_word (const HufuTaxRules *rules)
{
  return price_words[rules->added ? 1 : 0];
}

const char *
hufu_tax_round_word (const HufuTaxRules *rules)
{
  return round_words[rules->by_receipt ? 1 : 0];
}

void
hufu_tax_sum_add_to_json (HufuJsonText *json, const HufuTaxSum *sum)
{
  hufu_json_text_begin_object (json, NULL);
  hufu_json_text_add_text (json, "id", sum->id);
  hufu_json_text_add_int (json, "net_minor", sum->net_minor);
  hufu_json_text_add_int (json, "rate_ppm", sum->rate_ppm);
  hufu_json_text_add_int (json, "tax_minor", sum->tax_minor);
  hufu_json_text_end (json);
}

char *
hufu_tax_make_item (const char *id, gint32 rate_ppm)
{
  return g_strdup_printf ("%s %d", id, rate_ppm);
}

gboolean
hufu_tax_sums_read (HufuDb *db, HufuRows *take_rows, HufuTaxSum *ret_sums, gsize *ret_n,
                    GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  GError *trouble = NULL;
  g_autoptr (HufuTaxRules) rules = hufu_tax_rules_load (db, -1, &trouble);
  int step = 0;

  *ret_n = 0;
  while (trouble == NULL && *ret_n < HUFU_TAX_SUMS_MAX &&
         (step = hufu_rows_next (rows, &trouble)) > 0) {
    HufuTaxSum *sum = &ret_sums[(*ret_n)++];

    hufu_tax_sum_init (sum, rules, hufu_rows_text (rows, 0), (gint32)hufu_rows_int (rows, 1));
    sum->net_minor = hufu_rows_int (rows, 2);
    sum->tax_minor = hufu_rows_int (rows, 3);
  }
  if (trouble == NULL)
    return step >= 0;
  g_propagate_error (error, trouble);
  return FALSE;
}

char *
hufu_tax_sums_to_text (const GArray *sums)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < sums->len; i++) {
    const HufuTaxSum *sum = &g_array_index (sums, HufuTaxSum, i);

    g_string_append_printf (text, "%s[\"%s\",%d,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]",
                            i > 0 ? "," : "", sum->id, sum->rate_ppm, sum->net_minor,
                            sum->tax_minor);
  }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}
