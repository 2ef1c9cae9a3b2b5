/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a coupon asks for: `conditions` of the contract, checked when it is issued. */
#pragma once

#include <glib.h>
#include <jansson.h>

/* TRUE if every member is one of the contract's and within its range; NULL and null are good. */
gboolean hufu_terms_are_good (const json_t *conditions);
/* TRUE if good ones ask for some goods and for nothing else, as those of a cash voucher do. */
gboolean hufu_terms_name_goods_alone (const json_t *conditions);
