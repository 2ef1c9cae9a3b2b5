/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tax rules of a store, as an operator publishes them. */
#pragma once

#include "platform/call.h"

/* POST {store_no, rules}: the contract's TaxRules are in force from now on; null: none. What is
 * wrong is named by its place: "classes[1].taxes[0].rate_ppm ...". */
void hufu_taxes_put (HufuCall *call);
