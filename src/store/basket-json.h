/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A held sale as it goes from till to till: its lines with their prices as they were, notes, prices
 * and discounts by hand with who approved them, its member and name, and the promotions and taxes
 * that it was begun by. Every value is checked for type and range, and nothing is let pass that is
 * not known here: a newer Hufu may have put on a line what must not be lost. Pure.
 */
#pragma once

#include <jansson.h>
#include "core/basket-move.h"
#include "core/basket.h"

typedef struct {
  HufuBasket *basket; /* owned; without an id, promotions and taxes */
  json_t *promotions; /* owned: an array of the contract's Promotion; NULL: it was begun without */
  json_t *taxes;      /* owned: the contract's TaxRules; NULL: none */
  gint64 priced_utc_s;
  gint priced_minute; /* of the week, local */
  gint64 age_s;
} HufuBasketParcel;
void hufu_basket_parcel_clear (HufuBasketParcel *parcel);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuBasketParcel, hufu_basket_parcel_clear)

json_t *hufu_basket_parcel_to_json (const HufuBasketParcel *parcel);
/* FALSE, and nothing to clear, for what is none: it has to be cleared otherwise. A basket that is
 * no more than what a till would have made itself; nothing in it was paid or redeemed. */
gboolean hufu_basket_parcel_from_json (const json_t *json, HufuBasketParcel *ret_parcel);
