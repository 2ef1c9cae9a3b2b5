/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the books and the catalogue of a shop for stories. */
#pragma once

#include "tests/counter/shop.h"

#define HUFU_SHOP_MEMBER_SUBJECT "AAAAAAAAAAAAAAAAAAAAAQ" /* 16 bytes, the last is 1 */

void hufu_shop_fill_books (HufuShop *shop);
void hufu_shop_fill_catalog (HufuShop *shop);
/* The product of that number costs this from now on; 0 = no price for members, or not sold any
 * more. A till that is on is told. */
void hufu_shop_reprice (HufuShop *shop, int product_id, int price_minor, int member_minor);
/* The product of that number asks from now on for that ("serial", "lot", "due") when it is sold. */
void hufu_shop_ask (HufuShop *shop, int product_id, const char *asks);
/* Of the product of that number this may be chosen from now on, as the contract tells it, and
 * this is asked (NULL = nothing). */
void hufu_shop_offer (HufuShop *shop, int product_id, const char *options, const char *asks);
HufuDb *hufu_shop_open_db (HufuShop *shop, const char *name, HufuDbSchema schema);
