/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What tills of one store say to each other about held sales, as JSON. Every value is checked for
 * type and range; the sale itself by store/basket-json.h. Pure.
 *
 *   GET  /lan/v1/baskets                             -> HufuOfferedBasket's; changes nothing
 *   POST /lan/v1/basket  {request_id, sale_id}       -> HufuGift: it went before it is answered
 */
#pragma once

#include <jansson.h>
#include "store/basket-move.h"

#define HUFU_LAN_BASKETS "/lan/v1/baskets"
#define HUFU_LAN_BASKET "/lan/v1/basket"
#define HUFU_LAN_BASKET_ANSWER_MAX (HUFU_BASKET_PARCEL_MAX + 1024) /* bytes */

json_t *hufu_lan_baskets_to_json (const GPtrArray *offered);
/* HufuOfferedBasket; NULL if it is no such list. */
GPtrArray *hufu_lan_baskets_from_json (const json_t *json);

json_t *hufu_lan_basket_wish_to_json (const HufuId *request_id, const HufuId *sale_id);
gboolean hufu_lan_basket_wish_from_json (const json_t *json, HufuId *ret_request_id,
                                         HufuId *ret_sale_id) G_GNUC_WARN_UNUSED_RESULT;

json_t *hufu_lan_gift_to_json (const HufuGift *gift);
gboolean hufu_lan_gift_from_json (const json_t *json, HufuGift *ret_gift) G_GNUC_WARN_UNUSED_RESULT;
