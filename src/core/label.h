/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label of a product, on the shelf or on the piece, as a document for the printer. Pure. */
#pragma once

#include "core/receipt.h"

#define HUFU_LABEL_COPIES_MAX 50

typedef struct {
  const char *name_en, *name_zh, *variant_en, *variant_zh, *sku;
  gint64 price_minor, member_price_minor; /* -1 = no member price */
  gboolean by_weight;                     /* the price is of a kilogram */
  guint64 gtin;                           /* 0 = no barcode of its own */
} HufuLabelFacts;

/* So many labels, each with a cut. Never NULL. */
HufuReceipt *hufu_receipt_of_label (const HufuLabelFacts *facts, guint n_copies, HufuLang lang);
