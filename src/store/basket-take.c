/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held sales that come from another till, or back from one that is gone. */
#include "store/basket-move.h"
#include "store/begun-rules.h"
#include "store/right-write.h"
#include "store/sale-write.h"

/* ---- requests ---- */

#define SELECT_REQUEST                                                                             \
  "SELECT request_id, owner_terminal, owner_no, sale_id FROM basket_request WHERE state = 'open' "

static void
read_request (HufuRows *rows, HufuBasketRequest *request)
{
  request->request_id = hufu_rows_id (rows, 0);
  request->owner_terminal = hufu_rows_id (rows, 1);
  request->owner_no = (guint64)hufu_rows_int (rows, 2);
  request->sale_id = hufu_rows_id (rows, 3);
}

static gboolean
find_open (HufuDb *db, HufuBasketRequest *request, gboolean *ret_found, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_REQUEST "AND owner_terminal = ? AND sale_id = ?",
                  SQL_ID (&request->owner_terminal), SQL_ID (&request->sale_id));
  int step = hufu_rows_next (rows, error);

  *ret_found = step > 0;
  if (step > 0)
    read_request (rows, request);
  return step >= 0;
}

/* Those that are on their way come here too. */
static gboolean
check_room (HufuDb *db, GError **error)
{
  gint64 n = 0;

  return HUFU_GET_INT (db, error, 0, &n,
                       "SELECT (SELECT count(*) FROM sale WHERE state = 'held')"
                       " + (SELECT count(*) FROM basket_request WHERE state = 'open')") &&
         (n < HUFU_BASKETS_MAX || hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID,
                                                     "as many held sales as there may be"));
}

static gboolean
open_new (HufuDb *db, HufuBasketRequest *request, GError **error)
{
  HufuRightTill till;

  if (!hufu_right_load_till (db, &till, error))
    return FALSE;
  if (hufu_id_is_zero (&till.terminal_id) || till.frozen || till.leaving)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "this till may not ask");
  if (!check_room (db, error))
    return FALSE;
  request->request_id = hufu_host_make_id (db->host);
  return HUFU_RUN (db, error,
                   "INSERT INTO basket_request (request_id, owner_terminal, owner_no, sale_id,"
                   " state) VALUES (?, ?, ?, ?, 'open')",
                   SQL_ID (&request->request_id), SQL_ID (&request->owner_terminal),
                   SQL_INT (request->owner_no), SQL_ID (&request->sale_id));
}

gboolean
hufu_basket_request_open (HufuDb *db, const HufuId *owner_terminal, guint64 owner_no,
                          const HufuId *sale_id, HufuBasketRequest *ret_request, GError **error)
{
  gboolean found;

  *ret_request = (HufuBasketRequest){
      .owner_terminal = *owner_terminal, .owner_no = owner_no, .sale_id = *sale_id};
  if (!hufu_act_begin (db, error))
    return FALSE;
  if (!find_open (db, ret_request, &found, error))
    return hufu_act_end (db, FALSE, error);
  if (!found)
    return hufu_act_end (db, open_new (db, ret_request, error), error);
  hufu_act_roll_back (db);
  return TRUE;
}

GPtrArray *
hufu_basket_request_list_open (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, SELECT_REQUEST "ORDER BY request_id");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuBasketRequest *request = g_new0 (HufuBasketRequest, 1);

    read_request (rows, request);
    g_ptr_array_add (requests, request);
  }
  return step < 0 ? NULL : g_steal_pointer (&requests);
}

gboolean
hufu_basket_request_close (HufuDb *db, const HufuId *request_id, GError **error)
{
  return HUFU_ACT_RUN (db, error,
                       "UPDATE basket_request SET state = 'closed'"
                       " WHERE request_id = ? AND state = 'open'",
                       SQL_ID (request_id));
}

/* ---- a sale comes ---- */

static gboolean
tell_received (HufuDb *db, const HufuId *sale_id, const HufuId *from_sale_id,
               const HufuId *from_terminal, GError **error)
{
  return hufu_journal_append (db, "sale.received",
                              json_pack ("{s:o, s:o, s:o, s:I}", "sale_id", hufu_json_id (sale_id),
                                         "from_sale_id", hufu_json_id (from_sale_id),
                                         "from_terminal", hufu_json_id (from_terminal), "at_utc_us",
                                         (json_int_t)hufu_db_now_utc_us (db)),
                              NULL, error);
}

static gboolean
find_request (HufuDb *db, const HufuId *request_id, HufuBasketRequest *request, gboolean *ret_found,
              GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_REQUEST "AND request_id = ?", SQL_ID (request_id));
  int step = hufu_rows_next (rows, error);

  *ret_found = step > 0;
  if (step > 0)
    read_request (rows, request);
  return step >= 0;
}

static gboolean
check_currency (HufuDb *db, const HufuBasket *basket, GError **error)
{
  gint64 currency = 0;

  return HUFU_GET_INT (db, error, 0, &currency, "SELECT currency FROM terminal") &&
         (currency == basket->currency ||
          hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "a sale in another currency"));
}

static gboolean
write_received (HufuDb *db, const HufuBasketRequest *request, HufuBasketParcel *parcel,
                GError **error)
{
  HufuBasket *basket = parcel->basket;

  basket->id = request->request_id;
  if (!check_currency (db, basket, error) ||
      !hufu_begun_take_promotions (db, basket, parcel->promotions, parcel->priced_utc_s,
                                   parcel->priced_minute, error) ||
      !hufu_begun_take_taxes (db, basket, parcel->taxes, error))
    return FALSE;
  hufu_basket_reckon (basket);
  return hufu_sale_write (db, basket, HUFU_SALE_HELD, error) &&
         HUFU_RUN (db, error, "UPDATE sale SET created_utc_us = ? WHERE sale_id = ?",
                   SQL_INT (hufu_db_now_utc_us (db) - parcel->age_s * G_USEC_PER_SEC),
                   SQL_ID (&basket->id)) &&
         HUFU_RUN (db, error, "UPDATE basket_request SET state = 'received' WHERE request_id = ?",
                   SQL_ID (&request->request_id)) &&
         tell_received (db, &basket->id, &request->sale_id, &request->owner_terminal, error);
}

gboolean
hufu_basket_receive (HufuDb *db, const HufuId *request_id, const json_t *basket, GError **error)
{
  g_auto (HufuBasketParcel) parcel = {0};
  HufuBasketRequest request;
  gboolean found;

  if (!hufu_basket_parcel_from_json (basket, &parcel))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "a sale of another till");
  if (!hufu_act_begin (db, error))
    return FALSE;
  if (!find_request (db, request_id, &request, &found, error))
    return hufu_act_end (db, FALSE, error);
  if (found)
    return hufu_act_end (db, write_received (db, &request, &parcel, error), error);
  hufu_act_roll_back (db);
  return TRUE;
}

/* ---- what went from here ---- */

void
hufu_moved_basket_free (HufuMovedBasket *moved)
{
  if (moved == NULL)
    return;
  g_free (moved->name);
  g_free (moved);
}

#define SELECT_MOVED "SELECT sale_id, taker_no, moved_utc_us FROM basket_moved m "
#define IS_STRANDED                                                                                \
  "back_sale_id IS NULL AND moved_utc_us > ?1 AND NOT EXISTS"                                      \
  " (SELECT 1 FROM peer p WHERE p.terminal_id = m.taker AND p.state = 'enrolled')"

static HufuMovedBasket *
read_moved (HufuDb *db, HufuRows *rows, GError **error)
{
  const HufuId sale_id = hufu_rows_id (rows, 0);
  g_autoptr (HufuBasket) basket = hufu_sale_load_any (db, &sale_id, error);
  HufuMovedBasket *moved;
  HufuTotals totals;

  if (basket == NULL)
    return NULL;
  hufu_basket_get_totals (basket, &totals);
  moved = g_new0 (HufuMovedBasket, 1);
  moved->sale_id = sale_id;
  moved->taker_no = (guint64)hufu_rows_int (rows, 1);
  moved->moved_utc_us = hufu_rows_int (rows, 2);
  moved->name = g_strdup (basket->hold_name == NULL ? "" : basket->hold_name);
  moved->n_lines = basket->lines->len;
  moved->gross_minor = totals.gross_minor;
  return moved;
}

HufuMovedBasket *
hufu_basket_find_moved (HufuDb *db, const HufuId *sale_id, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_MOVED "WHERE sale_id = ?", SQL_ID (sale_id));

  return hufu_rows_next (rows, error) > 0 ? read_moved (db, rows, error) : NULL;
}

static gint64
stranded_since (HufuDb *db)
{
  return hufu_db_now_utc_us (db) - HUFU_BASKET_BACK_S * (gint64)G_USEC_PER_SEC;
}

GPtrArray *
hufu_basket_list_stranded (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_moved_basket_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_MOVED "WHERE " IS_STRANDED " ORDER BY moved_utc_us",
                  SQL_INT (stranded_since (db)));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuMovedBasket *moved = read_moved (db, rows, error);

    if (moved == NULL)
      return NULL;
    g_ptr_array_add (list, moved);
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}

static gboolean
take_back (HufuDb *db, const HufuId *sale_id, HufuId *ret_sale_id, GError **error)
{
  g_autoptr (HufuBasket) basket = hufu_sale_load_any (db, sale_id, error);
  HufuRightTill till;

  if (basket == NULL || !hufu_right_load_till (db, &till, error))
    return FALSE;
  basket->id = *ret_sale_id = hufu_host_make_id (db->host);
  return hufu_sale_write (db, basket, HUFU_SALE_HELD, error) &&
         HUFU_RUN (db, error, "UPDATE basket_moved SET back_sale_id = ? WHERE sale_id = ?",
                   SQL_ID (ret_sale_id), SQL_ID (sale_id)) &&
         tell_received (db, ret_sale_id, sale_id, &till.terminal_id, error);
}

gboolean
hufu_basket_take_back (HufuDb *db, const HufuId *sale_id, HufuId *ret_sale_id, gboolean *ret_back,
                       GError **error)
{
  gint64 stranded = 0;

  *ret_back = FALSE;
  if (!hufu_act_begin (db, error))
    return FALSE;
  if (!HUFU_GET_INT (db, error, 0, &stranded,
                     "SELECT count(*) FROM basket_moved m WHERE sale_id = ?2 AND " IS_STRANDED,
                     SQL_INT (stranded_since (db)), SQL_ID (sale_id)))
    return hufu_act_end (db, FALSE, error);
  if (stranded == 0) {
    hufu_act_roll_back (db);
    return TRUE;
  }
  *ret_back = hufu_act_end (db, take_back (db, sale_id, ret_sale_id, error), error);
  return *ret_back;
}
