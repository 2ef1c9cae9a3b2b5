/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uses that the platform decides: asked, answered, given back. */
#include "store/use-write.h"

static gboolean
ask (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher, const char *request,
     HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) basket = hufu_basket_copy (redemption->basket);
  gboolean pending = voucher != NULL &&
                     (voucher->type == HUFU_VOUCHER_CASH || voucher->type == HUFU_VOUCHER_COUPON);
  g_auto (HufuUseRow) row = {
      .use =
          {
              .use_id = redemption->use_id,
              .sale_id = basket->id,
              .staff_id = redemption->staff_id,
              .state = HUFU_USE_ASKED,
              .reason = HUFU_R28_OUTCOME_UNKNOWN,
              .has_cti = !hufu_id_is_zero (&redemption->cti),
              .key = {.cti = redemption->cti, .generation = redemption->generation},
              .amount_minor = redemption->amount_minor,
              .request = g_strdup (request),
              .created_utc_us = hufu_db_now_utc_us (db),
          },
  };

  if (voucher != NULL && !hufu_voucher_write (db, voucher, error))
    return FALSE;
  if (pending &&
      hufu_use_put_on_basket (basket, &row, voucher, HUFU_TENDER_PENDING) != HUFU_EDIT_OK)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "the sale has no room for it");
  if (!hufu_use_write (db, &row, error) || !hufu_sale_write (db, basket, HUFU_SALE_OPEN, error) ||
      !hufu_sale_load_awaited (db, basket, error))
    return FALSE;
  *ret_basket = g_steal_pointer (&basket);
  return TRUE;
}

/* A use is asked once; asking again under the same id finds it stored. */
static gboolean
ask_once (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
          const char *request, HufuBasket **ret_basket, GError **error)
{
  g_auto (HufuUseRow) known = {0};
  g_auto (HufuUseSale) sale = {0};

  if (!hufu_use_load (db, &redemption->use_id, &known, error))
    return FALSE;
  if (hufu_id_is_zero (&known.use.use_id))
    return ask (db, redemption, voucher, request, ret_basket, error);
  if (g_strcmp0 (known.use.request, request) != 0)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "this use is known already");
  if (!hufu_use_load_sale (db, &known.use.sale_id, &sale, error))
    return FALSE;
  *ret_basket = g_steal_pointer (&sale.basket);
  return TRUE;
}

gboolean
hufu_use_ask (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
              const char *request, HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  g_assert (!hufu_id_is_zero (&redemption->use_id) && request != NULL);
  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, ask_once (db, redemption, voucher, request, &basket, error), &basket,
                           ret_basket, error);
}

/* Takes the redeemed use onto the basket: confirms its pending tender, or puts it on. FALSE if the
 * sale has changed so that it does not fit any more. */
static gboolean
take_on (HufuBasket *basket, const HufuUseRow *row, const HufuVoucher *voucher)
{
  HufuTotals totals;

  hufu_basket_remove_use (basket, &row->use.use_id);
  if (hufu_use_put_on_basket (basket, row, voucher, HUFU_TENDER_TAKEN) != HUFU_EDIT_OK)
    return FALSE;
  hufu_basket_get_totals (basket, &totals);
  return totals.taken_minor <= totals.gross_minor;
}

static gboolean
settle_on_sale (HufuDb *db, HufuUseRow *row, const HufuVoucher *voucher, HufuUseSale *sale,
                GError **error)
{
  row->use.state = HUFU_USE_REDEEMED;
  row->at_utc_us = hufu_db_now_utc_us (db);
  return hufu_use_record_redeemed (db, row, voucher, error) && hufu_use_write (db, row, error) &&
         hufu_sale_write (db, sale->basket, sale->state, error);
}

/* Redeemed, but nobody can use it any more: it goes back. The platform keeps both halves, so
 * neither journal nor ledger here has anything to say. */
static gboolean
settle_back (HufuDb *db, HufuUseRow *row, HufuUseSale *sale, GError **error)
{
  hufu_use_begin_undoing (&row->use);
  row->use.give_back = TRUE;
  row->use.undo_staff_id = row->use.staff_id;
  if (!hufu_use_write (db, row, error))
    return FALSE;
  if (sale->basket == NULL)
    return TRUE;
  hufu_basket_remove_use (sale->basket, &row->use.use_id);
  return hufu_sale_write (db, sale->basket, sale->state, error);
}

static gboolean
settle_redeemed (HufuDb *db, const HufuUseAnswer *answer, HufuUseRow *row, HufuUseSale *sale,
                 GError **error)
{
  if (answer->voucher == NULL)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "an answer without its voucher");
  if (!hufu_voucher_write (db, answer->voucher, error))
    return FALSE;
  row->use.has_cti = TRUE;
  row->use.key = answer->key;
  row->use.amount_minor = answer->amount_minor;
  row->use.reason = HUFU_R01_OK_ONLINE;
  row->use.undo_until_utc_us = answer->undo_until_utc_us;
  if (row->use.give_back || sale->basket == NULL || !take_on (sale->basket, row, answer->voucher))
    return settle_back (db, row, sale, error);
  return settle_on_sale (db, row, answer->voucher, sale, error);
}

static gboolean
settle_refused (HufuDb *db, const HufuUseAnswer *answer, HufuUseRow *row, HufuUseSale *sale,
                GError **error)
{
  row->use.state = HUFU_USE_REFUSED;
  row->use.reason = answer->reason;
  if (!hufu_use_write (db, row, error))
    return FALSE;
  if (sale->basket == NULL || !hufu_basket_remove_use (sale->basket, &row->use.use_id))
    return TRUE;
  return hufu_sale_write (db, sale->basket, sale->state, error);
}

static gboolean
settle (HufuDb *db, const HufuUseAnswer *answer, HufuBasket **ret_basket, GError **error)
{
  g_auto (HufuUseRow) row = {0};
  g_auto (HufuUseSale) sale = {0};
  gboolean done = TRUE;

  if (!hufu_use_load (db, &answer->use_id, &row, error))
    return FALSE;
  if (hufu_id_is_zero (&row.use.use_id))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "there is no such use");
  if (!hufu_use_load_sale (db, &row.use.sale_id, &sale, error))
    return FALSE;
  if (row.use.state == HUFU_USE_ASKED)
    done = answer->redeemed ? settle_redeemed (db, answer, &row, &sale, error)
                            : settle_refused (db, answer, &row, &sale, error);
  *ret_basket = g_steal_pointer (&sale.basket);
  return done;
}

gboolean
hufu_use_answer (HufuDb *db, const HufuUseAnswer *answer, HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, settle (db, answer, &basket, error), &basket, ret_basket, error);
}

static gboolean
give_back (HufuDb *db, const HufuId *use_id, HufuBasket **ret_basket, GError **error)
{
  g_auto (HufuUseRow) row = {0};
  g_auto (HufuUseSale) sale = {0};

  if (!hufu_use_load (db, use_id, &row, error) ||
      !hufu_use_load_sale (db, &row.use.sale_id, &sale, error))
    return FALSE;
  if (row.use.state == HUFU_USE_REDEEMED || hufu_id_is_zero (&row.use.use_id))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "it has its answer already");
  if (row.use.state == HUFU_USE_ASKED && !row.use.give_back) {
    row.use.give_back = TRUE;
    if (!hufu_use_write (db, &row, error))
      return FALSE;
    if (sale.basket != NULL && hufu_basket_remove_use (sale.basket, use_id) &&
        !hufu_sale_write (db, sale.basket, sale.state, error))
      return FALSE;
  }
  *ret_basket = g_steal_pointer (&sale.basket);
  return TRUE;
}

gboolean
hufu_use_give_back (HufuDb *db, const HufuId *use_id, HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, give_back (db, use_id, &basket, error), &basket, ret_basket, error);
}
