/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/terms.h"

#include <string.h>

#include "core/coupon.h"

static gboolean
is_int (const json_t *value, gint64 min, gint64 max)
{
  return json_is_integer (value) && json_integer_value (value) >= min &&
         json_integer_value (value) <= max;
}

static gboolean
is_ids (const json_t *value)
{
  const json_t *id;
  gsize i;

  if (!json_is_array (value) || json_array_size (value) > HUFU_COUPON_GOODS_MAX)
    return FALSE;
  json_array_foreach (value, i, id) if (!is_int (id, 1, G_MAXINT64)) return FALSE;
  return TRUE;
}

static gboolean
is_days (const json_t *value)
{
  const json_t *day;
  gsize i;

  if (!json_is_array (value) || json_array_size (value) > 7)
    return FALSE;
  json_array_foreach (value, i, day) if (!is_int (day, 1, 7)) return FALSE;
  return TRUE;
}

static gboolean
is_target (const json_t *value)
{
  return json_is_string (value) && json_string_length (value) < HUFU_COUPON_TARGET_MAX;
}

static gboolean
is_minute (const json_t *value)
{
  return is_int (value, 0, HUFU_COUPON_MINUTES);
}

static gboolean
is_level (const json_t *value)
{
  return json_is_null (value) || is_int (value, 0, 9);
}

static gboolean
is_percent (const json_t *value)
{
  return is_int (value, 1, 99);
}

static gboolean
is_truth (const json_t *value)
{
  return json_is_boolean (value);
}

static gboolean
is_member_good (const char *name, const json_t *value)
{
  static const struct {
    const char *name;
    gboolean (*check) (const json_t *value);
  } members[] = {
      {"products", is_ids},        {"categories", is_ids},  {"target_en", is_target},
      {"target_zh", is_target},    {"days", is_days},       {"from_minute", is_minute},
      {"to_minute", is_minute},    {"min_level", is_level}, {"alone", is_truth},
      {"off_percent", is_percent},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (name, members[i].name) == 0)
      return members[i].check (value);
  return FALSE;
}

gboolean
hufu_terms_are_good (const json_t *conditions)
{
  const char *name;
  json_t *value;

  if (conditions == NULL || json_is_null (conditions))
    return TRUE;
  if (!json_is_object (conditions))
    return FALSE;
  json_object_foreach ((json_t *)(gsize)conditions, name,
                       value) if (!is_member_good (name, value)) return FALSE;
  return TRUE;
}

gboolean
hufu_terms_name_goods_alone (const json_t *conditions)
{
  static const char *const names[] = {"products", "categories", "target_en", "target_zh"};
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    n += json_object_get (conditions, names[i]) != NULL;
  return n == json_object_size (conditions) &&
         (json_array_size (json_object_get (conditions, "products")) > 0 ||
          json_array_size (json_object_get (conditions, "categories")) > 0);
}
