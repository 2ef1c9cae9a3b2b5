/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/pinyin.h"

#include "core/pinyin-table.h"

const char *
hufu_pinyin_get_initials (gunichar c)
{
  if (c < HUFU_PINYIN_FIRST || c > HUFU_PINYIN_LAST)
    return "";
  return hufu_pinyin_sets[hufu_pinyin_rows[c - HUFU_PINYIN_FIRST]];
}
