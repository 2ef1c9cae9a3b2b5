/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redeeming a right that is held here. */
#include "store/right-write.h"
#include "store/use-write.h"

/* The lowest right of the voucher that is held; *ret_found FALSE if none is. */
static gboolean
find_right (HufuDb *db, const HufuRedemption *redemption, HufuRight *ret_right, gboolean *ret_found,
            GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT k, platform_epoch, counter, hop, remaining_minor FROM entitlement"
                  " WHERE cti = ? AND generation = ? ORDER BY k LIMIT 1",
                  SQL_ID (&redemption->cti), SQL_INT (redemption->generation));
  int step = hufu_rows_next (rows, error);

  *ret_found = step > 0;
  if (step <= 0)
    return step == 0;
  *ret_right = (HufuRight){
      .key = {redemption->cti, redemption->generation, (guint32)hufu_rows_int (rows, 0)},
      .epoch = {(guint64)hufu_rows_int (rows, 1), (guint64)hufu_rows_int (rows, 2)},
      .hop = (guint32)hufu_rows_int (rows, 3),
      .remaining_minor = hufu_rows_int (rows, 4),
  };
  return TRUE;
}

static gboolean
may_use_amount (const HufuVoucher *voucher, const HufuRight *right, gint64 amount_minor)
{
  if (voucher->type != HUFU_VOUCHER_CASH)
    return TRUE;
  if (amount_minor <= 0 || amount_minor > right->remaining_minor)
    return FALSE;
  return amount_minor == right->remaining_minor || (voucher->flags & HUFU_VOUCHER_PARTIAL_USE) != 0;
}

/* The checks that must hold inside the transaction, whatever was true when the panel was shown. */
static gboolean
check_right (HufuDb *db, const HufuRedemption *redemption, const HufuVoucherState *state,
             HufuRight *ret_right, HufuReason *ret_reason, GError **error)
{
  HufuRightTill till;
  gboolean found;

  if (!find_right (db, redemption, ret_right, &found, error) ||
      !hufu_right_load_till (db, &till, error))
    return FALSE;
  /* A fork freezes leases (rule 8): this may be a copy, and the right used by the original. */
  if (found && till.frozen)
    *ret_reason = HUFU_R26_LEASE_LOST_DEVICE;
  else if (found && till.is_awaiting)
    *ret_reason = HUFU_R28_OUTCOME_UNKNOWN;
  else if (state->voucher != NULL && redemption->generation < state->newest_generation)
    *ret_reason = HUFU_R15_GENERATION_OLD;
  else if (state->voucher == NULL || !found)
    *ret_reason =
        state->used_here > 0 ? HUFU_R11_ALREADY_REDEEMED_HERE : HUFU_R07_OWNER_UNREACHABLE;
  else if (!may_use_amount (state->voucher, ret_right, redemption->amount_minor))
    *ret_reason = HUFU_R29_CONDITIONS_NOT_MET;
  else
    *ret_reason = ret_right->hop > 0 ? HUFU_R02_OK_TRANSFERRED : HUFU_R00_OK_HELD;
  return TRUE;
}

static gboolean
lower_right (HufuDb *db, const HufuRight *right, gint64 amount_minor, GError **error)
{
  if (amount_minor < right->remaining_minor)
    return HUFU_RUN (db, error,
                     "UPDATE entitlement SET remaining_minor = remaining_minor - ?"
                     " WHERE cti = ? AND generation = ? AND k = ?",
                     SQL_INT (amount_minor), SQL_ID (&right->key.cti),
                     SQL_INT (right->key.generation), SQL_INT (right->key.k));
  return HUFU_RUN (db, error, "DELETE FROM entitlement WHERE cti = ? AND generation = ? AND k = ?",
                   SQL_ID (&right->key.cti), SQL_INT (right->key.generation),
                   SQL_INT (right->key.k));
}

static HufuUseRow
make_row (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
          const HufuRight *right)
{
  gboolean cash = voucher->type == HUFU_VOUCHER_CASH;
  gint64 amount_minor = cash ? redemption->amount_minor : right->remaining_minor;

  return (HufuUseRow){
      .use =
          {
              .use_id = redemption->use_id,
              .sale_id = redemption->basket->id,
              .staff_id = redemption->staff_id,
              .state = HUFU_USE_REDEEMED,
              .reason = right->hop > 0 ? HUFU_R02_OK_TRANSFERRED : HUFU_R00_OK_HELD,
              .has_cti = TRUE,
              .key = right->key,
              .amount_minor = amount_minor,
              .created_utc_us = hufu_db_now_utc_us (db),
              .undo_until_utc_us = redemption->now_utc_us + redemption->undo_window_us,
          },
      .epoch = right->epoch,
      .hop = right->hop,
      .emptied = cash && amount_minor == right->remaining_minor,
      .live_step = redemption->live_step,
      .at_utc_us = redemption->now_utc_us,
  };
}

static gboolean
use_right (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
           const HufuRight *right, HufuReason *ret_reason, HufuBasket **ret_basket, GError **error)
{
  g_auto (HufuUseRow) row = make_row (db, redemption, voucher, right);
  g_autoptr (HufuBasket) basket = hufu_basket_copy (redemption->basket);

  if (hufu_use_put_on_basket (basket, &row, voucher, HUFU_TENDER_TAKEN) != HUFU_EDIT_OK) {
    *ret_reason = HUFU_R29_CONDITIONS_NOT_MET;
    return TRUE;
  }
  if (!lower_right (db, right, row.use.amount_minor, error) ||
      !hufu_use_record_redeemed (db, &row, voucher, error) || !hufu_use_write (db, &row, error) ||
      !hufu_sale_write (db, basket, HUFU_SALE_OPEN, error))
    return FALSE;
  *ret_basket = g_steal_pointer (&basket);
  return TRUE;
}

/* The same use asked for twice is one use: the answer is what became of it. */
static gboolean
answer_again (HufuDb *db, const HufuUseRow *row, HufuReason *ret_reason, HufuBasket **ret_basket,
              GError **error)
{
  g_auto (HufuUseSale) sale = {0};

  if (row->use.state != HUFU_USE_REDEEMED || !hufu_use_was_held (row))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "this use is known already");
  if (!hufu_use_load_sale (db, &row->use.sale_id, &sale, error))
    return FALSE;
  *ret_reason = row->use.reason;
  *ret_basket = g_steal_pointer (&sale.basket);
  return TRUE;
}

static gboolean
redeem (HufuDb *db, const HufuRedemption *redemption, HufuReason *ret_reason,
        HufuBasket **ret_basket, GError **error)
{
  g_auto (HufuUseRow) known = {0};
  g_auto (HufuVoucherState) state = {0};
  HufuRight right;

  if (!hufu_use_load (db, &redemption->use_id, &known, error))
    return FALSE;
  if (!hufu_id_is_zero (&known.use.use_id))
    return answer_again (db, &known, ret_reason, ret_basket, error);
  if (!hufu_voucher_find (db, &redemption->cti, &state, error) ||
      !check_right (db, redemption, &state, &right, ret_reason, error))
    return FALSE;
  if (hufu_reason_accepts (*ret_reason) && !hufu_use_take_live (db, redemption, ret_reason, error))
    return FALSE;
  if (!hufu_reason_accepts (*ret_reason))
    return TRUE;
  return use_right (db, redemption, state.voucher, &right, ret_reason, ret_basket, error);
}

gboolean
hufu_use_redeem_held (HufuDb *db, const HufuRedemption *redemption, HufuReason *ret_reason,
                      HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  g_assert (!hufu_id_is_zero (&redemption->use_id));
  if (ret_basket != NULL)
    *ret_basket = NULL;
  if (!hufu_act_begin (db, error))
    return FALSE;
  if (!redeem (db, redemption, ret_reason, &basket, error))
    return hufu_act_end (db, FALSE, error);
  if (hufu_reason_accepts (*ret_reason))
    return hufu_use_end_act (db, TRUE, &basket, ret_basket, error);
  /* A refusal leaves no trace, the basket of the call included. */
  hufu_act_roll_back (db);
  return TRUE;
}
