/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/posting.h"

#include <string.h>

void
hufu_posting_read (const guint8 *bytes, gsize size, HufuPostingSet *set)
{
  if (size == HUFU_POSTING_BYTES_MAX) {
    for (gsize i = 0; i < HUFU_POSTING_WORDS; i++) {
      guint64 word;

      memcpy (&word, bytes + i * sizeof word, sizeof word);
      set->words[i] |= GUINT64_FROM_LE (word);
    }
    return;
  }
  for (gsize i = 0; size < HUFU_POSTING_BYTES_MAX && i + 1 < size; i += 2)
    hufu_posting_set_add (set, (guint)bytes[i] | (guint)bytes[i + 1] << 8);
}

gsize
hufu_posting_write_numbers (const guint16 *numbers, guint n,
                            guint8 ret_bytes[HUFU_POSTING_BYTES_MAX])
{
  gboolean many = n >= HUFU_POSTING_BYTES_MAX / 2;

  if (many)
    memset (ret_bytes, 0, HUFU_POSTING_BYTES_MAX);
  for (guint i = 0; i < n; i++) {
    if (many) {
      ret_bytes[numbers[i] / 8] |= (guint8)(1 << numbers[i] % 8);
    } else {
      ret_bytes[2 * i] = (guint8)(numbers[i] & 0xff);
      ret_bytes[2 * i + 1] = (guint8)(numbers[i] >> 8);
    }
  }
  return many ? HUFU_POSTING_BYTES_MAX : 2 * (gsize)n;
}

static gsize
count (const HufuPostingSet *set)
{
  gsize n = 0;

  for (gsize i = 0; i < HUFU_POSTING_WORDS; i++)
    n += (gsize)__builtin_popcountll (set->words[i]);
  return n;
}

gsize
hufu_posting_write (const HufuPostingSet *set, guint8 ret_bytes[HUFU_POSTING_BYTES_MAX])
{
  gsize size = 0;

  if (count (set) >= HUFU_POSTING_BYTES_MAX / 2) {
    for (gsize i = 0; i < HUFU_POSTING_WORDS; i++) {
      guint64 word = GUINT64_TO_LE (set->words[i]);

      memcpy (ret_bytes + i * sizeof word, &word, sizeof word);
    }
    return HUFU_POSTING_BYTES_MAX;
  }
  for (guint number = hufu_posting_set_next (set, 0); number < HUFU_POSTING_BLOCK;
       number = hufu_posting_set_next (set, number + 1)) {
    ret_bytes[size++] = (guint8)(number & 0xff);
    ret_bytes[size++] = (guint8)(number >> 8);
  }
  return size;
}

gboolean
hufu_posting_set_add (HufuPostingSet *set, guint number)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << (number % 64);
  gboolean added = (set->words[number / 64] & bit) == 0;

  set->words[number / 64] |= bit;
  return added;
}

void
hufu_posting_set_and (HufuPostingSet *set, const HufuPostingSet *other)
{
  for (gsize i = 0; i < HUFU_POSTING_WORDS; i++)
    set->words[i] &= other->words[i];
}

void
hufu_posting_set_or (HufuPostingSet *set, const HufuPostingSet *other)
{
  for (gsize i = 0; i < HUFU_POSTING_WORDS; i++)
    set->words[i] |= other->words[i];
}

guint
hufu_posting_set_next (const HufuPostingSet *set, guint from)
{
  if (from >= HUFU_POSTING_BLOCK)
    return HUFU_POSTING_BLOCK;
  for (gsize i = from / 64; i < HUFU_POSTING_WORDS; i++) {
    guint64 word = set->words[i];

    if (i == from / 64)
      word &= ~G_GUINT64_CONSTANT (0) << (from % 64);
    if (word != 0)
      return (guint)(i * 64) + (guint)__builtin_ctzll (word);
  }
  return HUFU_POSTING_BLOCK;
}
