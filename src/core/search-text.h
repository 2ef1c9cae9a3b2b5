/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts as they are searched: folded characters and what each of them is; private to search*.c. */
#pragma once

#include "core/search.h"

typedef enum {
  HUFU_UNIT_GAP, /* spaces, signs */
  HUFU_UNIT_END, /* of a text */
  HUFU_UNIT_HAN,
  HUFU_UNIT_WORD, /* letters and digits */
} HufuUnitKind;

typedef struct {
  gunichar c;
  HufuUnitKind kind;
} HufuUnit;

typedef struct {
  gsize n;
  HufuUnit units[HUFU_SEARCH_UNITS_MAX + 1]; /* the last one is an END */
} HufuSearchText;

void hufu_search_text_init (HufuSearchText *text, const char *const *texts, gsize n_texts);
/* A word begins here: after what is no word, or between a digit and a letter. */
gboolean hufu_search_text_begins_word (const HufuSearchText *text, gsize at);
