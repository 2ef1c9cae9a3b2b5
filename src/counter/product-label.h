/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label of a product as the catalogue has it: for the counter and for tools. */
#pragma once

#include "core/receipt.h"
#include "store/db.h"

/* NULL without error: no product has this number. n_copies: 1..HUFU_LABEL_COPIES_MAX. */
HufuReceipt *hufu_product_label (HufuDb *catalog, const char *sku, guint n_copies, HufuLang lang,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
