/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences in both languages, side by side where they are made: the compiler checks both formats.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

/* A new string in `lang`; free with g_free. */
#define HUFU_SAY(lang, english, chinese, ...)                                                      \
  ((lang) == HUFU_LANG_ZH ? g_strdup_printf (chinese, ##__VA_ARGS__)                               \
                          : g_strdup_printf (english, ##__VA_ARGS__))

/* Fixed words: a static string. */
#define HUFU_WORD(lang, english, chinese) ((lang) == HUFU_LANG_ZH ? (chinese) : (english))
