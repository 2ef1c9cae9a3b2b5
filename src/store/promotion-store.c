/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/promotion-store.h"

#include <string.h>

#include "store/begun-rules.h"
#include "store/json-read.h"
#include "store/sql.h"

/* ---- reading what the platform says ---- */

static gboolean
take_part (const json_t *data, HufuPromotionPart *part)
{
  gint64 pieces = 1;

  if (!json_is_object (data) ||
      !hufu_json_take_number (data, "pieces", HUFU_PROMOTION_PIECES_MAX, &pieces) ||
      !hufu_json_take_numbers (json_object_get (data, "products"), 1, HUFU_PROMOTION_GOODS_MAX,
                               part->products, &part->n_products) ||
      !hufu_json_take_numbers (json_object_get (data, "categories"), 1, HUFU_PROMOTION_GOODS_MAX,
                               part->categories, &part->n_categories))
    return FALSE;
  part->pieces = (guint)pieces;
  return TRUE;
}

static gboolean
take_parts (const json_t *array, HufuPromotion *promotion)
{
  if (array == NULL)
    return TRUE;
  if (!json_is_array (array) || json_array_size (array) > HUFU_PROMOTION_PARTS_MAX)
    return FALSE;
  promotion->n_parts = json_array_size (array);
  for (gsize i = 0; i < promotion->n_parts; i++)
    if (!take_part (json_array_get (array, i), &promotion->parts[i]))
      return FALSE;
  return TRUE;
}

static gboolean
take_days (const json_t *array, guint *ret_days)
{
  if (array == NULL)
    return TRUE;
  if (!json_is_array (array) || json_array_size (array) > 7)
    return FALSE;
  for (gsize i = 0; i < json_array_size (array); i++) {
    const json_t *day = json_array_get (array, i);

    if (!json_is_integer (day) || json_integer_value (day) < 1 || json_integer_value (day) > 7)
      return FALSE;
    *ret_days |= 1U << (json_integer_value (day) - 1);
  }
  return TRUE;
}

static gboolean
take_numbers (const json_t *data, HufuPromotion *promotion)
{
  gint64 from_minute = 0, to_minute = 0, priority = 0, percent = 0, buy = 0, get = 0, times_max = 0;
  gint64 min_level = -1;

  if (!hufu_json_take_number (data, "version", G_MAXINT32, &promotion->version) ||
      !hufu_json_take_number (data, "from_utc_s", G_MAXINT64, &promotion->from_utc_s) ||
      !hufu_json_take_number (data, "until_utc_s", G_MAXINT64, &promotion->until_utc_s) ||
      !hufu_json_take_number (data, "from_minute", 1440, &from_minute) ||
      !hufu_json_take_number (data, "to_minute", 1440, &to_minute) ||
      !hufu_json_take_number (data, "min_level", 9, &min_level) ||
      !hufu_json_take_number (data, "priority", HUFU_PROMOTION_PRIORITY_MAX, &priority) ||
      !hufu_json_take_number (data, "percent", 100, &percent) ||
      !hufu_json_take_number (data, "amount_minor", HUFU_MONEY_MAX_MINOR,
                              &promotion->amount_minor) ||
      !hufu_json_take_number (data, "min_spend_minor", HUFU_MONEY_MAX_MINOR,
                              &promotion->min_spend_minor) ||
      !hufu_json_take_number (data, "buy", HUFU_PROMOTION_PIECES_MAX, &buy) ||
      !hufu_json_take_number (data, "get", HUFU_PROMOTION_PIECES_MAX, &get) ||
      !hufu_json_take_number (data, "times_max", HUFU_PROMOTION_TIMES_MAX, &times_max))
    return FALSE;
  promotion->from_minute = (gint)from_minute;
  promotion->to_minute = (gint)to_minute;
  promotion->min_level = (gint)min_level;
  promotion->priority = (gint)priority;
  promotion->percent = (gint)percent;
  promotion->buy = (guint)buy;
  promotion->get = (guint)get;
  promotion->times_max = (guint)times_max;
  return TRUE;
}

gboolean
hufu_promotion_read (const json_t *data, HufuPromotion *ret_promotion)
{
  const json_t *repeats = json_object_get (data, "repeats");

  hufu_promotion_init (ret_promotion);
  ret_promotion->repeats = json_is_true (repeats);
  return json_is_object (data) && (repeats == NULL || json_is_boolean (repeats)) &&
         hufu_promotion_kind_find (json_string_value (json_object_get (data, "kind")),
                                   &ret_promotion->kind) &&
         hufu_json_take_text (data, "id", ret_promotion->id, sizeof ret_promotion->id) &&
         hufu_json_take_text (data, "name_en", ret_promotion->name_en,
                              sizeof ret_promotion->name_en) &&
         hufu_json_take_text (data, "name_zh", ret_promotion->name_zh,
                              sizeof ret_promotion->name_zh) &&
         hufu_json_take_text (data, "group", ret_promotion->group, sizeof ret_promotion->group) &&
         take_days (json_object_get (data, "days"), &ret_promotion->days) &&
         take_parts (json_object_get (data, "parts"), ret_promotion) &&
         take_numbers (data, ret_promotion) && hufu_promotion_is_good (ret_promotion);
}

/* ---- the lists ---- */

gboolean
hufu_promotion_get_list_no (HufuDb *db, gint64 *ret_list_no, GError **error)
{
  return HUFU_GET_INT (db, error, 0, ret_list_no,
                       "SELECT max (ifnull (max (since_list), 0), ifnull (max (until_list), 0))"
                       " FROM promotion");
}

static void
add_stored (GPtrArray *list, const json_t *data)
{
  HufuPromotion *promotion = g_new (HufuPromotion, 1);

  g_ptr_array_add (list, promotion);
  if (data == NULL || !hufu_promotion_read (data, promotion))
    g_assert_not_reached (); /* only what was read is stored */
}

/* Of a sale that came from another till. */
static GPtrArray *
list_begun (HufuDb *db, gint64 list_no, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = hufu_begun_load (db, list_no, error);
  json_auto_t *data = text == NULL ? NULL : json_loads (text, 0, NULL);

  for (gsize i = 0; i < json_array_size (data); i++)
    add_stored (list, json_array_get (data, i));
  return text == NULL ? NULL : g_steal_pointer (&list);
}

static GPtrArray *
list_own (HufuDb *db, gint64 list_no, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT body FROM promotion WHERE since_list <= ?1"
                  " AND (until_list IS NULL OR until_list > ?1) ORDER BY id",
                  SQL_INT (list_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    json_auto_t *data = json_loads (hufu_rows_text (rows, 0), 0, NULL);

    add_stored (list, data);
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}

GPtrArray *
hufu_promotion_list (HufuDb *db, gint64 list_no, GError **error)
{
  return list_no < -1 ? list_begun (db, list_no, error) : list_own (db, list_no, error);
}

gboolean
hufu_promotion_put (HufuDb *db, const char *id, const json_t *data, GError **error)
{
  g_autofree char *body = data == NULL ? NULL : json_dumps (data, JSON_SORT_KEYS | JSON_COMPACT);
  HufuPromotion promotion;
  gint64 list_no, n = 0;

  if (data != NULL && (!hufu_promotion_read (data, &promotion) || strcmp (promotion.id, id) != 0))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "promotion");
  if (!hufu_promotion_get_list_no (db, &list_no, error) ||
      !HUFU_RUN (db, error,
                 "UPDATE promotion SET until_list = ? WHERE id = ? AND until_list IS NULL",
                 SQL_INT (list_no + 1), SQL_TEXT (id)) ||
      !HUFU_GET_INT (db, error, 0, &n, "SELECT count(*) FROM promotion WHERE until_list IS NULL"))
    return FALSE;
  if (data == NULL)
    return TRUE;
  if (n >= HUFU_PROMOTIONS_MAX)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "too many promotions");
  return HUFU_RUN (db, error, "INSERT INTO promotion (id, body, since_list) VALUES (?, ?, ?)",
                   SQL_TEXT (id), SQL_TEXT (body), SQL_INT (list_no + 1));
}
