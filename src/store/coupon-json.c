/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/coupon-json.h"

#include <string.h>

#include "core/money.h"

static json_t *
pack_ids (const gint64 *ids, gsize n)
{
  json_t *array = json_array ();

  for (gsize i = 0; i < n; i++)
    json_array_append_new (array, json_integer ((json_int_t)ids[i]));
  return array;
}

static json_t *
pack_days (guint days)
{
  json_t *array = json_array ();

  for (guint day = 1; day <= 7; day++)
    if ((days >> (day - 1) & 1U) != 0)
      json_array_append_new (array, json_integer (day));
  return array;
}

json_t *
hufu_coupon_terms_to_json (const HufuCouponTerms *terms)
{
  return json_pack (
      "{s:I, s:i, s:I, s:o, s:o, s:s, s:s, s:o, s:i, s:i, s:o, s:b}", "off_minor",
      (json_int_t)terms->off_minor, "off_percent", terms->off_percent, "min_spend_minor",
      (json_int_t)terms->min_spend_minor, "products", pack_ids (terms->products, terms->n_products),
      "categories", pack_ids (terms->categories, terms->n_categories), "target_en",
      terms->target_en, "target_zh", terms->target_zh, "days", pack_days (terms->days),
      "from_minute", terms->from_minute, "to_minute", terms->to_minute, "min_level",
      terms->min_level < 0 ? json_null () : json_integer (terms->min_level), "alone",
      (int)terms->alone);
}

static gboolean
take_ids (const json_t *array, gint64 *ids, gsize *ret_n)
{
  const json_t *id;
  gsize i;

  if (array == NULL)
    return TRUE;
  if (!json_is_array (array) || json_array_size (array) > HUFU_COUPON_GOODS_MAX)
    return FALSE;
  json_array_foreach (array, i, id)
  {
    if (!json_is_integer (id) || json_integer_value (id) < 0)
      return FALSE;
    ids[i] = json_integer_value (id);
  }
  *ret_n = json_array_size (array);
  return TRUE;
}

static gboolean
take_days (const json_t *array, guint *ret_days)
{
  const json_t *day;
  gsize i;

  if (array == NULL)
    return TRUE;
  if (!json_is_array (array) || json_array_size (array) > 7)
    return FALSE;
  json_array_foreach (array, i, day)
  {
    if (!json_is_integer (day) || json_integer_value (day) < 1 || json_integer_value (day) > 7)
      return FALSE;
    *ret_days |= 1U << (json_integer_value (day) - 1);
  }
  return TRUE;
}

static gboolean
take_text (const json_t *value, char ret_text[HUFU_COUPON_TARGET_MAX])
{
  if (value == NULL)
    return TRUE;
  return json_is_string (value) && g_strlcpy (ret_text, json_string_value (value),
                                              HUFU_COUPON_TARGET_MAX) < HUFU_COUPON_TARGET_MAX;
}

static gboolean
take_int (const json_t *value, gint64 max, gint64 *ret_number)
{
  if (value == NULL || json_is_null (value))
    return TRUE;
  if (!json_is_integer (value) || json_integer_value (value) < 0 ||
      json_integer_value (value) > max)
    return FALSE;
  *ret_number = json_integer_value (value);
  return TRUE;
}

static gboolean
take_numbers (const json_t *json, HufuCouponTerms *terms)
{
  gint64 off_percent = 0, from_minute = 0, to_minute = 0, min_level = -1;

  if (!take_int (json_object_get (json, "off_minor"), HUFU_MONEY_MAX_MINOR, &terms->off_minor) ||
      !take_int (json_object_get (json, "min_spend_minor"), HUFU_MONEY_MAX_MINOR,
                 &terms->min_spend_minor) ||
      !take_int (json_object_get (json, "off_percent"), 99, &off_percent) ||
      !take_int (json_object_get (json, "from_minute"), HUFU_COUPON_MINUTES, &from_minute) ||
      !take_int (json_object_get (json, "to_minute"), HUFU_COUPON_MINUTES, &to_minute) ||
      !take_int (json_object_get (json, "min_level"), 9, &min_level))
    return FALSE;
  terms->off_percent = (gint)off_percent;
  terms->from_minute = (gint)from_minute;
  terms->to_minute = (gint)to_minute;
  terms->min_level = (gint)min_level;
  return TRUE;
}

gboolean
hufu_coupon_terms_from_json (const json_t *json, HufuCouponTerms *ret_terms)
{
  const json_t *alone = json_object_get (json, "alone");

  hufu_coupon_terms_init (ret_terms);
  if (json == NULL || json_is_null (json))
    return TRUE;
  ret_terms->alone = json_is_true (alone);
  return json_is_object (json) && (alone == NULL || json_is_boolean (alone)) &&
         take_ids (json_object_get (json, "products"), ret_terms->products,
                   &ret_terms->n_products) &&
         take_ids (json_object_get (json, "categories"), ret_terms->categories,
                   &ret_terms->n_categories) &&
         take_text (json_object_get (json, "target_en"), ret_terms->target_en) &&
         take_text (json_object_get (json, "target_zh"), ret_terms->target_zh) &&
         take_days (json_object_get (json, "days"), &ret_terms->days) &&
         take_numbers (json, ret_terms) && hufu_coupon_terms_are_good (ret_terms);
}

char *
hufu_coupon_terms_to_text (const HufuCouponTerms *terms)
{
  json_t *json = hufu_coupon_terms_to_json (terms);
  char *dump = json_dumps (json, JSON_COMPACT | JSON_SORT_KEYS);
  char *text = g_strdup (dump);

  free (dump);
  json_decref (json);
  return text;
}

gboolean
hufu_coupon_terms_from_text (const char *text, HufuCouponTerms *ret_terms)
{
  json_t *json = *text == '\0' ? NULL : json_loads (text, 0, NULL);
  gboolean good = (json != NULL || *text == '\0') && hufu_coupon_terms_from_json (json, ret_terms);

  json_decref (json);
  return good;
}
