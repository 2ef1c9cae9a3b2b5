/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of 65,536 products have a token, as few bytes: up to 4095 numbers as they are, two bytes
 * each, little-endian and rising; from 4096 on a bit each. Pure.
 */
#pragma once

#include <glib.h>

#define HUFU_POSTING_BLOCK 65536
#define HUFU_POSTING_WORDS (HUFU_POSTING_BLOCK / 64)
#define HUFU_POSTING_BYTES_MAX (HUFU_POSTING_BLOCK / 8)

typedef struct {
  guint64 words[HUFU_POSTING_WORDS];
} HufuPostingSet;

/* Adds what the bytes say; what is no posting adds nothing. */
void hufu_posting_read (const guint8 *bytes, gsize size, HufuPostingSet *set);
/* The bytes of numbers that rise, 1 to 65,536 of them. */
gsize hufu_posting_write_numbers (const guint16 *numbers, guint n,
                                  guint8 ret_bytes[HUFU_POSTING_BYTES_MAX]);
/* The bytes of a set that is not empty. */
gsize hufu_posting_write (const HufuPostingSet *set, guint8 ret_bytes[HUFU_POSTING_BYTES_MAX]);
/* FALSE if it was there already. */
gboolean hufu_posting_set_add (HufuPostingSet *set, guint number);
void hufu_posting_set_and (HufuPostingSet *set, const HufuPostingSet *other);
void hufu_posting_set_or (HufuPostingSet *set, const HufuPostingSet *other);
/* The first number from `from` on; HUFU_POSTING_BLOCK if there is none. */
guint hufu_posting_set_next (const HufuPostingSet *set, guint from);
