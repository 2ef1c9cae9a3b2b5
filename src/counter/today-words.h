/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the view of today; private to it. */
#pragma once

#include "counter/today-view.h"

typedef struct {
  char *title, *hint, *sentence;
  GPtrArray *bars; /* HufuTodayBar */
} HufuTodayPlot;

typedef struct {
  char *day, *age;
  GPtrArray *figures; /* HufuFact */
  GPtrArray *issues;  /* HufuTodayIssue */
  HufuTodayPlot plots[HUFU_PLOT_COUNT];
} HufuTodayWords;

/* Empty words; clear frees them. */
void hufu_today_words_init (HufuTodayWords *words);
void hufu_today_words_clear (HufuTodayWords *words);
void hufu_today_words_fill (HufuTodayWords *words, const HufuToday *today,
                            const HufuTodayFacts *facts);
