/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products as tills are told of them, and as managers change them at their tills. A product is the
 * chain's: what is changed in one store is changed in all. Of two changes of one field the later
 * stamp counts (core/product.h), whichever comes first; a barcode given to two products stays with
 * the later one. */
#pragma once

#include <jansson.h>
#include "platform/platform.h"

/* The contract's Product for a till of that store; NULL: there is none. */
json_t *hufu_products_tell (HufuPlatform *platform, gint64 store_no, gint64 product_id);

/* Inside the caller's transaction. body: a ProductChanged of the contract. Answers a verdict code:
 * "ok", "bad_body", "unknown_product". */
const char *hufu_products_change (HufuPlatform *platform, const json_t *body);
