/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cash of a sale: a part of it before the end, and what settles the rest. See core/basket.h. */
#include "core/basket.h"

static HufuTender *
find_cash (const HufuBasket *basket)
{
  for (guint i = 0; i < basket->tenders->len; i++) {
    HufuTender *tender = basket->tenders->pdata[i];

    if (tender->kind == HUFU_TENDER_CASH)
      return tender;
  }
  return NULL;
}

static gboolean
has_pending_discount (const HufuBasket *basket)
{
  for (guint i = 0; i < basket->discounts->len; i++)
    if (((const HufuDiscount *)basket->discounts->pdata[i])->state == HUFU_TENDER_PENDING)
      return TRUE;
  return FALSE;
}

static HufuEdit
check (const HufuBasket *basket, gint64 received_minor, const HufuTotals *totals)
{
  if (basket->lines->len == 0)
    return HUFU_EDIT_EMPTY;
  if (hufu_basket_find_asking (basket, NULL) != NULL)
    return HUFU_EDIT_UNANSWERED;
  if (received_minor < 0)
    return HUFU_EDIT_NOT_COVERED;
  if (!hufu_money_in_range (received_minor))
    return HUFU_EDIT_CASH_TOO_MUCH;
  if (totals->pending_minor > 0 || has_pending_discount (basket) || basket->awaited->len > 0)
    return HUFU_EDIT_PENDING;
  return HUFU_EDIT_OK;
}

/* There is one cash tender, whatever cash comes in how many goes. */
static HufuEdit
take (HufuBasket *basket, gint64 received_minor, gint64 amount_minor, gint64 rounding_minor)
{
  HufuTender *tender = find_cash (basket);

  g_assert (tender != NULL || basket->tenders->len < HUFU_BASKET_TENDERS_MAX);
  if (tender == NULL) {
    tender = g_new0 (HufuTender, 1);
    *tender = (HufuTender){.kind = HUFU_TENDER_CASH,
                           .state = HUFU_TENDER_TAKEN,
                           .label_en = g_strdup ("Cash"),
                           .label_zh = g_strdup ("现金")};
    hufu_basket_append_tender (basket, tender);
  }
  tender->amount_minor += amount_minor;
  tender->received_minor += received_minor;
  tender->change_minor += received_minor - amount_minor;
  tender->rounding_minor += rounding_minor;
  return HUFU_EDIT_OK;
}

HufuEdit
hufu_basket_pay_cash (HufuBasket *basket, gint64 received_minor, gint64 increment_minor,
                      HufuRounding rounding)
{
  HufuTotals totals;
  gint64 amount_minor;
  HufuEdit edit;

  hufu_basket_get_totals (basket, &totals);
  edit = check (basket, received_minor, &totals);
  if (edit != HUFU_EDIT_OK || (totals.due_minor == 0 && received_minor == 0))
    return edit;
  amount_minor = hufu_money_round_cash (totals.due_minor, increment_minor, rounding);
  if (received_minor < amount_minor)
    return HUFU_EDIT_NOT_COVERED;
  if (received_minor > amount_minor + HUFU_CASH_ABOVE_DUE_MAX_MINOR)
    return HUFU_EDIT_CASH_TOO_MUCH;
  return take (basket, received_minor, amount_minor, amount_minor - totals.due_minor);
}

HufuEdit
hufu_basket_pay_part (HufuBasket *basket, gint64 received_minor, gint64 increment_minor)
{
  HufuTotals totals;
  HufuEdit edit;

  hufu_basket_get_totals (basket, &totals);
  edit = check (basket, received_minor, &totals);
  if (edit != HUFU_EDIT_OK)
    return edit;
  if (received_minor == 0)
    return HUFU_EDIT_NOT_COVERED;
  if (received_minor >= totals.due_minor)
    return HUFU_EDIT_OVER_DUE;
  if (received_minor % MAX (increment_minor, 1) != 0)
    return HUFU_EDIT_NO_COIN;
  return take (basket, received_minor, received_minor, 0);
}

gint64
hufu_basket_cash_minor (const HufuBasket *basket)
{
  const HufuTender *tender = find_cash (basket);

  return tender == NULL ? 0 : tender->amount_minor;
}

gint64
hufu_basket_give_cash_back (HufuBasket *basket)
{
  gint64 amount_minor = hufu_basket_cash_minor (basket);

  if (amount_minor > 0)
    g_ptr_array_remove (basket->tenders, find_cash (basket));
  return amount_minor;
}
