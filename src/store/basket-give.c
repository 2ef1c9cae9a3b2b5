/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held sales that go to another till: what it is told, and the sale itself, once. */
#include <string.h>

#include "store/basket-move.h"
#include "store/begun-rules.h"
#include "store/right-write.h"
#include "store/sale-write.h"

void
hufu_gift_clear (HufuGift *gift)
{
  g_clear_pointer (&gift->basket, json_decref);
  *gift = (HufuGift){0};
}

void
hufu_offered_basket_free (HufuOfferedBasket *offered)
{
  if (offered == NULL)
    return;
  g_free (offered->name);
  g_free (offered);
}

static gint64
age_s (HufuDb *db, gint64 created_utc_us)
{
  return CLAMP ((hufu_db_now_utc_us (db) - created_utc_us) / G_USEC_PER_SEC, 0,
                HUFU_BASKET_AGE_MAX_S);
}

/* ---- what cannot go ---- */

/* Money is in the drawer, at the card terminal or in the wallet of the till that took it; a voucher
 * and its use are in that till's journal. */
static gboolean
find_stay (HufuDb *db, const HufuId *sale_id, HufuGiving *ret_giving, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT EXISTS (SELECT 1 FROM voucher_use WHERE sale_id = ?1 AND NOT give_back"
      "  AND state IN ('asked', 'undoing'))"
      " OR EXISTS (SELECT 1 FROM payment WHERE sale_id = ?1 AND NOT abandoned"
      "  AND state IN ('asking', 'paying', 'unknown', 'reversing')),"
      " EXISTS (SELECT 1 FROM voucher_use WHERE sale_id = ?1 AND NOT give_back"
      "  AND state = 'redeemed'),"
      " EXISTS (SELECT 1 FROM payment WHERE sale_id = ?1 AND in_sale)"
      " OR EXISTS (SELECT 1 FROM sale_tender t JOIN sale s USING (sale_no) WHERE s.sale_id = ?1)",
      SQL_ID (sale_id));

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  *ret_giving = hufu_rows_int (rows, 0) != 0   ? HUFU_GIVING_PENDING
                : hufu_rows_int (rows, 1) != 0 ? HUFU_GIVING_VOUCHER
                : hufu_rows_int (rows, 2) != 0 ? HUFU_GIVING_PAID
                                               : HUFU_GIVING_MOVED;
  return TRUE;
}

static HufuOfferedBasket *
make_offered (HufuDb *db, const HufuHeldSale *held)
{
  HufuOfferedBasket *offered = g_new0 (HufuOfferedBasket, 1);

  offered->sale_id = held->sale_id;
  offered->name = g_strdup (held->name);
  offered->n_lines = held->n_lines;
  offered->due_minor = held->gross_minor;
  offered->age_s = age_s (db, held->created_utc_us);
  return offered;
}

GPtrArray *
hufu_basket_list_offered (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) held = hufu_sale_list_held (db, error);
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_offered_basket_free);

  if (held == NULL)
    return NULL;
  for (guint i = held->len > HUFU_BASKETS_MAX ? held->len - HUFU_BASKETS_MAX : 0; i < held->len;
       i++) {
    HufuOfferedBasket *offered = make_offered (db, held->pdata[i]);

    g_ptr_array_add (list, offered);
    if (!find_stay (db, &offered->sale_id, &offered->stays, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

/* ---- the message ---- */

static gboolean
take_rules (HufuDb *db, const HufuBasket *basket, HufuBasketParcel *parcel, GError **error)
{
  g_autofree char *taxes = NULL;

  if (basket->promotions != NULL) {
    g_autofree char *text = hufu_begun_promotions_text (db, basket->promotions->number, error);

    if (text == NULL)
      return FALSE;
    parcel->promotions = json_loads (text, 0, NULL);
    parcel->priced_utc_s = basket->promotions->utc_s;
    parcel->priced_minute = basket->promotions->minute_of_week;
  }
  if (!hufu_begun_taxes_text (db, basket->taxes == NULL ? 0 : basket->taxes->number, &taxes, error))
    return FALSE;
  parcel->taxes = taxes == NULL ? NULL : json_loads (taxes, 0, NULL);
  return TRUE;
}

/* It is read again here as the asker reads it: what went is never something that nobody can take.
 */
static gboolean
is_fit (json_t *json)
{
  g_autofree char *text = json_dumps (json, JSON_SORT_KEYS | JSON_COMPACT);
  g_auto (HufuBasketParcel) again = {0};

  return text != NULL && strlen (text) <= HUFU_BASKET_PARCEL_MAX &&
         hufu_basket_parcel_from_json (json, &again);
}

/* *ret_json NULL: it cannot be sent. */
static gboolean
make_message (HufuDb *db, const HufuId *sale_id, json_t **ret_json, GError **error)
{
  g_auto (HufuBasketParcel) parcel = {0};
  gint64 created_utc_us = 0;

  *ret_json = NULL;
  parcel.basket = hufu_sale_load_any (db, sale_id, error);
  if (parcel.basket == NULL || !take_rules (db, parcel.basket, &parcel, error) ||
      !HUFU_GET_INT (db, error, 0, &created_utc_us,
                     "SELECT created_utc_us FROM sale WHERE sale_id = ?", SQL_ID (sale_id)))
    return FALSE;
  parcel.age_s = age_s (db, created_utc_us);
  *ret_json = hufu_basket_parcel_to_json (&parcel);
  if (!is_fit (*ret_json))
    g_clear_pointer (ret_json, json_decref);
  return TRUE;
}

/* ---- giving ---- */

typedef struct {
  const HufuPeer *taker;
  const HufuId *request_id, *sale_id;
} Wish;

/* Where it went, if it did. *ret_known FALSE: it did not. */
static gboolean
find_gone (HufuDb *db, const Wish *wish, gboolean *ret_known, HufuGift *gift, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT request_id, taker, taker_no, back_sale_id IS NOT NULL FROM basket_moved"
                  " WHERE sale_id = ?",
                  SQL_ID (wish->sale_id));
  int step = hufu_rows_next (rows, error);
  HufuId request_id, taker;

  *ret_known = step > 0;
  if (step <= 0)
    return step == 0;
  request_id = hufu_rows_id (rows, 0);
  taker = hufu_rows_id (rows, 1);
  gift->taker_no = (guint64)hufu_rows_int (rows, 2);
  gift->giving = HUFU_GIVING_TAKEN;
  if (hufu_rows_int (rows, 3) != 0)
    gift->giving = HUFU_GIVING_GONE;
  else if (hufu_id_equal (&request_id, wish->request_id) &&
           hufu_id_equal (&taker, &wish->taker->terminal_id))
    gift->giving = HUFU_GIVING_MOVED;
  if (gift->giving != HUFU_GIVING_MOVED)
    return TRUE;
  return make_message (db, wish->sale_id, &gift->basket, error) &&
         (gift->basket != NULL ||
          hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a sale that went"));
}

static gboolean
write_moved (HufuDb *db, const Wish *wish, GError **error)
{
  gint64 now_utc_us = hufu_db_now_utc_us (db);

  return HUFU_RUN (db, error,
                   "UPDATE sale SET state = 'void', finished_utc_us = ? WHERE sale_id = ?",
                   SQL_INT (now_utc_us), SQL_ID (wish->sale_id)) &&
         HUFU_RUN (db, error,
                   "INSERT INTO basket_moved (sale_id, request_id, taker, taker_no, moved_utc_us)"
                   " VALUES (?, ?, ?, ?, ?)",
                   SQL_ID (wish->sale_id), SQL_ID (wish->request_id),
                   SQL_ID (&wish->taker->terminal_id), SQL_INT (wish->taker->terminal_no),
                   SQL_INT (now_utc_us)) &&
         hufu_journal_append (db, "sale.moved",
                              json_pack ("{s:o, s:o, s:o, s:I}", "sale_id",
                                         hufu_json_id (wish->sale_id), "to_sale_id",
                                         hufu_json_id (wish->request_id), "to_terminal",
                                         hufu_json_id (&wish->taker->terminal_id), "at_utc_us",
                                         (json_int_t)now_utc_us),
                              NULL, error);
}

/* A copy of the request that comes later, when the sale could go, finds this. */
static gboolean
write_refused (HufuDb *db, const Wish *wish, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO basket_refused (request_id, sale_id) VALUES (?, ?)"
                   " ON CONFLICT DO NOTHING",
                   SQL_ID (wish->request_id), SQL_ID (wish->sale_id));
}

/* Whether it can go now: the sale is here, and the request was not refused. */
static gboolean
judge (HufuDb *db, const Wish *wish, HufuGiving *ret_giving, GError **error)
{
  gint64 spent = 0;
  HufuSaleRow row;

  if (!hufu_sale_find (db, wish->sale_id, &row, error) ||
      !HUFU_GET_INT (db, error, 0, &spent,
                     "SELECT EXISTS (SELECT 1 FROM basket_refused WHERE request_id = ?1)"
                     " OR EXISTS (SELECT 1 FROM basket_moved WHERE request_id = ?1)",
                     SQL_ID (wish->request_id)))
    return FALSE;
  *ret_giving = row.no == 0 || !row.unfinished              ? HUFU_GIVING_GONE
                : row.state == HUFU_SALE_OPEN || spent != 0 ? HUFU_GIVING_OPEN
                                                            : HUFU_GIVING_MOVED;
  return *ret_giving != HUFU_GIVING_MOVED || find_stay (db, wish->sale_id, ret_giving, error);
}

static gboolean
give (HufuDb *db, const Wish *wish, HufuGift *gift, GError **error)
{
  HufuRightTill till;
  gboolean known;

  if (!hufu_right_load_till (db, &till, error))
    return FALSE;
  if (till.frozen || till.is_awaiting)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "this till may be a copy");
  if (!find_gone (db, wish, &known, gift, error))
    return FALSE;
  if (known)
    return TRUE;
  if (!judge (db, wish, &gift->giving, error))
    return FALSE;
  if (gift->giving == HUFU_GIVING_MOVED && !make_message (db, wish->sale_id, &gift->basket, error))
    return FALSE;
  if (gift->giving == HUFU_GIVING_MOVED && gift->basket == NULL)
    gift->giving = HUFU_GIVING_UNFIT;
  if (gift->giving == HUFU_GIVING_MOVED)
    return write_moved (db, wish, error);
  return gift->giving == HUFU_GIVING_GONE || write_refused (db, wish, error);
}

gboolean
hufu_basket_give (HufuDb *db, const HufuPeer *taker, const HufuId *request_id,
                  const HufuId *sale_id, HufuGift *ret_gift, GError **error)
{
  const Wish wish = {taker, request_id, sale_id};
  g_auto (HufuGift) gift = {0};

  *ret_gift = (HufuGift){0};
  if (!hufu_act_begin (db, error) || !hufu_act_end (db, give (db, &wish, &gift, error), error))
    return FALSE;
  *ret_gift = gift;
  gift = (HufuGift){0};
  return TRUE;
}
