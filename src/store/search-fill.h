/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Splits the texts of products into tokens, and puts these into the table of their block, in a
 * thread of its own: beside the thread that reads the products and writes the postings, which it
 * would keep from its scans otherwise. Private to src/store; all calls are of one thread, and wait
 * for a few milliseconds of work at most.
 *
 *   g_autoptr (HufuSearchFill) fill = hufu_search_fill_new ();
 *   hufu_search_fill_add (fill, texts, 0);   for all products of a block, then
 *   table = hufu_search_fill_swap (fill, empty_table);
 */
#pragma once

#include "core/search-table.h"

typedef struct _HufuSearchFill HufuSearchFill;

HufuSearchFill *hufu_search_fill_new (void);
/* Waits for what was begun and throws it away. */
void hufu_search_fill_free (HufuSearchFill *fill);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuSearchFill, hufu_search_fill_free)

/* The texts that are searched of a product (HUFU_PRODUCT_TEXTS of them, copied), and its number:
 * greater than any before in the block. */
void hufu_search_fill_add (HufuSearchFill *fill, const char *const *texts, guint16 number);
/* Ends the block: gives its table away, and begins another one with take_empty. */
HufuSearchTable *hufu_search_fill_swap (HufuSearchFill *fill, HufuSearchTable *take_empty);
