/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accepting a voucher whose right is not held here, within the limits of the signed policy. */
#include "store/limits-store.h"
#include "store/limits-write.h"
#include "store/right-write.h"
#include "store/use-write.h"

gboolean
hufu_limits_load_spent (HufuDb *db, const HufuId *cti, gint64 *ret_minor, GError **error)
{
  return HUFU_GET_INT (db, error, 0, ret_minor,
                       "SELECT sum (amount_minor) FROM voucher_use"
                       " WHERE cti = ? AND state = 'redeemed' AND reason = 'R03'",
                       SQL_ID (cti));
}

gboolean
hufu_limits_can_cover (const HufuVoucher *voucher)
{
  return voucher->paid_minor > 0 && (voucher->type == HUFU_VOUCHER_CASH ||
                                     (voucher->type == HUFU_VOUCHER_DEAL && voucher->uses <= 1));
}

gint64
hufu_limits_find_room (const HufuLimitsBook *book, gint64 spent_minor)
{
  gint64 room_minor = MIN (book->limits.voucher_max_minor - spent_minor,
                           book->limits.total_max_minor - book->used.total_minor);

  return book->used.uses < book->limits.uses_max ? MAX (room_minor, 0) : 0;
}

static gboolean
is_amount_good (const HufuVoucher *voucher, const HufuRedemption *redemption, gint64 spent_minor)
{
  gint64 left_minor = voucher->value_minor - spent_minor;

  if (voucher->type != HUFU_VOUCHER_CASH)
    return TRUE;
  return redemption->amount_minor > 0 && redemption->amount_minor <= left_minor &&
         (redemption->amount_minor == left_minor ||
          (voucher->flags & HUFU_VOUCHER_PARTIAL_USE) != 0);
}

/* What the books say before the limits are asked; R03 if nothing stands against it. */
static gboolean
check_books (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
             gint64 spent_minor, HufuReason *ret_reason, GError **error)
{
  g_auto (HufuVoucherState) state = {0};
  HufuRightTill till;

  if (!hufu_voucher_find (db, &redemption->cti, &state, error) ||
      !hufu_right_load_till (db, &till, error))
    return FALSE;
  if (till.frozen)
    *ret_reason = HUFU_R26_LEASE_LOST_DEVICE;
  else if (till.is_awaiting)
    *ret_reason = HUFU_R28_OUTCOME_UNKNOWN;
  else if (state.held > 0)
    *ret_reason = HUFU_R00_OK_HELD;
  else if (till.leaving)
    *ret_reason = HUFU_R07_OWNER_UNREACHABLE;
  else if (redemption->generation < state.newest_generation)
    *ret_reason = HUFU_R15_GENERATION_OLD;
  else if (!hufu_limits_can_cover (voucher))
    *ret_reason = HUFU_R07_OWNER_UNREACHABLE;
  else if (state.used_here > 0 && (voucher->type != HUFU_VOUCHER_CASH || spent_minor == 0))
    *ret_reason = HUFU_R11_ALREADY_REDEEMED_HERE;
  else if (spent_minor > 0 && spent_minor >= voucher->value_minor)
    *ret_reason = HUFU_R11_ALREADY_REDEEMED_HERE;
  else
    *ret_reason = is_amount_good (voucher, redemption, spent_minor) ? HUFU_R03_OK_GRACE
                                                                    : HUFU_R29_CONDITIONS_NOT_MET;
  return TRUE;
}

static HufuUseRow
make_row (HufuDb *db, const HufuRedemption *redemption, gint64 amount_minor)
{
  return (HufuUseRow){
      .use =
          {
              .use_id = redemption->use_id,
              .sale_id = redemption->basket->id,
              .staff_id = redemption->staff_id,
              .state = HUFU_USE_REDEEMED,
              .reason = HUFU_R03_OK_GRACE,
              .has_cti = TRUE,
              .key = {redemption->cti, redemption->generation, 0},
              .amount_minor = amount_minor,
              .created_utc_us = hufu_db_now_utc_us (db),
              .undo_until_utc_us = redemption->now_utc_us + redemption->undo_window_us,
          },
      .live_step = redemption->live_step,
      .at_utc_us = redemption->now_utc_us,
  };
}

/* What is known of it already says more than its code. */
static gboolean
write_voucher (HufuDb *db, const HufuVoucher *voucher, GError **error)
{
  gint64 known = 0;

  return HUFU_GET_INT (db, error, 0, &known,
                       "SELECT EXISTS (SELECT 1 FROM voucher WHERE cti = ? AND generation = ?)",
                       SQL_ID (&voucher->cti), SQL_INT (voucher->generation)) &&
         (known != 0 || hufu_voucher_write (db, voucher, error));
}

static gboolean
accept (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
        gint64 amount_minor, const HufuLimitsUsed *used, HufuReason *ret_reason,
        HufuBasket **ret_basket, GError **error)
{
  g_auto (HufuUseRow) row = make_row (db, redemption, amount_minor);
  g_autoptr (HufuBasket) basket = hufu_basket_copy (redemption->basket);
  HufuLimitsUsed after = {used->uses + 1, used->total_minor + amount_minor};

  if (hufu_use_put_on_basket (basket, &row, voucher, HUFU_TENDER_TAKEN) != HUFU_EDIT_OK) {
    *ret_reason = HUFU_R29_CONDITIONS_NOT_MET;
    return TRUE;
  }
  if (!hufu_limits_write_used (db, &after, error) || !write_voucher (db, voucher, error) ||
      !hufu_use_record_redeemed (db, &row, voucher, error) || !hufu_use_write (db, &row, error) ||
      !hufu_sale_write (db, basket, HUFU_SALE_OPEN, error))
    return FALSE;
  *ret_basket = g_steal_pointer (&basket);
  return TRUE;
}

static gboolean
check_and_accept (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
                  const HufuLimitsAsk *ask, HufuReason *ret_reason, HufuBasket **ret_basket,
                  GError **error)
{
  HufuLimitsAsk whole = *ask;
  HufuLimitsBook book;

  whole.amount_minor =
      voucher->type == HUFU_VOUCHER_CASH ? redemption->amount_minor : voucher->value_minor;
  if (!hufu_limits_load_spent (db, &redemption->cti, &whole.voucher_spent_minor, error) ||
      !hufu_limits_load (db, &book, error) ||
      !check_books (db, redemption, voucher, whole.voucher_spent_minor, ret_reason, error))
    return FALSE;
  if (*ret_reason != HUFU_R03_OK_GRACE)
    return TRUE;
  *ret_reason = hufu_limits_check (&book.limits, book.state, &book.used, &whole);
  if (*ret_reason == HUFU_R03_OK_GRACE && !hufu_use_take_live (db, redemption, ret_reason, error))
    return FALSE;
  if (*ret_reason != HUFU_R03_OK_GRACE)
    return TRUE;
  return accept (db, redemption, voucher, whole.amount_minor, &book.used, ret_reason, ret_basket,
                 error);
}

/* The same use asked for twice is one use: the answer is what became of it. */
static gboolean
redeem (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
        const HufuLimitsAsk *ask, HufuReason *ret_reason, HufuBasket **ret_basket, GError **error)
{
  g_auto (HufuUseRow) known = {0};
  g_auto (HufuUseSale) sale = {0};

  if (!hufu_use_load (db, &redemption->use_id, &known, error))
    return FALSE;
  if (hufu_id_is_zero (&known.use.use_id))
    return check_and_accept (db, redemption, voucher, ask, ret_reason, ret_basket, error);
  if (known.use.state != HUFU_USE_REDEEMED || known.use.reason != HUFU_R03_OK_GRACE)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "this use is known already");
  if (!hufu_use_load_sale (db, &known.use.sale_id, &sale, error))
    return FALSE;
  *ret_reason = known.use.reason;
  *ret_basket = g_steal_pointer (&sale.basket);
  return TRUE;
}

gboolean
hufu_use_redeem_unleased (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
                          const HufuLimitsAsk *ask, HufuReason *ret_reason, HufuBasket **ret_basket,
                          GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  g_assert (!hufu_id_is_zero (&redemption->use_id));
  if (ret_basket != NULL)
    *ret_basket = NULL;
  if (!hufu_act_begin (db, error))
    return FALSE;
  if (!redeem (db, redemption, voucher, ask, ret_reason, &basket, error))
    return hufu_act_end (db, FALSE, error);
  if (*ret_reason == HUFU_R03_OK_GRACE)
    return hufu_use_end_act (db, TRUE, &basket, ret_basket, error);
  hufu_act_roll_back (db);
  return TRUE;
}
