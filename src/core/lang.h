/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two languages of the counter. Sentences that the core owns exist in both. */
#pragma once

typedef enum {
  HUFU_LANG_EN,
  HUFU_LANG_ZH,
} HufuLang;

#define HUFU_LANG_COUNT 2
