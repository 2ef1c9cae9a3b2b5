/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The postings of one block of products in the making: which numbers have which token. Pure.
 *
 * A token is known by a number that is made of its bytes. Two tokens may share one; then a posting
 * says too much of either, which it may. The table is kept in the order of these keys, so that
 * there is nothing to sort, and a database that is written in this order only grows.
 *
 *   hufu_search_table_add (table, "linen", 5, number);
 *   for (guint at = hufu_search_table_next (table, 0); at < hufu_search_table_get_end (table);
 *        at = hufu_search_table_next (table, at + 1))
 *     size = hufu_search_table_write (table, at, block, &key, bytes);
 */
#pragma once

#include "core/posting.h"

typedef struct _HufuSearchTable HufuSearchTable;

/* Of a token (size bytes, not NUL-terminated) in a block below 32768: never negative, and greater
 * in a greater block. It is stored, so it never changes. */
gint64 hufu_search_key (gint64 block, const char *token, gsize size);

HufuSearchTable *hufu_search_table_new (void);
void hufu_search_table_free (HufuSearchTable *table);
void hufu_search_table_clear (HufuSearchTable *table);
/* number: not less than any that was added before. */
void hufu_search_table_add (HufuSearchTable *table, const char *token, gsize size, guint16 number);

/* Places in the order of the keys: the first at or after `from` that has a token; else the end.
 * Adding changes them, and the end. */
guint hufu_search_table_next (HufuSearchTable *table, guint from);
guint hufu_search_table_get_end (const HufuSearchTable *table);
/* The posting at a place that has a token. Returns its bytes' number. */
gsize hufu_search_table_write (HufuSearchTable *table, guint at, gint64 block, gint64 *ret_key,
                               guint8 ret_bytes[HUFU_POSTING_BYTES_MAX]);
