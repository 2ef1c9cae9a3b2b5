/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Promotions as a shop writes them (hufuctl(1), PROMOTION FILES): a section each, read into the
 * contract's Promotion. Nothing is published while anything is wrong.
 */
#pragma once

#include <jansson.h>
#include "platform/section-text.h"

/* The number of a product by its SKU, or of a category by its name or number; 0 = there is none. */
typedef gint64 (*HufuGoodsFinder) (gpointer user_data, gboolean category, const char *name);

/* An array of Promotions without versions, or (with faults) of those that could be read. Times of
 * day are of `zone`. */
json_t *hufu_promotions_read (const char *text, GTimeZone *zone, HufuGoodsFinder find,
                              gpointer user_data, HufuFaults *faults);
