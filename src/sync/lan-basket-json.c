/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-basket-json.h"

#include "core/note.h"
#include "sync/json.h"

#define TILL_NO_MAX 99999

static json_t *
pack_id (const HufuId *id)
{
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (id, text);
  return json_string (text);
}

json_t *
hufu_lan_baskets_to_json (const GPtrArray *offered)
{
  json_t *list = json_array ();

  for (guint i = 0; i < offered->len; i++) {
    const HufuOfferedBasket *one = offered->pdata[i];

    json_array_append_new (
        list,
        json_pack ("{s:o, s:s, s:i, s:I, s:I, s:s}", "sale_id", pack_id (&one->sale_id), "name",
                   one->name, "n_lines", (int)one->n_lines, "due_minor", (json_int_t)one->due_minor,
                   "age_s", (json_int_t)one->age_s, "giving", hufu_giving_name (one->stays)));
  }
  return json_pack ("{s:o}", "baskets", list);
}

static gboolean
read_offered (const json_t *json, HufuOfferedBasket *offered)
{
  const char *name = hufu_json_get_text_or_empty (json, "name", HUFU_NAME_MAX);
  gint64 n_lines;

  if (name == NULL || (*name != '\0' && hufu_note_look (name) == HUFU_NOTE_BAD) ||
      !hufu_json_get_id (json, "sale_id", &offered->sale_id) ||
      !hufu_json_get_int (json, "n_lines", 0, HUFU_BASKET_LINES_MAX, &n_lines) ||
      !hufu_json_get_int (json, "due_minor", 0, 2 * HUFU_MONEY_MAX_MINOR, &offered->due_minor) ||
      !hufu_json_get_int (json, "age_s", 0, HUFU_BASKET_AGE_MAX_S, &offered->age_s) ||
      !hufu_giving_find (hufu_json_get_text (json, "giving", HUFU_NAME_MAX), &offered->stays))
    return FALSE;
  offered->name = g_strdup (name);
  offered->n_lines = (guint)n_lines;
  return offered->stays == HUFU_GIVING_MOVED || hufu_giving_stays (offered->stays);
}

GPtrArray *
hufu_lan_baskets_from_json (const json_t *json)
{
  const json_t *list = hufu_json_get_array (json, "baskets", HUFU_BASKETS_MAX);
  g_autoptr (GPtrArray) offered =
      g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_offered_basket_free);

  if (list == NULL)
    return NULL;
  for (gsize i = 0; i < json_array_size (list); i++) {
    HufuOfferedBasket *one = g_new0 (HufuOfferedBasket, 1);

    g_ptr_array_add (offered, one);
    if (!read_offered (json_array_get (list, i), one))
      return NULL;
  }
  return g_steal_pointer (&offered);
}

json_t *
hufu_lan_basket_wish_to_json (const HufuId *request_id, const HufuId *sale_id)
{
  return json_pack ("{s:o, s:o}", "request_id", pack_id (request_id), "sale_id", pack_id (sale_id));
}

gboolean
hufu_lan_basket_wish_from_json (const json_t *json, HufuId *ret_request_id, HufuId *ret_sale_id)
{
  return hufu_json_get_id (json, "request_id", ret_request_id) &&
         hufu_json_get_id (json, "sale_id", ret_sale_id) && !hufu_id_is_zero (ret_request_id) &&
         !hufu_id_is_zero (ret_sale_id);
}

json_t *
hufu_lan_gift_to_json (const HufuGift *gift)
{
  return json_pack ("{s:s, s:I, s:O?}", "giving", hufu_giving_name (gift->giving), "taker_no",
                    (json_int_t)gift->taker_no, "basket", gift->basket);
}

gboolean
hufu_lan_gift_from_json (const json_t *json, HufuGift *ret_gift)
{
  json_t *basket = json_object_get (json, "basket");
  gint64 taker_no;

  *ret_gift = (HufuGift){0};
  if (!hufu_giving_find (hufu_json_get_text (json, "giving", HUFU_NAME_MAX), &ret_gift->giving) ||
      !hufu_json_get_int (json, "taker_no", 0, TILL_NO_MAX, &taker_no) ||
      (ret_gift->giving == HUFU_GIVING_MOVED) != json_is_object (basket))
    return FALSE;
  ret_gift->taker_no = (guint64)taker_no;
  ret_gift->basket = json_is_object (basket) ? json_incref (basket) : NULL;
  return TRUE;
}
