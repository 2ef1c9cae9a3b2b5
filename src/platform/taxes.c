/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/taxes.h"

#include <string.h>

#include "core/note.h"
#include "core/tax.h"
#include "platform/changes.h"

#define SOURCE_MAX 400 /* bytes */

/* A place in the document, and the first thing that is wrong there. */
typedef struct {
  char where[96];
  char *wrong;
} Check;

static gboolean
fail (Check *check, const char *name, const char *wanted)
{
  if (check->wrong == NULL)
    check->wrong = g_strdup_printf ("%s%s is wanted: %s", check->where, name, wanted);
  return FALSE;
}

static gboolean
read_text (Check *check, const json_t *data, const char *name, char *ret_text, gsize size)
{
  const char *text = hufu_pjson_find_text (data, name, size - 1, FALSE);

  return (hufu_note_look (text) == HUFU_NOTE_GOOD && g_strlcpy (ret_text, text, size) < size) ||
         fail (check, name, "a short text that can be printed");
}

static gboolean
read_number (Check *check, const json_t *data, const char *name, gint64 max, gboolean optional,
             gint64 *ret_number)
{
  if (optional && json_object_get (data, name) == NULL)
    return TRUE;
  return hufu_pjson_get_int (data, name, 0, max, ret_number) ||
         fail (check, name,
               max == HUFU_TAX_RATE_MAX_PPM ? "a whole number from 0 to 1000000 (13 % is 130000)"
                                            : "a whole number of seconds since 1970");
}

static gboolean
read_numbers (Check *check, const json_t *data, const char *name, gint64 *ret_numbers, gsize *ret_n)
{
  const json_t *list = json_object_get (data, name);

  if (list != NULL && (!json_is_array (list) || json_array_size (list) > HUFU_TAX_GOODS_MAX))
    return fail (check, name, "at most 16 numbers");
  *ret_n = json_array_size (list);
  for (gsize i = 0; i < *ret_n; i++) {
    if (!json_is_integer (json_array_get (list, i)))
      return fail (check, name, "at most 16 numbers");
    ret_numbers[i] = json_integer_value (json_array_get (list, i));
  }
  return TRUE;
}

static gboolean
read_tax (Check *check, const json_t *data, HufuTax *tax)
{
  gint64 rate_ppm = 0;
  gboolean good = read_text (check, data, "id", tax->id, sizeof tax->id) &&
                  read_text (check, data, "name_en", tax->name_en, sizeof tax->name_en) &&
                  read_text (check, data, "name_zh", tax->name_zh, sizeof tax->name_zh) &&
                  read_number (check, data, "rate_ppm", HUFU_TAX_RATE_MAX_PPM, FALSE, &rate_ppm) &&
                  read_number (check, data, "from_utc_s", G_MAXINT64, TRUE, &tax->from_utc_s) &&
                  read_number (check, data, "until_utc_s", G_MAXINT64, TRUE, &tax->until_utc_s);

  tax->rate_ppm = (gint32)rate_ppm;
  tax->compound = json_is_true (json_object_get (data, "compound"));
  return good;
}

static gboolean
read_class (Check *check, const json_t *data, gsize at, HufuTaxClass *class)
{
  const json_t *goods = json_object_get (data, "goods"), *taxes = json_object_get (data, "taxes");

  g_snprintf (check->where, sizeof check->where, "classes[%" G_GSIZE_FORMAT "].", at);
  if (!json_is_array (taxes) || json_array_size (taxes) > HUFU_TAXES_MAX)
    return fail (check, "taxes", "a list of at most 8");
  if (!read_text (check, data, "id", class->id, sizeof class->id) ||
      !read_numbers (check, goods, "products", class->products, &class->n_products) ||
      !read_numbers (check, goods, "categories", class->categories, &class->n_categories) ||
      !read_numbers (check, goods, "rates_ppm", class->rates_ppm, &class->n_rates))
    return FALSE;
  class->n_taxes = json_array_size (taxes);
  for (gsize i = 0; i < class->n_taxes; i++) {
    g_snprintf (check->where, sizeof check->where,
                "classes[%" G_GSIZE_FORMAT "].taxes[%" G_GSIZE_FORMAT "].", at, i);
    if (!read_tax (check, json_array_get (taxes, i), &class->taxes[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_word (Check *check, const json_t *data, const char *name, const char *const *words)
{
  const char *word = json_string_value (json_object_get (data, name));
  g_autofree char *wanted = g_strjoinv (", ", (char **)(gsize)words);

  return (word != NULL && g_strv_contains (words, word)) || fail (check, name, wanted);
}

static gboolean
read_rules (Check *check, const json_t *data, HufuTaxRules *rules)
{
  static const char *const prices[] = {"inclusive", "exclusive", NULL};
  static const char *const rounds[] = {"line", "receipt", NULL};
  const json_t *classes = json_object_get (data, "classes"), *source;

  source = json_object_get (data, "source");
  if (source != NULL && hufu_pjson_find_text (data, "source", SOURCE_MAX, TRUE) == NULL)
    return fail (check, "source", "a text of at most 400 bytes");
  if (!read_text (check, data, "jurisdiction", rules->jurisdiction, sizeof rules->jurisdiction) ||
      !is_word (check, data, "prices", prices) || !is_word (check, data, "round", rounds) ||
      !is_word (check, data, "rounding", hufu_rounding_names))
    return FALSE;
  if (!json_is_array (classes) || json_array_size (classes) < 1 ||
      json_array_size (classes) > HUFU_TAX_CLASSES_MAX)
    return fail (check, "classes", "a list of 1 to 8");
  rules->n_classes = json_array_size (classes);
  for (gsize i = 0; i < rules->n_classes; i++)
    if (!read_class (check, json_array_get (classes, i), i, &rules->classes[i]))
      return FALSE;
  check->where[0] = '\0';
  return hufu_tax_rules_are_good (rules) ||
         fail (
             check, "classes",
             "ids of small letters, one class at most without goods, no tax at two rates at once, "
             "at most four at once and 100 % together");
}

/* A word about goods that do not exist taxes nothing, and nobody would notice. */
static gboolean
are_known (Check *check, HufuPlatform *platform, const char *name, const char *sql,
           const gint64 *ids, gsize n_ids)
{
  for (gsize i = 0; i < n_ids; i++)
    if (hufu_pdb_get_int (platform->db, 0, sql, "i", ids[i]) == 0) {
      g_autofree char *wanted =
          g_strdup_printf ("numbers that exist; %" G_GINT64_FORMAT " does not", ids[i]);

      return fail (check, name, wanted);
    }
  return TRUE;
}

static gboolean
find_goods (Check *check, HufuPlatform *platform, const HufuTaxRules *rules)
{
  for (gsize i = 0; i < rules->n_classes; i++) {
    const HufuTaxClass *class = &rules->classes[i];

    g_snprintf (check->where, sizeof check->where, "classes[%" G_GSIZE_FORMAT "].", i);
    if (!are_known (check, platform, "products", "SELECT 1 FROM product WHERE id = ?",
                    class->products, class->n_products) ||
        !are_known (check, platform, "categories", "SELECT 1 FROM category WHERE id = ?",
                    class->categories, class->n_categories))
      return FALSE;
  }
  return TRUE;
}

void
hufu_taxes_put (HufuCall *call)
{
  const json_t *data = json_object_get (call->body, "rules");
  g_autoptr (HufuTaxRules) rules = hufu_tax_rules_new ();
  Check check = {0};
  GError *error = NULL;
  gint64 store_no;
  gboolean done;

  if (!hufu_pjson_get_int (call->body, "store_no", 0, G_MAXINT64, &store_no) ||
      !(json_is_null (data) || json_is_object (data))) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "store_no and rules are wanted");
    return;
  }
  if (hufu_pdb_get_int (call->platform->db, 0, "SELECT 1 FROM store WHERE store_no = ?", "i",
                        store_no) == 0) {
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "There is no such store");
    return;
  }
  if (json_is_object (data) &&
      !(read_rules (&check, data, rules) && find_goods (&check, call->platform, rules))) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, check.wrong);
    g_free (check.wrong);
    return;
  }
  hufu_pdb_begin (call->platform->db);
  hufu_changes_put (call->platform, "tax", "store", store_no, json_is_null (data) ? NULL : data);
  done = hufu_pdb_commit (call->platform->db, &error);
  hufu_call_answer (call,
                    done ? json_pack ("{s:I, s:b}", "store_no", (json_int_t)store_no, "in_force",
                                      (int)json_is_object (data))
                         : NULL,
                    error);
}
