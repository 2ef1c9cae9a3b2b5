/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What data/make-pinyin.py makes of the Unihan database; for pinyin.c alone. */
#pragma once

#include <glib.h>

#define HUFU_PINYIN_FIRST 0x3400 /* the CJK ideographs of the basic plane */
#define HUFU_PINYIN_LAST 0x9fff
#define HUFU_PINYIN_LETTERS_MAX 3

extern const char hufu_pinyin_sets[][HUFU_PINYIN_LETTERS_MAX + 1];
extern const guint8 hufu_pinyin_rows[HUFU_PINYIN_LAST - HUFU_PINYIN_FIRST + 1];
