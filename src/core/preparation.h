/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The preparation slip of a finished sale, for whoever makes ready what was bought while the
 * customer waits: what, how many, how; large, in both languages, without prices. Pure.
 */
#pragma once

#include "core/receipt.h"

#define HUFU_PREPARED_MAX 16 /* categories that are made ready in a store */

/* Of the lines of these categories; of the facts receipt_no, local_time, clerk_label and copy
 * count. NULL = no line is of them. */
HufuReceipt *hufu_receipt_of_preparation (const HufuBasket *basket, const gint64 *categories,
                                          gsize n_categories, const HufuReceiptFacts *facts,
                                          HufuLang lang);
