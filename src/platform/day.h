/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sales of a store's business day came to, over all its tills: by clerk, category, quarter
 * of an hour and tender. Kept as sums (day_sum), added to with each sale that is told. */
#pragma once

#include "platform/platform.h"

/* Inside the caller's transaction: a sale of a till that has just been stored,
 * so it is sound. */
void hufu_day_add_sale (HufuPlatform *platform, gint64 store_no, const json_t *body);
/* The contract's DayParts: of all sales that were told, or of the shifts alone that have their Z.
 */
json_t *hufu_day_sum (HufuPlatform *platform, gint64 store_no, const char *business_day,
                      gboolean closed);
/* The contract's StoreDay, of the last day that a till of the store opened; null if none did. */
json_t *hufu_day_get_last (HufuPlatform *platform, gint64 store_no);
